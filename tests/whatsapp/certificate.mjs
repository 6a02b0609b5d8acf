/** A throw-away certificate for the replica's host, made by openssl in a temporary folder and removed at once. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * @param {string[]} [hosts]
 * @returns {{ cert: string, key: string }} PEM texts, valid for two days
 */
export function throwAwayCertificate(hosts = ["web.whatsapp.com", "localhost"]) {
  const folder = mkdtempSync(join(tmpdir(), "replica-"));
  try {
    const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const names = [...hosts.map((host) => `DNS:${host}`), "IP:127.0.0.1"].join(",");
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", `/CN=${hosts[0]}`, "-addext", `subjectAltName=${names}`, "-keyout", keyFile, "-out", certFile], { stdio: "ignore" });
    return { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
