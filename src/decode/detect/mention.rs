//! Mentions of vendors in running text. The log record around a mention decides what it is worth: a
//! program that names the vendor beside a failure reports an error, a chat does not.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::candidate::{Candidate, DetectedBy, Part, Sign};
use super::context::listed_status;
use super::segments::Segments;
use crate::catalog::{Catalog, Entry};
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::record::{record_around, record_beyond};
use crate::decode::report::{Feature, Finding, Reason};
use crate::text::{head, tail};

/// How long an address may be.
const MAX_ADDRESS: usize = 2048;
/// How many claims lead to further codes.
const MAX_CLAIMS: usize = 50;
/// How many codes of a record are looked at.
const MAX_CODES: usize = 20;

/// Words by which a record reports a failure.
static FAILURE: SignPattern = SignPattern {
    feature: Feature::Failure,
    reason: Reason::Failure,
    regex: LazyLock::new(|| {
        regex(
            r"(?xi-u) \b(?: errors? | err | fail(?:s|ed|ing|ure)? | exception | denied | refused | rejected
        | unauthori[sz]ed | forbidden | invalid | unable\ to | could\ ?n[o']t | couldn(?:'|’)t | can(?:not|'t|’t)
        | timed?[\ -]?out | not\ found | bad\ request | unexpected | unsuccessful | fatal | panic | throttled
        | rate\ ?limit(?:ed)? )\b",
        )
    }),
};
/// The names of exceptions.
static EXCEPTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"(?-u)(?:Error|Exception|Fault|ERROR|EXCEPTION)\b"));
/// What plans, documents, web pages, alerts and reports of success contain.
static PROSE: SignPattern = SignPattern {
    feature: Feature::Prose,
    reason: Reason::Prose,
    regex: LazyLock::new(|| {
        regex(
            r"(?xim-u) ^\s*(?: \#{1,6}\s | \|\s | [-*]\s+\*\* | \d+\.\s | >\s ) | ^Plan: | <html\b
        | \b(?: success(?:ful(?:ly)?)? | succeeded | complete[d]? | creating | refreshing | paged
        | on-?call | run\ ?books? | resolved | acknowledged | how\ (?:do|to|can)
        | you\ can | we\ (?:use|have|are) | integration\ with | alert(?:s|ing)?\ (?:via|to|through) )\b",
        )
    }),
};
/// Statements of programming languages.
static SOURCE_CODE: SignPattern = SignPattern {
    feature: Feature::SourceCode,
    reason: Reason::SourceCode,
    regex: LazyLock::new(|| {
        regex(
            r"(?xm-u) ^\s*(?: raise | throw | return | if | elif | else | catch | try | def | func | const
        | let | var | import | assert | expect | case )\b | ;\s*$
        | \b(?: console | logger? | res | self | this )\.\w+\(",
        )
    }),
};
/// A number that a word or a bracket announces as a code.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r#"(?xi-u) error [\ _-]? code ["'`\s]* [:=\#]? ["'`\s]* (?<code>\d{1,5})\b
        | (?: code | error | errno | err ) ["'\s]* [:=\#(\[]* ["'`\s(\[\#]* (?<number>\d{3,5})\b
        | (?: error | (?-i: [a-z][A-Z][A-Za-z]* ) ) \s? [(\[\#] (?<bracketed>\d{4,5}) [)\]:,\s] | (?-i: \b(?<word>[A-Z][A-Za-z]*[A-Z_][A-Za-z_]{6,})\b)"#,
    )
});

/// A constant pattern. `None` never occurs, which a test checks.
fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// Words that are a sign for or against an error.
struct SignPattern {
    feature: Feature,
    reason: fn(String) -> Reason,
    regex: LazyLock<Option<Regex>>,
}

impl SignPattern {
    /// The sign at the first match in a record.
    fn find(&self, text: &MappedText<'_>, record: &Range<usize>) -> Option<Sign> {
        let found = self.regex.as_ref()?.find(&text.as_str()[record.clone()])?;
        let range = record.start + found.start()..record.start + found.end();
        Some(sign(text, &range, self.feature, self.reason))
    }
}

/// The sign that a part of a text is.
fn sign(
    text: &MappedText<'_>,
    range: &Range<usize>,
    feature: Feature,
    reason: fn(String) -> Reason,
) -> Sign {
    let words = text.as_str()[range.clone()].trim().to_owned();
    Sign { feature, reason: reason(words), span: text.input_span(range) }
}

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
            if record.names_vendor() && has_failed && is_better {
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
        let name = match exception {
            Some((name, _)) => {
                Some(sign(text, &name, Feature::VendorException, Reason::VendorException))
            }
            None => named()
                .map(|(name, _)| sign(text, &name, Feature::NamedByCode, Reason::NamedByCode)),
        };
        let status = self.segments.failure_in(&text.input_span(&self.range)).map(|it| {
            let (feature, reason) = (Feature::FailureStatus, Reason::FailureStatus(it.status));
            Sign { feature, reason, span: it.span.clone() }
        });
        let patterns = [&FAILURE, &PROSE, &SOURCE_CODE];
        let words = patterns.into_iter().filter_map(|pattern| pattern.find(text, &self.range));
        name.into_iter().chain(status).chain(words).collect()
    }
}

