//! What the browser does outside of its own state: effects, and the code that runs them.

pub mod clipboard;
pub mod effect;
pub mod lazy;
pub mod run;
pub mod worker;
