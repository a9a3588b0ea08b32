//~ 1 error: `;`

use asyncpy::prelude::*;

fn main() {
    let _ = coroutine! { let x = ; };
}
