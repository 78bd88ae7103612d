//! Rank: how well an entry meets a query. The rules, each with its reason:
//!
//! 1. Way: a word met whole counts fully; inflected, begun, abbreviated, by a synonym, with typos
//!    or scattered it counts less ([`Way::quality`]), since it is less sure to be what was meant.
//! 2. Field: what the API sends (code, name, message) says more than what is said about it
//!    ([`Field::weight`]). A code in a code field outweighs all else. One of many messages says less
//!    than an only one, and the registry of HTTP statuses a little less than a vendor.
//! 3. Rarity: a word that few entries have tells them apart better than one that many have.
//! 4. Together: words that meet in one text, and leave little of it over, belong together; so a
//!    short text outweighs a long one, and a name typed in full stands first.
//! 5. Noise: words that people type around what they look for count little and may be unmet.
//! 6. Ties: vendors before the registry, the source before later additions, then the order of the
//!    catalogs.
//!
//! No rule looks at the order of the words that were typed.
//!
//! [`Field::weight`]: super::field::Field::weight

use std::cmp::Ordering;
use std::ops::Range;

use super::index::Index;
use super::lookup::{Hit, Way};
use super::query::Clause;
use crate::catalog::{HTTP, Record};

/// The share of its weight that a noise word keeps.
const NOISE: f64 = 0.15;

/// What a text gains that is typed in full and alone: `found` means 302 Found before `NotFound`.
const WHOLE: f64 = 1.5;

/// A clause of the query and where it is met.
#[derive(Clone)]
pub(super) struct Asked<'q> {
    pub(super) clause: &'q Clause,
    /// In the order of the passages, at most one for each.
    pub(super) hits: Vec<Hit>,
    /// How much a hit counts: rules 3 and 5.
    pub(super) weight: f64,
    /// Whether an entry that does not meet it is refused.
    pub(super) required: bool,
    /// Whether it is a filter that nothing can meet.
    pub(super) left_out: bool,
}

/// What one entry meets.
pub(super) struct Tally<'t> {
    pub(super) entry: u32,
    /// For each clause, whether it is met.
    pub(super) met: &'t [bool],
    /// For each clause, the passages of the entry that meet it.
    pub(super) hits: &'t [&'t [Hit]],
    pub(super) score: f64,
}

/// An entry by its place in the index, with its score.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) entry: u32,
    pub(super) score: f64,
}

/// What the words of a query that meet in one text count together.
#[derive(Clone, Copy, Default)]
pub(super) struct Share {
    /// Weight times quality.
    value: f64,
    /// The weight of the words met.
    weight: f64,
    /// The words of the text that are covered.
    parts: f64,
    /// Whether some of it is met otherwise than by the word itself.
    inexact: bool,
}

impl Index {
    /// Hands on what each entry meets, unless it has something that must not be met.
    pub(super) fn each_entry(&self, asked: &[Asked<'_>], mut hand_on: impl FnMut(Tally<'_>)) {
        let mut rest: Vec<&[Hit]> = asked.iter().map(|asked| asked.hits.as_slice()).collect();
        let mut hits = rest.clone();
        let mut met = vec![false; asked.len()];
        let mut shares = Vec::new();
        for (entry, &record) in (0..).zip(&self.records) {
            let end = self.passages_of(entry).end;
            for (rest, hits) in rest.iter_mut().zip(&mut hits) {
                let until = rest.iter().take_while(|hit| hit.passage < end).count();
                (*hits, *rest) = rest.split_at(until);
            }
            for ((asked, hits), met) in asked.iter().zip(&hits).zip(&mut met) {
                *met = self.meets(asked.clause, hits, record);
            }
            if asked.iter().zip(&met).all(|(asked, met)| *met || !asked.clause.not) {
                let score = self.score(asked, &hits, entry, &mut shares);
                hand_on(Tally { entry, met: &met, hits: &hits, score });
            }
        }
    }

