//! What coroutines of the language give, and how results and exceptions are shown in traces.

use asyncpy_runtime::Exception;
use asyncpy_runtime::exception as exc;

/// A result.
#[derive(Clone)]
pub enum Value {
    None,
    Int(i64),
    List(Vec<Value>),
    Exception(Exception),
}

/// What a future of the language may hold.
pub trait Held: Clone + 'static {
    fn into_value(self) -> Value;
}

impl Held for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl Held for Vec<Value> {
    fn into_value(self) -> Value {
        Value::List(self)
    }
}

impl Held for Vec<Result<Value, Exception>> {
    fn into_value(self) -> Value {
        let items = self.into_iter().map(|item| item.unwrap_or_else(Value::Exception));
        Value::List(items.collect())
    }
}

/// Python's `repr`; exceptions with their causes.
pub fn show(value: &Value) -> String {
    match value {
        Value::None => "None".to_owned(),
        Value::Int(value) => value.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(show).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Exception(exception) => show_exception(exception),
    }
}

pub fn show_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

pub fn show_exception(exception: &Exception) -> String {
    let mut text = format!("{exception:?}");
    if text.contains("cannot await on itself") {
        "RuntimeError('Task cannot await on itself')".clone_into(&mut text);
    }
    if let Some(cause) = exception.cause() {
        text.push_str(" from ");
        text.push_str(&show_exception(&cause));
    }
    text
}

/// What reading a result gave.
pub fn outcome<T: Held>(read: Result<T, Exception>) -> String {
    match read {
        Ok(value) => show(&value.into_value()),
        Err(error) => format!("raised {}", show_exception(&error)),
    }
}

/// The class of this name.
pub fn class(name: &str) -> &'static exc::Class {
    match name {
        "ValueError" => exc::ValueError::CLASS,
        "KeyError" => exc::KeyError::CLASS,
        "LookupError" => exc::LookupError::CLASS,
        "RuntimeError" => exc::RuntimeError::CLASS,
        "CancelledError" => exc::CancelledError::CLASS,
        "TimeoutError" => exc::TimeoutError::CLASS,
        "Exception" => Exception::CLASS,
        "BaseException" => exc::BaseException::CLASS,
        "InvalidStateError" => exc::InvalidStateError::CLASS,
        "QueueEmpty" => exc::QueueEmpty::CLASS,
        "QueueFull" => exc::QueueFull::CLASS,
        "QueueShutDown" => exc::QueueShutDown::CLASS,
        "BrokenBarrierError" => exc::BrokenBarrierError::CLASS,
        "ExceptionGroup" => exc::ExceptionGroup::CLASS,
        "BaseExceptionGroup" => exc::BaseExceptionGroup::CLASS,
        "StopIteration" => exc::StopIteration::CLASS,
        "SystemExit" => exc::SystemExit::CLASS,
        "KeyboardInterrupt" => exc::KeyboardInterrupt::CLASS,
        other => panic!("no class {other}"),
    }
}

/// An exception of the class, with at most one argument.
pub fn make(name: &str, argument: Option<&str>) -> Exception {
    match argument {
        None => class(name).exception(()),
        Some(text) => class(name).exception(text),
    }
}

/// A number of seconds; `1+` is later than `1` by less than the clock's resolution.
pub fn seconds(word: &str) -> Option<f64> {
    if word == "none" {
        return None;
    }
    let (number, more) = match word.strip_suffix('+') {
        Some(number) => (number, 5e-10),
        None => (word, 0.0),
    };
    Some(number.parse::<f64>().expect("a number of seconds") + more)
}
