//! Python's `repr` of built-in values, to the letter.

use std::fmt::{self, Write};

use super::Arg;

/// Python's `repr` of a `str`: single quotes unless the text has those and no double quotes, and
/// escapes for what cannot be printed.
///
/// ```
/// use asyncpy_runtime::exception::repr_str;
///
/// assert_eq!(repr_str("it's"), "\"it's\"");
/// assert_eq!(repr_str("a\nb\u{200b}"), r"'a\nb\u200b'");
/// ```
pub fn repr_str(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str(r"\\"),
            '\n' => out.push_str(r"\n"),
            '\r' => out.push_str(r"\r"),
            '\t' => out.push_str(r"\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if is_printable(c) => out.push(c),
            c => push_escape(&mut out, c),
        }
    }
    out.push(quote);
    out
}

/// The escape of a character by its number, as short as it goes: `\x07`, `\u200b`, `\U000e0001`.
pub(super) fn push_escape(out: &mut String, c: char) {
    let number = u32::from(c);
    let written = match number {
        0..=0xff => write!(out, r"\x{number:02x}"),
        0x100..=0xffff => write!(out, r"\u{number:04x}"),
        _ => write!(out, r"\U{number:08x}"),
    };
    written.expect("writing to a String does not fail");
}

/// Whether Python's `str.isprintable` holds. Rust's escapes for debugging use the same categories
/// of Unicode; a letter goes first so that a combining mark is not taken for a lone one.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    let mut buffer = [b'a'; 5];
    let length = 1 + c.encode_utf8(&mut buffer[1..]).len();
    let text = str::from_utf8(&buffer[..length]).expect("an encoded character is UTF-8");
    text.escape_debug().nth(1) == Some(c)
}

/// Python's `repr` of a `bytes`.
pub fn repr_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str(r"\\"),
            b'\n' => out.push_str(r"\n"),
            b'\r' => out.push_str(r"\r"),
            b'\t' => out.push_str(r"\t"),
            byte if byte == quote => {
                out.push('\\');
                out.push(char::from(byte));
            }
            b' '..=b'~' => out.push(char::from(byte)),
            byte => push_escape(&mut out, char::from(byte)),
        }
    }
    out.push(char::from(quote));
    out
}

/// Python's `repr` of a `float`: the shortest digits that read back the same, with an exponent
/// below 1e-4 and from 1e16.
///
/// ```
/// use asyncpy_runtime::exception::repr_float;
///
/// assert_eq!(repr_float(2.0), "2.0");
/// assert_eq!(repr_float(1e16), "1e+16");
/// assert_eq!(repr_float(-0.00001), "-1e-05");
/// ```
pub fn repr_float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    // Rust's exponent form has the shortest digits, as Python's: `-1.25e-7`.
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..16).contains(&exponent) {
        let plain = value.to_string();
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

/// A list as Python prints it.
pub(super) fn list(items: &[Arg], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("[")?;
    separated(items, f)?;
    f.write_str("]")
}

/// A tuple as Python prints it, with the comma of a single item.
pub(super) fn tuple(items: &[Arg], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("(")?;
    separated(items, f)?;
    f.write_str(if items.len() == 1 { ",)" } else { ")" })
}

fn separated(items: &[Arg], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        fmt::Debug::fmt(item, f)?;
    }
    Ok(())
}
