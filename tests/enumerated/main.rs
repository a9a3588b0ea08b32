//! Everything that can happen at every place of a program, one by one, compared with CPython 3.13.
//!
//! The scripts beside the modules run the same plans; the `.out` files are what CPython printed. Where
//! CPython is installed, the scripts are run again, so that the recordings cannot go stale.

#![deny(warnings)]

mod cancellation;
mod control_flow;
mod plan;

use std::path::{Path, PathBuf};
use std::process::Command;

/// CPython 3.13, if this machine has it.
fn python() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").unwrap_or_default();
    let pyenv = std::fs::read_dir(Path::new(&home).join(".pyenv/versions"));
    let installed = pyenv.into_iter().flatten().flatten().map(|v| v.path().join("bin/python3"));
    installed.chain(["python3.13".into(), "python3".into()]).find(|python| {
        let version = Command::new(python).arg("--version").output();
        version.is_ok_and(|output| output.stdout.starts_with(b"Python 3.13."))
    })
}

#[test]
fn cpython_prints_what_is_recorded() {
    let Some(python) = python() else { return eprintln!("skipped: no CPython 3.13") };
    for (script, recorded) in [
        ("cancellation.py", include_str!("cancellation.out")),
        ("control_flow.py", include_str!("control_flow.out")),
    ] {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/enumerated").join(script);
        // `-B`: no byte code is left beside the scripts.
        let output = Command::new(&python).arg("-B").arg(&script).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(printed == recorded, "{} prints something else now", script.display());
    }
}
