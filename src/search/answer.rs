//! The answer to a query: looks up every clause, widens what is looked for only as long as nothing
//! meets it, and at last offers the nearest.

use super::hit::Hit;
use super::index::Index;
use super::lookup::Entries;
use super::query::{Clause, Query};
use super::rank::{Asked, Found, Tally};
use super::ranking::Ranking;
use super::sources::Source;
use super::{Match, Outcome, Stop};

/// What the nearest offers must meet, by weight, of what the best of them does.
const NEAREST: f64 = 0.7;

/// What is met by which entries.
pub(super) struct Answer<'q> {
    pub(super) asked: Vec<Asked<'q>>,
    /// In the order of the catalogs.
    found: Vec<Found>,
    remarks: Vec<String>,
}

/// The entries that meet all of the query.
#[derive(Default)]
struct Met {
    entries: Vec<Found>,
    /// Whether any of them does so without its advice and remarks, whose words are often those of
    /// another error. Without such an entry, one that lacks a word may be meant as well.
    firmly: bool,
}

/// An entry that does not meet all of the query.
struct Offer {
    found: Found,
    /// The weight of what it meets, for as much as it is surely that.
    weight: f64,
}

impl Index {
    /// The entries that meet the query, best first; with an empty query all of them, in the order
    /// of the catalogs. When none meets all of it, the nearest ones, and a remark on what was given
    /// up.
    #[must_use]
    pub fn search(&self, query: &Query) -> Outcome {
        let query = &*self.unglued(query);
        let Some(Answer { mut found, remarks, .. }) = self.answer(query, &|| false) else {
            return Outcome::default(); // never stopped
        };
        if !query.is_empty() {
            found.sort_unstable_by(|&a, &b| self.order(a, b));
        }
        let matched =
            |Found { entry, score }| Match { record: self.records[entry as usize], score };
        Outcome { matches: found.into_iter().map(matched).collect(), remarks }
    }

    /// The same entries, put in order only as far as somebody looks. None when `stop` says that the
    /// answer is no longer wanted; it is asked every few thousand entries.
    #[must_use]
    pub fn rank(&self, query: &Query, stop: Stop<'_>) -> Option<Ranking> {
        let Answer { found, remarks, .. } = self.answer(&self.unglued(query), stop)?;
        Some(Ranking::new(found, remarks))
    }

    pub(super) fn answer<'q>(&self, query: &'q Query, stop: Stop<'_>) -> Option<Answer<'q>> {
        let mut asked = self.read(query, stop)?;
        // Where nothing else is asked for, to leave it out would list what nobody wants.
        let alone = asked.iter().any(|asked| asked.left_out)
            && asked.iter().all(|asked| asked.left_out || asked.clause.is_catalog());
        let left_out = asked.iter().filter(|asked| asked.left_out);
        let mut remarks: Vec<_> = left_out.map(|it| self.remark_on(it.clause, alone)).collect();
        let filters = remarks.len();
        let mut found = Met::default();
        if !alone {
            found = self.found(&asked, stop)?;
            if found.entries.is_empty() {
                self.scatter(&mut asked, stop)?;
                remarks.extend(self.shorten_codes(&mut asked, stop));
                found = self.found(&asked, stop)?;
            }
            if found.entries.is_empty() {
                let loosened = self.loosened(&asked, stop)?;
                found = self.found(&loosened, stop)?;
                if !found.entries.is_empty() {
                    asked = loosened;
                }
            }
            if !found.firmly {
                found.entries = self.nearest(&asked, &mut remarks, stop)?;
            }
        }
        if found.entries.is_empty() {
            // What was given up in vain helps nobody.
            remarks.truncate(filters);
        }
        Some(Answer { asked, found: found.entries, remarks })
    }

    /// What is said of a filter that nothing can meet.
    fn remark_on(&self, clause: &Clause, alone: bool) -> String {
        let typed = &clause.typed;
        match clause.filters().find_map(|filter| filter.expected(&self.records)) {
            Some((name, values)) => {
                let end = if alone { String::new() } else { format!("; {typed} is left out") };
                format!("{name}: takes {}{end}", one_of(&values))
            }
            None if alone => format!("no entry has {typed}"),
            None => format!("no entry has {typed}; it is left out"),
        }
    }

