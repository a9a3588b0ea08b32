# Exception groups: construction, splitting, what the parts take over, except*.
from asyncio import CancelledError


def refused(make):
    try:
        make()
    except BaseException as e:
        print(repr(e))


def tree(e, indent=0):
    kind = f"{type(e).__name__} {e.message!r}" if isinstance(e, BaseExceptionGroup) else repr(e)
    print(" " * indent + kind)
    for part in getattr(e, "exceptions", ()):
        tree(part, indent + 2)


def show(name, e):
    print(f"{name}:", e if e is None else "")
    if e is not None:
        tree(e, 2)


class MyGroup(ExceptionGroup):
    pass


# Construction.
for e in [
    ExceptionGroup("one", [ValueError("a")]),
    ExceptionGroup("two", [ValueError("a"), KeyError("b")]),
    BaseExceptionGroup("all ordinary", [ValueError("a")]),
    BaseExceptionGroup("with base", [ValueError("a"), CancelledError()]),
    BaseExceptionGroup("", [KeyboardInterrupt()]),
    MyGroup("it's mine", [ValueError("a")]),
]:
    print(str(e), "|", repr(e), "|", isinstance(e, Exception), isinstance(e, ExceptionGroup))
    print(e.args, e.message, e.exceptions)
refused(lambda: ExceptionGroup("none", []))
refused(lambda: BaseExceptionGroup("none", []))
refused(lambda: ExceptionGroup("base", [CancelledError()]))
refused(lambda: MyGroup("base", [ValueError(), CancelledError()]))

# Splitting by class and by predicate.
eg = BaseExceptionGroup(
    "root",
    [
        ValueError(1),
        ExceptionGroup("left", [TypeError(2), ValueError(3), ExceptionGroup("deep", [OSError(4)])]),
        BaseExceptionGroup("right", [CancelledError(), KeyError(5), ValueError(6)]),
        TypeError(7),
    ],
)
for cls in [ValueError, TypeError, LookupError, OSError, CancelledError, ExceptionGroup, Exception,
            BaseException, NameError, ArithmeticError]:
    match, rest = eg.split(cls)
    print("split", cls.__name__, match is eg, rest is eg)
    show("match", match)
    show("rest", rest)
    show("subgroup", eg.subgroup(cls))
match, rest = eg.split(lambda e: isinstance(e, ExceptionGroup) and e.message == "left")
show("left", match)
show("others", rest)
match, rest = eg.split(lambda e: e.args[0] in (1, 5) if e.args else False)
show("1 and 5", match)
show("others", rest)
asked = []
eg.subgroup(lambda e: asked.append(str(e)))
print(asked)

# Parts are the same objects; what a half takes over.
cause, context = OSError("cause"), OSError("context")
inner = ExceptionGroup("inner", [ValueError(1), TypeError(2)])
inner.add_note("inner note")
whole = MyGroup("whole", [inner, ValueError(3)])
whole.__context__ = context
whole.__cause__ = cause
whole.__suppress_context__ = False
whole.add_note("first")
whole.add_note("second")
match, rest = whole.split(ValueError)
for half in [match, rest, match.exceptions[0], rest.exceptions[0]]:
    print(type(half).__name__, half.message, repr(half.__cause__), repr(half.__context__),
          half.__suppress_context__, half.__notes__)
print(match.exceptions[1] is whole.exceptions[1], match.__cause__ is cause)
match.add_note("third")
print(whole.__notes__, match.__notes__)
derived = whole.derive([KeyError("k"), CancelledError()])
print(repr(derived), derived.__cause__, hasattr(derived, "__notes__"))
everything, nothing = whole.split(MyGroup)
print(everything is whole, nothing)


# except*.
def star(e, body):
    try:
        body(e)
    except BaseException as left:
        show("left", left)
    else:
        print("left: None")


def two_clauses(e):
    try:
        raise e
    except* ValueError as eg:
        show("values", eg)
    except* (TypeError, KeyError) as eg:
        show("types and keys", eg)


def reraise(e):
    try:
        raise e
    except* ValueError:
        raise
    except* TypeError:
        pass


def replace(e):
    try:
        raise e
    except* ValueError:
        raise RuntimeError("new")
    except* TypeError:
        raise


def explicit(e):
    try:
        raise e
    except* ValueError as eg:
        raise eg


def make():
    return ExceptionGroup(
        "eg", [ValueError(1), ExceptionGroup("in", [TypeError(2), ValueError(3), OSError(4)])])


for body in [two_clauses, reraise, replace, explicit]:
    for e in [make(), ExceptionGroup("v", [ValueError(1)]), ValueError(9), TypeError(8), OSError(7)]:
        print(body.__name__, repr(e))
        star(e, body)
