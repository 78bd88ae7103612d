//! Scores: how well an entry matches a query. The rules, each with its reason:
//!
//! 1. Kind of match: an exact word counts fully; a stem, prefix, abbreviation, synonym, typo or
//!    fuzzy subsequence counts less ([`MatchKind::quality`]), since it is less likely to be meant.
//! 2. Field: what the API sends (code, name, message) weighs more than what describes it
//!    ([`TextField::weight`]). A code in a code field outweighs everything else, less so if it is
//!    only the HTTP status. One of several messages weighs less than a single one, and a reference
//!    catalog slightly less than a vendor.
//! 3. Rarity: a word that few entries have is more specific than one that many have.
//! 4. Co-occurrence: words that match in one text, and cover most of it, belong together. A short
//!    text therefore outweighs a long one, and a name or message typed in full, with the same
//!    repetitions, comes first. A text with all words outweighs others the more of them match exactly.
//! 5. Stop words: they have a low weight and are not required to match.
//! 6. Ties: vendors before the reference, the source before later additions, then the order of the
//!    catalogs.
//!
//! No rule depends on the order of the typed words.
//!
//! [`TextField::weight`]: crate::search::index::field::TextField::weight

use std::ops::Range;

use crate::search::index::InvertedIndex;
use crate::search::matching::hit::{MatchKind, Variant};
use crate::search::matching::postings::{Hit, Postings, best_hits};
use crate::search::query::Clause;

/// Rule 4: the bonus of a text that is typed in full and alone: `found` means 302 Found before
/// `NotFound`.
const FULL_TEXT: f64 = 1.5;

/// Rule 4: the bonus of a text that has every word of the query exactly; proportionally less if some
/// match otherwise. `product limt` means a product's limit before a `NonProductionLicenseLimit`.
const ALL_EXACT: f64 = 2.0;

/// A clause of the query with what matches it.
#[derive(Clone)]
pub struct ResolvedClause<'a> {
    pub clause: &'a Clause,
    postings: Vec<Postings<'a>>,
    /// The best hit in each passage.
    pub hits: Vec<Hit>,
    /// How much a hit counts: rules 3 and 5.
    pub weight: f64,
    /// Whether entries without a match are excluded.
    pub required: bool,
    /// Whether it is a filter that no entry can match.
    pub dropped: bool,
    /// Whether it is a word that no text contains, even approximately.
    pub unmatched: bool,
}

impl<'a> ResolvedClause<'a> {
    pub fn new(clause: &'a Clause, required: bool, dropped: bool) -> Self {
        let (postings, hits) = (Vec::new(), Vec::new());
        Self { clause, postings, hits, weight: 0.0, required, dropped, unmatched: false }
    }

    /// Replaces what matches it.
    pub fn set_postings(&mut self, index: &'a InvertedIndex, postings: Vec<Postings<'a>>) {
        self.postings = postings;
        self.hits = best_hits(index, &self.postings);
    }

    /// Adds to what matches it.
    pub fn add_postings(&mut self, index: &'a InvertedIndex, postings: Vec<Postings<'a>>) {
        let all = std::mem::take(&mut self.postings).into_iter().chain(postings).collect();
        self.set_postings(index, all);
    }

    pub fn is_scored(&self) -> bool {
        self.clause.is_scored()
    }

    /// Whether it is a word that an entry must match.
    pub fn is_required_word(&self) -> bool {
        self.required && self.is_scored()
    }

    /// The variant of the clause that matches.
    pub fn variant(&self, hit: Hit) -> &Variant {
        hit.variant(&self.postings)
    }

    /// Rules 1 to 3: what one word scores in one text.
    pub fn score(&self, index: &InvertedIndex, hit: Hit) -> f64 {
        index.weight(hit.passage) * self.weight * self.variant(hit).quality
    }

