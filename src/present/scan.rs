//! What is shown of a scan, by the command and by the browser.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::catalog::{Catalogs, EntryRef};
use crate::scan::Code;

/// The heights of a column of a sparkline.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The entry of a code that is listed.
#[must_use]
pub fn entry_of(catalogs: &Catalogs, code: &Code) -> Option<EntryRef> {
    let catalog = catalogs.find(&code.vendor)?;
    catalog.entry_refs().find(|entry| {
        Some(entry.code) == code.code.as_deref() && Some(entry.section) == code.section.as_deref()
    })
}

/// Counts as a line of bars. Any count is visible.
#[must_use]
pub fn sparkline(counts: &[u64]) -> String {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let height = |count: u64| usize::try_from((count * BARS.len() as u64).div_ceil(most)).ok();
    let bar = |count: &u64| height(*count)?.checked_sub(1).and_then(|at| BARS.get(at).copied());
    counts.iter().map(|count| bar(count).unwrap_or(' ')).collect()
}

/// How times are shown: without the date if all are on one day.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// The first and the last time.
    pub span: (Timestamp, Timestamp),
    is_one_day: bool,
}

impl Times {
    /// The form for times in a span.
    #[must_use]
    pub fn new(span: (Timestamp, Timestamp)) -> Self {
        let date = |time: Timestamp| time.to_zoned(TimeZone::UTC).date();
        Self { is_one_day: date(span.0) == date(span.1), span }
    }

    /// What all times have in common: the time zone, and the date if it is the same.
    #[must_use]
    pub fn title(&self) -> String {
        let form = if self.is_one_day { "%Y-%m-%d UTC" } else { "UTC" };
        self.span.0.strftime(form).to_string()
    }

    /// A time, to the second if the date is not shown.
    #[must_use]
    pub fn show(&self, time: Timestamp) -> String {
        time.strftime(if self.is_one_day { "%H:%M:%S" } else { "%m-%d %H:%M" }).to_string()
    }

    /// A time, to the minute.
    #[must_use]
    pub fn minute(&self, time: Timestamp) -> String {
        time.strftime(if self.is_one_day { "%H:%M" } else { "%m-%d %H:%M" }).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_a_bar() {
        assert_eq!(sparkline(&[0, 1, 50, 100]), " ▁▄█");
        assert_eq!(sparkline(&[0, 0]), "  ");
    }
}
