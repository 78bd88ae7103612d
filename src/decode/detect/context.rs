//! What the rest of a paste shows about its vendors: hosts and other hints, the HTTP status, bodies
//! of other origin. It supports or weakens candidates, and is a candidate itself where a host is
//! next to a status.

use std::ops::Range;

use super::builtin::DOCUMENTATION_HOSTS;
use super::candidate::{Candidate, DetectedBy, Part};
use super::segments::Segments;
use super::signs::mention_in_code;
use crate::catalog::{Catalog, Entry, EntryKind};
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::record::record_around;
use crate::decode::parse::status::MAX_HOST;
use crate::decode::report::{EvidenceKind, Feature, HttpStatus, Location};
use crate::text::{head, leading, tail, trailing};

/// How many addresses of a paste are looked at.
const MAX_ADDRESSES: usize = 200;

/// What the rest of a paste shows about its vendors.
#[derive(Debug)]
pub struct Context {
    /// The hosts, markers and headers of vendors.
    pub hints: Vec<Hint>,
    /// The HTTP status of the paste, as if it were one response.
    pub http: Option<HttpStatus>,
    /// Which parts of the paste belong together.
    pub segments: Segments,
    /// Whether all candidates belong to one error.
    pub is_single_error: bool,
    /// The vendor that the user named.
    pub requested: Option<&'static Catalog>,
    /// An error object that no signature matches.
    pub other_body: Option<Range<usize>>,
    /// The hosts of no vendor.
    pub foreign_hosts: Vec<Range<usize>>,
    /// Those of them to which requests went.
    pub foreign_requests: Vec<Range<usize>>,
    /// A host of no vendor that is closer to the status than theirs.
    pub closer_host: Option<Range<usize>>,
}

impl Context {
    /// The hints of that kind.
    pub fn hints_of(&self, kind: EvidenceKind) -> impl Iterator<Item = &Hint> + Clone {
        self.hints.iter().filter(move |hint| hint.kind() == kind)
    }
}

/// Weak evidence of a vendor.
#[derive(Debug, Clone)]
pub struct Hint {
    pub catalog: &'static Catalog,
    /// What it weighs.
    pub feature: Feature,
    pub text: String,
    pub span: Range<usize>,
}

impl Hint {
    /// Whether it is a host, a header or a marker.
    pub fn kind(&self) -> EvidenceKind {
        match self.feature {
            Feature::Host => EvidenceKind::Host,
            Feature::Header => EvidenceKind::Header,
            _ => EvidenceKind::Marker,
        }
    }
}

/// The vendors that a hint of that kind points to, if there is an HTTP status: the status is the
/// code where the vendor lists it, otherwise there is none.
pub fn vendors_by_status(
    text: &MappedText<'_>,
    context: &Context,
    kind: EvidenceKind,
) -> Vec<Candidate> {
    let Some(http) = &context.http else { return Vec::new() };
    let is_requested = |hint: &&Hint| context.requested.is_none_or(|it| hint.catalog == it);
    // The answer to a successful request names hosts too.
    let is_in_answer = |hint: &&Hint| {
        let answer = context.segments.data_at(hint.span.start);
        answer.is_some_and(|answer| starts_line(text.as_str(), text.position_of(answer.start)))
    };
    let hints = context.hints_of(kind).filter(|hint| is_requested(hint) && !is_in_answer(hint));
    hints.filter_map(|hint| status_candidate(text, hint, http)).collect()
}

/// The candidate for a hint's vendor and the HTTP status.
fn status_candidate(text: &MappedText<'_>, hint: &Hint, http: &HttpStatus) -> Option<Candidate> {
    let listed = listed_status(hint.catalog, http.status, &http.span);
    // Ignore success statuses.
    if http.status < 400
        && listed.as_ref().is_none_or(|(entry, _)| entry.kind == EntryKind::Success)
    {
        return None;
    }
    let (code, span) = (listed.map(|(_, code)| code), hint.span.clone());
    let at = text.position_of(hint.span.start);
    let signs = mention_in_code(text, &record_around(text.as_str(), at));
    let status = Some((http.status, http.span.clone()));
    let candidate = Candidate::new(hint.catalog, DetectedBy::Status, code, span);
    Some(Candidate { status, signs: signs.into_iter().collect(), ..candidate })
}

