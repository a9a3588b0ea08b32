//! Makes a failing program smaller.
//!
//! Lines are taken out, blocks are replaced by what is in them, lists are shortened, delays become 0, as long as the
//! program still fails; until nothing can be done any more.

use std::rc::Rc;

use crate::program::{Node, Program};

/// The smallest program that can be reached and still `fails`.
pub fn minimise(program: Program, mut fails: impl FnMut(&Program) -> bool) -> Program {
    let mut smallest = program;
    loop {
        let before = smallest.to_string();
        let mut place = 0;
        while place < smallest.size() {
            let mut changes = 0..;
            let smaller = loop {
                let change = changes.next().expect("no end");
                match changed(&smallest, place, change) {
                    None => break None,
                    Some(Some(program)) if fails(&program) => break Some(program),
                    Some(_) => {}
                }
            };
            match smaller {
                Some(program) => smallest = program,
                None => place += 1,
            }
        }
        if smallest.to_string() == before {
            return smallest;
        }
    }
}

/// The program with the change of this number at the line `place`: `None` if there are no more changes,
/// `Some(None)` if this one does not apply.
fn changed(program: &Program, place: usize, change: usize) -> Option<Option<Program>> {
    let mut place = place;
    let mut outcome = None;
    let nodes = change_in(&program.nodes, &mut place, change, &mut outcome)?;
    match outcome {
        Some(Applied::NoMore) | None => None,
        Some(Applied::Not) => Some(None),
        Some(Applied::Yes) => Some(Some(Program { nodes })),
    }
}

enum Applied {
    Yes,
    Not,
    NoMore,
}

fn change_in(
    nodes: &[Node],
    place: &mut usize,
    change: usize,
    outcome: &mut Option<Applied>,
) -> Option<Vec<Node>> {
    let mut out = Vec::new();
    for node in nodes {
        if outcome.is_some() {
            out.push(node.clone());
        } else if *place == 0 {
            match replacement(node, change) {
                None => *outcome = Some(Applied::NoMore),
                Some(None) => *outcome = Some(Applied::Not),
                Some(Some(instead)) => {
                    *outcome = Some(Applied::Yes);
                    out.extend(instead);
                }
            }
        } else {
            *place -= 1;
            let body = change_in(&node.body, place, change, outcome)?;
            out.push(Node { words: node.words.clone(), body: Rc::new(body) });
        }
    }
    Some(out)
}

/// What may stand in the place of a node.
fn replacement(node: &Node, change: usize) -> Option<Option<Vec<Node>>> {
    let is_clause = matches!(node.operation(), "do" | "except" | "else" | "finally");
    let is_function = matches!(node.operation(), "async" | "sync");
    let is_main = node.word(1) == Some("main");
    let with_words = |words: Vec<String>| Some(vec![Node { words, body: Rc::clone(&node.body) }]);
    match change {
        0 => Some((!is_main).then(Vec::new)),
        1 => Some(if is_clause || is_function || node.body.is_empty() {
            None
        } else if node.operation() == "try" {
            let first = node.body.iter().find(|clause| clause.operation() == "do");
            first.map(|clause| clause.body.to_vec())
        } else {
            Some(node.body.to_vec())
        }),
        2 => Some(if node.operation() == "sleep" && node.words[1] != "0" {
            with_words(vec!["sleep".to_owned(), "0".to_owned()])
        } else {
            None
        }),
        _ => {
            let optional = match node.operation() {
                "gather" | "gatherx" | "completed" | "completedx" | "cancel" | "sleep" => 2,
                "wait" | "spawn" => 3,
                "gspawn" => 4,
                _ => return None,
            };
            let drop = optional + change - 3;
            if drop >= node.words.len() {
                return None;
            }
            let mut words = node.words.clone();
            words.remove(drop);
            Some(with_words(words))
        }
    }
}
