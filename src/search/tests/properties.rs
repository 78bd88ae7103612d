//! What must hold for every entry and for whatever is typed.

use proptest::prelude::*;

use super::{INDEX, found, name, search};
use crate::catalog::{Catalogs, EntryRef};
use crate::search::Query;
use crate::search::words::{fold, words};

/// The letters of a text, by which texts are the same: `TimeOut`, `Time-out` and `time out!`.
fn said(text: &str) -> String {
    words(text).map(|word| fold(&text[word])).collect()
}

fn says(record: EntryRef, text: &str) -> bool {
    let texts = record.names.iter().chain(record.messages).chain(record.aliases);
    texts.chain([&record.code]).any(|other| said(other) == said(text))
}

/// The entry is found by the text, and whatever stands before it says the very same.
fn stands_first(record: EntryRef, text: &str) {
    let matches = search(text).matches;
    let before: Vec<EntryRef> =
        matches.iter().map(|found| found.record).take_while(|&other| other != record).collect();
    assert!(before.len() < matches.len(), "{} is not found by {text:?}", name(record));
    for other in before {
        assert!(says(other, text), "{text:?}: {} before {}", name(other), name(record));
    }
}

#[test]
fn every_entry_is_found_by_its_code_its_names_and_its_messages() {
    for record in Catalogs::builtin().entry_refs() {
        let texts = record.aliases.iter().chain(record.names).chain(record.messages);
        for text in texts.chain([&record.code]) {
            stands_first(record, text);
        }
    }
}

#[test]
fn one_more_character_of_a_code_brings_in_nothing_new() {
    for record in Catalogs::builtin().entry_refs() {
        let mut before: Option<Vec<String>> = None;
        for (length, letter) in record.code.char_indices() {
            let beginning = &record.code[..length + letter.len_utf8()];
            if beginning.contains(char::is_whitespace) {
                break;
            }
            let begun = |other: &EntryRef| other.code.starts_with(beginning);
            let found: Vec<String> = search(beginning)
                .matches
                .iter()
                .map(|found| found.record)
                .filter(begun)
                .map(name)
                .collect();
            assert!(found.contains(&name(record)), "{beginning}");
            if let Some(before) = &before {
                assert!(found.iter().all(|name| before.contains(name)), "{beginning}");
            }
            before = Some(found);
        }
    }
}

#[test]
fn the_score_is_the_sum_of_its_reasons() {
    for query in ["license", "wrong password", "404 not found", "forbiden user", "pd 2001"] {
        let asked = Query::new(query);
        let matches = search(query).matches;
        let explained = INDEX.explain(&asked, &matches);
        for (found, reasons) in matches.iter().zip(explained) {
            let values = reasons.iter().filter_map(|line| {
                let value = line.split("”: ").nth(1)?.split(' ').next()?;
                value.parse::<f64>().ok()
            });
            assert!((values.sum::<f64>() - found.score).abs() < 0.3, "{query}: {reasons:#?}");
        }
    }
}

fn word() -> impl Strategy<Value = String> {
    let texts: Vec<String> = Catalogs::builtin()
        .entry_refs()
        .flat_map(|EntryRef { entry, .. }| {
            entry.names.iter().chain(entry.messages).chain([&entry.code])
        })
        .flat_map(|text| text.split_whitespace())
        .map(str::to_owned)
        .collect();
    prop_oneof![
        8 => proptest::sample::select(texts),
        1 => "[a-z]{1,8}",
        1 => "[!'^|$a-z:/_ ]{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_order_of_the_words_does_not_matter(
        (typed, shuffled) in prop::collection::vec(
            word().prop_filter("`|` joins its neighbours", |word| !word.contains('|')),
            1..6,
        ).prop_flat_map(|words| (Just(words.clone()), Just(words).prop_shuffle()))
    ) {
        prop_assert_eq!(found(&typed.join(" ")), found(&shuffled.join(" ")));
    }

    #[test]
    fn nothing_that_can_be_typed_is_an_error(typed in prop_oneof![
        prop::collection::vec(word(), 0..8).prop_map(|words| words.join(" ")),
        "\\PC{0,40}",
    ]) {
        let query = Query::new(&typed);
        let outcome = INDEX.search(&query);
        prop_assert!(outcome.matches.windows(2).all(|pair| pair[0].score >= pair[1].score));
        for found in outcome.matches.iter().take(3) {
            let text = found.record.title();
            let mut end = 0;
            for (at, mark) in query.highlights(text).into_iter().enumerate() {
                prop_assert!(text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()));
                prop_assert!(at == 0 || mark.start > end);
                end = mark.end;
            }
        }
    }
}
