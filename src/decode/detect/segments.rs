//! Which part of a paste belongs to which response. A log or a session has several: the status and
//! the headers of one are no evidence for the error in another.

use std::ops::Range;

use super::candidate::Candidate;
use super::error_object::reports_error;
use crate::decode::parse::http::HttpMessage;
use crate::decode::parse::status::StatusMention;
use crate::decode::parse::value::Node;

/// The responses of a paste, as far as their bounds can be seen. Spans are of the input.
#[derive(Debug, Default)]
pub struct Segments {
    /// The outermost objects, in order and without overlap.
    pub bodies: Vec<Range<usize>>,
    /// Those of them that report no error, such as answers of successful requests.
    pub data: Vec<Range<usize>>,
    /// The HTTP messages, in order.
    pub messages: Vec<HttpMessage>,
    /// The statuses in running text, in order.
    pub statuses: Vec<StatusMention>,
}

impl Segments {
    /// The body around a span, or the span itself.
    pub fn body_or_span(&self, span: &Range<usize>) -> Range<usize> {
        self.body_at(span.start).unwrap_or(span).clone()
    }

    /// Whether the candidates all belong to one error, whose response may be the whole paste. A
    /// code in a header belongs to the body.
    pub fn is_single_error(&self, candidates: &[Candidate]) -> bool {
        let candidates = candidates.iter().filter(|candidate| !candidate.is_header());
        let mut spans: Vec<_> =
            candidates.map(|candidate| self.body_or_span(&candidate.span)).collect();
        spans.sort_unstable_by_key(|span| span.start);
        let mut end = spans.first().map_or(0, |first| first.end);
        spans.iter().all(|span| {
            let overlaps = span.start < end;
            end = end.max(span.end);
            overlaps
        })
    }

    /// The HTTP message that a span belongs to. It ends with its body.
    pub fn message(&self, span: &Range<usize>) -> Option<&HttpMessage> {
        let after = self.messages.partition_point(|message| message.span.start <= span.start);
        let message = self.messages[..after].last()?;
        let body = self.bodies.partition_point(|body| body.start < message.body_start);
        let end = self.bodies.get(body).map_or(message.span.end, |body| body.end);
        (span.start < end.min(message.span.end)).then_some(message)
    }

    /// The status in running text that is in the body of a span, or on its lines and in no other
    /// body.
    pub fn status(&self, span: &Range<usize>) -> Option<&StatusMention> {
        let span = self.body_or_span(span);
        let first = self.statuses.partition_point(|status| status.span.start < span.start);
        let after = self.statuses.partition_point(|status| status.span.start < span.end);
        if first < after {
            return self.statuses.get(first);
        }
        let before = self.statuses[..first].last();
        let is_on_lines = |status: &&StatusMention| {
            status.line.start < span.end
                && span.start < status.line.end
                && self.body_at(status.span.start).is_none()
        };
        before.filter(is_on_lines).or(self.statuses.get(after).filter(is_on_lines))
    }

    /// The first status of a failed request in a span.
    pub fn failure_in(&self, span: &Range<usize>) -> Option<&StatusMention> {
        let first = self.statuses.partition_point(|status| status.span.start < span.start);
        let statuses = self.statuses[first..].iter();
        let mut inside = statuses.take_while(|status| status.span.end <= span.end);
        inside.find(|status| status.status >= 400)
    }

    /// Whether a span is a status.
    pub fn has_status(&self, span: &Range<usize>) -> bool {
        self.statuses.binary_search_by_key(&span.start, |status| status.span.start).is_ok()
    }

    /// Whether a position is in a body.
    pub fn is_in_body(&self, at: usize) -> bool {
        self.body_at(at).is_some()
    }

    fn body_at(&self, at: usize) -> Option<&Range<usize>> {
        contains(&self.bodies, at)
    }

    /// The body around a position, if it reports no error.
    pub fn data_at(&self, at: usize) -> Option<&Range<usize>> {
        contains(&self.data, at)
    }

    /// Adds an object, unless it is inside another. The items of a list are one body: only a comma
    /// of the `input` is between them.
    pub fn add_body(&mut self, node: &Node<'_>, span: Range<usize>, input: &[u8]) {
        let last = self.bodies.last_mut();
        if last.as_ref().is_some_and(|last| span.start < last.end) {
            return;
        }
        if !reports_error(node) {
            self.data.push(span.clone());
        }
        match last {
            Some(last)
                if input.get(last.end..span.start).is_some_and(|gap| gap.trim_ascii() == b",") =>
            {
                last.end = span.end;
            }
            _ => self.bodies.push(span),
        }
    }

    /// Leaves out the statuses in bodies that report no error: those are about something else.
    pub fn drop_statuses_of_data(&mut self) {
        let Self { data, statuses, .. } = self;
        statuses.retain(|status| contains(data, status.span.start).is_none());
    }
}

/// The span in an ordered list that contains a position.
fn contains(spans: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let after = spans.partition_point(|span| span.start <= at);
    spans[..after].last().filter(|span| at < span.end)
}
