//! The built-in classes of CPython 3.13 and those of asyncio, one line each.
//!
//! Each name is declared twice: as a class type, for `except ValueError`, and as the function that
//! makes an exception, for `raise!(ValueError("bad id"))`. Written by hand are `Exception`, which is
//! the type of every exception too, and the constructors of the classes whose arguments are not free
//! (exception groups, and two of asyncio's).

use std::any::Any;
use std::rc::Rc;
use std::sync::Arc;

use super::{Arg, Class, Exception, ExceptionClass, IntoArgs, IntoException, strings};

/// Declares class types, without constructors.
macro_rules! class_types {
    ($module:literal; $(
        $name:ident ( $($base:ident),* ) $([$with:ident = $slot:path])? : $doc:literal;
    )+) => {$(
        #[doc = concat!("Python's class `", stringify!($name), "`: ", $doc)]
        pub enum $name {}

        impl $name {
            /// The class as a value.
            pub const CLASS: &'static Class = {
                static CLASS: Class = class!($name($($base),*), $module)$(.$with($slot))?;
                &CLASS
            };
        }

        #[diagnostic::do_not_recommend] // rustc would list some classes of many
        impl ExceptionClass for $name {
            type Caught = Exception;

            fn matches(exception: &Exception) -> bool {
                exception.is_instance_of(Self::CLASS)
            }

            fn bind(exception: &Exception) -> Exception {
                exception.clone()
            }
        }
    )+};
}

/// A class value.
macro_rules! class {
    ($name:ident(), $module:literal) => {
        Class::root(stringify!($name))
    };
    ($name:ident($($base:ident),+), $module:literal) => {
        Class::new(stringify!($name), &[$($base::CLASS),+]).in_module($module)
    };
}

/// Declares class types with constructors.
macro_rules! classes {
    ($module:literal; $(
        $name:ident ( $($base:ident),* ) $([$with:ident = $slot:path])? : $doc:literal;
    )+) => {
        class_types! { $module; $( $name($($base),*) $([$with = $slot])? : $doc; )+ }

        $(
            impl $name {
                /// Makes an exception of any number of arguments: one value, `()`, or a tuple.
                #[allow(clippy::new_ret_no_self)] // calling a class makes an exception, as in Python
                pub fn new(args: impl IntoArgs) -> Exception {
                    Self::CLASS.exception(args)
                }
            }

            #[doc = concat!("Makes an exception of class `", stringify!($name), "`: ", $doc)]
            #[allow(non_snake_case)] // named as the class, as in Python
            pub fn $name(args: impl IntoArgs) -> Exception {
                $name::new(args)
            }
        )+
    };
}

