//! Faults on demand, for the tests of the ways out. A release has none.

/// Panics when `ERRDEX_INJECT` names this place, in a build with debug assertions.
pub fn panic_at(place: &str) {
    let asked = || std::env::var("ERRDEX_INJECT").is_ok_and(|at| at == place);
    debug_assert!(!asked(), "a fault in {place} while reading password=hunter2");
}
