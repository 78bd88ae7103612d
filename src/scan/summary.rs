//! What a scan found, counted. Summaries form a commutative monoid: merging those of the parts of a
//! log gives the summary of the whole, in any order and grouping.
//!
//! Its size is limited in a way that keeps this: the width of the buckets follows from the first and
//! the last time alone, and of too many codes those that come first in order are kept.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Occurrence;

/// The version of the format.
const SCHEMA: u32 = 1;
/// A code has at most so many buckets.
const MAX_BUCKETS: i64 = 512;
/// At most so many codes are kept.
const MAX_CODES: usize = 4096;
/// The seconds of the narrowest buckets.
const MINUTE: i64 = 60;

/// What a scan found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many bytes were read.
    pub bytes: u64,
    /// How many lines were read.
    pub lines: u64,
    /// How many claims there are of codes beyond those that are kept.
    pub others: u64,
    codes: BTreeMap<Code, Count>,
}

/// What is counted together. Listed codes come first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    is_unlisted: bool,
    /// The id of the vendor.
    pub vendor: String,
    /// The section of the entry, if the code is listed.
    pub section: Option<String>,
    /// The code, if any is known.
    pub code: Option<String>,
}

/// How often and when a code occurred.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// How often.
    pub count: u64,
    /// The first and the last time, in seconds since 1970.
    span: Option<(Timestamp, Timestamp)>,
    /// How often in each bucket, by its number since 1970.
    buckets: BTreeMap<i64, u64>,
}

impl Code {
    /// The code of an occurrence.
    #[must_use]
    pub fn of(occurrence: &Occurrence) -> Self {
        Self {
            is_unlisted: occurrence.section.is_none(),
            vendor: occurrence.vendor.to_owned(),
            section: occurrence.section.map(str::to_owned),
            code: occurrence.code.clone(),
        }
    }
}

impl Summary {
    /// Counts an occurrence.
    pub fn add(&mut self, occurrence: &Occurrence) {
        let mut count = Count { count: occurrence.count, ..Count::default() };
        if let Some(time) = occurrence.time {
            count.span = Some((time, time));
            count.buckets.insert(time.as_second().div_euclid(MINUTE), occurrence.count);
        }
        self.merge_code(Code::of(occurrence), &count);
    }

    /// Adds what another part of the log has.
    pub fn merge(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.lines += other.lines;
        self.others += other.others;
        for (code, count) in other.codes {
            self.merge_code(code, &count);
        }
    }

    fn merge_code(&mut self, code: Code, count: &Count) {
        self.codes.entry(code).or_default().merge(count);
        if self.codes.len() > MAX_CODES
            && let Some((_, last)) = self.codes.pop_last()
        {
            self.others += last.count;
        }
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// How many occurrences were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.others + self.codes.values().map(|count| count.count).sum::<u64>()
    }

    /// The codes, most frequent first.
    #[must_use]
    pub fn by_count(&self) -> Vec<(&Code, &Count)> {
        let mut codes: Vec<_> = self.codes.iter().collect();
        codes.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(b.0)));
        codes
    }

    /// The first and the last time of all codes.
    #[must_use]
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        let spans = || self.codes.values().filter_map(|count| count.span);
        Some((spans().map(|span| span.0).min()?, spans().map(|span| span.1).max()?))
    }

    /// How often anything was found in each bucket of all codes: the start and the count, without
    /// empty buckets.
    #[must_use]
    pub fn histogram(&self) -> Vec<(Timestamp, u64)> {
        let mut all = Count::default();
        self.codes.values().for_each(|count| all.merge(count));
        all.buckets().map(|(start, _, count)| (start, count)).collect()
    }
}

impl Count {
    /// The first time.
    #[must_use]
    pub fn first(&self) -> Option<Timestamp> {
        self.span.map(|span| span.0)
    }

    /// The last time.
    #[must_use]
    pub fn last(&self) -> Option<Timestamp> {
        self.span.map(|span| span.1)
    }

