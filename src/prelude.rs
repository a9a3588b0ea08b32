//! prelude

pub use crate::__coroutine as coroutine;
pub use crate::Exception;
pub use crate::asyncio;
pub use crate::{
    async_for, async_with, attempt, create_task, ensure_future, gather, raise, run, with,
};
