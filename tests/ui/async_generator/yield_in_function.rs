//~ 1 error: `1`

use asyncpy::prelude::*;

fn main() {
    yield_!(1);
}
