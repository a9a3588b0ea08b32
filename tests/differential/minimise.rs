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
                    Tried::NoMore => break None,
                    Tried::Made(program) if fails(&program) => break Some(program),
                    Tried::Made(_) | Tried::DoesNotApply => {}
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

/// What came of trying a change.
enum Tried<T> {
    Made(T),
    DoesNotApply,
    NoMore,
}

/// The program with the change of this number at the line `place`.
fn changed(program: &Program, place: usize, change: usize) -> Tried<Program> {
    let mut tried = None;
    let nodes = change_in(&program.nodes, &mut { place }, change, &mut tried);
    match tried {
        Some(Tried::Made(())) => Tried::Made(Program { nodes }),
        Some(Tried::DoesNotApply) => Tried::DoesNotApply,
        Some(Tried::NoMore) | None => Tried::NoMore,
    }
}

fn change_in(
    nodes: &[Node],
    place: &mut usize,
    change: usize,
    tried: &mut Option<Tried<()>>,
) -> Vec<Node> {
    let mut out = Vec::new();
    for node in nodes {
        if tried.is_some() {
            out.push(node.clone());
        } else if *place == 0 {
            *tried = Some(match replacement(node, change) {
                Tried::Made(instead) => {
                    out.extend(instead);
                    Tried::Made(())
                }
                Tried::DoesNotApply => Tried::DoesNotApply,
                Tried::NoMore => Tried::NoMore,
            });
        } else {
            *place -= 1;
            let body = change_in(&node.body, place, change, tried);
            out.push(Node { words: node.words.clone(), body: Rc::new(body) });
        }
    }
    out
}

/// What may stand in the place of a node.
fn replacement(node: &Node, change: usize) -> Tried<Vec<Node>> {
    let is_clause = matches!(node.operation(), "do" | "except" | "else" | "finally");
    let is_function = matches!(node.operation(), "async" | "sync");
    let is_main = node.word(1) == Some("main");
    let instead = match change {
        0 if is_main => None,
        0 => Some(Vec::new()),
        1 if is_clause || is_function || node.body.is_empty() => None,
        1 if node.operation() == "try" => {
            let first = node.body.iter().find(|clause| clause.operation() == "do");
            first.map(|clause| clause.body.to_vec())
        }
        1 => Some(node.body.to_vec()),
        2 if node.operation() == "sleep" && node.words[1] != "0" => {
            Some(vec![Node::line("sleep 0")])
        }
        2 => None,
        _ => {
            let optional = match node.operation() {
                "gather" | "gatherx" | "completed" | "completedx" | "cancel" | "sleep" => 2,
                "wait" | "spawn" => 3,
                "gspawn" => 4,
                _ => return Tried::NoMore,
            };
            let dropped = optional + change - 3;
            if dropped >= node.words.len() {
                return Tried::NoMore;
            }
            let mut words = node.words.clone();
            words.remove(dropped);
            Some(vec![Node { words, body: Rc::clone(&node.body) }])
        }
    };
    instead.map_or(Tried::DoesNotApply, Tried::Made)
}
