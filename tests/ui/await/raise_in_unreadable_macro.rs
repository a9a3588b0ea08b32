//~ 1 error: `raise`

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
            let rows: [(&str, u32); 1] = table! { first => raise!(ValueError); };
            println!("{rows:?}");
        } except ValueError {}
    }
}
