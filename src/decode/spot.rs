//! Looks through running text once for everything that the catalogs name: hosts, markers, the
//! needles of line patterns; and, when nothing better is found, for messages and bare codes.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::http::Message;
use super::sighting::{By, Line, Piece, Sighting};
use super::template::{Reduced, Template};
use super::text::Text;
use super::verdict::Kind;
use super::weigh::{Sign, Surroundings};
use crate::catalog::{
    By as FoundBy, Catalog, Catalogs, Format, HTTP, Kind as EntryKind, Signature,
};

/// A message needs so many letters in a row to be looked for in running text.
const LEAST_ANCHOR: usize = 16;
/// Hosts that begin so are read by people: a link to the manual is no call of the API.
const READ_BY_PEOPLE: [&str; 16] = [
    "blog",
    "community",
    "dev",
    "developer",
    "developers",
    "doc",
    "docs",
    "documentation",
    "forum",
    "help",
    "images",
    "learn",
    "status",
    "support",
    "wiki",
    "www",
];
/// So many addresses are enough to look at.
const MAX_ADDRESSES: usize = 200;
/// How far, in letters, a message may reach beyond its fixed parts because of its values.
const REACH: usize = 160;
/// A paste is a bare code only up to this length.
const LONGEST_CODE: usize = 80;

/// Finds the catalogs' words in a text.
pub(super) struct Spotter {
    catalogs: Catalogs,
    words: Option<AhoCorasick>,
    /// What each word of `words` is.
    meanings: Vec<Meaning>,
    patterns: Vec<Pattern>,
    /// Built on first use: most pastes are known by their structure.
    anchors: OnceLock<(Option<AhoCorasick>, Vec<Anchor>)>,
}

impl std::fmt::Debug for Spotter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spotter").field("words", &self.meanings.len()).finish_non_exhaustive()
    }
}

enum Meaning {
    Host(&'static Catalog),
    Marker(&'static Catalog, &'static str),
    /// The pattern of that index is worth trying.
    Needle(usize),
    /// A header whose value is a code.
    Header(&'static Catalog, &'static Signature),
}

struct Pattern {
    catalog: &'static Catalog,
    signature: &'static Signature,
    source: &'static str,
    needle: bool,
    compiled: OnceLock<Option<Regex>>,
}

#[derive(Clone, Copy)]
struct Anchor {
    catalog: &'static Catalog,
    entry: usize,
    message: usize,
}

/// What was seen.
pub(super) struct Spots<'p> {
    pub(super) signs: Vec<Sign>,
    /// Headers whose value is a code.
    pub(super) headers: Vec<Sighting>,
    /// The line patterns that are worth trying.
    pub(super) lines: Vec<Line<'p>>,
}

impl Spotter {
    pub(super) fn new(catalogs: &Catalogs) -> Self {
        let (mut words, mut meanings, mut patterns) = (Vec::new(), Vec::new(), Vec::new());
        for catalog in catalogs.iter() {
            for host in catalog.hints.hosts {
                words.push(*host);
                meanings.push(Meaning::Host(catalog));
            }
            for marker in catalog.hints.markers {
                words.push(*marker);
                meanings.push(Meaning::Marker(catalog, marker));
            }
            for signature in catalog.signatures {
                let (source, needle) = match signature.format {
                    Format::Text { pattern, needle } => (pattern, needle),
                    Format::Header { name } => {
                        words.push(name);
                        meanings.push(Meaning::Header(catalog, signature));
                        continue;
                    }
                    Format::Json(_) => continue,
                };
                if let Some(needle) = needle {
                    words.push(needle);
                    meanings.push(Meaning::Needle(patterns.len()));
                }
                patterns.push(Pattern {
                    catalog,
                    signature,
                    source,
                    needle: needle.is_some(),
                    compiled: OnceLock::new(),
                });
            }
        }
        Self {
            catalogs: catalogs.clone(),
            words: automaton(&words),
            meanings,
            patterns,
            anchors: OnceLock::new(),
        }
    }

