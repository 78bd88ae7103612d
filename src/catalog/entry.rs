//! Catalogs and entries in their checked form. Everything is `'static`, since the shipped catalogs
//! are compiled in: values are plain references that can be copied and kept anywhere.

use std::borrow::Cow;
use std::ops::Deref;

use super::sample::{CounterSample, Sample, SampleForm};
use super::signature::{Hints, Signature};
use crate::text::string_enum;

/// One vendor's codes, the signatures that identify its responses, and its source.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// Identifier on the command line and in JSON, such as `pagerduty`.
    pub id: &'static str,
    /// The name in full, such as `PagerDuty REST API`.
    pub name: &'static str,
    /// The name on the tab, such as `PagerDuty`.
    pub tab: &'static str,
    /// Short forms accepted wherever an id is.
    pub aliases: &'static [&'static str],
    /// Where the entries come from.
    pub source: Source,
    /// The tables of the source, in its order.
    pub sections: &'static [Section],
    /// All codes, in the order of the source.
    pub entries: &'static [Entry],
    /// How the vendor's errors look on the wire; empty for a reference catalog.
    pub signatures: &'static [Signature],
    /// Weak evidence of the vendor.
    pub hints: Hints,
    /// Bodies that must be recognised as this vendor's, against all catalogs.
    pub samples: &'static [Sample],
    /// The responses of entries without a sample.
    pub sample_forms: &'static [SampleForm],
    /// Bodies that must not be recognised as this vendor's.
    pub counter_samples: &'static [CounterSample],
    /// Synonyms for the vendor's own terms, used in search besides the general ones.
    pub synonyms: Synonyms,
}

/// The id of the reference catalog of HTTP statuses, which has the reason phrase of every status.
pub const HTTP: &str = "http";

/// What people type for what vendors write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// Groups of phrases that can replace each other in a search.
    pub groups: &'static [&'static [&'static str]],
    /// In each, the first phrase is searched as the others too, but not the reverse.
    pub expansions: &'static [&'static [&'static str]],
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
    /// What applies to the document as a whole.
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
    /// Id of the entry's section.
    pub section: &'static str,
    /// The code as the API sends it; a string, since not all are numbers.
    pub code: &'static str,
    /// Other spellings by which the code can be found, such as a misprint of the source.
    pub aliases: &'static [&'static str],
    /// Whether the code is an error, a success or an alert.
    pub kind: EntryKind,
    /// Symbolic names, verbatim.
    pub names: &'static [&'static str],
    /// The group under which the source lists the code instead of describing it.
    pub category: Option<&'static str>,
    /// The texts that the API returns, with placeholders such as `[ParameterName]`.
    pub messages: &'static [&'static str],
    /// The HTTP status that comes with the code.
    pub http: Option<Http>,
    /// What the code means, in our own words.
    pub description: Option<&'static str>,
    /// Our own advice on what to do next.
    pub action: Option<&'static str>,
    /// The advice for single messages, where it differs from `action`.
    pub message_actions: &'static [MessageAction],
    /// Whether a retry can help.
    pub retry: Retry,
    /// The endpoints that the source names for the code.
    pub endpoints: &'static [Endpoint],
    /// Where the entry comes from.
    pub origin: Origin,
    /// The page of a related entry.
    pub page: Option<Page>,
    /// A defect of the source, and how it was interpreted.
    pub note: Option<&'static str>,
    /// What people call the error who do not know the vendor's words.
    pub keywords: &'static [&'static str],
    /// What the user's team wrote about the entry.
    pub team_notes: &'static [TeamNote],
}

/// A note of the user's team on an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct TeamNote {
    /// The note; may have several lines.
    pub text: &'static str,
    /// The day it was written, as `YYYY-MM-DD`.
    pub date: &'static str,
    /// Who wrote it.
    pub author: Option<&'static str>,
}

/// What to do next if a code comes with a certain message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageAction {
    /// The index of the message.
    pub message: u16,
    /// Our own advice.
    pub action: &'static str,
}

/// A page of the vendor other than the source of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: &'static str,
    /// Its address.
    pub url: &'static str,
}

/// An HTTP status, and what it is based on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Http {
    /// The status code, 100 to 599.
    pub status: u16,
    /// What it is based on.
    pub basis: Basis,
}

