//! What is left out or cut short for speed, held against doing all of it, on generated catalogs.

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::LazyLock;

use fuzzy_matcher::skim::SkimMatcherV2;

use super::generated;
use crate::catalog::{Catalogs, EntryRef};
use crate::search::lookup::{Entries, scattered_letters};
use crate::search::query::{Ask, Word};
use crate::search::{Index, Query};

static CATALOGS: LazyLock<Catalogs> = LazyLock::new(|| generated::catalogs(20_000));
static LARGE: LazyLock<Index> = LazyLock::new(|| on_threads(3));

fn on_threads(threads: u32) -> Index {
    let mut index = Index::new(&CATALOGS);
    index.threads = threads;
    index
}

const QUERIES: [&str; 9] = [
    "license",
    "user not found",
    "2001",
    "2",
    "perm 403",
    "forbiden access",
    "acme e",
    "vendor:cobalt !token",
    "rate limit",
];

fn word(text: &str) -> Word {
    match Query::new(text).clauses.remove(0).alternatives.remove(0) {
        Ask::Word(word) => word,
        other => panic!("{text} is no word: {other:?}"),
    }
}

#[test]
fn the_filter_before_fuzzy_matcher_loses_nothing() {
    let matcher = SkimMatcherV2::default();
    for text in ["lcnsexprd", "usrntfnd", "rqstnvld", "tknxprd", "invld", "prmsn", "zzqx"] {
        let scored = |record: EntryRef| {
            let titles = record.names.iter().chain(record.messages);
            titles
                .copied()
                .filter(|title| scattered_letters(&matcher, title, text).is_some())
                .count()
        };
        let all: usize = CATALOGS.entry_refs().map(scored).sum();
        let found =
            LARGE.scattered_among(&word(text), &Entries::All, (usize::MAX, usize::MAX), &|| false);
        assert_eq!(found.len(), all, "{text}");
    }
}

#[test]
fn scattered_letters_are_tried_in_the_order_in_which_they_would_stand() {
    for text in ["usrntfnd", "rqstnvld", "invld", "prmsn"] {
        let text = word(text);
        let passages = |wanted| -> HashSet<u32> {
            let hits = LARGE.scattered_among(&text, &Entries::All, (wanted, usize::MAX), &|| false);
            hits.iter().map(|hit| hit.passage).collect()
        };
        let all = passages(usize::MAX);
        let few = passages(10);
        assert_eq!(few.len(), 10.min(all.len()));
        let worst = few.iter().map(|&passage| LARGE.standing(passage)).max();
        for other in all.difference(&few) {
            assert!(Some(LARGE.standing(*other)) >= worst, "{text:?}");
        }
    }
}

#[test]
fn the_first_rows_are_those_of_the_whole_order() {
    for text in QUERIES {
        let query = Query::new(text);
        let all: Vec<EntryRef> =
            LARGE.search(&query).matches.iter().map(|found| found.record).collect();
        let ranking = LARGE.rank(&query, &|| false).unwrap();
        assert_eq!(ranking.count(&LARGE, None), all.len(), "{text}");
        let mut rows = ranking.rows(&LARGE, None);
        for count in [1, 60, 61, 700, usize::MAX] {
            let first: Vec<EntryRef> = rows.first(&LARGE, count).collect();
            assert!(first.iter().eq(all.iter().take(count)), "{text}: the first {count}");
        }
        let mut counted = 0;
        for catalog in CATALOGS.iter() {
            let own: Vec<&EntryRef> =
                all.iter().filter(|record| record.catalog.id == catalog.id).collect();
            counted += ranking.count(&LARGE, Some(catalog));
            let mut rows = ranking.rows(&LARGE, Some(catalog));
            assert!(
                rows.first(&LARGE, 50).eq(own.iter().take(50).map(|record| **record)),
                "{text}"
            );
            if let Some(&&record) = own.get(70) {
                assert_eq!(rows.place(&LARGE, record), Some(70), "{text}");
            }
        }
        assert_eq!(counted, all.len(), "{text}");
    }
}

#[test]
fn a_search_that_is_no_longer_wanted_ends_soon() {
    for text in ["license", "qqqqq zzzzz", "lcnsexprd"] {
        for times in [0, 1, 5] {
            let asked = Cell::new(0);
            let stop = || {
                asked.set(asked.get() + 1);
                asked.get() > times
            };
            assert!(LARGE.rank(&Query::new(text), &stop).is_none(), "{text}");
            assert!(asked.get() < times + 10, "{text}: {} times", asked.get());
        }
    }
}

#[test]
fn several_threads_find_what_one_finds() {
    let alone = on_threads(1);
    for text in QUERIES.into_iter().chain(["lcnsexprd", "!license"]) {
        let query = Query::new(text);
        assert_eq!(LARGE.search(&query), alone.search(&query), "{text}");
    }
}
