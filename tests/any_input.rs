//! Any input: the checks of the fuzz targets, on their seeds, on inputs that once failed, and on
//! what proptest generates from the words of each kind of input.

#![allow(clippy::unwrap_used)] // helpers of tests

#[path = "../fuzz/checks.rs"]
mod checks;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use errdex::catalog::Catalogs;
use proptest::prelude::*;

const ACME: &str = include_str!("fixtures/acme.toml");

/// The files in a folder of the fuzz targets.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder);
    let entries = fs::read_dir(&folder).expect("the folder is there");
    let files: Vec<_> = entries.map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    assert!(!files.is_empty(), "{}", folder.display());
    files
}

#[test]
fn seeds_pass_the_checks() {
    let texts = |folder| files(folder).into_iter().map(|it| String::from_utf8(it).unwrap());
    texts("seeds/catalog").chain([ACME.to_owned()]).for_each(|text| checks::catalog(&text));
    texts("seeds/config").for_each(|text| checks::config(&text));
    for bytes in files("seeds/decode") {
        checks::decode(&bytes);
    }
    for text in texts("seeds/query") {
        assert_eq!(checks::query(&text), checks::query(&text));
    }
}

/// The words of a text, and the characters between them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        match pieces.last_mut() {
            Some(piece) if c.is_alphanumeric() && piece.ends_with(char::is_alphanumeric) => {
                piece.push(c);
            }
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

/// A text with some of its pieces removed, repeated or replaced.
fn damaged(text: &'static str) -> impl Strategy<Value = String> {
    let pieces = pieces(text);
    let count = pieces.len();
    let other = prop_oneof![
        4 => prop::sample::select(pieces.clone()),
        1 => Just(String::new()),
        1 => "\\PC{1,3}",
        1 => "[\"'\\[\\]{}=,.\\\\\n\u{0}\u{7}-]{1,3}",
    ];
    prop::collection::vec((0..count, other), 0..6).prop_map(move |changes| {
        let mut pieces = pieces.clone();
        for (at, other) in changes {
            pieces[at] = other;
        }
        pieces.concat()
    })
}

static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let catalogs = Catalogs::builtin();
    let texts = catalogs.entry_refs().flat_map(|record| {
        let entry = record.entry;
        entry.names.iter().chain(entry.messages).chain([&entry.code])
    });
    texts.flat_map(|text| text.split_whitespace()).collect()
});

fn typed() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => prop::sample::select(WORDS.as_slice()).prop_map(str::to_owned),
        2 => "[!'^|$a-zA-Z0-9:/_\u{e9}\u{df}\u{130}\u{202e} ]{0,6}",
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ];
    prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_decoded(input in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(checks::decode(&input), checks::decode(&input));
    }

    #[test]
    fn any_query_is_answered(typed in typed()) {
        prop_assert_eq!(checks::query(&typed), checks::query(&typed));
    }

    #[test]
    fn any_catalog_file_is_read_or_refused(
        text in prop_oneof![
            damaged(ACME),
            damaged(include_str!("../fuzz/seeds/catalog/json.toml")),
            damaged(include_str!("../fuzz/seeds/catalog/text.toml")),
            any::<String>(),
        ]
    ) {
        checks::catalog(&text);
    }

    #[test]
    fn any_configuration_is_read(
        text in prop_oneof![
            damaged(include_str!("../assets/config.toml")),
            damaged(include_str!("../assets/themes/dark.toml")),
            damaged(include_str!("../fuzz/seeds/config/keys.toml")),
            damaged(include_str!("../fuzz/seeds/config/wrong.toml")),
            any::<String>(),
        ]
    ) {
        checks::config(&text);
    }
}
