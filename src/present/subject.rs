//! What an incident note, or any other text to be shared, is about.

use crate::catalog::{Catalog, EntryRef};
use crate::decode::{Finding, Report};

/// An entry, an error in a response, or a response in which nothing is recognised.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// An entry of a catalog.
    Entry(EntryRef),
    /// An error in a response.
    Response {
        /// The response.
        text: &'a str,
        /// The decoder's report on it.
        report: &'a Report,
        /// One of the report's findings.
        finding: &'a Finding,
    },
    /// A response in which nothing is recognised.
    Unrecognised {
        /// The response.
        text: &'a str,
        /// The decoder's report on it.
        report: &'a Report,
    },
}

impl<'a> Subject<'a> {
    /// The entry, when the code is listed.
    #[must_use]
    pub fn entry_ref(self) -> Option<EntryRef> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Response { finding, .. } => finding.entry_ref(),
            Self::Unrecognised { .. } => None,
        }
    }

    /// The response, when there is one.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Entry(_) => None,
            Self::Response { text, .. } | Self::Unrecognised { text, .. } => Some(text),
        }
    }

    /// The code: the catalog's, else as the response has it.
    #[must_use]
    pub fn code(self) -> Option<&'a str> {
        match self {
            Self::Entry(entry) => Some(entry.entry.code),
            Self::Response { finding, .. } => {
                finding.entry.map(|entry| entry.code).or(finding.code.as_deref())
            }
            Self::Unrecognised { .. } => None,
        }
    }

    /// The message as the response has it.
    #[must_use]
    pub fn response_message(self) -> Option<&'a str> {
        match self {
            Self::Response { finding, .. } => finding.message.as_deref(),
            Self::Entry(_) | Self::Unrecognised { .. } => None,
        }
    }

    /// The vendor, when it is recognised.
    #[must_use]
    pub fn catalog(self) -> Option<&'static Catalog> {
        match self {
            Self::Entry(entry) => Some(entry.catalog),
            Self::Response { finding, .. } => Some(finding.catalog),
            Self::Unrecognised { .. } => None,
        }
    }
}
