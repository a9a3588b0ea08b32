//! `with!`.

use asyncpy::prelude::*;

struct Section(Vec<&'static str>);

impl ContextManager for &mut Section {
    type Value = usize;

    fn __enter__(&mut self) -> Result<usize, Exception> {
        self.0.push("enter");
        Ok(self.0.len())
    }

    fn __exit__(&mut self, exception: Option<&Exception>) -> Result<bool, Exception> {
        self.0.push(if exception.is_some() { "exit by exception" } else { "exit" });
        Ok(exception.is_some_and(Exception::is_instance::<ValueError>))
    }
}

#[asyncio::coroutine]
async fn parse(text: &'static str) -> Vec<&'static str> {
    let mut section = Section(Vec::new());
    with! { &mut section as depth {
        assert_eq!(depth, 1);
        text.parse::<u8>()?;
    } }
    section.0
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(parse("1")), asyncio::run(parse("one")))
}