    /// The signs of vendors in a text, and the line patterns that may fit it.
    pub(super) fn spot(&self, text: &Text<'_>) -> Spots<'_> {
        let whole = text.as_str();
        let (mut signs, mut headers): (Vec<Sign>, Vec<Sighting>) = (Vec::new(), Vec::new());
        let mut worth: Vec<bool> = self.patterns.iter().map(|pattern| !pattern.needle).collect();
        for found in self.words.iter().flat_map(|words| words.find_overlapping_iter(whole)) {
            let range = found.range();
            let (catalog, kind) = match &self.meanings[found.pattern().as_usize()] {
                Meaning::Needle(pattern) => {
                    worth[*pattern] = true;
                    continue;
                }
                Meaning::Header(catalog, signature) => {
                    let is_code =
                        |value: &str| catalog.entries.iter().any(|entry| entry.answers_to(value));
                    let Some(value) = header_value(whole, range.end, is_code) else { continue };
                    let span = text.in_input(&value);
                    let at = whole[range.clone()].to_lowercase();
                    let code = Piece { text: whole[value].to_owned(), span: span.clone(), at };
                    headers.push(Sighting::new(catalog, By::Form(signature), Some(code), span));
                    (*catalog, Kind::Header)
                }
                Meaning::Host(catalog) if is_host(whole, &range) => {
                    let host = &whole[whole_host(whole, range.clone())];
                    (*catalog, if is_read_by_people(host) { Kind::Marker } else { Kind::Host })
                }
                Meaning::Marker(catalog, marker)
                    if whole[range.clone()] == **marker && is_word(whole, &range) =>
                {
                    (*catalog, Kind::Marker)
                }
                Meaning::Host(_) | Meaning::Marker(..) => continue,
            };
            if !signs.iter().any(|sign| sign.catalog == catalog && sign.kind == kind) {
                let range = if is_host(whole, &range) { whole_host(whole, range) } else { range };
                let sign = whole[range.clone()].to_owned();
                signs.push(Sign { catalog, kind, text: sign, span: text.in_input(&range) });
            }
        }
        let lines = self.patterns.iter().zip(worth).filter(|(_, worth)| *worth).filter_map(
            |(pattern, _)| {
                let compiled = pattern.compiled.get_or_init(|| Regex::new(pattern.source).ok());
                Some(Line {
                    catalog: pattern.catalog,
                    signature: pattern.signature,
                    pattern: compiled.as_ref()?,
                })
            },
        );
        Spots { signs, headers, lines: lines.collect() }
    }

    /// Every message of a catalog that stands as a sentence of its own in a text.
    pub(super) fn messages<'a>(
        &self,
        text: &Text<'_>,
        templates: impl Fn(&Catalog, usize) -> &'a [Template],
    ) -> Vec<Sighting> {
        let (automaton, anchors) = self.anchors.get_or_init(|| {
            let phrases: HashSet<String> = (self.catalogs.find(HTTP).into_iter())
                .flat_map(|catalog| catalog.entries.iter().flat_map(|entry| entry.names))
                .map(|phrase| Reduced::new(phrase).letters().to_owned())
                .collect();
            let (mut words, mut anchors) = (Vec::new(), Vec::new());
            for catalog in self.catalogs.iter() {
                for entry in 0..catalog.entries.len() {
                    for (message, template) in templates(catalog, entry).iter().enumerate() {
                        // A reason phrase belongs to HTTP, whoever lists it as a message.
                        if template.anchor().len() >= LEAST_ANCHOR
                            && !phrases.contains(template.anchor())
                        {
                            words.push(template.anchor().to_owned());
                            anchors.push(Anchor { catalog, entry, message });
                        }
                    }
                }
            }
            (automaton(&words), anchors)
        });
        let whole = text.as_str();
        let reduced = Reduced::new(whole);
        let mut sightings: Vec<Sighting> = Vec::new();
        let mut seen = vec![false; anchors.len()];
        for found in
            automaton.iter().flat_map(|words| words.find_overlapping_iter(reduced.letters()))
        {
            let index = found.pattern().as_usize();
            if std::mem::replace(&mut seen[index], true) {
                continue;
            }
            let anchor = anchors[index];
            let Some(template) = templates(anchor.catalog, anchor.entry).get(anchor.message) else {
                continue;
            };
            let reach = template.letters() + REACH;
            let window =
                reduced.window(whole, &(found.start().saturating_sub(reach)..found.end() + reach));
            let part = &whole[window.clone()];
            let Some(fit) = template.find(part, &Reduced::new(part)) else { continue };
            let span = window.start + fit.span.start..window.start + fit.span.end;
            if !is_sentence(whole, &span) {
                continue;
            }
            let at = text.in_input(&span);
            let message =
                Piece { text: whole[span].to_owned(), span: at.clone(), at: "text".to_owned() };
            sightings.push(Sighting {
                message: Some(message),
                ..Sighting::new(anchor.catalog, By::Message(anchor.entry), None, at)
            });
        }
        sightings
    }
}

