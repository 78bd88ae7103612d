//! The answer to a query: looks up every clause, widens what is looked for only as long as nothing
//! meets it, and at last offers the nearest.

use super::index::Index;
use super::lookup::{Hit, best};
use super::query::Query;
use super::rank::{Asked, Found};
use super::{Match, Outcome};

/// What the nearest offers must meet, by weight, of what the best of them does.
const NEAREST: f64 = 0.9;

/// What is met by which entries.
pub(super) struct Answer<'q> {
    pub(super) asked: Vec<Asked<'q>>,
    found: Vec<Found>,
    remarks: Vec<String>,
}

/// An entry that does not meet all of the query.
struct Offer {
    found: Found,
    /// The weight of what it meets, for as much as it is surely that.
    weight: f64,
    met: Vec<bool>,
}

impl Index {
    /// The entries that meet the query, best first; with an empty query all of them, in the order
    /// of the catalogs. When none meets all of it, the nearest ones, and a remark on what was given
    /// up.
    #[must_use]
    pub fn search(&self, query: &Query) -> Outcome {
        let Answer { mut found, remarks, .. } = self.answer(query);
        if !query.is_empty() {
            found.sort_by(|&a, &b| self.order(a, b));
        }
        let matched =
            |Found { entry, score }| Match { record: self.records[entry as usize], score };
        Outcome { matches: found.into_iter().map(matched).collect(), remarks }
    }

