//! One run of a program on asyncpy: its names, its trace, and the rules by which it begins and ends.
//!
//! `interpreter.py` does the same on CPython; the two are changed together.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use asyncpy_runtime::exception::repr_float;
use asyncpy_runtime::{
    AnyFuture, Barrier, BoundedSemaphore, Code, Condition, ContextVar, Coroutine, Event, EventLoop,
    Exception, ExceptionContext, LifoQueue, Lock, PriorityQueue, Queue, RunOptions, Semaphore,
    Token, current_task,
};

use crate::program::{Body, Program};
use crate::slot::{Argument, Call, Slot};
use crate::value::{Value, show, show_exception};

const TRACE_LIMIT: usize = 3000;
const CALL_LIMIT: usize = 300;
const WATCH_EVERY: f64 = 1000.0;
const WATCH_LIMIT: usize = 30;

thread_local! {
    static CURRENT: RefCell<Option<Rc<World>>> = const { RefCell::new(None) };
}

/// Why an operation did not come to its end.
#[derive(Debug)]
pub enum Stop {
    /// It names what is not there (yet).
    Unset,
    /// It raised.
    Raised(Exception),
}

impl From<Exception> for Stop {
    fn from(error: Exception) -> Self {
        Self::Raised(error)
    }
}

/// One call of a function.
pub struct Frame {
    pub name: String,
    pub handled: RefCell<Vec<Exception>>,
}

impl Frame {
    pub fn new(name: &str) -> Rc<Self> {
        Rc::new(Self { name: name.to_owned(), handled: RefCell::default() })
    }
}

/// One run of a program.
pub struct World {
    program: Program,
    pub event_loop: EventLoop,
    slots: RefCell<HashMap<String, Slot>>,
    pub tokens: RefCell<HashMap<String, Token<i64>>>,
    labels: RefCell<Vec<(AnyFuture, String)>>,
    pub counters: RefCell<HashMap<String, i64>>,
    trace: RefCell<Vec<String>>,
    late: RefCell<Vec<String>>,
    calls: Cell<usize>,
    /// The number of the last task of earlier programs.
    base: Cell<u64>,
    watched: Cell<usize>,
    muted: Cell<bool>,
}

/// Runs a program and gives its trace.
pub fn run(program: &Program) -> Vec<String> {
    let mut runner = RunOptions::new().loop_factory(EventLoop::with_stepped_time).build();
    let event_loop = runner.get_loop().expect("the runner is new");
    let world = Rc::new(World {
        program: program.clone(),
        event_loop: event_loop.clone(),
        slots: RefCell::default(),
        tokens: RefCell::default(),
        labels: RefCell::default(),
        counters: RefCell::default(),
        trace: RefCell::default(),
        late: RefCell::default(),
        calls: Cell::new(0),
        base: Cell::new(0),
        watched: Cell::new(0),
        muted: Cell::new(false),
    });
    CURRENT.set(Some(Rc::clone(&world)));
    let handler = Rc::clone(&world);
    event_loop.set_exception_handler(move |_, context| handler.on_exception(context));
    world.watch_later();
    let outcome = runner.run(world.main());
    let closed = runner.close();
    world.line(&match (outcome, closed) {
        (_, Err(error)) | (Err(error), _) => format!("run raised {}", show_exception(&error)),
        (Ok(result), _) => format!("run -> {}", show(&result)),
    });
    let is_pending = |(future, _): &(AnyFuture, String)| !future.done();
    let stuck = world.muted.get() || world.labels.borrow().iter().any(is_pending);
    // Outside of the borrows: what goes may be reported.
    let slots = world.slots.take();
    let labels = world.labels.take();
    drop((slots, labels, world.tokens.take(), runner));
    world.muted.set(true);
    event_loop.reset_exception_handler();
    CURRENT.set(None);
    let mut trace = world.trace.take();
    let mut late = world.late.take();
    if !stuck && !late.iter().any(|text| text.contains("was destroyed")) {
        late.sort();
        trace.append(&mut late);
    }
    trace
}

/// The world whose program runs on this thread.
pub fn current() -> Rc<World> {
    CURRENT.with_borrow(Clone::clone).expect("a program runs")
}

static CODE: Code = Code { name: "call", file: file!(), line: line!() };

