//! The catalogs: their entries, how their files are checked, and how an entry is looked up by its
//! code. The shipped catalogs are compiled in; nothing is parsed at start-up.

mod builtin;
mod check;
mod diff;
mod entry;
mod notes;
mod packed;
mod placeholder;
mod raw;
mod sample;
mod signature;
mod user;

pub use builtin::GENERAL_SYNONYMS;
pub use check::{CheckError, Contribution, EntryId, check_names, read, read_synonyms};
pub use diff::{Change, Diff};
pub use entry::{
    Basis, Catalog, Endpoint, Entry, EntryKind, EntryRef, HTTP, Http, MatchedBy, MessageAction,
    Origin, Page, Retry, Section, Source, Synonyms, TeamNote,
};
pub use notes::{NoteRecord, append_note, read_notes, remove_notes};
pub(crate) use placeholder::placeholder;
pub use sample::{CounterSample, PLACEHOLDERS, Sample, SampleForm};
pub use signature::pointer::{Pointer, PointerError};
pub use signature::{
    Hints, JsonForm, JsonType, Member, Signature, SignatureKind, ValueType, Weight, compile,
};
pub use user::{FileError, FileReport, Merged, SourceFile};

/// Catalogs in the order of their tabs.
#[derive(Debug, Clone, Default)]
pub struct Catalogs {
    catalogs: Vec<&'static Catalog>,
}

/// A lookup result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookup {
    /// The entry.
    pub entry: EntryRef,
    /// What the word matched.
    pub by: MatchedBy,
}

impl Catalogs {
    /// The catalogs that ship with the program.
    #[must_use]
    pub fn builtin() -> Self {
        Self::new(builtin::CATALOGS.iter().collect())
    }

    /// These catalogs, in this order.
    #[must_use]
    pub fn new(catalogs: Vec<&'static Catalog>) -> Self {
        Self { catalogs }
    }

    /// The same catalogs, those with one of these names first, in the order of the names.
    #[must_use]
    pub fn with_first(mut self, names: &[String]) -> Self {
        let position = |catalog: &&Catalog| names.iter().position(|name| catalog.matches(name));
        self.catalogs.sort_by_key(|catalog| position(catalog).unwrap_or(names.len()));
        self
    }

    /// Whether they are the same catalogs in the same order, not only equal ones.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.iter().map(std::ptr::from_ref).eq(other.iter().map(std::ptr::from_ref))
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

    /// The entry with that id: vendor, section, code.
    #[must_use]
    pub fn entry(&self, id: (&str, &str, &str)) -> Option<EntryRef> {
        let catalog = self.iter().find(|catalog| catalog.id == id.0)?;
        catalog.entry_refs().find(|entry| entry.id() == id)
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
        let lookup = |entry: EntryRef| Some(Lookup { entry, by: entry.matched_by(word)? });
        let mut found: Vec<_> = self.entry_refs().filter_map(lookup).collect();
        found.sort_by_key(|found| found.by);
        found
    }

    /// The same, or else the entries of a vendor that precedes the word, as in `HTTP 409` or `pd-2001`.
    #[must_use]
    pub fn lookup_with_vendor(&self, text: &str) -> Vec<Lookup> {
        let found = self.lookup(text);
        if !found.is_empty() {
            return found;
        }
        let of_vendor = |catalog: &'static Catalog| {
            let mut found =
                catalog.strip_name(text).map_or_else(Vec::new, |rest| self.lookup(rest));
            found.retain(|found| found.entry.catalog.id == catalog.id);
            found
        };
        self.iter().flat_map(of_vendor).collect()
    }

    /// The entry of an HTTP status in the reference catalog.
    #[must_use]
    pub fn status(&self, status: u16) -> Option<EntryRef> {
        let reference = self.iter().find(|catalog| catalog.is_reference())?;
        Some(EntryRef { catalog: reference, entry: reference.entry_of_status(status)? })
    }
}

/// The registered reason phrase of an HTTP status.
#[must_use]
pub fn reason_phrase(status: u16) -> Option<&'static str> {
    let reference = builtin::CATALOGS.iter().find(|catalog| catalog.is_reference())?;
    reference.entry_of_status(status)?.names.first().copied()
}
