//! Work on large indexes, divided among threads.

use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread;

use crate::search::index::vocabulary::to_u32;

/// The fewest steps of work for which starting a thread pays.
const MIN_STEPS: usize = 50_000;

/// More threads would wait for memory.
const MAX_THREADS: u32 = 8;

static THREADS: OnceLock<u32> = OnceLock::new();

/// What `work` returns for `0..count`, which is divided among threads if it takes many steps.
pub fn in_parallel<T: Send>(
    count: u32,
    steps: usize,
    work: impl Fn(Range<u32>) -> Vec<T> + Sync,
) -> Vec<T> {
    if steps < MIN_STEPS {
        return work(0..count);
    }
    let threads = *THREADS.get_or_init(|| {
        to_u32(thread::available_parallelism().map_or(1, NonZero::get)).min(MAX_THREADS)
    });
    let size = count.div_ceil(threads);
    let range = |thread: u32| (size * thread).min(count)..(size * (thread + 1)).min(count);
    let work = &work;
    thread::scope(|scope| {
        let spawn = |thread| {
            let builder = thread::Builder::new().name("search".into());
            (range(thread), builder.spawn_scoped(scope, move || work(range(thread))))
        };
        let others: Vec<_> = (1..threads).map(spawn).collect();
        let mut results = work(range(0));
        for (range, other) in others {
            results.extend(match other {
                Ok(other) => other.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // The system has no more threads.
                Err(_) => work(range),
            });
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order() {
        for count in [0, 1, 7, 1000] {
            for steps in [0, MIN_STEPS] {
                let all = in_parallel(count, steps, Iterator::collect::<Vec<u32>>);
                assert_eq!(all, (0..count).collect::<Vec<u32>>());
            }
        }
    }
}
