//! C33, C34: Ctrl-C. Signals meet the main thread only, so this is a program, not a set of tests.
//!
//! Called without arguments it calls itself once per case, in a process of its own, and compares what that
//! wrote and how it ended.

mod common;

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use asyncpy_runtime::exception::{CancelledError, KeyboardInterrupt};
use asyncpy_runtime::{
    Exception, ExceptionContext, RunOptions, Runner, create_task, current_task, get_running_loop,
    run, sleep,
};
use common::{Watchdog, coroutine};
use signal_hook::consts::SIGINT;

/// The number of `SIGINT`, which a shell reports plus 128.
const INTERRUPTED: i32 = 2;

/// One case: a name, what it does, what it prints, and whether the signal ends the process.
type Case = (&'static str, fn(), &'static [&'static str], bool);

const CASES: &[Case] = &[
    ("main_is_cancelled", main_is_cancelled, MAIN_IS_CANCELLED, false),
    ("swallowed", swallowed, &["swallowed", "result"], false),
    ("second_signal", second_signal, &["swallowed", "KeyboardInterrupt"], false),
    ("while_asleep", while_asleep, &["asleep", "KeyboardInterrupt"], false),
    ("other_thread_sends", other_thread_sends, &["KeyboardInterrupt"], false),
    ("run_forever", run_forever, &["KeyboardInterrupt False", "ran on"], false),
    ("batch_is_kept", batch_is_kept, &["KeyboardInterrupt", "still queued"], false),
    ("in_the_shutdown", in_the_shutdown, &["cleanup starts", "KeyboardInterrupt"], false),
    ("between_runs", between_runs, &["first run over"], true),
    ("before_any_run", before_any_run, &[], true),
    ("a_loop_of_another_thread", a_loop_of_another_thread, &["running there"], true),
    ("hand_made_cancel", hand_made_cancel, &["CancelledError"], false),
];

fn main() {
    let _watchdog = Watchdog::new();
    match std::env::args().nth(1).filter(|argument| !argument.starts_with('-')) {
        None => CASES.iter().for_each(check),
        Some(name) => {
            let case = CASES.iter().find(|case| case.0 == name);
            case.expect("a known case").1();
        }
    }
}

fn check(&(name, _, printed, killed): &Case) {
    let path = std::env::current_exe().expect("the path of this test");
    let output = Command::new(path).arg(name).stdin(Stdio::null()).output().expect("it can be run");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stdout.lines().eq(printed.iter().copied()), "{name}: {stdout}\n{stderr}");
    let expected = if killed { ExitStatus::from_raw(INTERRUPTED) } else { ExitStatus::default() };
    assert_eq!(output.status, expected, "{name}: {stdout}\n{stderr}");
    println!("test {name} ... ok");
}

fn raise() {
    signal_hook::low_level::raise(SIGINT).expect("SIGINT can be raised");
}

/// Prints what `run` gave.
fn show<T: std::fmt::Display>(outcome: Result<T, Exception>) {
    match outcome {
        Ok(value) => println!("{value}"),
        Err(error) => println!("{}", error.class_name()),
    }
}

const MAIN_IS_CANCELLED: &[&str] =
    &["main cancelled 1", "cleanup may await", "background cancelled", "KeyboardInterrupt"];

fn main_is_cancelled() {
    show(run(coroutine(async {
        let background = coroutine(async {
            let slept = sleep(60).await;
            println!("background cancelled");
            slept
        });
        drop(create_task(background)?);
        get_running_loop()?.call_soon(raise)?;
        let slept = sleep(60).await;
        println!("main cancelled {}", current_task()?.expect("main").cancelling());
        sleep(0).await?;
        println!("cleanup may await");
        slept.map(|()| "no")
    })));
}

fn swallow(times: u32) {
    show(run(coroutine(async move {
        raise();
        if sleep(60).await.is_err() {
            println!("swallowed");
        }
        if times == 2 {
            raise();
            sleep(0).await?;
        }
        Ok("result")
    })));
}

fn swallowed() {
    swallow(1);
}

fn second_signal() {
    swallow(2);
}

/// The signal ends the poll of the operating system.
fn while_asleep() {
    show(run(coroutine(async {
        let _sender = std::thread::spawn(|| {
            std::thread::sleep(Duration::from_millis(30)); // the loop is asleep by then, or it does not matter
            raise();
        });
        println!("asleep");
        sleep(3600).await.map(|()| "no")
    })));
}

fn other_thread_sends() {
    show(run(coroutine(async {
        std::thread::spawn(raise).join().expect("no panic");
        get_running_loop()?.create_future::<()>().await.map(|()| "no")
    })));
}

fn run_forever() {
    let event_loop = asyncpy_runtime::new_event_loop();
    event_loop.call_soon(raise).expect("open");
    let error = event_loop.run_forever().expect_err("interrupted");
    println!("{} {}", error.class_name(), if event_loop.is_running() { "True" } else { "False" });
    let stopper = event_loop.clone();
    event_loop.call_soon(move || stopper.stop()).expect("open");
    event_loop.run_forever().expect("the signal was delivered once");
    println!("ran on");
}

fn batch_is_kept() {
    let event_loop = asyncpy_runtime::new_event_loop();
    event_loop.call_soon(raise).expect("open");
    event_loop.call_soon(|| println!("still queued")).expect("open");
    show(event_loop.run_forever().map(|()| "no"));
    event_loop.stop();
    event_loop.run_forever().expect("nothing is raised");
}

/// While a runner closes there is no main task any more: the signal leaves the loop.
fn in_the_shutdown() {
    show(RunOptions::new().virtual_time(true).run(coroutine(async {
        let stubborn = coroutine(async {
            let _cancelled = sleep(60).await;
            println!("cleanup starts");
            raise();
            sleep(60).await
        });
        drop(create_task(stubborn)?);
        get_running_loop()?.set_exception_handler(|_, _: &ExceptionContext| {});
        sleep(0).await.map(|()| "no")
    })));
}

/// No loop runs: the signal has its default effect.
fn between_runs() {
    let mut runner = Runner::new();
    runner.run(coroutine(async { Ok(()) })).expect("nothing is raised");
    println!("first run over");
    raise();
    println!("not reached");
}

fn before_any_run() {
    raise();
    println!("not reached");
}

/// A loop of another thread is not interrupted, and does not keep the process from being so.
fn a_loop_of_another_thread() {
    let (sender, running) = std::sync::mpsc::channel();
    let _thread = std::thread::spawn(move || {
        run(coroutine(async move {
            sender.send(()).expect("main listens");
            sleep(3600).await
        }))
        .is_ok()
    });
    running.recv().expect("the thread runs");
    println!("running there");
    raise();
    println!("not reached");
}

/// A main that ends cancelled without a signal is no interrupt.
fn hand_made_cancel() {
    let outcome = run(coroutine(async { Err::<(), _>(CancelledError::new(())) }));
    let error = outcome.expect_err("cancelled");
    assert!(!error.is_instance::<KeyboardInterrupt>());
    println!("{}", error.class_name());
}
