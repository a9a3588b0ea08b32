//! B27–B29: sleeping.

use asyncpy_runtime::{create_task, get_running_loop, sleep, sleep_with};

use crate::common::{assert_said, coroutine, run_ok, say};

#[test]
fn b27_a_sleeper_runs_one_iteration_after_its_timer() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let task = create_task(coroutine(async {
            sleep(0.02).await?;
            say!("sleeper");
            Ok(())
        }))?;
        sleep(0).await?;
        // All three are due in one iteration: the virtual clock wakes up 0.1 ms late.
        let now = event_loop.time();
        event_loop.call_at(now + 0.020_03, || say!("plain timer with a later deadline"))?;
        let again = event_loop.clone();
        event_loop.call_at(now + 0.020_06, move || {
            again.call_soon(|| say!("call_soon from an even later timer"))
        })?;
        task.await?;
        sleep(0).await
    }));
    assert_said([
        "plain timer with a later deadline",
        "sleeper",
        "call_soon from an even later timer",
    ]);
}

#[test]
fn b28_sleepers_that_are_due_together_wake_by_deadline() {
    run_ok(coroutine(async {
        let sleeper = |number: u32| {
            coroutine(async move {
                sleep(1.0 + f64::from(number) * 1e-6).await?;
                say!("{number} µs");
                sleep(0).await?;
                say!("{number} µs, next step");
                Ok(())
            })
        };
        let tasks =
            [create_task(sleeper(45))?, create_task(sleeper(15))?, create_task(sleeper(30))?];
        for task in tasks {
            task.await?;
        }
        Ok(())
    }));
    assert_said([
        "15 µs",
        "30 µs",
        "45 µs",
        "15 µs, next step",
        "30 µs, next step",
        "45 µs, next step",
    ]);
}

#[test]
fn b29_negative_zero_positive_and_nan() {
    run_ok(coroutine(async {
        get_running_loop()?.call_soon(|| say!("queued first"))?;
        say!("{}", sleep_with(-1, "negative").await?);
        say!("{} {}", sleep_with(0, "zero").await?, sleep_with(0.001, "positive").await?);
        let error = sleep(f64::NAN).await.expect_err("NaN is refused");
        say!("{} {error}", error.class_name());
        Ok(())
    }));
    assert_said([
        "queued first",
        "negative",
        "zero positive",
        "ValueError Invalid delay: NaN (not a number)",
    ]);
}

#[test]
fn a_sleep_takes_its_seconds_as_float_integer_or_duration() {
    run_ok(coroutine(async {
        let event_loop = get_running_loop()?;
        let start = event_loop.time();
        sleep(3600).await?;
        sleep(0.5).await?;
        sleep(std::time::Duration::from_mins(1)).await?;
        let slept = event_loop.time() - start;
        assert!((3660.5..3661.0).contains(&slept), "{slept}");
        Ok(())
    }));
}

#[test]
fn virtual_time_does_not_end_a_sleep_without_end() {
    // `await asyncio.sleep(math.inf)` waits until it is cancelled, and time goes on for the others.
    run_ok(coroutine(async {
        let forever = create_task(sleep(f64::INFINITY))?;
        sleep(1e9).await?;
        assert!(!forever.done());
        forever.cancel();
        assert!(forever.await.is_err());
        Ok(())
    }));
}

#[test]
fn virtual_time_goes_on_after_many_years() {
    run_ok(coroutine(async {
        for exponent in 0..18 {
            sleep(10f64.powi(exponent)).await?;
            sleep(0.5).await?;
        }
        Ok(())
    }));
}
