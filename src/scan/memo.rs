//! Remembers what was found in records, since many errors are logged again and again: records that
//! differ only in their times, and in ids such as those of requests, are decoded once.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use jiff::Timestamp;

use super::{Found, Occurrence, time};
use crate::decode::time_at;

/// How many records are remembered.
const MAX_RECORDS: usize = 512;

/// Longer records are not remembered.
const MAX_LENGTH: usize = 2 << 10;

/// An id of fewer hexadecimal digits may be a code.
const MIN_ID: usize = 16;

/// What times and ids are replaced with: bytes that no UTF-8 has.
const TIME: u8 = 0xFE;
const ID: u8 = 0xFF;

/// What was found in records.
#[derive(Debug, Default)]
pub struct Memo {
    records: HashMap<Vec<u8>, Vec<Remembered>, FixedState>,
    /// The current record without times and ids.
    key: Vec<u8>,
    masked: Vec<Range<usize>>,
}

/// What was found in a record, and where its time is written.
#[derive(Debug)]
struct Remembered {
    occurrence: Occurrence,
    time: Option<Range<usize>>,
}

impl Memo {
    /// What is in a record: remembered, else found with `find`.
    pub fn occurrences(
        &mut self,
        record: &[u8],
        latest: Timestamp,
        find: impl FnOnce(&[u8]) -> Vec<Found>,
    ) -> Vec<Occurrence> {
        let text = str::from_utf8(record).ok().filter(|text| text.len() <= MAX_LENGTH);
        if let Some(text) = text {
            self.mask(text);
            if let Some(remembered) = self.records.get(&self.key) {
                return remembered.iter().map(|it| it.in_record(text, latest)).collect();
            }
        }
        let found = find(record);
        let all = |text| found.iter().map(|found| self.remembered(text, found)).collect();
        if let Some(remembered) = text.and_then(all) {
            if self.records.len() == MAX_RECORDS {
                self.records.clear();
            }
            self.records.insert(self.key.clone(), remembered);
        }
        found.into_iter().map(|found| found.occurrence).collect()
    }

    /// Sets the key of a record.
    fn mask(&mut self, text: &str) {
        self.masked.clear();
        self.key.clear();
        self.key.extend_from_slice(text.as_bytes());
        let is_part = |at: usize| text.as_bytes()[at].is_ascii_alphanumeric();
        let mut at = 0;
        while at < text.len() {
            let is_start = is_part(at) && (at == 0 || !is_part(at - 1));
            let time = || Some((time_at(&text[at..])?.len(), TIME));
            let id = || Some((id_length(&text.as_bytes()[at..])?, ID));
            match is_start.then(|| time().or_else(id)).flatten() {
                Some((length, mask)) => {
                    self.key[at..at + length].fill(mask);
                    self.masked.push(at..at + length);
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    /// What to remember. `None` if it may be different in a record with other times and ids.
    fn remembered(&self, text: &str, found: &Found) -> Option<Remembered> {
        let Occurrence { message, details, code, .. } = &found.occurrence;
        let mut texts = message.iter().chain(details).chain(code);
        let is_masked = |part: &Range<usize>, it: &str| it.contains(&text[part.clone()]);
        if texts.any(|it| self.masked.iter().any(|part| is_masked(part, it))) {
            return None;
        }
        let mut time = None;
        if let Some(written) = &found.written_time {
            let mut places = text.match_indices(written.as_str());
            let (at, _) = places.next().filter(|_| places.next().is_none())?;
            time = Some(at..at + written.len());
        }
        Some(Remembered { occurrence: found.occurrence.clone(), time })
    }
}

impl Remembered {
    fn in_record(&self, text: &str, latest: Timestamp) -> Occurrence {
        let written = self.time.clone().map(|range| &text[range]);
        Occurrence { time: time::of_record(written, text, latest), ..self.occurrence.clone() }
    }
}

/// The length of a hexadecimal id or UUID at the start of a text, with both digits and letters.
fn id_length(text: &[u8]) -> Option<usize> {
    let is_part = |byte: &&u8| byte.is_ascii_hexdigit() || **byte == b'-';
    let id = &text[..text.iter().take_while(is_part).count()];
    let digits = id.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = id.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let is_whole = !text.get(id.len()).is_some_and(u8::is_ascii_alphanumeric);
    (digits > 0 && letters > 0 && digits + letters >= MIN_ID && is_whole).then_some(id.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Vec<u8> {
        let mut memo = Memo::default();
        memo.mask(text);
        memo.key
    }

    #[test]
    fn records_that_differ_only_in_times_and_ids_are_equal() {
        let record = |time: &str, id: &str| key(&format!("{time} ERROR id={id} code 2001"));
        let first = record("2026-11-21T03:14:07.123Z", "4bf92f3577b34da6");
        assert_eq!(first, record("2025-01-02T13:04:00.000Z", "00f067aa0ba902b7"));
        assert_ne!(first, record("2026-11-21T03:14:07.123Z", "4bf92f3577b34da67"));
        assert_ne!(record("", "4bf92f35-77b3-4da6"), record("", "2026-11-21 03:14:07"));
        assert_ne!(key("code 2001 of 12345678901234567"), key("code 2001 of 12345678901234568"));
        assert_ne!(key("code 2001"), key("code 2002"));
    }
}
