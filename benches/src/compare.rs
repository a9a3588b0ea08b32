//! How two ways to do the same are compared.
//!
//! Terms: a *side* does the work once and gives the CPU time of one operation; a *round* runs both sides,
//! one right after the other.
//!
//! Rules:
//! 1. Sides alternate in one process (A B A B …), so that both meet the same machine; a first round warms up
//!    and is not counted.
//! 2. Time is the thread's CPU time, so that neither waiting nor other processes count.
//! 3. What is printed is the median of the rounds, with the smallest and the largest. A ratio is taken within
//!    each round: above 1, asyncpy is the faster one.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// How many rounds count.
const ROUNDS: usize = 9;

/// One row of the table.
pub struct Question {
    /// What the row is called.
    pub name: &'static str,
    /// asyncpy's side.
    pub asyncpy: fn() -> Nanoseconds,
    /// tokio's side, or what else the row compares with.
    pub peer: fn() -> Nanoseconds,
}

/// CPU nanoseconds of one operation.
pub type Nanoseconds = f64;

/// Measures the calling thread's CPU time (rule 2).
pub struct Stopwatch(Duration);

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        Self(cpu_time())
    }

    /// The time since the start, for each of the operations.
    pub fn per(self, operations: u32) -> Nanoseconds {
        (cpu_time() - self.0).as_secs_f64() * 1e9 / f64::from(operations)
    }
}

fn cpu_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("CPU time is positive")
}

/// What some rounds gave.
pub struct Spread {
    median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self { median: values[values.len() / 2], least: values[0], most: values[values.len() - 1] }
    }

    fn text(&self, digits: usize) -> String {
        let Self { median, least, most } = self;
        format!("{median:.digits$} ({least:.digits$}–{most:.digits$})")
    }
}

/// The answer to a question.
pub struct Answer {
    asyncpy: Spread,
    peer: Spread,
    ratio: Spread,
}

impl Question {
    /// Runs all rounds (rule 1).
    pub fn compare(&self) -> Answer {
        let round = || ((self.asyncpy)(), (self.peer)());
        round();
        let rounds: Vec<_> = std::iter::repeat_with(round).take(ROUNDS).collect();
        let each = |of: fn(&(f64, f64)) -> f64| Spread::of(rounds.iter().map(of).collect());
        Answer {
            asyncpy: each(|round| round.0),
            peer: each(|round| round.1),
            ratio: each(|round| round.1 / round.0),
        }
    }
}

/// Prints rows as they come, in Markdown.
pub struct Table;

impl Table {
    /// Prints the head.
    pub fn begin() -> Self {
        println!(
            "| {:<37} | {:>18} | {:>18} | {:>19} |",
            "row", "asyncpy ns", "peer ns", "peer : asyncpy"
        );
        println!("|{:-<39}|{:->19}:|{:->19}:|{:->20}:|", "", "", "", "");
        Self
    }

    /// Prints a row.
    pub fn add(&mut self, name: &str, answer: &Answer) {
        let Answer { asyncpy, peer, ratio } = answer;
        let (asyncpy, peer, ratio) = (asyncpy.text(0), peer.text(0), ratio.text(2));
        println!("| {name:<37} | {asyncpy:>18} | {peer:>18} | {ratio:>19} |");
    }
}