impl Spots<'_> {
    /// Adds the headers that a vendor is known by.
    pub(super) fn add_headers(&mut self, catalogs: &Catalogs, message: &Message) {
        for header in &message.headers {
            for catalog in catalogs
                .iter()
                .filter(|catalog| catalog.hints.headers.contains(&header.name.as_str()))
            {
                let (text, span) = (header.name.clone(), header.span.clone());
                self.signs.push(Sign { catalog, kind: Kind::Header, text, span });
            }
        }
    }
}

/// Vendors that a sign of that kind points to, beside an HTTP status: the status is their code
/// where they list it, and else the vendor is known without one.
pub(super) fn vendors_by_status(around: &Surroundings, kind: Kind) -> Vec<Sighting> {
    let Some((status, span)) = &around.status else { return Vec::new() };
    let text = status.to_string();
    let sighting = |sign: &Sign| {
        let listed = sign.catalog.entries.iter().find(|entry| entry.code == text);
        // A status that tells no error is no answer to what went wrong.
        if *status < 400 && listed.is_none_or(|entry| entry.kind == EntryKind::Success) {
            return None;
        }
        let code =
            listed.map(|_| Piece { text: text.clone(), span: span.clone(), at: "text".to_owned() });
        let by = Sighting::new(sign.catalog, By::Status, code, sign.span.clone());
        Some(Sighting { status: Some((*status, span.clone())), ..by })
    };
    around.signs.iter().filter(|sign| sign.kind == kind).filter_map(sighting).collect()
}

/// The host of none of the vendors, if one stands in an address nearer to the status than theirs.
pub(super) fn nearer_host(
    text: &Text<'_>,
    status: &Range<usize>,
    signs: &[Sign],
) -> Option<Range<usize>> {
    let whole = text.as_str();
    let distance = |span: &Range<usize>| {
        span.start.saturating_sub(status.end).max(status.start.saturating_sub(span.end))
    };
    let own = signs.iter().filter(|sign| sign.kind == Kind::Host);
    let nearest = own.map(|sign| distance(&sign.span)).min()?;
    let other = |(at, _): (usize, &str)| {
        let start = at + "://".len();
        let label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '@');
        let end = start + whole[start..].find(|c| !label(c)).unwrap_or(whole.len() - start);
        let host = &whole[start..end];
        let span = text.in_input(&(start..end));
        let known =
            signs.iter().any(|sign| sign.span.start < span.end && span.start < sign.span.end);
        let foreign = host.contains('.') && !is_read_by_people(host) && !known;
        (foreign && distance(&span) < nearest).then_some(span)
    };
    whole.match_indices("://").take(MAX_ADDRESSES).find_map(other)
}

fn is_read_by_people(host: &str) -> bool {
    host.split('.')
        .next()
        .is_some_and(|label| READ_BY_PEOPLE.contains(&label.to_ascii_lowercase().as_str()))
}

