//! `attempt!` and `raise!` in an ordinary function, where rustc calls them.

use asyncpy::prelude::*;

fn first_number(texts: &[&str]) -> Result<u32, Exception> {
    for text in texts {
        attempt! {
            try {
                return Ok(text.parse()?);
            } except ValueError {
                continue;
            }
        }
    }
    raise!(LookupError("no number"))
}

pub fn demo() -> String {
    format!("{:?} {:?}", first_number(&["one", "2"]), first_number(&[]))
}