/// An endpoint that returns a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Endpoint {
    /// Methods in upper case; empty if the source names only the API.
    pub methods: &'static [&'static str],
    /// The path, or the name of the API, as printed.
    pub path: &'static str,
}

string_enum! {
    /// The kind of a code.
    EntryKind {
        /// Something failed.
        Error = "error",
        /// The request succeeded.
        Success = "success",
        /// A notification rather than a response.
        Alert = "alert",
    }
}

string_enum! {
    /// Whether a retry can help.
    Retry {
        /// The same call can never succeed.
        Never = "never",
        /// It can succeed after the request, the configuration or a permission is changed.
        AfterFix = "after-fix",
        /// It can succeed soon; wait longer after each failure.
        Backoff = "backoff",
        /// It can succeed after something else has finished or recovered.
        Later = "later",
        /// Not documented.
        Unknown = "unknown",
    }
}

string_enum! {
    /// What the HTTP status of a code is based on.
    Basis {
        /// The vendor's documentation.
        Documented = "documented",
        /// Responses, clients and tests.
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
        /// Another page of the vendor.
        Related = "related",
        /// Real responses.
        Observed = "observed",
    }
}

/// The part of an entry that a word matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// Its code.
    Code,
    /// Another spelling of its code, such as a misprint of the source.
    Alias(&'static str),
    /// One of its symbolic names.
    Name,
}

/// An entry together with its catalog. Dereferences to the entry, and is equal to another one of the
/// same id.
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
    /// The triple that identifies an entry among all catalogs: vendor, section, code.
    #[must_use]
    pub fn id(&self) -> (&'static str, &'static str, &'static str) {
        (self.catalog.id, self.entry.section, self.entry.code)
    }

    /// The title of the entry's section, as the source prints it.
    #[must_use]
    pub fn section_title(&self) -> &'static str {
        self.catalog.section(self.entry.section).map_or(self.entry.section, |section| section.title)
    }

    /// The document that describes the entry.
    #[must_use]
    pub fn source(&self) -> Source {
        let source = self.catalog.source;
        match self.entry.page {
            Some(Page { title, url }) => Source { title, url, ..source },
            None => source,
        }
    }

    /// The shortest text that describes the code: its first name, else its first message, else its
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

/// How much longer than a listed code an unlisted one can be.
const MAX_EXTRA_LENGTH: usize = 8;

impl Catalog {
    /// Whether this is the reference of HTTP statuses rather than the catalog of a vendor: it has no
    /// responses, and a vendor's entry with the same score comes first.
    #[must_use]
    pub fn is_reference(&self) -> bool {
        self.id == HTTP
    }

    /// The section with that id.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&'static Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// Whether `word` is the id, an alias, the tab or the name, in any case.
    #[must_use]
    pub fn matches(&self, word: &str) -> bool {
        self.every_name().any(|name| name.eq_ignore_ascii_case(word))
    }

    /// What follows the id, an alias, the tab or the name. Only digits may follow without a space or
    /// punctuation.
    #[must_use]
    pub fn strip_name<'t>(&self, text: &'t str) -> Option<&'t str> {
        let rest = |name: &str| {
            let (start, rest) = text.trim().split_at_checked(name.len())?;
            let code = rest.trim_start_matches([' ', '-', '_', ':', '/', '#']);
            let is_separate =
                code.len() < rest.len() || code.starts_with(|c: char| c.is_ascii_digit());
            (start.eq_ignore_ascii_case(name) && is_separate && !code.is_empty()).then_some(code)
        };
        // The longest name.
        self.every_name().filter_map(rest).min_by_key(|rest| rest.len())
    }

    fn every_name(&self) -> impl Iterator<Item = &'static str> {
        [self.id, self.tab, self.name].into_iter().chain(self.aliases.iter().copied())
    }

    /// Whether an unlisted code could be this vendor's: it has the same kinds of characters as a
    /// listed code, and is not much longer.
    #[must_use]
    pub fn resembles_listed(&self, code: &str) -> bool {
        let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
        let resembles = |entry: &Entry| {
            char_classes(entry.code) == char_classes(code)
                && code.len() <= entry.code.len() + MAX_EXTRA_LENGTH
        };
        self.entries.iter().any(resembles)
            && (!is_number || self.entries.iter().any(|entry| entry.code.len() >= code.len()))
    }

    /// A response with that entry: a sample, or a form filled in.
    #[must_use]
    pub fn sample_of(&self, entry: &Entry) -> Option<Cow<'static, str>> {
        let sample = self.samples.iter().find(|sample| sample.expect.contains(&entry.code));
        let own = sample.map(|sample| Cow::Borrowed(sample.body));
        own.or_else(|| self.sample_forms.iter().find_map(|form| form.fill(entry)).map(Cow::Owned))
    }

    /// The first entry with that HTTP status.
    #[must_use]
    pub fn entry_of_status(&self, status: u16) -> Option<&'static Entry> {
        self.entries.iter().find(|entry| entry.http.is_some_and(|http| http.status == status))
    }

    /// The entries, each with this catalog.
    #[must_use]
    pub fn entry_refs(&'static self) -> impl DoubleEndedIterator<Item = EntryRef> + Clone {
        self.entries.iter().map(move |entry| EntryRef { catalog: self, entry })
    }
}