/// The entry whose code is an HTTP status, and the status as its code.
pub fn listed_status(
    catalog: &'static Catalog,
    status: u16,
    span: &Range<usize>,
) -> Option<(&'static Entry, Part)> {
    let text = status.to_string();
    let entry = catalog.entries.iter().find(|entry| entry.code == text)?;
    Some((entry, Part { text, span: span.clone(), location: Location::Text }))
}

/// The hosts of no vendor in the addresses of a text.
pub fn foreign_hosts(text: &MappedText<'_>, hints: &[Hint]) -> Vec<Range<usize>> {
    hosts_after("://", text, hints)
}

/// The hosts of no vendor to which requests went, by the headers of a text.
pub fn foreign_requests(text: &MappedText<'_>, hints: &[Hint]) -> Vec<Range<usize>> {
    hosts_after("Host: ", text, hints)
}

fn hosts_after(separator: &str, text: &MappedText<'_>, hints: &[Hint]) -> Vec<Range<usize>> {
    let separators = text.as_str().match_indices(separator).take(MAX_ADDRESSES);
    let starts = separators.map(|(at, separator)| at + separator.len());
    starts.filter_map(|start| foreign_host(text, start, hints)).collect()
}

/// The host of no vendor that is closer to the status than the vendors' hosts.
pub fn closer_host(
    foreign: &[Range<usize>],
    status: &Range<usize>,
    hints: &[Hint],
) -> Option<Range<usize>> {
    let own = hints.iter().filter(|hint| hint.feature == Feature::Host);
    let nearest = own.map(|hint| distance(&hint.span, status)).min()?;
    foreign.iter().find(|host| distance(host, status) < nearest).cloned()
}

/// The span of the host at `start`, unless it is a vendor's or serves documentation.
fn foreign_host(text: &MappedText<'_>, start: usize, hints: &[Hint]) -> Option<Range<usize>> {
    let rest = head(&text.as_str()[start..], MAX_HOST);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '@');
    let host = leading(rest, is_part);
    let span = text.input_span(&(start..start + host.len()));
    let is_hint = hints.iter().any(|hint| hint.span.start < span.end && span.start < hint.span.end);
    (host.contains('.') && !is_documentation_host(host) && !is_hint).then_some(span)
}

/// Whether nothing but white space is before a position on its line.
fn starts_line(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let indent = trailing(before, |c| matches!(c, ' ' | '\t'));
    let before = &before[..before.len() - indent.len()];
    before.is_empty() || before.ends_with('\n')
}

/// The number of bytes between two spans.
pub fn distance(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.start.saturating_sub(b.end).max(b.start.saturating_sub(a.end))
}

/// Whether the host serves documentation (`docs.`, `developer.`); a documentation link is not an
/// API call.
pub fn is_documentation_host(host: &str) -> bool {
    host.split('.')
        .next()
        .is_some_and(|label| DOCUMENTATION_HOSTS.iter().any(|it| it.eq_ignore_ascii_case(label)))
}

/// Whether a range is a whole host name, apart from subdomains.
pub fn is_host(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let before = range.start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(range.end).copied();
    let is_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let continues = after == Some(b'.')
        && bytes.get(range.end + 1).copied().is_some_and(|byte| byte.is_ascii_alphabetic());
    !before.is_some_and(is_label) && !after.is_some_and(is_label) && !continues
}

/// The host with its subdomains.
pub fn with_subdomains(text: &str, host: Range<usize>) -> Range<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    host.start - trailing(tail(&text[..host.start], MAX_HOST), is_part).len()..host.end
}
