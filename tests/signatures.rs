//! Where a coroutine may stand and what its signature may be; `boxed`, `coroutine!`, `module`, `crate`.

#![deny(warnings)]

mod common;

use std::cell::Cell;
use std::fmt::Display;
use std::rc::Rc;

use asyncpy::prelude::*;
use asyncpy_runtime::Coroutine;
use common::{block_on, pending_once};

#[asyncio::coroutine]
async fn number(n: i32) -> i32 {
    pending_once().await;
    n
}

#[asyncio::coroutine]
async fn failing(n: i32) -> i32 {
    if n > 0 {
        raise!(ValueError("positive"))
    }
    n
}

#[asyncio::coroutine]
pub(crate) async fn generic<T, const N: usize>(value: &T) -> [T; N]
where
    T: Clone + 'static,
{
    pending_once().await;
    std::array::from_fn(|_| value.clone())
}

#[asyncio::coroutine]
async fn impl_argument(value: impl Display, other: &str) -> String {
    pending_once().await;
    format!("{value}{other}")
}

#[asyncio::coroutine]
async fn impl_result(n: u32) -> impl Iterator<Item = u32> {
    if n > 2 {
        return 0..2;
    }
    0..n
}

#[asyncio::coroutine]
async fn borrowed<'a>(a: &'a str, b: &str) -> &'a str {
    pending_once().await;
    if b.is_empty() { a } else { &a[1..] }
}

#[asyncio::coroutine]
async fn elided(a: &str) -> &str {
    &a[1..]
}

#[asyncio::coroutine]
async fn never(n: i32) -> ! {
    loop {
        failing(n).await;
    }
}

#[asyncio::coroutine]
async fn diverges() -> String {
    panic!("diverges")
}

#[asyncio::coroutine]
async fn patterns((a, b): (i32, i32), mut c: i32, [d, ..]: [i32; 3], _: i32) -> i32 {
    c += 1;
    a + b + c + d
}

#[asyncio::coroutine]
#[doc(hidden)]
#[allow(non_snake_case)]
async fn Attributed(#[allow(unused_variables)] unused: i32) -> &'static str {
    #![allow(unused_variables)]
    let also_unused = 1;
    "attributed"
}

#[asyncio::coroutine]
async fn r#type(r#match: i32) -> i32 {
    r#match
}

#[asyncio::coroutine]
async unsafe fn unsafe_too(pointer: *const i32) -> i32 {
    // SAFETY: the caller gives a pointer to an `i32`.
    unsafe { *pointer }
}

