//! Third stage: from values and text to candidates, each of which may be a vendor's error, and to
//! the context that supports or weakens them.

mod builtin;
pub mod candidate;
pub mod context;
pub mod error_object;
pub mod intermediary;
pub mod mention;
pub mod messages;
pub mod scanner;
pub mod segments;
pub mod shape;
pub mod signs;
