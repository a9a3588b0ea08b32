//! The operations that do not await.

use std::rc::Rc;

use asyncpy_runtime::{
    AnyTask, Context, Exception, Future, Handle, TaskOptions, current_task, gather,
    gather_exceptions, shield,
};

use crate::program::Node;
use crate::slot::{Argument, Slot, each_future};
use crate::value::{Held, Value, make, outcome, seconds, show_bool};
use crate::world::{Frame, Stop, World, current, state};

/// What an operation gives: the text behind its arrow in the trace.
pub type Shown = Result<String, Stop>;

impl World {
    /// Does one, and notes what it gave.
    pub fn step(self: &Rc<Self>, frame: &Frame, node: &Node) -> Result<(), Exception> {
        let words: Vec<&str> = node.words.iter().map(String::as_str).collect();
        let text = match self.do_step(frame, &words) {
            Ok(text) => text,
            Err(Stop::Unset) => "unset".to_owned(),
            Err(Stop::Raised(error)) => return Err(error),
        };
        self.log(frame, &format!("{} -> {text}", words.join(" ")));
        Ok(())
    }

    fn do_step(self: &Rc<Self>, frame: &Frame, words: &[&str]) -> Shown {
        let argument = |index: usize| words.get(index).copied();
        match words {
            ["log", _] => Ok(String::new()),
            ["raise", class, ..] => Err(make(class, argument(2)).into()),
            ["reraise"] => {
                let handled = frame.handled.borrow().last().cloned();
                Err(handled.map_or(Stop::Unset, Stop::Raised))
            }
            ["all"] => {
                let tasks = self.event_loop.all_tasks();
                let names: Vec<String> =
                    tasks.iter().map(|task| self.task_name(&task.get_name())).collect();
                Ok(names.join(" "))
            }
            ["bump", name] => {
                let mut counters = self.counters.borrow_mut();
                let counter = counters.entry((*name).to_owned()).or_default();
                *counter += 1;
                Ok(counter.to_string())
            }
            ["spawn" | "gspawn" | "future" | "gather" | "gatherx" | "shield", ..] => {
                self.make_future(words)
            }
            ["timers", count] => self.timers(frame, count.parse().expect("a number")),
            ["stop"] => {
                self.event_loop.stop();
                Ok(String::new())
            }
            ["soon" | "later" | "at" | "hcancel", ..] => self.handle_step(words),
            ["vset" | "vget" | "vreset" | "copy" | "cget", ..] => self.context_step(words),
            ["set" | "fail" | "cancel" | "uncancel" | "state" | "name", ..] => {
                self.change_future(words)
            }
            ["result" | "exception" | "on" | "off", ..] => self.read_future(words),
            [_, name, ..] => self.sync_step(&self.slot(name)?, words),
            _ => panic!("no operation {words:?}"),
        }
    }

    fn make_future(self: &Rc<Self>, words: &[&str]) -> Shown {
        let rest = || self.arguments(&words[2..]);
        let (name, slot) = match words {
            ["spawn", name, function, options @ ..] => {
                return self.spawn(name, function, options, None);
            }
            ["gspawn", group, name, function, options @ ..] => {
                return self.spawn(name, function, options, Some(self.slot(group)?));
            }
            ["future", name] => (name, Slot::Future(self.event_loop.create_future())),
            ["gather", name, ..] => (name, Slot::Gathered(gather(rest()))),
            ["gatherx", name, ..] => (name, Slot::GatheredResults(gather_exceptions(rest()))),
            ["shield", name, inner] => (name, self.shield(inner)?),
            _ => panic!("no operation {words:?}"),
        };
        let future = slot.future().expect("these make futures").clone();
        self.label(name, &future);
        self.keep(name, slot);
        match words[0] {
            "future" => Ok(String::new()),
            "shield" => Ok(format!("{} {}", self.label_of(&future), state(&future))),
            _ => Ok(state(&future)),
        }
    }

