//! How long the browser takes in a real pseudo-terminal: from the start of the process to the first
//! frame, and from a key to the end of the redraw, on the built-in catalogs and on generated ones.
//!
//! ```console
//! $ cargo bench --bench terminal
//! ```
//!
//! The terminal is 120 columns by 40 rows. A redraw has ended when nothing more comes for a while;
//! the time is that of its last byte.

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
