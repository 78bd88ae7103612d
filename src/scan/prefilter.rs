//! Decides which records are decoded: those with a literal that an error of the catalogs cannot be
//! without, such as the name of a vendor or of the member that has the code.
//!
//! The literals are searched in a folded copy, with bit 5 of every byte set: letters of either case
//! are equal, and the few other characters that become equal only cost time. What a literal alone
//! does not decide is checked next, from the cheapest to the dearest: the code after the name of a
//! member, then the words of messages.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use aho_corasick::packed::{self, MatchKind};
use aho_corasick::{AhoCorasick, Input};
use memchr::memmem;

use crate::catalog::{Catalog, Catalogs, JsonForm, Member, Signature, SignatureKind, ValueType, Weight};
use crate::decode::Decoder;

/// Words that are in so many lines that they are searched only if a message has no other.
const COMMON: &str = include_str!("common_words.txt");

/// How much likelier a common word is than another.
const COMMON_COST: usize = 40;

/// Shorter words are found in others too often.
const MIN_WORD: usize = 4;

/// Longer literals are cut.
const MAX_LITERAL: usize = 64;

/// The longest text between the name of a member and its value.
const MAX_GAP: usize = 16;

/// What shows that a record with a literal is worth decoding.
#[derive(Debug, Clone, Copy, Default)]
struct Rule {
    /// The literal itself.
    always: bool,
    /// A listed code after it, or all members of a form that is unique to its vendor.
    code_after: bool,
    /// A listed code that it is a part of.
    code_around: bool,
    /// Enough words of a message.
    words: bool,
}

impl Rule {
    const ALWAYS: Self = Self { always: true, code_after: false, code_around: false, words: false };
    const CODE_AFTER: Self = Self { always: false, code_after: true, ..Self::ALWAYS };
    const CODE_AROUND: Self = Self { always: false, code_around: true, ..Self::ALWAYS };
    const WORDS: Self = Self { always: false, words: true, ..Self::ALWAYS };

    fn add(&mut self, other: Self) {
        self.always |= other.always;
        self.code_after |= other.code_after;
        self.code_around |= other.code_around;
        self.words |= other.words;
    }
}

/// The prefilter of some catalogs.
#[derive(Debug)]
pub struct Prefilter {
    searcher: Searcher,
    /// The rule of each literal.
    rules: Vec<Rule>,
    /// The codes, names and aliases of all entries, folded and without spaces.
    codes: HashSet<Vec<u8>>,
    /// The forms whose unlisted codes are claimed too.
    unique_forms: Vec<UniqueForm>,
    messages: Messages,
}

/// Finds the literals.
#[derive(Debug)]
enum Searcher {
    /// With vector instructions, for up to a hundred literals.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// Nothing that this hit is needed for.
    None,
    /// A message, if it has enough of its words.
    Words,
    /// Anything.
    Any,
}

/// A literal in a text.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub start: usize,
    end: usize,
    rule: Rule,
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
        let messages = Messages::new(decoder);
        literals.add_words_of(&decoder.words_of_messages());
        let (texts, rules) = literals.into_patterns();
        Self { searcher: Searcher::new(&texts), rules, codes, unique_forms, messages }
    }

    /// The first literal that starts in `at..end`.
    pub fn find(&self, folded: &[u8], at: usize, end: usize) -> Option<Hit> {
        let reach = folded.len().min(end + MAX_LITERAL);
        let (pattern, range) = self.searcher.find(folded, at..reach)?;
        let hit = Hit { start: range.start, end: range.end, rule: self.rules[pattern] };
        (hit.start < end).then_some(hit)
    }

    /// What a hit and the text beside it promise.
    pub fn check(&self, folded: &[u8], hit: &Hit) -> Promise {
        let Rule { always, code_after, code_around, words } = hit.rule;
        if always
            || code_after && self.may_have_code(folded, hit)
            || code_around && self.is_code(&folded[token_around(folded, hit)])
        {
            Promise::Any
        } else if words {
            Promise::Words
        } else {
            Promise::None
        }
    }

    /// Whether a record has enough words of a message.
    pub fn has_message(&self, record: &[u8]) -> bool {
        self.messages.may_be_in(record)
    }

    /// Whether a listed code may follow the name of a member, or an unlisted one in a form that is
    /// unique to its vendor.
    fn may_have_code(&self, folded: &[u8], hit: &Hit) -> bool {
        let rest = &folded[hit.end..];
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == FOLDED_UNDERSCORE;
        let gap = rest.iter().take(MAX_GAP).take_while(|byte| !is_part(byte)).count();
        // A longer name, or a plural.
        if gap == 0 && folded[hit.end - 1].is_ascii_alphanumeric() {
            return false;
        }
        let gap_text = &rest[..gap];
        let value = &rest[gap..];
        let value = &value[..value.iter().take(64).take_while(is_part).count()];
        // Escapes and line breaks may be anything.
        let is_plain = !gap_text.iter().any(|byte| matches!(byte, b'%' | b'&' | b'*' | b'-' | b'$' | 0x80..));
        !is_plain
            || value.is_empty()
            || self.is_code(value)
            || self.unique_forms.iter().any(|form| form.may_be_around(folded, hit))
    }

    fn is_code(&self, folded: &[u8]) -> bool {
        self.codes.contains(folded)
    }
}

