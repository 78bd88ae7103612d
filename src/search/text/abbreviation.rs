//! Abbreviations of names by the first letters of their parts: `naused` for `NameAlreadyUsed`,
//! `EnvDepConflict` for `EnvironmentDeploymentConflict`.

use std::ops::Range;

use super::letter_set::letter_bit;

/// How a typed word abbreviates a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    /// The matched parts, each as its index and the matched bytes of it.
    pub matched: Vec<(usize, Range<usize>)>,
    /// Whether no part between the first and the last is skipped.
    pub contiguous: bool,
}

/// Reads `typed` as prefixes of at least two of the parts, in their order; both are folded. A match
/// without gaps is preferred; with gaps, single letters would match nearly everything and are not
/// accepted.
pub fn find(typed: &str, parts: &[impl AsRef<str>]) -> Option<Abbreviation> {
    let find_with = |contiguous| {
        (0..parts.len()).find_map(|first| {
            let mut matched = Vec::new();
            let found = extend_match(typed, parts, first, contiguous, &mut matched);
            found.then_some(Abbreviation { matched, contiguous })
        })
    };
    let abbreviation = find_with(true).or_else(|| find_with(false))?;
    (abbreviation.matched.len() >= 2).then_some(abbreviation)
}

/// Matches all of `typed` against the parts from `part` on, which must itself match.
fn extend_match(
    typed: &str,
    parts: &[impl AsRef<str>],
    part: usize,
    contiguous: bool,
    matched: &mut Vec<(usize, Range<usize>)>,
) -> bool {
    let longest = common_prefix(typed, parts[part].as_ref());
    let min_letters = if contiguous { 1 } else { 2 };
    let lengths = (min_letters..=longest).rev();
    for length in lengths.filter(|&length| typed.is_char_boundary(length)) {
        let rest = &typed[length..];
        let end = if contiguous { parts.len().min(part + 2) } else { parts.len() };
        matched.push((part, 0..length));
        if rest.is_empty()
            || (part + 1..end).any(|next| extend_match(rest, parts, next, contiguous, matched))
        {
            return true;
        }
        matched.pop();
    }
    false
}

/// The length in bytes of what both texts begin with.
fn common_prefix(a: &str, b: &str) -> usize {
    let mut length = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !a.is_char_boundary(length) {
        length -= 1;
    }
    length
}

/// Rejects most texts that a typed word cannot abbreviate, by the initials of their words alone.
pub struct InitialsFilter {
    /// For each byte of the typed word, its letter, and how many bytes from it on are a prefix of
    /// some word of any text.
    prefixes: Vec<(u32, u32)>,
}

/// The longest word that is filtered: one bit of a `u64` for each position, and one for the end.
const MAX_LENGTH: usize = 63;

impl InitialsFilter {
    /// Prepares a folded word; `is_prefix` is whether any word of any text begins so.
    pub fn new(typed: &str, is_prefix: impl Fn(&str) -> bool) -> Self {
        if typed.len() > MAX_LENGTH {
            return Self { prefixes: Vec::new() };
        }
        let longest_prefix = |rest: &str| {
            let ends = rest.char_indices().map(|(at, letter)| at + letter.len_utf8());
            ends.take_while(|&end| is_prefix(&rest[..end])).last().unwrap_or(0)
        };
        let mut prefixes: Vec<_> = typed.bytes().map(|byte| (letter_bit(byte), 0)).collect();
        for (start, _) in typed.char_indices() {
            prefixes[start].1 = u32::try_from(longest_prefix(&typed[start..])).unwrap_or(0);
        }
        Self { prefixes }
    }

    /// Whether a text whose words begin with these letters may be abbreviated.
    pub fn accepts(&self, initials: u32) -> bool {
        // A bit for each position at which a part may begin, the end included.
        let mut reachable = 1_u64;
        for (position, &(letter, length)) in self.prefixes.iter().enumerate() {
            if reachable >> position & 1 == 1 && initials & letter != 0 {
                reachable |= ((1 << length) - 1) << (position + 1);
            }
        }
        reachable >> self.prefixes.len() & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_of_parts_match_in_order() {
        let name = ["environment", "deployment", "conflict"];
        let found = |typed: &str| find(typed, &name).map(|it| (it.matched, it.contiguous));
        assert_eq!(found("envdepconflict"), Some((vec![(0, 0..3), (1, 0..3), (2, 0..8)], true)));
        assert_eq!(
            found("depconf"),
            Some((vec![(1, 0..3), (2, 0..4)], true)),
            "may start at a later part"
        );
        assert_eq!(found("envconf"), Some((vec![(0, 0..3), (2, 0..4)], false)), "skips one");
        assert_eq!(found("ec"), None, "single letters must not skip any");
        assert_eq!(found("edc"), Some((vec![(0, 0..1), (1, 0..1), (2, 0..1)], true)));
        assert_eq!(found("confdep"), None, "the order is the name's");
        assert_eq!(found("env"), None, "one part is not enough");
    }

    #[test]
    fn no_abbreviation_is_rejected_by_its_initials() {
        let name = ["environment", "deployment", "conflict"];
        let is_prefix = |piece: &str| name.iter().any(|part| part.starts_with(piece));
        let initials = name.iter().fold(0, |set, part| set | letter_bit(part.as_bytes()[0]));
        for typed in ["envdepconflict", "depconf", "envconf", "edc", "e"] {
            assert!(InitialsFilter::new(typed, is_prefix).accepts(initials), "{typed}");
        }
        for typed in ["envxdep", "nvdep", "edca"] {
            assert!(!InitialsFilter::new(typed, is_prefix).accepts(initials), "{typed}");
        }
        assert!(
            !InitialsFilter::new("envdep", is_prefix).accepts(letter_bit(b'e')),
            "no word begins with d"
        );
    }
}
