//! The memory of futures and tasks: one allocation each, counted without atomics.
//!
//! Terms: a *cell* is the allocation. Every cell begins with a [`Header`]; a task's continues with
//! a [`TaskPart`]; then come the [`Slot`] of the result and, in a task, the coroutine.
//! An [`AnyFuture`] is one counted pointer to any cell, an [`AnyTask`] one to a task's cell, a
//! [`Typed<T>`] one to a cell whose result is a `T`.
//!
//! Rules:
//! 1. A cell is freed when its count falls to 0, on the thread that made it: no reference type is
//!    `Send`, and whatever leaves the thread holds no counted pointer (see `waker`).
//! 2. `Header` is at offset 0 of every cell, and `TaskPart` at the same offset of every task's cell,
//!    because all cells are `repr(C)` and begin alike.
//! 3. `TASK` is set exactly in cells that were made by [`Typed::new_task`]; only those become a
//!    `AnyTask`.
//! 4. A cell's vtable is the one of the types that the cell was made with; its `slot_offset` leads to
//!    the `Slot<T>`, and a `Typed<T>` comes only from the making of the cell.
//! 5. The coroutine is polled and dropped in place, never moved. Both happen only between
//!    [`Exclusive::begin`] and its end, and there is one `Exclusive` of a task at a time.
//! 6. Everything in a cell but the coroutine is shared by `Cell`s, so `&Header`, `&TaskPart` and
//!    `&Slot<T>` may exist at any time.
//! 7. Pointers to a cell come from the allocation's own pointer and keep its provenance.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::future::Future as StdFuture;
use std::marker::PhantomData;
use std::mem::offset_of;
use std::ops::Deref;
use std::pin::Pin;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};
use std::task::{self, Poll};

use super::callbacks::Callbacks;
use super::part::TaskPart;
use super::remote::Remote;
use super::state::{RUNNING, State, TASK};
use crate::event_loop::LoopCore;
use crate::exception::Exception;

/// What every future and task begins with.
#[repr(C)]
pub struct Header {
    vtable: &'static VTable,
    refs: Cell<u32>,
    /// See `state`.
    pub(crate) state: State,
    /// The loop that the future belongs to.
    pub(crate) event_loop: Rc<LoopCore>,
    /// Who wants to know when it is done, in order of registration (B22).
    pub(crate) callbacks: RefCell<Callbacks>,
    /// The exception of a finished future; of a cancelled task the one it ended with, until it is
    /// retrieved for the first time (C13).
    pub(crate) error: Cell<Option<Exception>>,
    /// How long the exception's traceback was when the future finished.
    pub(crate) traceback_len: Cell<usize>,
    /// What few futures have.
    pub(crate) rare: RefCell<Option<Box<Rare>>>,
}

/// What few futures have.
#[derive(Default)]
pub(crate) struct Rare {
    /// A name that the user gave.
    pub(crate) name: Option<Rc<str>>,
    /// The message of the last `cancel`.
    pub(crate) cancel_message: Option<Rc<str>>,
    /// What `cancel` does instead of cancelling the future itself: `gather` cancels its children.
    pub(crate) cancel_hook: Option<Rc<dyn CancelHook>>,
}

/// What `cancel` does to a future that stands for others.
pub(crate) trait CancelHook {
    /// Passes the request on; the answer is that of `cancel`.
    fn cancel(&self, message: Option<Rc<str>>) -> bool;
}

/// What depends on the types of a cell.
struct VTable {
    slot_offset: usize,
    free: unsafe fn(NonNull<Header>),
    poll: unsafe fn(NonNull<Header>, &mut task::Context<'_>) -> Poll<Result<(), Exception>>,
    drop_coroutine: unsafe fn(NonNull<Header>),
}

/// The place of a result.
struct Slot<T> {
    value: Cell<Option<T>>,
    /// How to copy the value: set when a second handle is made, which only a `T: Clone` allows.
    cloner: Cell<Option<fn(&T) -> T>>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { value: Cell::new(None), cloner: Cell::new(None) }
    }
}

#[repr(C)]
struct FutureCell<T> {
    header: Header,
    slot: Slot<T>,
}

#[repr(C)]
struct TaskCell<T, F> {
    header: Header,
    part: TaskPart,
    slot: Slot<T>,
    coroutine: UnsafeCell<Option<F>>,
}

