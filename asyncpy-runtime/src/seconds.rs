//! Seconds, as asyncio counts time: a float, an integer or a `Duration`.

use std::time::Duration;

/// A length of time in seconds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of seconds",
    label = "expected a float, an integer or a `Duration`"
)]
pub trait Seconds {
    /// The number of seconds.
    fn seconds(self) -> f64;
}

impl Seconds for Duration {
    fn seconds(self) -> f64 {
        self.as_secs_f64()
    }
}

impl Seconds for f64 {
    fn seconds(self) -> f64 {
        self
    }
}

macro_rules! seconds {
    ($($lossless:ty),*; $($lossy:ty),*) => {
        $(impl Seconds for $lossless {
            fn seconds(self) -> f64 {
                f64::from(self)
            }
        })*
        $(impl Seconds for $lossy {
            #[expect(clippy::cast_precision_loss, reason = "Python's int / float division loses it too")]
            fn seconds(self) -> f64 {
                self as f64
            }
        })*
    };
}

seconds!(f32, i8, i16, i32, u8, u16, u32; i64, u64, isize, usize);

/// A length of time in seconds, or none at all.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of seconds",
    label = "expected a float, an integer, a `Duration`, or `None`"
)]
pub trait OptionalSeconds {
    /// The number of seconds, if any.
    fn optional_seconds(self) -> Option<f64>;
}

impl<S: Seconds> OptionalSeconds for S {
    fn optional_seconds(self) -> Option<f64> {
        Some(self.seconds())
    }
}

impl OptionalSeconds for Option<f64> {
    fn optional_seconds(self) -> Option<f64> {
        self
    }
}
