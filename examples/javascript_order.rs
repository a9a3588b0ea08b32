//! The same program as JavaScript runs it.
//!
//! Calling a JavaScript `async` function runs its body at once, up to the first `await`: a task with
//! `eager_start`. An `await` always lets the caller go on, even if what it awaits is done: one `sleep(0)`.

use asyncpy::prelude::*;

/// `setTimeout(() => console.log(…), s * 1000)`, without waiting for it.
#[asyncio::coroutine]
async fn wait(s: f64) {
    asyncio::get_running_loop()?.call_later(s, move || println!("wating {s}s"))?;
}

#[asyncio::coroutine]
async fn read_file() {
    println!("initial read_file sleep(2.1)");
    create_task!(wait(2.0), eager_start = true).await;
    asyncio::sleep(0).await;
    println!("read_file 1/2 wait(2)");
    create_task!(wait(0.1), eager_start = true).await;
    asyncio::sleep(0).await;
    println!("read_file 2/2 wait(0.1)");
}

#[asyncio::coroutine]
async fn read_api() {
    println!("initial read_api wait(2)");
    create_task!(wait(2.0), eager_start = true).await;
    asyncio::sleep(0).await;
    println!("read_api whole wait(2)");
}

#[asyncpy::main]
async fn main() {
    create_task!(read_file(), eager_start = true);
    println!("does not block");
    create_task!(read_api(), eager_start = true);
    println!("the second time, won't block");
    asyncio::sleep(2.5).await; // JavaScript's loop runs until its last timer
}
