//! Message templates: a text such as `The name [CustomNameYouAdded] is already used.` compared with
//! what an API really sent, with the values for its placeholders.
//!
//! Only letters and digits are compared, ignoring case. White space, quotes, back-ticks and full
//! stops are what logs, terminals and clients change in a message.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use crate::catalog::{Catalog, Catalogs, Entry, placeholder};
use crate::text::steps;

/// The fewest letters and digits by which the start of a message is recognised.
const MIN_START: usize = 12;

/// The entries of all catalogs with their templates, by the catalog's id.
#[derive(Debug)]
pub struct Templates(HashMap<&'static str, CatalogTemplates, FixedState>);

/// The entries of a catalog with their templates.
#[derive(Debug)]
struct CatalogTemplates {
    entries: Vec<EntryTemplates>,
    /// The indices of the entries that a word in lower case may match. Built on first use.
    by_word: OnceLock<HashMap<String, Vec<usize>, FixedState>>,
}

/// An entry with a template for each of its messages.
#[derive(Debug)]
pub struct EntryTemplates {
    pub entry: &'static Entry,
    /// Built on first use: few entries of a catalog are ever compared.
    templates: OnceLock<Vec<Template>>,
}

impl Templates {
    pub fn new(catalogs: &Catalogs) -> Self {
        let of_entry = |entry: &'static Entry| EntryTemplates { entry, templates: OnceLock::new() };
        let of_catalog = |catalog: &Catalog| {
            let entries = catalog.entries.iter().map(of_entry).collect();
            (catalog.id, CatalogTemplates { entries, by_word: OnceLock::new() })
        };
        Self(catalogs.iter().map(of_catalog).collect())
    }

    /// The entries of a catalog, each with its templates.
    pub fn entries(&self, catalog: &Catalog) -> &[EntryTemplates] {
        self.0.get(catalog.id).map_or(&[], |it| it.entries.as_slice())
    }

    /// The entries of a catalog that match a code, each with its templates.
    pub fn matching<'t>(
        &'t self,
        catalog: &Catalog,
        code: &'t str,
    ) -> impl Iterator<Item = &'t EntryTemplates> {
        let matching = self.0.get(catalog.id).map(|it| it.matching(code));
        matching.into_iter().flatten()
    }
}

impl CatalogTemplates {
    fn matching<'t>(&'t self, code: &'t str) -> impl Iterator<Item = &'t EntryTemplates> {
        let by_word = self.by_word.get_or_init(|| {
            let mut by_word: HashMap<String, Vec<usize>, FixedState> = HashMap::default();
            for (index, it) in self.entries.iter().enumerate() {
                for word in it.entry.matching_words() {
                    let indices = by_word.entry(word).or_default();
                    if indices.last() != Some(&index) {
                        indices.push(index);
                    }
                }
            }
            by_word
        });
        let found = by_word.get(&code.to_ascii_lowercase()).into_iter().flatten();
        found.map(|index| &self.entries[*index]).filter(move |it| it.entry.matches(code))
    }
}

impl EntryTemplates {
    /// The template of each message.
    pub fn templates(&self) -> &[Template] {
        let messages = self.entry.messages.iter();
        self.templates.get_or_init(|| messages.map(|message| Template::new(message)).collect())
    }

    /// Whether a text is one of the entry's messages.
    pub fn has(&self, message: &Folded) -> bool {
        self.templates().iter().any(|template| template.matches_whole(message))
    }
}

/// A message of a catalog, ready to be compared.
#[derive(Debug)]
pub struct Template {
    /// The letters and digits between the placeholders; one more than there are placeholders.
    literals: Vec<String>,
    /// The placeholders' names.
    names: Vec<String>,
}

/// How a text matches a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateMatch {
    /// Whether the template is the whole text, not a part of it.
    pub is_whole: bool,
    /// The part of the text that the template covers.
    pub span: Range<usize>,
    /// The placeholders' names, with the position of each value.
    pub values: Vec<(String, Range<usize>)>,
}

