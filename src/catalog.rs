//! The catalogs: what they hold, how their files are checked, and how an entry is looked up by
//! its code. The shipped catalogs are compiled in; nothing is parsed at run time.

mod builtin;
mod check;
mod entry;
mod pointer;
mod raw;
mod shape;
mod signature;

pub use check::{CheckError, check_names, read};
pub use entry::{
    Basis, Catalog, CounterSample, Endpoint, Entry, EntryKind, EntryRef, Http, Origin, Retry,
    Sample, Section, Source,
};
pub use pointer::{Pointer, PointerError};
pub use signature::{Format, Hints, JsonForm, JsonType, Member, Signature, ValueType, Weight};

/// The id of the reference catalog of HTTP statuses, which gives every status its reason phrase.
pub const HTTP: &str = "http";

/// All catalogs that the program knows, in the order of their tabs.
#[derive(Debug, Clone)]
pub struct Catalogs {
    catalogs: Vec<&'static Catalog>,
}

/// An entry that was asked for by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookup {
    /// The entry.
    pub record: EntryRef,
    /// What of it the word is.
    pub by: MatchedBy,
}

/// What of an entry a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// Its code.
    Code,
    /// Another spelling of its code, such as a misprint of the source.
    Alias,
    /// One of its symbolic names.
    Name,
}

impl Catalogs {
    /// The catalogs that ship with the program.
    #[must_use]
    pub fn builtin() -> Self {
        Self::new(builtin::CATALOGS.to_vec())
    }

    /// These catalogs, in this order.
    #[must_use]
    pub fn new(catalogs: Vec<&'static Catalog>) -> Self {
        Self { catalogs }
    }

    /// The catalogs in the order of their tabs.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'static Catalog> + Clone {
        self.catalogs.iter().copied()
    }

    /// Every entry of every catalog.
    pub fn entry_refs(&self) -> impl Iterator<Item = EntryRef> + Clone {
        self.iter().flat_map(Catalog::entry_refs)
    }

    /// The catalog with that id, alias or name, in any case.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<&'static Catalog> {
        self.iter().find(|catalog| catalog.matches(word))
    }

    /// Every entry whose code, alias or name is `word`, in any case: codes first, then aliases,
    /// then names, each in the order of the tabs. A leading `#` is skipped.
    #[must_use]
    pub fn lookup(&self, word: &str) -> Vec<Lookup> {
        let word = word.trim().trim_start_matches('#');
        let by = |entry: &Entry| {
            if entry.code.eq_ignore_ascii_case(word) {
                Some(MatchedBy::Code)
            } else if entry.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(word)) {
                Some(MatchedBy::Alias)
            } else if entry.is_named(word) {
                Some(MatchedBy::Name)
            } else {
                None
            }
        };
        let mut found: Vec<_> = self
            .entry_refs()
            .filter_map(|record| by(record.entry).map(|by| Lookup { record, by }))
            .collect();
        found.sort_by_key(|found| found.by);
        found
    }

    /// The entry of an HTTP status in the reference catalog.
    #[must_use]
    pub fn status(&self, status: u16) -> Option<EntryRef> {
        let catalog = self.iter().find(|catalog| catalog.id == HTTP)?;
        catalog.entry_refs().find(|record| record.http.is_some_and(|http| http.status == status))
    }

    /// The registered reason phrase of an HTTP status.
    #[must_use]
    pub fn reason(&self, status: u16) -> Option<&'static str> {
        self.status(status)?.names.first().copied()
    }
}
