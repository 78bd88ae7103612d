//! The tables of characters in `src/text/printable/tables.rs` are those of the Unicode data.

#[path = "common/unicode.rs"]
mod unicode;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use errdex::text::printable;
use unicode::{MARKS, UNPRINTABLE, contains, ranges};
use unicode_width::UnicodeWidthChar;

const HEAD: &str = "\
//! Tables of characters, from the Unicode data. `UPDATE_GOLDEN=1 cargo test --test unicode` writes them.
//!
//! The start of each range is followed by its end, which is the first character after it.
";

/// A table as Rust code.
fn table(name: &str, doc: &str, class: &str) -> String {
    let edges = ranges(class)
        .into_iter()
        .flat_map(|range| [u32::from(*range.start()), u32::from(*range.end()) + 1]);
    let edges: Vec<_> = edges.map(|edge| format!("{edge:#x}")).collect();
    let mut table = format!(
        "\n/// {doc}\n#[rustfmt::skip]\n#[allow(clippy::unreadable_literal)]\npub const {name}: [u32; {}] = [\n",
        edges.len()
    );
    for row in edges.chunks(10) {
        writeln!(table, "    {},", row.join(", ")).expect("a string");
    }
    table + "];\n"
}

#[test]
fn the_tables_are_those_of_the_unicode_data() {
    let expected = [
        HEAD,
        &table("UNPRINTABLE", "What must not be printed as it is.", UNPRINTABLE),
        &table("MARKS", "What is drawn on the character before or after it.", MARKS),
    ]
    .concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/printable/tables.rs");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &expected).expect("the tables can be written");
    }
    let found = fs::read_to_string(&path).expect("the tables exist");
    assert!(found == expected, "UPDATE_GOLDEN=1 cargo test --test unicode writes the tables");
}

#[test]
fn every_character_is_shown_or_replaced_as_the_unicode_data_say() {
    let unprintable = ranges(UNPRINTABLE);
    for c in '\0'..=char::MAX {
        let text = String::from(c);
        let is_kept = printable(&text) == text;
        assert_eq!(is_kept, !contains(&unprintable, c), "U+{:04X}", u32::from(c));
    }
}

#[test]
fn no_character_gets_more_than_eight_marks() {
    let marks = ranges(MARKS);
    let unprintable = ranges(UNPRINTABLE);
    let all: Vec<char> =
        marks.iter().cloned().flatten().filter(|c| !contains(&unprintable, *c)).collect();
    assert!(all.len() > 2000, "{}", all.len());
    let text: String = all.iter().collect();
    let shown = printable(&text).into_owned();
    let longest = shown.split(|c| !contains(&marks, c)).map(|run| run.chars().count()).max();
    assert_eq!(longest, Some(8));
}

#[test]
fn what_takes_no_column_is_a_mark_or_unprintable() {
    let (marks, unprintable) = (ranges(MARKS), ranges(UNPRINTABLE));
    let others = ('\0'..=char::MAX).filter(|c| c.width().unwrap_or(0) == 0);
    let others = others.filter(|c| !contains(&marks, *c) && !contains(&unprintable, *c));
    let others: Vec<_> = others.map(|c| format!("{:x}", u32::from(c))).collect();
    assert!(others.is_empty(), "{others:?}");
}
