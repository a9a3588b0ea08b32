//! Bodies of coroutines: blocks, and the operations that await.

use std::future::Future as StdFuture;
use std::pin::Pin;
use std::rc::Rc;

use asyncpy_runtime::async_iterator::AsyncIterator;
use asyncpy_runtime::context_manager::AsyncContextManager;
use asyncpy_runtime::exception::StopAsyncIteration;
use asyncpy_runtime::{
    ALL_COMPLETED, Exception, FIRST_COMPLETED, FIRST_EXCEPTION, TaskGroup, WaitOptions,
    as_completed, sleep_with, timeout, timeout_at, wait_for,
};

use crate::program::{Body, Node};
use crate::slot::{Slot, each_future};
use crate::steps::Shown;
use crate::value::{Held, Value, class, seconds, show, show_bool, show_exception};
use crate::world::{Frame, Stop, World, state};

/// What a block ends with: the value of a `return`, if it came to one.
type Ended = Result<Option<Value>, Exception>;

type Boxed<T> = Pin<Box<dyn StdFuture<Output = T>>>;

/// The operations that await.
const AWAITING: &[&str] = &[
    "sleep",
    "await",
    "wait_for",
    "wait",
    "completed",
    "completedx",
    "acquire",
    "ewait",
    "cwait",
    "cwait_for",
    "bwait",
    "breset",
    "babort",
    "put",
    "get",
    "join",
];

fn truth(value: bool) -> String {
    show_bool(value).to_owned()
}

impl World {
    /// Runs a body.
    pub fn block(self: &Rc<Self>, frame: &Rc<Frame>, body: Body) -> Boxed<Ended> {
        let (world, frame) = (Rc::clone(self), Rc::clone(frame));
        Box::pin(async move {
            for node in body.iter() {
                match node.operation() {
                    "return" => {
                        return Ok(Some(Value::Int(node.words[1].parse().expect("a number"))));
                    }
                    "try" | "repeat" | "timeout" | "timeout_at" | "group" | "with" => {
                        if let Some(value) = world.compound(&frame, node).await? {
                            return Ok(Some(value));
                        }
                    }
                    operation if AWAITING.contains(&operation) => {
                        let words: Vec<&str> = node.words.iter().map(String::as_str).collect();
                        let text = match world.wait(&frame, &words).await {
                            Ok(text) => text,
                            Err(Stop::Unset) => "unset".to_owned(),
                            Err(Stop::Raised(error)) => return Err(error),
                        };
                        world.log(&frame, &format!("{} -> {text}", words.join(" ")));
                    }
                    _ => world.step(&frame, node)?,
                }
            }
            Ok(None)
        })
    }

    async fn compound(self: &Rc<Self>, frame: &Rc<Frame>, node: &Node) -> Ended {
        let name = || node.words[1].as_str();
        match node.operation() {
            "try" => self.try_block(frame, node).await,
            "repeat" => {
                for _ in 0..name().parse().expect("a number") {
                    if let Some(value) = self.block(frame, Rc::clone(&node.body)).await? {
                        return Ok(Some(value));
                    }
                }
                Ok(None)
            }
            "timeout" => {
                let manager = timeout(seconds(&node.words[2]))?;
                let slot = Slot::Timeout(manager.clone());
                self.manage(frame, node, &manager, Some(slot), |_| String::new()).await
            }
            "timeout_at" => {
                let manager = timeout_at(seconds(&node.words[2]));
                let slot = Slot::Timeout(manager.clone());
                self.manage(frame, node, &manager, Some(slot), |_| String::new()).await
            }
            "group" => {
                let manager = TaskGroup::new();
                let slot = Slot::Group(manager.clone());
                self.manage(frame, node, &manager, Some(slot), |_| String::new()).await
            }
            _ => match self.find(name()) {
                Some(Slot::Lock(lock)) => {
                    self.manage(frame, node, &lock, None, |()| String::new()).await
                }
                Some(Slot::Condition(lock)) => {
                    self.manage(frame, node, &lock, None, |()| String::new()).await
                }
                Some(Slot::Semaphore(lock)) => {
                    self.manage(frame, node, &lock, None, |()| String::new()).await
                }
                Some(Slot::Bounded(lock)) => {
                    self.manage(frame, node, &lock, None, |()| String::new()).await
                }
                Some(Slot::Barrier(barrier)) => {
                    self.manage(frame, node, &barrier, None, |place| format!(" {place}")).await
                }
                _ => {
                    self.log(frame, &format!("{} -> unset", node.words.join(" ")));
                    Ok(None)
                }
            },
        }
    }

