//! Decides which records are decoded: those with a literal that an error of the catalogs cannot be
//! without, such as the name of a vendor or a word of a message.
//!
//! What a literal alone does not decide is checked next, from the cheapest to the dearest: the code
//! after the name of a member, the other names of its form, the other words of its message.

mod literals;
mod sampler;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::FixedState;
use memchr::memmem;

use crate::catalog::Catalogs;
use crate::decode::Decoder;
use literals::Collector;
use sampler::{Sampler, fold_byte, folded};

/// The longest text between the name of a member and its value.
const MAX_GAP: usize = 16;

/// The longest code that is compared.
const MAX_CODE: usize = 64;

/// A text that an error cannot be without.
#[derive(Debug)]
struct Literal {
    /// Folded.
    text: Vec<u8>,
    rules: Vec<Rule>,
}

/// What shows, besides a literal, that its record is worth decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Nothing more.
    Always,
    /// A listed code after it.
    CodeAfter,
    /// That it is a part of a listed code.
    CodeAround,
    /// A listed code after it, which is the name of the code's member, and the other names of a form
    /// or the words of one of the code's messages.
    Member,
    /// All names of the form of that index.
    Form(usize),
    /// All words of the message of that index.
    Words(usize),
}

/// The prefilter of some catalogs.
#[derive(Debug)]
pub struct Prefilter {
    sampler: Sampler,
    literals: Vec<Literal>,
    codes: Codes,
    /// The messages of each code.
    by_code: HashMap<Vec<u8>, Vec<usize>, FixedState>,
    forms: Vec<Form>,
    /// The forms that have no names besides those of another one with the same name of the code.
    least_forms: Vec<usize>,
    /// The words of each message.
    messages: Vec<Words>,
}

/// The codes, names and aliases of all entries, folded, as they are compared.
#[derive(Debug)]
struct Codes {
    words: HashSet<Vec<u8>, FixedState>,
    /// For each first byte, the lengths of the words as bits, which rule out most others.
    lengths: Box<[u64; 256]>,
}

/// The names in a form, folded.
#[derive(Debug)]
struct Form {
    /// The name of the code.
    code: Option<Vec<u8>>,
    required: Words,
}

/// Words that are in a record together, folded.
#[derive(Debug)]
struct Words(Vec<memmem::Finder<'static>>);

/// What the record of a hit may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// Nothing that this hit is needed for.
    None,
    /// An error, if the rest of it is in the record.
    Part,
    /// Anything.
    Any,
}

/// A literal in a text.
#[derive(Debug, Clone)]
pub struct Hit {
    pub range: Range<usize>,
    literal: usize,
}

/// Makes a copy that is compared: letters are lower case.
pub fn fold(bytes: &[u8], folded: &mut Vec<u8>) {
    folded.clear();
    folded.extend(bytes.iter().copied().map(fold_byte));
}

impl Prefilter {
    pub fn new(catalogs: &Catalogs, decoder: &Decoder) -> Self {
        Collector::default().prefilter(catalogs, decoder)
    }

    /// Visits the literals that start in a part of a text, and others around it.
    pub fn visit(&self, text: &[u8], part: Range<usize>, mut visit: impl FnMut(Hit)) {
        self.sampler.visit(text, part, |at| {
            for (literal, start) in self.sampler.literals(text, at) {
                let folded = &self.literals[literal].text;
                let range = start..start + folded.len();
                let Some(found) = text.get(range.clone()) else { continue };
                if found.iter().zip(folded).all(|(byte, folded)| fold_byte(*byte) == *folded) {
                    visit(Hit { range, literal });
                }
            }
        });
    }

    /// What a hit and the text beside it promise.
    pub fn check(&self, text: &[u8], hit: &Hit) -> Promise {
        let promise = |rule: &Rule| match rule {
            Rule::Always => Promise::Any,
            Rule::CodeAfter if self.may_have_code(text, hit.range.end) => Promise::Any,
            Rule::CodeAround if self.is_code(token_around(text, &hit.range)) => Promise::Any,
            Rule::Member if self.may_have_code(text, hit.range.end) => Promise::Part,
            Rule::Form(_) | Rule::Words(_) => Promise::Part,
            Rule::CodeAfter | Rule::CodeAround | Rule::Member => Promise::None,
        };
        self.literals[hit.literal].rules.iter().map(promise).max().unwrap_or(Promise::None)
    }

    /// Whether a record has the rest of what a hit is a part of. `folded` is a copy of the record.
    pub fn has_rest(&self, record: &[u8], folded: &[u8], hit: &Hit) -> bool {
        self.literals[hit.literal].rules.iter().any(|rule| match rule {
            Rule::Form(form) => self.forms[*form].required.are_in(folded),
            Rule::Words(message) => self.messages[*message].are_in(folded),
            Rule::Member => {
                let end = hit.range.end;
                let Some(value) = value_after(record, end) else { return false };
                let with_code = |code: &[u8]| {
                    let mut messages = self.by_code.get(code).into_iter().flatten();
                    let is_form = |form: &usize| {
                        let Form { code, required } = &self.forms[*form];
                        code.as_ref().is_some_and(|code| folded[..end].ends_with(code))
                            && required.are_in(folded)
                    };
                    self.least_forms.iter().any(is_form)
                        || messages.any(|message| self.messages[*message].are_most_in(folded))
                };
                self.may_have_code(record, end) && with_folded(value, with_code)
            }
            Rule::Always | Rule::CodeAfter | Rule::CodeAround => false,
        })
    }

