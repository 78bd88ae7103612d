//! What concerns the user's own catalogs and notes, as JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::write;
use crate::catalog::{Catalogs, Change, Diff, EntryId, FileError, FileReport, NoteRecord};
use crate::decode::{SampleFailure, SampleTest};

/// Writes the catalogs, and what each of the user's files contributes.
///
/// # Errors
/// Fails if writing fails.
pub fn catalog_files(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    files: &[FileReport],
) -> io::Result<()> {
    let file = |FileReport { path, outcome }: &FileReport| match outcome {
        Ok(contribution) => json!({
            "path": path,
            "catalog": contribution.catalog,
            "kind": if contribution.is_overlay { "overlay" } else { "catalog" },
            "replaces": contribution.replaces,
            "added": ids(&contribution.added),
            "changed": ids(&contribution.changed),
            "signatures": contribution.signatures,
            "samples": contribution.samples,
            "synonyms": contribution.synonyms,
            "overridden": contribution.overridden.iter().map(|((section, code), by)| {
                json!({ "section": section, "code": code, "by": by })
            }).collect::<Value>(),
            "errors": [],
        }),
        Err(error) => json!({ "path": path, "errors": file_errors(error) }),
    };
    let counts = catalogs.iter().map(|it| json!({ "id": it.id, "entries": it.entries.len() }));
    write(
        out,
        &json!({
            "catalogs": counts.collect::<Value>(),
            "files": files.iter().map(file).collect::<Value>(),
        }),
    )
}

fn ids(ids: &[EntryId]) -> Value {
    ids.iter().map(|(section, code)| json!({ "section": section, "code": code })).collect()
}

fn file_errors(error: &FileError) -> Value {
    match error {
        FileError::Unreadable(reason) => {
            json!([{ "line": null, "column": null, "reason": reason }])
        }
        FileError::Invalid(errors) => errors
            .iter()
            .map(|it| json!({ "line": it.line, "column": it.column, "reason": it.reason }))
            .collect(),
    }
}

/// Writes how the samples of catalogs are decoded.
///
/// # Errors
/// Fails if writing fails.
pub fn sample_tests(out: &mut dyn Write, tests: &[SampleTest]) -> io::Result<()> {
    let failure = |failure: &SampleFailure| {
        json!({
            "body": failure.body,
            "expected": failure.expected,
            "counter_sample": failure.is_counter_sample,
            "claimed": failure.claimed.iter().map(|(vendor, code)| {
                json!({ "vendor": vendor, "code": code })
            }).collect::<Value>(),
        })
    };
    let test = |test: &SampleTest| {
        json!({
            "catalog": test.catalog.id,
            "entries": test.catalog.entries.len(),
            "entries_with_sample": test.entries,
            "samples": test.samples,
            "failures": test.failures.iter().map(failure).collect::<Value>(),
        })
    };
    write(out, &tests.iter().map(test).collect::<Value>())
}

/// Writes the differences between two catalogs.
///
/// # Errors
/// Fails if writing fails.
pub fn diff(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    let changed = |(entry, changes): &(EntryId, Vec<Change>)| json!({ "section": entry.0, "code": entry.1, "changes": changes });
    write(
        out,
        &json!({
            "catalog": diff.catalog,
            "added": ids(&diff.added),
            "removed": ids(&diff.removed),
            "changed": diff.changed.iter().map(changed).collect::<Value>(),
        }),
    )
}

/// Writes notes of the user's team.
///
/// # Errors
/// Fails if writing fails.
pub fn notes<'n>(
    out: &mut dyn Write,
    notes: impl IntoIterator<Item = &'n NoteRecord>,
) -> io::Result<()> {
    let note = |record: &NoteRecord| {
        json!({
            "vendor": record.vendor,
            "section": record.section,
            "code": record.code,
            "text": record.note.text,
            "date": record.note.date,
            "author": record.note.author,
        })
    };
    write(out, &notes.into_iter().map(note).collect::<Value>())
}