    /// Looks up every clause.
    fn read<'q>(&self, query: &'q Query, stop: Stop<'_>) -> Option<Vec<Asked<'q>>> {
        let only_noise = query.only_noise();
        let mut asked: Vec<Asked<'q>> = Vec::with_capacity(query.clauses.len());
        for clause in &query.clauses {
            let noise = !only_noise && clause.noise;
            let sources = clause.alternatives.iter().flat_map(|ask| self.known(ask, noise));
            let sources = sources.collect();
            let left_out = clause.is_filter()
                && !clause.not
                && !clause.is_catalog()
                && !self.records.iter().any(|&record| clause.accepts(record));
            let required = !noise && !left_out;
            asked.push(Asked { clause, sources, weight: 0.0, required, left_out, nowhere: false });
        }
        for swap in &query.swaps {
            let share = 1.0 / f64::from(u32::try_from(swap.clauses.len()).unwrap_or(u32::MAX));
            let synonyms = self.synonym(swap.phrase, share);
            for &clause in &swap.clauses {
                asked[clause].sources.extend_from_slice(&synonyms);
            }
        }
        for asked in &mut asked {
            if let Some(word) = asked.clause.word()
                && asked.required
                && !self.has_hits(asked, stop)
            {
                asked.sources = self.near(word, false, stop);
                asked.nowhere = !self.has_hits(asked, stop);
            }
            if stop() {
                return None;
            }
        }
        self.weigh_words(&mut asked, stop);
        Some(asked)
    }

    /// The entries that meet everything that is required.
    fn found(&self, asked: &[Asked<'_>], stop: Stop<'_>) -> Option<Met> {
        let words = || asked.iter().filter(|asked| asked.required && asked.counts());
        let one_word = words().count() <= 1;
        let about = |hit: &Hit| self.passage(hit.passage).field.is_about();
        let collect = |met: &mut Met, Tally { entry, score, hits }: Tally<'_>| {
            met.entries.push(Found { entry, score });
            met.firmly = met.firmly || one_word || {
                let mut words = asked.iter().zip(hits).filter(|(asked, _)| asked.required);
                words.all(|(asked, hits)| !asked.counts() || hits.iter().any(about))
            };
        };
        let parts = self.each_entry(asked, |asked| asked.required, stop, collect)?;
        let firmly = parts.iter().any(|met| met.firmly);
        Some(Met { entries: joined(parts.into_iter().map(|met| met.entries)), firmly })
    }

