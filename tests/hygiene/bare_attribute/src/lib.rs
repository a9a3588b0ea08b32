//! `#[asyncpy::module]`, in which `#[coroutine]` works as it is.

#![deny(warnings)]

#[asyncpy::module]
pub mod session {
    use asyncpy::prelude::*;

    #[coroutine]
    pub async fn number(n: u32) -> u32 {
        asyncio::sleep(0).await;
        n
    }

    pub trait Shape {
        #[coroutine]
        async fn area(&self) -> u32;

        #[coroutine(boxed)]
        async fn twice(&self) -> u32
        where
            Self: Sized,
        {
            2 * self.area().await
        }
    }

    pub struct Square(pub u32);

    impl Shape for Square {
        #[coroutine]
        async fn area(&self) -> u32 {
            number(self.0).await * self.0
        }
    }

    pub mod deeper {
        #[coroutine]
        pub async fn number() -> u32 {
            #[coroutine]
            async fn deepest() -> u32 {
                super::number(4).await
            }
            deepest().await
        }
    }

    #[asyncio::coroutine]
    pub async fn spelled_out() -> u32 {
        deeper::number().await + Square(3).twice().await
    }
}

#[asyncpy::test]
async fn all_are_coroutines() {
    assert_eq!(session::spelled_out().await, 22);
}
