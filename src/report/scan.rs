//! What a scan found: a table for people, JSON for scripts.

use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::json;

use super::json::write;
use super::page::Page;
use crate::catalog::Catalogs;
use crate::present::scan::{Times, entry_of, sparkline};
use crate::present::{Line, TextRole};
use crate::scan::{Code, Count, Occurrence, Summary};

/// The columns of a sparkline.
const COLUMNS: usize = 12;

/// The longest bar of a histogram.
const MAX_BAR: u64 = 40;

/// Writes an occurrence as a JSON object on one line.
///
/// # Errors
/// Fails if writing fails.
pub fn occurrence(out: &mut dyn Write, file: &str, occurrence: &Occurrence) -> io::Result<()> {
    write(
        out,
        &json!({
            "file": file,
            "line": occurrence.line,
            "offset": occurrence.offset,
            "time": occurrence.time,
            "vendor": occurrence.vendor,
            "section": occurrence.section,
            "code": occurrence.code,
            "confidence": occurrence.confidence,
            "message": occurrence.message,
            "details": occurrence.details,
            "count": occurrence.count,
        }),
    )
}

/// Writes an occurrence on one line: time, vendor, code, title, position.
///
/// # Errors
/// Fails if writing fails.
pub fn line(
    page: &mut Page<'_>,
    catalogs: &Catalogs,
    file: &str,
    found: &Occurrence,
) -> io::Result<()> {
    let time = found.time.map(|time| time.strftime("%Y-%m-%d %H:%M:%S").to_string());
    let title = entry_of(catalogs, &Code::of(found)).map(|entry| entry.title().to_owned());
    let position = format!("{file}:{}", found.line);
    let parts = [time, Some(found.vendor.to_owned()), found.code.clone(), title, Some(position)];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("  ");
    page.line(&Line::new(TextRole::Plain, text))
}

/// Writes a summary as JSON.
///
/// # Errors
/// Fails if writing fails.
pub fn summary_json(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    write(out, summary)
}

/// Writes a table of the codes, most frequent first, and the next step for the first.
///
/// # Errors
/// Fails if writing fails.
pub fn summary(page: &mut Page<'_>, catalogs: &Catalogs, summary: &Summary) -> io::Result<()> {
    let codes = summary.by_count();
    let Some((most_frequent, _)) = codes.first() else {
        return page.line(&Line::new(TextRole::Plain, "no vendor errors found"));
    };
    if let Some(times) = summary.span().map(Times::new) {
        let header = ["count", &times.title(), "first", "last", "vendor", "code", "title"];
        let rows = codes.iter().map(|(code, count)| {
            let time =
                |time: Option<Timestamp>| time.map_or_else(|| "-".to_owned(), |it| times.show(it));
            let line = sparkline(&count.columns(times.span, COLUMNS));
            let [number, vendor, code, title] = cells(catalogs, code, count);
            [number, line, time(count.first()), time(count.last()), vendor, code, title]
        });
        table(page, header, rows)?;
    } else {
        let rows = codes.iter().map(|(code, count)| cells(catalogs, code, count));
        table(page, ["count", "vendor", "code", "title"], rows)?;
    }
    if summary.others > 0 {
        page.line(&Line::new(
            TextRole::Plain,
            format!("{} more, of other unlisted codes", summary.others),
        ))?;
    }
    if let Some(entry) = entry_of(catalogs, most_frequent)
        && let Some(action) = entry.action
    {
        page.blank()?;
        let text = format!("next step for {} {}: {action}", entry.catalog.tab, entry.code);
        page.line(&Line::new(TextRole::Plain, text))?;
    }
    Ok(())
}

/// Writes how many errors there are in each minute, or in longer steps over a longer time.
///
/// # Errors
/// Fails if writing fails.
pub fn histogram(page: &mut Page<'_>, summary: &Summary) -> io::Result<()> {
    if summary.count() == 0 {
        return Ok(());
    }
    page.blank()?;
    let Some(times) = summary.span().map(Times::new) else {
        return page.line(&Line::new(TextRole::Plain, "no histogram, since no error has a time"));
    };
    let buckets = summary.histogram();
    let most = buckets.iter().map(|(_, count)| *count).max().unwrap_or(0);
    for (start, count) in buckets {
        let time = times.minute(start);
        let length = usize::try_from((count * MAX_BAR).div_ceil(most.max(1))).unwrap_or(0);
        page.line(&Line::new(TextRole::Plain, format!("{time}  {} {count}", "█".repeat(length))))?;
    }
    Ok(())
}

fn table<const N: usize>(
    page: &mut Page<'_>,
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> io::Result<()> {
    let header = header.map(str::to_owned);
    page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), |_| Vec::new())
}

/// Count, vendor, code and title.
fn cells(catalogs: &Catalogs, code: &Code, count: &Count) -> [String; 4] {
    let tab = catalogs.find(&code.vendor).map_or(code.vendor.as_str(), |catalog| catalog.tab);
    let title = entry_of(catalogs, code).map_or("", |entry| entry.title());
    let number = code.code.as_deref().unwrap_or("-");
    [count.count.to_string(), tab.to_owned(), number.to_owned(), title.to_owned()]
}