classes! { "builtins";
    BaseException(): "the root of all exceptions.";
    SystemExit(BaseException): "the program is to exit.";
    KeyboardInterrupt(BaseException): "the program was interrupted by the user.";
    GeneratorExit(BaseException): "a generator or coroutine is being closed.";

    StopIteration(Exception): "an iterator has no more items.";
    StopAsyncIteration(Exception): "an asynchronous iterator has no more items.";
    ArithmeticError(Exception): "an error of arithmetic.";
    FloatingPointError(ArithmeticError): "a floating point operation failed.";
    OverflowError(ArithmeticError): "a result is too large to be represented.";
    ZeroDivisionError(ArithmeticError): "a division or modulo by zero.";
    AssertionError(Exception): "an assertion failed.";
    AttributeError(Exception): "an attribute was not found.";
    BufferError(Exception): "an operation on a buffer was not possible.";
    EOFError(Exception): "the end of the input was reached before anything was read.";
    ImportError(Exception): "an import found no such name.";
    ModuleNotFoundError(ImportError): "a module was not found.";
    LookupError(Exception): "a key or index was not found.";
    IndexError(LookupError): "a sequence index is out of range.";
    KeyError(LookupError) [with_str = strings::key_error]: "a key of a mapping was not found.";
    MemoryError(Exception): "out of memory.";
    NameError(Exception): "a name was not found.";
    UnboundLocalError(NameError): "a local variable was used before it was bound.";
    ReferenceError(Exception): "a weak reference was used after its object was gone.";
    RuntimeError(Exception): "an error that fits no other class.";
    NotImplementedError(RuntimeError): "a method has not been implemented.";
    PythonFinalizationError(RuntimeError): "an operation was refused while shutting down.";
    RecursionError(RuntimeError): "the recursion is too deep.";
    SystemError(Exception): "an internal error.";
    TypeError(Exception): "an argument is of an unsuitable type.";
    ValueError(Exception): "an argument is of the right type but unsuitable.";

    UnicodeError(ValueError): "an error of Unicode text.";
    UnicodeDecodeError(UnicodeError) [with_str = strings::decode_error]: "bytes could not be decoded; the arguments are codec, bytes, start, end, reason.";
    UnicodeEncodeError(UnicodeError) [with_str = strings::encode_error]: "a text could not be encoded; the arguments are codec, text, start, end, reason.";
    UnicodeTranslateError(UnicodeError) [with_str = strings::translate_error]: "a text could not be translated; the arguments are text, start, end, reason.";

    SyntaxError(Exception) [with_str = strings::syntax_error]: "the source is not valid.";
    IndentationError(SyntaxError): "the indentation is not valid.";
    TabError(IndentationError): "tabs and spaces are mixed in the indentation.";

    OSError(Exception) [with_str = super::os_error::os_error]: "an error of the operating system. With an error number and a text, the class is the subclass of that number, as in Python; third and fifth argument are file names.";
    BlockingIOError(OSError): "an operation would block.";
    ChildProcessError(OSError): "an operation on a child process failed.";
    ConnectionError(OSError): "an error of a connection.";
    BrokenPipeError(ConnectionError): "a write to a pipe or socket whose other end is closed.";
    ConnectionAbortedError(ConnectionError): "a connection was aborted by the peer.";
    ConnectionRefusedError(ConnectionError): "a connection was refused by the peer.";
    ConnectionResetError(ConnectionError): "a connection was reset by the peer.";
    FileExistsError(OSError): "the file to be created exists already.";
    FileNotFoundError(OSError): "a file or directory was not found.";
    InterruptedError(OSError): "a system call was interrupted.";
    IsADirectoryError(OSError): "a directory where a file was expected.";
    NotADirectoryError(OSError): "not a directory, where one was expected.";
    PermissionError(OSError): "an operation was not permitted.";
    ProcessLookupError(OSError): "a process was not found.";
    TimeoutError(OSError): "time ran out, for the system or for `asyncio.timeout`.";

    Warning(Exception): "the root of all warnings.";
    BytesWarning(Warning): "a doubtful use of bytes.";
    DeprecationWarning(Warning): "a deprecated feature was used, for developers.";
    EncodingWarning(Warning): "an encoding was left to the locale.";
    FutureWarning(Warning): "a feature will change, for users.";
    ImportWarning(Warning): "a doubtful import.";
    PendingDeprecationWarning(Warning): "a feature will be deprecated.";
    ResourceWarning(Warning): "a resource was not closed.";
    RuntimeWarning(Warning): "doubtful behaviour at run time.";
    SyntaxWarning(Warning): "doubtful syntax.";
    UnicodeWarning(Warning): "a doubtful use of Unicode.";
    UserWarning(Warning): "a warning of the program itself.";

    PanicException(BaseException): "a panic of Rust code; asyncpy's own. `except Exception` does not catch it.";
}

class_types! { "builtins";
    BaseExceptionGroup(BaseException) [with_str = strings::group]: "several exceptions at once.";
    ExceptionGroup(BaseExceptionGroup, Exception): "several exceptions at once, none of which is outside `Exception`.";
}

classes! { "asyncio.exceptions";
    CancelledError(BaseException): "the future or task was cancelled. `except Exception` does not catch it.";
    InvalidStateError(Exception): "the operation is not allowed in this state.";
    SendfileNotAvailableError(RuntimeError): "the system cannot send this file over this socket.";
    BrokenBarrierError(RuntimeError): "the barrier was broken by `abort`.";
}

class_types! { "asyncio.exceptions";
    IncompleteReadError(EOFError): "the stream ended before all that was asked for was read.";
    LimitOverrunError(Exception): "the buffer limit was reached while looking for a separator.";
}

classes! { "asyncio.queues";
    QueueEmpty(Exception): "`get_nowait` found the queue empty.";
    QueueFull(Exception): "`put_nowait` found the queue full.";
    QueueShutDown(Exception): "the queue is shut down.";
}

pub use OSError as IOError;
pub use OSError as EnvironmentError;

/// Makes a group: [`ExceptionGroup::group`].
#[allow(non_snake_case)] // named as the class, as in Python
pub fn ExceptionGroup<I>(message: impl Into<Rc<str>>, exceptions: I) -> Exception
where
    I: IntoIterator<Item: IntoException>,
{
    ExceptionGroup::group(message, exceptions)
}

/// Makes a group: [`BaseExceptionGroup::group`].
#[allow(non_snake_case)] // named as the class, as in Python
pub fn BaseExceptionGroup<I>(message: impl Into<Rc<str>>, exceptions: I) -> Exception
where
    I: IntoIterator<Item: IntoException>,
{
    BaseExceptionGroup::group(message, exceptions)
}

