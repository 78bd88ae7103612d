//! Properties of every entry and of any query.

use proptest::prelude::*;

use super::{INDEX, found, name, parse, search};
use crate::catalog::{Catalogs, EntryRef};
use crate::search::Match;
use crate::search::text::tokenize::{fold, words};

/// The letters and digits of a text, equal for `TimeOut`, `Time-out` and `time out!`.
fn letters(text: &str) -> String {
    words(text).map(|word| fold(&text[word])).collect()
}

fn has_text(entry: EntryRef, text: &str) -> bool {
    let texts = entry.names.iter().chain(entry.messages).chain(entry.aliases);
    texts.chain([&entry.code]).any(|other| letters(other) == letters(text))
}

/// Checks that the text finds the entry, and that only entries with the same text rank before it.
fn assert_first(entry: EntryRef, text: &str) {
    let matches = search(text).matches;
    let before: Vec<EntryRef> =
        matches.iter().map(|found| found.entry).take_while(|&other| other != entry).collect();
    assert!(before.len() < matches.len(), "{} is not found by {text:?}", name(entry));
    for other in before {
        assert!(has_text(other, text), "{text:?}: {} before {}", name(other), name(entry));
    }
}

#[test]
fn finds_every_entry_by_code_name_and_message() {
    for entry in Catalogs::builtin().entry_refs() {
        let texts = entry.aliases.iter().chain(entry.names).chain(entry.messages);
        for text in texts.chain([&entry.code]) {
            assert_first(entry, text);
        }
    }
}

#[test]
fn longer_code_prefix_adds_no_match() {
    for entry in Catalogs::builtin().entry_refs() {
        let mut before: Option<Vec<String>> = None;
        for (length, letter) in entry.code.char_indices() {
            let prefix = &entry.code[..length + letter.len_utf8()];
            if prefix.contains(char::is_whitespace) {
                break;
            }
            let has_prefix = |other: &EntryRef| other.code.starts_with(prefix);
            let found: Vec<String> = search(prefix)
                .matches
                .iter()
                .map(|found| found.entry)
                .filter(has_prefix)
                .map(name)
                .collect();
            assert!(found.contains(&name(entry)), "{prefix}");
            if let Some(before) = &before {
                assert!(found.iter().all(|name| before.contains(name)), "{prefix}");
            }
            before = Some(found);
        }
    }
}

#[test]
fn score_is_the_sum_of_its_reasons() {
    for query in ["license", "wrong password", "404 not found", "forbiden user", "pd 2001"] {
        let matches = search(query).matches;
        let explained = INDEX.explain(&parse(query), &matches);
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
    fn word_order_does_not_matter(
        (words, shuffled) in prop::collection::vec(
            word().prop_filter("`|` joins its neighbours", |word| !word.contains('|')),
            1..6,
        ).prop_flat_map(|words| (Just(words.clone()), Just(words).prop_shuffle()))
    ) {
        prop_assert_eq!(found(&words.join(" ")), found(&shuffled.join(" ")));
    }

    #[test]
    fn any_query_is_valid(typed in prop_oneof![
        prop::collection::vec(word(), 0..8).prop_map(|words| words.join(" ")),
        "\\PC{0,40}",
    ]) {
        let query = parse(&typed);
        let results = INDEX.search(&query);
        let key = |found: &Match| (!found.is_nearest(), found.score);
        // Endpoints with a typed path come first.
        let in_order = results.matches.windows(2).all(|pair| key(&pair[0]) >= key(&pair[1]));
        prop_assert!(query.has_path() || in_order);
        for found in results.matches.iter().take(3) {
            let text = found.entry.title();
            let mut end = 0;
            for (at, mark) in query.highlights(text).into_iter().enumerate() {
                prop_assert!(text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()));
                prop_assert!(at == 0 || mark.start > end);
                end = mark.end;
            }
        }
    }
}
