//! Tracebacks as text, in CPython 3.13's layout without the lines of carets.
//!
//! The text is made in two steps, as `traceback.TracebackException` does. First the exceptions to be
//! shown are collected as nodes; an exception that was seen before is not collected as a cause or
//! context again, which ends every cycle. Then the nodes are printed.
//!
//! A Rust error whose exception has no cause shows its chain of sources in the place of the cause.

use std::collections::HashSet;
use std::error::Error;
use std::fmt::Write;

use super::error::{class_name_of, unboxed};
use super::traceback::Sources;
use super::{Exception, FrameSummary, SyntaxError, exit};

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// How often the same frame is shown in a row.
const REPEATED_FRAMES: usize = 3;
/// How many parts of a group are shown.
const GROUP_WIDTH: usize = 15;
/// How deep groups are shown.
const GROUP_DEPTH: usize = 10;

impl Exception {
    /// The traceback with causes, contexts, notes and the parts of groups, as CPython prints it but
    /// without lines of carets. Ends with a newline. Python's
    /// `"".join(traceback.format_exception(e))`.
    ///
    /// Source lines are shown where the file can be read.
    pub fn format(&self) -> String {
        let mut nodes = Nodes::default();
        let root = nodes.collect(self);
        let mut printer = Printer::default();
        printer.chain(&nodes.nodes, root);
        printer.out
    }

    /// The last lines of the traceback: class, text and notes. Python's
    /// `"".join(traceback.format_exception_only(e))`.
    pub fn format_only(&self) -> String {
        let mut text = self.class().qualified_name();
        let message = if self.is_instance::<SyntaxError>() {
            let args = self.args();
            let message = args.first().filter(|message| message.is_true());
            message.map_or_else(|| "<no detail available>".to_owned(), ToString::to_string)
        } else {
            self.to_string()
        };
        push_message(&mut text, &message);
        for note in self.notes() {
            text.push_str(&note);
            text.push('\n');
        }
        text
    }

    /// Prints the traceback to stderr: Python's `traceback.print_exception(e)`.
    pub fn print(&self) {
        exit::write_stderr(&self.format());
    }
}

fn push_message(text: &mut String, message: &str) {
    if !message.is_empty() {
        text.push_str(": ");
        text.push_str(message);
    }
    text.push('\n');
}

/// An exception to be shown.
struct Node {
    frames: Vec<FrameSummary>,
    /// Class, text and notes.
    last: String,
    cause: Option<usize>,
    context: Option<usize>,
    /// The parts of a group.
    parts: Option<Vec<usize>>,
}

#[derive(Default)]
struct Nodes {
    nodes: Vec<Node>,
    seen: HashSet<usize>,
}

impl Nodes {
    /// Collects an exception and all that is shown with it.
    fn collect(&mut self, exception: &Exception) -> usize {
        let root = self.add(exception);
        // Last in, first out, as in CPython: it decides where an exception that is met twice is shown.
        let mut pending = vec![(root, exception.clone())];
        while let Some((index, exception)) = pending.pop() {
            if let Some(cause) = exception.cause() {
                self.nodes[index].cause = self.link(&cause, &mut pending);
            } else if !exception.suppress_context() {
                let source = exception.error().and_then(Error::source);
                self.nodes[index].cause = self.sources(source, &mut pending);
            }
            if self.nodes[index].cause.is_none() && !exception.suppress_context() {
                let context = exception.context();
                self.nodes[index].context =
                    context.and_then(|context| self.link(&context, &mut pending));
            }
            if exception.is_group() {
                let parts = exception.exceptions();
                let indices: Vec<usize> = parts.iter().map(|part| self.add(part)).collect();
                pending.extend(indices.iter().copied().zip(parts.iter().cloned()));
                self.nodes[index].parts = Some(indices);
            }
        }
        root
    }

    /// A cause or context, unless it was seen before.
    fn link(
        &mut self,
        exception: &Exception,
        pending: &mut Vec<(usize, Exception)>,
    ) -> Option<usize> {
        if self.seen.contains(&exception.id()) {
            return None;
        }
        let index = self.add(exception);
        pending.push((index, exception.clone()));
        Some(index)
    }

