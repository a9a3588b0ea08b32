//! `asyncio.TaskGroup`.
//!
//! Rules:
//! 1. The exit waits for all tasks of the group: two iterations after the last one's last step; none if there are
//!    none (B56).
//! 2. The first task that fails aborts the group: the other tasks are cancelled, and so is the parent if it is
//!    inside the block; the exit takes that request back (B57).
//! 3. An exception of the block, or a cancellation of the parent, aborts the group too (B58, C22).
//! 4. What was raised comes out as one group, in order of failure, the block's exception last. A `SystemExit` or
//!    `KeyboardInterrupt` comes out as it is (B60).
//! 5. An outside cancellation together with a failure: the group comes out, and the parent is cancelled again at
//!    its next await (C23).
//! 6. A task can be added until the exit is over, but not to a group that is shutting down (B59).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future as StdFuture;
use std::rc::Rc;

use crate::context_manager::AsyncContextManager;
use crate::coroutine::{Code, Coroutine};
use crate::event_loop::{EventLoop, ExceptionContext, get_running_loop};
use crate::exception::{BaseExceptionGroup, CancelledError, Exception, RuntimeError};
use crate::future::Future;
use crate::task::{AnyFuture, AnyTask, Callback, DoneCallback, Task, current, leaves_the_loop};
use crate::task_options::TaskOptions;

/// Tasks that end before the block does: `asyncio.TaskGroup`.
///
/// Cloning gives another handle to the same group.
#[derive(Clone, Default)]
pub struct TaskGroup {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    entered: Cell<bool>,
    exiting: Cell<bool>,
    aborting: Cell<bool>,
    parent: RefCell<Option<(EventLoop, AnyTask)>>,
    parent_cancel_requested: Cell<bool>,
    /// The tasks that have not ended, by the order of their creation.
    tasks: RefCell<BTreeMap<u64, AnyTask>>,
    created: Cell<u64>,
    errors: RefCell<Vec<Exception>>,
    base_error: RefCell<Option<Exception>>,
    on_completed: RefCell<Option<Future<()>>>,
}

/// The end of one task of the group.
struct TaskDone {
    group: TaskGroup,
    number: u64,
}

impl DoneCallback for TaskDone {
    fn call(&self, task: &AnyFuture) -> Result<(), Exception> {
        self.group.on_task_done(self.number, task)
    }

    fn awaited_by(&self) -> Option<AnyFuture> {
        let parent = self.group.inner.parent.borrow();
        parent.as_ref().map(|(_, parent)| parent.as_future().clone())
    }
}

