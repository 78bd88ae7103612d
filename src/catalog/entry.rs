//! What a catalog holds, in its checked form. Everything is `'static`: the shipped catalogs are
//! compiled in, so values are plain references that can be copied and kept anywhere.

use std::ops::Deref;

use super::signature::{Hints, Signature};
use crate::text::string_enum;

/// One vendor's codes, with the signatures by which its responses are known, and its source.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// Identifier on the command line and in JSON, such as `pagerduty`.
    pub id: &'static str,
    /// The name in full, such as `PagerDuty REST API`.
    pub name: &'static str,
    /// The name on the tab, such as `PagerDuty`.
    pub tab: &'static str,
    /// Short spellings accepted wherever an id is.
    pub aliases: &'static [&'static str],
    /// Where the entries come from.
    pub source: Source,
    /// The tables of the source, in its order.
    pub sections: &'static [Section],
    /// All codes, in the order of the source.
    pub entries: &'static [Entry],
    /// How the vendor's errors look on the wire. None for a reference catalog such as `http`.
    pub signatures: &'static [Signature],
    /// Weaker signs of the vendor.
    pub hints: Hints,
    /// Bodies that must be recognised as this vendor's, against all catalogs.
    pub samples: &'static [Sample],
    /// Bodies that must not be recognised as this vendor's.
    pub counter_samples: &'static [CounterSample],
}

/// The document that a catalog was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Title of the document.
    pub title: &'static str,
    /// The vendor's public page.
    pub url: &'static str,
    /// The day it was read, as `YYYY-MM-DD`.
    pub captured: &'static str,
    /// Whether the document calls itself complete.
    pub exhaustive: bool,
    /// What a reader must know of the document as a whole.
    pub note: Option<&'static str>,
}

/// A table of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Identifier within the catalog.
    pub id: &'static str,
    /// Title as the source prints it.
    pub title: &'static str,
}

/// One code of a catalog; (vendor, section, code) is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Id of the section that the entry stands in.
    pub section: &'static str,
    /// The code as the API sends it; a string, since not all are numbers.
    pub code: &'static str,
    /// Other spellings under which the code must be found, such as a misprint of the source.
    pub aliases: &'static [&'static str],
    /// Whether the code tells an error, a success or an alert.
    pub kind: EntryKind,
    /// Symbolic names, to the letter.
    pub names: &'static [&'static str],
    /// The group that the source files the code under, where it gives no description.
    pub category: Option<&'static str>,
    /// The texts that the API returns, with placeholders such as `[ParameterName]`.
    pub messages: &'static [&'static str],
    /// The HTTP status that comes with the code.
    pub http: Option<Http>,
    /// What the code means, in our own words.
    pub description: Option<&'static str>,
    /// Our own advice on what to do next.
    pub action: Option<&'static str>,
    /// Whether trying again can help.
    pub retry: Retry,
    /// The endpoints that the source names for the code.
    pub endpoints: &'static [Endpoint],
    /// Whether the entry comes from the source itself.
    pub origin: Origin,
    /// A defect of the source and how it was read.
    pub note: Option<&'static str>,
}

/// An HTTP status, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Http {
    /// The status code, 100 to 599.
    pub status: u16,
    /// Who says so.
    pub basis: Basis,
}

/// An endpoint that returns a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// Methods in upper case; none where the source names only the API.
    pub methods: &'static [&'static str],
    /// The path, or the name of the API, as printed.
    pub path: &'static str,
}

/// A response that must be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The text as somebody would paste it.
    pub body: &'static str,
    /// The codes that must be claimed; none when only the vendor can be known.
    pub expect: &'static [&'static str],
}

/// A response of somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CounterSample {
    /// The text as somebody would paste it.
    pub body: &'static str,
}

string_enum! {
    /// What a code tells.
    EntryKind {
        /// Something failed.
        Error = "error",
        /// Nothing failed.
        Success = "success",
        /// A notification, not the answer to a request.
        Alert = "alert",
    }
}

string_enum! {
    /// Whether trying again can help.
    Retry {
        /// The same call can't ever succeed.
        Never = "never",
        /// It can succeed once the request, the configuration or a permission is changed.
        AfterFix = "after-fix",
        /// It can succeed soon; wait longer after each failure.
        Backoff = "backoff",
        /// It can succeed once something else has finished or come back.
        Later = "later",
        /// Nobody says.
        Unknown = "unknown",
    }
}

