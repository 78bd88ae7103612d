//! The terminal: the session that enters and restores it, input, job control, background colour.

mod background;
pub mod input;
#[cfg(unix)]
mod job;
mod session;

pub use background::Background;
pub use session::{Session, lock_screen};
