//! Query and entries in, ranked matches out. The only user of fuzzy-matcher.
//!
//! ```text
//!   rank       runs a query: finds, scores, relaxes, explains
//!   matching   which passages match a term, and how well
//!   builtin    the index of the built-in catalogs, from the build script
//!   index      the texts of all entries and their vocabulary
//!   query      what was typed: words, literals, filters, synonyms; what to highlight
//!   text       words, stems, typos, abbreviations, fuzzy subsequences
//! ```
//!
//! A layer uses only those below it.

mod builtin;
mod index;
mod matching;
mod query;
mod rank;
#[cfg(test)]
mod tests;
mod text;

pub use query::{Query, syntax};
pub use rank::results::{Match, Results};
pub(crate) use text::fuzzy::FuzzyMatcher;

use std::borrow::Cow;

use self::index::InvertedIndex;
use self::rank::Searcher;
use crate::catalog::Catalogs;

/// All entries, prepared to be searched.
#[derive(Debug)]
pub struct Index(Cow<'static, InvertedIndex>);

impl Index {
    /// An index of all entries. That of the built-in catalogs is compiled in.
    #[must_use]
    pub fn new(catalogs: &Catalogs) -> Self {
        let builtin = &*builtin::INDEX;
        Self(if catalogs.is_same(&builtin.catalogs) {
            Cow::Borrowed(builtin)
        } else {
            Cow::Owned(InvertedIndex::new(catalogs, Some(builtin)))
        })
    }

    /// The entries that match the query, best first; with an empty query all of them, in the order
    /// of the catalogs. If none matches the whole query, the nearest ones, and a notice on what was
    /// dropped.
    #[must_use]
    pub fn search(&self, query: &Query) -> Results {
        Searcher::new(&self.0).search(query)
    }

    /// Why each of these matches ranks where it does, in lines whose scores add up to that of the
    /// match.
    #[must_use]
    pub fn explain(&self, query: &Query, matches: &[Match]) -> Vec<Vec<String>> {
        Searcher::new(&self.0).explain(query, matches)
    }
}
