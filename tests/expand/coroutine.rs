//! A coroutine function: arguments, `return`, and the value at the end.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn greet((first, last): (String, String), mut times: usize) -> String {
    if times == 0 {
        return String::from("nobody");
    }
    times += 1;
    [first, last].join(" ").repeat(times)
}

pub fn demo() -> String {
    let name = (String::from("a"), String::from("b"));
    format!("{:?} {:?}", asyncio::run(greet(name.clone(), 1)), asyncio::run(greet(name, 0)))
}