/// The vendors that list a code which is the whole paste.
pub(super) fn code_alone(catalogs: &Catalogs, text: &Text<'_>) -> Vec<Sighting> {
    let whole = text.as_str();
    let code = whole.trim().trim_start_matches('#');
    if code.is_empty() || code.len() > LONGEST_CODE || code.contains('\n') {
        return Vec::new();
    }
    let start = whole.len() - whole.trim_start().trim_start_matches('#').len();
    let span = text.in_input(&(start..start + code.len()));
    let found = catalogs.lookup(code).into_iter().filter(|found| {
        let record = found.record;
        let status = record.http.is_some_and(|http| http.status.to_string() == record.code);
        // A reason phrase names a status, not a vendor.
        !(record.catalog.signatures.is_empty() || found.by == FoundBy::Name && status)
    });
    let piece = Piece { text: code.to_owned(), span: span.clone(), at: "text".to_owned() };
    found
        .map(|found| {
            Sighting::new(found.record.catalog, By::Alone, Some(piece.clone()), span.clone())
        })
        .collect()
}

/// An automaton that ignores case; what must not is compared again. None when there are more words
/// than one can hold, which no catalog comes near.
fn automaton<W: AsRef<[u8]>>(words: &[W]) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(words)
        .ok()
}

/// The value behind a header's name, however it is written: as a line (also a folded one), as a
/// member of an object, or as the `value` of a `name`. A value of several words is taken whole
/// only when it is a code.
fn header_value(text: &str, start: usize, is_code: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut at = skip_to_value(text, start);
    if at == start {
        return None;
    }
    if text[at..].starts_with("value") {
        let behind = at + "value".len();
        let value = skip_to_value(text, behind);
        at = if value > behind { value } else { at };
    }
    let line = &text[at..];
    let line =
        &line[..line.find(['\n', '\r', '"', '\'', ']', ')', '}', ',', '\\']).unwrap_or(line.len())];
    let token = line.split_whitespace().next()?;
    let value = if is_code(line.trim_end()) { line.trim_end() } else { token };
    Some(at..at + value.len())
}

/// Skips the signs between a name and its value. A line break is one only where the next line is
/// indented.
fn skip_to_value(text: &str, start: usize) -> usize {
    let mut at = start;
    loop {
        let rest = &text[at..];
        let signs =
            rest.trim_start_matches(['"', '\'', ':', '=', '>', '[', '(', ',', ' ', '\t', '\\']);
        at += rest.len() - signs.len();
        let broken = signs.trim_start_matches(['\r', '\n']);
        if broken.len() == signs.len() || !broken.starts_with([' ', '\t']) {
            return at;
        }
        at += signs.len() - broken.len();
    }
}

fn is_host(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let before = range.start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(range.end).copied();
    let label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let goes_on = after == Some(b'.')
        && bytes.get(range.end + 1).copied().is_some_and(|byte| byte.is_ascii_alphabetic());
    !before.is_some_and(label) && !after.is_some_and(label) && !goes_on
}

/// The host with the labels of its subdomains.
fn whole_host(text: &str, range: Range<usize>) -> Range<usize> {
    let label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let front = text[..range.start].trim_end_matches(label);
    front.len()..range.end
}

fn is_word(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let inner = |c: char| c.is_alphanumeric();
    !before.is_some_and(inner) && !after.is_some_and(inner)
}

/// Whether a range is a sentence of its own: begun by the text, a line, a quote or a colon, and
/// ended by one, or by a full stop.
fn is_sentence(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches([' ', '\t', '`', '*']);
    let behind = text[range.end..].trim_start_matches([' ', '\t', '`', '*']);
    let begun = before.is_empty()
        || before
            .ends_with(['\n', '\r', '"', '\'', ':', '.', '(', '-', '>', '|', '“', ',', ']', '!']);
    let ended = behind.is_empty()
        || behind.starts_with([
            '\n', '\r', '"', '\'', '.', '!', ')', ',', ';', '<', '|', '”', '(', '\\',
        ]);
    begun && ended
}
