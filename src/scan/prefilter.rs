//! Decides which records are decoded: those with a literal that an error of the catalogs cannot be
//! without, such as the name of a vendor or of the member that has the code.
//!
//! As few keys of four bytes as possible are searched so that each literal contains one, in a folded
//! copy, with bit 5 of every byte set: letters of either case are equal, and the few other characters
//! that become equal only cost time. What a key alone does not decide is checked next, from the
//! cheapest to the dearest: the literal around it, the code after the name of a member, the words of
//! messages.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use aho_corasick::packed;
use aho_corasick::{AhoCorasick, Input};
use memchr::memmem;

use crate::catalog::{
    Catalog, Catalogs, JsonForm, Member, Signature, SignatureKind, ValueType, Weight,
};
use crate::decode::Decoder;

/// Words that are in so many lines that they are searched only if a message has no other.
const COMMON: &str = include_str!("common_words.txt");

/// How much likelier a common word is than another, and a part of one.
const COMMON_COST: usize = 400;
const PART_COST: usize = 40;

/// The length of what is searched. The vector instructions compare as much at once.
const KEY: usize = 4;

/// A message of fewer letters is not claimed without a body or a word of its vendor.
const MIN_MESSAGE: usize = 20;

/// A listed code that is a word of so many letters can be claimed by a form that many APIs share.
const LONG_WORD: usize = 10;

/// The longest text between the name of a member and its value.
const MAX_GAP: usize = 16;

/// A text that an error cannot be without.
#[derive(Debug, Clone)]
struct Literal {
    /// Folded.
    text: Vec<u8>,
    rule: Rule,
}

/// The keys that are searched together.
const MAX_PACKED: usize = 40;

/// With more of them, an automaton is faster.
const MAX_SEARCHERS: usize = 4;

/// What shows, besides a literal, that its record is worth decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Nothing more.
    Always,
    /// A listed code after it.
    CodeAfter,
    /// All members of a form with this name of the code, and a listed code after it unless the form
    /// is unique to its vendor.
    Member,
    /// That a listed code is around the key.
    CodeAround,
    /// All words of the message of that index in the record.
    Words(usize),
}

/// The prefilter of some catalogs.
#[derive(Debug)]
pub struct Prefilter {
    searcher: Searcher,
    /// The literals that contain each key, and where.
    literals: Vec<Searched>,
    /// The codes, names and aliases of all entries, folded and without spaces.
    codes: HashSet<Vec<u8>>,
    /// The messages of each code.
    by_code: HashMap<Vec<u8>, Vec<usize>>,
    /// The forms that have a code.
    forms: Vec<Form>,
    /// The words of each message, the longest first.
    messages: Vec<Vec<memmem::Finder<'static>>>,
}

/// Finds the keys.
#[derive(Debug)]
enum Searcher {
    /// With vector instructions. Similar keys are searched together, which leaves fewer positions to
    /// compare. Each searcher has the number of its first key.
    Packed(Vec<(usize, packed::Searcher)>),
    Automaton(AhoCorasick),
}

/// The names in a form, folded.
#[derive(Debug)]
struct Form {
    code: Vec<u8>,
    /// Whether its unlisted codes are claimed too.
    is_unique: bool,
    required: Vec<memmem::Finder<'static>>,
}

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

/// What a key is searched for: the literals that contain it, and where.
type Searched = Vec<(usize, Literal)>;

/// A key in a text.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub start: usize,
    pub key: usize,
}

/// Sets bit 5 of every byte, which makes letters lower case.
pub fn fold(bytes: &[u8], folded: &mut Vec<u8>) {
    folded.clear();
    folded.extend(bytes.iter().map(|byte| byte | 0x20));
}

fn folded(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| byte | 0x20).collect()
}

