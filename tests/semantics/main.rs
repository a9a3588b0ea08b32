//! Every program of this folder prints what CPython 3.13 printed for its original.
//!
//! `NNN_name.py` shows one rule of asyncio, `NNN_name.out` is what CPython printed for it, and `NNN_name.rs` is
//! the port, line by line. The number of the rule is in the first line of each.
//!
//! This test starts itself once per program, on the virtual clock (`ASYNCPY_VIRTUAL_TIME`) unless the program
//! blocks its thread, and compares what is printed byte by byte. Rules:
//! 1. Every `.py` is in one of two lists: the ports, or those that have none, with the reason.
//! 2. A line of the recording that rustc makes impossible to print, because the program that would print it does
//!    not compile, is listed with its port, and only missing there.
//! 3. A program that does not end is killed.
//!
//! Arguments choose programs by parts of their names: `cargo test --test semantics -- gather 001`.

#![allow(
    clippy::doc_markdown,
    reason = "the first line of a port is that of its original, word by word"
)]

mod programs;
mod py;

use std::io::Read;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use programs::{Clock, PORTS, Port, WITHOUT_PORT};

/// Rule 3.
const LONGEST: Duration = Duration::from_secs(60);

/// Chooses the program to run when this test starts itself.
const RUN: &str = "--run";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [run, name] = &*arguments
        && run == RUN
    {
        let port = PORTS.iter().find(|port| port.name == name).expect("the name of a port");
        return (port.main)();
    }
    let parts: Vec<&String> = arguments.iter().filter(|part| !part.starts_with('-')).collect();
    let is_chosen = |name: &str| parts.is_empty() || parts.iter().any(|part| name.contains(*part));
    let chosen: Vec<&Port> = PORTS.iter().filter(|port| is_chosen(port.name)).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        for port in chosen {
            println!("{}: test", port.name);
        }
        return ExitCode::SUCCESS;
    }
    let mut failures = list_failures();
    failures.extend(run_all(&chosen));
    for failure in &failures {
        eprintln!("{failure}\n");
    }
    println!("semantics: {} programs, {} failures", chosen.len(), failures.len());
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn folder() -> &'static Path {
    Path::new("tests/semantics")
}

/// What is wrong with the lists (rule 1).
fn list_failures() -> Vec<String> {
    let files = fs::read_dir(folder()).expect("the folder of the programs");
    let mut stems: Vec<String> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    stems.sort();
    let mut listed: Vec<&str> = PORTS.iter().map(|port| port.name).collect();
    listed.extend(WITHOUT_PORT.iter().map(|(name, _)| *name));
    listed.sort_unstable();
    if listed == stems {
        return Vec::new();
    }
    let missing = stems.iter().filter(|stem| !listed.contains(&stem.as_str()));
    let unknown = listed.iter().filter(|name| !stems.iter().any(|stem| stem == *name));
    vec![format!(
        "not listed: {:?}; no such program: {:?}, or one is listed twice",
        missing.collect::<Vec<_>>(),
        unknown.collect::<Vec<_>>()
    )]
}

/// Runs the programs, several at a time, and gives the failures in their order.
fn run_all(ports: &[&Port]) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(port) = ports.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(failure) = check(port) {
                        failures.lock().expect("no worker panics").push((port.name, failure));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no worker panics");
    failures.sort();
    failures.into_iter().map(|(name, failure)| format!("{name}: {failure}")).collect()
}

/// Runs one program and compares.
fn check(port: &Port) -> Result<(), String> {
    let path = folder().join(port.name).with_extension("out");
    let recorded =
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let expected = without_lines(&recorded, port.refused_by_rustc)?;
    let program = env::current_exe().expect("the path of this test");
    let mut command = Command::new(program);
    command.args([RUN, port.name]).stdout(Stdio::piped()).stderr(Stdio::piped());
    match port.clock {
        Clock::Virtual => command.env("ASYNCPY_VIRTUAL_TIME", "1"),
        Clock::Real => command.env_remove("ASYNCPY_VIRTUAL_TIME"),
    };
    let mut child = command.spawn().expect("this test starts itself");
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the state of the child") {
            break Some(status);
        }
        if started.elapsed() > LONGEST {
            child.kill().expect("the child can be killed");
            child.wait().expect("it was killed");
            break None;
        }
        thread::sleep(Duration::from_millis(1));
    };
    let (mut printed, mut errors) = (String::new(), String::new());
    child.stdout.take().expect("piped").read_to_string(&mut printed).expect("text");
    child.stderr.take().expect("piped").read_to_string(&mut errors).expect("text");
    let ended = match status {
        Some(status) if status.success() && printed == expected => return Ok(()),
        Some(status) => status.to_string(),
        None => format!("still running after {LONGEST:?}"),
    };
    Err(format!("{ended}\nexpected:\n{expected}\nprinted:\n{printed}\nstderr:\n{errors}"))
}

/// The recording without the lines of rule 2, each of which must be there.
fn without_lines(recorded: &str, refused: &[&str]) -> Result<String, String> {
    let mut lines: Vec<&str> = recorded.split_inclusive('\n').collect();
    for line in refused {
        let at = lines.iter().position(|recorded| recorded.trim_end_matches('\n') == *line);
        lines.remove(at.ok_or_else(|| format!("the recording has no line {line:?}"))?);
    }
    Ok(lines.concat())
}
