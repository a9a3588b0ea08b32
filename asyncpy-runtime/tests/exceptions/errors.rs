//! Rust's errors as exceptions, exceptions as Rust's errors, and what a program exits with.

use std::error::Error;
use std::fmt;
use std::io;
use std::num::ParseIntError;

use asyncpy_runtime::exception::*;

/// An error with a source.
#[derive(Debug)]
struct ConfigError {
    name: &'static str,
    source: Option<Box<dyn Error>>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", self.name)
    }
}

impl Error for ConfigError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref()
    }
}

fn config(source: Option<Box<dyn Error>>) -> ConfigError {
    ConfigError { name: "a.toml", source }
}

fn bad_number() -> ParseIntError {
    "x".parse::<i32>().unwrap_err()
}

#[test]
fn exception_is_one_pointer() {
    assert_eq!(size_of::<Exception>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Exception>>(), size_of::<usize>());
}

#[test]
fn exception_of_an_error_type() {
    let e = Exception::from(config(None));
    assert_eq!(e.class_name(), "ConfigError");
    assert_eq!(format!("{e:?}"), "ConfigError('cannot read a.toml')");
    assert_eq!(e.format(), "ConfigError: cannot read a.toml\n");
    assert!(e.is_instance::<ConfigError>() && e.is_instance::<Exception>());
    assert!(e.is_instance::<BaseException>() && !e.is_instance::<ValueError>());
    assert!(!e.is_instance::<ParseIntError>() && !ValueError(1).is_instance::<ConfigError>());

    let caught = ConfigError::bind(&e);
    assert_eq!(caught.name, "a.toml");
    assert_eq!(caught.to_string(), "cannot read a.toml");
    assert!(caught.clone().into_exception().is(&e) && (&caught).into_exception().is(&e));
    assert!(Exception::from(caught).is(&e));
    assert!(e.downcast_ref::<ParseIntError>().is_none() && e.error().is_some());
}

#[test]
#[should_panic(expected = "the exception is not a `core::num::error::ParseIntError`")]
fn exception_that_does_not_match_is_not_bound() {
    ParseIntError::bind(&ValueError("x"));
}

#[test]
fn exception_of_a_standard_error_has_its_python_class() {
    let e = Exception::from(bad_number());
    assert!(e.is_instance::<ValueError>() && e.class_name() == "ParseIntError");
    let e = Exception::from(u8::try_from(300).unwrap_err());
    assert!(e.is_instance::<OverflowError>() && e.is_instance::<ArithmeticError>());
    let e = Exception::from(String::from_utf8(vec![0xff]).unwrap_err());
    assert!(e.is_instance::<UnicodeError>() && e.is_instance::<ValueError>());
    // The class is the same whichever way the error came.
    let e = Exception::from_boxed_error(bad_number().into());
    assert!(e.is_instance::<ValueError>() && e.is_instance::<ParseIntError>());
    assert_eq!(e.class(), Exception::from(bad_number()).class());
}

#[test]
fn exception_of_an_io_error() {
    let e = Exception::from(io::Error::from_raw_os_error(2));
    assert!(e.is_instance::<FileNotFoundError>() && e.is_instance::<OSError>());
    assert!(e.is_instance::<io::Error>());
    assert_eq!(e.errno(), Some(2));
    assert_eq!(e.class_name(), "FileNotFoundError");
    assert_eq!(e.to_string(), format!("[Errno 2] {}", e.strerror().unwrap()));
    assert!(!e.to_string().contains("os error"));

    let e = Exception::from(io::Error::new(io::ErrorKind::TimedOut, "too slow"));
    assert_eq!(format!("{e:?}"), "TimeoutError('too slow')");
    assert_eq!(e.errno(), None);
    let e = Exception::from(io::Error::other("odd"));
    assert_eq!(format!("{e:?}"), "OSError('odd')");
}

fn fails(e: Exception) -> Result<(), Box<dyn Error>> {
    Err(e)?;
    Ok(())
}

fn parses() -> Result<i32, Exception> {
    Ok("x".parse::<i32>()?)
}

#[test]
fn exception_comes_out_of_a_box_as_itself() {
    let e = ValueError("x");
    let boxed: Box<dyn Error> = e.clone().into();
    assert_eq!(boxed.to_string(), "x");
    assert_eq!(format!("{boxed:?}"), "ValueError('x')");
    assert!(Exception::from_boxed_error(boxed).is(&e));
    assert!(Exception::from_convertible(e.clone()).is(&e));

    assert!(Exception::from_boxed_error(fails(e.clone()).unwrap_err()).is(&e));
    assert!(parses().unwrap_err().is_instance::<ParseIntError>());
}

#[test]
fn exception_of_what_becomes_an_error() {
    let e = Exception::from_convertible("text");
    assert_eq!(format!("{e:?}"), "Exception('text')");
    let e = Exception::from_convertible(String::from("text"));
    assert_eq!(format!("{e:?}"), "Exception('text')");
    let e = Exception::from_convertible(config(None));
    assert_eq!(e.class_name(), "ConfigError");
    assert!(e.is_instance::<ConfigError>());
    let boxed: Box<dyn Error> = Box::new(config(None));
    let e = Exception::from_convertible(boxed);
    // The box hides the type's name, not the type.
    assert_eq!(e.class_name(), "Exception");
    assert!(e.is_instance::<ConfigError>());
    let boxed: Box<dyn Error> = bad_number().into();
    assert_eq!(Exception::from_convertible(boxed).class_name(), "ParseIntError");
}

