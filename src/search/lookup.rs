//! Lookup: where a word that was typed is met, and how well. What the vocabulary has to the letter
//! decides; what is merely near is looked for only where nothing is.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::humps;
use super::index::Index;
use super::query::{Ask, Letters, Word};
use super::synonyms::Phrase;
use super::typo;
use super::words::{is_noise, stem};

/// How a word is met. The order is that of trust, and gives every way its share of a full match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// The word itself.
    Whole,
    /// Another inflection or spelling: `expires` for `expired`, `licence` for `license`.
    Inflected,
    /// A beginning: `lic` for `license`, `166` for `1668`.
    Beginning,
    /// Two words typed as one: `ratelimit`.
    Joined,
    /// The humps of a name: `naused` for `NameAlreadyUsed`.
    Humps,
    /// A synonym of the trade: `throttled` for `too many requests`.
    Synonym,
    /// With slips of the finger: `forbiden` for `forbidden`.
    Typo,
    /// Inside a word: `attended` for `unattended`.
    Inside,
    /// Letters that only follow each other in the text.
    Scattered,
    /// Two words for one that exists: `user name` for `username`.
    Apart,
}

/// A passage that meets a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) passage: u32,
    pub(super) way: Way,
    /// How well, at most 1.
    pub(super) quality: f64,
    /// How many words of the passage are covered.
    pub(super) parts: f64,
    /// The word of the vocabulary; none where several words meet it, or letters of the text.
    pub(super) term: Option<u32>,
}

impl Way {
    /// What a match of this way is worth, a whole word being 1.
    fn quality(self) -> f64 {
        match self {
            Self::Whole => 1.0,
            Self::Inflected => 0.9,
            Self::Beginning | Self::Joined => 0.85,
            Self::Humps => 0.8,
            Self::Typo => 0.7,
            Self::Synonym => 0.5,
            Self::Inside => 0.3,
            Self::Scattered => 0.25,
            Self::Apart => 0.15,
        }
    }
}

/// What is lost with each further slip, and what of the word is still to be typed.
const SLIP: f64 = 0.15;

/// The share of a beginning that its length decides: `licens` is nearer to `license` than `l` is.
const LENGTH: f64 = 0.2;

/// The least score of fuzzy-matcher for each letter. It gives 16 to a letter and more to those
/// that begin a word or follow each other; below this the letters are scattered at random.
const SCATTERED_LEAST: i64 = 17;

/// The fewest letters that can be told from letters scattered at random.
const SCATTERED_LETTERS: usize = 4;

impl Index {
    /// Where what is asked for is met to the letter: whole, inflected or begun.
    pub(super) fn known(&self, ask: &Ask, whole_only: bool) -> Vec<Hit> {
        match ask {
            Ask::Word(word) => {
                let mut hits = Vec::new();
                self.known_word(&word.text, &word.stem, whole_only, &mut hits);
                if !whole_only {
                    self.joined(word, &mut hits);
                }
                best(hits)
            }
            Ask::Letters(letters) => self.letters(letters),
            Ask::Filter(_) => Vec::new(),
        }
    }

    fn known_word(&self, text: &str, stem: &str, whole_only: bool, hits: &mut Vec<Hit>) {
        if !whole_only {
            let number = text.bytes().all(|byte| byte.is_ascii_digit());
            for term in self.beginning(text) {
                // `1` in 60 or 1668 in running text is another number; a code can be half typed.
                let hits_before = hits.len();
                self.push(term, Way::Beginning, number, hits);
                let share = share(text, &self.term(term).text);
                for hit in &mut hits[hits_before..] {
                    hit.quality -= LENGTH * (1.0 - share);
                    hit.parts *= share;
                }
            }
        }
        for term in self.of_stem(stem) {
            self.push(term, Way::Inflected, false, hits);
        }
        if let Some(term) = self.whole(text) {
            self.push(term, Way::Whole, true, hits);
        }
    }

    /// Where something near to the word is met: the humps of a name, typos, a piece of a word. Of the
    /// typos only those with the fewest slips, unless the search is a wide one.
    pub(super) fn near(&self, word: &Word, wide: bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        if word.has_digits() {
            return hits;
        }
        if word.text.chars().count() > 2 {
            self.humps(word, &mut hits);
            self.typos(word, wide, &mut hits);
            for (term, known) in (0..).zip(&self.vocabulary) {
                if known.text.contains(&word.text) {
                    self.push(term, Way::Inside, false, &mut hits);
                }
            }
        }
        best(hits)
    }