/// The beginning that all task cells share.
#[repr(C)]
struct TaskPrefix {
    header: Header,
    part: TaskPart,
}

impl Header {
    fn new(vtable: &'static VTable, is_task: bool, event_loop: Rc<LoopCore>) -> Self {
        Self {
            vtable,
            refs: Cell::new(1),
            state: State::new(is_task),
            event_loop,
            callbacks: RefCell::default(),
            error: Cell::new(None),
            traceback_len: Cell::new(0),
            rare: RefCell::default(),
        }
    }

    /// A copy of the stored exception.
    pub(crate) fn error(&self) -> Option<Exception> {
        let error = self.error.take();
        self.error.set(error.clone());
        error
    }

    /// The rare part, made if there was none.
    pub(crate) fn with_rare<R>(&self, change: impl FnOnce(&mut Rare) -> R) -> R {
        change(self.rare.borrow_mut().get_or_insert_default())
    }
}

impl<T> FutureCell<T> {
    const VTABLE: VTable = VTable {
        slot_offset: offset_of!(Self, slot),
        free: Self::free,
        poll: |_, _| unreachable!("a plain future has no coroutine"),
        drop_coroutine: |_| unreachable!("a plain future has no coroutine"),
    };

    /// # Safety
    /// `cell` is a `FutureCell<T>` that nobody uses any more.
    unsafe fn free(cell: NonNull<Header>) {
        // SAFETY: the pointer came from `Box::into_raw` of this type (rules 4 and 7); the caller
        // promises that it is the last one.
        drop(unsafe { Box::from_raw(cell.cast::<Self>().as_ptr()) });
    }
}

impl<T, F: StdFuture<Output = Result<T, Exception>>> TaskCell<T, F> {
    const VTABLE: VTable = VTable {
        slot_offset: offset_of!(Self, slot),
        free: Self::free,
        poll: Self::poll,
        drop_coroutine: Self::drop_coroutine,
    };

    /// # Safety
    /// `cell` is a `TaskCell<T, F>` that nobody uses any more.
    unsafe fn free(cell: NonNull<Header>) {
        // SAFETY: as in `FutureCell::free`.
        let cell = unsafe { Box::from_raw(cell.cast::<Self>().as_ptr()) };
        if let Some(remote) = cell.part.remote.get() {
            remote.detach(); // before any destructor runs that could wake the task
        }
    }

    /// # Safety
    /// `cell` is a live `TaskCell<T, F>`, and the caller is its `Exclusive` (rule 5).
    unsafe fn poll(
        cell: NonNull<Header>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Result<(), Exception>> {
        // SAFETY: the cell is alive and of this type (caller, rule 4).
        let coroutine = unsafe { &raw const (*cell.cast::<Self>().as_ptr()).coroutine };
        // SAFETY: nobody else looks at the coroutine (caller, rule 5), so the reference is unique.
        let coroutine = unsafe { &mut *UnsafeCell::raw_get(coroutine) };
        let Some(coroutine) = coroutine else { unreachable!("polled a coroutine that is gone") };
        // SAFETY: the coroutine is never moved out of its cell (rule 5), and `None` drops it in place.
        let coroutine = unsafe { Pin::new_unchecked(coroutine) };
        coroutine.poll(cx).map_ok(|value| {
            // SAFETY: the cell is alive and of this type; slots are shared (rule 6).
            let slot = unsafe { &(*cell.cast::<Self>().as_ptr()).slot };
            slot.value.set(Some(value));
        })
    }

    /// # Safety
    /// `cell` is a live `TaskCell<T, F>`, and the caller is its `Exclusive` (rule 5).
    unsafe fn drop_coroutine(cell: NonNull<Header>) {
        // SAFETY: the cell is alive and of this type (caller, rule 4).
        let coroutine = unsafe { &raw const (*cell.cast::<Self>().as_ptr()).coroutine };
        // SAFETY: nobody else looks at the coroutine (caller, rule 5); assigning drops it in place.
        unsafe { *UnsafeCell::raw_get(coroutine) = None };
    }
}

/// A future or task whose result type is not known here: one counted pointer.
///
/// See [`Future<T>`](crate::future::Future) for the one that knows it.
pub struct AnyFuture(NonNull<Header>);

impl AnyFuture {
    /// Whether both handles are of the same future: Python's `is`.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// The address, to compare and to print.
    pub(crate) fn as_ptr(&self) -> *const Header {
        self.0.as_ptr()
    }

