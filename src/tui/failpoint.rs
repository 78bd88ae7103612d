//! Panics and aborts on demand, for the tests that the terminal is always restored.

/// Panics with `message` if `ERRDEX_FAILPOINT` is `place: message`, and aborts if that is `abort`.
/// Does nothing in release builds.
pub fn panic_at(place: &str) {
    if cfg!(debug_assertions)
        && let Ok(failpoint) = std::env::var("ERRDEX_FAILPOINT")
        && let Some((at, message)) = failpoint.split_once(": ")
    {
        if at == place && message == "abort" {
            std::process::abort();
        }
        assert!(at != place, "{message}");
    }
}
