//! CPython 3.13, which says what is right.
//!
//! One process runs many programs, each on a fresh loop: `interpreter.py`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// CPython 3.13, if this machine has it.
pub fn find() -> Option<PathBuf> {
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

/// A process that runs programs.
pub struct Cpython {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Cpython {
    /// Starts a process.
    pub fn start(python: &Path) -> Self {
        let interpreter = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/interpreter.py");
        let mut child = Command::new(python)
            .args(["-W", "ignore", interpreter])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null()) // coroutines of stuck programs complain when they are destroyed
            .spawn()
            .expect("the interpreter starts");
        let input = child.stdin.take().expect("piped");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, input, output }
    }

    /// The traces of the programs.
    pub fn run(&mut self, programs: &[String]) -> Vec<Vec<String>> {
        let Self { input, output, .. } = self;
        std::thread::scope(|scope| {
            // Beside the reading: either side may wait for the other to empty its pipe.
            scope.spawn(move || {
                for program in programs {
                    writeln!(input, "{program}%%").expect("the interpreter reads");
                }
                input.flush().expect("the interpreter reads");
            });
            programs.iter().map(|program| read_trace(output, program)).collect()
        })
    }
}

fn read_trace(output: &mut impl BufRead, program: &str) -> Vec<String> {
    let mut trace = Vec::new();
    loop {
        let mut line = String::new();
        let read = output.read_line(&mut line).expect("text");
        assert!(read > 0, "the interpreter failed at\n{program}");
        let line = line.trim_end_matches('\n');
        if line == "%%" {
            return trace;
        }
        trace.push(line.to_owned());
    }
}

impl Drop for Cpython {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
