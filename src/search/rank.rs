//! Rank: how well an entry meets a query. The rules, each with its reason:
//!
//! 1. Way: a word met whole counts fully; inflected, begun, abbreviated, by a synonym, with typos
//!    or scattered it counts less ([`Way::quality`]), since it is less sure to be what was meant.
//! 2. Field: what the API sends (code, name, message) says more than what is said about it
//!    ([`Field::weight`]). A code in a code field outweighs all else, less so where it is only the
//!    HTTP status. One of many messages says less than an only one, and the registry of HTTP
//!    statuses a little less than a vendor.
//! 3. Rarity: a word that few entries have tells them apart better than one that many have.
//! 4. Together: words that meet in one text, and leave little of it over, belong together; so a
//!    short text outweighs a long one, and a name or message typed in full, with each word as often
//!    as it has it, stands first. A text with all words outweighs others the more of them it has as
//!    they were typed.
//! 5. Noise: words that people type around what they look for count little and may be unmet.
//! 6. Ties: vendors before the registry, the source before later additions, then the order of the
//!    catalogs.
//!
//! No rule looks at the order of the words that were typed.
//!
//! [`Field::weight`]: super::field::Field::weight

use std::cmp::Ordering;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::{iter, thread};

use super::Stop;
use super::hit::{Hit, Way};
use super::index::Index;
use super::query::Clause;
use super::sources::{BLOCK, Desk, Reader, Source};
use crate::catalog::{EntryRef, HTTP};

/// The share of its weight that a noise word keeps.
const NOISE: f64 = 0.15;

/// What a text gains that is typed in full and alone: `found` means 302 Found before `NotFound`.
const WHOLE: f64 = 1.5;

/// What a text gains that has every word of the query as it was typed, and by share one that has all
/// of them in whatever form: `product limt` means a product's limit before a
/// `NonProductionLicenseLimit`.
const EXACT: f64 = 2.0;

/// Up to how many hits of a word its entries are counted; beyond, they are estimated.
const COUNTED: usize = 1 << 16;

/// How many blocks of entries an estimate rests on: some thirty thousand entries, so that rule 3 is
/// off by a hundredth at most.
const SAMPLE: u32 = 128;

/// After how many blocks the search looks whether it is still wanted: well under a millisecond.
const BREATH: u32 = 8;

/// A clause of the query and where it is met.
#[derive(Clone)]
pub(super) struct Asked<'q> {
    pub(super) clause: &'q Clause,
    pub(super) sources: Vec<Source>,
    /// How much a hit counts: rules 3 and 5.
    pub(super) weight: f64,
    /// Whether an entry that does not meet it is refused.
    pub(super) required: bool,
    /// Whether it is a filter that nothing can meet.
    pub(super) left_out: bool,
    /// Whether it is a word that no text has, not even nearly.
    pub(super) nowhere: bool,
}

/// What is looked for in each entry.
struct Plan<'a, 'q> {
    asked: &'a [Asked<'q>],
    /// The clauses in the order in which they are read, each with whether an entry that has no hit
    /// of it is refused.
    order: Vec<(usize, bool)>,
    /// For each clause, whether it must be met.
    must: Vec<bool>,
}

/// What one entry meets.
pub(super) struct Tally<'t> {
    pub(super) entry: u32,
    /// For each clause, the passages of the entry that meet it.
    pub(super) hits: &'t [&'t [Hit]],
    pub(super) score: f64,
}

/// An entry by its place in the index, with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// The weight of those that are met as they were typed.
    exact: f64,
    /// How many words of the query have come before in it.
    repeats: u8,
}

