# str, repr and args of exceptions with arguments of every kind.
import asyncio


def show(e):
    # Lines of their own, for texts with newlines; `ascii` would hide what is printable.
    print(f"[{e}]")
    print(repr(e), e.args)


class MyError(ValueError):
    pass


# No, one, several arguments.
show(ValueError())
show(ValueError("bad id"))
show(ValueError("a", 1))
show(ValueError("a", 1, 2.0, None, True, (1,), [2, "x"], b"y"))
show(ValueError(""))
show(ValueError(None))
show(ValueError(("a", 1)))
show(ValueError(()))
show(ValueError([]))
show(ValueError(KeyError("k")))
show(MyError("x"))
show(asyncio.CancelledError())
show(asyncio.CancelledError("stop"))

# Texts: quotes, escapes, what Unicode calls printable.
for text in [
    "it's", 'say "hi"', "it's \"both\"", "back\\slash", "tab\tnew\nreturn\r", "bell\x07 del\x7f nul\0",
    "caf\u00e9", "\u00ad soft hyphen", "\u200b zero width", "\u00a0 no-break", "\u3000 wide space",
    "e\u0301 combining", "\u0301 lone mark", "\U0001f600", "\U000e0001 tag", "\ue000 private",
    "\ufeff mark", "\u2028 line", "\x85 next line", "\u65e5\u672c",
]:
    show(ValueError(text))

# Numbers.
for number in [
    0, -1, 2**63, -(2**63) - 1, 2**64 - 1, 2**127 - 1, 0.0, -0.0, 2.0, 0.1, 1 / 3, 1e15, 1e16, 1.5e16,
    123456789012345680.0, 1e22, 1e-4, 1e-5, 1.5e-7, 5e-324, 1.7976931348623157e308,
    float("inf"), float("-inf"), float("nan"), True, False,
]:
    show(ValueError(number))

# Bytes.
for data in [b"", b"abc", b"it's", b"it's \"both\"", b"\x00\n\t\r\\\xff~\x7f"]:
    show(ValueError(data))

# Classes that print themselves in their own way.
show(KeyError("k"))
show(KeyError(1))
show(KeyError(""))
show(KeyError())
show(KeyError("a", "b"))
show(SyntaxError())
show(SyntaxError("bad"))
show(StopIteration(3))
show(SystemExit(2))
show(ImportError("no", "module"))
show(UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "invalid start byte"))
show(UnicodeDecodeError("utf-8", b"\xe6\x97", 0, 2, "unexpected end of data"))
show(UnicodeEncodeError("ascii", "a\u00e9", 1, 2, "ordinal not in range(128)"))
show(UnicodeEncodeError("ascii", "\u20ac", 0, 1, "ordinal not in range(128)"))
show(UnicodeEncodeError("ascii", "\U0001f600", 0, 1, "ordinal not in range(128)"))
show(UnicodeEncodeError("ascii", "\u00e9\u00e9", 0, 2, "ordinal not in range(128)"))
show(UnicodeTranslateError("\u00e9", 0, 1, "no"))
show(UnicodeTranslateError("\u00e9\u00e9", 0, 2, "no"))
show(asyncio.IncompleteReadError(b"abc", 10))
show(asyncio.IncompleteReadError(b"", None))
show(asyncio.LimitOverrunError("too long", 7))

# OSError: numbers, file names, classes.
show(OSError())
show(OSError("plain"))
show(OSError(2, "No such file or directory"))
show(OSError(2, "No such file or directory", "a.txt"))
show(OSError(17, "File exists", "a", None, "b"))
show(OSError(2, "none", None))
show(OSError(None, "text"))
show(OSError(9999, "unknown"))
show(OSError(1, 2, 3, 4, 5, 6))
show(PermissionError(2, "its own class"))
e = OSError(2, "gone", "a", None, "b")
print(e.errno, e.strerror, e.filename, e.filename2)
e = OSError("plain")
print(e.errno, e.strerror, e.filename, e.filename2)

# Attributes.
print(StopIteration().value, StopIteration(5).value, StopIteration(5, 6).value)
print(SystemExit().code, SystemExit(5).code, SystemExit(5, 6).code, SystemExit("x").code)
