//! Signal handlers, on the main thread, where they belong.

use std::cell::RefCell;
use std::rc::Rc;

use asyncpy_runtime::exception::{Exception, RuntimeError, ValueError};
use asyncpy_runtime::signal::{SIGINT, SIGUSR1, SIGUSR2};
use asyncpy_runtime::{
    Code, Coroutine, Event, EventLoop, format_call_graph, get_running_loop, new_event_loop, run,
};
use signal_hook::low_level::raise;

fn coroutine<T, F>(future: F) -> Coroutine<F>
where
    F: Future<Output = Result<T, Exception>>,
{
    static CODE: Code = Code { name: "test", file: file!(), line: line!() };
    Coroutine::new(&CODE, future)
}

#[derive(Clone, Default)]
struct Trace(Rc<RefCell<Vec<String>>>);

impl Trace {
    fn line(&self, line: impl ToString) {
        self.0.borrow_mut().push(line.to_string());
    }
}

/// B91, and what CPython prints for it.
fn a_handler_is_called_and_removed() {
    let trace = Trace::default();
    let lines = trace.clone();
    run(coroutine(async move {
        let event_loop = get_running_loop()?;
        let got = Event::new();
        let (seen, set) = (lines.clone(), got.clone());
        event_loop.add_signal_handler(SIGUSR1, move || {
            seen.line("handler");
            set.set();
        })?;
        raise(SIGUSR1).unwrap();
        lines.line("kill returned");
        got.wait().await?; // no deadlock: a signal may come
        let first = event_loop.remove_signal_handler(SIGUSR1);
        lines.line(format_args!("removed {first} {}", event_loop.remove_signal_handler(SIGUSR1)));
        Ok(())
    }))
    .unwrap();
    assert_eq!(*trace.0.borrow(), ["kill returned", "handler", "removed true false"]);
}

/// A callback that schedules itself runs until it sees that the handler has run.
fn a_signal_before_the_run_is_handled_by_the_run() {
    fn tick(trace: &Trace, event_loop: &EventLoop) {
        let (again, inner) = (trace.clone(), event_loop.clone());
        if trace.0.borrow().is_empty() {
            event_loop.call_soon(move || tick(&again, &inner)).unwrap();
        } else {
            event_loop.stop();
        }
    }
    let trace = Trace::default();
    let event_loop = new_event_loop();
    let lines = trace.clone();
    event_loop.add_signal_handler(SIGUSR2, move || lines.line("handler")).unwrap();
    raise(SIGUSR2).unwrap();
    let (first, inner) = (trace.clone(), event_loop.clone());
    event_loop.call_soon(move || tick(&first, &inner)).unwrap();
    event_loop.run_forever().unwrap();
    assert_eq!(*trace.0.borrow(), ["handler"]);
}

fn ctrl_c_with_a_handler_interrupts_nothing() {
    let answer = run(coroutine(async {
        let event_loop = get_running_loop()?;
        let stop = Event::new();
        let set = stop.clone();
        event_loop.add_signal_handler(SIGINT, move || set.set())?;
        raise(SIGINT).unwrap();
        stop.wait().await?;
        Ok(7)
    }));
    assert_eq!(answer.unwrap(), 7);
    let interrupted = run(coroutine(async {
        raise(SIGINT).unwrap();
        asyncpy_runtime::sleep(3600).await
    }));
    let error = interrupted.unwrap_err();
    assert_eq!(error.class_name(), "KeyboardInterrupt", "the default is back");
}

fn refusals() {
    let event_loop = new_event_loop();
    let error = event_loop.add_signal_handler(9, || ()).unwrap_err();
    assert_eq!(format!("{error:?}"), "RuntimeError('sig 9 cannot be caught')");
    let error = event_loop.add_signal_handler(0, || ()).unwrap_err();
    assert!(error.is_instance::<ValueError>());
    assert_eq!(error.to_string(), "invalid signal number 0");
    let elsewhere = std::thread::spawn(|| {
        let error = new_event_loop().add_signal_handler(SIGUSR1, || ()).unwrap_err();
        assert!(error.is_instance::<RuntimeError>());
        error.to_string()
    });
    let text = "set_wakeup_fd only works in main thread of the main interpreter";
    assert_eq!(elsewhere.join().unwrap(), text);
    event_loop.close().unwrap();
    assert!(event_loop.add_signal_handler(SIGUSR1, || ()).is_err());
}

/// The text goes to stderr; here it is enough that it was asked for and the loop goes on.
fn call_graphs_can_be_asked_for() {
    run(coroutine(async {
        let event_loop = get_running_loop()?;
        event_loop.print_call_graph_on_signal(SIGUSR1)?;
        raise(SIGUSR1).unwrap();
        let seen = Event::new();
        let wake = seen.clone();
        event_loop.add_signal_handler(SIGUSR2, move || wake.set())?;
        raise(SIGUSR2).unwrap();
        seen.wait().await?;
        assert!(format_call_graph(None)?.starts_with("* Task(name='Task-"));
        Ok(())
    }))
    .unwrap();
}

fn main() {
    a_handler_is_called_and_removed();
    a_signal_before_the_run_is_handled_by_the_run();
    ctrl_c_with_a_handler_interrupts_nothing();
    refusals();
    call_graphs_can_be_asked_for();
}
