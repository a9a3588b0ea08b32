//! Awaiting a method: while the database works, the loop is free for others.

use asyncpy::prelude::*;

struct Session;

impl Session {
    #[asyncio::coroutine]
    async fn execute(&self, query: &str) -> Vec<&'static str> {
        println!("executing {query}");
        asyncio::sleep(0.1).await;
        vec!["ada", "grace"]
    }
}

#[asyncio::coroutine]
async fn get_users() -> Vec<&'static str> {
    let session = Session;
    let users = session.execute("select * from users").await;
    users
}

fn main() -> Result<(), Exception> {
    println!("{}", asyncio::run(get_users())?.join(", "));
    Ok(())
}
