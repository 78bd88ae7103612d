//! Posting lists, and the best hit of a clause per passage.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use super::hit::{MatchKind, Variant};
use super::parallel::in_parallel;
use crate::search::index::InvertedIndex;
use crate::search::index::field::TextField;
use crate::search::index::vocabulary::{Posting, to_u32};

/// Number of chunks; keeps the working set in the CPU cache.
const CHUNKS: usize = 16;

/// In which fields hits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Codes,
    Prose,
    /// Without advice and notes, where an approximate match is rarely relevant.
    ProseWithoutAdvice,
}

impl Scope {
    fn includes(self, field: TextField) -> bool {
        match self {
            Self::All => true,
            Self::Codes => field.is_code(),
            Self::Prose => !field.is_code(),
            Self::ProseWithoutAdvice => !field.is_code() && field.is_about(),
        }
    }
}

/// The passages that match one variant of a clause, in order.
#[derive(Debug, Clone)]
pub struct Postings<'i> {
    pub variant: Variant,
    pub passages: Cow<'i, [Posting]>,
}

/// The best hit of a clause in a passage. Packed, since a broad query has millions.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub passage: u32,
    /// The position of its postings in the clause, and how many words of the passage it covers.
    variant_and_words: u32,
}

impl Hit {
    fn new(variant: usize, posting: Posting) -> Self {
        let variant_and_words = to_u32(variant) << Posting::WORD_BITS | posting.words();
        Self { passage: posting.passage(), variant_and_words }
    }

    /// The variant that matches.
    pub fn variant<'p>(self, postings: &'p [Postings<'_>]) -> &'p Variant {
        &postings[(self.variant_and_words >> Posting::WORD_BITS) as usize].variant
    }

    /// How many words of the passage are covered.
    pub fn words(self, variant: &Variant) -> f64 {
        f64::from(self.variant_and_words & Posting::MAX_WORDS) * variant.share
    }

    /// Whether it is the better match of the two.
    fn is_better_than(self, other: Self, postings: &[Postings<'_>]) -> bool {
        let (variant, other_variant) = (self.variant(postings), other.variant(postings));
        let better = variant.quality.total_cmp(&other_variant.quality);
        better.then_with(|| self.words(variant).total_cmp(&other.words(other_variant))).is_gt()
    }
}

impl<'i> Postings<'i> {
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// The passages within the scope that have a word of the vocabulary.
    pub fn of_term(index: &'i InvertedIndex, term: u32, kind: MatchKind, scope: Scope) -> Self {
        let occurrence = index.vocabulary.word(term).occurrence;
        let all_count = match scope {
            Scope::All => true,
            Scope::Codes => !occurrence.in_prose,
            Scope::Prose => !occurrence.in_codes,
            Scope::ProseWithoutAdvice => false,
        };
        let all = index.vocabulary.postings(term);
        let counts = |posting: &&Posting| scope.includes(index.field(posting.passage()));
        let passages = if all_count {
            Cow::Borrowed(all)
        } else {
            Cow::Owned(all.iter().filter(counts).copied().collect())
        };
        Self { variant: Variant { term: Some(term), ..Variant::new(kind) }, passages }
    }

    /// The passages that have all words of a phrase, each in one of its variants.
    pub fn of_phrase(mut words: Vec<Vec<Self>>, variant: Variant) -> Self {
        words.sort_by_cached_key(|variants| -> usize {
            variants.iter().map(|postings| postings.passages.len()).sum()
        });
        let (rarest, words) = words.split_first().map_or((&[][..], &[][..]), |(a, b)| (a, b));
        let mut found: Vec<Posting> =
            rarest.iter().flat_map(|postings| postings.passages.iter().copied()).collect();
        if rarest.len() > 1 {
            found.sort_unstable_by_key(|posting| (posting.passage(), Reverse(posting.words())));
            found.dedup_by_key(|posting| posting.passage());
        }
        for variants in words {
            let mut unread: Vec<&[Posting]> =
                variants.iter().map(|variant| &*variant.passages).collect();
            found.retain_mut(|posting| {
                let words = unread.iter_mut().filter_map(|rest| {
                    skip_while(rest, |other| other.passage() < posting.passage());
                    let other = rest.first().filter(|other| other.passage() == posting.passage());
                    other.map(|other| other.words())
                });
                let most = words.max();
                *posting = Posting::new(posting.passage(), posting.words() + most.unwrap_or(0));
                most.is_some()
            });
        }
        Self { variant, passages: Cow::Owned(found) }
    }
}

/// The best hit in each passage, in order.
pub fn best_hits(index: &InvertedIndex, postings: &[Postings<'_>]) -> Vec<Hit> {
    let count = postings.iter().map(|variant| variant.passages.len()).sum();
    in_parallel(to_u32(index.passage_count()), count, |range| best_hits_in(range, postings))
}

/// The best hit in each passage of a range, in order.
fn best_hits_in(range: Range<u32>, postings: &[Postings<'_>]) -> Vec<Hit> {
    let from_start = |variant: &'_ Postings<'_>| {
        variant.passages.partition_point(|posting| posting.passage() < range.start)
    };
    let mut unread: Vec<&[Posting]> =
        postings.iter().map(|variant| &variant.passages[from_start(variant)..]).collect();
    let chunk_size = range.len().div_ceil(CHUNKS).next_multiple_of(64);
    let mut best = vec![Hit::new(0, Posting::new(0, 0)); chunk_size];
    // A bit for each passage, set if it has a hit: cheaper to clear and to scan than the hits.
    let mut occupied = vec![0_u64; chunk_size / 64];
    let mut hits = Vec::new();
    for start in range.clone().step_by(chunk_size.max(1)) {
        let end = (start + to_u32(chunk_size)).min(range.end);
        for (variant, rest) in unread.iter_mut().enumerate() {
            while let [posting, after @ ..] = *rest
                && posting.passage() < end
            {
                *rest = after;
                let position = (posting.passage() - start) as usize;
                let hit = Hit::new(variant, *posting);
                let (occupied, bit) = (&mut occupied[position / 64], 1 << (position % 64));
                if *occupied & bit == 0 || hit.is_better_than(best[position], postings) {
                    *occupied |= bit;
                    best[position] = hit;
                }
            }
        }
        for (word, occupied) in occupied.iter_mut().enumerate() {
            while *occupied != 0 {
                hits.push(best[word * 64 + occupied.trailing_zeros() as usize]);
                *occupied &= *occupied - 1;
            }
        }
    }
    hits
}

/// Skips a prefix by galloping search.
pub fn skip_while<T>(rest: &mut &[T], skipped: impl Fn(&T) -> bool) {
    if !rest.first().is_some_and(&skipped) {
        return;
    }
    let mut reach = 1;
    while reach < rest.len() && skipped(&rest[reach]) {
        reach *= 2;
    }
    let reach = reach.min(rest.len());
    *rest = &rest[rest[..reach].partition_point(skipped)..];
}
