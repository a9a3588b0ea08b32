//! The waker that a task's coroutine is polled with.
//!
//! Rules:
//! 1. The poll is given a borrowed *local* waker, whose data is the task's header. It is alive only
//!    during the poll, when the one who polls holds a handle of the task.
//! 2. A clone of it is a `Waker` over the task's [`Remote`], which is sound on any thread. The remote is
//!    made at the first clone.
//! 3. A reference to the local waker may reach another thread during the poll, so `clone` and
//!    `wake_by_ref` touch nothing of the header but what never changes (`event_loop`, its inbox) and
//!    the remote's `OnceLock`.
//! 4. A leaf knows the local waker by its vtable and its data: only then may it register the task
//!    itself; under a combinator with wakers of its own it registers the waker that it was given.

use std::mem::ManuallyDrop;
use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::task::{Context, RawWaker, RawWakerVTable, Waker};

use scoped_tls::scoped_thread_local;

use super::raw::{AnyTask, Header};
use super::remote::{Inbox, Remote};

scoped_thread_local!(static CURRENT: AnyTask);

/// Calls `look` with the task whose step is running on this thread.
pub(crate) fn with_current<R>(look: impl FnOnce(Option<&AnyTask>) -> R) -> R {
    if CURRENT.is_set() { CURRENT.with(|task| look(Some(task))) } else { look(None) }
}

/// The task whose step is running on this thread.
pub(crate) fn current() -> Option<AnyTask> {
    CURRENT.is_set().then(|| CURRENT.with(AnyTask::clone))
}

/// Calls `function` while `task` is the running one.
pub(super) fn run_as<R>(task: &AnyTask, function: impl FnOnce() -> R) -> R {
    CURRENT.set(task, function)
}

/// Whether `cx` holds the local waker of the running task (rule 4).
pub(crate) fn is_own(task: &AnyTask, cx: &Context<'_>) -> bool {
    let waker = cx.waker();
    ptr::eq(waker.vtable(), &raw const LOCAL) && ptr::eq(task.as_ptr().cast(), waker.data())
}

/// Calls `poll` with the task's local waker.
pub(crate) fn with_local<R>(task: &AnyTask, poll: impl FnOnce(&mut Context<'_>) -> R) -> R {
    with_vtable(task, &LOCAL, poll)
}

/// Calls `poll` with a waker that makes leaves and checkpoints do nothing.
pub(super) fn with_trace<R>(task: &AnyTask, poll: impl FnOnce(&mut Context<'_>) -> R) -> R {
    with_vtable(task, &TRACE, poll)
}

fn with_vtable<R>(
    task: &AnyTask,
    vtable: &'static RawWakerVTable,
    poll: impl FnOnce(&mut Context<'_>) -> R,
) -> R {
    let raw = RawWaker::new(task.as_ptr().cast(), vtable);
    // SAFETY: the functions of both tables keep the contract of `RawWakerVTable` (their comments); the data
    // is the header of a task that `task` keeps alive as long as this waker exists.
    let waker = ManuallyDrop::new(unsafe { Waker::from_raw(raw) });
    poll(&mut Context::from_waker(&waker))
}

static LOCAL: RawWakerVTable =
    RawWakerVTable::new(clone_local, wake_local, wake_local, |_borrowed_so_not_counted| ());

/// The same waker under another name: what a task is polled with when its stack is read, see `trace`.
static TRACE: RawWakerVTable =
    RawWakerVTable::new(clone_local, wake_local, wake_local, |_borrowed_so_not_counted| ());

/// Whether `cx` comes from [`with_trace`].
#[inline]
pub(super) fn is_trace(cx: &Context<'_>) -> bool {
    ptr::eq(cx.waker().vtable(), &raw const TRACE)
}

/// Rule 2. Sound on any thread: see `remote_of`.
unsafe fn clone_local(task: *const ()) -> RawWaker {
    // SAFETY: the caller's waker is alive, so the task is (rule 1).
    let remote = ManuallyDrop::new(Waker::from(unsafe { remote_of(task) }));
    RawWaker::new(remote.data(), remote.vtable())
}

/// Both wake functions: the local waker is never owned, so `wake` by value has nothing to free.
unsafe fn wake_local(task: *const ()) {
    // SAFETY: the caller's waker is alive, so the task is (rule 1).
    if unsafe { inbox_of(task) }.is_home() {
        // SAFETY: `task` is a live header, so not null; this is its thread.
        let task = unsafe { AnyTask::from_ptr(NonNull::new_unchecked(task.cast_mut().cast())) };
        task.schedule();
    } else {
        // SAFETY: as above.
        Waker::from(unsafe { remote_of(task) }).wake();
    }
}

/// The inbox of the task's loop.
///
/// # Safety
/// `task` is the header of a task that is alive during `'a`. Any thread.
unsafe fn inbox_of<'a>(task: *const ()) -> &'a Arc<Inbox> {
    // SAFETY: the task is alive (caller); its loop pointer and the loop's inbox pointer are written
    // before the first poll and never again, so threads may read them (rule 3). The `Rc`'s count is
    // not touched.
    unsafe { &(*task.cast::<Header>()).event_loop }.inbox()
}

/// The task's remote, made if there was none.
///
/// # Safety
/// `task` is the header of a task that is alive during the call. Any thread.
unsafe fn remote_of(task: *const ()) -> Arc<Remote> {
    let header = task.cast::<Header>();
    // SAFETY: the task is alive (caller), so the pointer is not null and has a remote field; that is a
    // `OnceLock`, which threads may share (rule 3).
    let remote = unsafe { &*AnyTask::remote_field(NonNull::new_unchecked(header.cast_mut())) };
    let made = remote.get_or_init(|| {
        // SAFETY: the task is alive (caller).
        Remote::new(header, Arc::clone(unsafe { inbox_of(task) }))
    });
    Arc::clone(made)
}
