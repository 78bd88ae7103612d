//! What the words of a log record show for or against an error: that it reports a failure, or that it
//! is prose, source code, or about a package.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::candidate::Sign;
use crate::decode::input::comment::is_comment;
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::record::record_beyond;
use crate::decode::report::{Feature, Reason};
use crate::text::{steps, tail};

/// How far before a position its line is searched for.
const MAX_LINE: usize = 300;

/// Words by which a record reports a failure.
pub static FAILURE: SignPattern = SignPattern {
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
pub static EXCEPTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| regex(r"(?-u)(?:Error|Exception|Fault|ERROR|EXCEPTION)\b"));
/// What plans, documents, web pages, alerts and reports of success contain.
pub static PROSE: SignPattern = SignPattern {
    feature: Feature::Prose,
    reason: Reason::Prose,
    regex: LazyLock::new(|| {
        regex(
            r"(?xim-u) ^\s*(?: \#{1,6}\s | \|\s | [-*]\s+\*\* | \d+\.\s | >\s ) | ^Plan: | <html\b
        | \b(?: success(?:ful(?:ly)?)? | succeeded | complete[d]? | creating | refreshing | paged
        | on-?call | run\ ?books? | resolved? | acknowledged? | triggered\ incident | how\ (?:do|to|can)
        | you\ can | we\ (?:use|have|are) | integration\ with | alert(?:s|ing)?\ (?:via|to|through) )\b",
        )
    }),
};
/// What package managers and module loaders print, where the vendor's name is that of a client.
pub static PACKAGE: SignPattern = SignPattern {
    feature: Feature::Package,
    reason: Reason::Package,
    regex: LazyLock::new(|| {
        regex(
            r"(?xi-u) \b(?: npm\ (?:err!?|error|warn) | yarn\ (?:error|install) | pip3?\ install
        | registry\.npmjs\.org | pypi\.org | rubygems\.org | proxy\.golang\.org | crates\.io
        | ModuleNotFoundError | ImportError | no\ module\ named | cannot\ find\ module
        | no\ matching\ distribution | (?:suitable|available|matching)\ (?:provider|version)s?
        | (?:load|install|resolve|download|query)\ (?:available\ )?(?:provider|plugin|package|module)
        | unmet\ dependenc | unresolved\ import | package\ does\ not\ exist )",
        )
    }),
};
/// Statements of programming languages.
pub static SOURCE_CODE: SignPattern = SignPattern {
    feature: Feature::SourceCode,
    reason: Reason::SourceCode,
    regex: LazyLock::new(|| {
        regex(
            r"(?xm-u) ^\s*(?: raise | throw | return | if | elif | else | catch | except | rescue | try | def
        | func | function | const | let | var | import | from\ [\w.]+\ import | using | public | private
        | assert | expect | switch | case | fi | done | esac )\b | ;\s*$ | ^\#!/ | \|\|\s*echo\b | \{\{-?\s+[.$a-z]
        | \b(?: console | logger? | res | self | this )\.\w+\(",
        )
    }),
};
/// A constant pattern. `None` never occurs, which a test checks.
pub fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// Words that are a sign for or against an error.
pub struct SignPattern {
    feature: Feature,
    reason: fn(String) -> Reason,
    regex: LazyLock<Option<Regex>>,
}

impl SignPattern {
    /// The sign at the first match in a record.
    pub fn find(&self, text: &MappedText<'_>, record: &Range<usize>) -> Option<Sign> {
        steps::add(record.len());
        let found = self.regex.as_ref()?.find(&text.as_str()[record.clone()])?;
        let range = record.start + found.start()..record.start + found.end();
        Some(sign(text, &range, self.feature, self.reason))
    }
}

/// The sign that a part of a text is.
pub fn sign(
    text: &MappedText<'_>,
    range: &Range<usize>,
    feature: Feature,
    reason: fn(String) -> Reason,
) -> Sign {
    let words = text.as_str()[range.clone()].trim().to_owned();
    Sign { feature, reason: reason(words), span: text.input_span(range) }
}

/// What shows that an error is quoted: by a document or in source code.
pub fn around(text: &MappedText<'_>, span: &Range<usize>) -> impl Iterator<Item = Sign> {
    let record = record_beyond(text.as_str(), span);
    let signs = record.map(|record| {
        let prose = PROSE.find(text, &record);
        let prose = prose.map(|sign| Sign { feature: Feature::ProseAround, ..sign });
        [prose, SOURCE_CODE.find(text, &record)]
    });
    signs.into_iter().flatten().flatten()
}

/// Whether a text has statements of a programming language.
pub fn is_source_code(text: &MappedText<'_>) -> bool {
    SOURCE_CODE.find(text, &(0..text.as_str().len())).is_some()
}

/// What shows that a vendor is only mentioned in source code.
pub fn mention_in_code(text: &MappedText<'_>, record: &Range<usize>) -> Option<Sign> {
    let sign = SOURCE_CODE.find(text, record)?;
    Some(Sign { feature: Feature::MentionInCode, ..sign })
}

/// Whether a position is in a comment.
pub fn is_in_comment(text: &str, at: usize) -> bool {
    let before = tail(&text[..at], MAX_LINE);
    is_comment(before.rsplit('\n').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_are_valid() {
        let patterns = [&FAILURE, &PROSE, &PACKAGE, &SOURCE_CODE];
        assert!(patterns.iter().all(|pattern| pattern.regex.is_some()));
        assert!(EXCEPTION.is_some());
    }
}