#[test]
fn signatures() {
    assert_eq!(block_on(generic::<_, 2>(&'x')).unwrap(), ['x', 'x']);
    assert_eq!(block_on(impl_argument(1, "a")).unwrap(), "1a");
    assert_eq!(block_on(impl_result(9)).unwrap().count(), 2);
    let text = String::from("text");
    let shorter = {
        let other = String::from("x");
        block_on(borrowed(&text, &other)).unwrap()
    };
    assert_eq!(shorter, "ext");
    assert_eq!(block_on(elided(&text)).unwrap(), "ext");
    assert!(block_on(never(1)).is_err());
    assert_eq!(block_on(patterns((1, 2), 3, [4, 0, 0], 5)).unwrap(), 11);
    assert_eq!(block_on(Attributed(1)).unwrap(), "attributed");
    assert_eq!(block_on(r#type(3)).unwrap(), 3);
    assert_eq!(r#type(3).code().name, "type");
    let n = 5;
    // SAFETY: `n` is an `i32`.
    let coroutine = unsafe { unsafe_too(&raw const n) };
    assert_eq!(block_on(coroutine).unwrap(), 5);
    drop(diverges());
}

struct Counter {
    n: Cell<i32>,
}

impl Counter {
    /// A constructor.
    #[asyncio::coroutine]
    async fn new(n: i32) -> Self {
        Self { n: Cell::new(number(n).await) }
    }

    #[asyncio::coroutine]
    async fn by_reference(&self, n: i32) -> i32 {
        self.n.set(self.n.get() + number(n).await);
        self.n.get()
    }

    #[asyncio::coroutine]
    async fn by_unique_reference(&mut self) -> &mut Cell<i32> {
        pending_once().await;
        self.n.set(0);
        &mut self.n
    }

    #[asyncio::coroutine]
    async fn by_value(mut self) -> i32 {
        *self.n.get_mut() += 1;
        self.n.get()
    }

    #[asyncio::coroutine]
    async fn counted(self: Rc<Self>, n: i32) -> i32 {
        self.by_reference(n).await
    }

    #[asyncio::coroutine]
    async fn static_future(self: Rc<Self>) -> i32 {
        self.n.get()
    }
}

fn must_be_static<F: 'static>(coroutine: Coroutine<F>) -> Coroutine<F> {
    coroutine
}

#[test]
fn methods() {
    let mut counter = block_on(Counter::new(1)).unwrap();
    assert_eq!(block_on(counter.by_reference(2)).unwrap(), 3);
    block_on(counter.by_unique_reference()).unwrap().set(9);
    let counter = Rc::new(counter);
    assert_eq!(block_on(Rc::clone(&counter).counted(1)).unwrap(), 10);
    assert_eq!(block_on(must_be_static(Rc::clone(&counter).static_future())).unwrap(), 10);
    let counter = Rc::into_inner(counter).unwrap();
    assert_eq!(block_on(counter.by_value()).unwrap(), 11);
}

trait Greeter {
    type Name: Display;

    fn name(&self) -> Self::Name;

    #[asyncio::coroutine]
    async fn required(&self, greeting: &str) -> String;

    #[asyncio::coroutine]
    async fn provided(&self) -> String {
        let text = self.required("hello").await;
        format!("{text}!")
    }
}

struct World;

impl Greeter for World {
    type Name = &'static str;

    fn name(&self) -> &'static str {
        "world"
    }

    #[asyncio::coroutine]
    async fn required(&self, greeting: &str) -> String {
        pending_once().await;
        format!("{greeting} {}", self.name())
    }
}

#[test]
fn traits() {
    assert_eq!(block_on(World.provided()).unwrap(), "hello world!");
}

// `boxed`.

#[asyncio::coroutine(boxed)]
async fn factorial(n: u64) -> u64 {
    pending_once().await;
    if n == 0 { 1 } else { n * factorial(n - 1).await }
}

#[asyncio::coroutine(boxed)]
async fn depth(text: &str, n: usize) -> &str {
    if n == 0 { text } else { depth(&text[1..], n - 1).await }
}

trait Shape {
    #[asyncio::coroutine(boxed)]
    async fn area(&self, scale: &f64) -> f64;

    #[asyncio::coroutine(boxed)]
    async fn named(&self, name: &str) -> String {
        format!("{name} {}", self.area(&1.0).await)
    }

    #[asyncio::coroutine(boxed)]
    async fn label(&self) -> &str {
        "label"
    }
}

struct Square(f64);
struct Circle(f64);

impl Shape for Square {
    #[asyncio::coroutine(boxed)]
    async fn area(&self, scale: &f64) -> f64 {
        pending_once().await;
        self.0 * self.0 * *scale
    }
}

impl Shape for Circle {
    #[asyncio::coroutine(boxed)]
    async fn area(&self, scale: &f64) -> f64 {
        3.0 * self.0 * scale
    }
}

#[asyncio::coroutine(boxed)]
async fn generic_boxed<T: Display>(value: T, other: impl Display, list: Vec<&T>) -> String {
    format!("{value}{other}{}", list.len())
}

#[test]
fn boxed() {
    assert_eq!(block_on(must_be_static(factorial(5))).unwrap(), 120);
    assert_eq!(block_on(depth("abc", 2)).unwrap(), "c");
    let shapes: Vec<Box<dyn Shape>> = vec![Box::new(Square(2.0)), Box::new(Circle(2.0))];
    let names: Vec<_> = shapes.iter().map(|shape| block_on(shape.named("x")).unwrap()).collect();
    assert_eq!(names, ["x 4", "x 6"]);
    assert_eq!(block_on(shapes[0].label()).unwrap(), "label");
    assert_eq!(block_on(generic_boxed(1, 2, vec![&3])).unwrap(), "121");
}

// `coroutine!` and `module`.

#[test]
fn anonymous() {
    let text = String::from("moved");
    let coroutine = coroutine! {
        if text.is_empty() { return 0; }
        let n: usize = "3".parse()?;
        n + text.len() + usize::try_from(number(1).await).unwrap()
    };
    let coroutine = must_be_static(coroutine);
    assert_eq!(coroutine.code().name, "<coroutine>");
    assert_eq!(block_on(coroutine).unwrap(), 9);
    assert!(block_on(coroutine! { failing(1).await }).is_err());
}

#[asyncpy::module]
mod bare {
    #[coroutine]
    pub async fn free(n: i32) -> i32 {
        super::number(n).await
    }

    pub struct Thing;

    impl Thing {
        #[coroutine(boxed)]
        pub async fn method(&self, n: i32) -> i32 {
            if n == 0 { 0 } else { self.method(n - 1).await + 1 }
        }
    }

    pub mod inner {
        #[coroutine]
        pub async fn deep() -> i32 {
            #[coroutine]
            async fn deeper() -> i32 {
                3
            }
            deeper().await
        }
    }
}

#[test]
fn module_makes_the_bare_name_work() {
    assert_eq!(block_on(bare::free(1)).unwrap(), 1);
    assert_eq!(block_on(bare::Thing.method(2)).unwrap(), 2);
    assert_eq!(block_on(bare::inner::deep()).unwrap(), 3);
}

mod renamed {
    pub mod elsewhere {
        pub use asyncpy::*;
    }
}

#[asyncpy::coroutine(crate = renamed::elsewhere)]
async fn other_path() -> String {
    attempt!(failing(1).await).unwrap_err().to_string()
}

#[test]
fn crate_option() {
    assert_eq!(block_on(other_path()).unwrap(), "positive");
}