    /// The score of the best of these hits, 0 without any.
    fn best_score(&self, index: &InvertedIndex, hits: &[Hit]) -> f64 {
        hits.iter().map(|&hit| self.score(index, hit)).fold(0.0, f64::max)
    }
}

/// What the words that match in one text contribute.
#[derive(Debug, Clone, Copy, Default)]
struct PassageScore {
    /// Their weights times qualities.
    value: f64,
    /// Their weights.
    weight: f64,
    /// How many words of the text they cover.
    covered: f64,
    /// The weights of those that match exactly.
    exact: f64,
    /// How many of the typed words are repetitions.
    repeats: u8,
}

/// Scores entries, reusing its memory from one to the next.
#[derive(Default)]
pub struct EntryScorer {
    passages: Vec<PassageScore>,
}

impl EntryScorer {
    /// Rules 1 to 5, for an entry with these passages and these hits of each clause.
    pub fn score(
        &mut self,
        index: &InvertedIndex,
        clauses: &[ResolvedClause<'_>],
        hits: &[&[Hit]],
        passages: Range<u32>,
    ) -> f64 {
        if hits.iter().all(|hits| hits.is_empty()) {
            return 0.0;
        }
        let scored = clauses.iter().zip(hits).filter(|(clause, _)| clause.is_scored());
        let individual: f64 = scored.map(|(clause, hits)| clause.best_score(index, hits)).sum();
        let co_occurrence = self.co_occurrence(index, clauses, hits, passages);
        individual + co_occurrence.map(|(_, score)| score).fold(0.0, f64::max)
    }

    /// Rule 4: what the words score together in each passage.
    pub fn co_occurrence(
        &mut self,
        index: &InvertedIndex,
        clauses: &[ResolvedClause<'_>],
        hits: &[&[Hit]],
        passages: Range<u32>,
    ) -> impl Iterator<Item = (u32, f64)> {
        let total = self.score_passages(clauses, hits, &passages);
        passages.zip(&self.passages).map(move |(passage, score)| {
            (passage, co_occurrence_score(index, passage, score, total))
        })
    }

    /// Sums up the hits in each passage; returns the weight of the whole query.
    fn score_passages(
        &mut self,
        clauses: &[ResolvedClause<'_>],
        hits: &[&[Hit]],
        passages: &Range<u32>,
    ) -> f64 {
        self.passages.clear();
        self.passages.resize(passages.len(), PassageScore::default());
        let repeats = clauses.iter().map(|clause| clause.clause.repeats);
        let repeats = repeats.fold(0, u8::saturating_add);
        let mut total = 0.0;
        for (clause, hits) in clauses.iter().zip(hits).filter(|(clause, _)| clause.is_scored()) {
            total += clause.weight;
            for &hit in *hits {
                let variant = clause.variant(hit);
                let score = &mut self.passages[(hit.passage - passages.start) as usize];
                score.value += clause.weight * variant.quality;
                score.weight += clause.weight;
                score.covered += hit.words(variant) * variant.quality;
                if variant.kind == MatchKind::Exact {
                    score.exact += clause.weight;
                }
                score.repeats = repeats;
            }
        }
        total
    }
}

fn co_occurrence_score(
    index: &InvertedIndex,
    passage: u32,
    score: &PassageScore,
    total: f64,
) -> f64 {
    if score.weight == 0.0 {
        return 0.0;
    }
    let weight = index.weight(passage);
    let passage = index.passage(passage);
    let covered = (score.covered / f64::from(passage.words.max(1))).min(1.0);
    let matched = score.weight / total;
    let exact = if matched >= 1.0 { score.exact / total } else { 0.0 };
    let is_full = exact >= 1.0 && covered >= 1.0 && score.repeats == passage.repeats;
    let full = if is_full { FULL_TEXT } else { 1.0 };
    let exact = 1.0 + (ALL_EXACT - 1.0) * exact;
    weight * score.value * covered.sqrt() * matched * exact * full
}
