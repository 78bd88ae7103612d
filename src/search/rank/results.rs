//! What a search returns.

use crate::catalog::EntryRef;

/// The entries that match a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// The matching entries, best first; if none matches the whole query, the nearest ones.
    pub matches: Vec<Match>,
    /// Notices, one sentence each: a filter that no entry matches, or what was dropped to find the
    /// nearest.
    pub notices: Vec<String>,
}

/// An entry that matches a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The entry.
    pub entry: EntryRef,
    /// How well it matches; higher is better. Comparable within one query only.
    pub score: f64,
}
