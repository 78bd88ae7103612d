//! Catalogs as CSV (RFC 4180): one row per entry. A cell with several values has one per line.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use crate::catalog::{Catalog, EntryRef, reason_phrase};
use crate::text::printable;

/// Writes whole catalogs under one line of column names.
///
/// # Errors
/// Fails if writing fails.
pub fn export(out: &mut dyn Write, catalogs: &[&'static Catalog]) -> io::Result<()> {
    // In memory, since `csv` would wrap the errors of `out`, such as a closed pipe.
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let entries = catalogs.iter().flat_map(|catalog| catalog.entry_refs());
    for (index, entry) in entries.enumerate() {
        let cells = cells(entry);
        if index == 0 {
            table.write_record(cells.each_ref().map(|(column, _)| column))?;
        }
        table.write_record(cells.map(|(_, cell)| cell))?;
    }
    out.write_all(&table.into_inner().map_err(io::Error::other)?)
}

fn text(text: &str) -> String {
    printable(text).into_owned()
}

fn lines(texts: &[&str]) -> String {
    texts.iter().map(|line| text(line)).collect::<Vec<_>>().join("\n")
}

/// The cells of a row, each with the name of its column.
fn cells(entry: EntryRef) -> [(&'static str, String); 22] {
    let optional = |found: Option<&str>| text(found.unwrap_or_default());
    let endpoints = entry.endpoints.iter().map(|endpoint| match endpoint.methods {
        [] => text(endpoint.path),
        methods => text(&format!("{} {}", methods.join(","), endpoint.path)),
    });
    let message_actions = entry.message_actions.iter().filter_map(|special| {
        let message = entry.messages.get(usize::from(special.message))?;
        Some(text(&format!("{message}: {}", special.action)))
    });
    let source = entry.source();
    [
        ("vendor", text(entry.catalog.id)),
        ("section", text(entry.section)),
        ("code", text(entry.code)),
        ("aliases", lines(entry.aliases)),
        ("kind", entry.kind.to_string()),
        ("names", lines(entry.names)),
        ("messages", lines(entry.messages)),
        ("category", optional(entry.category)),
        ("http_status", entry.http.map(|http| http.status.to_string()).unwrap_or_default()),
        ("http_reason", optional(entry.http.and_then(|http| reason_phrase(http.status)))),
        ("http_basis", entry.http.map(|http| http.basis.to_string()).unwrap_or_default()),
        ("description", optional(entry.description)),
        ("action", optional(entry.action)),
        ("message_actions", message_actions.collect::<Vec<_>>().join("\n")),
        ("retry", entry.retry.to_string()),
        ("endpoints", endpoints.collect::<Vec<_>>().join("\n")),
        ("origin", entry.origin.to_string()),
        ("note", optional(entry.note)),
        ("keywords", lines(entry.keywords)),
        ("source_title", text(source.title)),
        ("source_url", text(source.url)),
        ("source_captured", text(source.captured)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    #[test]
    fn every_entry_is_a_row_that_reads_back() {
        let catalogs = Catalogs::builtin();
        let all: Vec<_> = catalogs.iter().collect();
        let mut out = Vec::new();
        export(&mut out, &all).unwrap();
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let entries: Vec<_> = catalogs.entry_refs().collect();
        let columns = cells(entries[0]).map(|(column, _)| column);
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), columns);
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), entries.len());
        for (row, entry) in rows.iter().zip(entries) {
            assert_eq!((&row[0], &row[1], &row[2]), entry.id());
            assert_eq!(row[6].lines().collect::<Vec<_>>(), entry.messages);
        }
    }
}
