//! Scores: how well an entry matches a query. The rules, each with its reason:
//!
//! 1. Kind of match: an exact word counts fully; a stem, prefix, abbreviation, synonym, typo or
//!    fuzzy subsequence counts less ([`MatchKind::quality`]), since it is less likely to be meant.
//! 2. Field: what the API sends (code, name, message) weighs more than what describes it
//!    ([`TextField::weight`]). A code in a code field outweighs everything else, less so if it is
//!    only the HTTP status. One of several messages weighs less than a single one, and a reference
//!    catalog slightly less than a vendor. A word in several texts counts more than in one.
//! 3. Rarity: a word that few entries have is more specific than one that many have, unless it is
//!    a common word of English that no vendor uses as a term.
//! 4. Co-occurrence: words that match in one text, and cover most of it, belong together. A short
//!    text therefore outweighs a long one, and a name or message typed in full, with the same
//!    repetitions, comes first. A text with all words outweighs others the more of them match exactly.
//!    A second text with most of the words confirms the first.
//! 5. Stop words: they have a low weight and are not required to match. Words of a state, such as
//!    `already`, weigh more, fillers such as `please` nearly nothing. A match that lacks another word
//!    loses part of the score and comes after those that match the whole query, unless these have the
//!    words in texts about something else and score much less.
//! 6. Ties: vendors before the reference, the source before later additions, then the order of the
//!    catalogs.
//!
//! No rule depends on the order of the typed words. The numbers are fitted to queries of people who had
//! not seen the catalogs, as docs/search.md describes, and rounded.
//!
//! [`TextField::weight`]: crate::search::index::field::TextField::weight

use crate::search::index::InvertedIndex;
use crate::search::index::field::TextField;
use crate::search::index::vocabulary::to_u32;
use crate::search::matching::hit::{MatchKind, Variant};
use crate::search::matching::postings::{Hit, Postings, best_hits};
use crate::search::query::Clause;

/// Rule 4: the bonus of a text that is typed in full and alone: `found` means 302 Found before
/// `NotFound`. Not for keywords, which many entries may share.
const FULL_TEXT: f64 = 2.0;

/// Rule 4: the bonus of a text that has every word of the query exactly; proportionally less if some
/// match otherwise. `product limt` means a product's limit before a `NonProductionLicenseLimit`.
const ALL_EXACT: f64 = 1.9;

/// Rule 4: the weight of what the words score together, relative to what each scores alone.
const CO_OCCURRENCE: f64 = 2.5;

/// Rule 4: the weight of what the words score together in the second best text.
const SECOND_TEXT: f64 = 0.8;

/// Rule 2: the most that a word scores in all texts of an entry, relative to the one where it scores
/// best: a dozen keywords may repeat it.
const MAX_REPEATED: f64 = 3.0;

/// What a word scores in an entry, by the score of its best hit and the sum of all.
pub fn word_score(best: f64, sum: f64) -> f64 {
    sum.min(best * MAX_REPEATED)
}

/// A clause of the query with what matches it.
#[derive(Clone)]
pub struct ResolvedClause<'a> {
    pub clause: &'a Clause,
    /// What matches it, by [`Self::set_postings`].
    pub postings: Vec<Postings<'a>>,
    /// The best hit in each passage.
    pub hits: Vec<Hit>,
    /// How much a hit counts: rules 3 and 5.
    pub weight: f64,
    /// Whether its hits add to the score.
    pub is_scored: bool,
    /// Whether entries without a match are excluded.
    pub required: bool,
    /// Whether it is a word that no text contains, even approximately.
    pub unmatched: bool,
}

impl<'a> ResolvedClause<'a> {
    pub fn new(clause: &'a Clause, required: bool) -> Self {
        let (postings, hits, is_scored) = (Vec::new(), Vec::new(), clause.is_scored());
        Self { clause, postings, hits, weight: 0.0, is_scored, required, unmatched: false }
    }

    /// Sets what matches it.
    pub fn set_postings(&mut self, index: &'a InvertedIndex, postings: Vec<Postings<'a>>) {
        self.postings = postings;
        self.hits = best_hits(index, &self.postings);
    }

    /// Whether it is a filter that no entry can match.
    pub fn is_dropped(&self) -> bool {
        !self.required && self.clause.is_filter()
    }

    /// Whether it is a code that does not exist and stands for others with the same prefix.
    pub fn is_shortened(&self) -> bool {
        // Checked for every entry; a shortened code has no other postings.
        self.postings.first().is_some_and(|it| it.variant.kind == MatchKind::NearCode)
    }

    /// Whether an entry that does not match it is only near to the query.
    pub fn is_wanted(&self) -> bool {
        self.required || self.is_dropped()
    }

    /// Whether it is a word that an entry must match.
    pub fn is_required_word(&self) -> bool {
        self.required && self.is_scored
    }