impl Prefilter {
    pub fn new(catalogs: &Catalogs, decoder: &Decoder) -> Self {
        let mut literals = Literals::default();
        let (mut codes, mut forms) = (HashSet::new(), Vec::new());
        for catalog in catalogs.iter().filter(|catalog| !catalog.is_reference()) {
            literals.add_vendor(catalog);
            for entry in catalog.entries {
                for word in [entry.code].iter().chain(entry.names).chain(entry.aliases) {
                    // A code may be followed by other words on its line.
                    codes.extend(word.split(' ').next().map(folded));
                    codes.insert(folded(&word.replace(' ', "")));
                }
            }
            forms.extend(catalog.signatures.iter().filter_map(Form::new));
        }
        let messages = decoder.messages();
        literals.add_messages(&messages);
        decoder.code_words().for_each(|word| literals.add(word, Rule::CodeAround));
        let (keys, literals) = literals.by_key();
        let mut by_code: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (index, (code, ..)) in messages.iter().enumerate() {
            by_code.entry(folded(code)).or_default().push(index);
        }
        let messages = messages.into_iter().map(|(.., words)| finders(words)).collect();
        Self { searcher: Searcher::new(&keys), literals, codes, by_code, forms, messages }
    }

    /// Finds all keys that start in a part of a text, in order.
    pub fn find(&self, folded: &[u8], part: Range<usize>, hits: &mut Vec<Hit>) {
        hits.clear();
        let reach = part.start..folded.len().min(part.end + KEY - 1);
        self.searcher.find(folded, reach, hits);
        hits.sort_unstable_by_key(|hit| hit.start);
    }

    /// What a hit and the text beside it promise.
    pub fn check(&self, folded: &[u8], hit: &Hit) -> Promise {
        let promise = |(offset, literal): &(usize, Literal)| {
            let start = hit.start.checked_sub(*offset)?;
            let end = start + literal.text.len();
            let is_there = || folded.get(start..end) == Some(&literal.text);
            let is_kept = match literal.rule {
                Rule::Always => is_there(),
                Rule::CodeAfter => is_there() && self.may_have_code(folded, end),
                Rule::CodeAround => {
                    self.codes.contains(&folded[token_around(folded, hit.start..hit.start + KEY)])
                }
                Rule::Member => {
                    let may_be = is_there()
                        && (self.may_have_code(folded, end) || self.may_be_unique(folded, end));
                    return may_be.then_some(Promise::Part);
                }
                Rule::Words(_) => return Some(Promise::Part),
            };
            is_kept.then_some(Promise::Any)
        };
        self.literals[hit.key].iter().filter_map(promise).max().unwrap_or(Promise::None)
    }

    /// Whether a folded record has the rest of what a hit in it is a part of.
    pub fn has_rest(&self, record: &[u8], hit: &Hit) -> bool {
        let is_there = |(offset, literal): &(usize, Literal)| match literal.rule {
            Rule::Words(message) => {
                self.messages[message].iter().all(|word| word.find(record).is_some())
            }
            Rule::Member => hit.start.checked_sub(*offset).is_some_and(|start| {
                let end = start + literal.text.len();
                let is_listed = self.may_have_code(record, end);
                let is_form =
                    |form: &Form| (is_listed || form.is_unique) && form.may_be_in(record, end);
                let code = value_after(record, end).unwrap_or_default();
                let mut messages = self.by_code.get(code).into_iter().flatten();
                self.forms.iter().any(is_form)
                    || messages.any(|message| has_most(&self.messages[*message], record))
            }),
            Rule::Always | Rule::CodeAfter | Rule::CodeAround => false,
        };
        self.literals[hit.key].iter().any(is_there)
    }

    /// Whether a name that ends at `end` is that of the code of a form whose unlisted codes are
    /// claimed.
    fn may_be_unique(&self, folded: &[u8], end: usize) -> bool {
        self.forms.iter().any(|form| form.is_unique && folded[..end].ends_with(&form.code))
    }

    /// Whether a listed code may follow a name that ends at `end`.
    fn may_have_code(&self, folded: &[u8], end: usize) -> bool {
        let value = value_after(folded, end);
        value.is_some_and(|value| value.is_empty() || self.codes.contains(value))
    }
}

