# Every built-in class of exceptions and asyncio's: how it prints, its name in a traceback, its MRO.
import asyncio
import builtins


def show(cls):
    last = cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__name__}"
    mro = " ".join(c.__name__ for c in cls.__mro__ if c is not object)
    print(f"{cls} {last}: {mro}")


found = {
    cls
    for cls in vars(builtins).values()
    if isinstance(cls, type) and issubclass(cls, BaseException) and not cls.__name__.startswith("_")
}
for cls in sorted(found, key=lambda cls: cls.__name__):
    show(cls)
for name in [
    "CancelledError", "InvalidStateError", "SendfileNotAvailableError", "BrokenBarrierError",
    "IncompleteReadError", "LimitOverrunError", "QueueEmpty", "QueueFull", "QueueShutDown",
    "TimeoutError",
]:
    show(getattr(asyncio, name))
print(IOError is OSError, EnvironmentError is OSError)


# A class of the program, with two bases, in the order of Python's C3.
class Missing(KeyError, AttributeError):
    pass


class Gone(Missing):
    pass


print(Gone, " ".join(c.__name__ for c in Gone.__mro__ if c is not object))
for cls in [Gone, Missing, KeyError, AttributeError, LookupError, Exception, ValueError, OSError]:
    print(cls.__name__, issubclass(Gone, cls), isinstance(Gone(), cls))
