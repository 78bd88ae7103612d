//! Lookup: where a word that was typed is met, and how well. What the vocabulary has to the letter
//! decides; what is merely near is looked for only where nothing is.

use std::borrow::Cow;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::Stop;
use super::field::Text;
use super::hit::{Hit, Way};
use super::humps;
use super::index::{Index, Title};
use super::query::{Ask, Letters, Word};
use super::sources::{Codes, Phrase, Source, Strand};
use super::synonyms;
use super::typo;
use super::words::{fold, is_noise, stem, words};

/// What is lost with each further slip, and what of the word is still to be typed.
const SLIP: f64 = 0.15;

/// The share of a beginning that its length decides: `licens` is nearer to `license` than `l` is.
const LENGTH: f64 = 0.2;

/// The share of a code's beginning that a number keeps which is a code or a status itself.
const KNOWN_NUMBER: f64 = 0.5;

/// The least score of fuzzy-matcher for each letter. It gives 16 to a letter and more to those
/// that begin a word or follow each other; below this the letters are scattered at random.
const SCATTERED_LEAST: i64 = 17;

/// The fewest letters that can be told from letters scattered at random.
const SCATTERED_LETTERS: usize = 4;

/// How many texts with scattered letters are wanted: more than anybody looks at.
const SCATTERED_WANTED: usize = 512;

/// How many texts are scored at most to get them: what a key may take.
const SCATTERED_TRIED: usize = 1 << 15;

/// After how many words or texts it is looked whether the answer is still wanted.
const BREATH: usize = 1 << 12;

impl Strand {
    fn new(term: u32, way: Way, codes: Codes) -> Self {
        Self { term, way, quality: way.quality(), parts: 1.0, codes }
    }
}

impl Index {
    /// Where what is asked for is met to the letter: whole, inflected or begun.
    pub(super) fn known(&self, ask: &Ask, whole_only: bool) -> Vec<Source> {
        match ask {
            Ask::Word(word) => {
                let strands = self.known_word(&word.text, &word.stem, whole_only);
                let mut sources: Vec<_> = strands.into_iter().map(Source::Word).collect();
                if !whole_only {
                    self.joined(word, &mut sources);
                }
                sources
            }
            Ask::Letters(letters) => vec![Source::Hits(self.letters(letters))],
            Ask::Filter(_) => Vec::new(),
        }
    }

    fn known_word(&self, text: &str, stem: &str, whole_only: bool) -> Vec<Strand> {
        let mut strands = Vec::new();
        if !whole_only {
            // `1` in 60 or 1668 in running text is another number; a code can be half typed.
            let number = text.bytes().all(|byte| byte.is_ascii_digit());
            let codes = if number { Codes::Only } else { Codes::Not };
            // Nor does `500` often mean the beginning of 5000.
            let is_known = number && self.vocabulary.whole(text).is_some();
            let meant = if is_known { KNOWN_NUMBER } else { 1.0 };
            for term in self.vocabulary.beginning(text) {
                let share = share(text, self.vocabulary.text(term));
                let whole = Strand::new(term, Way::Beginning, codes);
                let quality = (whole.quality - LENGTH * (1.0 - share)) * meant;
                strands.push(Strand { quality, parts: share, ..whole });
            }
        }
        strands.extend(self.inflected(stem));
        let whole = self.vocabulary.whole(text);
        strands.extend(whole.map(|term| Strand::new(term, Way::Whole, Codes::Too)));
        strands
    }

    fn inflected(&self, stem: &str) -> Vec<Strand> {
        let strand = |term| Strand::new(term, Way::Inflected, Codes::Not);
        self.vocabulary.of_stem(stem).map(strand).collect()
    }

    /// Where something near to the word is met: the humps of a name, typos, a piece of a word. Of the
    /// typos only those with the fewest slips, unless the search is a wide one. Incomplete when stopped.
    pub(super) fn near(&self, word: &Word, wide: bool, stop: Stop<'_>) -> Vec<Source> {
        if word.has_digits() || word.text.chars().count() <= 2 {
            return Vec::new();
        }
        let mut sources = vec![Source::Hits(self.humps(word, stop))];
        sources.extend(self.typos(word, wide, stop).map(Source::Word));
        let letters = typo::letters(&word.text);
        let spoken = until(stop, self.vocabulary.spoken().iter().copied());
        let inside = spoken.filter(|&term| {
            letters & !self.vocabulary.letters(term) == 0
                && self.vocabulary.text(term).contains(&word.text)
        });
        sources.extend(inside.map(|term| Source::Word(Strand::new(term, Way::Inside, Codes::Not))));
        sources
    }

