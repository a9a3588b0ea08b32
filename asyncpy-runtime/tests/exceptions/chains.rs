//! See `chains.py`. The frames that CPython made by running the script are pushed here, each at the
//! line of the script that ends with a given comment.

use asyncpy_runtime::Code;
use asyncpy_runtime::exception;
use asyncpy_runtime::exception::*;

use crate::Output;

const SCRIPT: &str = include_str!("chains.py");

exception! {
    /// A class of the program.
    class MyError(ValueError)
}

impl Output {
    fn traceback(&mut self, title: impl std::fmt::Display, e: &Exception) {
        self.line(format_args!("== {title}"));
        self.0.push_str(&e.format());
    }
}

/// Lets the exception leave the function `name` at the line marked `# mark`.
fn leave(e: &Exception, name: &'static str, mark: &str) {
    let mark = format!("  # {mark}");
    let line = SCRIPT.lines().position(|line| line.ends_with(&mark)).unwrap();
    let code = Code { name, file: "tests/exceptions/chains.py", line: 1 };
    e.push_frame(Box::leak(Box::new(code)), u32::try_from(line).unwrap() + 1);
}

fn inner(n: i32) -> Exception {
    let e = ValueError(format!("inner {n}"));
    leave(&e, "inner", "inner");
    e
}

fn outer(n: i32) -> Exception {
    let e = inner(n);
    leave(&e, "outer", "outer");
    e
}

fn recurse(n: i32) -> Exception {
    let e = inner(0);
    leave(&e, "recurse", "bottom");
    for _ in 0..n {
        leave(&e, "recurse", "recurse");
    }
    e
}

fn with_context() -> Exception {
    let handled = inner(3);
    leave(&handled, "with_context", "handled");
    let e = KeyError("context");
    leave(&e, "with_context", "while handling");
    e.chain_context(&handled);
    e
}

fn with_cause() -> Exception {
    let caused = outer(4);
    leave(&caused, "with_cause", "caused");
    let e = MyError("cause").with_cause(Some(caused.clone()));
    leave(&e, "with_cause", "from");
    e.chain_context(&caused);
    e
}

fn from_none() -> Exception {
    let e = TypeError("from none").with_cause(None);
    leave(&e, "from_none", "from none");
    e.chain_context(&inner(5));
    e
}

fn raise_group() -> Exception {
    let e = ExceptionGroup("raised", [outer(6), KeyError("k")]);
    leave(&e, "raise_group", "group");
    e
}

fn caused_by(e: &Exception, cause: &Exception) {
    let _ = e.clone().with_cause(Some(cause.clone()));
}

#[test]
fn exception_tracebacks() {
    let mut out = Output::default();
    last_lines(&mut out);
    frames(&mut out);
    causes_and_contexts(&mut out);
    group_shapes(&mut out);
    group_chains(&mut out);
    out.assert_is(include_str!("chains.out"));
}

fn last_lines(out: &mut Output) {
    out.traceback("text", &ValueError("bad id"));
    out.traceback("no text", &ValueError(()));
    out.traceback("empty text", &ValueError(""));
    out.traceback("two arguments", &ValueError::new(("a", 1)));
    out.traceback("key", &KeyError("k"));
    out.traceback("class of the program", &MyError("x"));
    out.traceback("class of asyncio", &CancelledError(()));
    out.traceback("class of a queue", &QueueFull(()));
    out.traceback("several lines", &ValueError("one\ntwo\n"));
    let e = OSError::new((2, "No such file or directory", "a.txt"));
    out.traceback("os error", &e);
    out.traceback("syntax error", &SyntaxError("bad"));
    out.traceback("syntax error without text", &SyntaxError(()));
    out.traceback("group never raised", &ExceptionGroup("g", [ValueError(1)]));
}

fn frames(out: &mut Output) {
    out.traceback("frames", &outer(1));
    for depth in [2, 3, 4, 10] {
        out.traceback(format_args!("recursion {depth}"), &recurse(depth));
    }
    let e = inner(2);
    e.add_note("first");
    e.add_note("second\nin two lines");
    e.add_note("");
    out.traceback("notes", &e);
}

