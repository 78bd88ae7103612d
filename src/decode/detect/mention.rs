//! Mentions of vendors in running text. The log record around a mention decides what it is worth: a
//! program that names the vendor beside a failure reports an error, a chat does not.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::candidate::{Candidate, DetectedBy, Part, Sign};
use super::context::listed_status;
use super::segments::Segments;
use super::signs::{self, EXCEPTION, FAILURE, PACKAGE, PROSE, mention_in_code, regex, sign};
use crate::catalog::{Catalog, Entry};
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::record::{record_around, record_beyond};
use crate::decode::parse::status::near_host;
use crate::decode::report::{Feature, Finding, Reason};
use crate::text::{head, leading, steps, tail, trailing};

/// How far from a word its address, and its identifier, are looked at.
const MAX_ADDRESS: usize = 512;
const MAX_IDENTIFIER: usize = 120;
/// How many claims lead to further codes.
const MAX_CLAIMS: usize = 50;
/// How far before a host the method of its request is.
const MAX_REQUEST: usize = 60;
/// How many codes of a record are looked at.
const MAX_CODES: usize = 20;

/// A number that a word or a bracket announces as a code.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r#"(?xi-u) error [\ _-]? code ["'`\s]* [:=\#]? ["'`\s]* (?<code>\d{1,5})\b
        | (?: code | error | errno | err ) ["'\s]* [:=\#(\[]* ["'`\s(\[\#]* (?<number>\d{3,5})\b
        | [:(/] \s* \# (?<hash>\d{4,5}) \b
        | (?: error | (?-i: [a-z][A-Z][A-Za-z]* ) ) \s? [(\[\#] (?<bracketed>\d{4,5}) [)\]:,\s] | (?-i: \b(?<word>[A-Z][A-Za-z]*[A-Z_][A-Za-z_]{6,})\b)"#,
    )
});

/// The method of a request, in the text before a host.
static REQUEST: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\b[^\n]*https?://[\w.-]*$"));

/// A word of a vendor. The range is of the text.
#[derive(Debug, Clone)]
pub struct Mention {
    pub catalog: &'static Catalog,
    pub range: Range<usize>,
}

/// Whether a range is a word, or a part of an identifier such as `PagerDutyClient` or `pager_duty`.
pub fn is_word(text: &str, range: &Range<usize>) -> bool {
    let word = &text[range.clone()];
    let before = text[..range.start].chars().next_back().filter(|c| c.is_alphanumeric());
    let after = text[range.end..].chars().next().filter(|c| c.is_alphanumeric());
    let starts_hump =
        before.is_none_or(|c| !c.is_uppercase() && word.starts_with(char::is_uppercase));
    let ends_hump = after.is_none_or(|c| {
        c.is_ascii_digit() || c.is_uppercase() && word.ends_with(|c: char| !c.is_uppercase())
    });
    starts_hump && ends_hump
}

/// A candidate for each vendor that a record of a failure mentions: for each code that the record
/// announces, and one without a code.
pub fn candidates(
    text: &MappedText<'_>,
    mentions: &[Mention],
    segments: &Segments,
) -> Vec<Candidate> {
    let mut by_vendor: Vec<(&'static Catalog, Vec<&Range<usize>>)> = Vec::new();
    for Mention { catalog, range } in mentions {
        match by_vendor.iter_mut().find(|(other, _)| other.id == catalog.id) {
            Some((_, ranges)) => ranges.push(range),
            None => by_vendor.push((catalog, vec![range])),
        }
    }
    let mut candidates = Vec::new();
    for (catalog, ranges) in by_vendor {
        let mut best: Option<Candidate> = None;
        let mut at = 0;
        while let Some(first) = ranges.get(at) {
            let range = record_around(text.as_str(), first.start);
            let count = ranges[at..].iter().take_while(|it| it.start < range.end).count();
            let record = Record { text, range, mentions: &ranges[at..at + count], segments };
            at += count;
            if segments.data_at(text.input_span(first).start).is_some() {
                continue;
            }
            let candidate = record.candidate(catalog);
            let has_failed = candidate.signs.iter().any(Sign::is_failure);
            let codes = announced_codes(text.as_str(), catalog, &record.range);
            for code in codes.into_iter().filter(|code| has_failed || code.is_error_code) {
                let code = Part::in_text(text, code.range);
                if !code.as_ref().is_some_and(|code| segments.has_status(&code.span)) {
                    candidates.push(Candidate { code, ..candidate.clone() });
                }
            }
            let is_better = best.as_ref().is_none_or(|best| value(best) < value(&candidate));
            let is_meant = record.names_vendor() || record.request().is_some();
            if is_meant && has_failed && is_better {
                best = Some(candidate);
            }
        }
        candidates.extend(best.map(with_listed_status));
    }
    candidates
}

/// The candidate with the status of the failed request as its code, if the vendor lists it.
fn with_listed_status(candidate: Candidate) -> Candidate {
    let status = candidate.signs.iter().find_map(|sign| match sign.reason {
        Reason::FailureStatus(status) => Some((status, sign.span.clone())),
        _ => None,
    });
    let Some((status, span)) = status else { return candidate };
    let code = listed_status(candidate.catalog, status, &span).map(|(_, code)| code);
    Candidate { code, status: Some((status, span)), ..candidate }
}

/// A log record that mentions a vendor.
struct Record<'a> {
    text: &'a MappedText<'a>,
    range: Range<usize>,
    /// The vendor's words in it.
    mentions: &'a [&'a Range<usize>],
    segments: &'a Segments,
}

impl Record<'_> {
    fn candidate(&self, catalog: &'static Catalog) -> Candidate {
        let span = self.text.input_span(&self.range);
        let candidate = Candidate::new(catalog, DetectedBy::Mention, None, span);
        let record = Part::in_text(self.text, self.range.clone());
        Candidate { signs: self.signs(), record, ..candidate }
    }

    /// The mentions outside of addresses and of identifiers such as `other_pagerduty_integration`,
    /// which users choose.
    fn names(&self) -> impl Iterator<Item = &Range<usize>> {
        let mentions = self.mentions.iter().copied();
        let text = self.text.as_str();
        mentions.filter(|mention| {
            !text[..mention.start].ends_with('_') && !is_in_address(text, mention.start)
        })
    }

    /// The method of a request to a host of the vendor.
    fn request(&self) -> Option<Range<usize>> {
        let text = self.text.as_str();
        let regex = REQUEST.as_ref()?;
        self.mentions.iter().find_map(|mention| {
            let before = tail(&text[self.range.start..mention.start], MAX_REQUEST);
            let start = mention.start - before.len();
            let found = regex.find(before)?;
            Some(start + found.start()..start + found.end())
        })
    }

    fn names_vendor(&self) -> bool {
        self.names().next().is_some()
    }

    /// What is for and against an error in the record.
    fn signs(&self) -> Vec<Sign> {
        let (text, whole) = (self.text, self.text.as_str());
        let identifiers = || self.names().map(|mention| (identifier(whole, mention), mention));
        let is_exception = |name: &str| EXCEPTION.as_ref().is_some_and(|it| it.is_match(name));
        let exception = identifiers().find(|(name, _)| is_exception(&whole[name.clone()]));
        let named = || identifiers().find(|(name, word)| is_named_by_code(whole, name, word));
        let name = match &exception {
            Some((name, _)) => {
                Some(sign(text, name, Feature::VendorException, Reason::VendorException))
            }
            None => named()
                .map(|(name, _)| sign(text, &name, Feature::NamedByCode, Reason::NamedByCode)),
        };
        // On the line of the vendor's exception, a weaker marker of a status is enough.
        let near_exception =
            || near_host(text, &self.range, &[&text.input_span(&exception.as_ref()?.0)]);
        let status = self.segments.failure_in(&text.input_span(&self.range)).cloned();
        let status = status.or_else(near_exception).map(|it| {
            let (feature, reason) = (Feature::FailureStatus, Reason::FailureStatus(it.status));
            Sign { feature, reason, span: it.span }
        });
        let patterns = [&FAILURE, &PROSE, &PACKAGE];
        let words = patterns.into_iter().filter_map(|pattern| pattern.find(text, &self.range));
        let code = mention_in_code(text, &self.range);
        // A request in source code has not failed.
        let request = if code.is_some() { None } else { self.request() };
        let request = request.map(|it| sign(text, &it, Feature::Request, Reason::Request));
        name.into_iter().chain(status).chain(words).chain(code).chain(request).collect()
    }
}

