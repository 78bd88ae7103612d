//! Ranking: runs a query. Resolves every clause, relaxes the query only as long as no entry matches
//! it, and finally offers the nearest entries.

pub mod evaluate;
pub mod explain;
pub mod results;
pub mod score;
mod siblings;

use std::collections::BTreeSet;

use self::evaluate::{
    ScoredEntry, bit, count_entries, for_each_match, hits_in, matches, score_entry, unmatched,
};
use self::explain::explain;
use self::results::{Match, Results};
use self::score::{EntryScorer, ResolvedClause};
use self::siblings::siblings;
use super::index::InvertedIndex;
use super::matching::expand::Expander;
use super::matching::parallel::in_parallel;
use super::matching::postings::Hit;
use super::matching::split::{names_vendor, split_words};
use super::query::{Clause, Query};
use super::text::word_list::english;
use super::text::word_list::stop_words::Importance;

/// Fewer whole matches than this are followed by the nearest entries.
const FEW_MATCHES: usize = 20;

/// The most entries that are offered as nearest.
const MAX_NEAREST: usize = 20;

/// How many of the first entries are listed with their siblings.
const LEADERS: usize = 3;

/// Minimum matched weight of an offered entry, relative to the best one.
const MIN_RELATIVE_WEIGHT: f64 = 0.65;

/// An entry that has all words but scores less than this share of the best entry that lacks one has
/// them only by chance, in unrelated texts.
const MIN_RELATIVE_SCORE: f64 = 0.8;

/// How common a word of general English is taken to be among the entries, per occurrence in the
/// corpus: `wanted` is not specific although few entries have it.
const ENGLISH_SHARE: f64 = 1.0 / 1250.0;

/// How common an abbreviation or a fuzzy subsequence is taken to be among the entries: it may be
/// there by chance.
const LOOSE_SHARE: f64 = 0.1;

/// Runs queries over an index.
#[derive(Clone, Copy)]
pub struct Searcher<'a> {
    index: &'a InvertedIndex,
    expander: Expander<'a>,
}

/// The resolved query and the entries that match it.
struct Evaluated<'a> {
    clauses: Vec<ResolvedClause<'a>>,
    /// In the order of the catalogs.
    candidates: Vec<ScoredEntry>,
    notices: Vec<String>,
}

impl<'a> Searcher<'a> {
    pub fn new(index: &'a InvertedIndex) -> Self {
        Self { index, expander: Expander { index } }
    }

    /// The entries that match, best first; with an empty query all of them, in the order of the
    /// catalogs.
    pub fn search(self, query: &Query) -> Results {
        let as_typed = query;
        let query = &*split_words(self.index, query);
        let Evaluated { clauses, mut candidates, notices } = self.evaluate(query);
        if !query.is_empty() {
            candidates.sort_unstable_by_key(ScoredEntry::key);
            let nearest = candidates.iter().position(ScoredEntry::is_nearest);
            candidates.truncate(nearest.map_or(usize::MAX, |first| first + MAX_NEAREST));
            if Self::needs_nearest(&clauses, &candidates) {
                self.add_siblings(&clauses, &mut candidates);
            }
        }
        if as_typed.has_path() {
            let distance = |it: &ScoredEntry| {
                (it.is_nearest(), as_typed.path_distance(self.index.entries[it.entry as usize]))
            };
            candidates.sort_by_cached_key(distance);
        }
        let matches = candidates.iter().map(|&ScoredEntry { entry, score, unmatched, .. }| {
            let entry = self.index.entries[entry as usize];
            Match { entry, score, unmatched }
        });
        let has_nearest = candidates.iter().any(ScoredEntry::is_nearest);
        let typed = clauses.iter().filter(|_| has_nearest);
        let typed = typed.map(|clause| clause.clause.typed.clone()).collect();
        Results { matches: matches.collect(), notices, typed }
    }

    /// Why each of these entries ranks where it does.
    pub fn explain(self, query: &Query, matches: &[Match]) -> Vec<Vec<String>> {
        let query = split_words(self.index, query);
        let clauses = self.evaluate(&query).clauses;
        matches.iter().map(|found| explain(self.index, &clauses, found.entry)).collect()
    }