    async fn try_block(self: &Rc<Self>, frame: &Rc<Frame>, node: &Node) -> Ended {
        let clause = |name: &str| node.body.iter().find(|clause| clause.operation() == name);
        let body = clause("do").map(|clause| Rc::clone(&clause.body)).unwrap_or_default();
        let mut ended = match self.block(frame, body).await {
            Err(error) => self.handle(frame, node, error).await,
            Ok(Some(value)) => Ok(Some(value)),
            Ok(None) => match clause("else") {
                None => Ok(None),
                Some(clause) => {
                    self.log(frame, "else");
                    self.block(frame, Rc::clone(&clause.body)).await
                }
            },
        };
        if let Some(clause) = clause("finally") {
            self.log(frame, "finally");
            match self.block(frame, Rc::clone(&clause.body)).await {
                Ok(None) => {}
                Ok(returned) => ended = Ok(returned),
                Err(error) => {
                    if let Err(before) = &ended {
                        error.chain_context(before);
                    }
                    ended = Err(error);
                }
            }
        }
        ended
    }

    async fn handle(self: &Rc<Self>, frame: &Rc<Frame>, node: &Node, error: Exception) -> Ended {
        let handler = node.body.iter().find(|clause| {
            clause.operation() == "except" && error.is_instance_of(class(&clause.words[1]))
        });
        let Some(handler) = handler else { return Err(error) };
        self.log(frame, &format!("except {}: {}", handler.words[1], show_exception(&error)));
        frame.handled.borrow_mut().push(error.clone());
        let ended = self.block(frame, Rc::clone(&handler.body)).await;
        frame.handled.borrow_mut().pop();
        ended.inspect_err(|new| new.chain_context(&error))
    }

    /// `async with`.
    async fn manage<M: AsyncContextManager>(
        self: &Rc<Self>,
        frame: &Rc<Frame>,
        node: &Node,
        mut manager: M,
        slot: Option<Slot>,
        shown: impl FnOnce(M::Value) -> String,
    ) -> Ended {
        let line = node.words.join(" ");
        let entered = shown(manager.__aenter__().await?);
        if let Some(slot) = slot {
            self.keep(&node.words[1], slot);
        }
        self.log(frame, &format!("{line} entered{entered}"));
        let ended = self.block(frame, Rc::clone(&node.body)).await;
        let error = ended.as_ref().err();
        let suppressed = match manager.__aexit__(error).await {
            Ok(suppressed) => suppressed,
            Err(new) => {
                if let Some(error) = error {
                    new.chain_context(error);
                }
                return Err(new);
            }
        };
        if error.is_some() && !suppressed {
            return ended;
        }
        self.log(frame, &format!("{line} left"));
        ended.or(Ok(None))
    }