#[test]
fn exception_shows_the_sources_of_an_error_as_causes() {
    let e = Exception::from(config(Some(bad_number().into())));
    let text = "\
ParseIntError: invalid digit found in string

The above exception was the direct cause of the following exception:

ConfigError: cannot read a.toml
";
    assert_eq!(e.format(), text);
    assert!(e.cause().is_none());

    // Sources come before the context; `from None` hides both; a cause of its own replaces them.
    e.set_context(&KeyError("context"));
    assert_eq!(e.format(), text);
    let e = e.with_cause(None);
    assert_eq!(e.format(), "ConfigError: cannot read a.toml\n");
    let e = e.with_cause(Some(KeyError("cause")));
    assert!(e.format().starts_with("KeyError: 'cause'\n"));

    // An exception among the sources is shown whole, with its own cause.
    let inner = ValueError("inner").with_cause(Some(TypeError("root")));
    let middle = config(Some(inner.clone().into()));
    let e = Exception::from(config(Some(Box::new(middle))));
    let order: Vec<&str> = e.format().leak().lines().step_by(4).collect();
    assert_eq!(
        order,
        [
            "TypeError: root",
            "ValueError: inner",
            "Exception: cannot read a.toml",
            "ConfigError: cannot read a.toml",
        ]
    );
    // It is not shown twice.
    inner.set_context(&e);
    assert_eq!(inner.format().matches("ValueError: inner").count(), 1);
}

#[test]
fn exception_decides_the_exit_code() {
    for (code, expected) in [
        (Arg::None, 0),
        (Arg::new(0), 0),
        (Arg::new(7), 7),
        (Arg::new(256 + 3), 3),
        (Arg::new(-1), 255),
        (Arg::new(true), 1),
        (Arg::new(false), 0),
        (Arg::new(3.0), 1),
        (Arg::new("message"), 1),
    ] {
        assert_eq!(exit_code_of(&SystemExit(code.clone())), expected, "{code:?}");
    }
    assert_eq!(exit_code_of(&SystemExit(())), 0);
    assert_eq!(exit_code_of(&SystemExit::new((1, 2))), 1);
    assert_eq!(exit_code_of(&KeyboardInterrupt(())), 130);
    assert_eq!(exit_code_of(&CancelledError(())), 1);
    assert_eq!(exit_code_of(&PanicException("x")), 1);
}

#[test]
fn exception_arguments_of_every_kind() {
    let text = String::from("s");
    let reference = &text;
    let args = ValueError::new((&text, reference.as_str(), 'c', 0.1_f32, 1_u8)).args();
    assert_eq!(format!("{args:?}"), "('s', 's', 'c', 0.1, 1)");
    let args = ValueError::new((vec!["a", "b"], [1.5, 2.0], vec![1_u8, 2], u128::MAX)).args();
    assert_eq!(
        format!("{args:?}"),
        r"(['a', 'b'], [1.5, 2.0], b'\x01\x02', 340282366920938463463374607431768211455)"
    );
    let inner = KeyError("k");
    let args = ValueError::new((&inner, Some("x"), None::<bool>)).args();
    assert_eq!(format!("{args:?}"), "(KeyError('k'), 'x', None)");
    assert!(args[0] == Arg::Exception(inner) && args[2].is_none());
    assert_eq!(ValueError(args.clone()).args(), args);
    assert!(Arg::new(1) == Arg::new(true) && Arg::new(1) != Arg::new("1"));
    assert_eq!((Arg::new("x").as_str(), Arg::new(5).as_int()), (Some("x"), Some(5)));
}

#[test]
fn exception_attributes_and_slots() {
    static HTTP_ERROR: Class = Class::new("HTTPError", &[OSError::CLASS])
        .in_module("urllib.error")
        .with_str(|e, f| write!(f, "HTTP Error {}", e.attributes::<u16>().unwrap()));
    static NOT_FOUND: Class =
        Class::new("NotFound", &[&HTTP_ERROR]).with_repr(|_, f| f.write_str("<gone>"));
    let e = HTTP_ERROR.exception_with(("url", "reason"), 404_u16);
    assert_eq!(e.to_string(), "HTTP Error 404");
    assert_eq!(format!("{e:?}"), "HTTPError('url', 'reason')");
    assert_eq!(e.format(), "urllib.error.HTTPError: HTTP Error 404\n");
    assert!(e.is_instance::<OSError>() && e.attributes::<i32>().is_none());
    let e = NOT_FOUND.exception_with((), 410_u16);
    assert_eq!(format!("{e} {e:?}"), "HTTP Error 410 <gone>");
    assert_eq!(NOT_FOUND.base().unwrap().to_string(), "<class 'urllib.error.HTTPError'>");
}
