//! The terminal: entering and leaving it, input, suspension, and its background colour.

pub mod background;
pub mod input;
mod job;
pub mod session;

pub use session::*;
