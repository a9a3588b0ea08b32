//~ 1 error: `name`

#[asyncpy::module(name = "session")]
mod session {
    #[coroutine]
    pub async fn fetch() {}
}

fn main() {
    let _ = session::fetch();
}