    /// The seconds of each bucket: the least power of two of minutes with which there are few enough.
    #[must_use]
    pub fn bucket_seconds(&self) -> i64 {
        let Some((first, last)) = self.span else { return MINUTE };
        let mut width = MINUTE;
        let bucket = |time: Timestamp, width| time.as_second().div_euclid(width);
        while bucket(last, width) - bucket(first, width) >= MAX_BUCKETS {
            width *= 2;
        }
        width
    }

    /// The start, the seconds and the count of each bucket that is not empty.
    pub fn buckets(&self) -> impl Iterator<Item = (Timestamp, i64, u64)> {
        let width = self.bucket_seconds();
        self.buckets.iter().filter_map(move |(number, count)| {
            Some((Timestamp::from_second(number * width).ok()?, width, *count))
        })
    }

    /// How often in each of `columns` parts of a span.
    #[must_use]
    pub fn columns(&self, (first, last): (Timestamp, Timestamp), columns: usize) -> Vec<u64> {
        let mut counts = vec![0; columns];
        let length = i128::from((last.as_second() - first.as_second()).max(0)) + 1;
        for (start, _, count) in self.buckets() {
            let at = i128::from(start.as_second() - first.as_second()).max(0);
            let column = usize::try_from(at * columns as i128 / length).unwrap_or(0);
            counts[column.min(columns - 1)] += count;
        }
        counts
    }

    fn merge(&mut self, other: &Self) {
        let before = self.bucket_seconds();
        self.count += other.count;
        self.span = match (self.span, other.span) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        let width = self.bucket_seconds();
        if width != before {
            let narrow = std::mem::take(&mut self.buckets);
            self.add_buckets(narrow, width / before);
        }
        self.add_buckets(other.buckets.clone(), width / other.bucket_seconds());
    }

    fn add_buckets(&mut self, buckets: BTreeMap<i64, u64>, factor: i64) {
        for (number, count) in buckets {
            *self.buckets.entry(number.div_euclid(factor)).or_default() += count;
        }
    }
}

/// A summary as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct SummaryFile {
    schema: u32,
    bytes: u64,
    lines: u64,
    others: u64,
    findings: Vec<FindingFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct FindingFile {
    vendor: String,
    section: Option<String>,
    code: Option<String>,
    count: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    bucket_seconds: i64,
    /// The start of each bucket that is not empty, and how often the code is in it.
    buckets: Vec<(Timestamp, u64)>,
}

impl Serialize for Summary {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let finding = |(code, count): (&Code, &Count)| FindingFile {
            vendor: code.vendor.clone(),
            section: code.section.clone(),
            code: code.code.clone(),
            count: count.count,
            first: count.first(),
            last: count.last(),
            bucket_seconds: count.bucket_seconds(),
            buckets: count.buckets().map(|(start, _, count)| (start, count)).collect(),
        };
        let findings = self.by_count().into_iter().map(finding).collect();
        let Self { bytes, lines, others, .. } = *self;
        SummaryFile { schema: SCHEMA, bytes, lines, others, findings }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Summary {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let file = SummaryFile::deserialize(deserializer)?;
        if file.schema != SCHEMA {
            let message = format!("schema {} is not supported, expected {SCHEMA}", file.schema);
            return Err(serde::de::Error::custom(message));
        }
        let mut summary =
            Self { bytes: file.bytes, lines: file.lines, others: file.others, ..Self::default() };
        for finding in file.findings {
            let mut count = Count {
                count: finding.count,
                span: finding.first.zip(finding.last),
                ..Count::default()
            };
            let width = count.bucket_seconds();
            for (start, number) in finding.buckets {
                *count.buckets.entry(start.as_second().div_euclid(width)).or_default() += number;
            }
            let code = Code {
                is_unlisted: finding.section.is_none(),
                vendor: finding.vendor,
                section: finding.section,
                code: finding.code,
            };
            summary.merge_code(code, &count);
        }
        Ok(summary)
    }
}
