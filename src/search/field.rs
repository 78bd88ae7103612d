//! Fields: which texts of an entry are searched, and how much each of them says about it.

use std::borrow::Cow;

use crate::catalog::{Catalog, Catalogs, Endpoint, EntryRef};

/// What of an entry a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The whole code, or a number's beginning.
    Code,
    /// The same of another spelling of the code.
    Alias,
    /// A symbolic name, or the words of a code that is one.
    Name,
    Message,
    Category,
    /// The HTTP status and its reason phrase.
    Status,
    /// The same of an entry that says no more than that: who types the status means it first.
    OnlyStatus,
    Endpoint,
    Description,
    Section,
    Vendor,
    Action,
    Kind,
    Retry,
    Note,
}

impl Field {
    /// How much a word in this field says: what the API sends before what is said about it, and
    /// that before advice and remarks, whose words are often those of another error.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Code => 10.0,
            Self::Alias => 8.0,
            Self::Name => 4.0,
            Self::OnlyStatus => 3.5,
            Self::Message => 3.2,
            Self::Category | Self::Status => 2.5,
            Self::Endpoint => 2.0,
            Self::Description => 1.6,
            Self::Section | Self::Vendor => 1.0,
            Self::Action => 0.6,
            Self::Kind | Self::Retry => 0.5,
            Self::Note => 0.3,
        }
    }

    /// How surely an entry is meant of which nothing else may be met: 1 for what the API sends.
    pub(super) fn sureness(self) -> f64 {
        let said = Self::Message.weight();
        0.6 + 0.4 * self.weight().min(said) / said
    }

    /// What to call it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Alias => "other spelling",
            Self::Name => "name",
            Self::Message => "message",
            Self::Category => "category",
            Self::Status | Self::OnlyStatus => "HTTP status",
            Self::Endpoint => "endpoint",
            Self::Description => "description",
            Self::Section => "section",
            Self::Vendor => "vendor",
            Self::Action => "action",
            Self::Kind => "kind",
            Self::Retry => "retry",
            Self::Note => "note",
        }
    }

    /// Whether only whole words and the beginnings of numbers count: a code of letters is searched
    /// word by word as a name.
    pub(super) fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::Alias)
    }

    /// Whether a word that must not occur is looked for here: an entry is not about the words of
    /// its advice and its remarks.
    pub(super) fn is_about(self) -> bool {
        !matches!(self, Self::Action | Self::Note)
    }

    /// Whether abbreviations and scattered letters are looked for here: in what has a name's
    /// brevity, nearly every such find is meant.
    pub(super) fn is_title(self) -> bool {
        matches!(self, Self::Name | Self::Message)
    }
}

/// One text of an entry, put together only when it is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) field: Field,
    holds: ValueType,
}

#[derive(Debug, Clone, Copy)]
enum ValueType {
    Plain(&'static str),
    Status(u16, &'static str),
    Endpoint(&'static Endpoint),
    Section(EntryRef),
    Vendor(&'static Catalog),
}

impl Text {
    pub(super) fn text(&self) -> Cow<'static, str> {
        match self.holds {
            ValueType::Plain(text) => text.into(),
            ValueType::Status(status, reason) => format!("{status} {reason}").into(),
            ValueType::Endpoint(endpoint) => {
                let words: Vec<_> =
                    endpoint.methods.iter().copied().chain([endpoint.path]).collect();
                words.join(" ").into()
            }
            ValueType::Section(record) => {
                format!("{} {}", record.entry.section, record.section_title()).into()
            }
            ValueType::Vendor(catalog) => {
                let names = [catalog.id, catalog.tab, catalog.name];
                let names: Vec<_> = names.iter().chain(catalog.aliases).copied().collect();
                names.join(" ").into()
            }
        }
    }
}

/// All texts of an entry that are searched.
pub(super) fn texts(record: EntryRef, catalogs: &Catalogs) -> Vec<Text> {
    let EntryRef { catalog, entry } = record;
    let symbolic = |code: &&'static str| code.contains(char::is_alphabetic);
    let reason = entry.http.and_then(|http| catalogs.reason(http.status)).unwrap_or_default();
    let said = || entry.names.iter().chain(entry.messages);
    let only_status = said().any(|text| text.trim_end_matches('.').eq_ignore_ascii_case(reason));
    let status_field = if only_status { Field::OnlyStatus } else { Field::Status };

    let plain = |field| move |&text: &&'static str| Text { field, holds: ValueType::Plain(text) };
    let made = |field| move |holds: ValueType| Text { field, holds };
    let mut texts = vec![plain(Field::Code)(&entry.code)];
    texts.extend(entry.aliases.iter().map(plain(Field::Alias)));
    texts.extend([entry.code].iter().filter(|code| symbolic(code)).map(plain(Field::Name)));
    texts.extend(entry.aliases.iter().filter(|alias| symbolic(alias)).map(plain(Field::Name)));
    texts.extend(entry.names.iter().map(plain(Field::Name)));
    texts.extend(entry.messages.iter().map(plain(Field::Message)));
    texts.extend(entry.category.iter().map(plain(Field::Category)));
    let status = entry.http.map(|http| ValueType::Status(http.status, reason));
    texts.extend(status.map(made(status_field)));
    texts.extend(entry.endpoints.iter().map(ValueType::Endpoint).map(made(Field::Endpoint)));
    texts.extend(entry.description.iter().map(plain(Field::Description)));
    texts.push(made(Field::Section)(ValueType::Section(record)));
    texts.push(made(Field::Vendor)(ValueType::Vendor(catalog)));
    texts.extend(entry.action.iter().map(plain(Field::Action)));
    texts.extend([entry.kind.as_str()].iter().map(plain(Field::Kind)));
    texts.extend([entry.retry.as_str()].iter().map(plain(Field::Retry)));
    texts.extend(entry.note.iter().map(plain(Field::Note)));
    texts
}
