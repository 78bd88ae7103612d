//! Sources: where the hits of a clause come from, looked up once, and read block by block. A broad
//! query has millions of hits; only those of a few hundred entries are ever held at a time.

use std::ops::Range;

use super::field::Field;
use super::hit::{Hit, Way};
use super::index::Index;
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
    /// Nor do hits in advice and remarks: what is merely near a word of them was not meant.
    NorAdvice,
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
    fn accepts(&self, field: Field) -> bool {
        match self.codes {
            Codes::Too => true,
            Codes::Not => !field.is_code(),
            Codes::Only => field.is_code(),
            Codes::NorAdvice => !field.is_code() && field.is_about(),
        }
    }

    /// Whether there is any hit.
    pub(super) fn counts(&self, index: &Index) -> bool {
        let places = index.vocabulary.places(self.term);
        match self.codes {
            Codes::Too => places.codes || places.running,
            Codes::Not => places.running,
            Codes::Only => places.codes,
            Codes::NorAdvice => {
                let passages = index.vocabulary.postings(self.term).iter();
                passages.map(|posting| index.field(posting.passage())).any(|it| self.accepts(it))
            }
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
    strands: Vec<Cursor<'i>>,
    /// The postings of all rare words, in order, each with its place in `rare`.
    loose: Vec<(Posting, u32)>,
    next_loose: usize,
    rare: Vec<Strand>,
    phrases: Vec<PhraseReader<'i>>,
    hits: Vec<&'i [Hit]>,
}

/// A word, and what is still to be read of its postings.
struct Cursor<'i> {
    strand: Strand,
    rest: &'i [Posting],
    /// Whether it stands in both kinds of text but counts in one only.
    mixed: bool,
}

/// Reads the passages that all of several words have.
struct PhraseReader<'i> {
    way: Way,
    parts: f64,
    /// The forms of each word, the rarest word first.
    words: Vec<Vec<Cursor<'i>>>,
}

/// Where hits are put together; kept for its memory from block to block and clause to clause.
#[derive(Default)]
pub(super) struct Desk {
    slots: Slots,
    of_phrase: Slots,
    hits: Vec<Hit>,
}

impl<'i> Cursor<'i> {
    /// The postings of a word from one passage to another; none if none counts.
    fn new(index: &'i Index, strand: Strand, passages: &Range<u32>) -> Option<Self> {
        if !strand.counts(index) {
            return None;
        }
        let places = index.vocabulary.places(strand.term);
        let all = index.vocabulary.postings(strand.term);
        let place = |passage| {
            let end = Posting::new(passage, 0);
            all.partition_point(|&posting| posting < end)
        };
        let rest = &all[place(passages.start)..place(passages.end)];
        let mixed = match strand.codes {
            Codes::Too => false,
            Codes::Not | Codes::Only => places.codes && places.running,
            Codes::NorAdvice => true,
        };
        (!rest.is_empty()).then_some(Self { strand, rest, mixed })
    }

    fn hit(&self, index: &Index, posting: Posting) -> Option<Hit> {
        let counts = !self.mixed || self.strand.accepts(index.field(posting.passage()));
        counts.then(|| self.strand.hit(posting))
    }

    /// Offers the hits of these passages.
    fn read(&mut self, index: &Index, passages: &Range<u32>, slots: &mut Slots) {
        let start = Posting::new(passages.start, 0);
        let end = Posting::new(passages.end, 0);
        skip(&mut self.rest, |&posting| posting < start);
        while let [posting, more @ ..] = self.rest
            && *posting < end
        {
            self.rest = more;
            if let Some(hit) = self.hit(index, *posting) {
                slots.offer(hit);
            }
        }
    }

    /// The hit in one passage.
    fn at(&mut self, index: &Index, passage: u32) -> Option<Hit> {
        skip(&mut self.rest, |posting| posting.passage() < passage);
        let posting = self.rest.first().filter(|posting| posting.passage() == passage)?;
        self.hit(index, *posting)
    }
}

