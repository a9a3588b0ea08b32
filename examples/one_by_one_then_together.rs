//! The same jobs one after the other, then side by side: four seconds, then three.

use asyncpy::prelude::*;

#[derive(Clone)]
struct MyTask {
    name: &'static str,
    duration: Option<u32>,
}

#[asyncio::coroutine]
async fn do_task(t: MyTask) {
    println!(">>> doing task {}", t.name);
    if let Some(duration) = t.duration {
        println!("found wait of duration {duration} seconds");
        asyncio::sleep(duration).await;
    }
    println!("<<< finished task {}", t.name);
}

/// Whether so many seconds have passed on the loop's clock: a measured time never prints the same twice.
fn took(start: f64, seconds: f64) -> Result<bool, Exception> {
    let passed = asyncio::get_running_loop()?.time() - start;
    Ok((passed - seconds).abs() < 0.1)
}

#[asyncpy::main]
async fn main() {
    let tasks = [
        MyTask { name: "one", duration: Some(1) },
        MyTask { name: "two", duration: None },
        MyTask { name: "three", duration: Some(3) },
    ];

    let start = asyncio::get_running_loop()?.time();
    for task in &tasks {
        do_task(task.clone()).await;
    }
    assert!(took(start, 4.0)?);

    println!("{}", "-".repeat(20));

    let start = asyncio::get_running_loop()?.time();
    // Python refuses coroutines here since 3.11: `wait` takes tasks.
    asyncio::wait(tasks.into_iter().map(|task| create_task!(do_task(task)))).await;
    assert!(took(start, 3.0)?);
}
