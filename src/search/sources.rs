//! Sources: where the hits of a clause come from, looked up once, and read block by block. A broad
//! query has millions of hits; only those of a few hundred entries are ever held at a time.

use std::ops::Range;

use super::index::Index;
use super::lookup::{Hit, Way};
use super::vocabulary::Posting;

/// How many entries are read at a time: their hits fit into the nearest memory of the processor.
pub(super) const BLOCK: u32 = 256;

/// Words with fewer postings than one in so many blocks are put in order together, rather than
/// looked for in each block: a digit begins a hundred thousand codes.
const LOOSE: usize = 32;

/// Where hits come from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// The passages that have a word.
    Word(Strand),
    /// The passages that have all of several words, each in one of its forms.
    Phrase(Phrase),
    /// Passages that were found otherwise, in their order.
    Hits(Vec<Hit>),
}

/// A word of the vocabulary, and what its hits are worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strand {
    pub(super) term: u32,
    pub(super) way: Way,
    pub(super) quality: f64,
    /// What is counted of the words that it stands for.
    pub(super) parts: f64,
    pub(super) codes: Codes,
}

/// Whether hits in codes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    Too,
    Not,
    Only,
}

/// Words that belong together.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) words: Vec<Vec<Strand>>,
    pub(super) way: Way,
    /// What is counted of the words that they stand for.
    pub(super) parts: f64,
}

impl Strand {
    fn accepts(&self, code: bool) -> bool {
        match self.codes {
            Codes::Too => true,
            Codes::Not => !code,
            Codes::Only => code,
        }
    }

    fn hit(&self, posting: Posting) -> Hit {
        Hit {
            passage: posting.passage(),
            way: self.way,
            quality: self.quality,
            parts: f64::from(posting.parts()) * self.parts,
            term: Some(self.term),
        }
    }
}

impl Source {
    /// At most how many hits there are.
    pub(super) fn most(&self, index: &Index) -> usize {
        let postings = |strand: &Strand| index.vocabulary.postings(strand.term).len();
        match self {
            Self::Word(strand) => postings(strand),
            Self::Phrase(phrase) => {
                let words = phrase.words.iter().map(|forms| forms.iter().map(postings).sum());
                words.min().unwrap_or(0)
            }
            Self::Hits(hits) => hits.len(),
        }
    }
}

/// Reads the hits of a clause, from the first block to the last; blocks may be left out.
pub(super) struct Reader<'i> {
    index: &'i Index,
    strands: Vec<(Strand, &'i [Posting])>,
    /// The postings of all rare words, in order, each with its place in `rare`.
    loose: Vec<(Posting, u32)>,
    next_loose: usize,
    rare: Vec<Strand>,
    phrases: Vec<(Phrase, Vec<Self>)>,
    hits: Vec<&'i [Hit]>,
    slots: Slots,
}

impl<'i> Reader<'i> {
    pub(super) fn new(index: &'i Index, sources: &'i [Source]) -> Self {
        let mut reader = Self::of_words(index, &[]);
        for source in sources {
            match source {
                Source::Word(strand) => reader.add(*strand),
                Source::Phrase(phrase) => {
                    let words = phrase.words.iter().map(|forms| Self::of_words(index, forms));
                    reader.phrases.push((phrase.clone(), words.collect()));
                }
                Source::Hits(hits) => reader.hits.push(hits),
            }
        }
        reader.loose.sort_unstable();
        reader
    }

    fn of_words(index: &'i Index, strands: &[Strand]) -> Self {
        let mut reader = Self {
            index,
            strands: Vec::new(),
            loose: Vec::new(),
            next_loose: 0,
            rare: Vec::new(),
            phrases: Vec::new(),
            hits: Vec::new(),
            slots: Slots::default(),
        };
        for &strand in strands {
            reader.add(strand);
        }
        reader.loose.sort_unstable();
        reader
    }

    fn add(&mut self, strand: Strand) {
        let places = self.index.vocabulary.places(strand.term);
        let counts =
            (places.codes && strand.accepts(true)) || (places.running && strand.accepts(false));
        if !counts {
            return;
        }
        let postings = self.index.vocabulary.postings(strand.term);
        let blocks = self.index.records.len() / BLOCK as usize;
        if postings.len() < blocks / LOOSE {
            let place = u32::try_from(self.rare.len()).unwrap_or(u32::MAX);
            self.loose.extend(postings.iter().map(|&posting| (posting, place)));
            self.rare.push(strand);
        } else {
            self.strands.push((strand, postings));
        }
    }

