//! What blocks the loop is reported, with the place of the await. Nothing here measures time: with a duration of 0
//! everything is slow, and the watchdog is waited for.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::mpsc::channel;

use asyncpy::asyncio::SlowCallback;
use asyncpy::prelude::*;

type Reports = Rc<RefCell<Vec<SlowCallback>>>;

/// A loop that reports everything to the list.
fn everything_is_slow() -> (EventLoop, Reports) {
    let event_loop = asyncio::new_event_loop();
    let reports = Reports::default();
    let list = Rc::clone(&reports);
    event_loop.set_slow_callback_duration(0);
    event_loop.set_slow_callback_handler(move |slow| list.borrow_mut().push(slow.clone()));
    (event_loop, reports)
}

/// The text of a report without the seconds.
fn text(slow: &SlowCallback) -> String {
    let text = slow.to_string();
    let (start, rest) = text.split_once(" took ").expect("it is over");
    let (_seconds, end) = rest.split_once(" seconds").expect("they are told");
    format!("{start}{end}")
}

#[asyncio::coroutine]
async fn inner() {
    asyncio::sleep(0).await; // line 33
}

#[asyncio::coroutine]
async fn outer() {
    inner().await; // line 38
}

#[test]
fn a_step_is_reported_with_the_await_it_returned_at() {
    let (event_loop, reports) = everything_is_slow();
    let task = asyncio::TaskOptions::new().name("slow").spawn_on(&event_loop, outer()).unwrap();
    event_loop.run_until_complete(task).unwrap();
    let texts: Vec<String> = reports.borrow().iter().map(text).collect();
    assert_eq!(
        texts[..2],
        [
            "Executing <Task pending name='slow' coro=<outer() running at tests/slow_callbacks.rs:38>>, until the \
             await at tests/slow_callbacks.rs:33 in inner()",
            "Executing <Task finished name='slow' coro=<outer() done, defined at tests/slow_callbacks.rs:37>>",
        ]
    );
}

#[test]
fn a_callback_is_reported_with_the_place_where_it_was_scheduled() {
    let (event_loop, reports) = everything_is_slow();
    let stop = event_loop.clone();
    event_loop.call_soon(move || stop.stop()).unwrap(); // line 61
    event_loop.run_forever().unwrap();
    let texts: Vec<String> = reports.borrow().iter().map(text).collect();
    assert_eq!(texts, ["Executing <Handle <lambda>() at tests/slow_callbacks.rs:61>"]);
}

#[test]
fn of_several_the_culprit_is_named_the_second_time() {
    let (event_loop, reports) = everything_is_slow();
    let (again, stop) = (event_loop.clone(), event_loop.clone());
    event_loop.call_soon(|| ()).unwrap();
    event_loop
        .call_soon(move || {
            again.call_soon(|| ())?;
            again.call_soon(move || stop.stop())
        })
        .unwrap();
    event_loop.run_forever().unwrap();
    let whats: Vec<String> = reports.borrow().iter().map(|slow| slow.what.clone()).collect();
    assert_eq!(whats.len(), 3);
    assert_eq!(whats[0], "2 callbacks in one iteration");
    assert!(whats[1..].iter().all(|what| what.starts_with("<Handle <lambda>() at tests/slow")));
}

#[test]
fn debug_mode_measures_each() {
    let (event_loop, reports) = everything_is_slow();
    event_loop.set_debug(true);
    let stop = event_loop.clone();
    event_loop.call_soon(|| ()).unwrap();
    event_loop.call_soon(move || stop.stop()).unwrap();
    event_loop.run_forever().unwrap();
    assert_eq!(reports.borrow().len(), 2);
    assert!(reports.borrow().iter().all(|slow| slow.what.starts_with("<Handle ")));
}

#[test]
fn infinity_turns_it_off() {
    let (event_loop, reports) = everything_is_slow();
    event_loop.set_slow_callback_duration(f64::INFINITY);
    event_loop.run_until_complete(outer()).unwrap();
    assert_eq!((event_loop.slow_callback_duration(), reports.borrow().len()), (f64::INFINITY, 0));
    let standard = asyncio::new_event_loop().slow_callback_duration();
    assert!((standard - 0.1).abs() < 1e-9, "{standard}");
}

#[test]
fn the_watchdog_reports_while_the_loop_still_blocks() {
    let event_loop = asyncio::new_event_loop();
    event_loop.set_slow_callback_duration(f64::INFINITY);
    let (tell, told) = channel();
    event_loop
        .set_watchdog_with(0, move |slow| {
            let _ = tell.send((slow.what.clone(), slow.site.map(|site| (site.name, site.lineno))));
        })
        .unwrap();
    let blocks = coroutine! {
        asyncio::sleep(0).await; // line 117
        // Only the watchdog can say that this blocks: the reports of what ran before are passed over.
        told.iter().find(|(what, site)| what.contains("name='blocks'") && site.is_some())
    };
    let task = asyncio::TaskOptions::new().name("blocks").spawn_on(&event_loop, blocks).unwrap();
    let (_, site) = event_loop.run_until_complete(task).unwrap().expect("it reports");
    assert_eq!(site, Some(("<coroutine>", 118)));
}