/// The letters and digits of a text in lower case, with their positions.
#[derive(Debug)]
pub struct Folded {
    letters: String,
    /// For each byte of `letters`, where its character starts in the text.
    offsets: Vec<usize>,
    /// The length of the text.
    length: usize,
}

impl Folded {
    pub fn new(text: &str) -> Self {
        steps::add(text.len());
        let mut letters = String::with_capacity(text.len());
        let mut offsets = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            if c.is_ascii() {
                if c.is_ascii_alphanumeric() {
                    letters.push(c.to_ascii_lowercase());
                    offsets.push(at);
                }
            } else if c.is_alphanumeric() {
                letters.extend(c.to_lowercase());
                offsets.resize(letters.len(), at);
            }
        }
        Self { letters, offsets, length: text.len() }
    }

    pub fn letters(&self) -> &str {
        &self.letters
    }

    fn offset(&self, letter: usize) -> usize {
        self.offsets.get(letter).copied().unwrap_or(self.length)
    }

    /// The position of a range of the letters in the text.
    fn in_text(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        match range.end.checked_sub(1).and_then(|last| self.offsets.get(last)) {
            // The earliest start of the next character is the end of the last one.
            Some(&last) if range.end > range.start => start..last + 1,
            _ => start..start,
        }
    }
}

impl Template {
    pub fn new(message: &str) -> Self {
        let (mut literals, mut names) = (Vec::new(), Vec::new());
        let mut rest = message;
        while let Some((before, name, after)) = placeholder(rest) {
            literals.push(Folded::new(before).letters);
            names.push(name.to_owned());
            rest = after;
        }
        literals.push(Folded::new(rest).letters);
        Self { literals, names }
    }

    /// The length of all literals.
    pub fn literal_len(&self) -> usize {
        self.literals.iter().map(String::len).sum()
    }

    /// The longest literal, by which the template is found in running text.
    pub fn anchor(&self) -> &str {
        self.literals.iter().max_by_key(|literal| literal.len()).map_or("", String::as_str)
    }

    /// Finds the template in `text`, of which `folded` are the letters.
    pub fn find(&self, text: &str, folded: &Folded) -> Option<TemplateMatch> {
        let (start, gaps, end) = self.locate(&folded.letters)?;
        let value = |gap: &Range<usize>| trimmed(text, expand_to_punctuation(text, folded, gap));
        Some(TemplateMatch {
            is_whole: start == 0 && end == folded.letters.len(),
            span: extend_to_char_boundary(text, folded.in_text(&(start..end))),
            values: self.names.iter().cloned().zip(gaps.iter().map(value)).collect(),
        })
    }

    /// Where the template starts in the letters of a text, the gaps for its placeholders, and where
    /// it ends.
    fn locate(&self, letters: &str) -> Option<(usize, Vec<Range<usize>>, usize)> {
        let literal_len = self.literal_len();
        if literal_len == 0 || literal_len > letters.len() {
            return None;
        }
        let (first, others) = self.literals.split_first()?;
        let start = if first.is_empty() { 0 } else { letters.find(first.as_str())? };
        let mut at = start + first.len();
        let mut gaps = Vec::with_capacity(others.len());
        for (index, literal) in others.iter().enumerate() {
            let is_last = index + 1 == others.len();
            let end = if literal.is_empty() && is_last {
                letters.len()
            } else if is_last
                && letters.ends_with(literal.as_str())
                && letters.len() - literal.len() >= at
            {
                letters.len() - literal.len()
            } else {
                at + letters[at..].find(literal.as_str())?
            };
            gaps.push(at..end);
            at = end + literal.len();
        }
        Some((start, gaps, at))
    }

    /// Whether the template is the whole text.
    pub fn matches_whole(&self, folded: &Folded) -> bool {
        let letters = folded.letters();
        // Most templates differ in their first letters.
        self.literals.first().is_some_and(|first| letters.starts_with(first.as_str()))
            && self
                .locate(letters)
                .is_some_and(|(start, _, end)| start == 0 && end == letters.len())
    }

