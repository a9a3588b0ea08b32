//! What the ports have in common: Python's `repr`, `str` and `print` of the values that they print, and two
//! expressions that many programs contain.

use std::rc::Rc;

use asyncpy::AnyTask;
use asyncpy::asyncio::{Arg, Args, Exception, repr_float, repr_str};

/// A value that prints as Python prints it.
pub trait Py {
    /// Python's `repr(x)`.
    fn repr(&self) -> String;

    /// Python's `str(x)`.
    fn str(&self) -> String {
        self.repr()
    }
}

/// Python's `repr(x)`, to be printed as it is.
pub fn repr(value: impl Py) -> Raw {
    Raw(value.repr())
}

/// A text that both `repr` and `str` leave as it is.
pub struct Raw(String);

impl Py for Raw {
    fn repr(&self) -> String {
        self.0.clone()
    }
}

/// Python's `tuple`: the items in round brackets.
pub struct Tuple<T>(pub Vec<T>);

impl<T: Py> Py for Tuple<T> {
    fn repr(&self) -> String {
        match &*self.0 {
            [one] => format!("({},)", one.repr()),
            items => format!("({})", joined(items)),
        }
    }
}

fn joined<T: Py>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(Py::repr).collect();
    items.join(", ")
}

impl<T: Py> Py for [T] {
    fn repr(&self) -> String {
        format!("[{}]", joined(self))
    }
}

impl<T: Py> Py for Vec<T> {
    fn repr(&self) -> String {
        self.as_slice().repr()
    }
}

impl<T: Py, const N: usize> Py for [T; N] {
    fn repr(&self) -> String {
        self.as_slice().repr()
    }
}

impl<A: Py, B: Py> Py for (A, B) {
    fn repr(&self) -> String {
        format!("({}, {})", self.0.repr(), self.1.repr())
    }
}

impl Py for () {
    fn repr(&self) -> String {
        "None".to_owned()
    }
}

impl Py for bool {
    fn repr(&self) -> String {
        if *self { "True" } else { "False" }.to_owned()
    }
}

impl Py for f64 {
    fn repr(&self) -> String {
        repr_float(*self)
    }
}

macro_rules! texts {
    ($($ty:ty)*) => {$(
        impl Py for $ty {
            fn repr(&self) -> String {
                repr_str(self)
            }

            fn str(&self) -> String {
                (*self).to_string()
            }
        }
    )*};
}

texts! { str String }

impl Py for char {
    fn repr(&self) -> String {
        repr_str(&self.to_string())
    }

    fn str(&self) -> String {
        self.to_string()
    }
}

macro_rules! as_rust_prints_them {
    ($($ty:ty)*) => {$(
        impl Py for $ty {
            fn repr(&self) -> String {
                format!("{self:?}")
            }

            fn str(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

as_rust_prints_them! { i32 u32 u64 usize Exception Arg }

impl Py for Args {
    fn repr(&self) -> String {
        format!("{self:?}")
    }
}

/// A list of results as `gather(…, return_exceptions=True)` gives it.
impl<T: Py> Py for Result<T, Exception> {
    fn repr(&self) -> String {
        match self {
            Ok(value) => value.repr(),
            Err(error) => error.repr(),
        }
    }
}

/// `None` or the value.
impl<T: Py> Py for Option<T> {
    fn repr(&self) -> String {
        self.as_ref().map_or_else(|| "None".to_owned(), Py::repr)
    }

    fn str(&self) -> String {
        self.as_ref().map_or_else(|| "None".to_owned(), Py::str)
    }
}

macro_rules! handles {
    ($($ty:ty)*) => {$(
        impl<T: Py + ?Sized> Py for $ty {
            fn repr(&self) -> String {
                (**self).repr()
            }

            fn str(&self) -> String {
                (**self).str()
            }
        }
    )*};
}

handles! { &T Rc<T> Box<T> }

/// Python's `print(*values)`.
pub fn print(values: &[String]) {
    println!("{}", values.join(" "));
}

/// `sorted(names)`.
pub fn sorted(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort();
    names
}

/// `asyncio.current_task()`, where there is one.
pub fn current_task() -> AnyTask {
    let task = asyncpy::asyncio::current_task().expect("a loop runs");
    task.expect("called in a task")
}

/// Python's `print(a, b, …)`.
macro_rules! py_print {
    ($($value:expr),* $(,)?) => {
        $crate::py::print(&[$($crate::py::Py::str(&$value)),*])
    };
}
pub(crate) use py_print;
