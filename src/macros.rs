//! The shells of the function-like macros, and their documentation.
//!
//! Each hands this crate's path to the procedural macro of the same name, so that expansions find
//! it under whatever name the user has given it. The arm `@used` is for the attribute: it reads a
//! call without rustc seeing it, and leaves this one behind so that the import counts as used.

/// attempt
#[macro_export]
macro_rules! attempt {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::attempt!(($crate) $($tokens)*)
    };
}

/// raise
#[macro_export]
macro_rules! raise {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::raise!(($crate) $($tokens)*)
    };
}

/// with
#[macro_export]
macro_rules! with {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::with!(($crate) $($tokens)*)
    };
}

/// async_with
#[macro_export]
macro_rules! async_with {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::async_with!(($crate) $($tokens)*)
    };
}

/// async_for
#[macro_export]
macro_rules! async_for {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::async_for!(($crate) $($tokens)*)
    };
}

/// gather
#[macro_export]
macro_rules! gather {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::gather!(($crate) $($tokens)*)
    };
}

/// create_task
#[macro_export]
macro_rules! create_task {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::create_task!(($crate) $($tokens)*)
    };
}

/// ensure_future
#[macro_export]
macro_rules! ensure_future {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::ensure_future!(($crate) $($tokens)*)
    };
}

/// run
#[macro_export]
macro_rules! run {
    (@used) => {};
    ($($tokens:tt)*) => {
        $crate::__private::run!(($crate) $($tokens)*)
    };
}

/// An anonymous coroutine.
#[macro_export]
#[doc(hidden)]
macro_rules! __coroutine {
    ($($tokens:tt)*) => {
        $crate::__private::coroutine_block!(($crate) $($tokens)*)
    };
}
