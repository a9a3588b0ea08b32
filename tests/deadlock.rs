//! Runs that can never end raise `DeadlockError`, with the graph of the tasks.

use asyncpy::asyncio::DeadlockError;
use asyncpy::prelude::*;
use std::sync::mpsc::channel;

fn never() -> asyncio::Future<()> {
    asyncio::get_running_loop().expect("a loop runs").create_future()
}

const SENTENCE: &str = "the event loop can never wake up again: nothing is ready, and no timer, thread or \
                        handle is left that could change that\n";

#[asyncio::coroutine]
async fn waits_for_ever() {
    never().await; // line 16
}

#[asyncio::coroutine]
async fn main_waits() {
    let task = create_task!(waits_for_ever(), name = "hopeless");
    task.await; // line 22
}

#[test]
fn the_text_shows_where_the_tasks_stand() {
    let error = run!(coroutine! {
        asyncio::current_task()?.expect("inside").set_name("main");
        main_waits().await; // line 29
    })
    .unwrap_err();
    assert!(error.is_instance::<DeadlockError>() && error.is_instance::<RuntimeError>());
    assert_eq!(
        error.to_string(),
        SENTENCE.to_owned()
            + "* Task(name='hopeless')\n  \
                 + Call stack:\n  \
                 |   File 'tests/deadlock.rs', line 16, in async waits_for_ever()\n  \
                 + Awaited by:\n    \
                   * Task(name='main')\n      \
                     + Call stack:\n      \
                     |   File 'tests/deadlock.rs', line 22, in async main_waits()\n      \
                     |   File 'tests/deadlock.rs', line 29, in async <coroutine>()\n  \
                 + Waits for: a future that nobody ends"
    );
}

#[test]
fn tasks_that_wait_for_each_other_are_a_deadlock() {
    #[asyncio::coroutine]
    async fn waits_for(other: asyncio::Future<Task<()>>) {
        let task = other.await;
        task.await; // line 53
    }
    let error = run!(coroutine! {
        asyncio::current_task()?.expect("inside").set_name("main");
        let event_loop = asyncio::get_running_loop()?;
        let (to_b, to_a) = (event_loop.create_future(), event_loop.create_future());
        let a = create_task!(waits_for(to_b.clone()), name = "a");
        let b = create_task!(waits_for(to_a.clone()), name = "b");
        to_b.set_result(b)?;
        to_a.set_result(a.clone())?;
        a.await; // line 63
    })
    .unwrap_err();
    let place = "  + Call stack:\n  |   File 'tests/deadlock.rs', line 53, in async waits_for()\n";
    let expected = SENTENCE.to_owned() + "* Task(name='a')\n" + place + "  + Awaited by:\n";
    assert!(error.to_string().starts_with(&expected), "{error}");
    assert!(error.to_string().contains("* Task(name='b')"), "{error}");
    assert_eq!(
        error.to_string().matches("\n* Task(").count(),
        1,
        "the circle is shown once: {error}"
    );
}

#[test]
fn clean_up_runs() {
    let (sender, lines) = channel();
    let cleaned = sender.clone();
    let outcome = run!(coroutine! {
        attempt! {
            try { never().await; }
            finally {
                asyncio::sleep(0.001).await;
                let _ = cleaned.send("cleaned up");
            }
        }
    });
    assert!(outcome.unwrap_err().is_instance::<DeadlockError>());
    assert_eq!(lines.try_recv(), Ok("cleaned up"));
}

#[test]
fn a_loop_can_go_on_after_a_deadlock() {
    let event_loop = asyncio::new_event_loop();
    let future = event_loop.create_future::<u8>();
    let stuck = event_loop.run_until_complete(&future).unwrap_err();
    assert_eq!(stuck.to_string(), SENTENCE.trim_end());
    let setter = future.clone();
    event_loop.call_soon(move || setter.set_result(7)).unwrap();
    assert_eq!(event_loop.run_until_complete(&future).unwrap(), 7);
}

#[test]
fn a_foreign_future_without_a_waker_is_a_deadlock() {
    let error = run!(coroutine! { std::future::pending::<()>().await; }).unwrap_err();
    assert!(error.to_string().ends_with("  + Waits for: a future of another crate"), "{error}");
}

#[test]
fn virtual_time_makes_no_difference() {
    let runner = asyncio::Runner::builder().virtual_time(true);
    let error = runner.build().run(waits_for_ever()).unwrap_err();
    assert!(error.is_instance::<DeadlockError>());
}

#[test]
fn jobs_and_handles_are_hope() {
    run!(coroutine! {
        let event_loop = asyncio::get_running_loop()?;
        let (go, may_go) = channel::<()>();
        let job = create_task!(asyncio::to_thread(move || may_go.recv().is_ok()));
        let (future, handle) = (never(), event_loop.threadsafe());
        let (done, is_done) = channel::<()>();
        std::thread::spawn(move || {
            go.send(()).expect("the job waits");
            is_done.recv().expect("the loop tells");
            handle.call_soon(|| ()).expect("the loop is open");
        });
        assert!(job.await);
        done.send(()).expect("the thread waits");
        let waited = asyncio::wait_for(future, 0.001);
        assert!(attempt!(waited.await).is_err());
    })
    .unwrap();
}

#[test]
fn the_last_handle_of_a_thread_takes_the_hope_with_it() {
    let (give, take) = channel::<asyncio::ThreadsafeHandle>();
    let thread = std::thread::spawn(move || {
        let handle = take.recv().expect("the loop gives one");
        let (asked, was_asked) = channel::<()>();
        handle.call_soon(move || drop(asked)).expect("the loop is open");
        assert!(was_asked.recv().is_err(), "the loop has run since");
        drop(handle);
    });
    let error = run!(coroutine! {
        give.send(asyncio::get_running_loop()?.threadsafe()).expect("the thread waits");
        never().await;
    })
    .unwrap_err();
    assert!(error.is_instance::<DeadlockError>());
    thread.join().unwrap();
}

#[test]
fn a_waker_on_another_thread_is_hope() {
    use std::task::Poll;
    let mut asked = false;
    run!(coroutine! {
        std::future::poll_fn(move |cx| {
            if std::mem::replace(&mut asked, true) {
                return Poll::Ready(());
            }
            let waker = cx.waker().clone();
            std::thread::spawn(move || waker.wake());
            Poll::Pending
        })
        .await;
    })
    .unwrap();
}

#[test]
fn only_so_many_tasks_are_shown() {
    let error = run!(coroutine! {
        let tasks: Vec<_> = (0..30).map(|_| waits_for_ever()).collect();
        gather!(*tasks).await;
    })
    .unwrap_err();
    assert_eq!(error.to_string().matches("\n* Task(").count(), 20);
    assert!(error.to_string().ends_with("\n... and 10 more"), "{error}");
}
