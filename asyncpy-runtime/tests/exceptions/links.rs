//! Causes and contexts: how chains grow, and that no cycle keeps itself alive.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use asyncpy_runtime::Code;
use asyncpy_runtime::exception::*;

static CODE: Code = Code { name: "f", file: "f.rs", line: 1 };

/// Counts how many of the exceptions it made are alive.
#[derive(Default)]
struct Living(Rc<Cell<i32>>);

struct Counted(Rc<Cell<i32>>);

impl Living {
    fn make(&self, name: &str) -> Exception {
        self.0.set(self.0.get() + 1);
        ValueError::new((name, Other(Counted(self.0.clone()))))
    }

    fn count(&self) -> i32 {
        self.0.get()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl fmt::Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("counted")
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("counted")
    }
}

/// The first arguments along the chain of contexts.
fn contexts(e: &Exception) -> Vec<String> {
    let chain = std::iter::successors(Some(e.clone()), Exception::context);
    chain.map(|link| link.args()[0].to_string()).collect()
}

#[test]
fn exception_context_grows_from_the_inside_out() {
    // try: raise a
    // except: try: raise b
    //         except: raise c
    let [a, b, c] = ["a", "b", "c"].map(ValueError);
    b.chain_context(&a);
    c.chain_context(&b);
    c.chain_context(&a);
    assert_eq!(contexts(&c), ["c", "b", "a"]);
    // The inner handler ends by a new exception that never met `a` itself.
    let [a, b, c] = ["a", "b", "c"].map(ValueError);
    c.chain_context(&b);
    c.chain_context(&a);
    assert_eq!(contexts(&c), ["c", "b", "a"]);
    // A bare `raise` leaves the handler with what it handled.
    a.chain_context(&a);
    assert_eq!(contexts(&a), ["a"]);
}

#[test]
fn exception_context_is_cut_where_it_would_close() {
    let [a, b, c] = ["a", "b", "c"].map(ValueError);
    b.set_context(&a);
    c.set_context(&b);
    // `raise a` while handling c.
    a.set_context(&c);
    assert_eq!(contexts(&a), ["a", "c", "b"]);

    let [a, b, c, d] = ["a", "b", "c", "d"].map(ValueError);
    b.set_context(&a);
    c.set_context(&b);
    d.set_context(&a);
    // d's chain runs into c's: it is cut there, and c's stays whole.
    c.chain_context(&d);
    assert_eq!(contexts(&c), ["c", "b", "a", "d"]);
    a.set_context(&a);
    assert_eq!(contexts(&a), ["a", "d"]);
}

#[test]
fn exception_cause_and_suppression() {
    let [a, b] = ["a", "b"].map(ValueError);
    assert!(!a.suppress_context() && a.cause().is_none());
    let a = a.with_cause(Some(b.clone()));
    assert!(a.suppress_context() && a.cause().unwrap().is(&b));
    let a = a.with_cause(None);
    assert!(a.suppress_context() && a.cause().is_none());
    let a = a.clone().with_cause(Some(a));
    assert!(a.cause().is_none());
}

#[test]
fn exception_raised_from_its_own_group_is_freed() {
    let living = Living::default();
    let part = living.make("part");
    part.add_note("note");
    let deep = ExceptionGroup("deep", [living.make("first"), part.clone()]);
    let eg = ExceptionGroup("eg", [deep, living.make("last")]);
    eg.add_note("group note");
    part.chain_context(&eg);
    // What hangs on the part is a twin: the same object to whoever asks.
    let context = part.context().unwrap();
    assert!(context.is(&eg) && context == eg && context.id() == eg.id());
    assert!(context.exceptions()[0].exceptions()[1].is(&part));
    context.add_note("late note");
    assert_eq!((context.notes(), eg.notes()), (eg.notes(), context.notes()));
    part.push_frame(&CODE, 7);
    let text = part.format();
    assert_eq!(text.matches("'part', counted").count(), 2);
    assert_eq!(text.matches("line 7, in f").count(), 2);
    assert_eq!(text.matches("note\n").count(), 4);
    // A half of a twin is an exception of its own.
    assert!(!context.subgroup_by(|e| e.is(&part)).unwrap().is(&eg));
    drop((context, eg));
    assert_eq!(living.count(), 3);
    drop(part);
    assert_eq!(living.count(), 0);
}

#[test]
fn exception_raised_while_a_distant_holder_is_handled_is_freed() {
    let living = Living::default();
    let part = living.make("part");
    let eg = ExceptionGroup("eg", [part.clone()]);
    let between = living.make("between");
    between.set_context(&eg);
    drop(eg);
    part.chain_context(&between);
    assert_eq!(contexts(&part), ["part", "between", "eg"]);
    assert!(part.context().unwrap().is(&between));
    drop(between);
    assert_eq!(living.count(), 2);
    drop(part);
    assert_eq!(living.count(), 0);
}

#[test]
fn exception_raised_again_as_the_cause_of_what_is_handled_is_freed() {
    let living = Living::default();
    let first = living.make("first");
    let second = living.make("second").with_cause(Some(first.clone()));
    second.chain_context(&first);
    // `raise e.__cause__` in the handler of the second.
    first.chain_context(&second);
    assert_eq!(contexts(&first), ["first", "second"]);
    assert!(second.cause().unwrap().is(&first));
    drop(second);
    assert_eq!(living.count(), 2);
    drop(first);
    assert_eq!(living.count(), 0);
}

#[test]
fn exception_causes_in_a_cycle_are_freed() {
    let living = Living::default();
    let [a, b, c] = ["a", "b", "c"].map(|name| living.make(name));
    let a = a.with_cause(Some(b.clone()));
    let b = b.with_cause(Some(c.clone()));
    let c = c.with_cause(Some(a.clone()));
    assert!(c.cause().unwrap().is(&a) && a.cause().unwrap().is(&b));
    assert!(b.cause().unwrap().is(&c));
    assert_eq!(c.format().matches("direct cause").count(), 2);
    drop((a, b));
    assert_eq!(living.count(), 3);
    drop(c);
    assert_eq!(living.count(), 0);
}

#[test]
fn exception_chain_of_any_length_is_freed() {
    let living = Living::default();
    let mut e = living.make("0");
    for _ in 0..100_000 {
        let next = living.make("next");
        next.set_context(&e);
        e = next;
    }
    assert_eq!(living.count(), 100_001);
    drop(e);
    assert_eq!(living.count(), 0);
}

#[test]
fn exception_traceback_is_cut_back() {
    let e = ValueError("x");
    e.push_frame(&CODE, 1);
    let length = e.traceback_len();
    e.push_frame(&CODE, 2);
    e.push_frame(&CODE, 3);
    let lines = |e: &Exception| -> Vec<u32> { e.traceback().iter().map(|f| f.lineno).collect() };
    assert_eq!(lines(&e), [3, 2, 1]);
    e.truncate_traceback(length);
    assert_eq!(lines(&e), [1]);
    assert_eq!(format!("{:?}", e.traceback()), "[<FrameSummary file f.rs, line 1 in f>]");
    assert_eq!(e.traceback()[0].line(), "");
}
