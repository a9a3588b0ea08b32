//~ 1 error: `ValueError`

use asyncpy::prelude::*;

fn check(id: u32) -> u32 {
    if id == 3 {
        raise!(ValueError("bad id"));
    }
    id
}

fn main() {
    check(3);
}
