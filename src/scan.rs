//! Streams of log records in, occurrences of vendors' errors and a mergeable summary out. What is
//! found in a record is exactly what the decoder claims for it.
//!
//! ```text
//!   bytes ── prefilter ── records ──── memo, decoder ── occurrences ── summary
//!            literals of  lines that
//!            catalogs     belong together
//! ```
//!
//! Memory is bounded: one buffer, whose unfinished record is moved to its start, and a summary of
//! limited size.

mod filter;
mod memo;
mod prefilter;
mod summary;
pub mod time;

use std::ops::Range;

use jiff::Timestamp;
use memchr::memchr_iter;

use crate::catalog::Catalogs;
use crate::decode::records::{Record, Records};
use crate::decode::{Confidence, Decoder, Finding, Reason, Report, Verdict};
use memo::Memo;
use prefilter::{Hit, Prefilter, Promise, fold};

pub use filter::Filter;
pub use summary::{Code, Count, Summary};

/// The size of the buffer: long enough that few records are moved.
const BUFFER: usize = 256 << 10;

/// How much of a record is searched for its time.
const REACH: usize = 4 << 10;

/// A record with more hits is decoded, which then costs less than further checks.
const MAX_CHECKS: usize = 32;

/// An error in a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// The line that it starts on, from 1.
    pub line: u64,
    /// The byte that it starts at, from 0.
    pub offset: u64,
    /// When its record was written.
    pub time: Option<Timestamp>,
    /// The id of the vendor.
    pub vendor: &'static str,
    /// The section of the entry, if the code is listed.
    pub section: Option<&'static str>,
    /// The code. `None` if only the vendor is known.
    pub code: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The message as in the log.
    pub message: Option<String>,
    /// What details the message.
    pub details: Vec<String>,
    /// How often it is in the record.
    pub count: u64,
}

/// The records of a whole log: what belongs to each, and up to where it is decoded.
pub fn records(log: &[u8]) -> impl Iterator<Item = (Range<usize>, usize)> {
    Records::new(log, true).iter().map(|record| (record.range, record.text_end))
}

/// What a scanner shares with others of the same catalogs.
#[derive(Debug)]
pub struct Matcher {
    decoder: Decoder,
    prefilter: Prefilter,
    /// Numbers of so many digits are not in the catalogs.
    min_number: usize,
    /// Times without a year are the last before it.
    latest: Timestamp,
}

impl Matcher {
    /// A matcher for these catalogs. A time without a year is the last one before `latest`.
    #[must_use]
    pub fn new(catalogs: &Catalogs, latest: Timestamp) -> Self {
        let decoder = Decoder::new(catalogs);
        let prefilter = Prefilter::new(catalogs, &decoder);
        Self { decoder, prefilter, min_number: memo::min_number(catalogs), latest }
    }
}

/// Finds the errors in one stream.
#[derive(Debug)]
pub struct Scanner<'m> {
    matcher: &'m Matcher,
    buffer: Vec<u8>,
    /// How much of the buffer is filled.
    filled: usize,
    /// The offset of the buffer in the stream.
    offset: u64,
    /// The lines before the buffer.
    lines: u64,
    memo: Memo,
}

impl<'m> Scanner<'m> {
    /// A scanner at the start of a stream.
    #[must_use]
    pub fn new(matcher: &'m Matcher) -> Self {
        Self {
            matcher,
            buffer: vec![0; BUFFER],
            filled: 0,
            offset: 0,
            lines: 0,
            memo: Memo::new(matcher.min_number),
        }
    }

    /// Where the next bytes are read into; never empty.
    pub fn spare(&mut self) -> &mut [u8] {
        &mut self.buffer[self.filled..]
    }

    /// Scans the first `length` bytes of [`Self::spare`].
    pub fn advance(&mut self, length: usize) -> Vec<Occurrence> {
        self.filled += length;
        self.scan(false)
    }

    /// Scans further bytes.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<Occurrence> {
        let mut found = Vec::new();
        while !bytes.is_empty() {
            let spare = self.spare();
            let length = bytes.len().min(spare.len());
            spare[..length].copy_from_slice(&bytes[..length]);
            bytes = &bytes[length..];
            found.extend(self.advance(length));
        }
        found
    }

    /// Scans the record at the end, if its last line is complete, since nothing will follow it soon.
    pub fn end_record(&mut self) -> Vec<Occurrence> {
        let is_complete = self.buffer[..self.filled].ends_with(b"\n");
        if is_complete { self.scan(true) } else { Vec::new() }
    }

    /// Scans the last record.
    pub fn finish(&mut self) -> Vec<Occurrence> {
        self.scan(true)
    }

    /// How many bytes were scanned or are in the unfinished record.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.offset + self.filled as u64
    }

    /// How many lines have ended, and the last one after [`Self::finish`].
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Scans the records of the buffer that are complete.
    fn scan(&mut self, is_last: bool) -> Vec<Occurrence> {
        let bytes = &self.buffer[..self.filled];
        let records = Records::new(bytes, is_last);
        let end = if is_last { bytes.len() } else { records.incomplete_from(0) };
        let mut search = Search {
            matcher: self.matcher,
            bytes,
            records,
            known: 0,
            offset: self.offset,
            lines: Lines { bytes, at: 0, count: self.lines },
            current: None,
            memo: &mut self.memo,
            found: Vec::new(),
        };
        search.run(end);
        let Search { found, mut lines, .. } = search;
        self.lines = lines.before(end);
        if is_last && bytes.last().is_some_and(|last| *last != b'\n') {
            self.lines += 1;
        }
        self.discard(end);
        found
    }

    fn discard(&mut self, length: usize) {
        self.buffer.copy_within(length..self.filled, 0);
        self.filled -= length;
        self.offset += length as u64;
    }
}

