//! See `hierarchy.py`.

use asyncpy_runtime::exception;
use asyncpy_runtime::exception::*;

use crate::{Output, python};

exception! {
    /// A class with two bases.
    class Missing(KeyError, AttributeError);
    /// A class derived from it.
    class Gone(Missing);
}

macro_rules! each {
    ($show:ident: $($name:ident)+) => {{ $($show($name::CLASS);)+ }};
}

fn names(class: &'static Class) -> String {
    let names: Vec<&str> = class.mro().into_iter().map(Class::name).collect();
    names.join(" ")
}

#[test]
fn exception_hierarchy() {
    let mut out = Output::default();
    let mut show = |class: &'static Class| {
        out.line(format_args!("{class} {}: {}", class.qualified_name(), names(class)));
    };
    each! { show:
        ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup
        BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError
        ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
        DeprecationWarning EOFError EncodingWarning Exception ExceptionGroup FileExistsError
        FileNotFoundError FloatingPointError FutureWarning GeneratorExit ImportError ImportWarning
        IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt
        LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError
        NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError
        ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning
        RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning
        SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError
        UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
        UserWarning ValueError Warning ZeroDivisionError
    };
    each! { show:
        CancelledError InvalidStateError SendfileNotAvailableError BrokenBarrierError
        IncompleteReadError LimitOverrunError QueueEmpty QueueFull QueueShutDown TimeoutError
    };
    out.line(format_args!(
        "{} {}",
        python(IOError::CLASS == OSError::CLASS),
        python(EnvironmentError::CLASS == OSError::CLASS)
    ));

    out.line(format_args!("{} {}", Gone::CLASS, names(Gone::CLASS)));
    let gone = Gone(());
    let mut ask = |class: &'static Class, is_instance: bool| {
        let is_subclass = python(Gone::CLASS.is_subclass_of(class));
        out.line(format_args!("{} {is_subclass} {}", class.name(), python(is_instance)));
    };
    macro_rules! ask_each {
        ($($name:ident)+) => {{ $(ask($name::CLASS, gone.is_instance::<$name>());)+ }};
    }
    ask_each! { Gone Missing KeyError AttributeError LookupError Exception ValueError OSError };
    out.assert_is(include_str!("hierarchy.out"));
}

/// The class that is ours alone.
#[test]
fn exception_of_a_panic() {
    let payload = std::panic::catch_unwind(|| panic!("at {}", 3)).unwrap_err();
    let e = Exception::from_panic(payload);
    assert_eq!(names(e.class()), "PanicException BaseException");
    assert_eq!(format!("{e:?}"), "PanicException('at 3')");
    assert_eq!(e.format(), "PanicException: at 3\n");
    let fixed = std::panic::catch_unwind(|| panic!("fixed")).unwrap_err();
    assert_eq!(Exception::from_panic(fixed).to_string(), "fixed");
    let other = std::panic::catch_unwind(|| std::panic::panic_any(3)).unwrap_err();
    assert_eq!(Exception::from_panic(other).to_string(), "Box<dyn Any>");
}
