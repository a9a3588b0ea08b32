//! See `repr.py` and `errno.py`.

use asyncpy_runtime::exception;
use asyncpy_runtime::exception::*;

use crate::Output;

exception! {
    /// A class of the program.
    class MyError(ValueError)
}

impl Output {
    fn show(&mut self, e: &Exception) {
        self.line(format_args!("[{e}]"));
        self.line(format_args!("{e:?} {}", e.args()));
    }
}

#[test]
fn exception_repr_of_arguments() {
    let mut out = Output::default();
    arguments(&mut out);
    texts(&mut out);
    numbers(&mut out);
    for data in [&b""[..], b"abc", b"it's", b"it's \"both\"", b"\x00\n\t\r\\\xff~\x7f"] {
        out.show(&ValueError(data.to_vec()));
    }
    own_ways(&mut out);
    os_errors(&mut out);
    attributes(&mut out);
    out.assert_is(include_str!("repr.out"));
}

fn arguments(out: &mut Output) {
    out.show(&ValueError(()));
    out.show(&ValueError("bad id"));
    out.show(&ValueError::new(("a", 1)));
    let list = Arg::List([Arg::new(2), Arg::new("x")].into());
    let several = ("a", 1, 2.0, Arg::None, true, Arg::tuple(1), list, *b"y");
    out.show(&ValueError::new(several));
    out.show(&ValueError(""));
    out.show(&ValueError(None::<i32>));
    out.show(&ValueError(Arg::tuple(("a", 1))));
    out.show(&ValueError(Arg::tuple(())));
    out.show(&ValueError(Vec::<i32>::new()));
    out.show(&ValueError(KeyError("k")));
    out.show(&MyError("x"));
    out.show(&CancelledError(()));
    out.show(&CancelledError("stop"));
}

fn texts(out: &mut Output) {
    for text in [
        "it's",
        "say \"hi\"",
        "it's \"both\"",
        "back\\slash",
        "tab\tnew\nreturn\r",
        "bell\x07 del\x7f nul\0",
        "caf\u{e9}",
        "\u{ad} soft hyphen",
        "\u{200b} zero width",
        "\u{a0} no-break",
        "\u{3000} wide space",
        "e\u{301} combining",
        "\u{301} lone mark",
        "\u{1f600}",
        "\u{e0001} tag",
        "\u{e000} private",
        "\u{feff} mark",
        "\u{2028} line",
        "\u{85} next line",
        "\u{65e5}\u{672c}",
    ] {
        out.show(&ValueError(text));
    }
}

fn numbers(out: &mut Output) {
    out.show(&ValueError(0));
    out.show(&ValueError(-1_i8));
    out.show(&ValueError(1_u64 << 63));
    out.show(&ValueError(i128::from(i64::MIN) - 1));
    out.show(&ValueError(u64::MAX));
    out.show(&ValueError(u128::MAX >> 1));
    for number in [
        0.0,
        -0.0,
        2.0,
        0.1,
        1.0 / 3.0,
        1e15,
        1e16,
        1.5e16,
        123_456_789_012_345_680.0,
        1e22,
        1e-4,
        1e-5,
        1.5e-7,
        5e-324,
        f64::MAX,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ] {
        out.show(&ValueError(number));
    }
    out.show(&ValueError(true));
    out.show(&ValueError(false));
}

fn own_ways(out: &mut Output) {
    out.show(&KeyError("k"));
    out.show(&KeyError(1));
    out.show(&KeyError(""));
    out.show(&KeyError(()));
    out.show(&KeyError::new(("a", "b")));
    out.show(&SyntaxError(()));
    out.show(&SyntaxError("bad"));
    out.show(&StopIteration(3));
    out.show(&SystemExit(2));
    out.show(&ImportError::new(("no", "module")));
    out.show(&UnicodeDecodeError::new(("utf-8", *b"ab\xff", 2, 3, "invalid start byte")));
    out.show(&UnicodeDecodeError::new(("utf-8", *b"\xe6\x97", 0, 2, "unexpected end of data")));
    let reason = "ordinal not in range(128)";
    out.show(&UnicodeEncodeError::new(("ascii", "a\u{e9}", 1, 2, reason)));
    out.show(&UnicodeEncodeError::new(("ascii", "\u{20ac}", 0, 1, reason)));
    out.show(&UnicodeEncodeError::new(("ascii", "\u{1f600}", 0, 1, reason)));
    out.show(&UnicodeEncodeError::new(("ascii", "\u{e9}\u{e9}", 0, 2, reason)));
    out.show(&UnicodeTranslateError::new(("\u{e9}", 0, 1, "no")));
    out.show(&UnicodeTranslateError::new(("\u{e9}\u{e9}", 0, 2, "no")));
    out.show(&IncompleteReadError(*b"abc", 10));
    out.show(&IncompleteReadError([], None));
    out.show(&LimitOverrunError("too long", 7));
}

fn os_errors(out: &mut Output) {
    out.show(&OSError(()));
    out.show(&OSError("plain"));
    out.show(&OSError::new((2, "No such file or directory")));
    out.show(&OSError::new((2, "No such file or directory", "a.txt")));
    out.show(&OSError::new((17, "File exists", "a", Arg::None, "b")));
    out.show(&OSError::new((2, "none", Arg::None)));
    out.show(&OSError::new((Arg::None, "text")));
    out.show(&OSError::new((9999, "unknown")));
    out.show(&OSError::new((1, 2, 3, 4, 5, 6)));
    out.show(&PermissionError::new((2, "its own class")));
    for e in [OSError::new((2, "gone", "a", Arg::None, "b")), OSError("plain")] {
        out.line(format_args!(
            "{} {} {} {}",
            Arg::new(e.errno()),
            Arg::new(e.strerror()),
            Arg::new(e.filename()),
            Arg::new(e.filename2())
        ));
    }
}

fn attributes(out: &mut Output) {
    let [a, b, c] =
        [StopIteration(()), StopIteration(5), StopIteration::new((5, 6))].map(|e| e.value());
    out.line(format_args!("{} {} {}", a.unwrap(), b.unwrap(), c.unwrap()));
    let [a, b, c, d] = [SystemExit(()), SystemExit(5), SystemExit::new((5, 6)), SystemExit("x")]
        .map(|e| e.code().unwrap());
    out.line(format_args!("{a} {b} {c} {d}"));
    assert!(ValueError(1).value().is_none() && ValueError(1).code().is_none());
}

/// The numbers differ between systems; the record is of Linux.
#[cfg(target_os = "linux")]
#[test]
fn exception_class_by_error_number() {
    let mut out = Output::default();
    for number in 1..134 {
        let e = OSError::new((number, "x"));
        if e.class() != OSError::CLASS {
            out.line(format_args!("{number} {}", e.class_name()));
        }
    }
    out.assert_is(include_str!("errno.out"));
}