impl<'i> Reader<'i> {
    /// Reads from one passage to another.
    pub(super) fn new(index: &'i Index, sources: &'i [Source], passages: &Range<u32>) -> Self {
        let mut reader = Self {
            index,
            strands: Vec::new(),
            loose: Vec::new(),
            next_loose: 0,
            rare: Vec::new(),
            phrases: Vec::new(),
            hits: Vec::new(),
        };
        let rare = index.records.len() / BLOCK as usize / LOOSE;
        for source in sources {
            match source {
                Source::Word(strand) => {
                    let Some(cursor) = Cursor::new(index, *strand, passages) else { continue };
                    if cursor.rest.len() < rare {
                        reader.add_loose(&cursor);
                    } else {
                        reader.strands.push(cursor);
                    }
                }
                Source::Phrase(phrase) => {
                    reader.phrases.extend(PhraseReader::new(index, phrase, passages));
                }
                Source::Hits(hits) => reader.hits.push(hits),
            }
        }
        reader.loose.sort_unstable();
        reader
    }

    fn add_loose(&mut self, cursor: &Cursor<'_>) {
        let place = u32::try_from(self.rare.len()).unwrap_or(u32::MAX);
        self.loose.extend(cursor.rest.iter().map(|&posting| (posting, place)));
        self.rare.push(cursor.strand);
    }

    /// Adds the best hit of each of these passages, in their order.
    pub(super) fn read(&mut self, passages: &Range<u32>, desk: &mut Desk, into: &mut Vec<Hit>) {
        let start = Posting::new(passages.start, 0);
        let end = Posting::new(passages.end, 0);
        desk.slots.clear(passages);
        for cursor in &mut self.strands {
            cursor.read(self.index, passages, &mut desk.slots);
        }
        while let Some(&(posting, place)) = self.loose.get(self.next_loose)
            && posting < end
        {
            self.next_loose += 1;
            let strand = self.rare[place as usize];
            if posting >= start && strand.accepts(self.index.field(posting.passage())) {
                desk.slots.offer(strand.hit(posting));
            }
        }
        for phrase in &mut self.phrases {
            phrase.read(self.index, passages, desk);
        }
        for rest in &mut self.hits {
            skip(rest, |hit| hit.passage < passages.start);
            while let [hit, more @ ..] = rest
                && hit.passage < passages.end
            {
                *rest = more;
                desk.slots.offer(*hit);
            }
        }
        desk.slots.hand_over(into);
    }
}

impl<'i> PhraseReader<'i> {
    /// None where some word of the phrase is nowhere in these passages.
    fn new(index: &'i Index, phrase: &Phrase, passages: &Range<u32>) -> Option<Self> {
        let cursor = |strand: &Strand| Cursor::new(index, *strand, passages);
        let forms = |forms: &Vec<Strand>| forms.iter().filter_map(cursor).collect();
        let mut words: Vec<Vec<Cursor<'i>>> = phrase.words.iter().map(forms).collect();
        let postings = |forms: &Vec<Cursor<'_>>| forms.iter().map(|form| form.rest.len()).sum();
        words.sort_by_cached_key(|forms| -> usize { postings(forms) });
        let found = words.iter().all(|forms| !forms.is_empty());
        found.then_some(Self { way: phrase.way, parts: phrase.parts, words })
    }

    /// Offers the passages that all words have, each with its worst quality and all its words.
    fn read(&mut self, index: &Index, passages: &Range<u32>, desk: &mut Desk) {
        let Some((rarest, others)) = self.words.split_first_mut() else { return };
        let Desk { slots, of_phrase, hits } = desk;
        of_phrase.clear(passages);
        for form in rarest {
            form.read(index, passages, of_phrase);
        }
        hits.clear();
        of_phrase.hand_over(hits);
        'hits: for hit in hits {
            for forms in &mut *others {
                let met = forms.iter_mut().filter_map(|form| form.at(index, hit.passage));
                let better = |a: Hit, b: Hit| if b.is_better_than(&a) { b } else { a };
                let Some(other) = met.reduce(better) else { continue 'hits };
                hit.way = hit.way.max(other.way);
                hit.quality = hit.quality.min(other.quality);
                hit.parts += other.parts;
                hit.term = None;
            }
            hit.way = hit.way.max(self.way);
            hit.quality = hit.quality.min(self.way.quality());
            hit.parts *= self.parts;
            slots.offer(*hit);
        }
    }
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
