//! Makes random programs.
//!
//! A program uses a few *themes* only, so that what it does meets on the same few objects. Functions refer to later
//! ones only, so a program ends; the rest is kept short by the interpreters' limits.

use std::fmt::Write;

use crate::program::{Node, Program};
use crate::random::Random;
use crate::themes::{self, Block, Theme};

/// The program of this seed and number, of any themes or of the one that is named.
pub fn generate(seed: u64, number: u64, only: Option<&str>) -> Program {
    Generator::new(Random::new(seed, number), only).program()
}

/// What is being made.
pub struct Generator {
    pub random: Random,
    themes: Vec<&'static Theme>,
    /// The functions in their order; each refers to later ones.
    functions: Vec<String>,
    /// The place of the function that is being made.
    place: usize,
    /// The slots that something was put into so far.
    known: Vec<String>,
    /// The number of lines that may still be made.
    budget: usize,
    depth: usize,
    /// The blocks around: what each is about, and the lines that make sense in it.
    scopes: Vec<(String, &'static [&'static str])>,
    /// Whether the lines are those of a handler.
    handling: bool,
}

impl Generator {
    fn new(mut random: Random, only: Option<&str>) -> Self {
        let mut functions = Vec::new();
        for number in 0..random.between(1, 4) {
            functions.push(format!("w{number}"));
        }
        for number in 0..random.below(4) {
            let place = random.below(functions.len() + 1);
            functions.insert(place, format!("k{number}"));
        }
        functions.insert(0, "main".to_owned());
        let mut themes = vec![&themes::BASE];
        for _ in 0..random.between(1, 4) {
            themes.push(random.pick(&themes::ALL));
        }
        if let Some(only) = only {
            let theme = themes::ALL.iter().find(|theme| theme.name == only);
            themes = vec![&themes::BASE, theme.expect("a theme")];
        }
        let budget = random.between(10, 100);
        Self {
            random,
            themes,
            functions,
            place: 0,
            known: Vec::new(),
            budget,
            depth: 0,
            scopes: Vec::new(),
            handling: false,
        }
    }

    fn program(mut self) -> Program {
        let mut nodes = Vec::new();
        let mut declared: Vec<&str> = Vec::new();
        for theme in &self.themes {
            declared.extend(
                theme
                    .declares
                    .iter()
                    .filter(|line| !declared.contains(line))
                    .copied()
                    .collect::<Vec<_>>(),
            );
        }
        for line in declared {
            let line = line.replace('#', &self.random.between(0, 3).to_string());
            let line = line.replace('%', &self.random.between(1, 3).to_string());
            let node = Node::line(line);
            self.known.push(node.words[1].clone());
            nodes.push(node);
        }
        for place in 0..self.functions.len() {
            self.place = place;
            let name = self.functions[place].clone();
            let node = if name.starts_with('k') {
                let mut body = Vec::new();
                for _ in 0..self.random.between(1, 4) {
                    let line = self.sync_line();
                    body.push(Node::line(line));
                }
                Node::block(format!("sync {name}"), body)
            } else {
                let mut body = Vec::new();
                let mut lines = self.random.between(2, 7);
                if place == 0 {
                    for _ in 0..self.random.between(1, 4) {
                        let line = self.fill("spawn +t $w $name");
                        body.push(Node::line(line));
                    }
                    lines = self.random.between(3, 12);
                }
                body.extend(self.body(lines));
                Node::block(format!("async {name}"), body)
            };
            nodes.push(node);
        }
        Program { nodes }
    }

    /// A body of about `lines` nodes.
    fn body(&mut self, lines: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        for _ in 0..lines {
            if self.budget == 0 && !nodes.is_empty() {
                break;
            }
            self.budget = self.budget.saturating_sub(1);
            let node = self.node();
            nodes.push(node);
        }
        nodes
    }

    fn node(&mut self) -> Node {
        if self.depth < 3 && self.random.chance(18) {
            return self.try_node();
        }
        if self.handling && self.random.chance(10) {
            return Node::line("reraise");
        }
        let theme = self.random.pick(&self.themes.clone());
        if self.depth < 3 && !theme.blocks.is_empty() && self.random.chance(35) {
            let block = &theme.blocks[self.random.below(theme.blocks.len())];
            return self.block(block);
        }
        let line = match self.scopes.last() {
            Some((slot, inside)) if !inside.is_empty() && self.random.chance(55) => {
                self.random.pick(inside).replace('@', slot)
            }
            _ => match self.random.below(10) {
                0..5 => self.random.pick(theme.awaits).to_owned(),
                5..9 => self.random.pick(theme.steps).to_owned(),
                _ => self.random.pick(&["return %", "log %", "sleep 1"]).to_owned(),
            },
        };
        let node = Node::line(self.fill(&line));
        let may_fail = !matches!(node.operation(), "sleep" | "spawn" | "cancel" | "state" | "log");
        if self.depth < 3 && may_fail && self.random.chance(30) {
            return Node::block("try", vec![Node::block("do", vec![node]), self.handler()]);
        }
        node
    }

    fn inner_body(&mut self) -> Vec<Node> {
        self.depth += 1;
        let lines = self.random.between(1, 4);
        let body = self.body(lines);
        self.depth -= 1;
        body
    }

    fn block(&mut self, block: &Block) -> Node {
        let head = self.fill(block.head);
        let slot = head.split(' ').nth(1).unwrap_or_default().to_owned();
        self.scopes.push((slot, block.inside));
        let body = self.inner_body();
        self.scopes.pop();
        Node::block(head, body)
    }

