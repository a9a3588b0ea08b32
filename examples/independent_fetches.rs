//! Neither request needs the other: two tasks, then `gather!`.

use asyncpy::prelude::*;

#[asyncio::coroutine]
async fn get_users() -> Vec<&'static str> {
    println!("fetching users");
    asyncio::sleep(0.2).await;
    println!("fetched users");
    vec!["ada", "grace"]
}

#[asyncio::coroutine]
async fn get_locations() -> Vec<&'static str> {
    println!("fetching locations");
    asyncio::sleep(0.1).await;
    println!("fetched locations");
    vec!["London", "New York"]
}

#[asyncio::coroutine]
async fn display_users_and_locations() {
    let task_users = create_task!(get_users());
    let task_locations = create_task!(get_locations());

    let (users, locations) = gather!(task_users, task_locations).await;
    println!("{}", users.join(", "));
    println!("{}", locations.join(", "));
}

#[asyncpy::main]
async fn main() {
    display_users_and_locations().await;
}
