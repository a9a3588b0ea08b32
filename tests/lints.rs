//! Expansions give lints nothing to report: `tests/lints` is every form of the macros under every lint.
//!
//! rustc's lints are errors there already when the workspace is compiled. Clippy's need clippy.

use std::path::Path;
use std::process::Command;

fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints"));
    cargo
}

#[test]
fn clippy_has_nothing_to_say() {
    let version = cargo().args(["clippy", "--version"]).output();
    if !version.is_ok_and(|output| output.status.success()) {
        return eprintln!("skipped: no clippy");
    }
    let output =
        cargo().args(["clippy", "--all-targets", "--quiet", "--locked"]).output().expect("clippy");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
