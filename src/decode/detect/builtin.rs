//! `data/intermediaries.toml`, as the build script wrote it.

use crate::decode::report::Intermediary;

/// What identifies an intermediary's responses.
pub struct Pattern {
    pub intermediary: Intermediary,
    /// It is identified by all texts of one group, which are in lower case.
    pub pages: &'static [&'static [&'static str]],
    /// What the `server` header of its own pages starts with.
    pub servers: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/intermediaries.rs"));
