//! The errors of a log: how many of each code there are over time, and where they are. Its size is
//! limited: buckets become wider, and of a frequent code every second place is dropped.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Timestamp;

use crate::scan::{Code, Occurrence};

/// At most so many buckets on an axis.
const MAX_BUCKETS: i64 = 512;

/// At most so many codes are listed.
const MAX_CODES: usize = 1024;

/// At most so many places are kept.
const MAX_PLACES: usize = 1 << 18;

/// What the timeline shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Seconds since 1970.
    Time,
    /// Bytes since the start of the log.
    Position,
}

impl Axis {
    const ALL: [Self; 2] = [Self::Time, Self::Position];
}

/// Where an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The number of the file.
    pub file: usize,
    pub line: u64,
    pub offset: u64,
    /// The offset in all files together.
    pub position: u64,
    pub time: Option<Timestamp>,
}

impl Place {
    /// Where it is on an axis.
    fn on(&self, axis: Axis) -> Option<i64> {
        match axis {
            Axis::Time => Some(self.time?.as_second()),
            Axis::Position => i64::try_from(self.position).ok(),
        }
    }
}

/// A part of an axis, which starts and ends with a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AxisRange {
    pub axis: Axis,
    pub values: Range<i64>,
}

/// The errors of a log.
#[derive(Debug, Clone, Default)]
pub struct LogIndex {
    codes: BTreeMap<Code, CodeIndex>,
    scales: [Scale; Axis::ALL.len()],
    /// How many errors there are.
    pub count: u64,
    /// How many of them have a time.
    timed: u64,
    /// How many of them have codes that are not listed here, since there are too many.
    pub others: u64,
    /// How many places are kept.
    kept: usize,
}

/// The buckets of an axis, which are the same for all codes.
#[derive(Debug, Clone)]
struct Scale {
    /// The width of a bucket.
    width: i64,
    /// The first and the last value.
    span: Option<(i64, i64)>,
}

impl Default for Scale {
    fn default() -> Self {
        Self { width: 1, span: None }
    }
}

impl Scale {
    /// The numbers of the buckets.
    fn buckets(&self) -> Range<i64> {
        let bucket = |value: i64| value.div_euclid(self.width);
        self.span.map_or(0..0, |(first, last)| bucket(first)..bucket(last) + 1)
    }

    /// Makes room for a value. Returns by how much the buckets were widened.
    fn add(&mut self, value: i64) -> i64 {
        let (first, last) = self.span.unwrap_or((value, value));
        self.span = Some((first.min(value), last.max(value)));
        let before = self.width;
        while self.buckets().end - self.buckets().start > MAX_BUCKETS {
            self.width *= 2;
        }
        self.width / before
    }

    /// The buckets of a column of `columns`.
    fn column(&self, column: usize, columns: usize) -> Range<i64> {
        let Range { start, end } = self.buckets();
        let count = usize::try_from(end - start).unwrap_or(0);
        let edge =
            |column: usize| start + i64::try_from(count * column / columns.max(1)).unwrap_or(0);
        let first = edge(column);
        first..edge(column + 1).max(first + 1)
    }
}

/// The errors of a code.
#[derive(Debug, Clone, Default)]
struct CodeIndex {
    count: u64,
    /// How many there are in each bucket of an axis.
    buckets: [BTreeMap<i64, u64>; Axis::ALL.len()],
    places: Vec<Place>,
    /// How many places there are, with those that were dropped.
    seen: u64,
    /// How often every second place was dropped.
    thinned: u32,
}

impl CodeIndex {
    fn add_place(&mut self, place: Place) -> bool {
        let is_kept = self.seen.is_multiple_of(1 << self.thinned);
        self.seen += 1;
        if is_kept {
            self.places.push(place);
        }
        is_kept
    }

    /// Drops every second place.
    fn thin(&mut self) {
        let mut is_kept = false;
        self.places.retain(|_| {
            is_kept = !is_kept;
            is_kept
        });
        self.thinned += 1;
    }

    fn widen(&mut self, axis: Axis, factor: i64) {
        let buckets = &mut self.buckets[axis as usize];
        for (number, count) in std::mem::take(buckets) {
            *buckets.entry(number.div_euclid(factor)).or_default() += count;
        }
    }

    fn count_in(&self, axis: Axis, buckets: Range<i64>) -> u64 {
        self.buckets[axis as usize].range(buckets).map(|(_, count)| count).sum()
    }
}

