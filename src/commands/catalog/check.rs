//! `errdex catalog check`: every error of the user's files.

use std::io::Write;
use std::path::PathBuf;

use errdex::catalog::{Catalogs, FileError, FileReport, NoteRecord};
use errdex::files::NotesError;
use errdex::text::printable;

use super::{describe, merge, print_errors};
use crate::commands::context::Context;
use crate::commands::output::message;
use crate::exit::Exit;

pub fn run(files: &[PathBuf], context: &mut Context) -> anyhow::Result<Exit> {
    let (catalogs, reports) = merge(context, files);
    let mut exit = Exit::Found;
    for report in &reports {
        if let Ok(contribution) = &report.outcome {
            let line = format!("{}: OK ({})", report.path, describe(contribution));
            writeln!(context.out, "{}", printable(&line))?;
        } else {
            print_errors(&mut context.out, report)?;
            exit = Exit::Error;
        }
    }
    if files.is_empty() {
        if !check_notes(&catalogs, context)? {
            exit = Exit::Error;
        } else if reports.is_empty() {
            message("no catalogs of your own; `errdex catalog new` creates one");
        }
    }
    Ok(exit)
}

/// Checks the notes, and reports those that are on no entry. Returns whether the file is valid.
fn check_notes(catalogs: &Catalogs, context: &mut Context) -> anyhow::Result<bool> {
    let path = context.user_files.notes_path().unwrap_or_default().display().to_string();
    let error = match context.user_files.read_notes() {
        Ok(notes) => {
            let is_shown = |note: &NoteRecord| {
                catalogs.find(&note.vendor).is_some_and(|catalog| {
                    catalog.entry_refs().any(|entry| note.is_about(entry.id()))
                })
            };
            for NoteRecord { vendor, code, .. } in notes.iter().filter(|note| !is_shown(note)) {
                message(format_args!(
                    "{path}: a note is on {vendor} {code}, which no catalog lists"
                ));
            }
            return Ok(true);
        }
        Err(NotesError::Invalid(error)) => error,
        Err(other) => FileError::Unreadable(other.to_string()),
    };
    print_errors(&mut context.out, &FileReport { path, outcome: Err(error) })?;
    Ok(false)
}
