//! A vendor's documentation in, a draft catalog out. Pure: text in, text and a report out.
//!
//! ```text
//!   read/        Markdown, HTML, reStructuredText, AsciiDoc, CSV, JSON, YAML, source code, text
//!                    │ document: headings, tables, lists, prose, examples
//!   understand/  which tables list codes, and what their columns mean
//!                    │ rows: code, names, status, messages, …
//!   write/       a catalog file with comments, and a report
//! ```
//!
//! A reader turns everything that can list codes into tables: a JSON array of objects, an enum of
//! constants, a definition list and a heading for each code are tables too.

pub mod document;
#[cfg(feature = "import")]
pub mod read;
