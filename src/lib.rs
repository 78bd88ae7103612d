//! A terminal catalog browser for vendor API error codes.
//!
//! The layers, top to bottom; a module uses only those below it. `tui` and `report` never import
//! each other: what both show is worded in `present`, and texts to copy or save come from `share`.
//!
//! ```text
//!   commands   one file per subcommand             (binary)
//!   config     the user's settings
//!   tui        the browser
//!   share      texts that leave the program, without secrets
//!   files      atomic file replacement; the user's catalogs and notes on disk; logs
//!   report     writers: text, json, csv, markdown, html, incident note
//!   present    entries and reports as labelled, styled text
//!   redact     text of a paste, masked by default
//!   scan       many records in, occurrences and a mergeable summary out
//!   import     a vendor's documentation in, a draft catalog out
//!   decode     one paste in, a report out
//!   search     query and entries in, ranked matches out
//!   catalog    entries and signatures: checked, compiled in, merged with the user's
//!   text       printable characters, string enums
//!   error      error chains as text
//! ```

// Output passes through `text::Sanitizer`.
#![warn(clippy::print_stdout, clippy::print_stderr)]

// Lets the large-catalog generator, shared with the benches, use the name `errdex` here too.
#[cfg(test)]
extern crate self as errdex;

pub mod catalog;
pub mod config;
pub mod decode;
pub mod error;
pub mod files;
#[cfg(feature = "import")]
pub mod import;
pub mod present;
pub mod redact;
pub mod report;
pub mod scan;
pub mod search;
pub mod share;
pub mod text;
pub mod tui;
