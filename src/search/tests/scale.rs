//! Shortcuts for speed, compared with the full computation on generated catalogs.

use std::sync::LazyLock;

use super::generated;
use crate::catalog::{Catalogs, EntryRef};
use crate::search::matching::expand::Expander;
use crate::search::query::{Term, Word};
use crate::search::text::fuzzy::FuzzyMatcher;
use crate::search::{Index, Query};

static CATALOGS: LazyLock<Catalogs> = LazyLock::new(|| generated::catalogs(20_000));
static LARGE: LazyLock<Index> = LazyLock::new(|| Index::new(&CATALOGS));

fn word(text: &str) -> Word {
    match Query::new(text).clauses.remove(0).alternatives.remove(0) {
        Term::Word(word) => word,
        other => panic!("{text} is parsed as {other:?}"),
    }
}

#[test]
fn prefilter_keeps_every_fuzzy_match() {
    let matcher = FuzzyMatcher::default();
    for text in ["lcnsexprd", "usrntfnd", "rqstnvld", "tknxprd", "invld", "prmsn", "zzqx"] {
        let matching_titles = |entry: EntryRef| {
            let titles = entry.names.iter().chain(entry.messages);
            titles.filter(|title| matcher.positions(title, text).is_some()).count()
        };
        let all: usize = CATALOGS.entry_refs().map(matching_titles).sum();
        let found = Expander { index: &LARGE.0 }.fuzzy(&word(text), None);
        assert_eq!(found.passages.len(), all, "{text}");
    }
}
