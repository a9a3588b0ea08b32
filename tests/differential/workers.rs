//! Several interpreters at work on one stream of programs.
//!
//! Each has a thread that hands it chunks of programs; the programs themselves run on asyncpy in the caller's thread
//! meanwhile. A program that runs for too long on asyncpy is printed, and ends the process.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::cpython::Cpython;
use crate::program::Program;
use crate::world;

const CHUNK: usize = 64;
const PATIENCE: Duration = Duration::from_secs(30);

type Traces = Vec<Vec<String>>;

struct Worker {
    chunks: SyncSender<Vec<String>>,
    traces: Receiver<Traces>,
}

/// The interpreters.
pub struct Workers {
    workers: Vec<Worker>,
}

impl Workers {
    /// Starts one for each processor.
    pub fn start(python: &Path) -> Self {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let start_one = |_| {
            let (chunks, to_run) = sync_channel::<Vec<String>>(4);
            let (done, traces) = sync_channel(4);
            let mut cpython = Cpython::start(python);
            thread::spawn(move || {
                for chunk in to_run {
                    if done.send(cpython.run(&chunk)).is_err() {
                        return; // nobody wants to know any more
                    }
                }
            });
            Worker { chunks, traces }
        };
        Self { workers: (0..count).map(start_one).collect() }
    }

    /// Runs programs on both sides; `compare` is told CPython's trace and asyncpy's, and whether to go on is its answer.
    pub fn compare(
        &mut self,
        programs: impl Iterator<Item = Program>,
        mut compare: impl FnMut(&Program, &[String], &[String]) -> bool,
    ) {
        let mut programs = programs.peekable();
        let mut running: VecDeque<(usize, Vec<Program>)> = VecDeque::new();
        let mut next = 0;
        loop {
            while running.len() < 2 * self.workers.len() && programs.peek().is_some() {
                let chunk: Vec<Program> = programs.by_ref().take(CHUNK).collect();
                let texts = chunk.iter().map(Program::to_string).collect();
                self.workers[next].chunks.send(texts).expect("the worker lives");
                running.push_back((next, chunk));
                next = (next + 1) % self.workers.len();
            }
            let Some((worker, chunk)) = running.pop_front() else { return };
            let traces: Traces = chunk.iter().map(watched_run).collect();
            let expected = self.workers[worker].traces.recv().expect("the interpreter works");
            for ((program, expected), trace) in chunk.iter().zip(&expected).zip(&traces) {
                if !compare(program, expected, trace) {
                    return;
                }
            }
        }
    }
}

/// Runs a program on asyncpy.
pub fn watched_run(program: &Program) -> Vec<String> {
    static RUNNING: Mutex<Option<(Instant, String)>> = Mutex::new(None);
    static WATCH: Once = Once::new();
    let lock = || RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    WATCH.call_once(|| {
        thread::spawn(|| {
            loop {
                thread::sleep(Duration::from_secs(1));
                let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((since, text)) = &*running
                    && since.elapsed() > PATIENCE
                {
                    eprintln!("this program does not end:\n{text}");
                    std::process::abort();
                }
            }
        });
    });
    *lock() = Some((Instant::now(), program.to_string()));
    let trace = world::run(program);
    *lock() = None;
    trace
}