impl World {
    fn main(self: &Rc<Self>) -> Call {
        let world = Rc::clone(self);
        let main = async move {
            if let Ok(Some(task)) = current_task() {
                let name = task.get_name();
                let number: u64 = name["Task-".len()..].parse().expect("main has no name");
                world.base.set(number - 1);
            }
            for node in &world.program.nodes {
                let words: Vec<&str> = node.words.iter().map(String::as_str).collect();
                world.declare(&words);
            }
            world.call("main").expect("a program has a main").await
        };
        Coroutine::new(&CODE, Box::pin(main))
    }

    fn declare(&self, words: &[&str]) {
        let (kind, name, argument) = (words[0], words[1], words.get(2).copied());
        let number = || argument.and_then(|word| word.parse::<usize>().ok()).unwrap_or(0);
        let made = match kind {
            "lock" => Slot::Lock(Lock::new()),
            "event" => Slot::Event(Event::new()),
            "condition" => Slot::Condition(match argument.and_then(|lock| self.find(lock)) {
                Some(Slot::Lock(lock)) => Condition::with_lock(&lock),
                _ => Condition::new(),
            }),
            "semaphore" => Slot::Semaphore(Semaphore::new(number())),
            "bounded" => Slot::Bounded(BoundedSemaphore::new(number())),
            "barrier" => Slot::Barrier(Barrier::new(number()).expect("more than 0 parties")),
            "queue" => Slot::Queue(Queue::new(number())),
            "lifo" => Slot::Queue(Queue::clone(&LifoQueue::new(number()))),
            "priority" => Slot::Queue(Queue::clone(&PriorityQueue::new(number()))),
            "var" => Slot::Var(match argument {
                None => ContextVar::new("var"),
                Some(default) => ContextVar::with_default("var", default.parse().expect("number")),
            }),
            "future" => {
                let future = self.event_loop.create_future();
                self.label(name, &future);
                Slot::Future(future)
            }
            _ => return,
        };
        self.keep(name, made);
    }

    fn watch_later(self: &Rc<Self>) {
        let world = Rc::clone(self);
        let when = self.event_loop.time() + WATCH_EVERY;
        // A closed loop needs no watch.
        let _ = self.event_loop.call_at(when, move || world.watch());
    }

    /// Nothing has happened for long: whoever waits is cancelled.
    fn watch(self: &Rc<Self>) {
        self.watched.set(self.watched.get() + 1);
        if self.watched.get() > WATCH_LIMIT {
            self.line("stuck");
            self.muted.set(true);
            self.event_loop.stop();
            return self.watch_later(); // the runner will run the loop once more
        }
        self.line("watch");
        for task in self.event_loop.all_tasks() {
            task.cancel();
        }
        self.watch_later();
    }

    fn on_exception(&self, context: &ExceptionContext) {
        let message = context.message.as_deref().unwrap_or_default();
        if message.starts_with("Exception ignored") {
            return; // CPython tells that to `sys.unraisablehook`
        }
        let message = if message.starts_with("Exception in ") {
            "Exception in callback"
        } else if message.starts_with("Task <") {
            "Task has errored out but its parent task is already completed"
        } else {
            message
        };
        let task = context.task.as_ref().or_else(|| context.future.as_ref()?.as_task());
        let who = task.map_or_else(|| "-".to_owned(), |task| self.task_name(&task.get_name()));
        let exception = context.exception.as_ref().map_or("None".to_owned(), show_exception);
        let text = format!("handler {message}: {who} {exception}");
        if message.ends_with("never retrieved") || message.contains("was destroyed") {
            if !self.muted.get() {
                self.late.borrow_mut().push(text);
            }
        } else {
            self.line(&text);
        }
    }

    /// The name, with numbers that count from the program's own first task.
    pub fn task_name(&self, name: &str) -> String {
        let number = name.strip_prefix("Task-").and_then(|number| number.parse::<u64>().ok());
        number.map_or(name.to_owned(), |number| format!("Task-{}", number - self.base.get()))
    }

    fn line(&self, text: &str) {
        let mut trace = self.trace.borrow_mut();
        if !self.muted.get() && trace.len() < TRACE_LIMIT {
            trace.push(format!("{} {text}", repr_float(self.event_loop.time())));
        }
    }

    /// Notes an event of the running task or callback.
    pub fn log(&self, frame: &Frame, text: &str) {
        if self.event_loop.is_closed() {
            return; // a coroutine is closed halfway
        }
        let task = current_task().ok().flatten();
        let who = task.map_or_else(|| "-".to_owned(), |task| self.task_name(&task.get_name()));
        self.line(&format!("{who} {} {text}", frame.name));
    }

