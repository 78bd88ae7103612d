//! The terminal: the session that enters and restores it, input, job control, background colour,
//! hyperlinks.

mod background;
mod hyperlinks;
pub mod input;
#[cfg(unix)]
mod job;
mod session;

pub use background::Background;
pub use hyperlinks::supports_hyperlinks;
pub use session::{Session, lock_screen};
