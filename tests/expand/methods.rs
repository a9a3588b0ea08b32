//! Coroutine functions in traits and implementations, generic and borrowing.

use asyncpy::prelude::*;

trait Shape {
    #[asyncio::coroutine]
    async fn area(&self) -> u32;

    #[asyncio::coroutine]
    async fn scaled<N: Into<u32>>(&self, factor: N) -> u32 {
        self.area().await * factor.into()
    }
}

struct Square(u32);

impl Shape for Square {
    #[asyncio::coroutine]
    async fn area(&self) -> u32 {
        self.0 * self.0
    }
}

#[asyncio::coroutine]
async fn numbers() -> impl Iterator<Item = u32> {
    [Square(2).area().await, Square(3).scaled(2_u8).await].into_iter()
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(numbers()).map(Iterator::collect::<Vec<_>>))
}
