//! What rustc says to a mistake in a macro of ours: one error for each, at the token that is wrong.
//!
//! Each file in `tests/ui/<macro>/` is named after its mistake and begins with what is to be underlined:
//!
//! ```text
//! //~ 2 errors: `catch`, `elif`
//! ```
//!
//! Rules, checked against the recorded `.stderr`:
//! 1. As many errors as announced, and no warnings: nothing follows from a mistake but its error.
//! 2. Each error underlines the announced text, in the order in which rustc reports them. A text over
//!    several lines is announced by its first line.
//! 3. Errors and labels name nothing that the user has not written, but for the methods that look an object
//!    up in Python's protocols.
//!
//! The texts are compared on the toolchain that they were recorded with, for rustc's share in them changes
//! from version to version, and with its component `rust-src`; elsewhere the files must fail to compile.
//! `TRYBUILD=overwrite cargo test --test ui` records them anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The toolchain of the recorded texts.
const RECORDED_WITH: &str = "rustc 1.95.";

/// Names of ours that labels may show: methods that rustc says are missing, and the module of their traits.
const SHOWN: &[&str] = &["__aiter", "__with", "__async_with", "__private"];

/// All files, sorted.
fn files() -> Vec<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut files: Vec<_> = entries(&folder).iter().flat_map(|folder| entries(folder)).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files
}

/// What is announced in a file's first line.
fn announced(source: &str) -> (usize, Vec<&str>) {
    let head = source.lines().next().and_then(|line| line.strip_prefix("//~ "));
    let head = head.expect("the first line announces the errors");
    let (number, texts) = head.split_once(' ').expect("a number");
    let texts = texts.split_once(": ").expect("texts").1;
    let texts =
        texts.strip_prefix('`').and_then(|texts| texts.strip_suffix('`')).expect("back-ticks");
    (number.parse().expect("a number"), texts.split("`, `").collect())
}

/// One error as it was recorded.
struct Recorded<'a> {
    title: &'a str,
    /// What is underlined.
    texts: Vec<String>,
    /// The lines below those of the source.
    labels: Vec<&'a str>,
}

/// Reads the errors of a `.stderr`.
fn recorded(stderr: &str) -> Vec<Recorded<'_>> {
    let mut errors = Vec::new();
    let mut line_of_source = "";
    let mut primary = false;
    for line in stderr.lines() {
        if line.starts_with("error") {
            errors.push(Recorded { title: line, texts: Vec::new(), labels: Vec::new() });
            primary = true;
        } else if line.starts_with("note") || line.starts_with("help") {
            primary = false;
        }
        let Some(error) = errors.last_mut() else { continue };
        let Some((number, text)) = line.split_once('|') else { continue };
        if number.trim().parse::<usize>().is_ok() {
            line_of_source = text;
            continue;
        }
        if primary {
            error.labels.push(line);
            error.texts.extend(underlined(line_of_source, text));
        }
    }
    errors
}

/// The parts of a line that are marked with `^` below. The end of a text over several lines (`|_^`) is
/// marked too; its beginning is `_____^`.
fn underlined(source: &str, marks: &str) -> Vec<String> {
    let source: Vec<char> = source.chars().collect();
    let marks: Vec<char> = marks.chars().collect();
    let mut texts = Vec::new();
    let mut start = 0;
    while let Some(offset) = marks[start..].iter().position(|mark| *mark == '^') {
        let from = start + offset;
        let length = marks[from..].iter().take_while(|mark| **mark == '^').count();
        let is_end = marks[..from].ends_with(&['_']) && marks[..from].contains(&'|');
        let is_start = marks[..from].ends_with(&['_']) && !is_end;
        let to = if is_start { source.len() } else { (from + length).min(source.len()) };
        if !is_end {
            texts.push(source.get(from..to).unwrap_or_default().iter().collect());
        }
        start = from + length;
    }
    texts
}

/// A name of ours in `text`.
fn generated_name(text: &str) -> Option<&str> {
    let is_name = |char: char| char.is_alphanumeric() || char == '_';
    let mut names = text.split(|char| !is_name(char));
    names.find(|name| name.starts_with("__") && !name.ends_with("__") && !SHOWN.contains(name))
}

#[test]
fn every_mistake_is_one_error_at_its_token() {
    let files = files();
    assert!(files.len() >= 243, "{}", files.len());
    for file in files {
        let name = file.display();
        let source = fs::read_to_string(&file).expect("a source");
        let stderr = fs::read_to_string(file.with_extension("stderr")).expect("a recorded text");
        let (number, texts) = announced(&source);
        assert!(
            !stderr.contains("\nwarning") && !stderr.starts_with("warning"),
            "{name}: a warning"
        );
        let errors = recorded(&stderr);
        assert_eq!(errors.len(), number, "{name}");
        let found: Vec<_> = errors.iter().flat_map(|error| &error.texts).collect();
        assert_eq!(found, texts, "{name}");
        for Recorded { title, texts: _, labels } in errors {
            for line in labels.into_iter().chain([title]) {
                assert_eq!(generated_name(line), None, "{name}: {line}");
            }
        }
    }
}

/// Whether this is the toolchain of the recorded texts, with the sources that rustc quotes.
fn is_recorded_with() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = |argument: &[&str]| {
        let output = Command::new(&rustc).args(argument).output().expect("rustc");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let sysroot = output(&["--print", "sysroot"]);
    let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    output(&["--version"]).starts_with(RECORDED_WITH) && library.is_dir()
}

#[test]
fn rustc_says_what_is_recorded() {
    if is_recorded_with() {
        return trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
    }
    // Copies have no recorded text to differ from: what rustc says here is written beside them.
    let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
    for file in files() {
        let parts: Vec<_> = file.iter().rev().take(2).collect();
        let copy = copies.join(parts[1]).join(parts[0]);
        fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
        fs::copy(&file, copy).expect("a copy");
    }
    eprintln!("only that it does not compile: not {RECORDED_WITH} with rust-src");
    let again = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "--ignored", "copies_do_not_compile"])
        .env("TRYBUILD", "overwrite")
        .env("UI_COPIES", copies)
        .output()
        .expect("this test");
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stdout));
}

#[test]
#[ignore = "run by the test above, with its environment"]
fn copies_do_not_compile() {
    let copies = std::env::var("UI_COPIES").expect("the folder of the copies");
    trybuild::TestCases::new().compile_fail(format!("{copies}/*/*.rs"));
}