    fn evaluate(self, query: &'a Query) -> Evaluated<'a> {
        let mut clauses = self.resolve(query);
        // If the query has nothing else, dropping the filter would list every entry.
        let only_dropped = clauses.iter().any(ResolvedClause::is_dropped)
            && clauses.iter().all(|clause| clause.is_dropped() || clause.clause.is_catalog());
        let dropped = clauses.iter().filter(|clause| clause.is_dropped());
        let mut notices: Vec<_> =
            dropped.map(|clause| self.dropped_notice(clause.clause, only_dropped)).collect();
        if only_dropped {
            return Evaluated { clauses, candidates: Vec::new(), notices };
        }
        let filter_notices = notices.len();
        let mut candidates = self.find(&clauses);
        if candidates.is_empty() {
            self.add_fuzzy(&mut clauses);
            notices.extend(self.shorten_code(&mut clauses));
            candidates = self.find(&clauses);
        }
        if candidates.is_empty() {
            let relaxed = self.relax(&clauses);
            candidates = self.find(&relaxed);
            if !candidates.is_empty() {
                clauses = relaxed;
            }
        }
        if Self::needs_nearest(&clauses, &candidates) {
            candidates = self.find_nearest(&clauses, &mut notices);
        }
        if candidates.is_empty() {
            notices.truncate(filter_notices);
        }
        Evaluated { clauses, candidates, notices }
    }

    /// The notice on a filter that no entry matches.
    fn dropped_notice(self, clause: &Clause, only_dropped: bool) -> String {
        let typed = &clause.typed;
        let expected = clause.filters().find_map(|filter| filter.expected(&self.index.entries));
        match (expected, only_dropped) {
            (Some((name, values)), true) => format!("{name} takes {}", one_of(&values)),
            (Some((name, values)), false) => {
                format!("{typed} is ignored; {name} takes {}", one_of(&values))
            }
            (None, true) => format!("no entry has {typed}"),
            (None, false) => format!("no entry has {typed}; it is ignored"),
        }
    }

    /// Expands every clause.
    fn resolve(self, query: &'a Query) -> Vec<ResolvedClause<'a>> {
        let only_stop_words = query.has_only_stop_words();
        let mut clauses = Vec::with_capacity(query.clauses.len());
        let synonyms: Vec<_> =
            query.expansions.iter().map(|it| self.expander.synonym(it)).collect();
        for (position, clause) in query.clauses.iter().enumerate() {
            let is_stop_word = !clause.is_content() && !only_stop_words;
            let is_filler = clause.importance == Importance::Filler && !only_stop_words;
            let terms = clause.alternatives.iter();
            let mut postings: Vec<_> =
                terms.flat_map(|term| self.expander.expand(term, is_stop_word)).collect();
            for (expansion, synonyms) in query.expansions.iter().zip(&synonyms) {
                if expansion.replaced.contains(&position) && !is_filler {
                    postings.extend(synonyms.iter().cloned());
                }
            }
            let dropped = clause.is_filter()
                && !clause.negated
                && !clause.is_catalog()
                && !self.index.entries.iter().any(|&entry| clause.accepts(entry));
            let required = !is_stop_word && !dropped;
            let mut resolved = ResolvedClause::new(clause, required);
            resolved.set_postings(self.index, postings);
            if let Some(word) = clause.word()
                && required
                && resolved.hits.is_empty()
            {
                resolved.set_postings(self.index, self.expander.near(word, false));
                resolved.unmatched = resolved.hits.is_empty();
            }
            clauses.push(resolved);
        }
        self.set_weights(&mut clauses);
        clauses
    }

    /// Rules 3 and 5.
    fn set_weights(self, clauses: &mut [ResolvedClause<'_>]) {
        let count = f64::from(self.index.count());
        for clause in clauses.iter_mut().filter(|clause| clause.is_scored) {
            let entries = f64::from(count_entries(self.index, &clause.hits).max(1));
            let entries = entries + count * self.common_share(clause);
            clause.weight = clause.clause.importance.factor() * (1.0 + count / entries).ln().sqrt();
        }
    }

    /// The share of the entries that a clause is taken to match besides its hits.
    fn common_share(self, clause: &ResolvedClause<'_>) -> f64 {
        let Some(word) = clause.clause.word() else { return 0.0 };
        if clause.is_loose() {
            return LOOSE_SHARE;
        }
        // What the vendors' own texts contain is a term of theirs.
        let mut forms = self.index.vocabulary.with_stem(&word.stem);
        if forms.any(|term| self.index.vocabulary.word(term).occurrence.in_titles) {
            return 0.0;
        }
        ENGLISH_SHARE * english::frequency(&word.text).map_or(0.0, f64::from)
    }

    /// The entries that match every required clause.
    fn find(self, clauses: &[ResolvedClause<'_>]) -> Vec<ScoredEntry> {
        let count = clauses.iter().map(|clause| clause.hits.len()).sum();
        in_parallel(self.index.count(), count, |entries| {
            let mut candidates = Vec::new();
            let mut scorer = EntryScorer::new(self.index, clauses);
            let is_needed = |clause: &ResolvedClause<'_>| clause.required;
            for_each_match(self.index, entries, clauses, is_needed, false, |entry, hits| {
                let unmatched = unmatched(self.index, clauses, hits, entry);
                candidates.push(score_entry(&mut scorer, entry, unmatched, hits));
            });
            candidates
        })
    }

    /// Whether entries that match less are to be offered too.
    fn needs_nearest(clauses: &[ResolvedClause<'_>], found: &[ScoredEntry]) -> bool {
        let words = clauses.iter().filter(|clause| clause.is_required_word()).count();
        let whole = found.iter().filter(|candidate| !candidate.is_nearest());
        found.is_empty() || words > 1 && whole.take(FEW_MATCHES).count() < FEW_MATCHES
    }

    /// Adds fuzzy subsequences for the words that no text contains even approximately, in the
    /// entries that match all others.
    fn add_fuzzy(self, clauses: &mut [ResolvedClause<'a>]) {
        if !clauses.iter().any(|clause| clause.unmatched) {
            return;
        }
        let matched: Vec<_> = clauses.iter().filter(|clause| !clause.unmatched).cloned().collect();
        let restricted = matched.iter().any(|clause| clause.required || clause.clause.negated);
        let entries: Option<Vec<u32>> =
            restricted.then(|| self.find(&matched).iter().map(|found| found.entry).collect());
        for clause in clauses.iter_mut().filter(|clause| clause.unmatched) {
            if let Some(word) = clause.clause.word() {
                let found = self.expander.fuzzy(word, entries.as_deref());
                clause.set_postings(self.index, vec![found]);
            }
        }
        self.set_weights(clauses);
    }

    /// Replaces a code that does not exist by those with the same prefix.
    fn shorten_code(self, clauses: &mut [ResolvedClause<'a>]) -> Option<String> {
        let mut words = clauses.iter_mut().filter(|clause| !clause.clause.is_filter());
        let clause = words.find(|clause| clause.required && clause.hits.is_empty())?;
        let (prefix, postings) = self.expander.nearest_codes(clause.clause.word()?)?;
        clause.set_postings(self.index, postings);
        Some(format!("no code {}; showing {prefix}…", clause.clause.typed))
    }

    /// Adds typos even of words that exist, for a query whose words no entry has together.
    fn relax(self, clauses: &[ResolvedClause<'a>]) -> Vec<ResolvedClause<'a>> {
        let mut relaxed = clauses.to_vec();
        for clause in relaxed.iter_mut().filter(|clause| clause.required && !clause.unmatched) {
            if let Some(word) = clause.clause.word() {
                let mut postings = std::mem::take(&mut clause.postings);
                postings.extend(self.expander.near(word, true));
                clause.set_postings(self.index, postings);
            }
        }
        relaxed
    }

    /// The entries that match the most, by weight; a notice lists what the first of them lacks.
    /// Filters are dropped last, the catalog never.
    fn find_nearest(
        self,
        clauses: &[ResolvedClause<'_>],
        notices: &mut Vec<String>,
    ) -> Vec<ScoredEntry> {
        let mut candidates = self.nearest(clauses, true);
        if candidates.is_empty() {
            candidates = self.nearest(clauses, false);
        }
        if let Some(first) = candidates.iter().min_by_key(|candidate| candidate.key()) {
            let lacking = clauses.iter().enumerate().filter(|(position, clause)| {
                clause.required && !clause.is_shortened() && first.unmatched >> position & 1 == 1
            });
            let lacking: Vec<_> = lacking.map(|(_, it)| it.clause.typed.as_str()).collect();
            if !lacking.is_empty() {
                notices.push(format!("no exact match; ignoring \"{}\"", lacking.join(" ")));
            }
        }
        candidates
    }

    /// The entries that match the most words, and all filters and names of vendors unless these are
    /// dropped.
    fn nearest(self, clauses: &[ResolvedClause<'_>], keep_filters: bool) -> Vec<ScoredEntry> {
        if clauses.iter().all(|clause| !clause.is_scored || clause.hits.is_empty()) {
            return Vec::new();
        }
        let is_needed = |clause: &ResolvedClause<'_>| {
            let is_filter = !clause.is_scored || names_vendor(self.index, clause.clause);
            clause.clause.is_catalog() || keep_filters && clause.required && is_filter
        };
        let mut most = 0.0_f64;
        // Scoring takes longer than finding out which entries are near enough.
        let mut near: Vec<(u32, u64, f64)> = Vec::new();
        let entries = 0..self.index.count();
        for_each_match(self.index, entries, clauses, is_needed, true, |entry, hits| {
            let unmatched = unmatched(self.index, clauses, hits, entry);
            let words = clauses.iter().zip(hits).filter(|(clause, _)| clause.is_scored);
            let weight: f64 = words.map(|(clause, hits)| self.matched_weight(clause, hits)).sum();
            if unmatched != 0 {
                most = most.max(weight);
            }
            if unmatched == 0 || weight >= most * MIN_RELATIVE_WEIGHT {
                near.push((entry, unmatched, weight));
            }
        });
        near.retain(|&(_, unmatched, weight)| {
            unmatched == 0 || weight >= most * MIN_RELATIVE_WEIGHT
        });
        let mut scorer = EntryScorer::new(self.index, clauses);
        let mut hits: Vec<&[Hit]> = Vec::with_capacity(clauses.len());
        let score = |(entry, unmatched, _)| {
            let passages = self.index.passages_of(entry);
            hits.clear();
            hits.extend(clauses.iter().map(|clause| hits_in(&clause.hits, &passages)));
            score_entry(&mut scorer, entry, unmatched, &hits)
        };
        let mut candidates: Vec<_> =
            near.into_iter().map(score).filter(|candidate| candidate.score > 0.0).collect();
        self.demote_scattered(clauses, &mut candidates);
        candidates
    }

    /// Counts an entry that has all words, but not in one text, and scores much less than the best of
    /// the nearest, as one of these. What neither its best text nor a property has is unmatched.
    fn demote_scattered(self, clauses: &[ResolvedClause<'_>], candidates: &mut [ScoredEntry]) {
        let nearest = candidates.iter().filter(|candidate| candidate.is_nearest());
        let min_score = MIN_RELATIVE_SCORE * nearest.map(|it| it.score).fold(0.0, f64::max);
        let mut scorer = EntryScorer::new(self.index, clauses);
        for candidate in candidates {
            if candidate.is_nearest() || candidate.score >= min_score {
                continue;
            }
            let passages = self.index.passages_of(candidate.entry);
            let hits: Vec<_> =
                clauses.iter().map(|clause| hits_in(&clause.hits, &passages)).collect();
            scorer.score(candidate.entry, &hits);
            let [(best, _), _] = scorer.best_together(candidate.entry);
            let is_elsewhere =
                |hit: &Hit| hit.passage != best && self.index.field(hit.passage).is_prose();
            let is_outside =
                |&at: &usize| clauses[at].is_required_word() && hits[at].iter().all(is_elsewhere);
            candidate.unmatched =
                (0..clauses.len()).filter(is_outside).fold(0, |unmatched, at| unmatched | bit(at));
        }
    }

    /// Adds the siblings of the first entries, unless they are already listed.
    fn add_siblings(self, clauses: &[ResolvedClause<'_>], candidates: &mut Vec<ScoredEntry>) {
        let mut scorer = EntryScorer::new(self.index, clauses);
        let leaders = candidates.iter().take(LEADERS).map(|leader| leader.entry);
        let siblings: BTreeSet<u32> = leaders.flat_map(|it| siblings(self.index, it)).collect();
        for entry in siblings {
            let passages = self.index.passages_of(entry);
            let hits: Vec<_> =
                clauses.iter().map(|clause| hits_in(&clause.hits, &passages)).collect();
            let is_accepted = clauses.iter().zip(&hits).all(|(clause, hits)| {
                let must = clause.clause.negated || clause.required && clause.clause.is_filter();
                !must || matches(self.index, clause.clause, hits, entry)
            });
            if is_accepted && candidates.iter().all(|candidate| candidate.entry != entry) {
                let unmatched = unmatched(self.index, clauses, &hits, entry);
                candidates.push(score_entry(&mut scorer, entry, unmatched, &hits));
            }
        }
        candidates.sort_unstable_by_key(ScoredEntry::key);
    }

    /// The weight of a clause, scaled by the quality and reliability of its best hit.
    fn matched_weight(self, clause: &ResolvedClause<'_>, hits: &[Hit]) -> f64 {
        let reliability =
            |&hit: &Hit| clause.variant(hit).quality * self.index.field(hit.passage).reliability();
        clause.weight * hits.iter().map(reliability).fold(0.0, f64::max)
    }
}

/// `a, b or c`.
fn one_of(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}