impl LogIndex {
    /// Adds an error. Returns whether buckets were widened.
    pub fn add(&mut self, place: Place, occurrence: &Occurrence) -> bool {
        let code = Code::of(occurrence);
        self.count += occurrence.count;
        if self.codes.len() >= MAX_CODES && !self.codes.contains_key(&code) {
            self.others += occurrence.count;
            return false;
        }
        if place.time.is_some() {
            self.timed += occurrence.count;
        }
        let mut is_widened = false;
        for axis in Axis::ALL {
            let factor = place.on(axis).map_or(1, |value| self.scales[axis as usize].add(value));
            if factor > 1 {
                is_widened = true;
                self.codes.values_mut().for_each(|code| code.widen(axis, factor));
            }
        }
        let found = self.codes.entry(code).or_default();
        found.count += occurrence.count;
        for axis in Axis::ALL {
            if let Some(value) = place.on(axis) {
                let bucket = value.div_euclid(self.scales[axis as usize].width);
                *found.buckets[axis as usize].entry(bucket).or_default() += occurrence.count;
            }
        }
        self.kept += usize::from(found.add_place(place));
        if self.kept > MAX_PLACES {
            self.thin();
        }
        is_widened
    }

    /// Drops every second place of the code with the most.
    fn thin(&mut self) {
        if let Some(code) = self.codes.values_mut().max_by_key(|code| code.places.len()) {
            self.kept -= code.places.len();
            code.thin();
            self.kept += code.places.len();
        }
    }

    /// What the timeline shows: the time, unless most errors have none.
    pub fn axis(&self) -> Axis {
        if self.timed * 2 >= self.count { Axis::Time } else { Axis::Position }
    }

    /// The first and the last value on an axis.
    pub fn span(&self, axis: Axis) -> Option<(i64, i64)> {
        self.scales[axis as usize].span
    }

    /// The codes with errors in a range, most frequent first.
    pub fn codes(&self, range: Option<&AxisRange>) -> Vec<(&Code, u64)> {
        let count = |code: &CodeIndex| match range {
            Some(range) => code.count_in(range.axis, self.buckets(range)),
            None => code.count,
        };
        let mut codes: Vec<_> = self.codes.iter().map(|(code, it)| (code, count(it))).collect();
        codes.retain(|(_, count)| *count > 0);
        codes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        codes
    }

    /// How many codes are listed.
    pub fn code_count(&self) -> usize {
        self.codes.len()
    }

    /// The places of a code in a range, in the order of the log. Perhaps not all are kept: then one
    /// of as many as [`Self::step`] has.
    pub fn places(&self, code: &Code, range: Option<&AxisRange>) -> Vec<Place> {
        let places = self.codes.get(code).map(|code| code.places.as_slice()).unwrap_or_default();
        let is_in = |place: &&Place| {
            range.is_none_or(|range| {
                place.on(range.axis).is_some_and(|value| range.values.contains(&value))
            })
        };
        places.iter().filter(is_in).copied().collect()
    }

    /// For how many errors of a code one place is kept.
    pub fn step(&self, code: &Code) -> u64 {
        self.codes.get(code).map_or(1, |code| 1 << code.thinned)
    }

    /// How many errors of a code, or of all, there are in each of `columns` parts of an axis.
    pub fn columns(&self, axis: Axis, code: Option<&Code>, columns: usize) -> Vec<u64> {
        let of_code = code.and_then(|code| self.codes.get(code));
        let count = |buckets: Range<i64>| match of_code {
            Some(code) => code.count_in(axis, buckets),
            None => self.codes.values().map(|code| code.count_in(axis, buckets.clone())).sum(),
        };
        let scale = &self.scales[axis as usize];
        if scale.span.is_none() {
            return vec![0; columns];
        }
        (0..columns).map(|column| count(scale.column(column, columns))).collect()
    }

    /// The range of a column.
    pub fn column_range(&self, axis: Axis, column: usize, columns: usize) -> AxisRange {
        let scale = &self.scales[axis as usize];
        let Range { start, end } = scale.column(column, columns);
        AxisRange { axis, values: start * scale.width..end * scale.width }
    }

    /// The columns that a range covers.
    pub fn columns_of(&self, range: &AxisRange, columns: usize) -> Range<usize> {
        let buckets = self.buckets(range);
        let scale = &self.scales[range.axis as usize];
        let is_in = |column: &usize| {
            let column = scale.column(*column, columns);
            column.start < buckets.end && buckets.start < column.end
        };
        let first = (0..columns).find(is_in).unwrap_or(0);
        first..(first..columns).take_while(is_in).last().map_or(first, |last| last + 1)
    }