/// What an `IncompleteReadError` carries.
#[derive(Clone)]
struct IncompleteRead {
    partial: Arc<[u8]>,
    expected: Option<usize>,
}

impl IncompleteReadError {
    /// Makes one, of what was read and the number of bytes that were expected, if known.
    ///
    /// ```
    /// use asyncpy_runtime::exception::IncompleteReadError;
    ///
    /// let e = IncompleteReadError::new((b"abc".to_vec(), Some(10)));
    /// assert_eq!(e.to_string(), "3 bytes read on a total of 10 expected bytes");
    /// assert_eq!((e.partial(), e.expected()), (Some(&b"abc"[..]), Some(10)));
    /// ```
    #[allow(clippy::new_ret_no_self)] // calling a class makes an exception, as in Python
    pub fn new((partial, expected): (impl Into<Vec<u8>>, impl Into<Option<usize>>)) -> Exception {
        IncompleteReadError(partial, expected)
    }
}

/// Makes an `IncompleteReadError`, of what was read and the number of bytes that were expected, if
/// known.
#[allow(non_snake_case)] // named as the class, as in Python
pub fn IncompleteReadError(
    partial: impl Into<Vec<u8>>,
    expected: impl Into<Option<usize>>,
) -> Exception {
    let (partial, expected) = (partial.into(), expected.into());
    let total = expected.map_or_else(|| "undefined".to_owned(), |expected| expected.to_string());
    let text = format!("{} bytes read on a total of {total} expected bytes", partial.len());
    let partial = partial.into();
    IncompleteReadError::CLASS.exception_with(text, IncompleteRead { partial, expected })
}

/// What a `LimitOverrunError` carries.
#[derive(Clone)]
struct LimitOverrun {
    consumed: usize,
}

impl LimitOverrunError {
    /// Makes one, of a message and the number of bytes to be consumed.
    #[allow(clippy::new_ret_no_self)] // calling a class makes an exception, as in Python
    pub fn new((message, consumed): (impl IntoArgs, usize)) -> Exception {
        LimitOverrunError(message, consumed)
    }
}

/// Makes a `LimitOverrunError`, of a message and the number of bytes to be consumed.
#[allow(non_snake_case)] // named as the class, as in Python
pub fn LimitOverrunError(message: impl IntoArgs, consumed: usize) -> Exception {
    LimitOverrunError::CLASS.exception_with(message, LimitOverrun { consumed })
}

/// What makes the attributes again on another thread, if they are of the classes above.
pub(super) fn thaw_attributes(
    attributes: &dyn Any,
) -> Option<Arc<dyn Fn() -> Box<dyn Any> + Send + Sync>> {
    fn again<T>(attributes: &dyn Any) -> Option<Arc<dyn Fn() -> Box<dyn Any> + Send + Sync>>
    where
        T: Any + Clone + Send + Sync,
    {
        let attributes = attributes.downcast_ref::<T>()?.clone();
        Some(Arc::new(move || Box::new(attributes.clone())))
    }
    again::<IncompleteRead>(attributes).or_else(|| again::<LimitOverrun>(attributes))
}

impl Exception {
    /// What was read before the stream ended: Python's `IncompleteReadError.partial`. `None` for
    /// exceptions of another class.
    pub fn partial(&self) -> Option<&[u8]> {
        self.attributes().map(|IncompleteRead { partial, .. }| &**partial)
    }

    /// How many bytes were expected: Python's `IncompleteReadError.expected`. `None` if that is not
    /// known, and for exceptions of another class.
    pub fn expected(&self) -> Option<usize> {
        self.attributes().and_then(|IncompleteRead { expected, .. }| *expected)
    }

    /// How many bytes are to be consumed: Python's `LimitOverrunError.consumed`. `None` for
    /// exceptions of another class.
    pub fn consumed(&self) -> Option<usize> {
        self.attributes().map(|LimitOverrun { consumed }| *consumed)
    }

    /// What the generator or iterator returned: Python's `StopIteration.value`, None if it was
    /// raised without arguments. `None` for exceptions of another class.
    pub fn value(&self) -> Option<Arg> {
        self.is_instance::<StopIteration>()
            .then(|| self.args().first().cloned().unwrap_or_default())
    }

    /// What the program is to exit with: Python's `SystemExit.code`, None if it was raised without
    /// arguments. `None` for exceptions of another class.
    pub fn code(&self) -> Option<Arg> {
        self.is_instance::<SystemExit>().then(|| {
            let args = self.args();
            match &*args {
                [] => Arg::None,
                [code] => code.clone(),
                args => Arg::Tuple(args.into()),
            }
        })
    }
}