    /// The longest beginning of a number that some code has, where the number itself is no code's.
    pub(super) fn nearest_codes<'w>(&self, word: &'w Word) -> Option<(&'w str, Vec<Source>)> {
        if !word.is_number() {
            return None;
        }
        let beginnings = (2..word.text.len()).rev().map(|length| &word.text[..length]);
        let mut codes = beginnings.map(|text| (text, self.code_beginnings(text)));
        codes.find(|(_, sources)| !sources.is_empty())
    }

    fn code_beginnings(&self, text: &str) -> Vec<Source> {
        let terms = self.vocabulary.beginning(text);
        let codes = terms.filter(|&term| self.vocabulary.places(term).codes);
        let strand = |term| Strand::new(term, Way::Beginning, Codes::Only);
        codes.map(|term| Source::Word(strand(term))).collect()
    }

    /// Where a phrase is met that stands for `share` of each of the words that were typed.
    pub(super) fn synonym(&self, phrase: &synonyms::Phrase, share: f64) -> Vec<Source> {
        let way = Way::Synonym;
        if let [stem] = phrase.as_slice() {
            let quality = way.quality();
            let strand = |strand| Strand { way, quality, parts: share, ..strand };
            return self.inflected(stem).into_iter().map(strand).map(Source::Word).collect();
        }
        let words = phrase.iter().map(|stem| self.inflected(stem)).collect();
        vec![Source::Phrase(Phrase { words, way, parts: share })]
    }

    /// The passages that have all these words.
    fn all_of(&self, words: &[impl AsRef<str>], way: Way) -> Source {
        let forms = |word: &str| self.known_word(word, &stem(word), true);
        let words = words.iter().map(|word| forms(word.as_ref())).collect();
        Source::Phrase(Phrase { words, way, parts: 1.0 })
    }

    fn humps(&self, word: &Word, stop: Stop<'_>) -> Vec<Hit> {
        let letters = typo::letters(&word.text);
        let begins_a_word = |piece: &str| self.vocabulary.beginning(piece).next().is_some();
        let filter = humps::Filter::new(&word.text, begins_a_word);
        let mut hits = Vec::new();
        let mut texts: Vec<&str> = Vec::new();
        for title in until(stop, self.titles.all.iter().copied()) {
            if letters & !title.letters != 0 || !filter.accepts(title.initials) {
                continue;
            }
            let parts = self.titles.parts(title);
            texts.clear();
            texts.extend(parts.iter().map(|&part| self.vocabulary.text(part)));
            let Some(run) = humps::run(&word.text, &texts) else { continue };
            let quality = Way::Humps.quality() - if run.unbroken { 0.0 } else { LENGTH };
            let parts = f64::from(u32::try_from(run.met.len()).unwrap_or(u32::MAX));
            hits.push(Hit { passage: title.passage, way: Way::Humps, quality, parts, term: None });
        }
        hits.sort_unstable_by_key(|hit| hit.passage);
        hits
    }

    /// The words that were typed as one, such as `RateLimit` or `ratelimit`.
    fn joined(&self, word: &Word, sources: &mut Vec<Source>) {
        let known = self.vocabulary.whole(&word.text).is_some();
        if word.parts.len() > 1 {
            // Whoever types `StartJobs`, which exists, does not mean `CannotStartJobs`.
            if !known {
                sources.push(self.all_of(&word.parts, Way::Joined));
            }
            return;
        }
        let way = if known { Way::Apart } else { Way::Joined };
        let cuts = word.text.char_indices().map(|(at, _)| at);
        for (left, right) in cuts.map(|at| word.text.split_at(at)) {
            // `or` and `in` end too many words by chance.
            let telling = |half: &str| half.len() > 2 && !is_noise(half);
            let halves = [left, right];
            let is_word = |half: &&str| telling(half) && self.vocabulary.whole(half).is_some();
            if halves.iter().all(is_word) {
                sources.push(self.all_of(&halves, way));
            }
        }
    }

    fn typos(
        &self,
        word: &Word,
        wide: bool,
        stop: Stop<'_>,
    ) -> impl Iterator<Item = Strand> + use<> {
        let vocabulary = &self.vocabulary;
        let mut near: Vec<(u32, u32)> = Vec::new();
        let mut typed = typo::Typed::new(&word.text);
        for &term in until(stop, vocabulary.spoken().iter()) {
            if !typed.refuses(vocabulary.letters(term), vocabulary.head(term)) {
                let slips = typed.slips(vocabulary.text(term));
                near.extend(slips.map(|slips| (term, slips)));
            }
        }
        // `encripted` is nearer to `encryption` than the letters say.
        let mut typed = typo::Typed::new(&word.stem);
        let (stems, terms) = vocabulary.stems();
        for (place, &term) in until(stop, (0..).zip(terms)) {
            if !typed.refuses(u32::MAX, stems.head(place)) {
                let slips = typed.slips(stems.text(place));
                near.extend(slips.map(|slips| (term, slips + 1)));
            }
        }
        // Whoever types a word that there is has hardly made two slips on the way to it.
        let known = vocabulary.whole(&word.text).is_some();
        let fewest = if known { Some(1) } else { near.iter().map(|&(_, slips)| slips).min() };
        let any = wide && !known;
        let near = near.into_iter().filter(move |&(_, slips)| any || Some(slips) == fewest);
        near.map(|(term, slips)| {
            let one = Strand::new(term, Way::Typo, Codes::NorAdvice);
            Strand { quality: one.quality - SLIP * (f64::from(slips) - 1.0), ..one }
        })
    }

    /// The passages that have these very letters. Only those are read that have a word with them.
    fn letters(&self, letters: &Letters) -> Vec<Hit> {
        let pieces = words(&letters.text).map(|piece| fold(&letters.text[piece]));
        let Some(longest) = pieces.max_by_key(String::len) else { return Vec::new() };
        let terms = self.vocabulary.terms();
        let mut passages: Vec<u32> = terms
            .filter(|&term| self.vocabulary.text(term).contains(&longest))
            .flat_map(|term| self.vocabulary.postings(term))
            .map(|posting| posting.passage())
            .collect();
        passages.sort_unstable();
        passages.dedup();
        let meets = |passage: &u32| letters.found_in(&self.text_of(*passage));
        let way = Way::Whole;
        let hit = |passage| Hit { passage, way, quality: 1.0, parts: 1.0, term: None };
        passages.into_iter().filter(meets).map(hit).collect()
    }

    /// The names and messages among those of `entries` that have the letters of the word, scattered.
    ///
    /// All such texts are worth the same for their letters, so they are tried in the order in which
    /// they would stand, and only until there are more than anybody looks at.
    pub(super) fn scattered(&self, word: &Word, entries: &Entries, stop: Stop<'_>) -> Vec<Hit> {
        self.scattered_among(word, entries, (SCATTERED_WANTED, SCATTERED_TRIED), stop)
    }

    pub(super) fn scattered_among(
        &self,
        word: &Word,
        entries: &Entries,
        (wanted, tried): (usize, usize),
        stop: Stop<'_>,
    ) -> Vec<Hit> {
        if word.has_digits() || word.text.chars().count() < SCATTERED_LETTERS {
            return Vec::new();
        }
        let letters = typo::letters(&word.text);
        let may_have = |title: &Title| {
            letters & !title.letters == 0
                && entries.has(self.entry_of(title.passage))
                && self.has_in_order(*title, &word.text)
        };
        let matcher = SkimMatcherV2::default();
        let has = |title: &Title| {
            scattered_letters(&matcher, &self.text_of(title.passage), &word.text).is_some()
        };
        let way = Way::Scattered;
        let quality = way.quality();
        let hit = |passage| Hit { passage, way, quality, parts: quality, term: None };
        let titles = until(stop, self.titles.all.iter()).filter(|title| may_have(title));
        let titles = titles.take(tried).filter(|title| has(title)).take(wanted);
        let mut hits: Vec<Hit> = titles.map(|title| hit(title.passage)).collect();
        hits.sort_unstable_by_key(|hit| hit.passage);
        hits
    }

    /// Whether the letters of a word follow each other in a title: without that, fuzzy-matcher finds
    /// nothing either. Whole words are passed over by their letters.
    fn has_in_order(&self, title: Title, word: &str) -> bool {
        let mut asked = word.as_bytes();
        for &part in self.titles.parts(title) {
            let letters = self.vocabulary.letters(part);
            let has_next =
                |asked: &[u8]| asked.first().is_some_and(|&next| letters & typo::letter(next) != 0);
            if !has_next(asked) {
                continue;
            }
            let mut rest = self.vocabulary.text(part).as_bytes();
            while has_next(asked)
                && let [next, more @ ..] = asked
                && let Some(at) = rest.iter().position(|byte| byte == next)
            {
                asked = more;
                rest = &rest[at + 1..];
            }
        }
        asked.is_empty()
    }

    fn text_of(&self, passage: u32) -> Cow<'static, str> {
        let entry = self.entry_of(passage);
        let at = passage - self.passages_of(entry).start;
        let text = self.texts_of(entry).get(at as usize).map(Text::text);
        text.unwrap_or_default()
    }
}

/// As many of these as can be looked at until it is said to stop.
fn until<T>(stop: Stop<'_>, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let goes_on = move |(at, _): &(usize, T)| at % BREATH != BREATH - 1 || !stop();
    all.enumerate().take_while(goes_on).map(|(_, one)| one)
}

/// Some of the entries.
pub(super) enum Entries {
    All,
    /// In their order.
    These(Vec<u32>),
}

impl Entries {
    fn has(&self, entry: u32) -> bool {
        match self {
            Self::All => true,
            Self::These(entries) => entries.binary_search(&entry).is_ok(),
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

/// How much of a word its beginning is.
fn share(beginning: &str, word: &str) -> f64 {
    let letters = |text: &str| f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    letters(beginning) / letters(word)
}
