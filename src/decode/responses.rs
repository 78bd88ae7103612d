//! Which part of a paste belongs to which response. A log or a session holds several: the status
//! and the headers of one say nothing of the error in another.

use std::ops::Range;

use super::http::Message;
use super::sighting::Sighting;
use super::status::Seen;
use crate::catalog::Format;

/// The responses of a paste, as far as their bounds can be seen. Spans are of the input.
#[derive(Debug, Default)]
pub(super) struct Responses {
    /// The outermost objects, in order and apart.
    pub(super) bodies: Vec<Range<usize>>,
    /// The HTTP messages, in order.
    pub(super) messages: Vec<Message>,
    /// The statuses that stand in running text, in order.
    pub(super) statuses: Vec<Seen>,
}

impl Responses {
    /// The object that a span stands in, else the span itself.
    pub(super) fn record(&self, span: &Range<usize>) -> Range<usize> {
        self.body_at(span.start).unwrap_or(span).clone()
    }

    /// Whether the sightings are all of one error, whose response may be the whole paste. A code in
    /// a header stands beside what the body tells.
    pub(super) fn are_one(&self, sightings: &[Sighting]) -> bool {
        let in_header = |sighting: &&Sighting| {
            sighting.signature().is_some_and(|it| matches!(it.format, Format::Header { .. }))
        };
        let sightings = sightings.iter().filter(|sighting| !in_header(sighting));
        let mut records: Vec<_> = sightings.map(|sighting| self.record(&sighting.span)).collect();
        records.sort_unstable_by_key(|record| record.start);
        let mut end = records.first().map_or(0, |first| first.end);
        records.iter().all(|record| {
            let joins = record.start < end;
            end = end.max(record.end);
            joins
        })
    }

    /// The HTTP message that a span belongs to: it ends with its body.
    pub(super) fn message(&self, span: &Range<usize>) -> Option<&Message> {
        let index = self.messages.partition_point(|message| message.span.start <= span.start);
        let message = self.messages.get(index.checked_sub(1)?)?;
        let body = self.bodies.partition_point(|body| body.start < message.body);
        let end = self.bodies.get(body).map_or(message.span.end, |body| body.end);
        (span.start < end.min(message.span.end)).then_some(message)
    }

    /// The status in running text that stands in the object of a span, or on its lines without
    /// standing in another object.
    pub(super) fn status(&self, span: &Range<usize>) -> Option<&Seen> {
        let record = self.record(span);
        let first = self.statuses.partition_point(|status| status.span.start < record.start);
        let behind = self.statuses.partition_point(|status| status.span.start < record.end);
        if first < behind {
            return self.statuses.get(first);
        }
        let before = first.checked_sub(1).and_then(|before| self.statuses.get(before));
        let beside = |status: &&Seen| {
            status.line.start < record.end
                && record.start < status.line.end
                && self.body_at(status.span.start).is_none()
        };
        before.filter(beside).or(self.statuses.get(behind).filter(beside))
    }

    fn body_at(&self, at: usize) -> Option<&Range<usize>> {
        let index = self.bodies.partition_point(|body| body.start <= at);
        self.bodies.get(index.checked_sub(1)?).filter(|body| at < body.end)
    }

    /// Adds an object, unless it stands within another. The items of a list are one body: nothing
    /// but a comma of the `input` stands between them.
    pub(super) fn add_body(&mut self, span: Range<usize>, input: &[u8]) {
        match self.bodies.last_mut() {
            Some(last) if span.start < last.end => {}
            Some(last)
                if input.get(last.end..span.start).is_some_and(|gap| gap.trim_ascii() == b",") =>
            {
                last.end = span.end;
            }
            _ => self.bodies.push(span),
        }
    }
}
