//! Every example prints what CPython 3.13 (or node, for the JavaScript one) printed for its original.
//!
//! The examples run as they are, on the virtual clock: `ASYNCPY_VIRTUAL_TIME` is set.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The folder of the compiled examples: beside the one of the compiled tests.
fn compiled() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    test.ancestors().nth(2).expect("target/<profile>/deps/<test>").join("examples")
}

fn command(name: &str) -> Command {
    let mut command = Command::new(compiled().join(name));
    command.env("ASYNCPY_VIRTUAL_TIME", "1");
    command
}

fn run(name: &str) -> Output {
    command(name).output().expect("`cargo test` builds the examples")
}

fn recorded(name: &str) -> String {
    let path = Path::new("examples").join(name).with_extension("out");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn names() -> Vec<String> {
    let files = fs::read_dir("examples").expect("the folder of the examples");
    let mut names: Vec<String> = files
        .map(|file| file.expect("an example").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn every_example_prints_what_its_original_printed() {
    let names = names();
    assert!(names.len() >= 16, "{names:?}");
    for name in names.iter().filter(|name| *name != "hello_run_forever") {
        let output = run(name);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {}\n{stderr}", output.status);
        assert_eq!(String::from_utf8_lossy(&output.stdout), recorded(name), "{name}");
        assert_eq!(stderr, "", "{name}");
    }
}

#[cfg(unix)]
#[test]
fn run_forever_ends_on_ctrl_c() {
    let mut child = command("hello_run_forever")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("`cargo test` builds the examples");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut printed = String::new();
    while !printed.ends_with("job done\n") {
        printed += &lines.next().expect("a line").expect("text");
        printed.push('\n');
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill").success());
    let status = child.wait().expect("the example ends");
    let mut stderr = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("text");
    assert_eq!(printed, recorded("hello_run_forever"));
    assert_eq!(lines.count(), 0);
    assert_eq!(status.code(), Some(130), "{stderr}");
    assert!(stderr.ends_with("KeyboardInterrupt\n"), "{stderr}");
}
