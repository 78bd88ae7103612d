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

use crate::catalog::{Catalog, Catalogs, JsonForm, Member, Signature, SignatureKind, ValueType, Weight};
use crate::decode::Decoder;

/// Words that are in so many lines that they are searched only if a message has no other.
const COMMON: &str = include_str!("common_words.txt");

/// How much likelier a part of a common word is than another.
const COMMON_COST: usize = 40;

/// The length of what is searched. The vector instructions compare as much at once.
const KEY: usize = 4;

/// A message of fewer letters is not claimed without a body or a word of its vendor.
const MIN_MESSAGE: usize = 30;

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

/// What shows, besides a literal, that its record is worth decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Nothing more.
    Always,
    /// A listed code after it, or all members of a form that is unique to its vendor.
    CodeAfter,
    /// That a listed code is around the key.
    CodeAround,
    /// That the record has enough words of a message.
    Words,
}

/// The prefilter of some catalogs.
#[derive(Debug)]
pub struct Prefilter {
    searcher: Searcher,
    /// The literals that contain each key, and where.
    literals: Vec<Vec<(usize, Literal)>>,
    /// The codes, names and aliases of all entries, folded and without spaces.
    codes: HashSet<Vec<u8>>,
    /// The forms whose unlisted codes are claimed too.
    unique_forms: Vec<UniqueForm>,
    messages: Messages,
}

/// Finds the keys.
#[derive(Debug)]
enum Searcher {
    /// With vector instructions, for up to 128 keys.
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

/// The names in a form, folded.
#[derive(Debug)]
struct UniqueForm {
    code: Vec<u8>,
    required: Vec<memmem::Finder<'static>>,
}

/// The words of messages.
#[derive(Debug, Default)]
struct Messages {
    /// The messages that each word is in.
    by_word: HashMap<Vec<u8>, Vec<u16>>,
    /// How many words of each message a record needs.
    needed: Vec<u8>,
}

/// What the record of a hit may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// Nothing that this hit is needed for.
    None,
    /// A message, if it has enough of its words.
    Words,
    /// Anything.
    Any,
}

/// A key in a text.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub start: usize,
    key: usize,
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
        let (mut codes, mut unique_forms) = (HashSet::new(), Vec::new());
        for catalog in catalogs.iter().filter(|catalog| !catalog.is_reference()) {
            literals.add_vendor(catalog);
            for entry in catalog.entries {
                for word in [entry.code].iter().chain(entry.names).chain(entry.aliases) {
                    // A code may be followed by other words on its line.
                    codes.extend(word.split(' ').next().map(folded));
                    codes.insert(folded(&word.replace(' ', "")));
                }
            }
            unique_forms.extend(catalog.signatures.iter().filter_map(UniqueForm::new));
        }
        let messages = decoder.messages();
        literals.add_messages(&messages);
        let (keys, literals) = literals.by_key();
        let messages = Messages::new(&messages);
        Self { searcher: Searcher::new(&keys), literals, codes, unique_forms, messages }
    }

    /// The first key that starts in `at..end`.
    pub fn find(&self, folded: &[u8], at: usize, end: usize) -> Option<Hit> {
        let reach = folded.len().min(end + KEY - 1);
        let (key, start) = self.searcher.find(folded, at..reach)?;
        (start < end).then_some(Hit { start, key })
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
                Rule::Words => return Some(Promise::Words),
            };
            is_kept.then_some(Promise::Any)
        };
        self.literals[hit.key].iter().filter_map(promise).max().unwrap_or(Promise::None)
    }

    /// Whether a record has enough words of a message.
    pub fn has_message(&self, record: &[u8]) -> bool {
        self.messages.may_be_in(record)
    }

    /// Whether a listed code may follow the name of a member that ends at `end`, or an unlisted one in
    /// a form that is unique to its vendor.
    fn may_have_code(&self, folded: &[u8], end: usize) -> bool {
        let rest = &folded[end..];
        let gap = rest.iter().take(MAX_GAP).take_while(|byte| !is_word(**byte)).count();
        // A longer name.
        if gap == 0 && !rest.is_empty() && is_word(folded[end - 1]) {
            return false;
        }
        let value = &rest[gap..];
        let value = &value[..value.iter().take(MAX_CODE).take_while(|byte| is_word(**byte)).count()];
        // Escapes and line breaks may hide it.
        let is_escape = |byte: &u8| matches!(byte, b'%' | b'&' | b'*' | b'-' | b'$' | 0x80..);
        rest[..gap].iter().any(is_escape)
            || value.is_empty()
            || self.codes.contains(value)
            || self.unique_forms.iter().any(|form| form.may_be_around(folded, end))
    }
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
    fn new(keys: &[Vec<u8>]) -> Self {
        let config = packed::Config::new().heuristic_pattern_limits(false).clone();
        match config.builder().extend(keys).build() {
            Some(packed) => Self::Packed(packed),
            None => Self::Automaton(AhoCorasick::new(keys).expect("the keys fit into an automaton")),
        }
    }

    fn find(&self, text: &[u8], range: Range<usize>) -> Option<(usize, usize)> {
        let found = match self {
            Self::Packed(searcher) => searcher.find_in(text, range.into()),
            Self::Automaton(searcher) => searcher.find(Input::new(text).range(range)),
        }?;
        Some((found.pattern().as_usize(), found.start()))
    }
}

