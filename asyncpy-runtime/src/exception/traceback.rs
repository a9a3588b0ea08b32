//! Frames of tracebacks.

use std::collections::HashMap;
use std::fmt;
use std::fs;

use crate::coroutine::Code;

/// One frame of a traceback: a function, and the line at which the exception left it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FrameSummary {
    /// The source file, as the compiler names it.
    pub filename: &'static str,
    /// The line, counted from 1.
    pub lineno: u32,
    /// The function's name.
    pub name: &'static str,
}

impl FrameSummary {
    /// The frame of a function at a line.
    pub fn new(code: &'static Code, line: u32) -> Self {
        Self { filename: code.file, lineno: line, name: code.name }
    }

    /// The source line without the white space around it; empty if the file cannot be read.
    pub fn line(&self) -> String {
        Sources::default().line(self).to_owned()
    }
}

/// The frame's lines in a traceback, with their line ends.
impl fmt::Display for FrameSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { filename, lineno, name } = self;
        writeln!(f, "  File \"{filename}\", line {lineno}, in {name}")?;
        match self.line() {
            line if line.is_empty() => Ok(()),
            line => writeln!(f, "    {line}"),
        }
    }
}

/// As Python prints it: `<FrameSummary file demo.py, line 3 in main>`.
impl fmt::Debug for FrameSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<FrameSummary file {}, line {} in {}>", self.filename, self.lineno, self.name)
    }
}

/// The source files read so far: Python's `linecache`, for the time of one traceback.
#[derive(Default)]
pub(super) struct Sources {
    files: HashMap<&'static str, Vec<String>>,
}

impl Sources {
    /// The source line of a frame, without the white space around it.
    pub(super) fn line(&mut self, frame: &FrameSummary) -> &str {
        let lines = self.files.entry(frame.filename).or_insert_with(|| {
            let text = fs::read(frame.filename).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            text.lines().map(|line| line.trim().to_owned()).collect()
        });
        let index = (frame.lineno as usize).checked_sub(1);
        index.and_then(|index| lines.get(index)).map_or("", String::as_str)
    }
}
