//! Programs as text.
//!
//! A program is a list of *nodes*, one per line: words separated by spaces, and a body of nodes indented by two more
//! spaces. At the top stand declarations (`lock l0`, `queue q0 2`, …) and functions: `async w1` is a coroutine
//! function, `sync k1` a callback; `async main` is where it begins. Everything else names things by their slot:
//! `t` tasks, `f` futures, `g` and `x` futures of gather, `h` handles, and so on.

use std::fmt::{self, Write};
use std::rc::Rc;

/// The nodes of a body.
pub type Body = Rc<Vec<Node>>;

/// One line and what is indented below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    pub words: Vec<String>,
    pub body: Body,
}

impl Node {
    /// A line without a body.
    pub fn line(text: impl AsRef<str>) -> Self {
        Self::block(text, Vec::new())
    }

    /// A line with a body.
    pub fn block(text: impl AsRef<str>, body: Vec<Node>) -> Self {
        let words = text.as_ref().split_whitespace().map(str::to_owned).collect();
        Self { words, body: Rc::new(body) }
    }

    /// The first word.
    pub fn operation(&self) -> &str {
        &self.words[0]
    }

    /// The `index`-th word, if there is one.
    pub fn word(&self, index: usize) -> Option<&str> {
        self.words.get(index).map(String::as_str)
    }

    fn write(&self, depth: usize, out: &mut String) {
        let indentation = "  ".repeat(depth);
        writeln!(out, "{indentation}{}", self.words.join(" ")).expect("a string takes all");
        for node in self.body.iter() {
            node.write(depth + 1, out);
        }
    }

    /// The number of lines.
    pub fn size(&self) -> usize {
        1 + self.body.iter().map(Self::size).sum::<usize>()
    }
}

/// A whole program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Program {
    pub nodes: Vec<Node>,
}

impl Program {
    /// Reads a program. Empty lines and lines that begin with `#` are left out.
    pub fn parse(text: &str) -> Self {
        let mut lines = text.lines().filter(|line| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#')
        });
        let mut lines = lines.by_ref().peekable();
        Self { nodes: parse_body(&mut lines, 0) }
    }

    /// The body of a function.
    pub fn function(&self, name: &str) -> Option<Body> {
        let is_it = |node: &&Node| {
            matches!(node.operation(), "async" | "sync") && node.word(1) == Some(name)
        };
        self.nodes.iter().find(is_it).map(|node| Rc::clone(&node.body))
    }

    /// The number of lines.
    pub fn size(&self) -> usize {
        self.nodes.iter().map(Node::size).sum()
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for node in &self.nodes {
            node.write(0, &mut text);
        }
        f.write_str(&text)
    }
}

fn parse_body<'a>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    depth: usize,
) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some(line) = lines.peek().copied() {
        if (line.len() - line.trim_start().len()) / 2 < depth {
            break;
        }
        lines.next();
        let body = parse_body(lines, depth + 1);
        nodes.push(Node::block(line, body));
    }
    nodes
}
