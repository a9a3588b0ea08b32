//~ 1 error: `File`

use asyncpy::prelude::*;

struct File;

impl ContextManager for File {
    type Value = u32;

    fn __enter__(&mut self) -> Result<u32, Exception> {
        Ok(1)
    }

    fn __exit__(&mut self, _exception: Option<&Exception>) -> Result<bool, Exception> {
        Ok(false)
    }
}

#[asyncpy::main]
async fn main() {
    async_with! { File as s { println!("{s}"); } }
}
