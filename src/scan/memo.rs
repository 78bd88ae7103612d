//! Remembers what was found in records, since many errors are logged again and again: records that
//! differ only in their times, in long numbers, and in ids such as those of requests, are decoded once.
//!
//! Of a number that is longer than any in the catalogs, the decoder uses only that it is a number of
//! that length, and whether it occurs again, unless it is a part of something that is encoded.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use jiff::Timestamp;
use memchr::memchr_iter;

use super::{Found, Occurrence, time};
use crate::catalog::{Catalogs, SignatureKind};
use crate::decode::time_at;

/// How many records are remembered.
const MAX_RECORDS: usize = 512;

/// Longer records are not remembered.
const MAX_LENGTH: usize = 2 << 10;

/// An id of fewer hexadecimal digits may be a code.
const MIN_ID: usize = 16;

/// A number of fewer digits may be a status, a year or a port.
const MIN_NUMBER: usize = 6;

/// What times, ids and numbers are replaced with: bytes that no UTF-8 has.
const TIME: u8 = 0xFE;
const ID: u8 = 0xFF;
const NUMBER: u8 = 0xFD;

/// What was found in records.
#[derive(Debug)]
pub struct Memo {
    records: HashMap<Vec<u8>, Vec<Remembered>, FixedState>,
    /// Numbers of so many digits are not in the catalogs.
    min_number: usize,
    /// The current record without times, ids and numbers.
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
    /// A memo of records in which numbers of so many digits are not those of a catalog.
    pub fn new(min_number: usize) -> Self {
        Self { records: HashMap::default(), min_number, key: Vec::new(), masked: Vec::new() }
    }

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
        let bytes = text.as_bytes();
        self.masked.clear();
        self.key.clear();
        self.key.extend_from_slice(bytes);
        let may_follow_equals_sign = !may_be_quoted_printable(bytes);
        let mut at = 0;
        while at < bytes.len() {
            let before = at.checked_sub(1).map(|before| bytes[before]);
            if before.is_some_and(|byte| byte.is_ascii_alphanumeric())
                || !bytes[at].is_ascii_alphanumeric()
            {
                at += 1;
                continue;
            }
            let is_plain = match before {
                Some(b'%' | b'\\' | b'&' | b'#') => false,
                Some(b'=') => may_follow_equals_sign,
                _ => true,
            };
            let time = || Some((time_at(&text[at..])?.len(), TIME));
            let id = || Some((id_length(&bytes[at..])?, ID));
            let number = || Some((number_length(bytes, at, self.min_number)?, NUMBER));
            let encoded = || if is_plain { id().or_else(number) } else { None };
            let Some((length, mask)) = time().or_else(encoded) else {
                at += 1;
                continue;
            };
            let range = at..at + length;
            self.key[range.clone()].fill(mask);
            if mask != TIME {
                // Whether it occurs again may matter.
                let is_equal = |other: &Range<usize>| text[other.clone()] == text[range.clone()];
                let first = self.masked.iter().position(is_equal).unwrap_or(self.masked.len());
                self.key[at + 1] = u8::try_from(first).unwrap_or(u8::MAX);
            }
            self.masked.push(range);
            at += length;
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

/// The length of a number at a position, if it is long enough, and neither a part of a word or a path
/// nor of another number.
fn number_length(text: &[u8], at: usize, min: usize) -> Option<usize> {
    let length = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_separator = |byte: &u8| b" \t\n\r=:,;\"'`()[]{}<>|".contains(byte);
    let is_separate = at.checked_sub(1).is_none_or(|before| is_separator(&text[before]))
        && text.get(at + length).is_none_or(is_separator);
    // A code of zeros means that there is no error.
    (length >= min && text[at] != b'0' && is_separate).then_some(length)
}

/// Whether what follows an equals sign may be a character as quoted-printable writes it, whatever the
/// digits are.
fn may_be_quoted_printable(text: &[u8]) -> bool {
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
    let (mut encoded, mut other) = (0, 0);
    for at in memchr_iter(b'=', text) {
        match &text[at + 1..] {
            [b'\n' | b'\r', ..] => return true,
            [first, second, ..] if is_digit(first) && is_digit(second) => encoded += 1,
            _ => other += 1,
        }
    }
    encoded > 1 && encoded >= 3 * other
}

/// One more than the most digits of a number in what logs are compared with.
pub fn min_number(catalogs: &Catalogs) -> usize {
    let entries = catalogs.iter().flat_map(|catalog| catalog.entries);
    let texts = entries.flat_map(|it| {
        [it.code].into_iter().chain(it.names.iter().chain(it.aliases).chain(it.messages).copied())
    });
    let hints = catalogs.iter().flat_map(|catalog| {
        let hints = &catalog.hints;
        let words = hints.hosts.iter().chain(hints.markers).chain(hints.shared_words);
        words.chain(hints.headers).copied()
    });
    let signatures = catalogs.iter().flat_map(|catalog| catalog.signatures);
    let patterns = signatures.filter_map(|signature| match signature.kind {
        SignatureKind::Text { pattern, .. } => Some(pattern),
        SignatureKind::Json(_) | SignatureKind::Header { .. } => None,
    });
    let longest = texts.chain(hints).chain(patterns).map(longest_number).max();
    longest.map_or(MIN_NUMBER, |longest| MIN_NUMBER.max(longest + 1))
}

/// The most digits in a row, with single characters such as a comma between.
fn longest_number(text: &str) -> usize {
    let (mut longest, mut length, mut gap) = (0, 0, 0);
    for c in text.chars() {
        gap = if c.is_ascii_digit() { 0 } else { gap + 1 };
        length = match (gap, c) {
            (0, _) => length + 1,
            (1, c) if !c.is_alphabetic() => length,
            _ => 0,
        };
        longest = longest.max(length);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Vec<u8> {
        let mut memo = Memo::new(MIN_NUMBER);
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
        assert_ne!(key("code 2001 of 12345"), key("code 2001 of 12346"));
        assert_ne!(key("code 2001"), key("code 2002"));
    }

    #[test]
    fn long_numbers_are_equal_unless_their_digits_may_matter() {
        for [first, second] in [
            ["job=1234567 failed", "job=7654321 failed"],
            ["[1234567] {\"user\":987654}", "[1111111] {\"user\":222222}"],
            ["job=1234567 of 1234567", "job=7654321 of 7654321"],
        ] {
            assert_eq!(key(first), key(second));
        }
        for [first, second] in [
            ["job=12345", "job=54321"],
            ["job=1234567", "job=12345678"],
            ["job=1234567", "job=0000000"],
            ["%41234567", "%51234567"],
            ["&#1234567;", "&#7654321;"],
            ["a=41234567 b=42345678", "a=51234567 b=42345678"],
            ["x_1234567", "x_7654321"],
            ["v1.1234567", "v1.7654321"],
            ["/1234567", "/7654321"],
            ["job=1234567 of 1234567", "job=1234567 of 7654321"],
        ] {
            assert_ne!(key(first), key(second), "{first}");
        }
    }

    #[test]
    fn numbers_of_the_catalogs_are_not_replaced() {
        assert_eq!(longest_number("at most 10,000 of 123"), 5);
        assert_eq!(longest_number("2001, 2002 and SAML2"), 4);
        assert_eq!(min_number(&Catalogs::new(Vec::new())), MIN_NUMBER);
    }
}