/// The value that follows a name that ends at `end`; empty if escapes or line breaks may hide it.
/// `None` if the name is longer.
fn value_after(folded: &[u8], end: usize) -> Option<&[u8]> {
    let rest = &folded[end..];
    let gap = rest.iter().take(MAX_GAP).take_while(|byte| !is_word(**byte)).count();
    if gap == 0 && !rest.is_empty() && is_word(folded[end - 1]) {
        return None;
    }
    // In the header of a table, the value is on another line.
    let may_hide = |byte: &u8| {
        matches!(byte, b'%' | b'&' | b'*' | b'-' | b'$' | b'|' | b',' | b';' | b'\t' | 0x80..)
    };
    if rest[..gap].iter().any(may_hide) {
        return Some(&[]);
    }
    let value = &rest[gap..];
    Some(&value[..value.iter().take(MAX_CODE).take_while(|byte| is_word(**byte)).count()])
}

/// Whether a record has all words of a message, or of four or more three quarters.
fn has_most(words: &[memmem::Finder<'static>], record: &[u8]) -> bool {
    let missing = words.iter().filter(|word| word.find(record).is_none()).count();
    missing == 0 || words.len() > 3 && 4 * missing <= words.len()
}

/// The longest code that is compared.
const MAX_CODE: usize = 64;

/// Whether a folded byte is part of a word. An underscore is folded to 0x7F.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == 0x7F
}

/// The word that a range is a part of.
fn token_around(folded: &[u8], range: Range<usize>) -> Range<usize> {
    let length = |bytes: &mut dyn Iterator<Item = &u8>| {
        bytes.take(MAX_CODE).take_while(|byte| is_word(**byte)).count()
    };
    let before = length(&mut folded[..range.start].iter().rev());
    let after = length(&mut folded[range.end..].iter());
    range.start - before..range.end + after
}

impl Searcher {
    /// Searches for keys, which are sorted.
    fn new(keys: &[Vec<u8>]) -> Self {
        let config = packed::Config::new().heuristic_pattern_limits(false).clone();
        let searcher = |(index, keys): (usize, &[Vec<u8>])| {
            Some((index * MAX_PACKED, config.builder().extend(keys).build()?))
        };
        let packed = (keys.len() <= MAX_SEARCHERS * MAX_PACKED)
            .then(|| keys.chunks(MAX_PACKED).enumerate().map(searcher).collect::<Option<_>>());
        match packed.flatten() {
            Some(packed) => Self::Packed(packed),
            None => {
                Self::Automaton(AhoCorasick::new(keys).expect("the keys fit into an automaton"))
            }
        }
    }

    fn find(&self, text: &[u8], range: Range<usize>, hits: &mut Vec<Hit>) {
        match self {
            Self::Packed(searchers) => {
                for (first, searcher) in searchers {
                    let mut at = range.start;
                    while let Some(found) = searcher.find_in(text, (at..range.end).into()) {
                        let (start, key) = (found.start(), first + found.pattern().as_usize());
                        hits.push(Hit { start, key });
                        at = start + 1;
                    }
                }
            }
            Self::Automaton(automaton) => {
                let found = automaton.find_overlapping_iter(Input::new(text).range(range));
                hits.extend(
                    found.map(|it| Hit { start: it.start(), key: it.pattern().as_usize() }),
                );
            }
        }
    }
}

impl Form {
    fn new(signature: &Signature) -> Option<Self> {
        let SignatureKind::Json(form) = &signature.kind else { return None };
        let code = folded(form.code.as_ref()?.tokens().last()?.as_ref());
        let mut names = Vec::new();
        collect_required(form.shape, &mut names);
        let is_unique = signature.weight == Weight::Strong;
        Some(Self { code, is_unique, required: finders(names) })
    }

    /// Whether the name of the code ends at `end`, and all other names are in the record too.
    fn may_be_in(&self, record: &[u8], end: usize) -> bool {
        record[..end].ends_with(&self.code)
            && self.required.iter().all(|name| name.find(record).is_some())
    }
}

/// The names of the required members, of all levels.
fn collect_required(members: &[Member], names: &mut Vec<&'static str>) {
    for member in members.iter().filter(|member| !member.optional) {
        names.push(member.name);
        if let ValueType::Object(members) = member.value_type {
            collect_required(members, names);
        }
    }
}