string_enum! {
    /// Who says that a code comes with a status.
    Basis {
        /// The vendor's documentation.
        Documented = "documented",
        /// Responses, clients and tests that were seen.
        Observed = "observed",
    }
}

string_enum! {
    /// Where an entry comes from.
    Origin {
        /// The document that the catalog names as its source.
        Source = "source",
        /// A later revision of it.
        Later = "later",
        /// Real responses.
        Observed = "observed",
    }
}

/// An entry together with the catalog that it stands in. Derefs to the entry.
#[derive(Debug, Clone, Copy)]
pub struct EntryRef {
    /// The catalog.
    pub catalog: &'static Catalog,
    /// One of its entries.
    pub entry: &'static Entry,
}

impl Deref for EntryRef {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        self.entry
    }
}

impl PartialEq for EntryRef {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for EntryRef {}

impl EntryRef {
    /// The triple that names an entry among all catalogs: vendor, section, code.
    #[must_use]
    pub fn id(&self) -> (&'static str, &'static str, &'static str) {
        (self.catalog.id, self.entry.section, self.entry.code)
    }

    /// The title of the entry's section, as the source prints it.
    #[must_use]
    pub fn section_title(&self) -> &'static str {
        self.catalog.section(self.entry.section).map_or(self.entry.section, |section| section.title)
    }

    /// The shortest text that tells a person what the code is: its first name, else message, else
    /// description or category.
    #[must_use]
    pub fn title(&self) -> &'static str {
        let entry = self.entry;
        (entry.names.first().or(entry.messages.first()).copied())
            .or(entry.description)
            .or(entry.category)
            .unwrap_or(entry.code)
    }
}

impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Catalog {}

impl Catalog {
    /// The section with that id.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&'static Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// Whether `word` is the id, an alias, the tab or the name, in any case.
    #[must_use]
    pub fn matches(&self, word: &str) -> bool {
        [self.id, self.tab, self.name]
            .iter()
            .chain(self.aliases)
            .any(|name| name.eq_ignore_ascii_case(word))
    }

    /// Whether an unlisted code has the form of the listed ones: the same kinds of characters, and
    /// about the same length.
    #[must_use]
    pub fn resembles_listed(&self, code: &str) -> bool {
        /// How much longer than a similar listed code an unlisted one may be.
        const MAX_EXTRA_LENGTH: usize = 8;
        let kinds = character_kinds(code);
        let is_similar = |entry: &Entry| {
            character_kinds(entry.code) == kinds
                && code.len() <= entry.code.len() + MAX_EXTRA_LENGTH
        };
        let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
        let is_longest = || self.entries.iter().all(|entry| entry.code.len() < code.len());
        self.entries.iter().any(is_similar) && !(is_number && is_longest())
    }

    /// The entries, each with this catalog.
    #[must_use]
    pub fn entry_refs(&'static self) -> impl DoubleEndedIterator<Item = EntryRef> + Clone {
        self.entries.iter().map(move |entry| EntryRef { catalog: self, entry })
    }
}

impl Entry {
    /// Whether a code as a response has it means this entry: its code, an alias or a name, in any
    /// case. `BadRequest` also means the name `Bad Request`.
    #[must_use]
    pub fn matches(&self, code: &str) -> bool {
        let is = |known: &&str| known.eq_ignore_ascii_case(code);
        is(&self.code)
            || self.aliases.iter().any(is)
            || (code.starts_with(char::is_alphabetic)
                && self.names.iter().any(|name| is(name) || is_joined(name, code)))
    }

    /// Whether `word` is one of the symbolic names, in any case.
    #[must_use]
    pub fn is_named(&self, word: &str) -> bool {
        self.names.iter().any(|name| name.eq_ignore_ascii_case(word))
    }
}

/// Whether a code has digits, lower case, upper case, underscores and other characters.
fn character_kinds(code: &str) -> [bool; 5] {
    let is_other = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    [
        code.contains(|c: char| c.is_ascii_digit()),
        code.contains(|c: char| c.is_ascii_lowercase()),
        code.contains(|c: char| c.is_ascii_uppercase()),
        code.contains('_'),
        code.contains(is_other),
    ]
}

/// Whether `joined` is the words of `name` without what stands between them.
fn is_joined(name: &str, joined: &str) -> bool {
    let lower = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect::<String>()
    };
    name.contains(' ') && lower(name) == joined.to_ascii_lowercase()
}
