//! Exceptions on the other side print what they printed on this one.

use std::error::Error;
use std::fmt;
use std::io;

use asyncpy_runtime::Code;
use asyncpy_runtime::exception::{
    BaseExceptionGroup, Class, Exception, ExceptionGroup, FileNotFoundError, IncompleteReadError,
    KeyError, OSError, Other, RemoteException, RuntimeError, TypeError, ValueError,
};

static INNER: Code = Code { name: "inner", file: "nowhere.rs", line: 1 };
static OUTER: Code = Code { name: "outer", file: "nowhere.rs", line: 9 };

/// Makes the exception on another thread, and gives it with what it printed there.
fn cross(make: impl FnOnce() -> Exception + Send + 'static) -> (Exception, [String; 3]) {
    let thread = std::thread::spawn(move || {
        let e = make();
        (e.to_remote(), [e.to_string(), format!("{e:?}"), e.format()])
    });
    let (remote, printed) = thread.join().unwrap();
    assert_eq!([remote.to_string(), format!("{remote:?}")], printed[..2]);
    (remote.to_exception(), printed)
}

/// As `cross`, and asserts that all three texts are the same here.
#[track_caller]
fn crosses(make: impl FnOnce() -> Exception + Send + 'static) -> Exception {
    let (e, there) = cross(make);
    assert_eq!([e.to_string(), format!("{e:?}"), e.format()], there);
    e
}

#[derive(Debug)]
struct Failed {
    source: Option<Box<Failed>>,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed{}", if self.source.is_some() { " above" } else { "" })
    }
}

impl Error for Failed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as _)
    }
}

#[test]
fn arguments_cross_as_values() {
    crosses(|| ValueError(()));
    crosses(|| ValueError::new(("a", 1, 2.5, true, None::<i32>, vec![1, 2], b"x".to_vec())));
    let e = crosses(|| KeyError("k"));
    assert_eq!(e.args()[0].as_str(), Some("k"));
    crosses(|| TypeError(Other(std::net::Ipv4Addr::LOCALHOST)));
    let e = crosses(|| ValueError::new((KeyError("inside"), 1)));
    assert_eq!(format!("{:?}", e.args()), "(KeyError('inside'), 1)");
}

#[test]
fn tracebacks_notes_and_links_cross() {
    let e = crosses(|| {
        let cause = KeyError("cause");
        cause.push_frame(&INNER, 3);
        let e = ValueError("bad id").with_cause(Some(cause));
        e.push_frame(&INNER, 4);
        e.push_frame(&OUTER, 12);
        e.add_note("a note");
        e.set_context(&RuntimeError("while this was handled"));
        e
    });
    assert_eq!(e.traceback_len(), 2);
    assert!(e.cause().is_some_and(|cause| cause.is_instance::<KeyError>()));
    assert!(e.context().is_some() && e.suppress_context());
}

#[test]
fn shared_parts_stay_shared() {
    let e = crosses(|| {
        let shared = KeyError("shared");
        let first = ValueError("first");
        first.set_context(&shared);
        let second = ValueError("second");
        second.set_context(&shared);
        ExceptionGroup::group("both", [first, second])
    });
    let parts = e.exceptions();
    assert!(parts[0].context().unwrap().is(&parts[1].context().unwrap()));
}

#[test]
fn cycles_cross() {
    crosses(|| {
        let part = ValueError("part");
        let group = ExceptionGroup::group("group", [part.clone()]);
        part.set_context(&group); // as by `raise eg.exceptions[0]` in the handler of `eg`
        group.set_context(&part);
        group
    });
    crosses(|| {
        let (a, b) = (ValueError("a"), ValueError("b"));
        let a = a.with_cause(Some(b.clone()));
        drop(b.with_cause(Some(a.clone())));
        a
    });
}

#[test]
fn long_chains_cross_without_recursion() {
    let e = crosses(|| {
        let mut e = ValueError(0);
        for number in 1..20_000 {
            let next = ValueError(number);
            next.set_context(&e);
            e = next;
        }
        e
    });
    assert_eq!(e.to_string(), "19999");
}

#[test]
fn groups_keep_class_and_message() {
    let e = crosses(|| {
        let inner = ExceptionGroup::group("inner", [ValueError("a"), TypeError("b")]);
        ExceptionGroup::group("outer", [inner, KeyError("c")])
    });
    assert_eq!(e.message(), Some("outer"));
    let (left, rest) = e.split::<ValueError>();
    assert!(left.is_some() && rest.is_some());
    let e =
        crosses(|| BaseExceptionGroup::group("base", [asyncpy_runtime::exception::SystemExit(3)]));
    assert!(!e.is_instance::<ExceptionGroup>());
}

#[test]
fn the_runtimes_own_attributes_cross() {
    let e = crosses(|| OSError::new((2, "No such file or directory", "a.txt")));
    assert!(e.is_instance::<FileNotFoundError>());
    assert_eq!(e.to_string(), "[Errno 2] No such file or directory: 'a.txt'");
    let e = crosses(|| OSError::new((18, "cross-device", "a", None::<i32>, "b")));
    assert_eq!(e.filename2().unwrap().to_string(), "b");
    let e = crosses(|| IncompleteReadError(b"abc".to_vec(), Some(10)));
    assert_eq!((e.partial(), e.expected()), (Some(&b"abc"[..]), Some(10)));
}

static WITH_STR: Class = Class::new("WithStr", &[ValueError::CLASS])
    .with_str(|e, f| write!(f, "code {}", e.attributes::<u32>().expect("made with one")));

#[test]
fn a_class_that_prints_its_attributes_prints_the_same() {
    let e = crosses(|| WITH_STR.exception_with("x", 7_u32));
    assert_eq!(e.to_string(), "code 7");
    assert!(e.is_instance_of(&WITH_STR) && e.attributes::<u32>().is_none());
    let twice = e.to_remote().to_exception();
    assert_eq!(twice.to_string(), "code 7");
}

#[test]
fn errors_of_the_standard_library_are_made_again() {
    let e = crosses(|| Exception::from_error("x".parse::<i32>().unwrap_err()));
    assert!(e.is_instance::<std::num::ParseIntError>());
    let e = crosses(|| Exception::from_error(io::Error::from_raw_os_error(2)));
    assert!(e.is_instance::<FileNotFoundError>());
    assert_eq!(e.downcast_ref::<io::Error>().unwrap().raw_os_error(), Some(2));
    let own = crosses(|| Exception::from_error(io::Error::other("own")));
    assert_eq!(own.downcast_ref::<io::Error>().unwrap().to_string(), "own");
}

#[test]
fn other_errors_cross_as_they_printed() {
    let e = crosses(|| {
        let source = Failed { source: None };
        Exception::from_error(Failed { source: Some(Box::new(source)) })
    });
    assert_eq!(format!("{e:?}"), "Failed('failed above')");
    assert!(e.is_instance::<Exception>() && !e.is_instance::<Failed>());
    let again = e.to_remote().to_exception();
    assert_eq!(again.format(), e.format());
}

#[test]
fn the_question_mark_makes_the_exception_again() {
    fn read(remote: RemoteException) -> Result<(), Exception> {
        Err(remote)?
    }
    let error = read(KeyError("k").to_remote()).unwrap_err();
    assert!(error.is_instance::<KeyError>());
    let boxed: Box<dyn Error> = Box::new(KeyError("k").to_remote());
    assert!(Exception::from_boxed_error(boxed).is_instance::<KeyError>());
}