    fn meets(&self, clause: &Clause, hits: &[Hit], record: Record) -> bool {
        if clause.not {
            let about = |hit: &Hit| self.passage(hit.passage).field.is_about();
            return !clause.accepts(record) && !hits.iter().any(about);
        }
        !hits.is_empty() || clause.accepts(record)
    }

    /// Rules 1 to 4, for one entry.
    fn score(
        &self,
        asked: &[Asked<'_>],
        hits: &[&[Hit]],
        entry: u32,
        shares: &mut Vec<Share>,
    ) -> f64 {
        let passages = self.passages_of(entry);
        let all = share_out(asked, hits, &passages, shares);
        let alone: f64 = asked
            .iter()
            .zip(hits)
            .filter(|(asked, _)| asked.counts())
            .map(|(asked, hits)| hits.iter().map(|hit| self.value(asked, hit)).fold(0.0, f64::max))
            .sum();
        let together =
            passages.zip(shares).map(|(passage, share)| self.together(passage, share, all));
        alone + together.fold(0.0, f64::max)
    }

    /// Rules 1 to 3: what one word counts in one text.
    pub(super) fn value(&self, asked: &Asked<'_>, hit: &Hit) -> f64 {
        self.passage(hit.passage).weight * asked.weight * hit.quality
    }

    /// Rule 4: what the words that meet in one text count, the more the less of the text and of the
    /// query is left over.
    pub(super) fn together(&self, passage: u32, share: &Share, all: f64) -> f64 {
        if share.weight == 0.0 {
            return 0.0;
        }
        let passage = self.passage(passage);
        let covered = (share.parts / f64::from(passage.words.max(1))).min(1.0);
        let met = share.weight / all;
        let whole = if covered * met >= 1.0 && !share.inexact { WHOLE } else { 1.0 };
        passage.weight * share.value * covered.sqrt() * met * whole
    }

    /// Rules 3 and 5.
    pub(super) fn weigh_words(&self, asked: &mut [Asked<'_>]) {
        let all = f64::from(u32::try_from(self.records.len()).unwrap_or(u32::MAX));
        for asked in asked.iter_mut() {
            let mut entries = 0_u32;
            let mut last = None;
            for hit in &asked.hits {
                let entry = self.passage(hit.passage).entry;
                entries += u32::from(last.replace(entry) != Some(entry));
            }
            let rarity = (1.0 + all / f64::from(entries.max(1))).ln();
            asked.weight = rarity * if asked.clause.is_noise() { NOISE } else { 1.0 };
        }
    }

    /// Best first; rule 6 where the scores are equal.
    pub(super) fn order(&self, a: Found, b: Found) -> Ordering {
        let rank = |found: Found| {
            let record = self.records[found.entry as usize];
            (record.catalog.id == HTTP, record.origin, found.entry)
        };
        b.score.total_cmp(&a.score).then_with(|| rank(a).cmp(&rank(b)))
    }
}

/// Gives each passage of an entry its share of the query; returns the weight of all of the query.
pub(super) fn share_out(
    asked: &[Asked<'_>],
    hits: &[&[Hit]],
    passages: &Range<u32>,
    shares: &mut Vec<Share>,
) -> f64 {
    shares.clear();
    shares.resize(passages.len(), Share::default());
    let mut all = 0.0;
    for (asked, hits) in asked.iter().zip(hits).filter(|(asked, _)| asked.counts()) {
        all += asked.weight;
        for hit in *hits {
            let share = &mut shares[(hit.passage - passages.start) as usize];
            share.value += asked.weight * hit.quality;
            share.weight += asked.weight;
            share.parts += hit.parts * hit.quality;
            share.inexact |= hit.way != Way::Whole;
        }
    }
    all
}

impl Asked<'_> {
    /// Whether its hits count: what must not be met has no part in the score.
    pub(super) fn counts(&self) -> bool {
        !self.clause.not && !self.clause.is_filter()
    }
}