    /// Adds the best hit of each of these passages, in their order.
    pub(super) fn read(&mut self, passages: &Range<u32>, into: &mut Vec<Hit>) {
        let start = Posting::new(passages.start, 0);
        let end = Posting::new(passages.end, 0);
        let index = self.index;
        let slots = &mut self.slots;
        slots.clear(passages);
        for (strand, rest) in &mut self.strands {
            skip(rest, |&posting| posting < start);
            // Whether a passage is a code matters only to words that stand in both kinds of text.
            let places = index.vocabulary.places(strand.term);
            let mixed = strand.codes != Codes::Too && places.codes && places.running;
            while let [posting, more @ ..] = rest
                && *posting < end
            {
                *rest = more;
                if !mixed || strand.accepts(index.is_code(posting.passage())) {
                    slots.offer(strand.hit(*posting));
                }
            }
        }
        while let Some(&(posting, place)) = self.loose.get(self.next_loose)
            && posting < end
        {
            self.next_loose += 1;
            let strand = self.rare[place as usize];
            if posting >= start && strand.accepts(index.is_code(posting.passage())) {
                slots.offer(strand.hit(posting));
            }
        }
        for (phrase, words) in &mut self.phrases {
            phrase.read(words, passages, slots);
        }
        for rest in &mut self.hits {
            skip(rest, |hit| hit.passage < passages.start);
            while let [hit, more @ ..] = rest
                && hit.passage < passages.end
            {
                *rest = more;
                slots.offer(*hit);
            }
        }
        slots.hand_over(into);
    }
}

impl Phrase {
    /// Offers the passages that all words have, each with its worst quality and all its words.
    fn read(&self, words: &mut [Reader<'_>], passages: &Range<u32>, slots: &mut Slots) {
        let mut common: Option<Vec<Hit>> = None;
        for word in words {
            let mut hits = Vec::new();
            word.read(passages, &mut hits);
            let both = match common {
                Some(common) => intersect(&common, &hits),
                None => hits,
            };
            if both.is_empty() {
                return;
            }
            common = Some(both);
        }
        for mut hit in common.unwrap_or_default() {
            hit.way = hit.way.max(self.way);
            hit.quality = hit.quality.min(self.way.quality());
            hit.parts *= self.parts;
            slots.offer(hit);
        }
    }
}

fn intersect(left: &[Hit], right: &[Hit]) -> Vec<Hit> {
    let mut right = right.iter().peekable();
    let meet = |hit: &Hit| {
        while right.next_if(|other| other.passage < hit.passage).is_some() {}
        let other = right.next_if(|other| other.passage == hit.passage)?;
        Some(Hit {
            way: hit.way.max(other.way),
            quality: hit.quality.min(other.quality),
            parts: hit.parts + other.parts,
            term: None,
            ..*hit
        })
    };
    left.iter().filter_map(meet).collect()
}

/// Leaves out what comes before; near things are found soonest.
fn skip<T>(rest: &mut &[T], before: impl Fn(&T) -> bool) {
    if !rest.first().is_some_and(&before) {
        return;
    }
    let mut reach = 1;
    while reach < rest.len() && before(&rest[reach]) {
        reach *= 2;
    }
    let reach = reach.min(rest.len());
    *rest = &rest[rest[..reach].partition_point(before)..];
}

/// The best hit of each passage of a block.
#[derive(Default)]
struct Slots {
    start: u32,
    hits: Vec<Hit>,
    /// A bit for each passage that has a hit.
    filled: Vec<u64>,
}

impl Slots {
    fn clear(&mut self, passages: &Range<u32>) {
        let count = passages.len();
        self.start = passages.start;
        if self.hits.len() < count {
            self.hits.resize(count, Hit::NONE);
        }
        self.filled.clear();
        self.filled.resize(count.div_ceil(64), 0);
    }

    fn offer(&mut self, hit: Hit) {
        let at = (hit.passage - self.start) as usize;
        let bit = 1 << (at % 64);
        let filled = &mut self.filled[at / 64];
        let slot = &mut self.hits[at];
        if *filled & bit == 0 || hit.is_better_than(slot) {
            *filled |= bit;
            *slot = hit;
        }
    }

    fn hand_over(&self, into: &mut Vec<Hit>) {
        for (word, &bits) in self.filled.iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                into.push(self.hits[word * 64 + bits.trailing_zeros() as usize]);
                bits &= bits - 1;
            }
        }
    }
}
