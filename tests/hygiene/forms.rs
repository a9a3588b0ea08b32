//! Every form of the macros, for crates of all editions.

use std::fmt::Display;
use std::rc::Rc;

use asyncpy::prelude::*;

#[asyncio::coroutine]
pub async fn number(n: u32) -> u32 {
    asyncio::sleep(0).await;
    if n == 0 {
        raise!(ValueError("zero"))
    }
    n
}

// The coroutine borrows from both, without `use<…>` or a lifetime written: so does `async fn`.
#[asyncio::coroutine]
pub async fn longer(one: &str, other: &str) -> usize {
    asyncio::sleep(0).await;
    one.len().max(other.len())
}

#[asyncio::coroutine]
pub async fn generic<'a, T: Display + ?Sized, const N: usize>(value: &'a T, _: [u8; N]) -> String {
    asyncio::sleep(0).await;
    format!("{value} {N}")
}

#[asyncio::coroutine(boxed)]
pub async fn factorial(n: u64) -> u64 {
    if n == 0 { 1 } else { n * factorial(n - 1).await }
}

#[asyncio::coroutine]
pub async fn forever() -> ! {
    loop {
        asyncio::sleep(1).await;
    }
}

pub struct Session {
    pub log: Vec<&'static str>,
}

impl Session {
    #[asyncio::coroutine]
    pub async fn log(&mut self, text: &'static str) -> &mut Vec<&'static str> {
        asyncio::sleep(0).await;
        self.log.push(text);
        &mut self.log
    }

    #[asyncio::coroutine]
    pub async fn owned(self: Rc<Self>) -> usize {
        asyncio::sleep(0).await;
        self.log.len()
    }
}

impl AsyncContextManager for Session {
    type Value = u32;

    #[asyncio::coroutine]
    async fn __aenter__(&mut self) -> u32 {
        self.log("enter").await;
        1
    }

    #[asyncio::coroutine]
    async fn __aexit__(&mut self, exception: Option<&Exception>) -> bool {
        self.log("exit").await;
        exception.is_some_and(Exception::is_instance::<ValueError>)
    }
}

impl ContextManager for Session {
    type Value = u32;

    fn __enter__(&mut self) -> Result<u32, Exception> {
        Ok(2)
    }

    fn __exit__(&mut self, _: Option<&Exception>) -> Result<bool, Exception> {
        Ok(false)
    }
}

pub struct Countdown(pub u32);

impl AsyncIterator for Countdown {
    type Item = u32;

