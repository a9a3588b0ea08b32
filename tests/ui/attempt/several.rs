//~ 4 errors: `catch`, `,`, `elif`, `finally`

use asyncpy::prelude::*;

#[asyncpy::main]
async fn main() {
    attempt! {
        try { println!("work"); }
        catch ValueError { println!("caught"); }
        except KeyError, e { println!("{e}"); }
        except TypeError { println!("caught"); }
        elif true { println!("fine"); }
        finally { println!("cleaned up"); }
        finally { println!("again"); }
    }
}
