//! `errdex catalog check`: every error of the user's files.

use std::io::Write;
use std::path::PathBuf;

use errdex::catalog::{FileError, FileReport};
use errdex::files::NotesError;
use errdex::text::printable;

use super::{describe, merge, print_errors};
use crate::commands::context::Context;
use crate::commands::output::message;
use crate::exit::Exit;

pub fn run(files: &[PathBuf], context: &mut Context) -> anyhow::Result<Exit> {
    let (_, reports) = merge(context, files);
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
        if let Err(error) = context.user_files.read_notes() {
            let path = context.user_files.notes_path().unwrap_or_default().display().to_string();
            let error = match error {
                NotesError::Invalid(errors) => FileError::Invalid(errors),
                other => FileError::Unreadable(other.to_string()),
            };
            print_errors(&mut context.out, &FileReport { path, outcome: Err(error) })?;
            exit = Exit::Error;
        } else if reports.is_empty() {
            message("no catalogs of your own; `errdex catalog new` creates one");
        }
    }
    Ok(exit)
}