    /// Whether a text is the start of the template, and long enough not to be any other.
    pub fn starts_with(&self, folded: &Folded) -> bool {
        let letters = folded.letters();
        letters.len() >= MIN_START
            && self
                .literals
                .first()
                .is_some_and(|first| first.len() > letters.len() && first.starts_with(letters))
    }
}

/// A gap between letters, with the punctuation around it (a path's slash, a sign, a bracket).
fn expand_to_punctuation(text: &str, folded: &Folded, gap: &Range<usize>) -> Range<usize> {
    let inner = extend_to_char_boundary(text, folded.in_text(gap));
    let start = match gap.start.checked_sub(1).and_then(|before| folded.offsets.get(before)) {
        Some(&before) => extend_to_char_boundary(text, before..before + 1).end,
        None => inner.start,
    };
    let end = folded.offset(gap.end);
    start.min(inner.start)..end.max(inner.end)
}

/// The range with its end moved to the end of its last character.
fn extend_to_char_boundary(text: &str, range: Range<usize>) -> Range<usize> {
    let end = (range.end..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    range.start..end.max(range.start)
}

/// A value without the spaces, quotes and full stops around it, and without an unpaired bracket.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let is_trimmed = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | ':' | ',');
    let mut value = text[range.clone()].trim_start_matches(is_trimmed);
    let mut start = range.end - value.len();
    value = value.trim_end_matches(|c| is_trimmed(c) || matches!(c, '.' | '!' | ';'));
    for (open, close) in [('(', ')'), ('[', ']')] {
        if value.starts_with(open) && !value.contains(close) {
            value = &value[1..];
            start += 1;
        } else if value.ends_with(close) && !value.contains(open) {
            value = &value[..value.len() - 1];
        }
    }
    start..start + value.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(template: &str, text: &str) -> Option<(bool, Vec<(String, String)>)> {
        let found = Template::new(template).find(text, &Folded::new(text))?;
        let values =
            found.values.into_iter().map(|(name, span)| (name, text[span].to_owned())).collect();
        Some((found.is_whole, values))
    }

    fn value(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn placeholders_capture_their_values() {
        let template =
            "Cannot cancel a job with status [Status]. This can only be applied to Running jobs.";
        let text =
            "Cannot cancel a job with status Successful. This can only be applied to Running jobs.";
        assert_eq!(find(template, text), Some((true, vec![value("Status", "Successful")])));
        let text = "The name 'A/B test (2)' is already used.";
        assert_eq!(
            find("The name [Name] is already used.", text),
            Some((true, vec![value("Name", "A/B test (2)")]))
        );
        assert_eq!(
            find(
                "Value is too long to the defined length of (defined length).",
                "Value is too long to the defined length of 100."
            ),
            Some((true, vec![value("defined length", "100")]))
        );
        assert_eq!(
            find(
                "The job's package [P], version [V] could not be found.",
                "The job's package Über.Bot, version 1.0.2-beta could not be found."
            ),
            Some((true, vec![value("P", "Über.Bot"), value("V", "1.0.2-beta")]))
        );
    }

    #[test]
    fn white_space_quotes_and_full_stops_are_ignored() {
        assert!(
            find(
                "Malformed project id. Expecting `owner/project`",
                "Malformed project id.\n  Expecting owner/project."
            )
            .is_some_and(|(whole, _)| whole)
        );
        assert!(
            find("Invalid Input Provided", "Inva\nlid Input Provided")
                .is_some_and(|(whole, _)| whole)
        );
        assert_eq!(find("Not Found", "User Not Found").map(|(whole, _)| whole), Some(false));
        assert_eq!(find("Not Found", "Not there"), None);
        assert_eq!(
            find("Allowed values: [folder].", "Allowed values: [folder]."),
            Some((true, vec![]))
        );
    }

    #[test]
    fn a_truncated_message_is_the_start_of_its_template() {
        let template = Template::new("Requested file does not exist.");
        assert!(template.starts_with(&Folded::new("Requested file do")));
        assert!(!template.starts_with(&Folded::new("Requested")));
        assert!(!template.starts_with(&Folded::new("Requested thing do")));
    }
}