impl UniqueForm {
    fn new(signature: &Signature) -> Option<Self> {
        let SignatureKind::Json(form) = &signature.kind else { return None };
        let code = form.code.as_ref().filter(|_| signature.weight == Weight::Strong)?;
        let code = folded(code.tokens().last()?.as_ref());
        let mut names = Vec::new();
        collect_required(form.shape, &mut names);
        names.sort_by_key(|name| Reverse(name.len()));
        let required =
            names.iter().map(|name| memmem::Finder::new(&folded(name)).into_owned()).collect();
        Some(Self { code, required })
    }

    /// Whether all names of the form are around that of the code, which ends at `end`.
    fn may_be_around(&self, folded: &[u8], end: usize) -> bool {
        let around = end.saturating_sub(MAX_FORM)..(end + MAX_FORM).min(folded.len());
        folded[..end].ends_with(&self.code)
            && self.required.iter().all(|name| name.find(&folded[around.clone()]).is_some())
    }
}

/// How far from the code the other members of a form may be.
const MAX_FORM: usize = 4 << 10;

/// The names of the required members, of all levels.
fn collect_required(members: &[Member], names: &mut Vec<&'static str>) {
    for member in members.iter().filter(|member| !member.optional) {
        names.push(member.name);
        if let ValueType::Object(members) = member.value_type {
            collect_required(members, names);
        }
    }
}

impl Messages {
    fn new(texts: &[(&str, Vec<&str>)]) -> Self {
        let mut messages = Self::default();
        for (index, (_, words)) in (0..).zip(texts) {
            // As the decoder finds them: all words, or three quarters of at least four.
            let needed = if words.len() > 3 { (3 * words.len()).div_ceil(4) } else { words.len() };
            messages.needed.push(u8::try_from(needed.max(1)).unwrap_or(u8::MAX));
            for word in words {
                messages.by_word.entry(folded(word)).or_default().push(index);
            }
        }
        messages
    }

