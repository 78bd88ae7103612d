//! Messages without structure, searched only when nothing better was found.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::FixedState;

use super::align;
use super::template::{Folded, Templates};
use crate::catalog::{Catalog, Catalogs, HTTP};
use crate::decode::detect::candidate::{Candidate, DetectedBy, Part};
use crate::decode::detect::signs;
use crate::decode::input::source_map::MappedText;
use crate::text::{head, tail};

/// The letters in a row that a message needs to be found in running text.
const MIN_ANCHOR: usize = 16;
/// A message is looked up by so many of its rarest words.
const MAX_INDEXED: usize = 6;
/// The indexed words that a reworded message has to keep.
const MIN_REWORDED: u8 = 3;
/// The part of a line that is looked at at once, and how far the next part is from it, so that each
/// message is in one part.
const WINDOW: usize = 1200;
const STEP: usize = 800;
/// The bytes between a message and its code.
const MAX_CODE_DISTANCE: usize = 24;

/// Finds the catalogs' messages in running text, by their rarest words.
#[derive(Debug)]
pub struct PhraseFinder {
    messages: Vec<Message>,
    /// The index of each word in the postings, by its stem.
    words: HashMap<String, usize, FixedState>,
    /// The indices of the messages that are looked up by a word.
    postings: Vec<Vec<u16>>,
}

#[derive(Debug)]
struct Message {
    catalog: &'static Catalog,
    /// The index of the entry.
    entry: usize,
    /// The index among the messages of the entry.
    index: usize,
    /// How many words it is looked up by.
    words: u8,
}

impl PhraseFinder {
    pub fn new(catalogs: &Catalogs) -> Self {
        // A reason phrase belongs to HTTP, even where a vendor lists it as a message.
        let letters = |text: &str| Folded::new(text).letters().to_owned();
        let http = catalogs.find(HTTP).into_iter().flat_map(|catalog| catalog.entries);
        let reason_phrases: HashSet<_> =
            http.flat_map(|entry| entry.names).map(|phrase| letters(phrase)).collect();
        let mut messages = Vec::new();
        let mut words: Vec<Vec<String>> = Vec::new();
        for catalog in catalogs.iter().filter(|catalog| !catalog.is_reference()) {
            for (entry, listed) in catalog.entries.iter().enumerate() {
                for (message, text) in listed.messages.iter().enumerate() {
                    if !reason_phrases.contains(&letters(text)) {
                        messages.push(Message { catalog, entry, index: message, words: 0 });
                        let mut of_message = Vec::new();
                        align::visit_content_words(text, |word| of_message.push(word.to_owned()));
                        words.push(of_message);
                    }
                }
            }
        }
        let mut counts: HashMap<&str, usize, FixedState> = HashMap::default();
        for word in words.iter().flatten() {
            *counts.entry(word).or_default() += 1;
        }
        let mut indices: HashMap<String, usize, FixedState> = HashMap::default();
        let mut postings: Vec<Vec<u16>> = Vec::new();
        for ((index, message), words) in (0..).zip(&mut messages).zip(&words) {
            let mut rarest: Vec<&String> = words.iter().collect();
            rarest.sort_by_cached_key(|word| (counts[word.as_str()], *word));
            rarest.dedup();
            rarest.truncate(MAX_INDEXED);
            for word in rarest {
                let at = *indices.entry(word.clone()).or_insert(postings.len());
                postings.resize_with(postings.len().max(at + 1), Vec::new);
                postings[at].push(index);
                message.words += 1;
            }
        }
        Self { messages, words: indices, postings }
    }

    /// The messages, each with its code and the words that it is looked up by.
    pub fn messages(&self) -> Vec<(&'static str, &'static str, Vec<&str>)> {
        let of_entry = |message: &Message| {
            let entry = &message.catalog.entries[message.entry];
            (entry.code, entry.messages[message.index], Vec::new())
        };
        let mut messages: Vec<_> = self.messages.iter().map(of_entry).collect();
        for (word, postings) in &self.words {
            for message in &self.postings[*postings] {
                messages[usize::from(*message)].2.push(word.as_str());
            }
        }
        messages
    }

