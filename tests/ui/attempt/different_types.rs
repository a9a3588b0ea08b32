//~ 1 error: `"zero"`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    let number: u32 = attempt! {
        try { "5".parse::<u32>()? }
        except ValueError { "zero" }
    };
    println!("{number}");
}