    /// Whether a record has enough words of any message.
    fn may_be_in(&self, record: &[u8]) -> bool {
        let text = String::from_utf8_lossy(record);
        let mut votes: HashMap<u16, u8> = HashMap::new();
        let mut seen = HashSet::new();
        let mut is_enough = false;
        crate::decode::visit_content_words(&text, |word| {
            let messages = self.by_word.get_key_value(word.as_bytes());
            let Some((word, messages)) = messages.filter(|(word, _)| seen.insert(*word)) else { return };
            for message in messages {
                let votes = votes.entry(*message).or_default();
                *votes += 1;
                is_enough |= *votes >= self.needed[usize::from(*message)];
            }
        });
        is_enough
    }
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
            words.iter().for_each(|word| self.add(word, Rule::Always));
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
            Some(code) if !is_common(&code) => self.add(last_word(&code), Rule::CodeAfter),
            None if weight == Weight::Weak => {}
            _ => {
                let mut names = Vec::new();
                collect_required(form.shape, &mut names);
                let rarest = names.iter().max_by_key(|name| (!is_common(name), name.len()));
                rarest.iter().for_each(|name| self.add(name, Rule::Always));
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
            codes.filter(|code| code.len() >= LONG_WORD).for_each(|code| self.add(code, Rule::CodeAround));
        } else if let Some(needle) = needle {
            let is_before_code = is_before_code(needle, pattern) && signature.weight != Weight::Strong;
            self.add(needle, if is_before_code { Rule::CodeAfter } else { Rule::Always });
        } else {
            prefixes().iter().flatten().for_each(|prefix| self.add(prefix, Rule::Always));
        }
    }

    /// The messages that are claimed alone.
    fn add_messages(&mut self, messages: &[(&str, Vec<&str>)]) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        for (_, words) in messages.iter().filter(|(text, _)| letters(text) >= MIN_MESSAGE) {
            let literal = |word: &&str| Literal { text: folded(word), rule: Rule::Words };
            self.0.push(words.iter().map(literal).collect());
        }
    }

    /// As few keys as possible, and rare ones, of which each literal or one of its alternatives
    /// contains one; and what each is searched for.
    fn by_key(self) -> (Vec<Vec<u8>>, Vec<Vec<(usize, Literal)>>) {
        let mut open: Vec<(Vec<Literal>, BTreeSet<Vec<u8>>)> = Vec::new();
        for alternatives in self.0 {
            let keys: BTreeSet<Vec<u8>> =
                alternatives.iter().flat_map(|it| it.text.windows(KEY).map(<[u8]>::to_vec)).collect();
            if !keys.is_empty() {
                open.push((alternatives, keys));
            }
        }
        let mut found: Vec<(Vec<u8>, Vec<(usize, Literal)>)> = Vec::new();
        while !open.is_empty() {
            let mut counts: BTreeMap<&[u8], usize> = BTreeMap::new();
            for key in open.iter().flat_map(|(_, keys)| keys) {
                *counts.entry(key).or_default() += 1;
            }
            let gain = |(key, count): &(&&[u8], &usize)| *count * COMMON_COST / cost(key);
            let Some(key) = counts.iter().max_by_key(gain).map(|(key, _)| key.to_vec()) else { break };
            let (covered, rest) = open.into_iter().partition(|(_, keys)| keys.contains(&key));
            open = rest;
            let covered: Vec<(Vec<Literal>, _)> = covered;
            let mut literals: Vec<(usize, Literal)> = Vec::new();
            for literal in covered.into_iter().flat_map(|(literals, _)| literals) {
                for at in memmem::find_iter(&literal.text, &key) {
                    let is_same = |(_, known): &(usize, Literal)| {
                        // One check of the words or of the code is enough.
                        known.rule == literal.rule
                            && (known.text == literal.text
                                || matches!(literal.rule, Rule::Words | Rule::CodeAround))
                    };
                    if !literals.iter().any(is_same) {
                        literals.push((at, literal.clone()));
                    }
                }
            }
            found.push((key, literals));
        }
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
    let is_part = |common: &str| memmem::find(common.as_bytes(), key).is_some();
    if COMMON.split_whitespace().any(is_part) { COMMON_COST } else { 1 }
}

/// The last word of a name in camel case, since `code` is then searched once for all names.
fn last_word(name: &str) -> &str {
    let start = name.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    if name.len() - start >= KEY { &name[start..] } else { name }
}

/// The literals that every match of a pattern starts with.
fn prefixes(pattern: &str) -> Option<Vec<String>> {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
    let prefixes = regex_syntax::hir::literal::Extractor::new().extract(&parser.parse(pattern).ok()?);
    let prefixes = prefixes.literals()?.iter();
    prefixes.map(|literal| String::from_utf8(literal.as_bytes().to_vec()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dump() {
        let catalogs = Catalogs::builtin();
        let decoder = Decoder::new(&catalogs);
        let prefilter = Prefilter::new(&catalogs, &decoder);
        println!("keys {}", prefilter.literals.len());
        for literals in &prefilter.literals {
            println!("# {:?}", literals.iter().map(|(at, it)| (at, String::from_utf8_lossy(&it.text), it.rule)).collect::<Vec<_>>());
        }
        panic!();
    }
}
