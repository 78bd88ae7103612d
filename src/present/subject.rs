//! The subject of an incident note or of any other shared text.

use crate::catalog::{Catalog, EntryRef, Source};
use crate::decode::{Finding, Report};

/// An entry or a response.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// An entry of a catalog.
    Entry(EntryRef),
    /// A response.
    Response {
        /// The response.
        text: &'a str,
        /// The decoder's report on it.
        report: &'a Report,
        /// One of the report's findings; `None` if nothing is recognised.
        finding: Option<&'a Finding>,
    },
}

impl<'a> Subject<'a> {
    /// The entry, when the code is listed.
    #[must_use]
    pub fn entry_ref(self) -> Option<EntryRef> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Response { finding, .. } => finding?.entry_ref(),
        }
    }

    /// The vendor, when it is recognised.
    #[must_use]
    pub fn catalog(self) -> Option<&'static Catalog> {
        let of_entry = self.entry_ref().map(|entry| entry.catalog);
        of_entry.or_else(|| Some(self.finding()?.catalog))
    }

    /// The document about the entry, or about the vendor's codes.
    #[must_use]
    pub fn source(self) -> Option<Source> {
        let of_entry = self.entry_ref().map(|entry| entry.source());
        of_entry.or_else(|| Some(self.catalog()?.source))
    }

    /// The code: the catalog's, else as the response has it.
    #[must_use]
    pub fn code(self) -> Option<&'a str> {
        let listed = self.entry_ref().map(|entry| entry.entry.code);
        listed.or_else(|| self.finding()?.code.as_deref())
    }

    /// The response, when there is one.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        if let Self::Response { text, .. } = self { Some(text) } else { None }
    }

    /// The message as the response has it.
    #[must_use]
    pub fn response_message(self) -> Option<&'a str> {
        self.finding()?.message.as_deref()
    }

    fn finding(self) -> Option<&'a Finding> {
        if let Self::Response { finding, .. } = self { finding } else { None }
    }
}
