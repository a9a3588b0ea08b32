//~ 4 errors: `missing`, `Some(1)`, `"text"`, `u8`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { Some(1)?; }
        except ValueError { let _: u32 = "text"; }
        except u8 { println!("caught"); }
        finally { println!("{}", missing); }
    }
}
