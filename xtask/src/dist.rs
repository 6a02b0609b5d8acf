//! Builds `dist/chrome`: the three WebAssembly bundles, their glue, and the files that are copied as they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

/// How much time to spend on size.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What ships: link-time optimisation and `wasm-opt`.
    Release,
    /// For trying things out: seconds instead of minutes, several times the size.
    Dev,
}

/// The contexts that run WebAssembly; each is a binary of the package.
const BUNDLES: [&str; 3] = ["background", "sidebar", "options"];

/// Builds the extension into `dist/chrome`. The folder is made anew, so nothing old is ever shipped.
pub fn build(profile: Profile) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the workspace has no root")?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    compile(root, profile)?;
    let out = root.join("dist/chrome");
    if out.exists() {
        fs::remove_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    }
    let wasm = out.join("wasm");
    create(&wasm)?;
    let built = target.join("wasm32-unknown-unknown").join(match profile {
        Profile::Release => "release",
        Profile::Dev => "debug",
    });
    for bundle in BUNDLES {
        bind(&built.join(format!("{bundle}.wasm")), &wasm, bundle)?;
    }
    if profile == Profile::Release {
        // One core each: together they take as long as the largest.
        std::thread::scope(|scope| {
            let running = BUNDLES.map(|bundle| {
                let file = wasm.join(format!("{bundle}_bg.wasm"));
                scope.spawn(move || optimise(root, &file))
            });
            running.into_iter().try_for_each(|one| one.join().map_err(|_| "wasm-opt was not waited for".to_owned())?)
        })?;
    }
    copy_tree(&root.join("static"), &out)?;
    copy_tree(&root.join("extension"), &out)?;
    copy(&root.join("manifest.json"), &out.join("manifest.json"))?;
    println!("built {}", out.display());
    Ok(())
}

fn compile(root: &Path, profile: Profile) -> Result<(), String> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    cargo.current_dir(root).args(["build", "--locked", "-p", "linked-contacts", "--bins"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    run(&mut cargo)
}

fn bind(wasm: &Path, out: &Path, name: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    let bound = bindgen.web(true).and_then(|bindgen| {
        // After a panic background.js puts a new instance in the place of the old; a view is simply closed.
        let bindgen =
            bindgen.input_path(wasm).typescript(false).out_name(name).reset_state_function(name == "background");
        bindgen.remove_name_section(true).remove_producers_section(true).generate(out)
    });
    bound.map_err(|error| format!("wasm-bindgen on {}: {error:?}", wasm.display()))
}

fn optimise(root: &Path, wasm: &Path) -> Result<(), String> {
    let tool = root.join("node_modules/binaryen/bin/wasm-opt");
    if !tool.exists() {
        return Err("wasm-opt is missing: run `npm ci` first".into());
    }
    run(Command::new("node").arg(tool).arg("-Oz").arg(wasm).arg("-o").arg(wasm))
}

fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), String> {
    create(to)?;
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| format!("{}: {error}", from.display()))?.path();
        let name = path.file_name().ok_or_else(|| format!("{} has no name", path.display()))?;
        // Settings of the type checker are for developers.
        if name == "tsconfig.json" {
            continue;
        }
        let target = to.join(name);
        if path.is_dir() { copy_tree(&path, &target)? } else { copy(&path, &target)? }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(|_| ()).map_err(|error| format!("{} to {}: {error}", from.display(), to.display()))
}

fn create(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}