    /// The sources of a Rust error, each the cause of the one before. An exception among them ends
    /// the chain with causes of its own.
    fn sources(
        &mut self,
        source: Option<&(dyn Error + 'static)>,
        pending: &mut Vec<(usize, Exception)>,
    ) -> Option<usize> {
        let mut chain = Vec::new();
        let mut next = source;
        while let Some(error) = next.take() {
            if let Some(exception) = unboxed(error) {
                chain.extend(self.link(exception, pending));
            } else {
                let mut text = class_name_of(error).to_owned();
                push_message(&mut text, &error.to_string());
                chain.push(self.push(Vec::new(), text));
                next = error.source();
            }
        }
        for pair in chain.windows(2) {
            self.nodes[pair[0]].cause = Some(pair[1]);
        }
        chain.first().copied()
    }

    fn add(&mut self, exception: &Exception) -> usize {
        self.seen.insert(exception.id());
        self.push(exception.traceback(), exception.format_only())
    }

    fn push(&mut self, frames: Vec<FrameSummary>, last: String) -> usize {
        self.nodes.push(Node { frames, last, cause: None, context: None, parts: None });
        self.nodes.len() - 1
    }
}

#[derive(Default)]
struct Printer {
    out: String,
    sources: Sources,
    /// How many groups are open.
    depth: usize,
    /// Whether the innermost open group has yet to be closed by a line.
    need_close: bool,
}

impl Printer {
    /// Prints a node after its causes and contexts.
    fn chain(&mut self, nodes: &[Node], root: usize) {
        let mut links = Vec::new();
        let mut next = Some(root);
        while let Some(index) = next {
            let node = &nodes[index];
            let message = match (node.cause, node.context) {
                (Some(_), _) => Some(CAUSE),
                (None, Some(_)) => Some(CONTEXT),
                (None, None) => None,
            };
            links.push((message, node));
            next = node.cause.or(node.context);
        }
        for (message, node) in links.into_iter().rev() {
            if let Some(message) = message {
                self.emit(message, '|');
            }
            match &node.parts {
                None => self.exception(node),
                Some(_) if self.depth > GROUP_DEPTH => {
                    self.emit(&format!("... (max_group_depth is {GROUP_DEPTH})\n"), '|');
                }
                Some(parts) => self.group(nodes, node, parts),
            }
        }
    }

    fn exception(&mut self, node: &Node) {
        if !node.frames.is_empty() {
            self.emit("Traceback (most recent call last):\n", '|');
            self.frames(&node.frames);
        }
        self.emit(&node.last, '|');
    }

    fn group(&mut self, nodes: &[Node], node: &Node, parts: &[usize]) {
        let is_outermost = self.depth == 0;
        if is_outermost {
            self.depth = 1;
        }
        if !node.frames.is_empty() {
            let margin = if is_outermost { '+' } else { '|' };
            self.emit("Exception Group Traceback (most recent call last):\n", margin);
            self.frames(&node.frames);
        }
        self.emit(&node.last, '|');
        let shown = parts.len().min(GROUP_WIDTH + 1);
        self.need_close = false;
        for (position, &part) in parts.iter().take(shown).enumerate() {
            let is_last = position + 1 == shown;
            if is_last {
                // A part that is a group may draw the closing line first.
                self.need_close = true;
            }
            let is_cut = position >= GROUP_WIDTH;
            self.indent();
            self.out.push_str(if position == 0 { "+-" } else { "  " });
            self.out.push_str("+---------------- ");
            if is_cut {
                self.out.push_str("...");
            } else {
                write!(self.out, "{}", position + 1).expect("writing to a String does not fail");
            }
            self.out.push_str(" ----------------\n");
            self.depth += 1;
            if is_cut {
                let remaining = parts.len() - GROUP_WIDTH;
                let plural = if remaining > 1 { "s" } else { "" };
                self.emit(&format!("and {remaining} more exception{plural}\n"), '|');
            } else {
                self.chain(nodes, part);
            }
            if is_last && self.need_close {
                self.indent();
                self.out.push_str("+------------------------------------\n");
                self.need_close = false;
            }
            self.depth -= 1;
        }
        if is_outermost {
            self.depth = 0;
        }
    }

    fn frames(&mut self, frames: &[FrameSummary]) {
        for run in frames.chunk_by(PartialEq::eq) {
            let frame = &run[0];
            let mut text = format!(
                "  File \"{}\", line {}, in {}\n",
                frame.filename, frame.lineno, frame.name
            );
            let line = self.sources.line(frame);
            if !line.is_empty() {
                writeln!(text, "    {line}").expect("writing to a String does not fail");
            }
            for _ in run.iter().take(REPEATED_FRAMES) {
                self.emit(&text, '|');
            }
            if run.len() > REPEATED_FRAMES {
                let more = run.len() - REPEATED_FRAMES;
                let plural = if more > 1 { "s" } else { "" };
                let text = format!("  [Previous line repeated {more} more time{plural}]\n");
                self.emit(&text, '|');
            }
        }
    }

    /// Appends text, each line behind the margin of the open groups.
    fn emit(&mut self, text: &str, margin: char) {
        for line in lines(text) {
            self.indent();
            if self.depth > 0 {
                self.out.push(margin);
                self.out.push(' ');
            }
            self.out.push_str(line);
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
    }
}

/// The lines of a text with their ends: Python's `text.splitlines(True)`. `\r\n` is one end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(is_line_end).map_or(rest.len(), |end| {
            let tail = &rest[end..];
            let width = if tail.starts_with("\r\n") {
                2
            } else {
                tail.chars().next().map_or(0, char::len_utf8)
            };
            end + width
        });
        let (line, tail) = rest.split_at(end);
        rest = tail;
        Some(line)
    })
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}