impl Index {
    /// Collects of each entry that meets all clauses that it `must`, in order, unless it has something
    /// that must not be met. Very many entries are shared out among several threads; what each of
    /// them collects comes in the order of the entries. None when it was stopped.
    pub(super) fn each_entry<T: Default + Send>(
        &self,
        asked: &[Asked<'_>],
        must: impl Fn(&Asked<'_>) -> bool,
        stop: Stop<'_>,
        collect: impl Fn(&mut T, Tally<'_>) + Sync,
    ) -> Option<Vec<T>> {
        let must: Vec<bool> = asked.iter().map(must).collect();
        // Where one of these has no hit, there is nothing to collect; the rarest tells soonest.
        let tells = |at: &usize| must[*at] && !asked[*at].clause.not && !asked[*at].has_filter();
        let mut order: Vec<(bool, usize, usize)> =
            (0..asked.len()).map(|at| (!tells(&at), asked[at].most(self), at)).collect();
        order.sort_unstable();
        if let Some((false, 0, _)) = order.first() {
            return Some(Vec::new());
        }
        let plan = Plan {
            asked,
            order: order.into_iter().map(|(silent, _, at)| (at, !silent)).collect(),
            must,
        };
        let blocks = self.count().div_ceil(BLOCK);
        let parts = self.threads;
        let part = |at: u32| blocks * at / parts..blocks * (at + 1) / parts;
        let stopped = AtomicBool::new(false);
        let work = |part, stop: Stop<'_>| self.each_of(&plan, part, stop, &collect);
        thread::scope(|scope| {
            let share_out = |at| {
                let (part, work, stopped) = (part(at), &work, &stopped);
                let beside = thread::Builder::new()
                    .spawn_scoped(scope, move || work(part, &|| stopped.load(Relaxed)));
                (at, beside.ok())
            };
            let others: Vec<_> = (1..parts).map(share_out).collect();
            let stop = || {
                stopped.fetch_or(stop(), Relaxed);
                stopped.load(Relaxed)
            };
            let first = work(part(0), &stop);
            let others = others.into_iter().map(|(at, beside)| match beside {
                Some(beside) => beside.join().unwrap_or_else(|panic| resume_unwind(panic)),
                None => work(part(at), &stop),
            });
            iter::once(first).chain(others).collect()
        })
    }

    /// The same for some of the blocks of entries.
    fn each_of<T: Default>(
        &self,
        Plan { asked, order, must }: &Plan<'_, '_>,
        blocks: Range<u32>,
        stop: Stop<'_>,
        collect: impl Fn(&mut T, Tally<'_>),
    ) -> Option<T> {
        let mut collected = T::default();
        let all = self.block(blocks.start).start..self.block(blocks.end).start;
        let passages = self.passages_of_all(all);
        let lead = order.first().and_then(|&(at, tells)| tells.then_some(at));
        let mut readers: Vec<_> =
            asked.iter().map(|asked| Reader::new(self, &asked.sources, &passages)).collect();
        let mut desk = Desk::default();
        let mut hits: Vec<Vec<Hit>> = vec![Vec::new(); asked.len()];
        let mut met = vec![false; asked.len()];
        let mut shares = Vec::new();
        'blocks: for (count, block) in (0_u32..).zip(blocks) {
            if count % BREATH == 0 && stop() {
                return None;
            }
            let entries = self.block(block);
            let passages = self.passages_of_all(entries.clone());
            for &(at, tells) in order {
                hits[at].clear();
                readers[at].read(&passages, &mut desk, &mut hits[at]);
                if tells && hits[at].is_empty() {
                    continue 'blocks;
                }
            }
            let mut rest: Vec<&[Hit]> = hits.iter().map(Vec::as_slice).collect();
            let mut of_entry = rest.clone();
            let mut next = entries.start;
            while next < entries.end {
                let entry = match lead.map(|lead| rest[lead].first()) {
                    Some(Some(hit)) => self.entry_of(hit.passage),
                    Some(None) => break,
                    None => next,
                };
                next = entry + 1;
                let passages = self.passages_of(entry);
                for (rest, of_entry) in rest.iter_mut().zip(&mut of_entry) {
                    (_, *rest) = split(rest, passages.start);
                    (*of_entry, *rest) = split(rest, passages.end);
                }
                let record = self.records[entry as usize];
                for ((asked, hits), met) in asked.iter().zip(&of_entry).zip(&mut met) {
                    *met = self.meets(asked.clause, hits, record);
                }
                let mut clauses = asked.iter().zip(&met).zip(must);
                if clauses.all(|((asked, met), must)| *met || !(asked.clause.not || *must)) {
                    let score = self.score(asked, &of_entry, entry, &mut shares);
                    collect(&mut collected, Tally { entry, hits: &of_entry, score });
                }
            }
        }
        Some(collected)
    }

    /// The entries of a block; none beyond the last.
    fn block(&self, block: u32) -> Range<u32> {
        let end = |block: u32| block.saturating_mul(BLOCK).min(self.count());
        end(block)..end(block.saturating_add(1))
    }

    fn meets(&self, clause: &Clause, hits: &[Hit], record: EntryRef) -> bool {
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
        if hits.iter().all(|hits| hits.is_empty()) {
            return 0.0;
        }
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
        let exact = if met >= 1.0 { share.exact / all } else { 0.0 };
        let whole = exact >= 1.0 && covered >= 1.0 && share.repeats == passage.repeats;
        let whole = if whole { WHOLE } else { 1.0 };
        let exact = 1.0 + (EXACT - 1.0) * exact;
        passage.weight * share.value * covered.sqrt() * met * exact * whole
    }

    /// Rules 3 and 5.
    pub(super) fn weigh_words(&self, asked: &mut [Asked<'_>], stop: Stop<'_>) {
        for asked in asked.iter_mut().filter(|asked| asked.counts()) {
            let rarity =
                (1.0 + f64::from(self.count()) / self.entries_met(asked, stop).max(1.0)).ln();
            asked.weight = rarity * if asked.clause.noise { NOISE } else { 1.0 };
        }
    }

    /// How many entries meet a clause; of very many, about how many. Anything when stopped.
    fn entries_met(&self, asked: &Asked<'_>, stop: Stop<'_>) -> f64 {
        let most = asked.most(self);
        let all = if most == 0 { 0 } else { self.count().div_ceil(BLOCK) };
        let every = if most > COUNTED { (all / SAMPLE).max(1) } else { 1 };
        let passages = self.passages_of_all(0..self.count());
        let mut reader = Reader::new(self, &asked.sources, &passages);
        let mut desk = Desk::default();
        let mut hits = Vec::new();
        let (mut met, mut looked) = (0_u32, 0_u32);
        for block in (0..all).step_by(every as usize) {
            looked += 1;
            if looked % BREATH == 0 && stop() {
                break;
            }
            hits.clear();
            reader.read(&self.passages_of_all(self.block(block)), &mut desk, &mut hits);
            let mut last = None;
            for hit in &hits {
                let entry = self.entry_of(hit.passage);
                met += u32::from(last.replace(entry) != Some(entry));
            }
        }
        f64::from(met) * f64::from(all) / f64::from(looked.max(1))
    }

    /// Whether a source gives any hit. Anything when stopped.
    pub(super) fn has_hits(&self, asked: &Asked<'_>, stop: Stop<'_>) -> bool {
        let at_once = |source: &Source| match source {
            Source::Word(strand) => strand.counts(self),
            Source::Hits(hits) => !hits.is_empty(),
            Source::Phrase(_) => false,
        };
        asked.sources.iter().any(at_once) || self.entries_met(asked, stop) > 0.0
    }

    /// The hits of a clause in one entry.
    pub(super) fn hits_of(&self, asked: &Asked<'_>, entry: u32) -> Vec<Hit> {
        let mut hits = Vec::new();
        let passages = self.passages_of(entry);
        let mut reader = Reader::new(self, &asked.sources, &passages);
        reader.read(&passages, &mut Desk::default(), &mut hits);
        hits
    }

    /// Which clauses an entry meets.
    pub(super) fn met_by(&self, asked: &[Asked<'_>], entry: u32) -> Vec<bool> {
        let record = self.records[entry as usize];
        let meets =
            |asked: &Asked<'_>| self.meets(asked.clause, &self.hits_of(asked, entry), record);
        asked.iter().map(meets).collect()
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
    let repeats = asked.iter().map(|asked| asked.clause.repeats).fold(0, u8::saturating_add);
    for (asked, hits) in asked.iter().zip(hits).filter(|(asked, _)| asked.counts()) {
        all += asked.weight;
        for hit in *hits {
            let share = &mut shares[(hit.passage - passages.start) as usize];
            share.value += asked.weight * hit.quality;
            share.weight += asked.weight;
            share.parts += hit.parts * hit.quality;
            if hit.way == Way::Whole {
                share.exact += asked.weight;
            }
            share.repeats = repeats;
        }
    }
    all
}

/// The hits before a passage, and the rest.
fn split(hits: &[Hit], passage: u32) -> (&[Hit], &[Hit]) {
    hits.split_at(hits.iter().take_while(|hit| hit.passage < passage).count())
}

impl Asked<'_> {
    /// At most how many hits there are.
    pub(super) fn most(&self, index: &Index) -> usize {
        self.sources.iter().map(|source| source.most(index)).sum()
    }

    /// Whether an entry may meet it by a property.
    fn has_filter(&self) -> bool {
        self.clause.filters().next().is_some()
    }

    /// Whether its hits count.
    pub(super) fn counts(&self) -> bool {
        self.clause.counts()
    }
}
