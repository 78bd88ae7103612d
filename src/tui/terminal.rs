//! The terminal: the session that enters and restores it, input, job control, background colour.

pub mod background;
pub mod input;
#[cfg(unix)]
mod job;
mod session;

pub use session::Session;
