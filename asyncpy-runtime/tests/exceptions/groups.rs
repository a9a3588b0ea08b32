//! See `groups.py`.

use asyncpy_runtime::Code;
use asyncpy_runtime::exception;
use asyncpy_runtime::exception::*;

use crate::{Output, python, python_repr};

exception! {
    /// A group class of the program.
    class MyGroup(ExceptionGroup)
}

impl Output {
    fn tree(&mut self, e: &Exception, indent: usize) {
        let kind = match e.message() {
            Some(message) => format!("{} {}", e.class_name(), repr_str(message)),
            None => format!("{e:?}"),
        };
        self.line(format_args!("{:indent$}{kind}", ""));
        for part in e.exceptions() {
            self.tree(part, indent + 2);
        }
    }

    fn named(&mut self, name: &str, e: Option<&Exception>) {
        match e {
            None => self.line(format_args!("{name}: None")),
            Some(e) => {
                self.line(format_args!("{name}: "));
                self.tree(e, 2);
            }
        }
    }
}

fn mine<const N: usize>(message: &str, exceptions: [Exception; N]) -> Exception {
    MyGroup::CLASS.group(message, exceptions).unwrap_or_else(|refused| refused)
}

#[test]
fn exception_groups() {
    let mut out = Output::default();
    construction(&mut out);
    splitting(&mut out);
    halves(&mut out);
    except_star(&mut out);
    out.assert_is(include_str!("groups.out"));
}

fn construction(out: &mut Output) {
    for e in [
        ExceptionGroup("one", [ValueError("a")]),
        ExceptionGroup("two", [ValueError("a"), KeyError("b")]),
        BaseExceptionGroup("all ordinary", [ValueError("a")]),
        BaseExceptionGroup("with base", [ValueError("a"), CancelledError(())]),
        BaseExceptionGroup("", [KeyboardInterrupt(())]),
        mine("it's mine", [ValueError("a")]),
    ] {
        let ordinary = python(e.is_instance::<Exception>());
        let group = python(e.is_instance::<ExceptionGroup>());
        out.line(format_args!("{e} | {e:?} | {ordinary} {group}"));
        let parts = Arg::Tuple(e.exceptions().iter().map(Arg::new).collect());
        out.line(format_args!("{} {} {parts}", e.args(), e.message().unwrap()));
    }
    let nothing: [Exception; 0] = [];
    for refused in [
        ExceptionGroup("none", nothing.clone()),
        BaseExceptionGroup("none", nothing),
        ExceptionGroup("base", [CancelledError(())]),
        mine("base", [ValueError(()), CancelledError(())]),
    ] {
        out.line(format_args!("{refused:?}"));
    }
}

fn root() -> Exception {
    let deep = ExceptionGroup("deep", [OSError(4)]);
    let left = ExceptionGroup("left", [TypeError(2), ValueError(3), deep]);
    let right = BaseExceptionGroup("right", [CancelledError(()), KeyError(5), ValueError(6)]);
    BaseExceptionGroup("root", [ValueError(1), left, right, TypeError(7)])
}

fn splitting(out: &mut Output) {
    let eg = root();
    macro_rules! split_each {
        ($($name:ident)+) => {$(
            let (matched, rest) = eg.split::<$name>();
            let [matched_all, rest_all] = [&matched, &rest].map(|half| {
                python(half.as_ref().is_some_and(|half| half.is(&eg)))
            });
            out.line(format_args!("split {} {matched_all} {rest_all}", $name::CLASS.name()));
            out.named("match", matched.as_ref());
            out.named("rest", rest.as_ref());
            out.named("subgroup", eg.subgroup::<$name>().as_ref());
        )+};
    }
    split_each! {
        ValueError TypeError LookupError OSError CancelledError ExceptionGroup Exception
        BaseException NameError ArithmeticError
    }
    let (matched, rest) = eg.split_by(|e| e.message() == Some("left"));
    out.named("left", matched.as_ref());
    out.named("others", rest.as_ref());
    let (matched, rest) = eg.split_by(|e| {
        let first = e.args().first().and_then(Arg::as_int);
        matches!(first, Some(1 | 5))
    });
    out.named("1 and 5", matched.as_ref());
    out.named("others", rest.as_ref());
    let mut asked = Vec::new();
    eg.subgroup_by(|e| {
        asked.push(e.to_string());
        false
    });
    out.line(Arg::new(asked));
}

