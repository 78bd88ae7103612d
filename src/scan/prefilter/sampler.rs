//! Finds literals by looking at every third position of a text only.
//!
//! From each literal, three keys of four bytes that start one after the other are chosen, rare ones.
//! Wherever the literal is, one of them is at a position that is looked at. A key of a short literal
//! may be partly outside of it: it is searched with each byte that may be there.
//!
//! Letters of either case are equal: bit 5 of every byte is set. The few other characters that become
//! equal only cost time.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

/// Words that are in so many lines that keys of them are avoided.
const COMMON: &str = include_str!("common_words.txt");

/// How much worse than another key one is that is a common word, or a part of one.
const COMMON_COST: usize = 500;
const PART_COST: usize = 100;
/// The cost of a key that is partly outside of its literal, for the keys that it stands for.
const OUTSIDE_COST: usize = 400;

/// The distance of the positions.
const STRIDE: usize = 3;

/// The length of a key.
const KEY: usize = 4;

/// The positions that are looked at together, with one branch.
const BATCH: usize = 8;
/// What a batch needs of the text.
const LENGTH: usize = (BATCH - 1) * STRIDE + KEY;

/// The number of hashes of keys, as a power of two.
const HASH_BITS: u32 = 18;

/// The tags that no key has.
const NO_KEY: u8 = 0;
const ANY_TAG: u8 = u8::MAX;

/// The literals to find.
#[derive(Debug)]
pub struct Sampler {
    /// The tag of the key with this hash; `NO_KEY` if there is none, `ANY_TAG` if there are several.
    tags: Box<[u8; 1 << HASH_BITS]>,
    /// For each hash, the index of the parts with such a key, plus one.
    indices: Box<[u32; 1 << HASH_BITS]>,
    parts: Vec<Vec<Part>>,
    /// The costs of the keys that common words have.
    common: HashMap<u32, usize, FixedState>,
}

/// A part of a literal.
#[derive(Debug)]
struct Part {
    key: u32,
    literal: usize,
    /// Where it starts in the literal. Negative if it starts before it.
    offset: isize,
}

/// The keys that find a literal.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// Where the first one starts in the literal. Negative if it starts before it.
    start: isize,
    /// How often they are expected in a log. No unit.
    pub cost: usize,
}

/// Sets bit 5, which makes letters lower case.
pub fn fold_byte(byte: u8) -> u8 {
    byte | 0x20
}

/// A text whose bytes are folded.
pub fn folded(text: &[u8]) -> Vec<u8> {
    text.iter().copied().map(fold_byte).collect()
}

/// Whether a word is common in logs.
pub fn is_common(word: &str) -> bool {
    COMMON.split_whitespace().any(|common| word.eq_ignore_ascii_case(common))
}

impl Default for Sampler {
    fn default() -> Self {
        let mut common = HashMap::<_, _, FixedState>::default();
        for word in COMMON.split_whitespace().map(str::as_bytes) {
            let cost = if word.len() == KEY { COMMON_COST } else { PART_COST };
            for key in word.windows(KEY) {
                *common.entry(key_at(key, 0)).or_default() += cost;
            }
        }
        let tags = vec![NO_KEY; 1 << HASH_BITS].into_boxed_slice().try_into();
        let indices = vec![0; 1 << HASH_BITS].into_boxed_slice().try_into();
        let (tags, indices) = (tags.expect("its length"), indices.expect("its length"));
        Self { tags, indices, parts: Vec::new(), common }
    }
}

impl Sampler {
    /// The keys that are best for a folded text.
    pub fn choose(&self, text: &[u8]) -> Choice {
        let outside = isize::from(text.len() < KEY + 2 * (STRIDE - 1));
        let last = text.len().cast_signed() - (KEY + STRIDE - 1).cast_signed() + outside;
        let cost = |start| (start..).take(STRIDE).map(|offset| self.cost(text, offset)).sum();
        let starts = -outside..=last.max(-outside);
        let choices = starts.map(|start| Choice { start, cost: cost(start) });
        choices.min_by_key(|choice| choice.cost).unwrap_or(Choice { start: 0, cost: 0 })
    }

    fn cost(&self, text: &[u8], offset: isize) -> usize {
        let Some(key) = key_inside(text, offset) else { return OUTSIDE_COST };
        let is_new = self.parts(key).is_empty();
        usize::from(is_new) + self.common.get(&key).copied().unwrap_or(0)
    }

    /// Adds a literal of this number.
    pub fn add(&mut self, literal: usize, text: &[u8], choice: &Choice) {
        for offset in (choice.start..).take(STRIDE) {
            for key in keys_of(text, offset) {
                let known = &mut self.tags[hash(key)];
                let is_only = *known == NO_KEY || *known == tag(key);
                *known = if is_only { tag(key) } else { ANY_TAG };
                let index = &mut self.indices[hash(key)];
                if *index == 0 {
                    self.parts.push(Vec::new());
                    *index = u32::try_from(self.parts.len()).expect("fewer parts than hashes");
                }
                self.parts[*index as usize - 1].push(Part { key, literal, offset });
            }
        }
    }