    fn shield(self: &Rc<Self>, inner: &str) -> Result<Slot, Stop> {
        Ok(match self.find(inner) {
            Some(Slot::Gathered(inner)) => Slot::Gathered(shield(inner)?),
            Some(Slot::GatheredResults(inner)) => Slot::GatheredResults(shield(inner)?),
            _ => {
                let inner: Argument = self.arguments(&[inner]).pop().ok_or(Stop::Unset)?;
                Slot::Future(shield(inner)?)
            }
        })
    }

    fn spawn(
        self: &Rc<Self>,
        name: &str,
        function: &str,
        options: &[&str],
        group: Option<Slot>,
    ) -> Shown {
        let mut given = TaskOptions::new();
        for option in options {
            given = match option.split_once('=') {
                Some(("name", text)) => given.name(text),
                Some(("context", slot)) => given.context(self.context(slot)?),
                _ => given.eager_start(true),
            };
        }
        let call = self.call(function)?;
        let task = match group {
            Some(Slot::Group(group)) => group.create_task_with(call, given)?,
            Some(_) => return Err(Stop::Unset),
            None => given.spawn(call)?,
        };
        self.label(name, &task);
        let shown = self.task_name(&task.get_name());
        self.keep(name, Slot::Task(task));
        Ok(shown)
    }

    fn any_task(&self, name: &str) -> Result<AnyTask, Stop> {
        if name == "self" {
            return current_task()?.ok_or(Stop::Unset);
        }
        let slot = self.slot(name)?;
        let task = slot.future().and_then(|future| future.as_task().cloned());
        task.ok_or(Stop::Unset)
    }

    fn change_future(&self, words: &[&str]) -> Shown {
        let argument = |index: usize| words.get(index).copied();
        match words {
            ["set" | "fail", name, ..] => {
                let Slot::Future(future) = self.slot(name)? else { return Err(Stop::Unset) };
                Ok(outcome(match words[0] {
                    "set" => {
                        let value = words[2].parse().expect("a number");
                        future.set_result(Value::Int(value)).map(|()| Value::None)
                    }
                    _ => future.set_exception(make(words[2], argument(3))).map(|()| Value::None),
                }))
            }
            ["cancel", name, ..] => {
                let future = match *name {
                    "self" => self.any_task(name)?.as_future().clone(),
                    _ => self.slot(name)?.future().ok_or(Stop::Unset)?.clone(),
                };
                Ok(show_bool(match argument(2) {
                    Some(message) => future.cancel_with(message),
                    None => future.cancel(),
                })
                .to_owned())
            }
            ["uncancel", name] => Ok(self.any_task(name)?.uncancel().to_string()),
            ["state", "self"] => Ok(state(self.any_task("self")?.as_future())),
            ["state", name] => Ok(state(self.slot(name)?.future().ok_or(Stop::Unset)?)),
            ["name", name, ..] => {
                let task = self.any_task(name)?;
                if let Some(new) = argument(2) {
                    task.set_name(new);
                }
                Ok(self.task_name(&task.get_name()))
            }
            _ => panic!("no operation {words:?}"),
        }
    }

    fn read_future(self: &Rc<Self>, words: &[&str]) -> Shown {
        let slot = self.slot(words[1])?;
        let shown = match words {
            ["result", _] => each_future!(&slot, future => outcome(future.result())),
            ["exception", _] => each_future!(&slot, future => outcome(
                future.exception().map(|error| error.map_or(Value::None, Value::Exception))
            )),
            ["on", _, callback] => {
                self.function(callback)?;
                each_future!(&slot, future => add_done_callback(future, callback))
            }
            ["off", _, callback] => {
                self.function(callback)?;
                each_future!(&slot, future => remove_done_callback(future, callback))
            }
            _ => panic!("no operation {words:?}"),
        };
        shown.ok_or(Stop::Unset)
    }

    fn context(&self, name: &str) -> Result<Context, Stop> {
        match self.slot(name)? {
            Slot::Context(context) => Ok(context),
            _ => Err(Stop::Unset),
        }
    }

