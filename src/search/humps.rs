//! Humps: `naused` and `EnvDepConflict` are the beginnings of the parts of a name, one after the
//! other.

use std::ops::Range;

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
pub(super) fn run<'p>(typed: &str, parts: &[impl AsRef<str> + 'p]) -> Option<Run> {
    let skips = |most: usize| {
        (0..parts.len()).find_map(|first| {
            let mut met = Vec::new();
            follow(typed, parts, first, 0, most, &mut met).then_some(met)
        })
    };
    let long = |met: &Vec<(usize, Range<usize>)>| met.iter().all(|(_, piece)| piece.len() > 1);
    let unbroken = skips(0).map(|met| Run { met, unbroken: true });
    unbroken
        .or_else(|| skips(parts.len()).filter(long).map(|met| Run { met, unbroken: false }))
        .filter(|run| run.met.len() >= 2)
}

/// Whether the rest of `typed` runs through the parts from `at` on, `skip` of which may be left out
/// before it.
fn follow(
    typed: &str,
    parts: &[impl AsRef<str>],
    at: usize,
    skip: usize,
    most: usize,
    met: &mut Vec<(usize, Range<usize>)>,
) -> bool {
    if typed.is_empty() {
        return true;
    }
    for index in (at..parts.len()).take(skip + 1) {
        let shared = shared_beginning(typed, parts[index].as_ref());
        for length in (1..=shared).rev().filter(|&length| typed.is_char_boundary(length)) {
            met.push((index, 0..length));
            if follow(&typed[length..], parts, index + 1, most, most, met) {
                return true;
            }
            met.pop();
        }
    }
    false
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
}