    /// Whether its hits may be there by chance.
    pub fn is_loose(&self) -> bool {
        self.postings.iter().all(|postings| postings.variant.kind.is_loose())
    }

    /// The variant of the clause that matches.
    pub fn variant(&self, hit: Hit) -> &Variant {
        hit.variant(&self.postings)
    }

    /// Rules 1 to 3: what one word scores in one text.
    pub fn score(&self, index: &InvertedIndex, hit: Hit) -> f64 {
        index.weight(hit.passage) * self.weight * self.variant(hit).quality
    }
}

/// What the words of the query have in common with one passage.
#[derive(Debug, Clone, Copy, Default)]
struct PassageScore {
    /// The weights of the matched clauses, each scaled by the quality of its hit.
    value: f64,
    /// The weights of the matched clauses.
    matched: f64,
    /// The weights of those that match exactly.
    exact: f64,
    /// How many words of the passage are covered.
    covered: f64,
}

/// Scores entries, reusing its memory from one to the next.
pub struct EntryScorer<'s> {
    pub index: &'s InvertedIndex,
    pub clauses: &'s [ResolvedClause<'s>],
    /// The weight of the whole query.
    total: f64,
    /// How many of the typed words are repetitions.
    repeats: u8,
    /// The passages of one entry, by their positions in it.
    passages: Vec<PassageScore>,
    /// Those with a hit: few of the two dozen that an entry has.
    matched: Vec<usize>,
}

impl<'s> EntryScorer<'s> {
    pub fn new(index: &'s InvertedIndex, clauses: &'s [ResolvedClause<'s>]) -> Self {
        let scored = clauses.iter().filter(|clause| clause.is_scored);
        let total = scored.map(|clause| clause.weight).sum();
        let repeats = clauses.iter().map(|clause| clause.clause.repeats);
        let repeats = repeats.fold(0, u8::saturating_add);
        Self { index, clauses, total, repeats, passages: Vec::new(), matched: Vec::new() }
    }

    /// Rules 1 to 5, for an entry with these hits of each clause.
    pub fn score(&mut self, entry: u32, hits: &[&[Hit]]) -> f64 {
        let words = self.words(entry, hits);
        let [best, second] = self.best_together(entry);
        words + best.1 + second.1
    }

    /// Rules 1 to 3: what the words score each for itself.
    fn words(&mut self, entry: u32, hits: &[&[Hit]]) -> f64 {
        let passages = self.index.passages_of(entry);
        for position in self.matched.drain(..) {
            self.passages[position] = PassageScore::default();
        }
        if self.passages.len() < passages.len() {
            self.passages.resize(passages.len(), PassageScore::default());
        }
        let mut total = 0.0;
        for (clause, hits) in self.clauses.iter().zip(hits).filter(|(clause, _)| clause.is_scored) {
            let (mut best, mut sum) = (0.0_f64, 0.0);
            for &hit in *hits {
                let variant = clause.variant(hit);
                let value = clause.weight * variant.quality;
                let score = self.index.weight(hit.passage) * value;
                best = best.max(score);
                sum += score;
                let position = (hit.passage - passages.start) as usize;
                let passage = &mut self.passages[position];
                if passage.matched == 0.0 {
                    self.matched.push(position);
                }
                passage.value += value;
                passage.matched += clause.weight;
                passage.covered += hit.words(variant) * variant.quality;
                if variant.kind == MatchKind::Exact {
                    passage.exact += clause.weight;
                }
            }
            total += word_score(best, sum);
        }
        total
    }

    /// Rule 4: the two passages of the entry that was scored last in which the words score most
    /// together, and what they score there. A score of 0 if there are fewer.
    pub fn best_together(&self, entry: u32) -> [(u32, f64); 2] {
        let start = self.index.passages_of(entry).start;
        let (mut best, mut second) = ((start, 0.0), (start, 0.0));
        for &position in &self.matched {
            let passage = start + to_u32(position);
            let score = self.score_passage(passage, &self.passages[position]);
            if score > best.1 {
                (best, second) = ((passage, score), best);
            } else if score > second.1 {
                second = (passage, score);
            }
        }
        [best, (second.0, second.1 * SECOND_TEXT)]
    }

    fn score_passage(&self, position: u32, score: &PassageScore) -> f64 {
        let passage = self.index.passage(position);
        let covered = (score.covered / f64::from(passage.words.max(1))).min(1.0);
        let matched = score.matched / self.total;
        let exact = if matched >= 1.0 { score.exact / self.total } else { 0.0 };
        let is_full = exact >= 1.0
            && covered >= 1.0
            && self.repeats == passage.repeats
            && self.index.field(position) != TextField::Keyword;
        let full = if is_full { FULL_TEXT } else { 1.0 };
        let exact = 1.0 + (ALL_EXACT - 1.0) * exact;
        let weight = CO_OCCURRENCE * self.index.weight(position);
        weight * score.value * covered.sqrt() * matched * exact * full
    }
}
