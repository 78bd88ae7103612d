//! Placeholder of the browser.

use std::io;

use crate::catalog::Catalogs;

/// What the browser opens with.
#[derive(Debug)]
pub struct Start {
    /// The catalogs.
    pub catalogs: Catalogs,
    /// The text of the search line.
    pub query: String,
    /// The text of the paste box.
    pub paste: Option<String>,
}

/// Runs the browser until it is left.
///
/// # Errors
/// The terminal can't be read or written.
pub fn run(start: Start) -> io::Result<()> {
    let _ = start;
    Err(io::Error::other("the browser is not there yet"))
}