    pub(super) fn answer<'q>(&self, query: &'q Query) -> Answer<'q> {
        let (mut asked, mut remarks) = self.read(query);
        let mut found = Vec::new();
        if asked.is_empty() || !asked.iter().all(|asked| asked.left_out) {
            found = self.found(&asked);
            if found.is_empty() {
                self.scatter(&mut asked);
                remarks.extend(self.shorten_codes(&mut asked));
                found = self.found(&asked);
            }
            if found.is_empty() {
                let loosened = self.loosened(&asked);
                found = self.found(&loosened);
                if !found.is_empty() {
                    asked = loosened;
                }
            }
            if found.is_empty() {
                found = self.nearest(&asked, &mut remarks);
            }
        }
        Answer { asked, found, remarks }
    }

    /// Looks up every clause, and says which filters nothing can meet.
    fn read<'q>(&self, query: &'q Query) -> (Vec<Asked<'q>>, Vec<String>) {
        let mut remarks = Vec::new();
        let only_noise = query.only_noise();
        let mut asked: Vec<Asked<'q>> = Vec::with_capacity(query.clauses.len());
        for clause in &query.clauses {
            let noise = !only_noise && clause.is_noise();
            let hits = clause.alternatives.iter().flat_map(|ask| self.known(ask, noise));
            let hits = best(hits.collect());
            let left_out = clause.is_filter()
                && !clause.not
                && !self.records.iter().any(|&record| clause.accepts(record));
            if left_out {
                remarks.push(format!("no entry has {}: left out", clause.typed));
            }
            let required = !noise && !left_out;
            asked.push(Asked { clause, hits, weight: 0.0, required, left_out });
        }
        for swap in &query.swaps {
            let synonyms = self.synonym(swap.phrase);
            let shared = 1.0 / f64::from(u32::try_from(swap.clauses.len()).unwrap_or(u32::MAX));
            for &clause in &swap.clauses {
                let hits = synonyms.iter().map(|&hit| Hit { parts: hit.parts * shared, ..hit });
                merge(&mut asked[clause].hits, hits);
            }
        }
        for asked in asked.iter_mut().filter(|asked| asked.required && asked.hits.is_empty()) {
            if let Some(word) = asked.clause.word() {
                asked.hits = self.near(word, false);
            }
        }
        self.weigh_words(&mut asked);
        (asked, remarks)
    }

    /// The entries that meet everything that is required.
    fn found(&self, asked: &[Asked<'_>]) -> Vec<Found> {
        let mut found = Vec::new();
        self.each_entry(asked, |tally| {
            if asked.iter().zip(tally.met).all(|(asked, met)| *met || !asked.required) {
                found.push(Found { entry: tally.entry, score: tally.score });
            }
        });
        found
    }

    /// For words that nothing has, not even nearly: their letters, scattered over the names and
    /// messages of the entries that meet all the rest.
    fn scatter(&self, asked: &mut [Asked<'_>]) {
        let nowhere = |asked: &Asked<'_>| {
            asked.required && asked.hits.is_empty() && asked.clause.word().is_some()
        };
        if !asked.iter().any(nowhere) {
            return;
        }
        let mut entries = Vec::new();
        self.each_entry(asked, |tally| {
            let mut clauses = asked.iter().zip(tally.met);
            if clauses.all(|(asked, met)| *met || !asked.required || nowhere(asked)) {
                entries.push(tally.entry);
            }
        });
        for asked in asked.iter_mut().filter(|asked| nowhere(asked)) {
            if let Some(word) = asked.clause.word() {
                asked.hits = self.scattered(word, &entries);
            }
        }
        self.weigh_words(asked);
    }

    /// For a code that does not exist: those that begin alike.
    fn shorten_codes(&self, asked: &mut [Asked<'_>]) -> Option<String> {
        let asked = asked.iter_mut().find(|asked| asked.required && asked.hits.is_empty())?;
        let (beginning, hits) = self.nearest_codes(asked.clause.word()?)?;
        asked.hits = hits;
        Some(format!("no code {}: these begin with {beginning}", asked.clause.typed))
    }

    /// When no entry meets all words, those that something has may still be slips for others.
    fn loosened<'q>(&self, asked: &[Asked<'q>]) -> Vec<Asked<'q>> {
        let mut asked = asked.to_vec();
        for asked in asked.iter_mut().filter(|asked| asked.required) {
            if let Some(word) = asked.clause.word() {
                merge(&mut asked.hits, self.near(word, true).into_iter());
            }
        }
        asked
    }

    /// The entries that meet the most, by weight; says what the first of them lacks. Filters are
    /// given up last.
    fn nearest(&self, asked: &[Asked<'_>], remarks: &mut Vec<String>) -> Vec<Found> {
        let mut offers = self.offers(asked, true);
        if offers.is_empty() {
            offers = self.offers(asked, false);
        }
        let most = offers.iter().map(|offer| offer.weight).fold(0.0, f64::max);
        offers.retain(|offer| offer.weight >= most * NEAREST);
        let first = offers.iter().min_by(|a, b| self.order(a.found, b.found));
        let given_up: Vec<_> = asked
            .iter()
            .enumerate()
            .filter(|(at, asked)| asked.required && first.is_none_or(|first| !first.met[*at]))
            .map(|(_, asked)| asked.clause.typed.as_str())
            .collect();
        let what = if first.is_some() { "nearest, without" } else { "nothing meets" };
        remarks.push(format!("{what}: {}", given_up.join(" ")));
        offers.into_iter().map(|offer| offer.found).collect()
    }

    /// The entries that meet some word, and all filters if these are to hold.
    fn offers(&self, asked: &[Asked<'_>], filters_hold: bool) -> Vec<Offer> {
        let mut offers = Vec::new();
        self.each_entry(asked, |tally| {
            let mut filters = asked.iter().zip(tally.met).filter(|(asked, _)| !asked.counts());
            let accepted = filters.all(|(asked, met)| *met || !asked.required);
            if tally.score > 0.0 && (accepted || !filters_hold) {
                let surest = |hits: &[Hit]| hits.iter().map(|hit| hit.quality).fold(0.0, f64::max);
                let words = asked.iter().zip(tally.hits).filter(|(asked, _)| asked.counts());
                let weight = words.map(|(asked, hits)| asked.weight * surest(hits)).sum();
                let found = Found { entry: tally.entry, score: tally.score };
                offers.push(Offer { found, weight, met: tally.met.to_vec() });
            }
        });
        offers
    }
}

/// Takes in further hits, and keeps the best for each passage.
fn merge(hits: &mut Vec<Hit>, more: impl Iterator<Item = Hit>) {
    hits.extend(more);
    *hits = best(std::mem::take(hits));
}