    #[asyncio::coroutine]
    async fn __anext__(&mut self) -> u32 {
        if self.0 == 0 {
            raise!(StopAsyncIteration)
        }
        self.0 -= 1;
        self.0
    }
}

pub trait Shape {
    #[asyncio::coroutine]
    async fn area(&self) -> u32;
}

impl Shape for Session {
    #[asyncio::coroutine]
    async fn area(&self) -> u32 {
        7
    }
}

#[asyncio::coroutine]
pub async fn attempts(text: &str) -> String {
    let mut trace = String::new();
    let parsed = attempt!(text.parse::<u32>()?).unwrap_or(0);
    for round in 0..3 {
        attempt! {
            try {
                if round == 1 {
                    continue;
                }
                number(parsed).await;
            } except (KeyError, IndexError) {
                trace += "key ";
            } except ValueError as error {
                trace += &error.to_string();
                break;
            } else {
                trace += "else ";
            } finally {
                number(1).await;
                trace += "finally ";
            }
        }
    }
    attempt! {
        try { raise!(ExceptionGroup::group("g", vec![ValueError("v")])) }
        except* ValueError as group { trace += &group.to_string(); }
    }
    trace
}

#[asyncio::coroutine]
pub async fn managed() -> (u32, u32, Vec<&'static str>) {
    let mut session = Session { log: Vec::new() };
    let (a, b) = async_with! { &mut session as first, Session { log: Vec::new() } as _ {
        with! { Session { log: Vec::new() } as second { (first, second) } }
    } };
    async_with! { &mut session as _ {
        number(0).await;
    } }
    (a, b, session.log)
}

#[asyncio::coroutine]
pub async fn counted() -> Vec<u32> {
    let mut seen = vec![];
    async_for! { n in Countdown(3) {
        seen.push(n);
    } else {
        seen.push(100);
    } }
    seen
}

#[asyncio::async_generator]
pub async fn numbers(upto: u32) -> u32 {
    attempt! {
        try {
            for n in 0..upto {
                asyncio::sleep(0).await;
                yield_!(n);
            }
        } finally {
            asyncio::sleep(0).await;
        }
    }
}

#[asyncio::async_generator(send = u32)]
pub async fn sums() -> u32 {
    let mut sum = 0;
    while let Some(n) = yield_!(sum) {
        sum += n;
    }
}

#[asyncio::asynccontextmanager]
pub async fn numbered(n: u32) -> u32 {
    attempt! {
        try { yield_!(n); }
        except ValueError {}
    }
}

#[asyncio::coroutine]
pub async fn generated() -> Vec<u32> {
    let mut seen = Vec::new();
    async_for! { n in numbers(3) { seen.push(n); } }
    let sums = sums();
    seen.push(sums.asend(None).await);
    seen.push(sums.asend(Some(7)).await);
    async_with! { numbered(8) as n {
        seen.push(n);
        raise!(ValueError)
    } }
    seen
}

#[asyncio::coroutine]
pub async fn waited() -> String {
    let tasks = [create_task!(number(1)), create_task!(number(2))];
    let (done, pending) = wait!(tasks, timeout = 5, return_when = asyncio::ALL_COMPLETED).await;
    let three = wait_for!(number(3), timeout = 5).await;
    let mut completed = 0;
    for next in as_completed!([number(4), number(5)]) {
        completed += next.await;
    }
    let six = async_with! { timeout!(10) as _ { shield!(number(6)).await } };
    format!("{} {} {three} {completed} {six}", done.len(), pending.len())
}

#[asyncio::coroutine]
pub async fn called() -> String {
    let task = create_task!(number(1), name = "one");
    let future = ensure_future!(number(2));
    let (a, b, c) = gather!(task, future, number(3)).await;
    let list = gather!(number(4), *vec![number(5)]).await;
    let results = gather!(*vec![number(0)], return_exceptions = True).await;
    format!("{a} {b} {c} {list:?} {results:?} {}", number(6).await)
}

#[asyncio::coroutine]
pub async fn others() -> String {
    let mut session = Session { log: Vec::new() };
    let area = session.area().await;
    let logged = session.log("a").await.len();
    let owned = create_task!(Rc::new(session).owned()).await;
    let anonymous = coroutine! { number(8).await + 1 };
    format!(
        "{area} {logged} {owned} {} {} {} {}",
        longer("a", &String::from("bc")).await,
        generic("g", [0; 3]).await,
        factorial(5).await,
        anonymous.await,
    )
}

pub fn plain(text: &str) -> Result<u32, Exception> {
    attempt! {
        try { Ok(text.parse::<u32>()?) }
        except ValueError { raise!(KeyError("k") from None) }
    }
}

#[asyncpy::test]
async fn coroutines() {
    assert_eq!(others().await, "7 1 1 2 g 3 120 9");
    assert!(attempt!(number(0).await).is_err());
    _ = forever();
}

#[asyncpy::test]
pub async fn statements() {
    assert_eq!(attempts("1").await, "else finally finally else finally g (1 sub-exception)");
    assert_eq!(attempts("x").await, "zerofinally g (1 sub-exception)");
    assert_eq!(managed().await, (1, 2, vec!["enter", "exit", "enter", "exit"]));
    assert_eq!(counted().await, [2, 1, 0, 100]);
}

#[asyncpy::test]
pub async fn calls() {
    let expected = "1 2 3 [4, 5] [Err(ValueError('zero'))] 6";
    assert_eq!(called().await, expected);
    assert_eq!(waited().await, "2 0 3 9 6");
    assert_eq!(generated().await, [0, 1, 2, 0, 7, 8]);
}

#[test]
fn functions() {
    assert_eq!(asyncio::run!(number(5), debug = false).unwrap(), 5);
    assert_eq!(plain("1").unwrap(), 1);
    assert_eq!(format!("{:?}", plain("x").unwrap_err()), "KeyError('k')");
}

pub mod entry {
    #[asyncpy::main]
    pub async fn main() {
        super::number(1).await;
    }

    #[test]
    fn ends() {
        main();
    }
}