/// What an underscore is folded to.
const FOLDED_UNDERSCORE: u8 = b'_' | 0x20;

/// The identifier that a hit is a part of.
fn token_around(folded: &[u8], hit: &Hit) -> Range<usize> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == FOLDED_UNDERSCORE;
    let before = folded[..hit.start].iter().rev().take(64).take_while(is_part).count();
    let after = folded[hit.end..].iter().take(64).take_while(is_part).count();
    hit.start - before..hit.end + after
}

impl Searcher {
    fn new(literals: &[Vec<u8>]) -> Self {
        let packed = packed::Config::new().match_kind(MatchKind::LeftmostFirst).builder().extend(literals).build();
        match packed {
            Some(packed) => Self::Packed(packed),
            None => Self::Automaton(
                AhoCorasick::builder()
                    .match_kind(aho_corasick::MatchKind::LeftmostFirst)
                    .build(literals)
                    .expect("the literals fit into an automaton"),
            ),
        }
    }

    fn find(&self, text: &[u8], range: Range<usize>) -> Option<(usize, Range<usize>)> {
        let found = match self {
            Self::Packed(searcher) => searcher.find_in(text, range.into()),
            Self::Automaton(searcher) => searcher.find(Input::new(text).range(range)),
        }?;
        Some((found.pattern().as_usize(), found.range()))
    }
}

impl UniqueForm {
    fn new(signature: &Signature) -> Option<Self> {
        let SignatureKind::Json(form) = &signature.kind else { return None };
        let code = form.code.as_ref().filter(|_| signature.weight == Weight::Strong)?;
        let code = folded(code.tokens().last()?.as_ref());
        let mut names = Vec::new();
        collect_required(form.shape, &mut names);
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let required =
            names.iter().map(|name| memmem::Finder::new(&folded(name)).into_owned()).collect();
        Some(Self { code, required })
    }

    /// Whether the line of a hit has all names of the form.
    fn may_be_around(&self, folded: &[u8], hit: &Hit) -> bool {
        if !folded[..hit.end].ends_with(&self.code) {
            return false;
        }
        const REACH: usize = 4096;
        let around = hit.start.saturating_sub(REACH)..(hit.end + REACH).min(folded.len());
        self.required.iter().all(|name| name.find(&folded[around.clone()]).is_some())
    }
}

fn collect_required<'m>(members: &[Member], names: &mut Vec<&'m str>)
where
    Member: 'm,
{
    for member in members.iter().filter(|member| !member.optional) {
        names.push(member.name);
        if let ValueType::Object(members) = member.value_type {
            collect_required(members, names);
        }
    }
}

impl Messages {
    fn new(decoder: &Decoder) -> Self {
        let mut messages = Self::default();
        for (index, words) in (0..).zip(decoder.words_of_messages()) {
            // As the decoder finds them: all words, or three quarters of at least four.
            messages.needed.push(u8::try_from(needed(words.len()).max(1)).unwrap_or(u8::MAX));
            for word in words {
                messages.by_word.entry(folded(word)).or_default().push(index);
            }
        }
        messages
    }

    /// Whether a record has enough words of any message.
    fn may_be_in(&self, record: &[u8]) -> bool {
        let text = String::from_utf8_lossy(record);
        let mut votes: BTreeMap<u16, u8> = BTreeMap::new();
        let mut seen = HashSet::new();
        let mut is_enough = false;
        crate::decode::visit_content_words(&text, |word| {
            let Some((word, messages)) = self.by_word.get_key_value(folded(word).as_slice()) else { return };
            if seen.insert(word) {
                for message in messages {
                    let votes = votes.entry(*message).or_default();
                    *votes += 1;
                    is_enough |= *votes >= self.needed[usize::from(*message)];
                }
            }
        });
        is_enough
    }
}

/// The literals and their rules, before they are compiled.
#[derive(Debug, Default)]
struct Literals(BTreeMap<Vec<u8>, Rule>);

impl Literals {
    fn add(&mut self, text: &str, rule: Rule) {
        let mut text = folded(text);
        text.truncate(MAX_LITERAL);
        self.0.entry(text).or_default().add(rule);
    }

