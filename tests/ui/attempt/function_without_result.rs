//~ 1 error: `?`

use asyncpy::prelude::*;

fn parse(text: &str) -> u32 {
    attempt! {
        try { text.parse()? }
        finally { println!("done"); }
    }
}

fn main() {
    parse("5");
}
