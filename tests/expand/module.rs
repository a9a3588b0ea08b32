//! `#[asyncpy::module]`.

#[asyncpy::module]
mod session {
    #[coroutine]
    pub async fn number() -> u32 {
        7
    }

    pub struct Session;

    impl Session {
        #[coroutine(boxed)]
        pub async fn number(&self) -> u32 {
            8
        }
    }
}

pub fn demo() -> String {
    let session: &'static session::Session = &session::Session;
    format!("{:?} {:?}", asyncpy::asyncio::run(session::number()), asyncpy::asyncio::run(session.number()))
}