/// Finds each of some words, the longest first, since it is the rarest.
fn finders(mut words: Vec<&str>) -> Vec<memmem::Finder<'static>> {
    words.sort_by_key(|word| Reverse(word.len()));
    words.iter().map(|word| memmem::Finder::new(&folded(word)).into_owned()).collect()
}

/// All that may be searched. A literal without alternatives has one text; of those of a message, any
/// will do.
#[derive(Debug, Default)]
struct Literals(Vec<Vec<Literal>>);

impl Literals {
    fn add(&mut self, text: &str, rule: Rule) {
        self.0.push(vec![Literal { text: folded(text), rule }]);
    }

    /// What identifies a vendor, and what its errors cannot be without.
    fn add_vendor(&mut self, catalog: &Catalog) {
        let hints = &catalog.hints;
        for words in [hints.hosts, hints.headers, hints.markers, hints.shared_words] {
            for word in words {
                self.add(word, Rule::Always);
            }
        }
        for signature in catalog.signatures {
            match &signature.kind {
                SignatureKind::Json(form) => self.add_form(form, signature.weight),
                SignatureKind::Header { name } => self.add(name, Rule::Always),
                SignatureKind::Text { pattern, needle } => {
                    self.add_pattern(catalog, signature, pattern, *needle);
                }
            }
        }
    }

    /// A form without a code is claimed only beside a word of its vendor, unless few others use it.
    fn add_form(&mut self, form: &JsonForm, weight: Weight) {
        let code = form.code.as_ref().and_then(|code| Some(code.tokens().last()?.into_owned()));
        match code {
            Some(code) if !is_common(&code) => {
                self.add(last_word(&code), Rule::Member);
                self.0.extend(in_base64(last_word(&code)));
            }
            None if weight == Weight::Weak => {}
            _ => {
                let mut names = Vec::new();
                collect_required(form.shape, &mut names);
                let rarest = names.iter().max_by_key(|name| (!is_common(name), name.len()));
                if let Some(name) = rarest {
                    self.add(name, Rule::Always);
                }
            }
        }
    }

    /// A line of a form that many APIs share is claimed only with a message, a word of the vendor or a
    /// code that is a long word.
    fn add_pattern(
        &mut self,
        catalog: &Catalog,
        signature: &Signature,
        pattern: &str,
        needle: Option<&str>,
    ) {
        let prefixes = || prefixes(pattern);
        if signature.weight == Weight::Weak {
            let has_section =
                |it: &&str| signature.sections.is_empty() || signature.sections.contains(it);
            let entries = catalog.entries.iter().filter(|entry| has_section(&entry.section));
            let codes = entries.map(|entry| entry.code);
            codes
                .filter(|code| code.len() >= LONG_WORD)
                .for_each(|code| self.add(code, Rule::CodeAround));
        } else if let Some(needle) = needle {
            let is_before_code =
                is_before_code(needle, pattern) && signature.weight != Weight::Strong;
            self.add(needle, if is_before_code { Rule::CodeAfter } else { Rule::Always });
        } else {
            prefixes().iter().flatten().for_each(|prefix| self.add(prefix, Rule::Always));
        }
    }

