//! The macro that declares classes.

/// Declares exception classes, as Python's `class MyError(ValueError): pass`.
///
/// Each is a class type and a constructor function of one name, caught by its own name and by every
/// class it derives from. Several may be declared at once, each ended by `;`. A second base is
/// written as in Python; `in "name"` after the bases names a module, which tracebacks then show.
///
/// ```
/// use asyncpy_runtime::exception;
/// use asyncpy_runtime::exception::{Exception, ValueError};
///
/// exception! {
///     /// An id that is not in the table.
///     pub class BadId(ValueError)
/// }
///
/// let e = BadId(7);
/// assert_eq!(format!("{e:?}"), "BadId(7)");
/// assert_eq!(e.format(), "BadId: 7\n");
/// assert!(e.is_instance::<BadId>() && e.is_instance::<ValueError>());
/// ```
#[macro_export]
macro_rules! exception {
    ($(
        $(#[$attribute:meta])*
        $visibility:vis class $name:ident ( $($base:ty),+ $(,)? ) $(in $module:literal)?
    );+ $(;)?) => {$(
        $(#[$attribute])*
        $visibility enum $name {}

        impl $name {
            /// The class as a value.
            pub const CLASS: &'static $crate::exception::Class = {
                static CLASS: $crate::exception::Class =
                    $crate::exception::Class::new(
                        ::core::stringify!($name),
                        &[$(<$base>::CLASS),+],
                    )$(.in_module($module))?;
                &CLASS
            };

            /// Makes an exception of any number of arguments: one value, `()`, or a tuple.
            #[allow(dead_code, clippy::new_ret_no_self)] // not every class is made both ways
            pub fn new(args: impl $crate::exception::IntoArgs) -> $crate::exception::Exception {
                Self::CLASS.exception(args)
            }
        }

        #[diagnostic::do_not_recommend]
        impl $crate::exception::ExceptionClass for $name {
            type Caught = $crate::exception::Exception;

            fn matches(exception: &$crate::exception::Exception) -> bool {
                exception.is_instance_of(Self::CLASS)
            }

            fn bind(exception: &$crate::exception::Exception) -> $crate::exception::Exception {
                ::core::clone::Clone::clone(exception)
            }
        }

        $(#[$attribute])*
        #[allow(non_snake_case, dead_code)] // named as the class, as in Python; some are only caught
        $visibility fn $name(
            args: impl $crate::exception::IntoArgs,
        ) -> $crate::exception::Exception {
            $name::new(args)
        }
    )+};
}