    /// The task, if this is one.
    #[must_use]
    pub fn as_task(&self) -> Option<&AnyTask> {
        if !self.state.has(TASK) {
            return None;
        }
        // SAFETY: `AnyTask` is a transparent wrapper, and `TASK` says that it may be one (rule 3).
        Some(unsafe { &*std::ptr::from_ref(self).cast::<AnyTask>() })
    }
}

#[doc(hidden)]
impl Deref for AnyFuture {
    type Target = Header;

    #[inline]
    fn deref(&self) -> &Header {
        // SAFETY: the count keeps the cell alive (rule 1), it begins with a header (rule 2), and
        // headers are shared (rule 6).
        unsafe { self.0.as_ref() }
    }
}

impl Clone for AnyFuture {
    #[inline]
    fn clone(&self) -> Self {
        let refs = self.refs.get().checked_add(1).expect("too many handles of one future");
        self.refs.set(refs);
        Self(self.0)
    }
}

impl Drop for AnyFuture {
    #[inline]
    fn drop(&mut self) {
        let refs = self.refs.get() - 1;
        self.refs.set(refs);
        if refs == 0 {
            self.last_handle_gone();
        }
    }
}

impl AnyFuture {
    /// Reports what nobody looked at (B15, B16), then frees the cell unless somebody took a handle.
    #[cold]
    #[inline(never)]
    fn last_handle_gone(&self) {
        if super::report::is_due(self) {
            self.refs.set(1);
            let revived = Self(self.0); // owns the one handle just counted
            super::report::now(&revived);
            drop(revived); // comes here again, with nothing left to report
            return;
        }
        let free = self.vtable.free;
        // SAFETY: the count is 0, so this was the last use (rule 1); the vtable is the cell's (rule 4).
        unsafe { free(self.0) };
    }
}

/// A task whose result type is not known here.
///
/// It is an [`AnyFuture`] and has its methods too. See [`Task<T>`](crate::task::Task) for the one that
/// knows its result.
#[repr(transparent)]
#[derive(Clone)]
pub struct AnyTask(AnyFuture);

impl AnyTask {
    /// The task as a future.
    #[must_use]
    pub fn as_future(&self) -> &AnyFuture {
        &self.0
    }

    /// What tasks have beyond futures.
    #[inline]
    pub(crate) fn part(&self) -> &TaskPart {
        // SAFETY: the cell is alive, and a task's (rules 1 and 3), so the part is there (rule 2), and it
        // is shared (rule 6).
        unsafe { &(*self.0.0.cast::<TaskPrefix>().as_ptr()).part }
    }

    /// The place of the task's remote, for any thread.
    ///
    /// # Safety
    /// `task` came from `as_ptr` of a task that is alive.
    pub(super) unsafe fn remote_field(task: NonNull<Header>) -> *const OnceLock<Arc<Remote>> {
        // SAFETY: the cell is alive and a task's (caller), so the part is there (rule 2); no reference is
        // made to it.
        unsafe { &raw const (*task.cast::<TaskPrefix>().as_ptr()).part.remote }
    }

    /// A second handle to the task at `task`.
    ///
    /// # Safety
    /// `task` came from `as_ptr` of a task that is alive, and this is the task's thread.
    pub(super) unsafe fn from_ptr(task: NonNull<Header>) -> Self {
        let borrowed = std::mem::ManuallyDrop::new(Self(AnyFuture(task)));
        Self::clone(&borrowed)
    }
}

impl Deref for AnyTask {
    type Target = AnyFuture;

    fn deref(&self) -> &AnyFuture {
        &self.0
    }
}

/// The right to poll or drop a task's coroutine; held by nobody else meanwhile (rule 5).
pub(crate) struct Exclusive<'a>(&'a AnyTask);

impl<'a> Exclusive<'a> {
    /// Takes the right, unless somebody holds it: a task that is being polled.
    pub(crate) fn begin(task: &'a AnyTask) -> Option<Self> {
        if task.state.replace(RUNNING, true) { None } else { Some(Self(task)) }
    }

    /// Polls the coroutine; a value goes to the slot.
    ///
    /// # Panics
    /// If the coroutine is gone, or panics itself.
    pub(crate) fn poll(&mut self, cx: &mut task::Context<'_>) -> Poll<Result<(), Exception>> {
        let cell = self.0.0.0;
        // SAFETY: the handle keeps the cell alive, its vtable is the cell's own (rule 4), and this is
        // the task's one `Exclusive`.
        unsafe { (self.0.vtable.poll)(cell, cx) }
    }