/// The search of a buffer.
struct Search<'s> {
    matcher: &'s Matcher,
    bytes: &'s [u8],
    records: Records<'s>,
    /// Where a record is known to start, after all that were decoded.
    known: usize,
    /// The offset of the buffer in the stream.
    offset: u64,
    lines: Lines<'s>,
    current: Option<Current>,
    memo: &'s mut Memo,
    found: Vec<Occurrence>,
}

/// The record whose hits are checked.
struct Current {
    record: Record,
    folded: Vec<u8>,
    checks: usize,
}

impl Search<'_> {
    /// Finds what is in the records up to `end`.
    fn run(&mut self, end: usize) {
        let matcher = self.matcher;
        matcher.prefilter.visit(self.bytes, 0..end, |hit| {
            if (self.known..end).contains(&hit.range.start)
                && let Some(record) = self.record_to_decode(hit)
            {
                self.decode(&record);
                self.known = record.range.end;
            }
        });
    }

    /// The record of a hit, if it may have an error.
    fn record_to_decode(&mut self, mut hit: Hit) -> Option<Record> {
        let prefilter = &self.matcher.prefilter;
        let promise = prefilter.check(self.bytes, &hit);
        if promise == Promise::None {
            return None;
        }
        let start = hit.range.start;
        if self.current.as_ref().is_none_or(|it| !it.record.range.contains(&start)) {
            let mut folded = self.current.take().map(|it| it.folded).unwrap_or_default();
            let record = self.records.around(self.known, start)?;
            fold(&self.bytes[record.range.start..record.text_end], &mut folded);
            self.current = Some(Current { record, folded, checks: 0 });
        }
        let Current { record, folded, checks } = self.current.as_mut()?;
        let Record { range, text_end } = &*record;
        *checks += 1;
        hit.range = start - range.start..hit.range.end - range.start;
        let is_decoded = promise == Promise::Any
            || *checks > MAX_CHECKS
            || prefilter.has_rest(&self.bytes[range.start..*text_end], folded, &hit);
        is_decoded.then(|| record.clone())
    }

    /// Adds what the decoder finds in a record.
    fn decode(&mut self, record: &Record) {
        let text = &self.bytes[record.range.start..record.text_end];
        let matcher = self.matcher;
        for occurrence in self.memo.occurrences(text, matcher.latest, |text| matcher.find(text)) {
            let start =
                record.range.start + usize::try_from(occurrence.offset).unwrap_or(usize::MAX);
            if start < record.range.end {
                let line = self.lines.before(start) + 1;
                let offset = self.offset + start as u64;
                self.found.push(Occurrence { line, offset, ..occurrence });
            }
        }
    }
}

/// An error in a record: the offset is in the record, and there is no line.
struct Found {
    occurrence: Occurrence,
    /// The text of its time.
    written_time: Option<String>,
}

impl Matcher {
    /// What the decoder finds in a record.
    fn find(&self, record: &[u8]) -> Vec<Found> {
        let report = self.decoder.decode(record, None);
        let head = String::from_utf8_lossy(&record[..record.len().min(REACH)]);
        let to_found = |(finding, confidence): (&Finding, _)| Found {
            occurrence: Occurrence {
                line: 0,
                offset: finding.span.start as u64,
                time: time::of_record(finding.time.as_deref(), &head, self.latest),
                vendor: finding.catalog.id,
                section: finding.entry.map(|entry| entry.section),
                code: finding.code.clone(),
                confidence,
                message: finding.message.clone(),
                details: finding.details.iter().map(|detail| detail.text.clone()).collect(),
                count: finding.count as u64,
            },
            written_time: finding.time.clone(),
        };
        findings(&report).map(to_found).collect()
    }
}

/// What is found in a record: all claims, or without any the best of what is possible.
fn findings(report: &Report) -> impl Iterator<Item = (&Finding, Confidence)> {
    let is_claimed =
        !matches!(report.verdict, Verdict::Possible | Verdict::Ambiguous | Verdict::NotRecognised);
    let claims = report.findings.iter().filter(move |it| is_claimed && it.is_claim());
    let best = report.findings.first().filter(|_| !is_claimed);
    let all = claims.map(|it| (it, it.confidence)).chain(best.map(|it| (it, Confidence::Possible)));
    // A number alone on a line is not an error.
    all.filter(|(finding, _)| !finding.evidence.iter().any(|it| it.reason == Reason::BareCode))
}

/// Counts lines, from one position to the next.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    /// The lines before that position.
    count: u64,
}

impl Lines<'_> {
    /// How many lines end before a position.
    fn before(&mut self, at: usize) -> u64 {
        let count = |range: Range<usize>| memchr_iter(b'\n', &self.bytes[range]).count() as u64;
        if at < self.at {
            return self.count - count(at..self.at);
        }
        self.count += count(self.at..at);
        self.at = at;
        self.count
    }
}