    /// Whether a listed code may follow a name that ends at `end`.
    fn may_have_code(&self, text: &[u8], end: usize) -> bool {
        value_after(text, end).is_some_and(|value| value.is_empty() || self.is_code(value))
    }

    fn is_code(&self, word: &[u8]) -> bool {
        self.codes.have_length_of(word) && with_folded(word, |word| self.codes.words.contains(word))
    }
}

impl Codes {
    fn new(words: HashSet<Vec<u8>, FixedState>) -> Self {
        let mut lengths = Box::new([0; 256]);
        for word in words.iter().filter(|word| !word.is_empty()) {
            lengths[usize::from(word[0])] |= length_bit(word);
        }
        Self { words, lengths }
    }

    /// Whether a word that starts as this one has its length.
    fn have_length_of(&self, word: &[u8]) -> bool {
        word.first().is_some_and(|first| {
            self.lengths[usize::from(fold_byte(*first))] & length_bit(word) != 0
        })
    }
}

impl Form {
    /// Whether a record with this form has the other one too.
    fn implies(&self, other: &Self) -> bool {
        self.code == other.code && self.required.include(&other.required)
    }
}

fn length_bit(word: &[u8]) -> u64 {
    1 << (word.len().min(MAX_CODE) - 1)
}

/// A code as it is compared with the words of a log: as a whole, and its first word. A code with spaces
/// may be written without them.
fn compared(code: &str) -> impl Iterator<Item = Vec<u8>> {
    let joined = code.contains(' ').then(|| code.replace(' ', ""));
    let mut texts = vec![code.as_bytes(), first_word(code.as_bytes())];
    texts.extend(joined.iter().flat_map(|it| [it.as_bytes(), first_word(it.as_bytes())]));
    texts.dedup();
    let texts: Vec<_> =
        texts.iter().map(|text| folded(&text[..text.len().min(MAX_CODE)])).collect();
    texts.into_iter()
}

fn first_word(text: &[u8]) -> &[u8] {
    let start = text.iter().take_while(|byte| !is_word(**byte)).count();
    let length = text[start..].iter().take_while(|byte| is_word(**byte)).count();
    &text[start..start + length]
}

impl Words {
    fn new(mut words: Vec<Vec<u8>>) -> Self {
        // Long ones are rarer.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words.iter().map(|word| memmem::Finder::new(word).into_owned()).collect())
    }

    fn include(&self, others: &Self) -> bool {
        let has = |other: &memmem::Finder| self.0.iter().any(|it| it.needle() == other.needle());
        others.0.iter().all(has)
    }

    fn are_in(&self, folded: &[u8]) -> bool {
        self.0.iter().all(|word| word.find(folded).is_some())
    }

    /// Whether a record has all words, or of four or more three quarters.
    fn are_most_in(&self, folded: &[u8]) -> bool {
        let missing = self.0.iter().filter(|word| word.find(folded).is_none());
        let allowed = if self.0.len() > 3 { self.0.len() / 4 } else { 0 };
        missing.take(allowed + 1).count() <= allowed
    }
}

/// Calls `use_it` with a folded copy of a short text.
fn with_folded<T>(text: &[u8], use_it: impl FnOnce(&[u8]) -> T) -> T {
    let mut copy = [0; MAX_CODE];
    let text = &text[..text.len().min(MAX_CODE)];
    for (copy, byte) in copy.iter_mut().zip(text) {
        *copy = fold_byte(*byte);
    }
    use_it(&copy[..text.len()])
}

/// The value that follows a name that ends at `end`; empty if escapes or line breaks may hide it.
/// `None` if the name is longer.
fn value_after(text: &[u8], end: usize) -> Option<&[u8]> {
    let rest = &text[end..];
    let gap = rest.iter().take(MAX_GAP).take_while(|byte| !is_word(**byte)).count();
    if gap == 0 && !rest.is_empty() && is_word(text[end - 1]) {
        return None;
    }
    // In the header of a table, the value is on another line.
    let may_hide = |byte: &u8| {
        matches!(byte, b'%' | b'&' | b'*' | b'-' | b'$' | b'|' | b'\\' | b',' | b';')
            || !byte.is_ascii()
            || byte.is_ascii_control()
    };
    if rest[..gap].iter().any(may_hide) {
        return Some(&[]);
    }
    let value = &rest[gap..];
    Some(&value[..value.iter().take(MAX_CODE).take_while(|byte| is_word(**byte)).count()])
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The word that a range is a part of.
fn token_around<'t>(text: &'t [u8], range: &Range<usize>) -> &'t [u8] {
    let length = |bytes: &mut dyn Iterator<Item = &u8>| {
        bytes.take(MAX_CODE).take_while(|byte| is_word(**byte)).count()
    };
    let before = length(&mut text[..range.start].iter().rev());
    let after = length(&mut text[range.end..].iter());
    &text[range.start - before..range.end + after]
}
