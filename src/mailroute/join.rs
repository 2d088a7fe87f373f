//! Waiting for several answers at the same time. The futures crate's `join_all` keeps account of which of its futures may go
//! on, which pays for thousands of them, and was 14 KB in the page, anew for each kind; a walk waits for a few dozen.

use std::future::{Future, poll_fn};
use std::task::Poll;

use futures_util::future::LocalBoxFuture;

/// Waits for all, and gives what came of them in their order.
pub(super) async fn join_all<'a, T, F>(futures: impl IntoIterator<Item = F>) -> Vec<T>
where
    F: Future<Output = T> + 'a,
{
    let waiting = futures.into_iter().map(|future| Waiting::For(Box::pin(future))).collect();
    all(waiting).await
}

enum Waiting<'a, T> {
    For(LocalBoxFuture<'a, T>),
    Done(T),
}

/// The same, apart from the futures' own types, so that it is compiled once for each kind of outcome.
async fn all<T>(mut waiting: Vec<Waiting<'_, T>>) -> Vec<T> {
    poll_fn(|context| {
        let mut open = false;
        for one in &mut waiting {
            let Waiting::For(future) = one else { continue };
            match future.as_mut().poll(context) {
                Poll::Ready(outcome) => *one = Waiting::Done(outcome),
                Poll::Pending => open = true,
            }
        }
        if open { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    let done = waiting.into_iter().filter_map(|one| match one {
        Waiting::Done(outcome) => Some(outcome),
        Waiting::For(_) => None,
    });
    done.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_go_on_at_the_same_time_and_come_in_their_order() {
        let started = std::cell::Cell::new(0);
        let late = |turns: usize| {
            let started = &started;
            async move {
                started.set(started.get() + 1);
                let mut left = turns;
                poll_fn(|context| {
                    if left == 0 {
                        return Poll::Ready(());
                    }
                    left -= 1;
                    context.waker().wake_by_ref();
                    Poll::Pending
                })
                .await;
                (turns, started.get())
            }
        };
        // The last to begin has nothing to wait for, and all had begun before any other was done.
        assert_eq!(pollster::block_on(join_all([3, 1, 2, 0].map(late))), [(3, 4), (1, 4), (2, 4), (0, 4)]);
        assert!(pollster::block_on(join_all([0; 0].map(late))).is_empty());
    }
}
