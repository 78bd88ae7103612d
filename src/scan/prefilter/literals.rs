//! Collects what an error of the catalogs cannot be without.

use std::collections::{HashMap, HashSet};

use super::sampler::{Sampler, folded, is_common};
use super::{Codes, Form, Literal, Prefilter, Rule, Words, compared};
use crate::catalog::{
    Catalog, Catalogs, JsonForm, Member, Signature, SignatureKind, ValueType, Weight,
};
use crate::decode::Decoder;

/// A message of fewer letters is not claimed without a body or a word of its vendor.
const MIN_MESSAGE: usize = 20;

/// A listed code that is a word of so many letters can be claimed by a form that many APIs share.
const LONG_WORD: usize = 10;

/// A shorter text is in too many lines to be looked for.
const MIN_LITERAL: usize = 3;

/// A camel-case name is searched by its last word, if that has so many letters.
const MIN_LAST_WORD: usize = 4;

/// All literals, each once.
#[derive(Debug, Default)]
pub struct Collector {
    literals: Vec<Literal>,
    forms: Vec<Form>,
    indices: HashMap<Vec<u8>, usize>,
    /// How many forms have a name.
    names: HashMap<&'static str, usize>,
    sampler: Sampler,
}

impl Collector {
    pub fn prefilter(mut self, catalogs: &Catalogs, decoder: &Decoder) -> Prefilter {
        let vendors = || catalogs.iter().filter(|catalog| !catalog.is_reference());
        for form in vendors().flat_map(|catalog| catalog.signatures).filter_map(json_form) {
            for name in required(form.shape) {
                *self.names.entry(name).or_default() += 1;
            }
        }
        let mut codes = HashSet::default();
        for catalog in vendors() {
            self.add_vendor(catalog);
            for entry in catalog.entries {
                for code in [entry.code].iter().chain(entry.names).chain(entry.aliases) {
                    codes.extend(compared(code));
                }
            }
        }
        decoder.code_words().for_each(|word| self.add(word, Rule::CodeAround));
        let mut by_code: HashMap<_, Vec<usize>, _> = HashMap::default();
        let mut messages = Vec::new();
        for (index, (code, text, words)) in decoder.messages().into_iter().enumerate() {
            for code in compared(code) {
                let messages = by_code.entry(code).or_default();
                if messages.last() != Some(&index) {
                    messages.push(index);
                }
            }
            let mut words: Vec<_> = words.iter().map(|word| folded(word.as_bytes())).collect();
            words.sort_unstable();
            if text.chars().filter(|c| c.is_alphabetic()).count() >= MIN_MESSAGE {
                self.add_rarest(&words, Rule::Words(index));
            }
            messages.push(Words::new(words));
        }
        let Self { literals, forms, sampler, .. } = self;
        let is_least = |form: &usize| {
            let mut others = forms.iter().enumerate().filter(|(other, _)| other != form);
            !others.any(|(index, other)| {
                forms[*form].implies(other) && (index < *form || !other.implies(&forms[*form]))
            })
        };
        let least_forms = (0..forms.len()).filter(is_least).collect();
        Prefilter {
            sampler,
            literals,
            codes: Codes::new(codes),
            by_code,
            forms,
            least_forms,
            messages,
        }
    }

    fn add(&mut self, text: &str, rule: Rule) {
        self.add_rarest(&[folded(text.as_bytes())], rule);
    }

    /// Adds one of several texts that are only found together.
    fn add_rarest(&mut self, texts: &[Vec<u8>], rule: Rule) {
        let long = texts.iter().filter(|text| text.len() >= MIN_LITERAL);
        let choices = long.map(|text| (text, self.sampler.choose(text)));
        let Some((text, choice)) = choices.min_by_key(|(_, choice)| choice.cost) else { return };
        let literal = *self.indices.entry(text.clone()).or_insert_with(|| {
            self.sampler.add(self.literals.len(), text, &choice);
            self.literals.push(Literal { text: text.clone(), rules: Vec::new() });
            self.literals.len() - 1
        });
        let rules = &mut self.literals[literal].rules;
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }

    /// What identifies a vendor, and what its errors cannot be without.
    fn add_vendor(&mut self, catalog: &Catalog) {
        let hints = &catalog.hints;
        let words = [hints.hosts, hints.headers, hints.markers, hints.shared_words];
        for word in words.into_iter().flatten() {
            self.add(word, Rule::Always);
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

    /// A form without a code is claimed only beside a word of its vendor, unless few others use it;
    /// one with an unlisted code, if it is unique to its vendor.
    fn add_form(&mut self, form: &JsonForm, weight: Weight) {
        let code = form.code.as_ref().and_then(|code| Some(code.tokens().last()?.into_owned()));
        let names = required(form.shape);
        let index = self.forms.len();
        self.forms.push(Form {
            code: code.as_ref().map(|code| folded(code.as_bytes())),
            required: Words::new(names.iter().map(|name| folded(name.as_bytes())).collect()),
        });
        let is_searched = code.as_ref().is_some_and(|code| !is_common(code));
        if let Some(code) = code.as_ref().filter(|_| is_searched) {
            self.add(last_word(code), Rule::Member);
            for text in in_base64(last_word(code)) {
                self.add_rarest(&[text], Rule::Always);
            }
        }
        if weight == Weight::Strong || !is_searched && (code.is_some() || weight != Weight::Weak) {
            let others = names.iter().filter(|name| Some(**name) != code.as_deref());
            let frequency = |name: &&&str| (is_common(name), self.names.get(**name).copied());
            if let Some(name) = others.min_by_key(frequency).or(names.first()) {
                self.add(name, Rule::Form(index));
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
        if signature.weight == Weight::Weak {
            let has_section =
                |it: &&str| signature.sections.is_empty() || signature.sections.contains(it);
            let entries = catalog.entries.iter().filter(|entry| has_section(&entry.section));
            let codes = entries.map(|entry| entry.code).filter(|code| code.len() >= LONG_WORD);
            codes.for_each(|code| self.add(code, Rule::CodeAround));
        } else if let Some(needle) = needle {
            let is_before_code =
                is_before_code(needle, pattern) && signature.weight != Weight::Strong;
            self.add(needle, if is_before_code { Rule::CodeAfter } else { Rule::Always });
        } else {
            let prefixes = prefixes(pattern);
            prefixes.iter().flatten().for_each(|prefix| self.add(prefix, Rule::Always));
        }
    }
}

fn json_form(signature: &Signature) -> Option<&JsonForm> {
    match &signature.kind {
        SignatureKind::Json(form) => Some(form),
        SignatureKind::Header { .. } | SignatureKind::Text { .. } => None,
    }
}

/// The names of the required members, of all levels.
fn required(members: &[Member]) -> Vec<&'static str> {
    let names = members.iter().filter(|member| !member.optional).flat_map(|member| {
        let inner = match member.value_type {
            ValueType::Object(members) => required(members),
            ValueType::JsonType(_) | ValueType::Objects(_) => Vec::new(),
        };
        [vec![member.name], inner].concat()
    });
    names.collect()
}

/// Whether a pattern has a code next after a needle, except for punctuation and white space.
fn is_before_code(needle: &str, pattern: &str) -> bool {
    let (needle, lower_case) = (regex::escape(needle).to_lowercase(), pattern.to_lowercase());
    let after = lower_case.find(&needle).map(|at| &lower_case[at + needle.len()..]);
    let gap = after.and_then(|after| Some(after.split_once("(?<code>")?.0.replace("\\s", "")));
    gap.is_some_and(|gap| !gap.contains(char::is_alphabetic))
}

/// A folded text inside of base64, at each of the three positions that it can have in a group of
/// digits, and with each first and last digit that it can share with other text.
fn in_base64(text: &str) -> Vec<Vec<u8>> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut all = Vec::new();
    for before in 0..3 {
        let bits = text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| Some(byte >> bit & 1)));
        let mut bits: Vec<Option<u8>> =
            [None].repeat(before * 8 % 6).into_iter().chain(bits).collect();
        bits.resize(bits.len().next_multiple_of(6), None);
        let mut texts = vec![Vec::new()];
        for known in bits.chunks_exact(6) {
            let fits = |digit: &usize| {
                let bit = |at: usize| u8::from(digit >> (5 - at) & 1 == 1);
                known.iter().enumerate().all(|(at, known)| known.is_none_or(|it| it == bit(at)))
            };
            let digits: Vec<u8> = (0..64).filter(fits).map(|digit| DIGITS[digit] | 0x20).collect();
            let with = |text: &Vec<u8>, digit: &u8| [text.as_slice(), &[*digit]].concat();
            texts = texts.iter().flat_map(|it| digits.iter().map(move |at| with(it, at))).collect();
        }
        all.extend(texts);
    }
    all
}

/// The last word of a name in camel case, since `code` is then searched once for all names.
fn last_word(name: &str) -> &str {
    let start = name.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    if name.len() - start >= MIN_LAST_WORD { &name[start..] } else { name }
}

/// The literals that every match of a pattern starts with.
fn prefixes(pattern: &str) -> Option<Vec<String>> {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
    let prefixes =
        regex_syntax::hir::literal::Extractor::new().extract(&parser.parse(pattern).ok()?);
    let prefixes = prefixes.literals()?.iter();
    prefixes.map(|literal| String::from_utf8(literal.as_bytes().to_vec()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_found_at_each_position() {
        let literals = in_base64("code");
        // `code":1}`, `{code":1}` and `{"code":1}`.
        for encoded in ["Y29kZSI6MX0=", "e2NvZGUiOjF9", "eyJjb2RlIjoxfQ=="] {
            let text = folded(encoded.as_bytes());
            let is_in = |it: &&Vec<u8>| memchr::memmem::find(&text, it).is_some();
            assert_eq!(literals.iter().filter(is_in).count(), 1, "{encoded}");
        }
        assert!(literals.iter().all(|it| it.len() >= 6), "{literals:?}");
    }
}
