//! The index of the built-in catalogs, as the build script built it.

#![expect(clippy::unreadable_literal, reason = "the numbers are not for people")]

use std::borrow::Cow;
use std::sync::LazyLock;

use super::index::field::TextField::{
    Action, Alias, Category, Code, Description, Endpoint, GenericStatus, Keyword, Kind, Message,
    Name, Note, Retry, Section, Status, Vendor,
};
use super::index::vocabulary::{IndexedWord, Occurrence, Posting, Vocabulary};
use super::index::{InvertedIndex, NameOrMessage, Passage};
use crate::catalog::Catalogs;

/// The index of the built-in catalogs.
pub static INDEX: LazyLock<InvertedIndex> = LazyLock::new(|| {
    let catalogs = Catalogs::builtin();
    let entries = catalogs.entry_refs().collect();
    InvertedIndex { catalogs, entries, ..include!(concat!(env!("OUT_DIR"), "/index.rs")) }
});