impl TaskGroup {
    /// A group that has not been entered.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a task of the group: `TaskGroup.create_task()`.
    ///
    /// # Errors
    /// `RuntimeError` if the group has not been entered, is shutting down or is finished; the coroutine is
    /// dropped then.
    pub fn create_task<T: 'static, F>(&self, coroutine: Coroutine<F>) -> Result<Task<T>, Exception>
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        self.create_task_with(coroutine, TaskOptions::new())
    }

    /// As [`create_task`](Self::create_task), with keywords: `TaskGroup.create_task(…, name=…, context=…)`.
    ///
    /// # Errors
    /// As [`create_task`](Self::create_task).
    pub fn create_task_with<T: 'static, F>(
        &self,
        coroutine: Coroutine<F>,
        options: TaskOptions,
    ) -> Result<Task<T>, Exception>
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        let inner = &*self.inner;
        let event_loop = match &*inner.parent.borrow() {
            Some((event_loop, _)) if inner.entered.get() => event_loop.clone(),
            _ => return Err(self.refusal("has not been entered")),
        };
        if inner.exiting.get() && inner.tasks.borrow().is_empty() {
            return Err(self.refusal("is finished"));
        }
        if inner.aborting.get() {
            return Err(self.refusal("is shutting down"));
        }
        let task = options.spawn_on(&event_loop, coroutine)?;
        let number = inner.created.get() + 1;
        inner.created.set(number);
        if task.done() {
            self.on_task_done(number, &task)?;
        } else {
            inner.tasks.borrow_mut().insert(number, AnyTask::clone(&task));
            let done = TaskDone { group: self.clone(), number };
            task.add_callback(Callback::Internal(Rc::new(done)));
        }
        Ok(task)
    }

    fn refusal(&self, why: &str) -> Exception {
        RuntimeError::new(format!("TaskGroup {self:?} {why}"))
    }

    /// Cancels what is left: rules 2 and 3.
    fn abort(&self) {
        self.inner.aborting.set(true);
        let tasks: Vec<AnyTask> = self.inner.tasks.borrow().values().cloned().collect();
        for task in tasks {
            if !task.done() {
                task.cancel();
            }
        }
    }

    fn on_task_done(&self, number: u64, task: &AnyFuture) -> Result<(), Exception> {
        let inner = &*self.inner;
        inner.tasks.borrow_mut().remove(&number);
        if inner.tasks.borrow().is_empty()
            && let Some(on_completed) = &*inner.on_completed.borrow()
            && !on_completed.done()
        {
            on_completed.set_result(())?;
        }
        if task.cancelled() {
            return Ok(());
        }
        let Some(error) = task.exception()? else { return Ok(()) };
        inner.errors.borrow_mut().push(error.clone());
        self.note_base_error(&error);
        let Some((event_loop, parent)) = inner.parent.borrow().clone() else { return Ok(()) };
        if parent.done() {
            let message = format!(
                "Task {task:?} has errored out but its parent task {parent:?} is already completed"
            );
            let mut context = ExceptionContext::new(message).with_exception(error);
            context.task = task.as_task().cloned();
            return event_loop.call_exception_handler(&context);
        } else if !inner.aborting.get() && !inner.parent_cancel_requested.get() {
            self.abort();
            inner.parent_cancel_requested.set(true);
            parent.cancel();
        }
        Ok(())
    }

    /// Keeps the first exception that must leave as it is (rule 4).
    fn note_base_error(&self, error: &Exception) {
        if leaves_the_loop(error) {
            self.inner.base_error.borrow_mut().get_or_insert_with(|| error.clone());
        }
    }

    fn enter(&self) -> Result<(), Exception> {
        if self.inner.entered.get() {
            return Err(self.refusal("has already been entered"));
        }
        let event_loop = get_running_loop()?;
        let Some(parent) = current::task() else {
            return Err(self.refusal("cannot determine the parent task"));
        };
        self.inner.parent.replace(Some((event_loop, parent)));
        self.inner.entered.set(true);
        Ok(())
    }

    /// Waits for all tasks, then raises what there is to raise.
    async fn exit(&self, exception: Option<Exception>) -> Result<(), Exception> {
        let inner = &*self.inner;
        inner.exiting.set(true);
        if let Some(exception) = &exception {
            self.note_base_error(exception);
        }
        let is_cancellation = |error: &Exception| error.is_instance::<CancelledError>();
        let mut cancellation = exception.clone().filter(is_cancellation);
        if exception.is_some() && !inner.aborting.get() {
            self.abort();
        }
        let Some((event_loop, parent)) = inner.parent.borrow().clone() else { return Ok(()) };
        while !inner.tasks.borrow().is_empty() {
            let on_completed = event_loop.create_future();
            inner.on_completed.replace(Some(on_completed.clone()));
            let outcome = on_completed.await;
            inner.on_completed.take();
            match outcome {
                Err(error) if !is_cancellation(&error) => return Err(error),
                Err(error) if !inner.aborting.get() => {
                    cancellation = Some(error);
                    self.abort();
                }
                _ => {}
            }
        }
        if let Some(error) = inner.base_error.take() {
            return Err(error);
        }
        if inner.parent_cancel_requested.get() && parent.uncancel() == 0 {
            cancellation = None;
        }
        let mut errors = inner.errors.take();
        if let Some(error) = cancellation
            && errors.is_empty()
        {
            return Err(error);
        }
        errors.extend(exception.filter(|error| !is_cancellation(error)));
        if errors.is_empty() {
            return Ok(());
        }
        if parent.cancelling() > 0 {
            parent.uncancel();
            parent.cancel(); // rule 5
        }
        Err(BaseExceptionGroup::group("unhandled errors in a TaskGroup", errors).with_cause(None))
    }
}

impl fmt::Debug for TaskGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        f.write_str("<TaskGroup")?;
        match inner.tasks.borrow().len() {
            0 => {}
            tasks => write!(f, " tasks={tasks}")?,
        }
        match inner.errors.borrow().len() {
            0 => {}
            errors => write!(f, " errors={errors}")?,
        }
        f.write_str(match (inner.aborting.get(), inner.entered.get()) {
            (true, _) => " cancelling>",
            (false, true) => " entered>",
            (false, false) => ">",
        })
    }
}

impl AsyncContextManager for &TaskGroup {
    type Value = TaskGroup;

    fn __aenter__(&mut self) -> Coroutine<impl StdFuture<Output = Result<TaskGroup, Exception>>> {
        static CODE: Code = Code { name: "__aenter__", file: file!(), line: line!() };
        let group = self.clone();
        Coroutine::new(&CODE, async move { group.enter().map(|()| group) })
    }

    fn __aexit__(
        &mut self,
        exception: Option<&Exception>,
    ) -> Coroutine<impl StdFuture<Output = Result<bool, Exception>>> {
        static CODE: Code = Code { name: "__aexit__", file: file!(), line: line!() };
        let (group, exception) = (TaskGroup::clone(self), exception.cloned());
        Coroutine::new(&CODE, async move { group.exit(exception).await.map(|()| false) })
    }
}