    /// Drops the coroutine, if it is still there.
    pub(crate) fn drop_coroutine(&mut self) {
        let cell = self.0.0.0;
        // SAFETY: as in `poll`.
        unsafe { (self.0.vtable.drop_coroutine)(cell) }
    }
}

impl Drop for Exclusive<'_> {
    fn drop(&mut self) {
        self.0.state.clear(RUNNING);
    }
}

/// A counted pointer to a future whose result is a `T`.
///
/// Invariant in `T`, as a `Cell<T>` is: one handle stores what another takes out.
/// ```compile_fail
/// use asyncpy_runtime::Future;
/// fn store_a_narrower_one(future: Future<for<'a> fn(&'a str)>) -> Future<fn(&'static str)> {
///     future
/// }
/// ```
pub(crate) struct Typed<T> {
    future: AnyFuture,
    result: PhantomData<Rc<Cell<T>>>,
}

impl<T: 'static> Typed<T> {
    /// A pending future.
    pub(crate) fn new_future(event_loop: Rc<LoopCore>) -> Self {
        let cell = Box::new(FutureCell::<T> {
            header: Header::new(&FutureCell::<T>::VTABLE, false, event_loop),
            slot: Slot::default(),
        });
        Self::from_box(cell)
    }

    /// A task that has not started.
    pub(crate) fn new_task<F>(event_loop: Rc<LoopCore>, part: TaskPart, coroutine: F) -> Self
    where
        F: StdFuture<Output = Result<T, Exception>> + 'static,
    {
        let cell = Box::new(TaskCell::<T, F> {
            header: Header::new(&TaskCell::<T, F>::VTABLE, true, event_loop),
            part,
            slot: Slot::default(),
            coroutine: UnsafeCell::new(Some(coroutine)),
        });
        Self::from_box(cell)
    }

    /// `C` is one of the cells of `T`, whose vtable the header names.
    fn from_box<C>(cell: Box<C>) -> Self {
        let cell = NonNull::from(Box::leak(cell)).cast::<Header>();
        Self { future: AnyFuture(cell), result: PhantomData }
    }

    #[inline]
    fn slot(&self) -> &Slot<T> {
        let cell = self.future.0.cast::<u8>();
        // SAFETY: the slot lies inside the cell, at this offset (rule 4).
        let slot = unsafe { cell.add(self.future.vtable.slot_offset) };
        // SAFETY: the cell is alive, this is its `Slot<T>` (rule 4), and slots are shared (rule 6).
        unsafe { slot.cast::<Slot<T>>().as_ref() }
    }

    /// Stores the value.
    pub(crate) fn store(&self, value: T) {
        self.slot().value.set(Some(value));
    }

    /// The value: a copy if other handles may want it too, else the value itself.
    pub(crate) fn take_or_clone(&self) -> Option<T> {
        match self.slot().cloner.get() {
            Some(cloner) => self.peek(cloner),
            None => self.slot().value.take(),
        }
    }

    /// What `look` makes of the value. While it runs the slot is empty, so that whatever user code
    /// it calls finds no value rather than a moved one.
    fn peek<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        struct PutBack<'a, T>(&'a Slot<T>, Option<T>);
        impl<T> Drop for PutBack<'_, T> {
            fn drop(&mut self) {
                self.0.value.set(self.1.take());
            }
        }
        let slot = self.slot();
        let held = PutBack(slot, slot.value.take());
        held.1.as_ref().map(look)
    }
}

impl<T: Clone + 'static> Typed<T> {
    /// A copy of the value.
    pub(crate) fn copy(&self) -> Option<T> {
        self.peek(T::clone)
    }
}

impl<T: 'static> Typed<T> {
    /// The same future without its type.
    pub(crate) fn as_future(&self) -> &AnyFuture {
        &self.future
    }

    /// A second handle for the runtime's own use: the one who makes it sees to it that only one of
    /// them takes the value.
    pub(crate) fn second(&self) -> Self {
        Self { future: self.future.clone(), result: PhantomData }
    }
}

impl<T: Clone + 'static> Clone for Typed<T> {
    fn clone(&self) -> Self {
        self.slot().cloner.set(Some(T::clone));
        self.second()
    }
}
