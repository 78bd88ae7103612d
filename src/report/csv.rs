//! Catalogs as CSV (RFC 4180): one row an entry. A cell with several values has one a line.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::catalog::{Catalog, Catalogs, EntryRef};
use crate::text::printable;

const COLUMNS: [&str; 20] = [
    "vendor",
    "section",
    "code",
    "aliases",
    "kind",
    "names",
    "messages",
    "category",
    "http_status",
    "http_reason",
    "http_basis",
    "description",
    "action",
    "retry",
    "endpoints",
    "origin",
    "note",
    "source_title",
    "source_url",
    "source_captured",
];

/// Writes whole catalogs under one line of column names.
///
/// # Errors
/// The writer's.
pub fn export(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    chosen: &[&'static Catalog],
) -> io::Result<()> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let entries = chosen.iter().flat_map(|catalog| catalog.entry_refs());
    let rows = entries.map(|entry| row(catalogs, entry));
    for row in std::iter::once(COLUMNS.map(str::to_owned)).chain(rows) {
        table.write_record(row).map_err(from_writer)?;
    }
    table.flush()
}

fn row(catalogs: &Catalogs, entry: EntryRef) -> [String; COLUMNS.len()] {
    let text = |text: &str| printable(text).into_owned();
    let maybe = |found: Option<&str>| text(found.unwrap_or_default());
    let lines = |texts: &[&str]| texts.iter().map(|line| text(line)).collect::<Vec<_>>().join("\n");
    let endpoints: Vec<_> = (entry.endpoints.iter())
        .map(|endpoint| [endpoint.methods.join(","), endpoint.path.to_owned()].join(" "))
        .collect();
    let endpoints: Vec<_> = endpoints.iter().map(|endpoint| endpoint.trim_start()).collect();
    let source = entry.catalog.source;
    [
        text(entry.catalog.id),
        text(entry.section),
        text(entry.code),
        lines(entry.aliases),
        entry.kind.to_string(),
        lines(entry.names),
        lines(entry.messages),
        maybe(entry.category),
        entry.http.map(|http| http.status.to_string()).unwrap_or_default(),
        maybe(entry.http.and_then(|http| catalogs.reason(http.status))),
        entry.http.map(|http| http.basis.to_string()).unwrap_or_default(),
        maybe(entry.description),
        maybe(entry.action),
        entry.retry.to_string(),
        lines(&endpoints),
        entry.origin.to_string(),
        maybe(entry.note),
        text(source.title),
        text(source.url),
        text(source.captured),
    ]
}

/// Keeps the writer's error as it is, so that a closed pipe is recognised.
fn from_writer(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_a_row_that_reads_back() {
        let catalogs = Catalogs::builtin();
        let all: Vec<_> = catalogs.iter().collect();
        let mut out = Vec::new();
        export(&mut out, &catalogs, &all).unwrap();
        let mut reader = csv::Reader::from_reader(out.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let entries: Vec<_> = catalogs.entry_refs().collect();
        assert_eq!(rows.len(), entries.len());
        for (row, entry) in rows.iter().zip(entries) {
            assert_eq!((&row[0], &row[1], &row[2]), entry.id());
            assert_eq!(row[6].lines().collect::<Vec<_>>(), entry.messages);
        }
    }
}
