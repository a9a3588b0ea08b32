//! The peer: tokio's current-thread runtime with a `LocalSet`.

use std::future::Future;
use std::task::Poll;

use tokio::runtime::Builder;
use tokio::task::LocalSet;

/// Runs a future on a runtime of its own.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime =
        Builder::new_current_thread().enable_time().build().expect("a runtime can be made");
    LocalSet::new().block_on(&runtime, future)
}

/// Suspends once and is woken at once: the least that a switch can cost.
pub async fn self_wake() {
    let mut is_woken = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut is_woken, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
