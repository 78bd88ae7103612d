//! Classes of characters, from the Unicode data of the regex crates.

use std::ops::RangeInclusive;

use regex_syntax::hir::{Class, HirKind};

/// What a terminal may interpret or show nothing for: control, format, private-use and unassigned
/// characters, line and paragraph separators, and what is ignored by default.
pub(crate) const UNPRINTABLE: &str = r"[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]";

/// What is drawn on the character before or after it and takes no space of its own: marks, Korean
/// vowels and final consonants, and the Devanagari caret.
pub(crate) const MARKS: &str =
    r"[\p{Mn}\p{Me}\p{gcb=Extend}\p{gcb=V}\p{gcb=T}\p{gcb=Prepend}\x{A8FA}]";

/// The ranges of a class, in order.
pub(crate) fn ranges(class: &str) -> Vec<RangeInclusive<char>> {
    let hir = regex_syntax::parse(class).expect("a class that regexes have");
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else {
        panic!("{class} is not a class of characters")
    };
    class.ranges().iter().map(|range| range.start()..=range.end()).collect()
}

/// Whether the character is in one of the ranges.
pub(crate) fn contains(ranges: &[RangeInclusive<char>], c: char) -> bool {
    let after = ranges.partition_point(|range| *range.start() <= c);
    ranges[..after].last().is_some_and(|range| range.contains(&c))
}
