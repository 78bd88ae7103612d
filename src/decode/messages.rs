//! Messages and codes without anything around them: the weakest sightings, looked for only when
//! nothing better was found.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::sighting::{By, Piece, Sighting};
use super::spot::automaton;
use super::template::{Reduced, Template};
use super::text::Text;
use crate::catalog::{Catalog, Catalogs, HTTP, MatchedBy};

/// A message needs so many letters in a row to be looked for in running text.
const LEAST_ANCHOR: usize = 16;
/// How far, in letters, a message may reach beyond its fixed parts because of its values.
const REACH: usize = 160;
/// A code stands beside its message within so many bytes.
const NEAR: usize = 24;
/// A paste is a bare code only up to this length.
const LONGEST_CODE: usize = 80;

/// Finds the catalogs' messages in running text.
#[derive(Debug)]
pub(super) struct Messages {
    catalogs: Catalogs,
    /// Built on first use: most pastes are known by their structure.
    anchors: OnceLock<(Option<AhoCorasick>, Vec<Anchor>)>,
}

/// A message, found by its longest literal.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    catalog: &'static Catalog,
    entry: usize,
    message: usize,
}

impl Messages {
    pub(super) fn new(catalogs: &Catalogs) -> Self {
        Self { catalogs: catalogs.clone(), anchors: OnceLock::new() }
    }

    /// Every message of a catalog that stands as a sentence of its own in a text.
    pub(super) fn sightings<'a>(
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
            let code = code_beside(whole, &span, anchor.catalog.entries[anchor.entry].code);
            let piece = |range: Range<usize>| Piece {
                text: whole[range.clone()].to_owned(),
                span: text.in_input(&range),
                at: "text".to_owned(),
            };
            let by = By::Message(anchor.entry);
            let sighting = Sighting::new(anchor.catalog, by, code.map(piece), at);
            sightings.push(Sighting { message: Some(piece(span)), ..sighting });
        }
        sightings
    }
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
        let record = found.entry;
        let status = record.http.is_some_and(|http| http.status.to_string() == record.code);
        // A reason phrase names a status, not a vendor.
        !(record.catalog.is_reference() || found.by == MatchedBy::Name && status)
    });
    let piece = Piece { text: code.to_owned(), span: span.clone(), at: "text".to_owned() };
    found
        .map(|found| {
            Sighting::new(found.entry.catalog, By::Alone, Some(piece.clone()), span.clone())
        })
        .collect()
}

/// Where the code stands by itself on the line of its message, close to it.
fn code_beside(text: &str, message: &Range<usize>, code: &str) -> Option<Range<usize>> {
    let line = text[..message.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = message.end + text[message.end..].find('\n').unwrap_or(text.len() - message.end);
    let alone = |at: usize| {
        let signs = |c: Option<char>| {
            !c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'))
        };
        signs(text[..at].chars().next_back())
            && !text[at + code.len()..].starts_with(char::is_alphanumeric)
    };
    // Words may stand between, but not the quotes of a body: there, members have their own places.
    let near = |at: &usize| {
        let behind = *at >= message.end;
        let gap = if behind { message.end..*at } else { at + code.len()..message.start };
        gap.start <= gap.end && gap.len() <= NEAR && !text[gap].contains(['"', '\'', '{', '}'])
    };
    let found = text[line..end].match_indices(code).map(|(at, _)| line + at);
    found.filter(near).find(|&at| alone(at)).map(|at| at..at + code.len())
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
