//! `#[asyncio::coroutine]`: every place it may stand, and what `.await`, `?` and `return` do there.

#![deny(warnings)]

mod common;

use std::cell::Cell;
use std::fmt::Display;
use std::rc::Rc;

use asyncpy::prelude::*;
use asyncpy_runtime::Coroutine;
use asyncpy_runtime::exception::{KeyError, ValueError};
use common::{Trace, block_on, pending_once};

#[asyncio::coroutine]
async fn nothing() {}

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

#[test]
fn gives_its_value() {
    assert!(matches!(block_on(nothing()), Ok(())));
    assert_eq!(block_on(number(7)).unwrap(), 7);
}

#[test]
fn runs_nothing_when_called() {
    #[asyncio::coroutine]
    async fn body(trace: Trace, argument: i32) {
        trace.push(format!("body {argument}"));
    }
    let trace = Trace::default();
    let argument = || {
        trace.push("argument");
        1
    };
    let coroutine = body(trace.clone(), argument());
    trace.push("called");
    block_on(coroutine).unwrap();
    assert_eq!(trace.take(), ["argument", "called", "body 1"]);
}

#[test]
fn knows_its_code() {
    let code = nothing().code();
    assert_eq!(code.name, "nothing");
    assert!(code.file.ends_with("coroutine.rs"));
    assert!(code.line > 0);
    assert!(number(1).code().line > code.line);
}

#[test]
fn await_raises() {
    #[asyncio::coroutine]
    async fn outer(trace: Trace) -> i32 {
        let n = failing(0).await;
        trace.push(n);
        let n = failing(1).await;
        trace.push("not reached");
        n
    }
    let trace = Trace::default();
    let error = block_on(outer(trace.clone())).unwrap_err();
    assert_eq!(format!("{error:?}"), "ValueError('positive')");
    assert_eq!(trace.take(), ["0"]);
}

#[test]
fn traceback_has_each_line_passed() {
    #[asyncio::coroutine]
    async fn outer() -> i32 {
        let n = failing(1).await;
        n + 1
    }
    let error = block_on(outer()).unwrap_err();
    let frames = error.traceback();
    let names: Vec<_> = frames.iter().map(|frame| frame.name).collect();
    assert_eq!(names, ["outer", "failing"]);
    assert_eq!(frames[0].lineno, outer().code().line + 1);
    assert_eq!(frames[1].lineno, failing(0).code().line + 2);
}

#[test]
fn question_mark_infers_and_raises() {
    #[asyncio::coroutine]
    async fn parse(text: &str) -> i32 {
        let n: i32 = text.parse()?;
        n + "1".parse::<i32>()?
    }
    assert_eq!(block_on(parse("41")).unwrap(), 42);
    let error = block_on(parse("x")).unwrap_err();
    assert!(error.is_instance::<std::num::ParseIntError>());
    assert!(error.is_instance::<ValueError>());
}

#[test]
fn await_question_mark_is_of_the_output() {
    #[asyncio::coroutine]
    async fn nested(n: i32) -> Result<i32, std::num::ParseIntError> {
        pending_once().await;
        if n < 0 { "x".parse() } else { Ok(failing(n).await) }
    }
    #[asyncio::coroutine]
    async fn outer(n: i32) -> (i32, bool) {
        (failing(n).await?, (nested(-1).await)?.is_err())
    }
    assert_eq!(block_on(outer(0)).unwrap(), (0, true));
    assert!(block_on(outer(1)).is_err());
}

#[test]
fn futures_of_others_raise_by_their_output() {
    async fn plain<T>(value: T) -> T {
        value
    }
    #[asyncio::coroutine]
    async fn outer(step: u32) -> String {
        let number = plain(5).await;
        let option = plain(Some(6)).await;
        let parsed = plain("7".parse::<i32>()).await;
        let text = plain(Ok::<_, String>(8)).await;
        let boxed = plain(Ok::<_, Box<dyn std::error::Error>>(9)).await;
        match step {
            1 => plain(Err::<(), _>(std::fmt::Error)).await,
            2 => plain(Err::<(), _>("text".to_owned())).await,
            3 => plain(Err::<(), Box<dyn std::error::Error>>("boxed".into())).await,
            4 => plain(Err::<(), _>(KeyError("key"))).await,
            5 => plain(Err::<(), _>(std::fmt::Error)).await?,
            _ => {}
        }
        format!("{number} {option:?} {parsed} {text} {boxed}")
    }
    assert_eq!(block_on(outer(0)).unwrap(), "5 Some(6) 7 8 9");
    for (step, text) in [
        (1, "an error occurred when formatting an argument"),
        (2, "text"),
        (3, "boxed"),
        (4, "'key'"),
        (5, "an error occurred when formatting an argument"),
    ] {
        assert_eq!(block_on(outer(step)).unwrap_err().to_string(), text);
    }
}

#[test]
fn return_has_the_declared_type() {
    #[asyncio::coroutine]
    async fn early(n: i32) -> Box<dyn Display> {
        if n == 0 {
            return Box::new("zero");
        }
        if n == 1 {
            return Box::new(1);
        }
        Box::new(f64::from(n))
    }
    #[asyncio::coroutine]
    async fn unit(n: &Cell<i32>) {
        if n.get() == 0 {
            return;
        }
        n.set(0);
    }
    let texts = [0, 1, 2].map(|n| block_on(early(n)).unwrap().to_string());
    assert_eq!(texts, ["zero", "1", "2"]);
    let n = Cell::new(3);
    block_on(unit(&n)).unwrap();
    block_on(unit(&n)).unwrap();
    assert_eq!(n.get(), 0);
}

#[test]
fn closures_blocks_and_items_are_left_alone() {
    #[asyncio::coroutine]
    async fn outer() -> Vec<i32> {
        let closure = |text: &str| -> Result<i32, std::num::ParseIntError> {
            let n: i32 = text.parse()?;
            return Ok(n + 1);
        };
        let block = async {
            let n = number(2).await.unwrap();
            Ok::<_, Exception>(n)
        };
        fn item(text: &str) -> Result<i32, std::num::ParseIntError> {
            Ok(text.parse::<i32>()? * 2)
        }
        vec![closure("1")?, block.await, item("4")?]
    }
    assert_eq!(block_on(outer()).unwrap(), [2, 2, 8]);
}

#[test]
fn loops_keep_their_jumps() {
    #[asyncio::coroutine]
    async fn outer() -> i32 {
        let mut sum = 0;
        'outer: for i in 0..10 {
            let mut n = 0;
            while number(n).await < i {
                n += 1;
                if n == 3 {
                    continue 'outer;
                }
                if i == 8 {
                    break 'outer;
                }
            }
            sum += loop {
                break number(n).await;
            };
        }
        sum
    }
    assert_eq!(block_on(outer()).unwrap(), 3);
}

// Places.

#[asyncio::coroutine]
pub(crate) async fn generic<T: Clone, const N: usize>(value: &T) -> [T; N]
where
    T: 'static,
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
    assert_eq!(block_on(unsafe { unsafe_too(&n) }).unwrap(), 5);
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
async fn other_path() -> i32 {
    let text = attempt!(failing(1).await).unwrap_err();
    text.to_string().len() as i32
}

#[test]
fn crate_option() {
    assert_eq!(block_on(other_path()).unwrap(), 8);
}
