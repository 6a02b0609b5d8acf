//! The server's certificate: the one it is given, or a throw-away one made by openssl in a temporary folder that is removed at once.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The configuration for TLS. No application protocol is offered, so clients speak HTTP/1.1.
pub fn config(identity: Option<&(String, String)>) -> Result<ServerConfig, Box<dyn Error>> {
    let (certificate, key) = match identity {
        Some((certificate, key)) => (std::fs::read(certificate)?, std::fs::read(key)?),
        None => throw_away()?,
    };
    let chain = CertificateDer::pem_slice_iter(&certificate).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(&key)?;
    Ok(ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?)
}

fn throw_away() -> Result<(Vec<u8>, Vec<u8>), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("hubspot-sandbox-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let made = make(&folder);
    std::fs::remove_dir_all(&folder)?;
    made
}

fn make(folder: &Path) -> Result<(Vec<u8>, Vec<u8>), Box<dyn Error>> {
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=api.hubapi.com"])
        .args(["-addext", "subjectAltName=DNS:api.hubapi.com,DNS:localhost,IP:127.0.0.1"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !made.success() {
        return Err("openssl could not make a certificate; give one with --certificate and --private-key".into());
    }
    Ok((std::fs::read(certificate)?, std::fs::read(key)?))
}
