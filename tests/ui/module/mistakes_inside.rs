//~ 3 errors: `speed`, `fn`, `"text"`

#[asyncpy::module]
mod session {
    #[coroutine(speed = 9)]
    pub async fn fetch() {}

    #[coroutine]
    pub fn store() {}

    #[coroutine]
    pub async fn name() -> u32 {
        "text"
    }
}

fn main() {
    let _ = (session::fetch(), session::store(), session::name());
}
