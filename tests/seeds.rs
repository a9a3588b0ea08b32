//! The documents that this project was created from, run by the languages they were written in.
//!
//! The recorded output of each example is compared with what CPython 3.13 (or node) prints for the snippet
//! itself. The documents are not ours to ship: where `../shared/seeds` is absent, or the interpreter, the
//! comparison is skipped and says so. A snippet that calls functions it does not show gets them from a file
//! in `tests/seeds/`; all run on a virtual clock.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One snippet: the document's number, the place of the code block in it, what goes before and after it,
/// and the example that ports it.
struct Snippet {
    document: &'static str,
    block: usize,
    before: &'static str,
    after: &'static str,
    example: &'static str,
}

const fn snippet(document: &'static str, block: usize, example: &'static str) -> Snippet {
    Snippet { document, block, before: "", after: "", example }
}

const SNIPPETS: &[Snippet] = &[
    snippet("000", 1, "sleeping_side_by_side"),
    Snippet {
        before: include_str!("seeds/tasks_for_wait.py"),
        ..snippet("001", 0, "one_by_one_then_together")
    },
    Snippet {
        before: include_str!("seeds/user_and_profile.py"),
        after: "asyncio.run(display_user())",
        ..snippet("002", 0, "dependent_fetches")
    },
    Snippet {
        before: include_str!("seeds/users_and_locations.py"),
        after: "asyncio.run(dislpay_users_and_locations())",
        ..snippet("002", 1, "independent_fetches")
    },
    Snippet { before: include_str!("seeds/session.py"), ..snippet("002", 2, "one_query") },
    snippet("003", 0, "hello_gather"),
    snippet("003", 1, "hello_tasks"),
    snippet("003", 2, "hello_done_callback"),
    Snippet {
        before: include_str!("seeds/ctrl_c_after_a_minute.py"),
        ..snippet("003", 3, "hello_run_forever")
    },
    snippet("004", 0, "await_coroutine"),
    snippet("004", 1, "unawaited_task"),
    snippet("004", 2, "await_task"),
    snippet("004", 3, "shorter_than_its_task"),
    snippet("004", 4, "numbers_while_fetching"),
    snippet("004", 5, "numbers_after_fetching"),
];

/// The text of the code block, or `None` where the documents are absent.
fn code(document: &str, block: usize) -> Option<String> {
    let folder = Path::new("../shared/seeds");
    let files = fs::read_dir(folder).ok()?;
    let file = files
        .filter_map(|file| Some(file.ok()?.path()))
        .find(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(document)))?;
    let text = fs::read_to_string(file).ok()?;
    let inside = text.split("```").skip(1).step_by(2).nth(block)?;
    inside.split_once('\n').map(|(_language, code)| code.to_owned())
}

/// CPython 3.13, if this machine has it.
fn python() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").unwrap_or_default();
    let pyenv = Path::new(&home).join(".pyenv/versions");
    let installed = fs::read_dir(pyenv).into_iter().flatten().filter_map(|version| {
        let version = version.ok()?.path();
        let is_313 = version.file_name()?.to_string_lossy().starts_with("3.13.");
        is_313.then(|| version.join("bin/python3"))
    });
    installed.chain(["python3.13".into(), "python3".into()]).find(|python| {
        let version = Command::new(python).arg("--version").output();
        version.is_ok_and(|output| output.stdout.starts_with(b"Python 3.13."))
    })
}

fn run(interpreter: &mut Command, program: &str) -> String {
    let mut child = interpreter
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the interpreter starts");
    child.stdin.take().expect("piped").write_all(program.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).expect("text")
}

fn recorded(example: &str) -> String {
    fs::read_to_string(format!("examples/{example}.out")).expect("a recorded output")
}

#[test]
fn cpython_prints_what_is_recorded() {
    let Some(python) = python() else { return eprintln!("skipped: no CPython 3.13") };
    for Snippet { document, block, before, after, example } in SNIPPETS {
        let Some(code) = code(document, *block) else {
            return eprintln!("skipped: no ../shared/seeds");
        };
        let clock = include_str!("seeds/virtual_time.py");
        let program = format!("{clock}\n{before}\n{code}\n{after}\n");
        let printed = run(Command::new(&python).args(["-W", "ignore", "-"]), &program);
        // The first document about waiting also prints measured seconds, which never repeat.
        let printed: String =
            printed.split_inclusive('\n').filter(|line| !line.starts_with("took ")).collect();
        assert_eq!(printed, recorded(example), "{example}");
    }
}

#[test]
fn node_prints_what_is_recorded() {
    let Some(code) = code("000", 0) else { return eprintln!("skipped: no ../shared/seeds") };
    if Command::new("node").arg("--version").output().is_err() {
        return eprintln!("skipped: no node");
    }
    assert_eq!(run(Command::new("node").arg("-"), &code), recorded("javascript_order"));
}
