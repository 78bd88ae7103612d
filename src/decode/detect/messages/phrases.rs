//! Unstructured messages and bare codes: the weakest candidates, searched only when nothing better
//! was found.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::align;
use super::template::{Folded, Templates};
use crate::catalog::{Catalog, Catalogs, Entry, HTTP, Lookup, MatchedBy};
use crate::decode::detect::candidate::{Candidate, DetectedBy, Part};
use crate::decode::detect::scanner::automaton;
use crate::decode::input::source_map::MappedText;
use crate::text::head;

/// The letters in a row that a message needs to be found in running text.
const MIN_ANCHOR: usize = 16;
/// How many letters the values of a message may have.
const MAX_VALUES: usize = 160;
/// Words in more messages than this are no help in finding one.
const MAX_POSTINGS: usize = 40;
/// The words of a message that have to be in a line.
const MIN_VOTES: u16 = 3;
/// How much of a line is looked at.
const MAX_LINE: usize = 1000;
/// The bytes between a message and its code.
const MAX_CODE_DISTANCE: usize = 24;
/// The longest paste that may be just a code.
const MAX_CODE_LENGTH: usize = 80;

/// Finds the catalogs' messages in running text, by the longest literal of each.
#[derive(Debug)]
pub struct PhraseFinder {
    automaton: Option<AhoCorasick>,
    /// The message of each pattern.
    messages: Vec<MessageIndex>,
}

#[derive(Debug, Clone, Copy)]
struct MessageIndex {
    catalog: &'static Catalog,
    entry: usize,
    message: usize,
}

impl PhraseFinder {
    pub fn new(catalogs: &Catalogs, templates: &Templates) -> Self {
        // A reason phrase belongs to HTTP, even where a vendor lists it as a message.
        let reason_phrases = reason_phrases(catalogs);
        let (mut words, mut messages) = (Vec::new(), Vec::new());
        for catalog in catalogs.iter() {
            for (entry, templates) in templates.entries(catalog).iter().enumerate() {
                for (message, template) in templates.templates().iter().enumerate() {
                    let anchor = template.anchor();
                    if anchor.len() >= MIN_ANCHOR && !reason_phrases.contains(anchor) {
                        words.push(anchor.to_owned());
                        messages.push(MessageIndex { catalog, entry, message });
                    }
                }
            }
        }
        Self { automaton: automaton(&words), messages }
    }

    /// A candidate for every message that is a whole sentence of a text.
    pub fn candidates(&self, templates: &Templates, text: &MappedText<'_>) -> Vec<Candidate> {
        let folded = Folded::new(text.as_str());
        let mut candidates = Vec::new();
        let mut seen = vec![false; self.messages.len()];
        let automaton = self.automaton.iter();
        for found in automaton.flat_map(|it| it.find_overlapping_iter(folded.letters())) {
            let index = found.pattern().as_usize();
            if !std::mem::replace(&mut seen[index], true) {
                let message = self.messages[index];
                candidates.extend(candidate(message, templates, text, &folded, &found.range()));
            }
        }
        candidates
    }
}

/// Finds messages in running text of which a few words are missing, replaced or inserted.
#[derive(Debug)]
pub struct RewordedFinder {
    /// The messages that contain a word, by the word's stem.
    postings: HashMap<String, Vec<u16>>,
    messages: Vec<MessageIndex>,
    /// How many words of each message are in the postings.
    lengths: Vec<u16>,
}

impl RewordedFinder {
    pub fn new(catalogs: &Catalogs) -> Self {
        let mut finder =
            Self { postings: HashMap::new(), messages: Vec::new(), lengths: Vec::new() };
        let reason_phrases = reason_phrases(catalogs);
        for catalog in catalogs.iter().filter(|catalog| !catalog.is_reference()) {
            for (entry, Entry { messages, .. }) in catalog.entries.iter().enumerate() {
                for (message, text) in messages.iter().enumerate() {
                    if !reason_phrases.contains(Folded::new(text).letters()) {
                        finder.add(MessageIndex { catalog, entry, message }, text);
                    }
                }
            }
        }
        finder.postings.retain(|_, messages| messages.len() <= MAX_POSTINGS);
        for message in finder.postings.values().flatten() {
            finder.lengths[usize::from(*message)] += 1;
        }
        finder
    }

    fn add(&mut self, index: MessageIndex, text: &str) {
        let Ok(id) = u16::try_from(self.messages.len()) else { return };
        self.messages.push(index);
        self.lengths.push(0);
        for word in align::content_words(text) {
            let messages = self.postings.entry(word).or_default();
            if messages.last() != Some(&id) {
                messages.push(id);
            }
        }
    }

    /// A candidate for every message of which most words are in a line.
    pub fn candidates(&self, text: &MappedText<'_>) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let mut votes: HashMap<u16, u16> = HashMap::new();
        let mut start = 0;
        for line in text.as_str().split('\n') {
            votes.clear();
            let words: HashSet<_> = align::content_words(head(line, MAX_LINE)).collect();
            for message in words.iter().filter_map(|word| self.postings.get(word)).flatten() {
                *votes.entry(*message).or_default() += 1;
            }
            let mut found: Vec<_> = votes
                .iter()
                .filter(|(message, votes)| {
                    let length = self.lengths[usize::from(**message)];
                    **votes >= MIN_VOTES && **votes * 4 >= length * 3
                })
                .map(|(message, _)| *message)
                .collect();
            found.sort_unstable();
            candidates.extend(
                found.iter().filter_map(|message| self.candidate(*message, text, start, line)),
            );
            start += line.len() + 1;
        }
        candidates
    }

