//! What the rest of a paste says of its vendors: hosts and other signs, the HTTP status, bodies of
//! somebody else. It weighs for or against what is sighted, and points to a vendor by itself where
//! a host stands beside a status.

use std::ops::Range;

use super::responses::Responses;
use super::sighting::{By, Piece, Sighting};
use super::text::Text;
use super::verdict::{EvidenceKind, HttpStatus};
use crate::catalog::{Catalog, EntryKind};

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

/// What the rest of a paste says of its vendors.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// Hosts, markers and headers that were seen.
    pub(super) signs: Vec<Sign>,
    /// The HTTP status of the paste, were it one response.
    pub(super) http: Option<HttpStatus>,
    /// What belongs together.
    pub(super) responses: Responses,
    /// Whether all that is sighted is one error.
    pub(super) alone: bool,
    /// The vendor that the reader named.
    pub(super) forced: Option<&'static Catalog>,
    /// An object that tells an error in no form of any vendor.
    pub(super) other_body: Option<Range<usize>>,
    /// The host of nobody that stands next to the status.
    pub(super) other_host: Option<Range<usize>>,
}

/// A sign of a vendor.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    pub(super) catalog: &'static Catalog,
    pub(super) kind: EvidenceKind,
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// Vendors that a sign of that kind points to, beside an HTTP status: the status is their code
/// where they list it, and else the vendor is known without one.
pub(super) fn vendors_by_status(around: &Surroundings, kind: EvidenceKind) -> Vec<Sighting> {
    let Some(HttpStatus { status, span, .. }) = &around.http else { return Vec::new() };
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
    let asked_for = |sign: &&Sign| around.forced.is_none_or(|vendor| sign.catalog == vendor);
    let signs = around.signs.iter().filter(|sign| sign.kind == kind).filter(asked_for);
    signs.filter_map(sighting).collect()
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
    let own = signs.iter().filter(|sign| sign.kind == EvidenceKind::Host);
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

pub(super) fn is_read_by_people(host: &str) -> bool {
    host.split('.')
        .next()
        .is_some_and(|label| READ_BY_PEOPLE.contains(&label.to_ascii_lowercase().as_str()))
}

pub(super) fn is_host(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let before = range.start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(range.end).copied();
    let label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let goes_on = after == Some(b'.')
        && bytes.get(range.end + 1).copied().is_some_and(|byte| byte.is_ascii_alphabetic());
    !before.is_some_and(label) && !after.is_some_and(label) && !goes_on
}

/// The host with the labels of its subdomains.
pub(super) fn whole_host(text: &str, range: Range<usize>) -> Range<usize> {
    let label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let front = text[..range.start].trim_end_matches(label);
    front.len()..range.end
}
