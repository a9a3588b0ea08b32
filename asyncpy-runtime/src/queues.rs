//! `asyncio.Queue`, `LifoQueue` and `PriorityQueue`.
//!
//! Rules:
//! 1. `put_nowait` wakes the first getter that waits, `get_nowait` the first putter; neither reserves
//!    anything: the woken one looks again when it runs, and goes to the end of the line if somebody was
//!    faster (B62–B64).
//! 2. A getter or putter that is cancelled, or dropped, after it was woken passes the wake-up on (C29).
//! 3. `join` waits until every item that was put was reported by `task_done` (B65).
//! 4. After `shutdown` putters raise; getters raise when the queue is empty. `immediate` empties it and counts
//!    each dropped item as done (B66).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::future::Future as StdFuture;
use std::ops::Deref;
use std::rc::Rc;

use crate::coroutine::{Code, Coroutine};
use crate::exception::{Exception, QueueEmpty, QueueFull, QueueShutDown, ValueError};
use crate::future::Future;
use crate::heapq::Heap;
use crate::sync::{Event, Line};
use crate::task::AnyFuture;

/// Items that wait to be taken.
enum Items<T> {
    Fifo(VecDeque<T>),
    Lifo(Vec<T>),
    Priority(Heap<T>),
}

impl<T> Items<T> {
    fn len(&self) -> usize {
        match self {
            Self::Fifo(items) => items.len(),
            Self::Lifo(items) => items.len(),
            Self::Priority(items) => items.len(),
        }
    }

    fn put(&mut self, item: T) {
        match self {
            Self::Fifo(items) => items.push_back(item),
            Self::Lifo(items) => items.push(item),
            Self::Priority(items) => items.push(item),
        }
    }

    fn get(&mut self) -> Option<T> {
        match self {
            Self::Fifo(items) => items.pop_front(),
            Self::Lifo(items) => items.pop(),
            Self::Priority(items) => items.pop(),
        }
    }
}

/// Passes items between tasks, first in, first out: `asyncio.Queue`.
///
/// Cloning gives another handle to the same queue.
///
/// # Examples
/// ```
/// use asyncpy_runtime::{Code, Coroutine, Queue, run};
///
/// static CODE: Code = Code { name: "main", file: file!(), line: line!() };
/// let sum = run(Coroutine::new(&CODE, async {
///     let queue = Queue::new(0);
///     queue.put_nowait(1)?;
///     queue.put(2).await?;
///     Ok(queue.get().await? + queue.get_nowait()?)
/// }))?;
/// assert_eq!(sum, 3);
/// # Ok::<(), asyncpy_runtime::Exception>(())
/// ```
pub struct Queue<T> {
    inner: Rc<Inner<T>>,
}

struct Inner<T> {
    items: RefCell<Items<T>>,
    maxsize: usize,
    getters: Line,
    putters: Line,
    unfinished: Cell<usize>,
    finished: Event,
    shut_down: Cell<bool>,
}

/// A getter or putter in its line (rule 2).
struct Place<'a, T> {
    queue: &'a Queue<T>,
    line: &'a Line,
    number: u64,
    waiter: Future<()>,
    /// Whether there is something for the one who stands here.
    is_wanted: fn(&Queue<T>) -> bool,
    ended_well: bool,
}

impl<T> Drop for Place<'_, T> {
    fn drop(&mut self) {
        if self.ended_well {
            return;
        }
        self.waiter.cancel();
        self.line.leave(self.number);
        if (self.is_wanted)(self.queue) && !self.waiter.cancelled() {
            self.line.wake_and_remove(1);
        }
    }
}

impl<T> Queue<T> {
    /// An empty queue; `maxsize` 0 is no limit.
    #[must_use]
    pub fn new(maxsize: usize) -> Self {
        Self::make(maxsize, Items::Fifo(VecDeque::new()))
    }