    /// The longest beginning of a number that some code has, where the number itself is no code's.
    pub(super) fn nearest_codes<'w>(&self, word: &'w Word) -> Option<(&'w str, Vec<Hit>)> {
        if !word.is_number() {
            return None;
        }
        let beginnings = (2..word.text.len()).rev().map(|length| &word.text[..length]);
        beginnings.map(|text| (text, self.code_beginnings(text))).find(|(_, hits)| !hits.is_empty())
    }

    fn code_beginnings(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for term in self.beginning(text) {
            self.push(term, Way::Beginning, true, &mut hits);
        }
        best(hits)
    }

    /// Where a phrase is met that stands for what was typed.
    pub(super) fn synonym(&self, phrase: &Phrase) -> Vec<Hit> {
        let mut hits = match phrase.as_slice() {
            [stem] => self.stem_hits(stem),
            stems => intersect(stems.iter().map(|stem| self.stem_hits(stem))),
        };
        for hit in &mut hits {
            hit.way = Way::Synonym;
            hit.quality = Way::Synonym.quality();
        }
        best(hits)
    }

    fn stem_hits(&self, stem: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for term in self.of_stem(stem) {
            self.push(term, Way::Inflected, false, &mut hits);
        }
        best(hits)
    }

    /// The passages that have all these words.
    fn all_of(&self, words: &[impl AsRef<str>], way: Way) -> Vec<Hit> {
        let lists = words.iter().map(|word| {
            let mut hits = Vec::new();
            let word = word.as_ref();
            self.known_word(word, &stem(word), true, &mut hits);
            best(hits)
        });
        let mut hits = intersect(lists);
        for hit in &mut hits {
            hit.way = way.max(hit.way);
            hit.quality = hit.quality.min(way.quality());
        }
        hits
    }

    fn humps(&self, word: &Word, hits: &mut Vec<Hit>) {
        for name in &self.names {
            let parts: Vec<&str> =
                name.parts.iter().map(|&part| self.term(part).text.as_str()).collect();
            let Some(run) = humps::run(&word.text, &parts) else { continue };
            let quality = Way::Humps.quality() - if run.unbroken { 0.0 } else { LENGTH };
            let parts = f64::from(u32::try_from(run.met.len()).unwrap_or(u32::MAX));
            hits.push(Hit { passage: name.passage, way: Way::Humps, quality, parts, term: None });
        }
    }

    /// The words that were typed as one, such as `RateLimit` or `ratelimit`.
    fn joined(&self, word: &Word, hits: &mut Vec<Hit>) {
        let known = self.whole(&word.text).is_some();
        if word.parts.len() > 1 {
            // Whoever types `StartJobs`, which exists, does not mean `CannotStartJobs`.
            if !known {
                hits.extend(self.all_of(&word.parts, Way::Joined));
            }
            return;
        }
        let way = if known { Way::Apart } else { Way::Joined };
        let cuts = word.text.char_indices().map(|(at, _)| at);
        for (left, right) in cuts.map(|at| word.text.split_at(at)) {
            // `or` and `in` end too many words by chance.
            let telling = |half: &str| half.len() > 2 && !is_noise(half);
            let halves = [left, right];
            if halves.iter().all(|half| telling(half) && self.whole(half).is_some()) {
                hits.extend(self.all_of(&halves, way));
            }
        }
    }

    fn typos(&self, word: &Word, wide: bool, hits: &mut Vec<Hit>) {
        let typed = typo::Typed::new(&word.text);
        let words = (0..).zip(&self.vocabulary).filter_map(|(term, known)| {
            typed.slips(&known.text, known.letters).map(|slips| (term, slips))
        });
        // `encripted` is nearer to `encryption` than the letters say.
        let typed = typo::Typed::new(&word.stem);
        let stems = self.stems.iter().filter_map(|(stem, term)| {
            typed.slips(stem, typo::letters(stem)).map(|slips| (*term, slips + 1))
        });
        let near: Vec<(u32, u32)> = words.chain(stems).collect();
        let fewest = near.iter().map(|&(_, slips)| slips).min();
        for (term, slips) in near {
            if wide || Some(slips) == fewest {
                self.push_typo(term, slips, hits);
            }
        }
    }

    fn push_typo(&self, term: u32, slips: u32, hits: &mut Vec<Hit>) {
        let hits_before = hits.len();
        self.push(term, Way::Typo, false, hits);
        for hit in &mut hits[hits_before..] {
            hit.quality -= SLIP * (f64::from(slips) - 1.0);
        }
    }

    /// The passages that have these very letters.
    fn letters(&self, letters: &Letters) -> Vec<Hit> {
        let entries = 0..u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        let meets = |text: &str| letters.found_in(text);
        let mut hits = Vec::new();
        for entry in entries {
            for (passage, text) in self.passages_of(entry).zip(self.texts_of(entry)) {
                if meets(&text.text) {
                    let way = Way::Whole;
                    hits.push(Hit { passage, way, quality: 1.0, parts: 1.0, term: None });
                }
            }
        }
        hits
    }

    /// The names and messages among those of `entries` that have the letters of the word, scattered.
    pub(super) fn scattered(&self, word: &Word, entries: &[u32]) -> Vec<Hit> {
        let matcher = SkimMatcherV2::default();
        let mut hits = Vec::new();
        if word.has_digits() {
            return hits;
        }
        for &entry in entries {
            for (passage, text) in self.passages_of(entry).zip(self.texts_of(entry)) {
                let found = || scattered_letters(&matcher, &text.text, &word.text);
                if text.field.is_title() && found().is_some() {
                    let way = Way::Scattered;
                    let quality = way.quality();
                    hits.push(Hit { passage, way, quality, parts: quality, term: None });
                }
            }
        }
        hits
    }

    /// Adds every passage that has the word. A code counts only where `code` says so.
    fn push(&self, term: u32, way: Way, code: bool, hits: &mut Vec<Hit>) {
        let only_code = way == Way::Beginning && code;
        for posting in &self.term(term).postings {
            let is_code = self.passage(posting.passage).field.is_code();
            if (is_code && !code) || (only_code && !is_code) {
                continue;
            }
            hits.push(Hit {
                passage: posting.passage,
                way,
                quality: way.quality(),
                parts: f64::from(posting.parts),
                term: Some(term),
            });
        }
    }
}