    /// For words that nothing has, not even nearly: their letters, scattered over the names and
    /// messages of the entries that meet all the rest.
    fn scatter(&self, asked: &mut [Asked<'_>], stop: Stop<'_>) -> Option<()> {
        let nowhere: Vec<bool> = asked.iter().map(|asked| asked.nowhere).collect();
        if !nowhere.contains(&true) {
            return Some(());
        }
        let rest: Vec<Asked<'_>> = asked
            .iter()
            .zip(&nowhere)
            .filter(|(_, no)| !**no)
            .map(|(asked, _)| asked.clone())
            .collect();
        let mut entries = Entries::All;
        if rest.iter().any(|asked| asked.required || asked.clause.not) {
            let collect = |these: &mut Vec<u32>, tally: Tally<'_>| these.push(tally.entry);
            let these = self.each_entry(&rest, |asked| asked.required, stop, collect)?;
            entries = Entries::These(joined(these));
        }
        for (asked, _) in asked.iter_mut().zip(nowhere).filter(|&(_, nowhere)| nowhere) {
            if let Some(word) = asked.clause.word() {
                asked.sources = vec![Source::Hits(self.scattered(word, &entries, stop))];
            }
        }
        if stop() {
            return None;
        }
        self.weigh_words(asked, stop);
        Some(())
    }

    /// For a code that does not exist: those that begin alike.
    fn shorten_codes(&self, asked: &mut [Asked<'_>], stop: Stop<'_>) -> Option<String> {
        let nowhere = |asked: &&mut Asked<'_>| asked.required && !self.has_hits(asked, stop);
        let asked = asked.iter_mut().filter(|asked| !asked.clause.is_filter()).find(nowhere)?;
        let (beginning, sources) = self.nearest_codes(asked.clause.word()?)?;
        asked.sources = sources;
        Some(format!("no code {}: these begin with {beginning}", asked.clause.typed))
    }

    /// When no entry meets all words, those that something has may still be slips for others.
    fn loosened<'q>(&self, asked: &[Asked<'q>], stop: Stop<'_>) -> Option<Vec<Asked<'q>>> {
        let mut asked = asked.to_vec();
        for asked in asked.iter_mut().filter(|asked| asked.required) {
            // What is nowhere has nothing near.
            if let Some(word) = asked.clause.word()
                && !asked.nowhere
            {
                asked.sources.extend(self.near(word, true, stop));
            }
        }
        (!stop()).then_some(asked)
    }

    /// The entries that meet the most, by weight; says what the first of them lacks. Filters are
    /// given up last, the catalog never.
    fn nearest(
        &self,
        asked: &[Asked<'_>],
        remarks: &mut Vec<String>,
        stop: Stop<'_>,
    ) -> Option<Vec<Found>> {
        let mut offers = self.offers(asked, true, stop)?;
        if offers.is_empty() {
            offers = self.offers(asked, false, stop)?;
        }
        let first = offers.iter().copied().min_by(|&a, &b| self.order(a, b));
        if let Some(first) = first {
            let met = self.met_by(asked, first.entry);
            let given_up = asked.iter().zip(met).filter(|(asked, met)| asked.required && !met);
            let given_up: Vec<_> = given_up.map(|(asked, _)| asked.clause.typed.as_str()).collect();
            if !given_up.is_empty() {
                remarks.push(format!("nearest, without {}", given_up.join(" ")));
            }
        }
        Some(offers)
    }

    /// The entries that meet the most words, and all filters if these are to hold.
    fn offers(
        &self,
        asked: &[Asked<'_>],
        filters_hold: bool,
        stop: Stop<'_>,
    ) -> Option<Vec<Found>> {
        if asked.iter().all(|asked| !asked.counts() || asked.most(self) == 0) {
            return Some(Vec::new());
        }
        let needed = |asked: &Asked<'_>| {
            asked.clause.is_catalog() || (filters_hold && asked.required && !asked.counts())
        };
        let collect = |(most, offers): &mut (f64, Vec<Offer>), tally: Tally<'_>| {
            let sure = |hit: &Hit| hit.quality * self.passage(hit.passage).field.sureness();
            let surest = |hits: &[Hit]| hits.iter().map(sure).fold(0.0, f64::max);
            let words = asked.iter().zip(tally.hits).filter(|(asked, _)| asked.counts());
            let weight = words.map(|(asked, hits)| asked.weight * surest(hits)).sum::<f64>();
            *most = most.max(weight);
            // What has met less than another can't be among the nearest any more.
            if tally.score > 0.0 && weight >= *most * NEAREST {
                let found = Found { entry: tally.entry, score: tally.score };
                offers.push(Offer { found, weight });
            }
        };
        let parts = self.each_entry(asked, needed, stop, collect)?;
        let most = parts.iter().map(|(most, _)| *most).fold(0.0, f64::max);
        let mut offers = joined(parts.into_iter().map(|(_, offers)| offers));
        offers.retain(|offer| offer.weight >= most * NEAREST);
        Some(offers.into_iter().map(|offer| offer.found).collect())
    }
}

/// `a, b or c`.
fn one_of(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// What several threads have found, in the order of the entries.
fn joined<T>(parts: impl IntoIterator<Item = Vec<T>>) -> Vec<T> {
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    parts.for_each(|part| all.extend(part));
    all
}