    /// What identifies a vendor, and what its errors cannot be without.
    fn add_vendor(&mut self, catalog: &Catalog) {
        let hints = &catalog.hints;
        for words in [hints.hosts, hints.headers, hints.markers, hints.shared_words] {
            words.iter().for_each(|word| self.add(word, Rule::ALWAYS));
        }
        for signature in catalog.signatures {
            match &signature.kind {
                SignatureKind::Json(form) => self.add_form(form, signature.weight),
                SignatureKind::Header { name } => self.add(name, Rule::ALWAYS),
                SignatureKind::Text { needle: Some(needle), pattern } => {
                    let before_code = format!("{}(?<code>", regex::escape(needle));
                    let is_before_code = pattern.contains(&before_code);
                    self.add(needle, if is_before_code { Rule::CODE_AFTER } else { Rule::ALWAYS });
                }
                SignatureKind::Text { needle: None, pattern } => match prefixes(pattern) {
                    Some(prefixes) => prefixes.iter().for_each(|it| self.add(it, Rule::ALWAYS)),
                    None => self.add_codes(catalog, signature),
                },
            }
        }
    }

    /// A form without a code is claimed only beside a word of its vendor, unless few others use it.
    fn add_form(&mut self, form: &JsonForm, weight: Weight) {
        let code = form.code.as_ref().and_then(|code| Some(code.tokens().last()?.into_owned()));
        match code {
            Some(code) if !is_common(&code) => self.add(last_word(&code), Rule::CODE_AFTER),
            None if weight == Weight::Weak => {}
            _ => {
                let mut names = Vec::new();
                collect_required(form.shape, &mut names);
                let rarest = names.iter().max_by_key(|name| (!is_common(name), name.len()));
                rarest.iter().for_each(|name| self.add(name, Rule::ALWAYS));
            }
        }
    }

    /// The codes that a signature can contain.
    fn add_codes(&mut self, catalog: &Catalog, signature: &Signature) {
        let has_section = |section| signature.sections.is_empty() || signature.sections.contains(section);
        for entry in catalog.entries.iter().filter(|entry| has_section(&entry.section)) {
            self.add(entry.code, Rule::CODE_AROUND);
        }
    }

    /// As few words as possible of which each message has one, or two of those that it may lack one
    /// of.
    fn add_words_of(&mut self, messages: &[Vec<&str>]) {
        let mut missing: Vec<usize> = messages.iter().map(|words| 1 + (words.len() - needed(words.len()))).collect();
        let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, words) in messages.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
            words.iter().for_each(|word| by_word.entry(word).or_default().push(index));
        }
        loop {
            let gain = |(word, messages): &(&&str, &Vec<usize>)| {
                let open = messages.iter().filter(|message| missing[**message] > 0).count();
                (1000 * open) / cost(word)
            };
            let best = by_word.iter().max_by_key(|it| gain(it)).filter(|it| gain(it) > 0);
            let Some(word) = best.map(|(word, _)| *word) else { break };
            let messages = by_word.remove(word).unwrap_or_default();
            messages.iter().for_each(|message| missing[*message] = missing[*message].saturating_sub(1));
            self.add(word, Rule::WORDS);
        }
    }

    /// The literals with their rules. Where one starts with another, it comes first and has both
    /// rules.
    fn into_patterns(mut self) -> (Vec<Vec<u8>>, Vec<Rule>) {
        let shorter = self.0.clone();
        for (text, rule) in &mut self.0 {
            let is_prefix = |(other, _): &(&Vec<u8>, &Rule)| text.starts_with(other);
            shorter.iter().filter(is_prefix).for_each(|(_, other)| rule.add(*other));
        }
        self.0.into_iter().rev().unzip()
    }
}

/// How many of its words a text needs for a message to be found.
fn needed(words: usize) -> usize {
    if words > 3 { (3 * words).div_ceil(4) } else { words }
}

fn is_common(word: &str) -> bool {
    COMMON.split_whitespace().any(|common| word.eq_ignore_ascii_case(common))
}

/// How often a word is expected in a log.
fn cost(word: &str) -> usize {
    if is_common(word) || word.len() < MIN_WORD { COMMON_COST } else { 1 + 12 / word.len() }
}

/// The last word of a name in camel case, since `code` is then searched once for all names.
fn last_word(name: &str) -> &str {
    let start = name.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    if name.len() - start >= MIN_WORD { &name[start..] } else { name }
}

/// The literals that every match of a pattern starts with.
fn prefixes(pattern: &str) -> Option<Vec<String>> {
    let hir = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern).ok()?;
    let literals = regex_syntax::hir::literal::Extractor::new().extract(&hir);
    let texts = literals.literals()?.iter().map(|literal| String::from_utf8(literal.as_bytes().to_vec()));
    let texts: Vec<String> = texts.collect::<Result<_, _>>().ok()?;
    texts.iter().all(|text| text.len() >= MIN_WORD).then_some(texts)
}
