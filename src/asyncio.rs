//! asyncio's names.

pub use crate::{
    async_for, async_with, attempt, coroutine, create_task, ensure_future, gather, raise, run, with,
};