fn causes_and_contexts(out: &mut Output) {
    out.traceback("context", &with_context());
    out.traceback("cause", &with_cause());
    out.traceback("from none", &from_none());

    let [a, b, c, d] = ["a", "b", "c", "d"].map(ValueError);
    caused_by(&a, &b);
    a.set_context(&c);
    b.set_context(&d);
    b.add_note("note on b");
    out.traceback("cause before context, and its context", &a);

    let [a, b, c] = ["a", "b", "c"].map(ValueError);
    a.set_context(&b);
    b.set_context(&c);
    caused_by(&c, &a);
    out.traceback("cycle by a context", &a);
    out.traceback("cycle by a cause", &c);
    let a = ValueError("own cause");
    caused_by(&a, &a);
    out.traceback("own cause", &a);
    let [a, b] = ["a", "b"].map(ValueError);
    caused_by(&a, &b);
    caused_by(&b, &a);
    out.traceback("two causes of each other", &b);
}

fn group_shapes(out: &mut Output) {
    out.traceback("group", &raise_group());
    let first = ExceptionGroup("first", [ValueError(1), ValueError(2)]);
    let last = ExceptionGroup("last", [ExceptionGroup("deepest", [inner(7)])]);
    let e = ExceptionGroup("top", [first, TypeError("between"), last]);
    out.traceback("nested", &e);
    let first = ExceptionGroup("first", [ValueError(1)]);
    let e = ExceptionGroup("top", [first, ValueError(2)]);
    out.traceback("nested, then a leaf", &e);
    for width in [15, 16, 17] {
        let e = ExceptionGroup("wide", (0..width).map(ValueError));
        out.traceback(format_args!("width {width}"), &e);
    }
    let wide = ExceptionGroup("wide", (0..17).map(ValueError));
    let e = ExceptionGroup("out", [wide, ValueError("x")]);
    out.traceback("wide group in a group", &e);
    for depth in [9, 10, 11, 12] {
        let mut e = ValueError("bottom");
        for level in 0..depth {
            e = ExceptionGroup(format!("level {level}"), [e, TypeError(level)]);
        }
        out.traceback(format_args!("depth {depth}"), &e);
    }
}

fn group_chains(out: &mut Output) {
    let parts = [with_cause(), with_context(), ValueError("a\nb")];
    let e = ExceptionGroup("with\ntwo lines", parts);
    e.add_note("group note\nin two lines");
    e.exceptions()[2].add_note("part note");
    out.traceback("chains, lines and notes in a group", &e);

    let cause = ExceptionGroup("cause", [ValueError("in the cause")]);
    let e = raise_group().with_cause(Some(cause));
    out.traceback("group caused by a group", &e);
    let e = ValueError("after");
    e.set_context(&raise_group());
    out.traceback("group as context", &e);
    let cause = ExceptionGroup("its cause", [OSError("x")]);
    let part = ValueError("part").with_cause(Some(cause));
    let e = ExceptionGroup("g", [part, ValueError("y")]);
    out.traceback("group as cause of a part", &e);
    let shared = inner(8);
    let [a, b] = ["a", "b"].map(ValueError);
    caused_by(&a, &shared);
    caused_by(&b, &shared);
    out.traceback("shared cause", &ExceptionGroup("g", [a, b]));
    let e = ExceptionGroup("g", [&shared, &shared]);
    out.traceback("same part twice", &e);
    let part = ValueError("part");
    let e = ExceptionGroup("g", [&part]);
    part.set_context(&e);
    out.traceback("part whose context is the group", &e);
    out.traceback("lone part of that group", &part);
    let e = ExceptionGroup("a\rb\x0bc\u{2028}d\r\ne", [ValueError("x\r\ny\u{85}z")]);
    out.traceback("odd line ends in a group", &e);
    let parts = [CancelledError("c"), KeyboardInterrupt(())];
    out.traceback("base group", &BaseExceptionGroup("g", parts));
}
