//! Panics on demand, for the tests that the terminal is always restored.

/// Panics with `message` if `ERRDEX_FAILPOINT` is `place: message`. Does nothing in release builds.
pub fn panic_at(place: &str) {
    if cfg!(debug_assertions)
        && let Ok(failpoint) = std::env::var("ERRDEX_FAILPOINT")
        && let Some((at, message)) = failpoint.split_once(": ")
    {
        assert!(at != place, "{message}");
    }
}
