//! Compares asyncpy with CPython's asyncio by running random programs on both.
//!
//! A program (see `program.rs`) is run by `interpreter.py` on CPython 3.13 and by `world.rs` on asyncpy; both note every
//! event, and the two traces must be equal line by line. The clocks of both are stepped, so that ties of deadlines are
//! common. Only programs are made that CPython does not leave to chance.
//!
//! - `recorded/*.txt` are programs that once failed, with CPython's trace beside them.
//! - Where CPython 3.13 is found, 2,000 programs of a fixed seed are compared too. For more of them:
//!   `ASYNCPY_PROGRAMS=100000 ASYNCPY_SEED=7 cargo test --release --test differential random -- --nocapture`.
//!   `ASYNCPY_THEME=…` makes them of one theme (`themes.rs`) only.
//! - `ASYNCPY_RECORD=1` writes CPython's traces of the recorded programs; asyncpy's where CPython's depends on the
//!   depth of its stack, and where there is no CPython.

mod blocks;
mod cpython;
mod generate;
mod locks;
mod minimise;
mod program;
mod random;
mod slot;
mod steps;
mod themes;
mod value;
mod workers;
mod world;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use cpython::Cpython;
use program::Program;
use workers::Workers;

/// The numbers of tasks count through the whole process, so one program runs at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn number_from(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().expect("a number"))
}

fn recorded() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/recorded");
    let files = fs::read_dir(folder).into_iter().flatten().map(|file| file.expect("a file").path());
    let mut files: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|extension| extension == "txt")).collect();
    files.sort();
    files
}

fn run_file(file: &Path) -> (Program, String) {
    let program = Program::parse(&fs::read_to_string(file).expect("text"));
    let trace = world::run(&program).join("\n") + "\n";
    (program, trace)
}

#[test]
fn recorded_programs_print_what_cpython_printed() {
    let _alone = alone();
    for file in recorded() {
        let (program, trace) = run_file(&file);
        let recorded = file.with_extension("out");
        let recording = std::env::var_os("ASYNCPY_RECORD").is_some();
        if recording && !recorded.exists() {
            fs::write(&recorded, &trace).expect("a file to write");
        }
        let Ok(expected) = fs::read_to_string(&recorded) else { continue };
        assert!(trace == expected, "{}", difference(&program, &expected, &trace));
    }
}

#[test]
fn what_is_recorded_is_what_cpython_prints() {
    let Some(python) = cpython::find() else { return eprintln!("skipped: no CPython 3.13") };
    let mut cpython = Cpython::start(&python);
    for file in recorded() {
        let program = Program::parse(&fs::read_to_string(&file).expect("text"));
        let trace = cpython.run(&[program.to_string()]).remove(0);
        if trace == ["circular"] {
            continue; // recorded of asyncpy
        }
        let trace = trace.join("\n") + "\n";
        let recorded = file.with_extension("out");
        if std::env::var_os("ASYNCPY_RECORD").is_some() {
            fs::write(&recorded, &trace).expect("a file to write");
        }
        assert_eq!(fs::read_to_string(&recorded).expect("text"), trace, "{}", file.display());
    }
}

#[test]
fn random_programs_run_as_on_cpython() {
    let Some(python) = cpython::find() else { return eprintln!("skipped: no CPython 3.13") };
    let _alone = alone();
    let (count, seed) = (number_from("ASYNCPY_PROGRAMS", 2000), number_from("ASYNCPY_SEED", 1));
    let most = number_from("ASYNCPY_FAILURES", 1);
    let begun = Instant::now();
    let mut workers = Workers::start(&python);
    let mut failures = Vec::new();
    let (mut ran, mut circular) = (0, 0);
    let only = std::env::var("ASYNCPY_THEME").ok();
    let programs = (0..count).map(|number| generate::generate(seed, number, only.as_deref()));
    workers.compare(programs, |program, expected, trace| {
        ran += 1;
        if expected == ["circular"] {
            circular += 1; // CPython raises `RecursionError`, after a number of rounds that depends on the stack
        } else if expected != trace {
            failures.push((ran - 1, program.clone()));
        }
        u64::try_from(failures.len()).expect("few") < most
    });
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{ran} programs of seed {seed} in {seconds:.1} s, {circular} circular, {} differ",
        failures.len()
    );
    let mut cpython = Cpython::start(&python);
    let mut both = |program: &Program| {
        (cpython.run(&[program.to_string()]).remove(0), workers::watched_run(program))
    };
    for (number, program) in &failures {
        let program = minimise::minimise(program.clone(), |program| {
            let (expected, trace) = both(program);
            expected != trace && expected != ["circular"]
        });
        let (expected, trace) = both(&program);
        let text = difference(&program, &(expected.join("\n") + "\n"), &(trace.join("\n") + "\n"));
        println!("program {number} of seed {seed}, made smaller:\n{text}");
    }
    assert!(failures.is_empty(), "asyncpy and CPython differ");
}

fn difference(program: &Program, expected: &str, trace: &str) -> String {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (expected.lines().collect(), trace.lines().collect());
    let same = left.iter().zip(&right).take_while(|(left, right)| left == right).count();
    let indented =
        |lines: &[&str]| lines.iter().map(|line| ["  ", line, "\n"].concat()).collect::<String>();
    let rest = |lines: &[&str]| indented(&lines[same..lines.len().min(same + 12)]);
    let common = indented(&left[..same]);
    format!("{program}both:\n{common}CPython:\n{}asyncpy:\n{}", rest(&left), rest(&right))
}