    fn handler(&mut self) -> Node {
        let classes = [
            "CancelledError",
            "CancelledError",
            "Exception",
            "BaseException",
            "ValueError",
            "LookupError",
            "TimeoutError",
            "RuntimeError",
        ];
        let head = format!("except {}", self.random.pick(&classes));
        let outer = std::mem::replace(&mut self.handling, true);
        let mut body = if self.random.chance(60) { self.inner_body() } else { Vec::new() };
        self.handling = outer;
        if self.random.chance(20) {
            body.push(Node::line("reraise"));
        }
        Node::block(head, body)
    }

    fn try_node(&mut self) -> Node {
        let mut clauses = vec![Node::block("do", self.inner_body())];
        for _ in 0..self.random.below(3) {
            let handler = self.handler();
            clauses.push(handler);
        }
        if clauses.len() > 1 && self.random.chance(30) {
            let body = self.inner_body();
            clauses.push(Node::block("else", body));
        }
        if clauses.len() == 1 || self.random.chance(40) {
            let body = self.inner_body();
            clauses.push(Node::block("finally", body));
        }
        Node::block("try", clauses)
    }

    fn sync_line(&mut self) -> String {
        let theme = self.random.pick(&self.themes.clone());
        let line = self.random.pick(theme.steps);
        self.fill(line)
    }

    /// Puts names and numbers into a line: each word that begins with `$` or is a sign stands for a kind of thing.
    fn fill(&mut self, line: &str) -> String {
        let mut out = String::new();
        for word in line.split_whitespace() {
            let filled = self.word(word);
            if !filled.is_empty() {
                write!(out, "{}{filled}", if out.is_empty() { "" } else { " " })
                    .expect("a string takes all");
            }
        }
        out
    }

    fn word(&mut self, word: &str) -> String {
        match word {
            "%" => self.random.between(1, 9).to_string(),
            "%3" => self.random.between(1, 3).to_string(),
            "$delay" => {
                let delays = ["0", "0", "0", "1", "1", "1", "2", "2", "3", "0.5", "1+", "-1"];
                self.random.pick(&delays).to_owned()
            }
            "$timeout" => {
                let delays = ["0", "1", "1", "2", "2", "3", "0.5", "1+", "-1", "none"];
                self.random.pick(&delays).to_owned()
            }
            "$class" => {
                let classes = [
                    "ValueError v",
                    "KeyError k",
                    "RuntimeError",
                    "CancelledError",
                    "CancelledError c",
                    "TimeoutError",
                    "ValueError",
                ];
                self.random.pick(&classes).to_owned()
            }
            "$when" => self.random.pick(&["first", "exception", "all"]).to_owned(),
            "$message" => self.random.pick(&["", "", "m1", "m2"]).to_owned(),
            "$name" => self.random.pick(&["", "", "name=ada", "name=bob"]).to_owned(),
            "$eager" => self.random.pick(&["", "eager"]).to_owned(),
            "$now" => self.random.pick(&["", "now"]).to_owned(),
            "$context" => self.random.pick(&["", "context=z0", "context=z1"]).to_owned(),
            "$token" => self.random.pick(&["", "o0", "o1"]).to_owned(),
            "$w" => self.function('w'),
            "$k" => self.function('k'),
            "$some" => {
                let count = self.random.below(4);
                (0..count).map(|_| self.argument()).collect::<Vec<_>>().join(" ")
            }
            "$futures" => {
                let count = self.random.between(1, 4);
                (0..count).map(|_| self.known("tttfgx")).collect::<Vec<_>>().join(" ")
            }
            "$argument" => self.argument(),
            "$anyself" if self.random.chance(15) => "self".to_owned(),
            "$taskself" if self.random.chance(60) => "self".to_owned(),
            "$taskself" => self.known("t"),
            "$awaited" if self.random.chance(30) => self.function('w'),
            "$any" | "$anyself" | "$awaited" => self.known("ttttffgx"),
            _ => match word.strip_prefix('+') {
                Some(kind) => self.fresh(kind),
                None => match word.strip_prefix('$') {
                    Some(kind) => self.known(kind),
                    None => word.to_owned(),
                },
            },
        }
    }

    /// A later function of this kind; a name that nothing has if there is none.
    fn function(&mut self, kind: char) -> String {
        let later: Vec<String> = self.functions[self.place + 1..]
            .iter()
            .filter(|name| name.starts_with(kind))
            .cloned()
            .collect();
        if later.is_empty() {
            format!("{kind}9")
        } else {
            later[self.random.below(later.len())].clone()
        }
    }

    fn argument(&mut self) -> String {
        if self.random.chance(35) { self.function('w') } else { self.known("tttf") }
    }

    /// A slot of one of the kinds that something was put into, most of the time.
    fn known(&mut self, kinds: &str) -> String {
        let kinds: Vec<char> = kinds.chars().collect();
        for _ in 0..4 {
            let kind = kinds[self.random.below(kinds.len())];
            let there: Vec<String> =
                self.known.iter().filter(|slot| slot.starts_with(kind)).cloned().collect();
            if !there.is_empty() {
                return there[self.random.below(there.len())].clone();
            }
        }
        format!("{}0", kinds[0])
    }

    /// A slot to put something into.
    fn fresh(&mut self, kind: &str) -> String {
        if kind == "t" && self.random.chance(8) {
            return "_".to_owned();
        }
        let slot = format!("{kind}{}", self.random.below(if kind == "t" { 5 } else { 2 }));
        if !self.known.contains(&slot) {
            self.known.push(slot.clone());
        }
        slot
    }
}
