//! Fields: which texts of an entry are searched, and how much each of them weighs.

use std::borrow::Cow;

use crate::catalog::{Catalog, Endpoint, EntryRef, reason_phrase};

/// The role of a text in its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// The whole code, or the prefix of a number.
    Code,
    /// Another spelling of the code.
    Alias,
    /// A symbolic name, or the words of a code that is one.
    Name,
    Message,
    Category,
    /// The HTTP status and its reason phrase.
    Status,
    /// The same for an entry whose name or message is the reason phrase: the best match for the
    /// status alone.
    GenericStatus,
    Endpoint,
    Description,
    /// What people call the error.
    Keyword,
    Section,
    Vendor,
    Action,
    Kind,
    Retry,
    Note,
    TeamNote,
}

impl TextField {
    /// How much a word in this field weighs.
    pub fn weight(self) -> f64 {
        self.weight_and_label().0
    }

    pub fn label(self) -> &'static str {
        self.weight_and_label().1
    }

    /// What the API sends weighs more than what describes it, and that more than advice and notes,
    /// whose words are often those of another error.
    fn weight_and_label(self) -> (f64, &'static str) {
        match self {
            Self::Code => (10.0, "code"),
            Self::Alias => (8.0, "other spelling"),
            Self::Name => (3.6, "name"),
            Self::GenericStatus => (4.5, "HTTP status"),
            Self::Message => (3.4, "message"),
            Self::Keyword => (2.9, "also found as"),
            Self::Category => (2.5, "category"),
            Self::Status => (2.2, "HTTP status"),
            Self::Endpoint => (2.0, "endpoint"),
            Self::Description => (2.5, "description"),
            Self::TeamNote => (1.6, "team note"),
            Self::Section => (1.0, "section"),
            Self::Vendor => (1.0, "vendor"),
            Self::Action => (0.5, "action"),
            Self::Kind => (0.5, "kind"),
            Self::Retry => (0.5, "retry"),
            Self::Note => (0.3, "note"),
        }
    }

    /// How reliable a match in this field alone is: 1 for what the API sends.
    pub fn reliability(self) -> f64 {
        let full = Self::Message.weight();
        0.6 + 0.4 * self.weight().min(full) / full
    }

    /// Whether only whole codes and prefixes of numbers match. A code made of words is also a name.
    pub fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::Alias)
    }

    /// Whether the parts of a word match too. A vendor is found by whole words only: `path` does not
    /// mean `UiPath`.
    pub fn has_parts(self) -> bool {
        self != Self::Vendor
    }

    /// Whether the entry is about its words, unlike those of its advice and notes.
    pub fn is_about(self) -> bool {
        !matches!(self, Self::Action | Self::Note)
    }

    /// Whether it is a sentence or a phrase, in which a word may be there by chance, rather than a
    /// property of the entry.
    pub fn is_prose(self) -> bool {
        self.is_name_or_message()
            || matches!(
                self,
                Self::Keyword | Self::Description | Self::Action | Self::Note | Self::TeamNote
            )
    }

    /// Whether abbreviations and fuzzy subsequences match: in a short text, few do by chance.
    pub fn is_name_or_message(self) -> bool {
        matches!(self, Self::Name | Self::Message)
    }
}

/// One text of an entry, formatted only on demand.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    pub field: TextField,
    content: Content,
}

#[derive(Debug, Clone, Copy)]
enum Content {
    Plain(&'static str),
    Status(u16, &'static str),
    Endpoint(&'static Endpoint),
    Section(&'static Catalog, &'static str),
    Vendor(&'static Catalog),
}

impl Text {
    /// Whether it is certainly the same text in the same field.
    pub fn is_same(&self, other: &Self) -> bool {
        if self.field != other.field || self.field.is_name_or_message() {
            return false;
        }
        match (self.content, other.content) {
            (Content::Plain(a), Content::Plain(b)) => std::ptr::eq(a, b),
            (Content::Status(a, _), Content::Status(b, _)) => a == b,
            (Content::Section(a, section), Content::Section(b, other)) => {
                std::ptr::eq(a, b) && section == other
            }
            (Content::Vendor(a), Content::Vendor(b)) => std::ptr::eq(a, b),
            _ => false,
        }
    }

    pub fn text(&self) -> Cow<'static, str> {
        match self.content {
            Content::Plain(text) => text.into(),
            Content::Status(status, reason) => format!("{status} {reason}").into(),
            Content::Endpoint(Endpoint { methods, path }) => {
                methods.iter().copied().chain([*path]).collect::<Vec<_>>().join(" ").into()
            }
            Content::Section(catalog, id) => {
                format!("{id} {}", catalog.section(id).map_or(id, |it| it.title)).into()
            }
            Content::Vendor(Catalog { id, tab, name, aliases, .. }) => {
                [&[*id, *tab, *name], *aliases].concat().join(" ").into()
            }
        }
    }
}

/// About how many texts an entry has.
const TYPICAL_COUNT: usize = 32;

/// All texts of an entry that are searched.
pub fn texts(entry_ref: EntryRef) -> Vec<Text> {
    let EntryRef { catalog, entry } = entry_ref;
    let reason = entry.http.and_then(|http| reason_phrase(http.status)).unwrap_or_default();
    let is_reason = |text: &&str| text.trim_end_matches('.').eq_ignore_ascii_case(reason);
    let is_generic = entry.names.iter().chain(entry.messages).chain(&entry.category).any(is_reason);
    let status_field = if is_generic { TextField::GenericStatus } else { TextField::Status };
    let has_words = |code: &&str| code.contains(char::is_alphabetic);

    let mut texts = Vec::with_capacity(TYPICAL_COUNT);
    texts.push(Text { field: TextField::Code, content: Content::Plain(entry.code) });
    let mut add = |field, plain: &[&'static str]| {
        texts.extend(plain.iter().map(|text| Text { field, content: Content::Plain(text) }));
    };
    add(TextField::Alias, entry.aliases);
    for code in [entry.code].iter().chain(entry.aliases).filter(|code| has_words(code)) {
        add(TextField::Name, &[code]);
    }
    add(TextField::Name, entry.names);
    add(TextField::Message, entry.messages);
    add(TextField::Keyword, entry.keywords);
    add(TextField::Category, entry.category.as_slice());
    add(TextField::Description, entry.description.as_slice());
    add(TextField::Action, entry.action.as_slice());
    add(TextField::Kind, &[entry.kind.as_str()]);
    add(TextField::Retry, &[entry.retry.as_str()]);
    add(TextField::Note, entry.note.as_slice());
    for note in entry.team_notes {
        add(TextField::TeamNote, &[note.text]);
    }
    let status = entry.http.map(|http| (status_field, Content::Status(http.status, reason)));
    let endpoints = entry.endpoints.iter().map(|it| (TextField::Endpoint, Content::Endpoint(it)));
    let made = status.into_iter().chain(endpoints).chain([
        (TextField::Section, Content::Section(catalog, entry.section)),
        (TextField::Vendor, Content::Vendor(catalog)),
    ]);
    texts.extend(made.map(|(field, content)| Text { field, content }));
    texts
}
