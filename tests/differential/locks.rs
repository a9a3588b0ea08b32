//! The operations on locks and their kin, queues and timeouts that do not await.

use asyncpy_runtime::exception::repr_float;
use asyncpy_runtime::{Barrier, Condition, Event, Queue, Timeout};

use crate::slot::Slot;
use crate::steps::Shown;
use crate::value::{Value, outcome, seconds, show_bool};
use crate::world::{Stop, World};

impl World {
    pub fn sync_step(&self, slot: &Slot, words: &[&str]) -> Shown {
        match (words[0], slot) {
            ("release", Slot::Lock(lock)) => lock.release()?,
            ("release", Slot::Condition(condition)) => condition.release()?,
            ("release", Slot::Semaphore(semaphore)) => semaphore.release()?,
            ("release", Slot::Bounded(semaphore)) => semaphore.release()?,
            ("locked", slot) => {
                let locked = match slot {
                    Slot::Lock(lock) => lock.locked(),
                    Slot::Condition(condition) => condition.locked(),
                    Slot::Semaphore(semaphore) => semaphore.locked(),
                    Slot::Bounded(semaphore) => semaphore.locked(),
                    _ => return Err(Stop::Unset),
                };
                return Ok(show_bool(locked).to_owned());
            }
            (_, Slot::Event(event)) => event_step(event, words),
            (_, Slot::Condition(condition)) => condition_step(condition, words)?,
            (_, Slot::Barrier(barrier)) => return Ok(barrier_step(barrier, words)),
            (_, Slot::Queue(queue)) => return queue_step(queue, words),
            (_, Slot::Timeout(timeout)) => return Ok(self.timeout_step(timeout, words)),
            _ => return Err(Stop::Unset),
        }
        Ok(String::new())
    }

    fn timeout_step(&self, timeout: &Timeout, words: &[&str]) -> String {
        match words {
            ["reschedule", _, delay] => {
                let when = seconds(delay).map(|delay| self.event_loop.time() + delay);
                outcome(timeout.reschedule(when).map(|()| Value::None))
            }
            ["expired", _] => {
                let when = timeout.when().map_or("None".to_owned(), repr_float);
                format!("{} {when}", show_bool(timeout.expired()))
            }
            _ => panic!("no operation {words:?}"),
        }
    }
}

fn event_step(event: &Event, words: &[&str]) {
    match words[0] {
        "eset" => event.set(),
        "eclear" => event.clear(),
        other => panic!("no operation {other}"),
    }
}

fn condition_step(condition: &Condition, words: &[&str]) -> Result<(), Stop> {
    match words {
        ["notify", _] => condition.notify()?,
        ["notify", _, count] => condition.notify_n(count.parse().expect("a number"))?,
        ["notify_all", _] => condition.notify_all()?,
        _ => panic!("no operation {words:?}"),
    }
    Ok(())
}

fn barrier_step(barrier: &Barrier, words: &[&str]) -> String {
    match words[0] {
        "bstate" => format!("{} {}", barrier.n_waiting(), show_bool(barrier.broken())),
        other => panic!("no operation {other}"),
    }
}

fn queue_step(queue: &Queue<i64>, words: &[&str]) -> Shown {
    match words {
        ["put_nowait", _, value] => queue.put_nowait(value.parse().expect("a number"))?,
        ["get_nowait", _] => return Ok(queue.get_nowait()?.to_string()),
        ["task_done", _] => queue.task_done()?,
        ["shutdown", _] => queue.shutdown(),
        ["shutdown", _, _] => queue.shutdown_immediate(),
        ["qstate", _] => {
            let (empty, full) = (show_bool(queue.empty()), show_bool(queue.full()));
            return Ok(format!("{} {empty} {full}", queue.qsize()));
        }
        _ => panic!("no operation {words:?}"),
    }
    Ok("None".to_owned())
}
