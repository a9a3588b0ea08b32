# Tracebacks: chains, notes, groups. Run with `-X no_debug_ranges`, which leaves out the lines of
# carets; the name of this file is shown as the Rust test names it.
import asyncio
import traceback

FILE = "tests/exceptions/chains.py"


def show(title, e):
    print(f"== {title}")
    print("".join(traceback.format_exception(e)).replace(__file__, FILE), end="")


def caught(f, *args):
    try:
        f(*args)
    except BaseException as e:
        # Without the frame of this function.
        return e.with_traceback(e.__traceback__.tb_next)


class MyError(ValueError):
    pass


# The last line.
show("text", ValueError("bad id"))
show("no text", ValueError())
show("empty text", ValueError(""))
show("two arguments", ValueError("a", 1))
show("key", KeyError("k"))
show("class of the program", MyError("x"))
show("class of asyncio", asyncio.CancelledError())
show("class of a queue", asyncio.QueueFull())
show("several lines", ValueError("one\ntwo\n"))
show("os error", OSError(2, "No such file or directory", "a.txt"))
show("syntax error", SyntaxError("bad"))
show("syntax error without text", SyntaxError())
show("group never raised", ExceptionGroup("g", [ValueError(1)]))


# Frames.
def inner(n):
    raise ValueError(f"inner {n}")  # inner


def outer(n):
    return inner(n)  # outer


show("frames", caught(outer, 1))


def recurse(n):
    if n > 0:
        recurse(n - 1)  # recurse
    inner(n)  # bottom


for depth in [2, 3, 4, 10]:
    show(f"recursion {depth}", caught(recurse, depth))


# Notes.
e = caught(inner, 2)
e.add_note("first")
e.add_note("second\nin two lines")
e.add_note("")
show("notes", e)


# Causes and contexts.
def with_context():
    try:
        inner(3)  # handled
    except ValueError:
        raise KeyError("context")  # while handling


def with_cause():
    try:
        outer(4)  # caused
    except ValueError as e:
        raise MyError("cause") from e  # from


def from_none():
    try:
        inner(5)
    except ValueError:
        raise TypeError("from none") from None  # from none


show("context", caught(with_context))
show("cause", caught(with_cause))
show("from none", caught(from_none))

a, b, c, d = ValueError("a"), ValueError("b"), ValueError("c"), ValueError("d")
a.__cause__ = b
a.__context__ = c
b.__context__ = d
b.add_note("note on b")
show("cause before context, and its context", a)

a, b, c = ValueError("a"), ValueError("b"), ValueError("c")
a.__context__, b.__context__, c.__cause__ = b, c, a
show("cycle by a context", a)
show("cycle by a cause", c)
a = ValueError("own cause")
a.__cause__ = a
show("own cause", a)
a, b = ValueError("a"), ValueError("b")
a.__cause__, b.__cause__ = b, a
show("two causes of each other", b)


# Groups.
def raise_group():
    raise ExceptionGroup("raised", [caught(outer, 6), KeyError("k")])  # group


show("group", caught(raise_group))
show("nested", ExceptionGroup("top", [
    ExceptionGroup("first", [ValueError(1), ValueError(2)]),
    TypeError("between"),
    ExceptionGroup("last", [ExceptionGroup("deepest", [caught(inner, 7)])]),
]))
show("nested, then a leaf", ExceptionGroup("top", [ExceptionGroup("first", [ValueError(1)]), ValueError(2)]))
for width in [15, 16, 17]:
    show(f"width {width}", ExceptionGroup("wide", [ValueError(i) for i in range(width)]))
show("wide group in a group", ExceptionGroup("out", [ExceptionGroup("wide", [ValueError(i) for i in range(17)]), ValueError("x")]))
for depth in [9, 10, 11, 12]:
    e = ValueError("bottom")
    for level in range(depth):
        e = ExceptionGroup(f"level {level}", [e, TypeError(level)])
    show(f"depth {depth}", e)

e = ExceptionGroup("with\ntwo lines", [caught(with_cause), caught(with_context), ValueError("a\nb")])
e.add_note("group note\nin two lines")
e.exceptions[2].add_note("part note")
show("chains, lines and notes in a group", e)

e = caught(raise_group)
e.__cause__ = ExceptionGroup("cause", [ValueError("in the cause")])
show("group caused by a group", e)
e = ValueError("after")
e.__context__ = caught(raise_group)
show("group as context", e)
part = ValueError("part")
part.__cause__ = ExceptionGroup("its cause", [OSError("x")])
show("group as cause of a part", ExceptionGroup("g", [part, ValueError("y")]))
shared = caught(inner, 8)
a, b = ValueError("a"), ValueError("b")
a.__cause__ = b.__cause__ = shared
show("shared cause", ExceptionGroup("g", [a, b]))
show("same part twice", ExceptionGroup("g", [shared, shared]))
part = ValueError("part")
e = ExceptionGroup("g", [part])
part.__context__ = e
show("part whose context is the group", e)
show("lone part of that group", part)
show("odd line ends in a group", ExceptionGroup("a\rb\x0bc\u2028d\r\ne", [ValueError("x\r\ny\x85z")]))
show("base group", BaseExceptionGroup("g", [asyncio.CancelledError("c"), KeyboardInterrupt()]))