    fn candidate(
        &self,
        message: u16,
        text: &MappedText<'_>,
        start: usize,
        line: &str,
    ) -> Option<Candidate> {
        let MessageIndex { catalog, entry, message } = *self.messages.get(usize::from(message))?;
        let Entry { messages, code, .. } = catalog.entries.get(entry)?;
        let (_, span) = align::align(messages.get(message)?, head(line, MAX_LINE))?;
        let span = start + span.start..start + span.end;
        let code = code_near(text.as_str(), &span, code);
        let code = code.and_then(|code| Part::in_text(text, code));
        let (by, input_span) = (DetectedBy::Message(entry), text.input_span(&span));
        let candidate = Candidate::new(catalog, by, code, input_span);
        Some(Candidate { message: Part::in_text(text, span), ..candidate })
    }
}

/// The reason phrases of HTTP, as they are compared.
fn reason_phrases(catalogs: &Catalogs) -> HashSet<String> {
    let phrases = catalogs
        .find(HTTP)
        .into_iter()
        .flat_map(|http| http.entries.iter().flat_map(|entry| entry.names));
    phrases.map(|phrase| Folded::new(phrase).letters().to_owned()).collect()
}

/// The message around its anchor, if it is a whole sentence.
fn candidate(
    index: MessageIndex,
    templates: &Templates,
    text: &MappedText<'_>,
    folded: &Folded,
    anchor: &Range<usize>,
) -> Option<Candidate> {
    let entry_templates = templates.entries(index.catalog).get(index.entry)?;
    let (entry, templates) = (entry_templates.entry, entry_templates.templates());
    let template = templates.get(index.message)?;
    let whole = text.as_str();
    let reach = template.literal_len() + MAX_VALUES;
    let window = anchor.start.saturating_sub(reach)..anchor.end + reach;
    let window = folded.window(whole, &window);
    let part = &whole[window.clone()];
    let found = template.find(part, &Folded::new(part))?;
    let span = window.start + found.span.start..window.start + found.span.end;
    if !is_sentence(whole, &span) {
        return None;
    }
    let code = code_near(whole, &span, entry.code);
    let code = code.and_then(|code| Part::in_text(text, code));
    let (by, input_span) = (DetectedBy::Message(index.entry), text.input_span(&span));
    let candidate = Candidate::new(index.catalog, by, code, input_span);
    Some(Candidate { message: Part::in_text(text, span), ..candidate })
}

/// A candidate for every vendor that lists the code, if the paste is just a code.
pub fn bare_code(catalogs: &Catalogs, text: &MappedText<'_>) -> Vec<Candidate> {
    let whole = text.as_str();
    let code = whole.trim().trim_start_matches('#');
    if code.len() > MAX_CODE_LENGTH || code.contains('\n') {
        return Vec::new();
    }
    let start = whole.len() - whole.trim_start().trim_start_matches('#').len();
    let Some(part) = Part::in_text(text, start..start + code.len()) else { return Vec::new() };
    let to_candidate = |found: Lookup| {
        let (code, span) = (Some(part.clone()), part.span.clone());
        Candidate::new(found.entry.catalog, DetectedBy::BareCode, code, span)
    };
    catalogs.lookup(code).into_iter().filter(names_vendor).map(to_candidate).collect()
}

/// Whether an entry is a vendor's, and not found by the reason phrase of an HTTP status.
fn names_vendor(found: &Lookup) -> bool {
    let entry = found.entry;
    let is_status = || entry.http.is_some_and(|http| http.status.to_string() == entry.code);
    let is_reason_phrase = found.by == MatchedBy::Name && is_status();
    !entry.catalog.signatures.is_empty() && !is_reason_phrase
}

/// Where the code is a word on the line of its message, close to it.
fn code_near(text: &str, message: &Range<usize>, code: &str) -> Option<Range<usize>> {
    let line_start = text[..message.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = message.end + text[message.end..].find('\n').unwrap_or(text.len() - message.end);
    let mut found = (text[line_start..line_end].match_indices(code))
        .map(|(at, _)| line_start + at..line_start + at + code.len());
    found.find(|code| is_near(text, message, code) && is_whole_code(text, code))
}

/// Whether a code is close to its message. There may be words between, but not the members of a
/// body, which are parsed.
fn is_near(text: &str, message: &Range<usize>, code: &Range<usize>) -> bool {
    let follows = code.start >= message.end;
    let gap = if follows { message.end..code.start } else { code.end..message.start };
    gap.start <= gap.end && gap.len() <= MAX_CODE_DISTANCE && !is_in_body(&text[gap])
}

/// Whether the text between a message and a code is that of a body.
fn is_in_body(gap: &str) -> bool {
    gap.contains(['{', '}']) || gap.contains(['"', '\'']) && gap.contains([':', '='])
}

/// Whether a code is not part of a longer word, path or number.
fn is_whole_code(text: &str, code: &Range<usize>) -> bool {
    let before = text[..code.start].chars().next_back();
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'))
        && !text[code.end..].starts_with(char::is_alphanumeric)
}

/// Whether a range is a whole sentence: from the start of the text, a line, a quote or a colon, to
/// the end of one, or to a full stop.
fn is_sentence(text: &str, range: &Range<usize>) -> bool {
    const START: [char; 18] = [
        '\n', '\r', '"', '\'', ':', '.', '(', '-', '>', '|', '“', ',', ']', '!', '=', '[', '{', '/',
    ];
    const END: [char; 19] = [
        '\n', '\r', '"', '\'', '.', '!', ')', ',', ';', '<', '|', '”', '(', '\\', '/', ']', '}',
        '…', '#',
    ];
    let before = text[..range.start].trim_end_matches([' ', '\t', '`', '*']);
    let after = text[range.end..].trim_start_matches([' ', '\t', '`', '*']);
    (before.is_empty() || before.ends_with(START)) && (after.is_empty() || after.starts_with(END))
}
