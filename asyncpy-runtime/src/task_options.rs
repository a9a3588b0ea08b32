//! `create_task` and its keywords.

use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;

use crate::context::{Context, LazyContext};
use crate::coroutine::Coroutine;
use crate::event_loop::{EventLoop, get_running_loop};
use crate::exception::Exception;
use crate::task::Task;

/// The keyword arguments of `create_task`.
///
/// # Examples
/// ```
/// use asyncpy_runtime::{TaskOptions, new_event_loop, sleep_with};
///
/// let event_loop = new_event_loop();
/// let task = TaskOptions::new().name("nap").spawn_on(&event_loop, sleep_with(0, 7))?;
/// assert_eq!(task.get_name(), "nap");
/// assert_eq!(event_loop.run_until_complete(task)?, 7);
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
#[derive(Default)]
pub struct TaskOptions {
    name: Option<Rc<str>>,
    context: Option<Context>,
    eager_start: bool,
}

impl TaskOptions {
    /// No keyword given.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The task's name; "Task-N" if none is given.
    #[must_use]
    pub fn name(mut self, name: impl ToString) -> Self {
        self.name = Some(name.to_string().into());
        self
    }

    /// The context that the steps run in; a copy of the current one if none is given.
    #[must_use]
    pub fn context(mut self, context: Context) -> Self {
        self.context = Some(context);
        self
    }

    /// Whether the body runs inside the call, up to its first real suspension (B33).
    #[must_use]
    pub fn eager_start(mut self, eager_start: bool) -> Self {
        self.eager_start = eager_start;
        self
    }

    /// Makes a task on the running loop: `asyncio.create_task()`.
    ///
    /// # Errors
    /// `RuntimeError` if no loop runs; a `SystemExit` or `KeyboardInterrupt` of an eager start.
    pub fn spawn<T: 'static, F>(self, coroutine: Coroutine<F>) -> Result<Task<T>, Exception>
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static, // a task may not borrow: take `self: Rc<Self>` or owned arguments
    {
        self.spawn_on(&get_running_loop()?, coroutine)
    }

    /// Makes a task on this loop: `loop.create_task()`.
    ///
    /// # Errors
    /// `RuntimeError` if the loop is closed; a `SystemExit` or `KeyboardInterrupt` of an eager start.
    pub fn spawn_on<T: 'static, F>(
        self,
        event_loop: &EventLoop,
        coroutine: Coroutine<F>,
    ) -> Result<Task<T>, Exception>
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        event_loop.core().check_open()?;
        let context = self.context.map_or_else(LazyContext::copy_of_current, LazyContext::from);
        let task = Task::new(event_loop.core(), coroutine, context, self.name);
        if self.eager_start && event_loop.is_running() {
            task.step()?;
        } else {
            task.schedule();
        }
        Ok(task)
    }
}

impl fmt::Debug for TaskOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskOptions")
            .field("name", &self.name)
            .field("eager_start", &self.eager_start)
            .finish_non_exhaustive()
    }
}

/// Makes a task on the running loop; its first step runs in the next iteration: `asyncio.create_task()`.
///
/// # Errors
/// `RuntimeError` if no loop runs on this thread.
pub fn create_task<T: 'static, F>(coroutine: Coroutine<F>) -> Result<Task<T>, Exception>
where
    F: StdFuture<Output = Result<T, Exception>> + 'static,
{
    TaskOptions::new().spawn(coroutine)
}
