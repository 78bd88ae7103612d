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
    let records = chosen.iter().flat_map(|catalog| catalog.entry_refs());
    let rows = records.map(|record| row(catalogs, record));
    for row in std::iter::once(COLUMNS.map(str::to_owned)).chain(rows) {
        table.write_record(row).map_err(from_writer)?;
    }
    table.flush()
}

fn row(catalogs: &Catalogs, record: EntryRef) -> [String; COLUMNS.len()] {
    let text = |text: &str| printable(text).into_owned();
    let maybe = |found: Option<&str>| text(found.unwrap_or_default());
    let lines = |texts: &[&str]| texts.iter().map(|line| text(line)).collect::<Vec<_>>().join("\n");
    let endpoints: Vec<_> = (record.endpoints.iter())
        .map(|endpoint| [endpoint.methods.join(","), endpoint.path.to_owned()].join(" "))
        .collect();
    let endpoints: Vec<_> = endpoints.iter().map(|endpoint| endpoint.trim_start()).collect();
    let source = record.catalog.source;
    [
        text(record.catalog.id),
        text(record.section),
        text(record.code),
        lines(record.aliases),
        record.kind.to_string(),
        lines(record.names),
        lines(record.messages),
        maybe(record.category),
        record.http.map(|http| http.status.to_string()).unwrap_or_default(),
        maybe(record.http.and_then(|http| catalogs.reason(http.status))),
        record.http.map(|http| http.basis.to_string()).unwrap_or_default(),
        maybe(record.description),
        maybe(record.action),
        record.retry.to_string(),
        lines(&endpoints),
        record.origin.to_string(),
        maybe(record.note),
        text(source.title),
        text(source.url),
        text(source.captured),
    ]
}

/// Keeps the writer's error as it is, so that a closed pipe can be told from a fault.
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
        let records: Vec<_> = catalogs.entry_refs().collect();
        assert_eq!(rows.len(), records.len());
        for (row, record) in rows.iter().zip(records) {
            assert_eq!((&row[0], &row[1], &row[2]), record.id());
            assert_eq!(row[6].lines().collect::<Vec<_>>(), record.messages);
        }
    }
}