    fn make(maxsize: usize, items: Items<T>) -> Self {
        let finished = Event::new();
        finished.set();
        Self {
            inner: Rc::new(Inner {
                items: RefCell::new(items),
                maxsize,
                getters: Line::default(),
                putters: Line::default(),
                unfinished: Cell::new(0),
                finished,
                shut_down: Cell::new(false),
            }),
        }
    }

    /// The number of items in it: `Queue.qsize()`.
    #[must_use]
    pub fn qsize(&self) -> usize {
        self.inner.items.borrow().len()
    }

    /// The number of items that fit in, or 0: `Queue.maxsize`.
    #[must_use]
    pub fn maxsize(&self) -> usize {
        self.inner.maxsize
    }

    /// Whether there is no item: `Queue.empty()`.
    #[must_use]
    pub fn empty(&self) -> bool {
        self.qsize() == 0
    }

    /// Whether `maxsize` items are in it: `Queue.full()`.
    #[must_use]
    pub fn full(&self) -> bool {
        self.inner.maxsize > 0 && self.qsize() >= self.inner.maxsize
    }

    /// Puts an item in: `Queue.put_nowait()`.
    ///
    /// # Errors
    /// `QueueFull`, `QueueShutDown`; the item is dropped then.
    pub fn put_nowait(&self, item: T) -> Result<(), Exception> {
        if self.inner.shut_down.get() {
            return Err(QueueShutDown::new(()));
        }
        if self.full() {
            return Err(QueueFull::new(()));
        }
        self.inner.items.borrow_mut().put(item);
        self.inner.unfinished.set(self.inner.unfinished.get() + 1);
        self.inner.finished.clear();
        self.inner.getters.wake_and_remove(1);
        Ok(())
    }

    /// Takes an item out: `Queue.get_nowait()`.
    ///
    /// # Errors
    /// `QueueEmpty`, `QueueShutDown`.
    pub fn get_nowait(&self) -> Result<T, Exception> {
        let item = self.inner.items.borrow_mut().get();
        let Some(item) = item else {
            let shut_down = self.inner.shut_down.get();
            return Err(if shut_down { QueueShutDown::new(()) } else { QueueEmpty::new(()) });
        };
        self.inner.putters.wake_and_remove(1);
        Ok(item)
    }

    /// Waits until there is room, and puts an item in: `Queue.put()`.
    ///
    /// # Errors
    /// The await raises `QueueShutDown`.
    pub fn put(
        &self,
        item: T,
    ) -> Coroutine<impl StdFuture<Output = Result<(), Exception>> + use<T>> {
        static CODE: Code = Code { name: "put", file: file!(), line: line!() };
        let queue = self.clone();
        Coroutine::new(&CODE, async move {
            while queue.full() {
                if queue.inner.shut_down.get() {
                    return Err(QueueShutDown::new(()));
                }
                queue.wait_in(&queue.inner.putters, |queue| !queue.full()).await?;
            }
            queue.put_nowait(item)
        })
    }

    /// Waits until there is an item, and takes it out: `Queue.get()`.
    ///
    /// # Errors
    /// The await raises `QueueShutDown` if the queue is shut down and empty.
    pub fn get(&self) -> Coroutine<impl StdFuture<Output = Result<T, Exception>> + use<T>> {
        static CODE: Code = Code { name: "get", file: file!(), line: line!() };
        let queue = self.clone();
        Coroutine::new(&CODE, async move {
            while queue.empty() {
                if queue.inner.shut_down.get() {
                    return Err(QueueShutDown::new(()));
                }
                queue.wait_in(&queue.inner.getters, |queue| !queue.empty()).await?;
            }
            queue.get_nowait()
        })
    }

    /// What the first one in line to get an item awaits.
    pub(crate) fn first_getter(&self) -> Option<AnyFuture> {
        self.inner.getters.first().map(|future| AnyFuture::clone(&future))
    }

    /// Stands in line until woken (rules 1 and 2).
    async fn wait_in(&self, line: &Line, is_wanted: fn(&Self) -> bool) -> Result<(), Exception> {
        let (number, waiter) = line.join(self)?;
        let mut place = Place {
            queue: self,
            line,
            number,
            waiter: waiter.clone(),
            is_wanted,
            ended_well: false,
        };
        waiter.await?;
        place.ended_well = true;
        Ok(())
    }

