//! The second request needs the first one's answer: await one after the other.

use asyncpy::prelude::*;

#[derive(Debug)]
#[allow(dead_code, reason = "printed")]
struct UserDetails {
    username: String,
}

#[derive(Debug)]
#[allow(dead_code, reason = "printed")]
struct ProfileDetails {
    username: String,
    followers: u32,
}

#[asyncio::coroutine]
async fn get_user_details() -> UserDetails {
    println!("fetching the user");
    asyncio::sleep(0.2).await;
    UserDetails { username: "ada".to_owned() }
}

#[asyncio::coroutine]
async fn get_profile_details(username: &str) -> ProfileDetails {
    println!("fetching the profile of {username}");
    asyncio::sleep(0.1).await;
    ProfileDetails { username: username.to_owned(), followers: 1815 }
}

#[asyncio::coroutine]
async fn display_user() {
    let user_details = get_user_details().await;
    let profile_details = get_profile_details(&user_details.username).await;

    println!("{user_details:?}");
    println!("{profile_details:?}");
}

#[asyncpy::main]
async fn main() {
    display_user().await;
}
