//! asyncpy beside tokio's current-thread runtime: one row per question, `benches/README.md` says what each
//! one measures.
//!
//! `cargo run --release --manifest-path benches/Cargo.toml [-- WORD…]` prints the rows whose names contain one
//! of the words, or all of them.

#[macro_use] // before those that use it
mod form;

mod call;
mod compare;
mod gather;
mod peer;
mod sleep;
mod spawn;
mod switch;
mod timer;

use compare::{Question, Table};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |question: &Question| {
        words.is_empty() || words.iter().any(|word| question.name.contains(word.as_str()))
    };
    let mut table = Table::begin();
    for question in [
        spawn::QUESTIONS,
        switch::QUESTIONS,
        call::QUESTIONS,
        gather::QUESTIONS,
        sleep::QUESTIONS,
        timer::QUESTIONS,
    ]
    .into_iter()
    .flatten()
    .filter(|question| is_wanted(question))
    {
        table.add(question.name, &question.compare());
    }
}
