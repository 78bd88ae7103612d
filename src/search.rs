//! Query and entries in, ranked matches out. The only user of fuzzy-matcher.
//!
//! [`Query`] reads what was typed. [`Index`] knows the words of every entry; it looks up each word
//! that was typed and ranks the entries that meet all of them.

mod answer;
mod explain;
mod field;
mod filter;
mod glued;
mod highlight;
mod hit;
mod humps;
mod index;
mod lookup;
mod query;
mod rank;
mod ranking;
mod sources;
mod synonyms;
pub mod syntax;
#[cfg(test)]
mod tests;
mod typo;
mod vocabulary;
mod words;

pub use index::Index;
pub use query::Query;
pub use ranking::{Ranking, Rows};

use crate::catalog::EntryRef;

/// Says whether an answer is no longer wanted.
pub type Stop<'s> = &'s dyn Fn() -> bool;

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The entries that meet the query, best first; when none meets all of it, the nearest ones.
    pub matches: Vec<Match>,
    /// What the reader must know of them, one sentence each: a filter that nothing can meet, or what
    /// was given up to offer the nearest.
    pub remarks: Vec<String>,
}

/// An entry that meets a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The entry.
    pub record: EntryRef,
    /// How well it meets the query; higher is better. Comparable within one query only.
    pub score: f64,
}