/// Adds to bodies what the log records around them show.
pub fn add_signs(candidates: &mut [Candidate], text: &MappedText<'_>, segments: &Segments) {
    for candidate in candidates.iter_mut().filter(|candidate| candidate.is_object()) {
        let body = segments.body_or_span(&candidate.span);
        let body = text.position_of(body.start)..text.position_of(body.end);
        candidate.signs.extend(signs::around(text, &body));
    }
}

/// Whether a position is in an address such as `https://docs.example.com/path`.
pub fn is_in_address(text: &str, at: usize) -> bool {
    let is_delimiter =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '<' | '>' | '`');
    let before = trailing(tail(&text[..at], MAX_ADDRESS), |c| !is_delimiter(c));
    let rest = leading(head(&text[at..], MAX_ADDRESS), |c| !is_delimiter(c));
    // The path of a request has no file extension.
    before.contains("://") || before.starts_with('/') && !rest.contains('.')
}

/// A candidate for each code that running text announces in the record of a claim, of the same
/// vendor.
pub fn further_codes(
    text: &MappedText<'_>,
    findings: &[Finding],
    segments: &Segments,
) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let claims =
        findings.iter().filter(|it| it.is_claim() && (it.entry.is_some() || it.code.is_none()));
    for claim in claims.take(MAX_CLAIMS) {
        let span = text.position_of(claim.span.start)..text.position_of(claim.span.end);
        let Some(record) = record_beyond(text.as_str(), &span) else { continue };
        for code in announced_codes(text.as_str(), claim.catalog, &record) {
            let Some(code) = Part::in_text(text, code.range) else { continue };
            let is_known = findings
                .iter()
                .any(|it| it.span.start <= code.span.start && code.span.end <= it.span.end)
                || candidates.iter().any(|it| it.code.as_ref() == Some(&code));
            if !is_known
                && !segments.is_in_body(code.span.start)
                && !segments.has_status(&code.span)
            {
                let span = code.span.clone();
                let record = Part::in_text(text, record.clone());
                let candidate =
                    Candidate::new(claim.catalog, DetectedBy::Mention, Some(code), span);
                candidates.push(Candidate { record, ..candidate });
            }
        }
    }
    candidates
}