    /// Visits the positions of a part of a text at which a key may be.
    pub fn visit(&self, text: &[u8], part: Range<usize>, mut visit: impl FnMut(usize)) {
        let mut at = part.start;
        for batch in text[part.clone()].windows(LENGTH).step_by(BATCH * STRIDE) {
            let hashes = || (0..BATCH).map(|index| hash(key_at(batch, index * STRIDE)));
            if hashes().fold(NO_KEY, |any, hash| any | self.tags[hash]) != NO_KEY {
                // Which one it is cannot be predicted, so there is no branch for each.
                let is_hash = |hash: usize| u32::from(self.tags[hash] != NO_KEY);
                let mut found = hashes().rev().fold(0, |found, hash| found << 1 | is_hash(hash));
                while found != 0 {
                    let index = found.trailing_zeros() as usize * STRIDE;
                    if self.may_be(key_at(batch, index)) {
                        visit(at + index);
                    }
                    found &= found - 1;
                }
            }
            at += BATCH * STRIDE;
        }
        let rest = (at..part.end).step_by(STRIDE);
        rest.filter(|at| self.may_be(key_at(text, *at))).for_each(visit);
    }

    /// Whether a key may be one that is searched.
    #[inline]
    fn may_be(&self, key: u32) -> bool {
        let known = self.tags[hash(key)];
        known == tag(key) || known == ANY_TAG
    }

    /// The literals that the key at a position may be a part of, each with its start.
    pub fn literals(&self, text: &[u8], at: usize) -> impl Iterator<Item = (usize, usize)> {
        let key = key_at(text, at);
        let parts = self.parts(key).iter().filter(move |part| part.key == key);
        parts.filter_map(move |part| Some((part.literal, at.checked_add_signed(-part.offset)?)))
    }

    /// The parts whose key has the hash of this one.
    fn parts(&self, key: u32) -> &[Part] {
        let index = self.indices[hash(key)] as usize;
        index.checked_sub(1).map_or(&[], |index| &self.parts[index])
    }
}

/// The keys of a folded text at an offset, for all bytes that may be outside of it.
fn keys_of(text: &[u8], offset: isize) -> Vec<u32> {
    if let Some(key) = key_inside(text, offset) {
        return vec![key];
    }
    (offset..).take(KEY).fold(vec![0], |keys, at| {
        let known = usize::try_from(at).ok().and_then(|at| text.get(at));
        let bytes = known.map_or(0..=u8::MAX, |byte| *byte..=*byte).filter(|byte| byte & 0x20 != 0);
        let with = |key: &u32, byte| key >> 8 | u32::from(byte) << 24;
        keys.iter().flat_map(|key| bytes.clone().map(move |byte| with(key, byte))).collect()
    })
}

/// The key of a folded text at an offset, if all of it is in the text.
fn key_inside(text: &[u8], offset: isize) -> Option<u32> {
    let at = usize::try_from(offset).ok()?;
    (at + KEY <= text.len()).then(|| key_at(text, at))
}

/// The key at a position. What is behind the end of the text is zero.
#[inline]
fn key_at(text: &[u8], at: usize) -> u32 {
    let bytes = text[at..].first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; KEY];
        let rest = &text[at..];
        bytes[..rest.len()].copy_from_slice(rest);
        bytes
    });
    u32::from_le_bytes(bytes) | 0x2020_2020
}

/// Multiplicative hashing.
#[inline]
fn product(key: u32) -> u32 {
    key.wrapping_mul(0x85EB_CA6B)
}

#[inline]
fn hash(key: u32) -> usize {
    (product(key) >> (u32::BITS - HASH_BITS)) as usize
}

/// Distinguishes most keys of the same hash, by other bits of the product.
#[inline]
fn tag(key: u32) -> u8 {
    let [tag, ..] = (product(key) >> (u32::BITS - HASH_BITS - u8::BITS)).to_le_bytes();
    tag.clamp(NO_KEY + 1, ANY_TAG - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Where the literals are found, each with its number.
    fn found(literals: &[&str], text: &[u8]) -> Vec<(usize, usize)> {
        let mut sampler = Sampler::default();
        for (number, literal) in literals.iter().enumerate() {
            let literal = folded(literal.as_bytes());
            sampler.add(number, &literal, &sampler.choose(&literal));
        }
        let mut found = Vec::new();
        sampler.visit(text, 0..text.len(), |at| found.extend(sampler.literals(text, at)));
        found.retain(|(number, start)| {
            let end = start + literals[*number].len();
            folded(text).get(*start..end) == Some(&folded(literals[*number].as_bytes()))
        });
        found.sort_unstable();
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn literals_are_found_everywhere(
            literal in "[ -~]{3,12}",
            before in "[a-zA-Z \n]{0,60}",
            after in "[a-zA-Z \n]{0,60}",
        ) {
            let text = format!("{before}{literal}{after}");
            let found = found(&["other", &literal], text.as_bytes());
            prop_assert!(found.contains(&(1, before.len())), "{found:?}");
        }
    }

    #[test]
    fn case_does_not_matter_and_rare_parts_are_chosen() {
        assert_eq!(found(&["Orchestrator"], b"an ORCHESTRATOR"), [(0, 3)]);
        let sampler = Sampler::default();
        let cost = |text: &str| sampler.choose(text.as_bytes()).cost;
        assert!(cost("requested") > cost("orchestrator"));
        assert!(cost("service") > cost("orchestrator service"));
    }
}
