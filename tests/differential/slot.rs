//! What a program can name.

use asyncpy_runtime::{
    AnyFuture, Awaitable, Barrier, BoundedSemaphore, BoxCoroutine, Condition, Context, ContextVar,
    Event, EventLoop, Exception, Future, Handle, Lock, Queue, Semaphore, Task, TaskGroup, Timeout,
};

use crate::value::Value;

/// A coroutine of the language.
pub type Call = BoxCoroutine<'static, Value>;

/// Something that has a name.
#[derive(Clone)]
pub enum Slot {
    Task(Task<Value>),
    Future(Future<Value>),
    Gathered(Future<Vec<Value>>),
    GatheredResults(Future<Vec<Result<Value, Exception>>>),
    Handle(Handle),
    Lock(Lock),
    Event(Event),
    Condition(Condition),
    Semaphore(Semaphore),
    Bounded(BoundedSemaphore),
    Barrier(Barrier),
    Queue(Queue<i64>),
    Var(ContextVar<i64>),
    Context(Context),
    Timeout(Timeout),
    Group(TaskGroup),
}

/// Calls the same for each type of future: `each_future!(slot, future => expression)`. `None` for what is none.
macro_rules! each_future {
    ($slot:expr, $future:ident => $do:expr) => {
        match $slot {
            Slot::Task(task) => {
                let $future = task.as_future();
                Some($do)
            }
            Slot::Future($future) => Some($do),
            Slot::Gathered($future) => Some($do),
            Slot::GatheredResults($future) => Some($do),
            _ => None,
        }
    };
}

pub(crate) use each_future;

impl Slot {
    /// The future, if it is one.
    pub fn future(&self) -> Option<&AnyFuture> {
        each_future!(self, future => future)
    }
}

/// An argument of `gather` and its kin.
pub enum Argument {
    Future(Future<Value>),
    Call(Call),
}

impl Awaitable for Argument {
    type Output = Value;

    fn is_coroutine(&self) -> bool {
        matches!(self, Self::Call(_))
    }

    fn get_loop(&self) -> Option<EventLoop> {
        match self {
            Self::Future(future) => Awaitable::get_loop(future),
            Self::Call(call) => Awaitable::get_loop(call),
        }
    }

    fn ensure_future_on(self, event_loop: &EventLoop) -> Result<Future<Value>, Exception> {
        match self {
            Self::Future(future) => future.ensure_future_on(event_loop),
            Self::Call(call) => call.ensure_future_on(event_loop),
        }
    }
}
