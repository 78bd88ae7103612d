//! Example responses of a catalog: what must be recognised as its vendor's, and what must not.

use super::entry::{Entry, EntryKind};

/// A response that must be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The text as it would be pasted.
    pub body: &'static str,
    /// The codes that must be claimed; empty if only the vendor can be identified.
    pub expect: &'static [&'static str],
}

/// A response of another API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CounterSample {
    /// The text as it would be pasted.
    pub body: &'static str,
}

/// The response that the entries of some sections share but for a few values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleForm {
    /// The sections whose entries have this form.
    pub sections: &'static [&'static str],
    /// The text as it would be pasted, with some of [`PLACEHOLDERS`].
    pub body: &'static str,
}

/// What a form can contain: an entry's code, first name, first message and HTTP status.
pub const PLACEHOLDERS: [&str; 4] = ["{code}", "{name}", "{message}", "{status}"];

impl SampleForm {
    /// The response for an entry; none if the entry is of another section, lacks a value, or is no
    /// error, as a response of success has none.
    #[must_use]
    pub fn fill(&self, entry: &Entry) -> Option<String> {
        if entry.kind == EntryKind::Success || !self.sections.contains(&entry.section) {
            return None;
        }
        let values = [
            Some(entry.code.to_owned()),
            entry.names.first().map(ToString::to_string),
            // A parameter's name is a plausible value for it.
            entry.messages.first().map(|message| message.replace(['[', ']'], "")),
            entry.http.map(|http| http.status.to_string()),
        ];
        let mut body = self.body.to_owned();
        for (placeholder, value) in PLACEHOLDERS.iter().zip(values) {
            if body.contains(placeholder) {
                body = body.replace(placeholder, &self.escape(value?));
            }
        }
        Some(body)
    }

    /// A value as it is written in the form: in JSON, with its quote marks and backslashes escaped.
    fn escape(&self, value: String) -> String {
        if self.body.starts_with(['{', '[']) {
            value.replace('\\', "\\\\").replace('"', "\\\"")
        } else {
            value
        }
    }
}