impl Entry {
    /// An entry without values.
    pub(super) const EMPTY: Self = Self {
        section: "",
        code: "",
        aliases: &[],
        kind: EntryKind::Error,
        names: &[],
        category: None,
        messages: &[],
        http: None,
        description: None,
        action: None,
        message_actions: &[],
        retry: Retry::Unknown,
        endpoints: &[],
        origin: Origin::Source,
        page: None,
        note: None,
        keywords: &[],
        team_notes: &[],
    };

    /// What to do next, given the index of the message that came with the code.
    #[must_use]
    pub fn action_for(&self, message: Option<usize>) -> Option<&'static str> {
        let special =
            self.message_actions.iter().find(|it| Some(usize::from(it.message)) == message);
        special.map(|it| it.action).or(self.action)
    }

    /// Whether the code is just the HTTP status.
    #[must_use]
    pub fn is_status(&self) -> bool {
        self.http.is_some_and(|http| http.status.to_string() == self.code)
    }

    /// Whether a code in a response is the code, an alias or a name of the entry, in any case.
    /// `BadRequest` also matches the name `Bad Request`.
    #[must_use]
    pub fn matches(&self, code: &str) -> bool {
        let is_word = code.starts_with(char::is_alphabetic);
        match self.matched_by(code) {
            Some(MatchedBy::Code | MatchedBy::Alias(_)) => true,
            Some(MatchedBy::Name) => is_word,
            None => is_word && self.names.iter().any(|name| is_joined(name, code)),
        }
    }

    /// Words in lower case, one of which every code is that the entry [matches](Self::matches).
    pub fn matching_words(&self) -> impl Iterator<Item = String> {
        let words = [self.code].into_iter().chain(self.aliases.iter().chain(self.names).copied());
        let joined = self.names.iter().filter(|name| name.contains(' ')).map(|name| joined(name));
        words.map(str::to_ascii_lowercase).chain(joined)
    }

    /// What the word matches: the code, an alias or a name, in any case.
    #[must_use]
    pub fn matched_by(&self, word: &str) -> Option<MatchedBy> {
        let is_word = |text: &&str| text.eq_ignore_ascii_case(word);
        if is_word(&self.code) {
            Some(MatchedBy::Code)
        } else if let Some(alias) = self.aliases.iter().copied().find(is_word) {
            Some(MatchedBy::Alias(alias))
        } else {
            self.names.iter().any(is_word).then_some(MatchedBy::Name)
        }
    }
}

/// Whether a code has digits, lower-case letters, capitals, underscores and other characters.
fn char_classes(code: &str) -> [bool; 5] {
    let is_other = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    [
        code.contains(|c: char| c.is_ascii_digit()),
        code.contains(|c: char| c.is_ascii_lowercase()),
        code.contains(|c: char| c.is_ascii_uppercase()),
        code.contains('_'),
        code.contains(is_other),
    ]
}

/// Whether `code` is `name` without the spaces and punctuation between its words.
fn is_joined(name: &str, code: &str) -> bool {
    name.contains(' ') && joined(name) == code.to_ascii_lowercase()
}

/// A name in lower case without spaces and punctuation.
fn joined(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Values that live as long as the process, as catalogs do.
pub fn leak<T>(values: impl IntoIterator<Item = T>) -> &'static [T] {
    values.into_iter().collect::<Vec<_>>().leak()
}

/// A text that lives as long as the process.
pub fn leak_str(text: String) -> &'static str {
    text.leak()
}
