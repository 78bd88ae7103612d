//! Looks through running text once for everything that the catalogs name: hosts, markers, headers
//! that are codes, and the needles of line patterns.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::http::Message;
use super::sighting::{By, Line, Piece, Sighting};
use super::surroundings::{Sign, is_host, is_read_by_people, whole_host};
use super::text::Text;
use super::verdict::EvidenceKind;
use crate::catalog::{Catalog, Catalogs, Format, Signature};

/// Finds the catalogs' words in a text.
#[derive(Debug)]
pub(super) struct Spotter {
    words: Option<AhoCorasick>,
    /// What each word of `words` is.
    meanings: Vec<Meaning>,
    patterns: Vec<Pattern>,
}

#[derive(Debug)]
enum Meaning {
    Host(&'static Catalog),
    Marker(&'static Catalog, &'static str),
    /// The pattern of that index is worth trying.
    Needle(usize),
    /// A header whose value is a code.
    Header(&'static Catalog, &'static Signature),
}

#[derive(Debug)]
struct Pattern {
    catalog: &'static Catalog,
    signature: &'static Signature,
    source: &'static str,
    needle: bool,
    compiled: OnceLock<Option<Regex>>,
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
        Self { words: automaton(&words), meanings, patterns }
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
                        |value: &str| catalog.entries.iter().any(|entry| entry.matches(value));
                    let Some(value) = header_value(whole, range.end, is_code) else { continue };
                    let span = text.in_input(&value);
                    let at = whole[range.clone()].to_lowercase();
                    let code = Piece { text: whole[value].to_owned(), span: span.clone(), at };
                    headers.push(Sighting::new(catalog, By::Form(signature), Some(code), span));
                    (*catalog, EvidenceKind::Header)
                }
                Meaning::Host(catalog) if is_host(whole, &range) => {
                    let host = &whole[whole_host(whole, range.clone())];
                    (
                        *catalog,
                        if is_read_by_people(host) {
                            EvidenceKind::Marker
                        } else {
                            EvidenceKind::Host
                        },
                    )
                }
                Meaning::Marker(catalog, marker)
                    if whole[range.clone()] == **marker && is_word(whole, &range) =>
                {
                    (*catalog, EvidenceKind::Marker)
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
                self.signs.push(Sign { catalog, kind: EvidenceKind::Header, text, span });
            }
        }
    }
}

/// An automaton that ignores case; what must not is compared again. None when there are more words
/// than one can hold, which no catalog comes near.
pub(super) fn automaton<W: AsRef<[u8]>>(words: &[W]) -> Option<AhoCorasick> {
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
    let value = if is_code(line.trim()) { line.trim() } else { token };
    // Spaces beyond ASCII may stand before it.
    let start = at + line.len() - line.trim_start().len();
    Some(start..start + value.len())
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

fn is_word(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let inner = |c: char| c.is_alphanumeric();
    !before.is_some_and(inner) && !after.is_some_and(inner)
}