    /// A candidate for every message that is a whole sentence of a text, or of which most words are
    /// in a line of it.
    pub fn candidates(&self, templates: &Templates, text: &MappedText<'_>) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let mut seen = vec![false; self.messages.len()];
        let mut votes = vec![0_u8; self.messages.len()];
        let (mut words, mut found): (Vec<usize>, Vec<u16>) = (Vec::new(), Vec::new());
        for window in windows(text.as_str()) {
            let part = &text.as_str()[window.clone()];
            found.clear();
            words.clear();
            align::visit_content_words(part, |word| words.extend(self.words.get(word)));
            words.sort_unstable();
            words.dedup();
            for message in words.iter().flat_map(|word| &self.postings[*word]) {
                let votes = &mut votes[usize::from(*message)];
                if *votes == 0 {
                    found.push(*message);
                }
                *votes += 1;
            }
            found.sort_unstable();
            let mut folded = None;
            for index in found.iter().copied().map(usize::from) {
                let votes = std::mem::take(&mut votes[index]);
                let message = &self.messages[index];
                let is_most = votes >= MIN_REWORDED && 4 * votes >= 3 * message.words;
                if seen[index] || votes < message.words && !is_most {
                    continue;
                }
                let folded = folded.get_or_insert_with(|| Folded::new(part));
                let whole = message.find(templates, text.as_str(), &window, folded);
                let reworded = || is_most.then(|| message.align(part, &window))?;
                if let Some(span) = whole.or_else(reworded) {
                    seen[index] = true;
                    candidates.push(message.candidate(text, span));
                }
            }
        }
        candidates
    }
}

impl Message {
    fn code(&self) -> &'static str {
        self.catalog.entries.get(self.entry).map_or("", |entry| entry.code)
    }

    /// Where the message is a whole sentence of a window, or beside its code.
    fn find(
        &self,
        templates: &Templates,
        text: &str,
        window: &Range<usize>,
        folded: &Folded,
    ) -> Option<Range<usize>> {
        let templates = templates.entries(self.catalog).get(self.entry)?.templates();
        let template = templates.get(self.index)?;
        if template.anchor().len() < MIN_ANCHOR {
            return None;
        }
        let found = template.find(&text[window.clone()], folded)?;
        let span = window.start + found.span.start..window.start + found.span.end;
        let has_code = || code_near(text, &span, self.code()).is_some();
        (is_sentence(text, &span) || has_code()).then_some(span)
    }

    /// Where most words of the message are in a window.
    fn align(&self, part: &str, window: &Range<usize>) -> Option<Range<usize>> {
        let message = self.catalog.entries.get(self.entry)?.messages.get(self.index)?;
        let (_, span) = align::align(message, part)?;
        Some(window.start + span.start..window.start + span.end)
    }

    fn candidate(&self, text: &MappedText<'_>, span: Range<usize>) -> Candidate {
        let code = code_near(text.as_str(), &span, self.code());
        let code = code.and_then(|code| Part::in_text(text, code));
        let (by, input_span) = (DetectedBy::Message(self.entry), text.input_span(&span));
        let signs = signs::around(text, &span).collect();
        let candidate = Candidate::new(self.catalog, by, code, input_span);
        Candidate { message: Part::in_text(text, span), signs, ..candidate }
    }
}

/// The lines of a text, long ones in parts that overlap.
fn windows(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let part = head(rest, WINDOW);
        let line = part.find('\n');
        let window = start..start + line.unwrap_or(part.len());
        let step = if part.len() < rest.len() { head(rest, STEP).len() } else { part.len() };
        start += line.map_or(step, |line| line + 1);
        Some(window)
    })
}

/// Where the code is a word on the line of its message, close to it.
fn code_near(text: &str, message: &Range<usize>, code: &str) -> Option<Range<usize>> {
    let reach = MAX_CODE_DISTANCE + code.len();
    let before = tail(&text[..message.start], reach).rsplit('\n').next().unwrap_or_default();
    let after = head(&text[message.end..], reach).split('\n').next().unwrap_or_default();
    let near = message.start - before.len()..message.end + after.len();
    let mut found = (text[near.clone()].match_indices(code))
        .map(|(at, _)| near.start + at..near.start + at + code.len());
    found.find(|code| is_near(text, message, code) && is_whole_code(text, code))
}

/// Whether a code is close to its message, or among its words. There may be words between, but not the members of a
/// body, which are parsed.
fn is_near(text: &str, message: &Range<usize>, code: &Range<usize>) -> bool {
    if message.start <= code.start && code.end <= message.end {
        return true;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_lines_in_steps() {
        let text = format!("a\n\n{}\nb", "x".repeat(WINDOW + STEP));
        let all: Vec<_> = windows(&text).collect();
        assert_eq!(all[..2], [0..1, 2..2]);
        assert_eq!(all[2..4], [3..3 + WINDOW, 3 + STEP..3 + STEP + WINDOW]);
        assert_eq!(all.last(), Some(&(text.len() - 1..text.len())));
    }
}