/// How much the signs of a record are for an error.
fn value(candidate: &Candidate) -> isize {
    let value = |sign: &Sign| if sign.feature == Feature::Prose { -2 } else { 1 };
    candidate.signs.iter().map(value).sum()
}

/// The identifier, package or path that a word is a part of.
fn identifier(text: &str, word: &Range<usize>) -> Range<usize> {
    let is_part =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | '$' | '\\' | ':');
    let start = word.start - trailing(tail(&text[..word.start], MAX_IDENTIFIER), is_part).len();
    let end = word.end + leading(head(&text[word.end..], MAX_IDENTIFIER), is_part).len();
    let trimmed = text[start..end].trim_end_matches(['.', '-', '/', ':']);
    start..start + trimmed.len()
}

/// Whether a program names the vendor: in an identifier, after `=`, or as the origin of a line.
fn is_named_by_code(text: &str, identifier: &Range<usize>, word: &Range<usize>) -> bool {
    identifier != word && !text[..identifier.start].ends_with("://")
        || text[..word.start].ends_with(['=', '[', '"', '@'])
        || text[word.end..].starts_with([':', ']', '('])
}

/// Whether a word is the code of an entry or its name, but not the reason phrase of a status.
fn is_code_of(entry: &Entry, word: &str) -> bool {
    entry.code == word || !entry.is_status() && entry.matches(word)
}

/// Whether the word before a code shows that it is not an API's, as in `exit code`.
fn is_of_other_kind(before: &str) -> bool {
    const KINDS: [&str; 9] =
        ["exit", "return", "country", "area", "incident", "ticket", "issue", "alert", "job"];
    let word = before.trim_end_matches([' ', '_', '-']);
    KINDS.iter().any(|kind| tail(word, kind.len()).eq_ignore_ascii_case(kind))
}

/// A code that a record announces. The range is of the text.
struct AnnouncedCode {
    range: Range<usize>,
    /// Whether the words are `error code`, which report a failure by themselves.
    is_error_code: bool,
}

/// The codes that a record announces: listed ones, and what is surely an error code of the vendor.
fn announced_codes(text: &str, catalog: &Catalog, record: &Range<usize>) -> Vec<AnnouncedCode> {
    let content = &text[record.clone()];
    steps::add(content.len());
    let found = ANNOUNCED.iter().flat_map(|regex| regex.captures_iter(content)).take(MAX_CODES);
    let code = found.filter_map(|found| {
        let code = found.iter().skip(1).flatten().next()?;
        let whole = found.get(0)?;
        let before = &content[..whole.start()];
        let is_error_code = found.name("code").is_some();
        let is_listed = || catalog.entries.iter().any(|it| is_code_of(it, code.as_str()));
        let is_code = is_listed() || is_error_code && catalog.resembles_listed(code.as_str());
        let range = record.start + code.start()..record.start + code.end();
        let is_compared = whole.as_str().contains("==");
        (is_code && !is_compared && !is_of_other_kind(before))
            .then_some(AnnouncedCode { range, is_error_code })
    });
    code.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_are_valid() {
        assert!(ANNOUNCED.is_some() && REQUEST.is_some());
    }

    #[test]
    fn words_are_found_in_identifiers() {
        let is_word = |text: &str| {
            let start = text.to_lowercase().find("pagerduty").expect("the word");
            is_word(text, &(start..start + 9))
        };
        for text in
            ["PagerDuty", "pagerduty.coffee", "newPagerDutyError", "PAGERDUTY_TOKEN", "PagerDuty2"]
        {
            assert!(is_word(text), "{text}");
        }
        for text in ["pagerdutyish", "XPAGERDUTY", "apagerduty"] {
            assert!(!is_word(text), "{text}");
        }
    }
}
