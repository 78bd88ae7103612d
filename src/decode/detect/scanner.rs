//! Scans running text once for everything that the catalogs name: hosts, markers, headers that are
//! codes, and the needles of line patterns.

mod keywords;

use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Captures, Match, Regex as Pattern};

use self::keywords::Keywords;
use super::candidate::{Candidate, DetectedBy, Part};
use super::context::{Hint, is_documentation_host, is_host, with_subdomains};
use super::mention::{Mention, is_in_address, is_word};
use super::signs::{self, is_in_comment, mention_in_code};
use crate::catalog::{Catalog, Catalogs, Signature, SignatureKind, compile};
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::http::HttpMessage;
use crate::decode::parse::record::record_around;
use crate::decode::report::{Feature, Location};
use crate::text::{head, leading, tail};

/// The longest value of a header that is a code.
const MAX_VALUE: usize = 120;

/// How long the words of a product's name may be.
const MAX_NAME: usize = 60;

/// Finds the catalogs' keywords in a text.
#[derive(Debug)]
pub struct Scanner {
    keywords: Keywords<Keyword>,
    lines: Vec<LinePattern>,
}

/// What a keyword is.
#[derive(Debug)]
enum Keyword {
    Host(&'static Catalog),
    Marker(&'static Catalog),
    SharedWord(&'static Catalog),
    /// The line pattern of that index is worth trying.
    Needle(usize),
    /// A header whose value is a code.
    Header(&'static Catalog, &'static Signature),
}

/// A text signature.
#[derive(Debug)]
pub struct LinePattern {
    catalog: &'static Catalog,
    signature: &'static Signature,
    pattern: &'static str,
    has_needle: bool,
    compiled: OnceLock<Option<Pattern>>,
}

/// What a scan found.
pub struct Scan<'s> {
    pub hints: Vec<Hint>,
    pub mentions: Vec<Mention>,
    /// Headers whose value is a code.
    pub headers: Vec<Candidate>,
    /// The line patterns that are worth trying.
    pub lines: Vec<&'s LinePattern>,
}

impl Scanner {
    pub fn new(catalogs: &Catalogs) -> Self {
        let (mut words, mut lines) = (Vec::new(), Vec::new());
        for catalog in catalogs.iter() {
            let (hosts, markers) = (catalog.hints.hosts.iter(), catalog.hints.markers.iter());
            words.extend(hosts.map(|host| (*host, Keyword::Host(catalog))));
            words.extend(markers.map(|marker| (*marker, Keyword::Marker(catalog))));
            let shared = catalog.hints.shared_words.iter();
            words.extend(shared.map(|word| (*word, Keyword::SharedWord(catalog))));
            for signature in catalog.signatures {
                match signature.kind {
                    SignatureKind::Header { name } => {
                        words.push((name, Keyword::Header(catalog, signature)));
                    }
                    SignatureKind::Text { pattern, needle } => {
                        let needle = needle.filter(|it| it.len() >= keywords::MIN_LENGTH);
                        words.extend(needle.map(|it| (it, Keyword::Needle(lines.len()))));
                        let (has_needle, compiled) = (needle.is_some(), OnceLock::new());
                        let line =
                            LinePattern { catalog, signature, pattern, has_needle, compiled };
                        lines.push(line);
                    }
                    SignatureKind::Json(_) => {}
                }
            }
        }
        Self { keywords: Keywords::new(words), lines }
    }

    /// The hints in a text, the codes in its headers, and the line patterns that may match it.
    pub fn scan(&self, text: &MappedText<'_>) -> Scan<'_> {
        let whole = text.as_str();
        let mut scan = Scan {
            hints: Vec::new(),
            mentions: Vec::new(),
            headers: Vec::new(),
            lines: Vec::new(),
        };
        let mut should_try: Vec<bool> = self.lines.iter().map(|line| !line.has_needle).collect();
        for (range, keyword) in self.keywords.find(whole) {
            match keyword {
                Keyword::Needle(line) => should_try[*line] = true,
                Keyword::Header(catalog, signature) => {
                    if let Some(header) = header_candidate(catalog, signature, text, &range) {
                        scan.headers.push(header);
                        scan.add_hint(catalog, Feature::Header, text, range);
                    }
                }
                Keyword::Host(catalog) if is_host(whole, &range) => {
                    let name = &whole[with_subdomains(whole, range.clone())];
                    if is_documentation_host(name) {
                        scan.add_hint(catalog, Feature::Marker, text, range);
                    } else if !is_in_comment(whole, range.start) {
                        scan.add_mention(catalog, &range);
                        scan.add_hint(catalog, Feature::Host, text, range);
                    }
                }
                Keyword::Marker(catalog) if is_word(whole, &range) => {
                    let is_in_address = is_in_address(whole, range.start);
                    let is_in_host = is_in_address || whole[range.end..].starts_with('.');
                    if is_in_host && is_in_comment(whole, range.start) {
                        continue;
                    }
                    scan.add_mention(catalog, &range);
                    if !is_in_address {
                        scan.add_hint(catalog, Feature::Marker, text, range);
                    }
                }
                Keyword::SharedWord(catalog) if is_word(whole, &range) => {
                    match other_product(catalog, whole, &range) {
                        Some(name) => scan.add_hint(catalog, Feature::OtherProduct, text, name),
                        None => scan.add_hint(catalog, Feature::SharedWord, text, range),
                    }
                }
                Keyword::Host(_) | Keyword::Marker(_) | Keyword::SharedWord(_) => {}
            }
        }
        let lines = self.lines.iter().zip(should_try);
        scan.lines.extend(lines.filter(|(_, should_try)| *should_try).map(|(line, _)| line));
        scan
    }
}

impl Scan<'_> {
    fn add_mention(&mut self, catalog: &'static Catalog, range: &Range<usize>) {
        self.mentions.push(Mention { catalog, range: range.clone() });
    }

    /// Adds the hint that a part of a text is.
    fn add_hint(
        &mut self,
        catalog: &'static Catalog,
        feature: Feature,
        text: &MappedText<'_>,
        range: Range<usize>,
    ) {
        let whole = text.as_str();
        let range = if is_host(whole, &range) { with_subdomains(whole, range) } else { range };
        self.push_hint(catalog, feature, &whole[range.clone()], || text.input_span(&range));
    }

    /// Adds the first hint of each vendor and feature.
    fn push_hint(
        &mut self,
        catalog: &'static Catalog,
        feature: Feature,
        text: &str,
        span: impl FnOnce() -> Range<usize>,
    ) {
        if !self.hints.iter().any(|hint| hint.catalog == catalog && hint.feature == feature) {
            self.hints.push(Hint { catalog, feature, text: text.to_owned(), span: span() });
        }
    }

    /// Adds the headers that identify a vendor.
    pub fn add_headers(&mut self, catalogs: &Catalogs, messages: &[HttpMessage]) {
        for header in messages.iter().flat_map(|message| &message.headers) {
            for catalog in catalogs.iter() {
                if catalog.hints.headers.contains(&header.name.as_str())
                    && !is_expression(&header.value)
                {
                    self.push_hint(catalog, Feature::Header, &header.name, || header.span.clone());
                }
            }
        }
    }
}

impl LinePattern {
    /// A candidate for every match in `text`.
    pub fn candidates(&self, text: &MappedText<'_>) -> Vec<Candidate> {
        let compiled = self.compiled.get_or_init(|| compile(self.pattern).ok());
        let bytes = text.as_str().as_bytes();
        let matches = compiled.iter().flat_map(|pattern| pattern.captures_iter(bytes));
        matches.map(|captures| self.candidate(text, &captures)).collect()
    }

    fn candidate(&self, text: &MappedText<'_>, captures: &Captures<'_>) -> Candidate {
        let whole = text.as_str();
        let range = |found: Match<'_>| within_chars(whole, found.range());
        let group = |name| Part::in_text(text, range(captures.name(name)?));
        let span = captures.get(0).map_or(0..0, range);
        let signs = signs::around(text, &span).collect();
        let (by, span) = (DetectedBy::Signature(self.signature), text.input_span(&span));
        Candidate {
            message: group("message"),
            details: group("details").into_iter().collect(),
            signs,
            status: group("status").and_then(Part::into_status),
            ..Candidate::new(self.catalog, by, group("code"), span)
        }
    }
}

/// The largest range in a range of bytes that has whole characters. A pattern may count bytes.
fn within_chars(text: &str, range: Range<usize>) -> Range<usize> {
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    let start = range.clone().find(is_boundary).unwrap_or(range.end);
    start..(start..=range.end).rev().find(is_boundary).unwrap_or(start)
}

/// Whether source code sets the value of a header there: `%s`, `{code}`, `$code`, `response.code()`.
fn is_expression(value: &str) -> bool {
    !value.starts_with(char::is_alphanumeric) || value.contains(['(', ';', '$', '%', '{'])
}

fn header_candidate(
    catalog: &'static Catalog,
    signature: &'static Signature,
    text: &MappedText<'_>,
    name: &Range<usize>,
) -> Option<Candidate> {
    let whole = text.as_str();
    let value = Part::in_text(text, header_value(catalog, whole, name.end)?)?;
    let location = Location::Header(whole[name.clone()].to_lowercase());
    let code = Part { location, ..value };
    if is_expression(&code.text) {
        return None;
    }
    let signs = mention_in_code(text, &record_around(whole, name.start)).into_iter().collect();
    let span = code.span.clone();
    let candidate = Candidate::new(catalog, DetectedBy::Signature(signature), Some(code), span);
    Some(Candidate { signs, ..candidate })
}

/// The name of another product that ends with a shared word, such as `vRealize Orchestrator`: a word
/// with a capital inside, or two that start with one, precede it, and none of them is the vendor's.
fn other_product(catalog: &Catalog, text: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let before = tail(&text[..word.start], MAX_NAME).strip_suffix(' ')?;
    let mut words = before.rsplit(|c: char| !c.is_ascii_alphanumeric());
    let (last, other) = (words.next()?, words.next().unwrap_or_default());
    let is_name = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let has_inner_capital = last.chars().skip(1).any(|c| c.is_ascii_uppercase())
        && last.contains(|c: char| c.is_ascii_lowercase());
    let is_own =
        |word: &str| catalog.hints.markers.iter().any(|marker| marker.eq_ignore_ascii_case(word));
    let is_two = is_name(last) && is_name(other) && before.ends_with(&format!("{other} {last}"));
    let is_other = (has_inner_capital || is_two) && !is_own(last) && !is_own(other);
    is_other.then(|| word.start - 1 - last.len()..word.end)
}

/// The value after a header's name, in any notation: a line (also a folded one), a member of an
/// object, or the `value` of a `name`. Several words are the value only if they are a code.
fn header_value(catalog: &Catalog, text: &str, start: usize) -> Option<Range<usize>> {
    let mut at = skip_to_value(text, start);
    if at == start {
        return None;
    }
    if text[at..].starts_with("value") {
        let after = at + "value".len();
        let value = skip_to_value(text, after);
        at = if value > after { value } else { at };
    }
    let is_code = |value: &str| catalog.entries.iter().any(|entry| entry.matches(value));
    // PowerShell prints a value as a list: `{value}`.
    if let Some((item, _)) = head(&text[at..], MAX_VALUE)
        .strip_prefix('{')
        .and_then(|list| list.split_once('}'))
        .filter(|(item, _)| is_code(item))
    {
        return Some(at + 1..at + 1 + item.len());
    }
    let value = leading(head(&text[at..], MAX_VALUE), |c| {
        !matches!(c, '\n' | '\r' | '"' | '\'' | ']' | ')' | '}' | ',' | '\\')
    });
    let word = leading(value, |c| !c.is_whitespace());
    let is_whole = word.len() < value.len() && is_code(value.trim_end());
    let end = if is_whole { value.len() } else { word.len() };
    Some(at..at + end)
}

/// Skips the punctuation between a name and its value, and line breaks before an indented line.
fn skip_to_value(text: &str, start: usize) -> usize {
    let mut at = start;
    loop {
        let rest = &text[at..];
        let punctuation = leading(rest, |c| {
            matches!(c, '"' | '\'' | ':' | '=' | '>' | '[' | '(' | ',' | ' ' | '\t' | '\\')
        });
        at += punctuation.len();
        let value = &rest[punctuation.len()..];
        let next_line = value.trim_start_matches(['\r', '\n']);
        if next_line.len() == value.len() || !next_line.starts_with([' ', '\t']) {
            return at;
        }
        at += value.len() - next_line.len();
    }
}
