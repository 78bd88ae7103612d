//! Humps: `naused` and `EnvDepConflict` are the beginnings of the parts of a name, one after the
//! other.

use std::ops::Range;

use super::typo::letter;

/// How a typed word runs through the parts of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// For each part met, its index and the bytes of it that are met.
    pub(super) met: Vec<(usize, Range<usize>)>,
    /// Whether no part between the first and the last is left out.
    pub(super) unbroken: bool,
}

/// Reads `typed` as beginnings of at least two of the parts, in their order; both are folded.
/// Parts that follow each other are preferred; where some are left out, single letters fit nearly
/// everything and do not count.
pub(super) fn run(typed: &str, parts: &[impl AsRef<str>]) -> Option<Run> {
    let with = |gaps: Gaps| {
        (0..parts.len()).find_map(|first| {
            let mut met = Vec::new();
            follow(typed, parts, first, gaps, &mut met).then_some(met)
        })
    };
    let unbroken = with(Gaps::None).map(|met| Run { met, unbroken: true });
    unbroken
        .or_else(|| with(Gaps::Any).map(|met| Run { met, unbroken: false }))
        .filter(|run| run.met.len() >= 2)
}

/// Whether parts may be left out between those that are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gaps {
    None,
    Any,
}

impl Gaps {
    /// The fewest letters of a part.
    fn least(self) -> usize {
        match self {
            Self::None => 1,
            Self::Any => 2,
        }
    }
}

/// Whether `typed` runs through the parts from `at` on, the first of which is met.
fn follow(
    typed: &str,
    parts: &[impl AsRef<str>],
    at: usize,
    gaps: Gaps,
    met: &mut Vec<(usize, Range<usize>)>,
) -> bool {
    let shared = shared_beginning(typed, parts[at].as_ref());
    let lengths = (gaps.least()..=shared).rev();
    for length in lengths.filter(|&length| typed.is_char_boundary(length)) {
        let rest = &typed[length..];
        let end = if gaps == Gaps::None { parts.len().min(at + 2) } else { parts.len() };
        met.push((at, 0..length));
        if rest.is_empty() || (at + 1..end).any(|next| follow(rest, parts, next, gaps, met)) {
            return true;
        }
        met.pop();
    }
    false
}

/// What quickly tells that a text can't have a run of a typed word, by the letters that its words
/// begin with.
pub(super) struct Filter {
    /// For each letter that was typed, and for how many letters from there on some word begins so.
    reaches: Vec<(u32, u32)>,
}

/// The longest word that is told quickly: one bit for each place in it.
const LONGEST: usize = 63;

impl Filter {
    /// Reads a folded word; `begins_a_word` says whether any word of any text begins so.
    pub(super) fn new(typed: &str, begins_a_word: impl Fn(&str) -> bool) -> Self {
        let reach = |(at, _): (usize, char)| {
            let rest = &typed[at..];
            let ends = rest.char_indices().map(|(end, letter)| end + letter.len_utf8());
            ends.take_while(|&end| begins_a_word(&rest[..end])).last().unwrap_or(0)
        };
        if typed.len() > LONGEST {
            return Self { reaches: Vec::new() };
        }
        let mut reaches: Vec<(u32, u32)> = typed.bytes().map(|byte| (letter(byte), 0)).collect();
        for start in typed.char_indices() {
            reaches[start.0].1 = u32::try_from(reach(start)).unwrap_or(0);
        }
        Self { reaches }
    }

    /// Whether a text whose words begin with these letters, as a set, may have a run.
    pub(super) fn accepts(&self, initials: u32) -> bool {
        // A bit for each place where a part of the run may begin, the end included.
        let mut places = 1_u64;
        for (at, &(letter, reach)) in self.reaches.iter().enumerate() {
            if places >> at & 1 == 1 && initials & letter != 0 {
                places |= ((1 << reach) - 1) << (at + 1);
            }
        }
        places >> self.reaches.len() & 1 == 1
    }
}

/// The number of bytes that both texts begin with.
fn shared_beginning(a: &str, b: &str) -> usize {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    same.map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_parts_in_order() {
        let name = ["environment", "deployment", "conflict"];
        let met = |typed: &str| run(typed, &name).map(|run| (run.met, run.unbroken));
        assert_eq!(met("envdepconflict"), Some((vec![(0, 0..3), (1, 0..3), (2, 0..8)], true)));
        assert_eq!(met("depconf"), Some((vec![(1, 0..3), (2, 0..4)], true)), "may begin inside");
        assert_eq!(met("envconf"), Some((vec![(0, 0..3), (2, 0..4)], false)), "leaves one out");
        assert_eq!(met("ec"), None, "single letters may leave nothing out");
        assert_eq!(met("edc"), Some((vec![(0, 0..1), (1, 0..1), (2, 0..1)], true)));
        assert_eq!(met("confdep"), None, "the order is the name's");
        assert_eq!(met("env"), None, "one part is no run");
    }

    #[test]
    fn no_run_is_refused_by_its_beginnings() {
        let name = ["environment", "deployment", "conflict"];
        let begins = |piece: &str| name.iter().any(|part| part.starts_with(piece));
        let initials = name.iter().fold(0, |set, part| set | letter(part.as_bytes()[0]));
        for typed in ["envdepconflict", "depconf", "envconf", "edc", "e"] {
            assert!(Filter::new(typed, begins).accepts(initials), "{typed}");
        }
        for typed in ["envxdep", "nvdep", "edca"] {
            assert!(!Filter::new(typed, begins).accepts(initials), "{typed}");
        }
        assert!(!Filter::new("envdep", begins).accepts(letter(b'e')), "no word begins with d");
    }
}
