//! A terminal catalog browser for vendor API error codes.
//!
//! The rooms, top to bottom; a room uses only those below it:
//!
//! ```text
//!   config     what the user's file sets
//!   tui        the browser
//!   report     text, json, csv, markdown, html: for the commands, and for what the browser copies
//!   redact     secrets out of what is shared
//!   decode     one paste in, a verdict out
//!   search     query and entries in, ranked matches out
//!   catalog    what the vendors' codes are, checked and compiled in
//!   files      files replaced whole or not at all
//! ```

// The generator of large catalogs is shared with the benches, which know the crate by its name.
#[cfg(test)]
extern crate self as errdex;

pub mod catalog;
pub mod config;
pub mod decode;
pub mod files;
pub mod redact;
pub mod report;
pub mod search;
pub mod text;
pub mod tui;
