//! Browser latency in a real pseudo-terminal: from process start to the first frame, and from a key to
//! the end of the redraw, with the built-in catalogs and with generated ones.
//!
//! ```console
//! $ cargo bench --bench terminal
//! ```
//!
//! The terminal has 120 columns and 40 rows. A redraw has ended when no more output arrives for a while;
//! its last byte gives the time.

#[cfg(unix)]
#[path = "support/generated.rs"]
mod generated;

#[cfg(unix)]
#[path = "support/session.rs"]
mod session;

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    session::main()
}

#[cfg(not(unix))]
fn main() {}