    /// The messages that are claimed alone.
    fn add_messages(&mut self, messages: &[(&str, &str, Vec<&str>)]) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        for (index, (_, text, words)) in messages.iter().enumerate() {
            if letters(text) >= MIN_MESSAGE {
                let rule = Rule::Words(index);
                let literal = |word: &&str| Literal { text: folded(word), rule };
                self.0.push(words.iter().map(literal).collect());
            }
        }
    }

    /// As few keys as possible, and rare ones, of which each literal or one of its alternatives
    /// contains one; and what each is searched for.
    fn by_key(self) -> (Vec<Vec<u8>>, Vec<Searched>) {
        let mut open: Vec<(Vec<Literal>, BTreeSet<Vec<u8>>)> = Vec::new();
        for alternatives in self.0 {
            let keys: BTreeSet<Vec<u8>> = alternatives
                .iter()
                .flat_map(|it| it.text.windows(KEY).map(<[u8]>::to_vec))
                .collect();
            if !keys.is_empty() {
                open.push((alternatives, keys));
            }
        }
        let keys = open.iter().flat_map(|(_, keys)| keys);
        let costs: HashMap<Vec<u8>, usize> = keys.map(|key| (key.clone(), cost(key))).collect();
        let mut found: Vec<(Vec<u8>, Searched)> = Vec::new();
        while !open.is_empty() {
            let mut counts: BTreeMap<&[u8], usize> = BTreeMap::new();
            for key in open.iter().flat_map(|(_, keys)| keys) {
                *counts.entry(key).or_default() += 1;
            }
            let gain = |(key, count): &(&&[u8], &usize)| *count * COMMON_COST / costs[**key];
            let Some(key) = counts.iter().max_by_key(gain).map(|(key, _)| key.to_vec()) else {
                break;
            };
            let (covered, rest) = open.into_iter().partition(|(_, keys)| keys.contains(&key));
            open = rest;
            let covered: Vec<(Vec<Literal>, _)> = covered;
            let mut literals = Searched::new();
            for literal in covered.into_iter().flat_map(|(literals, _)| literals) {
                for at in memmem::find_iter(&literal.text, &key) {
                    let is_same = |(_, known): &(usize, Literal)| {
                        // One check of a code or of the words of a message is enough.
                        known.rule == literal.rule
                            && (known.text == literal.text
                                || matches!(literal.rule, Rule::Words(_) | Rule::CodeAround))
                    };
                    if !literals.iter().any(is_same) {
                        literals.push((at, literal.clone()));
                    }
                }
            }
            found.push((key, literals));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.into_iter().unzip()
    }
}

/// Whether a pattern has a code next after a needle, except for punctuation and white space.
fn is_before_code(needle: &str, pattern: &str) -> bool {
    let (needle, lower_case) = (regex::escape(needle).to_lowercase(), pattern.to_lowercase());
    let after = lower_case.find(&needle).map(|at| &lower_case[at + needle.len()..]);
    let gap = after.and_then(|after| Some(after.split_once("(?<code>")?.0.replace("\\s", "")));
    gap.is_some_and(|gap| !gap.contains(char::is_alphabetic))
}

fn is_common(word: &str) -> bool {
    COMMON.split_whitespace().any(|common| word.eq_ignore_ascii_case(common))
}

/// How often a key is expected in a log.
fn cost(key: &[u8]) -> usize {
    let part_of = |common: &str| match memmem::find(common.as_bytes(), key) {
        Some(_) if common.len() == key.len() => COMMON_COST,
        Some(_) => PART_COST,
        None => 1,
    };
    COMMON.split_whitespace().map(part_of).max().unwrap_or(1)
}

/// A text inside of base64, at each of the three positions that it can have in a group.
fn in_base64(text: &str) -> impl Iterator<Item = Vec<Literal>> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..3).map(move |before| {
        let bits: Vec<u8> =
            text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
        // Only the digits that depend on nothing else.
        let digits = bits[(6 - before * 8 % 6) % 6..].chunks_exact(6);
        let digit =
            |bits: &[u8]| DIGITS[bits.iter().fold(0, |sum, bit| sum * 2 + usize::from(*bit))];
        vec![Literal { text: digits.map(|bits| digit(bits) | 0x20).collect(), rule: Rule::Always }]
    })
}

/// The last word of a name in camel case, since `code` is then searched once for all names.
fn last_word(name: &str) -> &str {
    let start = name.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    if name.len() - start >= KEY { &name[start..] } else { name }
}

/// The literals that every match of a pattern starts with.
fn prefixes(pattern: &str) -> Option<Vec<String>> {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
    let prefixes =
        regex_syntax::hir::literal::Extractor::new().extract(&parser.parse(pattern).ok()?);
    let prefixes = prefixes.literals()?.iter();
    prefixes.map(|literal| String::from_utf8(literal.as_bytes().to_vec()).ok()).collect()
}