    pub fn find(&self, name: &str) -> Option<Slot> {
        self.slots.borrow().get(name).cloned()
    }

    pub fn slot(&self, name: &str) -> Result<Slot, Stop> {
        self.find(name).ok_or(Stop::Unset)
    }

    /// Names something; `_` keeps nothing.
    pub fn keep(&self, name: &str, slot: Slot) {
        if name != "_" {
            let old = self.slots.borrow_mut().insert(name.to_owned(), slot);
            drop(old); // outside of the borrow: it may be reported
        }
    }

    /// The first name of a future is the one that it is called by.
    pub fn label(&self, name: &str, future: &AnyFuture) {
        if name != "_" && !self.labels.borrow().iter().any(|(other, _)| other.is(future)) {
            self.labels.borrow_mut().push((future.clone(), name.to_owned()));
        }
    }

    pub fn label_of(&self, future: &AnyFuture) -> String {
        let labels = self.labels.borrow();
        let found = labels.iter().find(|(other, _)| other.is(future));
        found.map_or("unnamed".to_owned(), |(_, name)| name.clone())
    }

    /// What is to be awaited, unless it is the running task itself: that leaves CPython's future in disorder.
    pub fn awaited(&self, name: &str) -> Result<Slot, Stop> {
        let slot = self.slot(name)?;
        let current = current_task().ok().flatten();
        match (slot.future(), current) {
            (Some(future), Some(task)) if future.is(&task) => Err(Stop::Unset),
            _ => Ok(slot),
        }
    }

    pub fn function(&self, name: &str) -> Result<Body, Stop> {
        self.program.function(name).ok_or(Stop::Unset)
    }

    /// What `gather` and its kin are given: those of the names that are there.
    pub fn arguments(self: &Rc<Self>, names: &[&str]) -> Vec<Argument> {
        let argument = |name: &&str| match self.find(name) {
            Some(Slot::Task(task)) => Some(Argument::Future(task.as_future().clone())),
            Some(Slot::Future(future)) => Some(Argument::Future(future)),
            _ => self.call(name).ok().map(Argument::Call),
        };
        names.iter().filter_map(argument).collect()
    }

    /// Calls a coroutine function.
    pub fn call(self: &Rc<Self>, name: &str) -> Result<Call, Stop> {
        let body = self.function(name)?;
        let (world, frame) = (Rc::clone(self), Frame::new(name));
        let call = async move {
            if world.has_called_enough() {
                world.log(&frame, "too many calls");
                return Ok(Value::None);
            }
            world.log(&frame, "begins");
            match world.block(&frame, body).await {
                Err(error) => {
                    world.log(&frame, &format!("raises {}", show_exception(&error)));
                    Err(error)
                }
                Ok(returned) => {
                    let value = returned.unwrap_or(Value::None);
                    world.log(&frame, &format!("returns {}", show(&value)));
                    Ok(value)
                }
            }
        };
        Ok(Coroutine::new(&CODE, Box::pin(call)))
    }

    /// Calls a callback, with the future that is done if it is a done callback.
    pub fn call_sync(
        self: &Rc<Self>,
        name: &str,
        given: Option<&AnyFuture>,
    ) -> Result<(), Exception> {
        let frame = Frame::new(name);
        if self.has_called_enough() {
            self.log(&frame, "too many calls");
            return Ok(());
        }
        let given = given.map_or_else(String::new, |future| {
            format!(" with {} {}", self.label_of(future), state(future))
        });
        self.log(&frame, &format!("called{given}"));
        let Ok(body) = self.function(name) else { return Ok(()) };
        for node in body.iter() {
            self.step(&frame, node)?;
        }
        Ok(())
    }

    fn has_called_enough(&self) -> bool {
        self.calls.set(self.calls.get() + 1);
        self.calls.get() > CALL_LIMIT
    }
}

/// How far a future is, and how often a task was asked to end.
pub fn state(future: &AnyFuture) -> String {
    let state = match (future.done(), future.cancelled()) {
        (false, _) => "pending",
        (true, true) => "cancelled",
        (true, false) => "finished",
    };
    match future.as_task() {
        None => state.to_owned(),
        Some(task) => format!("{state} cancelling={}", task.cancelling()),
    }
}
