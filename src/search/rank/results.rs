//! What a search returns.

use crate::catalog::EntryRef;

/// The entries that match a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// The matching entries, best first. Those that match the whole query come before the nearest
    /// ones.
    pub matches: Vec<Match>,
    /// Notices, one sentence each: a filter that no entry matches, or what was dropped to find the
    /// nearest.
    pub notices: Vec<String>,
    /// The clauses of the query, as typed, by their positions in [`Match::unmatched`].
    pub(in crate::search) typed: Vec<String>,
}

impl Results {
    /// The words and filters of the query that an entry does not match.
    pub fn unmatched(&self, found: &Match) -> impl Iterator<Item = &str> {
        let positions = (0..self.typed.len()).filter(|at| found.unmatched >> at & 1 == 1);
        positions.map(|at| self.typed[at].as_str())
    }
}

/// An entry that matches a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The entry.
    pub entry: EntryRef,
    /// How well it matches; higher is better. Comparable within one query only.
    pub score: f64,
    /// The unmatched clauses: a bit for each, by its position.
    pub(super) unmatched: u64,
}

impl Match {
    /// Whether the entry does not match the whole query, but comes near to it.
    #[must_use]
    pub fn is_nearest(&self) -> bool {
        self.unmatched != 0
    }
}
