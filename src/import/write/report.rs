//! The report on an import: which tables were used, what their columns mean, and what is missing.

use std::fmt;

use crate::import::understand::{ColumnReport, TableReport, Understanding};

/// The most rows without a code that are listed for a table.
const MAX_ROWS: usize = 5;

/// The length limit of a quoted text in characters.
const MAX_QUOTE: usize = 60;

/// The report on an import, for people.
#[derive(Debug, Clone, Copy)]
pub struct ImportReport<'r>(pub &'r Understanding);

impl fmt::Display for ImportReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, table) in self.0.tables.iter().enumerate() {
            table_report(f, index + 1, table)?;
        }
        let used = self.0.tables.iter().filter(|table| table.outcome.is_ok()).count();
        write!(
            f,
            "{} entries in {} sections from {used} of {} tables",
            self.0.entries.len(),
            self.0.sections.len(),
            self.0.tables.len()
        )
    }
}

fn table_report(f: &mut fmt::Formatter<'_>, number: usize, table: &TableReport) -> fmt::Result {
    write!(f, "table {number} (line {}, {} rows)", table.line, table.rows)?;
    if !table.title.is_empty() {
        write!(f, " under `{}`", quote(&table.title))?;
    }
    match &table.outcome {
        Err(reason) => write!(f, ": skipped, {reason}")?,
        Ok(contribution) => write!(f, ": {} rows used", contribution.entries())?,
    }
    if table.is_guess {
        f.write_str(", although little shows that they are errors")?;
    }
    for (index, ColumnReport { heading, role, .. }) in table.columns.iter().enumerate() {
        let role = role.map_or("not used", |role| role.as_str());
        let start = if index == 0 { "\n    columns: " } else { ", " };
        write!(f, "{start}{} `{}` {role}", index + 1, quote(heading))?;
    }
    writeln!(f)?;
    let Ok(contribution) = &table.outcome else { return Ok(()) };
    let without_code: Vec<&str> = contribution.without_code().collect();
    for text in without_code.iter().take(MAX_ROWS) {
        writeln!(f, "    row without a code: {}", quote(text))?;
    }
    match without_code.len().saturating_sub(MAX_ROWS) {
        0 => Ok(()),
        more => writeln!(f, "    {more} more rows without a code"),
    }
}

/// The beginning of a text, on one line.
fn quote(text: &str) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let start: String = chars.by_ref().take(MAX_QUOTE).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}