impl Letters {
    /// Whether a text has these letters where they are asked for.
    pub(super) fn found_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        match (self.begins, self.ends) {
            (true, true) => text == self.text,
            (true, false) => text.starts_with(&self.text),
            (false, true) => text.ends_with(&self.text),
            (false, false) => text.contains(&self.text),
        }
    }
}

/// Which characters of a text are the letters of a word, scattered over it but not at random.
pub(super) fn scattered_letters(
    matcher: &SkimMatcherV2,
    text: &str,
    word: &str,
) -> Option<Vec<usize>> {
    let letters = word.chars().count();
    if letters < SCATTERED_LETTERS {
        return None;
    }
    let (score, found) = matcher.fuzzy_indices(text, word)?;
    (score >= SCATTERED_LEAST * i64::try_from(letters).ok()?).then_some(found)
}

/// The best hit of each passage, in the order of the passages.
pub(super) fn best(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| {
        a.passage
            .cmp(&b.passage)
            .then(b.quality.total_cmp(&a.quality))
            .then(b.parts.total_cmp(&a.parts))
    });
    hits.dedup_by_key(|hit| hit.passage);
    hits
}

/// The passages that all lists have, each with its worst quality and all its words.
fn intersect(lists: impl Iterator<Item = Vec<Hit>>) -> Vec<Hit> {
    let both = |left: Vec<Hit>, right: Vec<Hit>| {
        let mut right = right.into_iter().peekable();
        let meet = |hit: Hit| {
            while right.next_if(|other| other.passage < hit.passage).is_some() {}
            let other = right.next_if(|other| other.passage == hit.passage)?;
            Some(Hit {
                way: hit.way.max(other.way),
                quality: hit.quality.min(other.quality),
                parts: hit.parts + other.parts,
                term: None,
                ..hit
            })
        };
        left.into_iter().filter_map(meet).collect()
    };
    lists.reduce(both).unwrap_or_default()
}

/// How much of a word its beginning is.
fn share(beginning: &str, word: &str) -> f64 {
    let letters = |text: &str| f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    letters(beginning) / letters(word)
}