/// What shows that an error is quoted: by a document or in source code.
pub fn signs_around(text: &MappedText<'_>, span: &Range<usize>) -> impl Iterator<Item = Sign> {
    let record = record_beyond(text.as_str(), span);
    let signs = record.map(|record| {
        let prose = PROSE.find(text, &record);
        let prose = prose.map(|sign| Sign { feature: Feature::ProseAround, ..sign });
        [prose, SOURCE_CODE.find(text, &record)]
    });
    signs.into_iter().flatten().flatten()
}

/// Adds to bodies what the log records around them show.
pub fn add_signs(candidates: &mut [Candidate], text: &MappedText<'_>, segments: &Segments) {
    for candidate in candidates.iter_mut().filter(|candidate| candidate.is_object()) {
        let body = segments.body_or_span(&candidate.span);
        let body = text.position_of(body.start)..text.position_of(body.end);
        candidate.signs.extend(signs_around(text, &body));
    }
}

/// Whether a position is in an address such as `https://docs.example.com/path`.
pub fn is_in_address(text: &str, at: usize) -> bool {
    let is_delimiter =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '<' | '>' | '`');
    let before = tail(&text[..at], MAX_ADDRESS);
    let before = before[before.rfind(is_delimiter).unwrap_or(0)..].trim_start_matches(is_delimiter);
    let rest = head(&text[at..], MAX_ADDRESS);
    let rest = &rest[..rest.find(is_delimiter).unwrap_or(rest.len())];
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
    let claims = findings.iter().filter(|finding| finding.is_claim() && finding.entry.is_some());
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
    let start = text[..word.start].trim_end_matches(is_part).len();
    let rest = &text[word.end..];
    let end = word.end + (rest.len() - rest.trim_start_matches(is_part).len());
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
    const KINDS: [&str; 4] = ["exit", "return", "country", "area"];
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
    let found = ANNOUNCED.iter().flat_map(|regex| regex.captures_iter(content)).take(MAX_CODES);
    let code = found.filter_map(|found| {
        let code = found.iter().skip(1).flatten().next()?;
        let before = &content[..found.get(0)?.start()];
        let is_error_code = found.name("code").is_some();
        let is_listed = || catalog.entries.iter().any(|it| is_code_of(it, code.as_str()));
        let is_code = is_listed() || is_error_code && catalog.resembles_listed(code.as_str());
        let range = record.start + code.start()..record.start + code.end();
        (is_code && !is_of_other_kind(before)).then_some(AnnouncedCode { range, is_error_code })
    });
    code.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_are_valid() {
        assert!(
            [&FAILURE.regex, &EXCEPTION, &PROSE.regex, &SOURCE_CODE.regex, &ANNOUNCED]
                .iter()
                .all(|regex| regex.is_some())
        );
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