    async fn wait(self: &Rc<Self>, frame: &Rc<Frame>, words: &[&str]) -> Shown {
        match words {
            ["sleep", delay, result @ ..] => {
                let delay = seconds(delay).expect("a delay");
                let result = result
                    .first()
                    .map_or(Value::None, |word| Value::Int(word.parse().expect("a number")));
                Ok(show(&sleep_with(delay, result).await?))
            }
            ["await", name] => match self.find(name) {
                Some(_) => {
                    let slot = self.awaited(name)?;
                    each_future!(&slot, future => show(&future.await?.into_value()))
                        .ok_or(Stop::Unset)
                }
                None => Ok(show(&self.call(name)?.await?)),
            },
            ["wait_for", delay, name] => {
                let delay = seconds(delay);
                match self.find(name) {
                    Some(_) => {
                        let slot = self.awaited(name)?;
                        each_future!(&slot, future => {
                            let result = wait_for(future.clone(), delay).await?;
                            show(&result.into_value())
                        })
                        .ok_or(Stop::Unset)
                    }
                    None => Ok(show(&wait_for(self.call(name)?, delay).await?)),
                }
            }
            ["wait", when, delay, names @ ..] => self.wait_some(when, seconds(delay), names).await,
            ["completed" | "completedx", delay, names @ ..] => {
                let ended = as_completed(self.arguments(names), seconds(delay))?;
                if words[0] == "completed" {
                    for (number, call) in ended.enumerate() {
                        let result = match call.await {
                            Ok(value) => value,
                            Err(error) if error.is_instance::<Exception>() => {
                                Value::Exception(error)
                            }
                            Err(error) => return Err(error.into()),
                        };
                        self.log(frame, &format!("completed {number} {}", show(&result)));
                    }
                    return Ok(String::new());
                }
                let mut ended = ended;
                loop {
                    match ended.__anext__().await {
                        Ok(future) => {
                            let label = self.label_of(&future);
                            self.log(frame, &format!("completed {label} {}", state(&future)));
                        }
                        Err(end) if end.is_instance::<StopAsyncIteration>() => {
                            return Ok(String::new());
                        }
                        Err(error) => return Err(error.into()),
                    }
                }
            }
            [_, name, ..] => {
                let slot = self.slot(name)?;
                self.wait_for_object(frame, words, slot).await
            }
            _ => panic!("no operation {words:?}"),
        }
    }

    async fn wait_some(&self, when: &str, timeout: Option<f64>, names: &[&str]) -> Shown {
        let slots = names.iter().filter_map(|name| self.find(name));
        let futures: Vec<_> = slots.filter_map(|slot| slot.future().cloned()).collect();
        let when = match when {
            "first" => FIRST_COMPLETED,
            "exception" => FIRST_EXCEPTION,
            _ => ALL_COMPLETED,
        };
        let options = WaitOptions::new().timeout(timeout).return_when(when);
        let (done, _pending) = options.wait(futures.clone()).await?;
        let is_done = |future| done.iter().any(|done| done.is(future));
        Ok(futures.iter().map(|future| if is_done(future) { '.' } else { 'p' }).collect())
    }

    async fn wait_for_object(
        self: &Rc<Self>,
        frame: &Rc<Frame>,
        words: &[&str],
        slot: Slot,
    ) -> Shown {
        Ok(match (words, &slot) {
            (["acquire", _], Slot::Lock(lock)) => truth(lock.acquire().await?),
            (["acquire", _], Slot::Condition(lock)) => truth(lock.acquire().await?),
            (["acquire", _], Slot::Semaphore(lock)) => truth(lock.acquire().await?),
            (["acquire", _], Slot::Bounded(lock)) => truth(lock.acquire().await?),
            (["ewait", _], Slot::Event(event)) => {
                let waited = show_bool(event.wait().await?);
                format!("{waited} {}", show_bool(event.is_set()))
            }
            (["cwait", _], Slot::Condition(condition)) => truth(condition.wait().await?),
            (["cwait_for", name, least], Slot::Condition(condition)) => {
                let least: i64 = least.parse().expect("a number");
                let test = || {
                    self.log(frame, &format!("test {name}"));
                    self.counters.borrow().get(*name).copied().unwrap_or(0) >= least
                };
                truth(condition.wait_for(test).await?)
            }
            (["bwait", _], Slot::Barrier(barrier)) => barrier.wait().await?.to_string(),
            (["breset", _], Slot::Barrier(barrier)) => unit(barrier.reset().await?),
            (["babort", _], Slot::Barrier(barrier)) => unit(barrier.abort().await?),
            (["put", _, value], Slot::Queue(queue)) => {
                unit(queue.put(value.parse().expect("a number")).await?)
            }
            (["get", _], Slot::Queue(queue)) => queue.get().await?.to_string(),
            (["join", _], Slot::Queue(queue)) => unit(queue.join().await?),
            _ => return Err(Stop::Unset),
        })
    }
}

fn unit((): ()) -> String {
    "None".to_owned()
}