    fn handle_step(self: &Rc<Self>, words: &[&str]) -> Shown {
        let callback = |name: &str| {
            self.function(name)?;
            let (world, name) = (Rc::clone(self), name.to_owned());
            Ok::<_, Stop>(move || world.call_sync(&name, None))
        };
        let time = |word: &str| seconds(word).expect("a time");
        let handle = match words {
            ["soon", _, function] => self.event_loop.call_soon(callback(function)?)?,
            ["soon", _, function, context] => {
                let context = self.context(context.trim_start_matches("context="))?;
                self.event_loop.call_soon_in(context, callback(function)?)?
            }
            ["later", _, delay, function] => {
                let function = callback(function)?;
                Handle::clone(&*self.event_loop.call_later(time(delay), function)?)
            }
            ["at", _, when, function] => {
                let function = callback(function)?;
                Handle::clone(&*self.event_loop.call_at(time(when), function)?)
            }
            ["hcancel", name] => {
                let Slot::Handle(handle) = self.slot(name)? else { return Err(Stop::Unset) };
                let before = show_bool(handle.cancelled());
                handle.cancel();
                return Ok(format!("{before} {}", show_bool(handle.cancelled())));
            }
            _ => panic!("no operation {words:?}"),
        };
        self.keep(words[1], Slot::Handle(handle));
        Ok(String::new())
    }

    /// Many timers, most of which are cancelled (B5a).
    fn timers(self: &Rc<Self>, frame: &Frame, count: u32) -> Shown {
        for number in 0..count {
            let (world, frame) = (Rc::clone(self), Frame::new(&frame.name));
            let fire = move || world.log(&frame, &format!("timer {number}"));
            let handle = self.event_loop.call_later(1 + number * 7 % 5, fire)?;
            if number % 3 != 0 {
                handle.cancel();
            }
        }
        Ok(String::new())
    }

    fn context_step(&self, words: &[&str]) -> Shown {
        let var = |name: &str| match self.slot(name)? {
            Slot::Var(var) => Ok(var),
            _ => Err(Stop::Unset),
        };
        match words {
            ["vset", name, value, rest @ ..] => {
                let token = var(name)?.set(value.parse().expect("a number"));
                if let [slot] = rest {
                    self.tokens.borrow_mut().insert((*slot).to_owned(), token);
                }
                Ok(String::new())
            }
            ["vget", name] => {
                Ok(var(name)?.get().map_or("none".to_owned(), |value| value.to_string()))
            }
            ["vreset", name, token] => {
                let var = var(name)?;
                let token = self.tokens.borrow_mut().remove(*token).ok_or(Stop::Unset)?;
                Ok(match var.reset(token) {
                    Ok(()) => "None".to_owned(),
                    Err(error) if error.to_string().contains("different Context") => {
                        "different context".to_owned()
                    }
                    Err(_) => "different variable".to_owned(),
                })
            }
            ["copy", name] => {
                self.keep(name, Slot::Context(asyncpy_runtime::copy_context()));
                Ok(String::new())
            }
            ["cget", context, name] => {
                let value = var(name)?.in_context(&self.context(context)?);
                Ok(value.map_or("None".to_owned(), |value| value.to_string()))
            }
            _ => panic!("no operation {words:?}"),
        }
    }
}

/// A done callback without captures, so that it can be recognised when it is to be removed.
fn done_callback<T: Held, const K: usize>(future: &Future<T>) -> Result<(), Exception> {
    current().call_sync(&format!("k{K}"), Some(future))
}

macro_rules! for_each_callback {
    ($name:expr, $k:ident => $do:expr) => {
        for_each_callback!($name, $k => $do; 0 1 2 3 4 5 6 7 8 9)
    };
    ($name:expr, $k:ident => $do:expr; $($number:literal)+) => {
        match $name {
            $(concat!("k", $number) => { const $k: usize = $number; $do })+
            other => panic!("no callback {other}"),
        }
    };
}

fn add_done_callback<T: Held>(future: &Future<T>, name: &str) -> String {
    for_each_callback!(name, K => future.add_done_callback(done_callback::<T, K>));
    String::new()
}

fn remove_done_callback<T: Held>(future: &Future<T>, name: &str) -> String {
    for_each_callback!(name, K => future.remove_done_callback(done_callback::<T, K>).to_string())
}
