//~ 1 error: `?`

use asyncpy::prelude::*;

#[macro_export] // a macro of another crate
macro_rules! table {
    ($($key:ident => $value:expr;)*) => {
        [$((stringify!($key), $value)),*]
    };
}

#[asyncpy::main]
async fn main() {
    attempt! {
        try {
            let rows = table! { first => "1".parse::<u32>()?; };
            println!("{rows:?}");
        } except ValueError {}
    }
}
