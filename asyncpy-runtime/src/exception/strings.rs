//! `str(e)` and `repr(e)`, and the classes that print themselves in their own way.

use std::fmt;

use super::remote::Printed;
use super::text::push_escape;
use super::{Arg, Exception, Payload};

/// Python's `str(e)`.
pub(super) fn str(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(printed) = exception.attributes::<Printed>() {
        return f.write_str(&printed.str); // the attributes that the class prints did not cross
    }
    match exception.class().str_slot() {
        Some(slot) => slot(exception, f),
        None => plain(exception, f),
    }
}

/// Python's `repr(e)`.
pub(super) fn repr(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(printed) = exception.attributes::<Printed>() {
        return f.write_str(&printed.repr);
    }
    if let Some(slot) = exception.class().repr_slot() {
        return slot(exception, f);
    }
    let args = exception.args();
    f.write_str(exception.class_name())?;
    match &*args {
        [arg] => write!(f, "({arg:?})"),
        _ => write!(f, "{args:?}"),
    }
}

/// `BaseException.__str__`: nothing, the argument, or the tuple of arguments.
pub(super) fn plain(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &exception.inner.payload {
        Payload::Static(text) => return f.write_str(text),
        Payload::Text(text) => return f.write_str(text),
        _ => {}
    }
    let args = exception.args();
    match &*args {
        [] => Ok(()),
        [arg] => write!(f, "{arg}"),
        _ => write!(f, "{args}"),
    }
}

/// `KeyError.__str__`: the key as it is written, so that `''` and `'1'` can be told.
pub(super) fn key_error(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &*exception.args() {
        [key] => write!(f, "{key:?}"),
        _ => plain(exception, f),
    }
}

/// `SyntaxError.__str__`: the message, which is None if there are no arguments.
pub(super) fn syntax_error(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &*exception.args() {
        [message, ..] => write!(f, "{message}"),
        [] => f.write_str("None"),
    }
}

/// `BaseExceptionGroup.__str__`: the message and the number of parts.
pub(super) fn group(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(message) = exception.message() else {
        return plain(exception, f);
    };
    let count = exception.exceptions().len();
    let plural = if count == 1 { "" } else { "s" };
    write!(f, "{message} ({count} sub-exception{plural})")
}

/// `UnicodeDecodeError.__str__`, from the arguments codec, bytes, start, end and reason.
pub(super) fn decode_error(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let args = exception.args();
    let [Arg::Str(codec), Arg::Bytes(object), Arg::Int(start), Arg::Int(end), reason] = &*args
    else {
        return plain(exception, f);
    };
    match usize::try_from(*start).ok().and_then(|start| object.get(start)) {
        Some(byte) if *end == start + 1 => write!(
            f,
            "'{codec}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
        ),
        _ => write!(
            f,
            "'{codec}' codec can't decode bytes in position {start}-{}: {reason}",
            end - 1
        ),
    }
}

/// `UnicodeEncodeError.__str__`, from the arguments codec, text, start, end and reason.
pub(super) fn encode_error(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let args = exception.args();
    let [Arg::Str(codec), rest @ ..] = &*args else {
        return plain(exception, f);
    };
    match characters(rest) {
        Some(what) => write!(f, "'{codec}' codec can't encode {what}"),
        None => plain(exception, f),
    }
}

/// `UnicodeTranslateError.__str__`, from the arguments text, start, end and reason.
pub(super) fn translate_error(exception: &Exception, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match characters(&exception.args()) {
        Some(what) => write!(f, "can't translate {what}"),
        None => plain(exception, f),
    }
}

/// Which characters of a text, and why, from the arguments text, start, end and reason.
fn characters(args: &[Arg]) -> Option<String> {
    let [Arg::Str(object), Arg::Int(start), Arg::Int(end), reason] = args else {
        return None;
    };
    let character = usize::try_from(*start).ok().and_then(|start| object.chars().nth(start));
    Some(match character {
        Some(c) if *end == start + 1 => {
            let mut escape = String::new();
            push_escape(&mut escape, c);
            format!("character '{escape}' in position {start}: {reason}")
        }
        _ => format!("characters in position {start}-{}: {reason}", end - 1),
    })
}
