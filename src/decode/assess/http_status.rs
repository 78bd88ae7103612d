//! Associates HTTP statuses with candidates.

use crate::catalog::reason_phrase;
use crate::decode::detect::candidate::{Candidate, DetectedBy};
use crate::decode::detect::context::{Context, Hint};
use crate::decode::detect::segments::Segments;
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::http::HttpMessage;
use crate::decode::parse::status::{StatusMention, near_host};
use crate::decode::report::{Feature, HttpStatus};

/// The HTTP status of a paste that is one response.
pub fn of_paste(
    text: &MappedText<'_>,
    segments: &Segments,
    candidates: &[Candidate],
    hints: &[Hint],
) -> Option<HttpStatus> {
    let hosts = hints.iter().filter(|hint| hint.feature == Feature::Host);
    let hosts: Vec<_> = hosts.map(|hint| &hint.span).collect();
    // The last status line is the final response after redirects and `100 Continue`.
    let last = segments.messages.last();
    last.and_then(status_line)
        .or_else(|| candidates.iter().find_map(own))
        .or_else(|| segments.statuses.first().map(mentioned))
        .or_else(|| near_host(text, &(0..text.as_str().len()), &hosts).map(|it| mentioned(&it)))
}

/// The HTTP status of a candidate's response.
pub fn of_candidate(candidate: &Candidate, context: &Context) -> Option<HttpStatus> {
    let segments = &context.segments;
    let is_by_status = candidate.by == DetectedBy::Status;
    (segments.message(&candidate.span).and_then(status_line))
        .or_else(|| context.http.clone().filter(|_| is_by_status))
        .or_else(|| own(candidate))
        .or_else(|| segments.status(&candidate.span).map(mentioned))
        .or_else(|| context.http.clone().filter(|_| context.is_single_error))
}

fn status_line(message: &HttpMessage) -> Option<HttpStatus> {
    let (status, span) = message.status.clone()?;
    Some(HttpStatus { status, reason: reason_phrase(status), from: "status line", span })
}

fn own(candidate: &Candidate) -> Option<HttpStatus> {
    let (status, span) = candidate.status.clone()?;
    let from = if candidate.is_object() { "body" } else { "text" };
    Some(HttpStatus { status, reason: reason_phrase(status), from, span })
}

fn mentioned(mention: &StatusMention) -> HttpStatus {
    let (status, span) = (mention.status, mention.span.clone());
    HttpStatus { status, reason: reason_phrase(status), from: "text", span }
}
