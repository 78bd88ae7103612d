//! Effects on the world outside the browser's state, and the code that runs them.

pub mod clipboard;
pub mod effect;
pub mod lazy;
pub mod run;
pub mod worker;