    /// The least range of whole buckets around a range, within the axis; at least one bucket.
    pub fn align(&self, range: &AxisRange) -> AxisRange {
        let scale = &self.scales[range.axis as usize];
        let (all, buckets) = (scale.buckets(), self.buckets(range));
        let start = buckets.start.clamp(all.start, (all.end - 1).max(all.start));
        let end = buckets.end.clamp(start + 1, all.end.max(start + 1));
        AxisRange { axis: range.axis, values: start * scale.width..end * scale.width }
    }

    fn buckets(&self, range: &AxisRange) -> Range<i64> {
        let width = self.scales[range.axis as usize].width;
        range.values.start.div_euclid(width)..(range.values.end - 1).div_euclid(width) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Confidence;

    fn occurrence(code: &str) -> Occurrence {
        Occurrence {
            line: 1,
            offset: 0,
            time: None,
            vendor: "pagerduty",
            section: Some("errors"),
            code: Some(code.to_owned()),
            confidence: Confidence::Certain,
            message: None,
            details: Vec::new(),
            count: 1,
        }
    }

    fn place(position: u64, second: Option<i64>) -> Place {
        let time = second.map(|second| Timestamp::from_second(second).unwrap());
        Place { file: 0, line: position + 1, offset: position, position, time }
    }

    /// An error at each of these seconds, which are its positions too.
    fn index(seconds: impl IntoIterator<Item = (u64, &'static str)>) -> LogIndex {
        let mut index = LogIndex::default();
        for (second, code) in seconds {
            index.add(place(second, Some(second.cast_signed())), &occurrence(code));
        }
        index
    }

    #[test]
    fn counts_and_places_agree_in_every_range() {
        let index = index((0..10_000).map(|n| (n * 7, if n % 3 == 0 { "2001" } else { "2002" })));
        let all = index.codes(None);
        assert_eq!(all.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [6666, 3334]);
        for columns in [1, 7, 60, 512, 2000] {
            for axis in Axis::ALL {
                let counts = index.columns(axis, None, columns);
                if columns <= 60 {
                    assert_eq!(counts.iter().sum::<u64>(), 10_000, "{columns}");
                }
                for column in [0, columns / 2, columns - 1] {
                    let range = index.column_range(axis, column, columns);
                    assert_eq!(index.align(&range), range);
                    assert!(index.columns_of(&range, columns).contains(&column), "{columns}");
                    let codes = index.codes(Some(&range));
                    let places =
                        codes.iter().map(|(code, _)| index.places(code, Some(&range)).len() as u64);
                    assert_eq!(places.sum::<u64>(), counts[column], "{columns} {column}");
                }
            }
        }
    }

    #[test]
    fn a_range_grows_with_its_buckets() {
        let mut index = index([(1000, "2001"), (1001, "2001"), (1100, "2001")]);
        let range = index.column_range(Axis::Time, 1, 101);
        assert_eq!(range.values, 1001..1002);
        assert!(index.add(place(9000, Some(9000)), &occurrence("2001")));
        let aligned = index.align(&range);
        assert!(aligned.values.contains(&1001) && aligned.values.end > 1002, "{aligned:?}");
        assert_eq!(index.codes(Some(&aligned))[0].1, 2);
    }

    #[test]
    fn places_of_frequent_codes_are_thinned() {
        let count = MAX_PLACES as u64 + 10;
        let rare = (0..10).map(|n| (n * 1000, "2002"));
        let index = index((0..count).map(|n| (n, "2001")).chain(rare));
        let codes = index.codes(None);
        let [(frequent, number), (rare, _)] = codes[..] else { panic!("{codes:?}") };
        assert_eq!((number, index.step(frequent), index.step(rare)), (count, 2, 1));
        assert_eq!(index.places(rare, None).len(), 10);
        let places = index.places(frequent, None);
        assert_eq!(places.len() as u64, count.div_ceil(2));
        assert!(places.iter().enumerate().all(|(i, place)| place.offset == 2 * i as u64));
    }

    #[test]
    fn the_position_replaces_missing_times() {
        let mut index = index([(1000, "2001")]);
        assert_eq!(index.axis(), Axis::Time);
        for position in 1..3 {
            index.add(place(position, None), &occurrence("2001"));
        }
        assert_eq!(index.axis(), Axis::Position);
        assert_eq!(LogIndex::default().columns(Axis::Time, None, 3), [0, 0, 0]);
    }
}