fn halves(out: &mut Output) {
    let (cause, context) = (OSError("cause"), OSError("context"));
    let inner = ExceptionGroup("inner", [ValueError(1), TypeError(2)]);
    inner.add_note("inner note");
    let whole = mine("whole", [inner, ValueError(3)]).with_cause(Some(cause.clone()));
    whole.set_context(&context);
    whole.set_suppress_context(false);
    whole.add_note("first");
    whole.add_note("second");
    let (matched, rest) = whole.split::<ValueError>();
    let (matched, rest) = (matched.unwrap(), rest.unwrap());
    for half in [&matched, &rest, &matched.exceptions()[0], &rest.exceptions()[0]] {
        out.line(format_args!(
            "{} {} {} {} {} {}",
            half.class_name(),
            half.message().unwrap(),
            python_repr(half.cause().as_ref()),
            python_repr(half.context().as_ref()),
            python(half.suppress_context()),
            Arg::new(half.notes())
        ));
    }
    let same_part = matched.exceptions()[1].is(&whole.exceptions()[1]);
    let same_cause = matched.cause().unwrap().is(&cause);
    out.line(format_args!("{} {}", python(same_part), python(same_cause)));
    matched.add_note("third");
    out.line(format_args!("{} {}", Arg::new(whole.notes()), Arg::new(matched.notes())));
    let derived = whole.derive([KeyError("k"), CancelledError(())]);
    out.line(format_args!(
        "{derived:?} {} {}",
        python_repr(derived.cause().as_ref()),
        python(!derived.notes().is_empty())
    ));
    let (everything, nothing) = whole.split::<MyGroup>();
    out.line(format_args!(
        "{} {}",
        python(everything.unwrap().is(&whole)),
        python_repr(nothing.as_ref())
    ));
}

fn two_clauses(out: &mut Output, e: Exception) -> Option<Exception> {
    let mut star = ExceptStar::new(e);
    if let Some(eg) = star.take::<ValueError>() {
        out.named("values", Some(&eg));
    }
    let both = |e: &Exception| e.is_instance::<TypeError>() || e.is_instance::<KeyError>();
    if let Some(eg) = star.take_by(both) {
        out.named("types and keys", Some(&eg));
    }
    star.finish()
}

fn reraise(_: &mut Output, e: Exception) -> Option<Exception> {
    let mut star = ExceptStar::new(e);
    if let Some(eg) = star.take::<ValueError>() {
        star.raised(eg);
    }
    star.take::<TypeError>();
    star.finish()
}

fn replace(_: &mut Output, e: Exception) -> Option<Exception> {
    let mut star = ExceptStar::new(e);
    if star.take::<ValueError>().is_some() {
        star.raised(RuntimeError("new"));
    }
    if let Some(eg) = star.take::<TypeError>() {
        star.raised(eg);
    }
    star.finish()
}

static EXPLICIT: Code = Code { name: "explicit", file: "groups.py", line: 1 };

fn explicit(_: &mut Output, e: Exception) -> Option<Exception> {
    let mut star = ExceptStar::new(e);
    if let Some(eg) = star.take::<ValueError>() {
        // Unlike a bare `raise`, this one leaves its line in the traceback.
        eg.push_frame(&EXPLICIT, 1);
        star.raised(eg);
    }
    star.finish()
}

/// A `try` statement with `except*` clauses: what leaves it.
type Statement = fn(&mut Output, Exception) -> Option<Exception>;

fn except_star(out: &mut Output) {
    let statements: [(&str, Statement); 4] = [
        ("two_clauses", two_clauses),
        ("reraise", reraise),
        ("replace", replace),
        ("explicit", explicit),
    ];
    for (name, statement) in statements {
        let nested = ExceptionGroup("in", [TypeError(2), ValueError(3), OSError(4)]);
        for e in [
            ExceptionGroup("eg", [ValueError(1), nested.clone()]),
            ExceptionGroup("v", [ValueError(1)]),
            ValueError(9),
            TypeError(8),
            OSError(7),
        ] {
            out.line(format_args!("{name} {e:?}"));
            let left = statement(out, e);
            out.named("left", left.as_ref());
        }
    }
}

/// Not recorded: CPython has the method on groups only.
#[test]
fn exception_that_is_no_group_is_split_whole() {
    let e = ValueError(1);
    assert_eq!(e.split::<ValueError>(), (Some(e.clone()), None));
    assert_eq!(e.split::<TypeError>(), (None, Some(e.clone())));
    assert_eq!(e.message(), None);
    assert!(e.exceptions().is_empty() && !e.is_group());
}