    /// Reports that one item was dealt with: `Queue.task_done()`.
    ///
    /// # Errors
    /// `ValueError` if that was reported of all items already.
    pub fn task_done(&self) -> Result<(), Exception> {
        let unfinished = &self.inner.unfinished;
        let Some(left) = unfinished.get().checked_sub(1) else {
            return Err(ValueError::new("task_done() called too many times"));
        };
        unfinished.set(left);
        if left == 0 {
            self.inner.finished.set();
        }
        Ok(())
    }

    /// Waits until every item was dealt with: `Queue.join()`.
    ///
    /// # Errors
    /// The await raises `RuntimeError` on another loop than before.
    pub fn join(&self) -> Coroutine<impl StdFuture<Output = Result<(), Exception>> + use<T>> {
        static CODE: Code = Code { name: "join", file: file!(), line: line!() };
        let queue = self.clone();
        Coroutine::new(&CODE, async move {
            if queue.inner.unfinished.get() > 0 {
                queue.inner.finished.wait().await?;
            }
            Ok(())
        })
    }

    /// Refuses further items; getters may empty the queue: `Queue.shutdown()`.
    pub fn shutdown(&self) {
        self.shut_down(false);
    }

    /// Refuses further items and drops those in it: `Queue.shutdown(immediate=True)`.
    pub fn shutdown_immediate(&self) {
        self.shut_down(true);
    }

    fn shut_down(&self, immediate: bool) {
        let Inner { items, getters, putters, unfinished, finished, shut_down, .. } = &*self.inner;
        shut_down.set(true);
        if immediate {
            while let Some(item) = { items.borrow_mut().get() } {
                drop(item);
                unfinished.set(unfinished.get().saturating_sub(1));
            }
            if unfinished.get() == 0 {
                finished.set();
            }
        }
        getters.wake_and_remove(usize::MAX);
        putters.wake_and_remove(usize::MAX);
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        let Inner { maxsize, getters, putters, unfinished, shut_down, .. } = &*self.inner;
        write!(f, "<{name} maxsize={maxsize}")?;
        let parts = [("_getters", getters.len()), ("_putters", putters.len())];
        for (part, waiting) in parts.iter().filter(|(_, waiting)| *waiting > 0) {
            write!(f, " {part}[{waiting}]")?;
        }
        match unfinished.get() {
            0 => {}
            tasks => write!(f, " tasks={tasks}")?,
        }
        f.write_str(if shut_down.get() { " shutdown>" } else { ">" })
    }
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self { inner: Rc::clone(&self.inner) }
    }
}

impl<T> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, "Queue")
    }
}

macro_rules! kinds_of_queue {
    ($($(#[$doc:meta])* $name:ident $(: $bound:ident)?, $items:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name<T> {
            queue: Queue<T>,
        }

        impl<T $(: $bound)?> $name<T> {
            /// An empty queue; `maxsize` 0 is no limit.
            #[must_use]
            pub fn new(maxsize: usize) -> Self {
                Self { queue: Queue::make(maxsize, $items) }
            }
        }

        impl<T> Deref for $name<T> {
            type Target = Queue<T>;

            fn deref(&self) -> &Queue<T> {
                &self.queue
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                Self { queue: self.queue.clone() }
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.queue.write(f, stringify!($name))
            }
        }
    )*};
}

kinds_of_queue! {
    /// A queue that gives the last item first: `asyncio.LifoQueue`. It is a [`Queue`] and has its methods.
    LifoQueue, Items::Lifo(Vec::new());
    /// A queue that gives the smallest item first, equal ones in the order of Python's `heapq`:
    /// `asyncio.PriorityQueue`. It is a [`Queue`] and has its methods.
    PriorityQueue: PartialOrd, Items::Priority(Heap::new(T::lt));
}
