//! `errdex catalog`: catalogs and overlays of the user's own.

mod check;
mod diff;
mod list;
mod new;
mod test;

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use errdex::catalog::{Catalogs, Contribution, FileError, FileReport, SourceFile};
use errdex::files;
use errdex::text::printable;
use unicode_width::UnicodeWidthStr;

use super::context::Context;
use crate::cli::CatalogTask;
use crate::exit::Exit;

#[cfg(feature = "import")]
pub use diff::print as print_diff;

/// The JSON schema of catalog files.
const SCHEMA: &str = include_str!("../../data/catalog.schema.json");

pub fn run(task: &CatalogTask, context: &mut Context) -> anyhow::Result<Exit> {
    match task {
        CatalogTask::List(json) => list::run(json, context),
        CatalogTask::New { id, print } => new::run(id, *print, context),
        CatalogTask::Check { files } => check::run(files, context),
        CatalogTask::Test { files, json } => test::run(files, json, context),
        CatalogTask::Diff { old, new, json } => diff::run(old, new, json, context),
        CatalogTask::Path => {
            let path = context.user_files.catalogs_dir().context(NO_HOME)?;
            writeln!(context.out, "{}", printable(&path.to_string_lossy()))?;
            Ok(Exit::Found)
        }
        CatalogTask::Schema => {
            context.out.write_all(SCHEMA.as_bytes())?;
            Ok(Exit::Found)
        }
    }
}

/// The built-in catalogs merged with the user's files, of which `files` come last, and the reports on
/// `files`; on all files if there are none.
fn merge(context: &Context, files: &[PathBuf]) -> (Catalogs, Vec<FileReport>) {
    let named: Vec<_> = files.iter().flat_map(|path| files::read_path(path)).collect();
    let mut all = context.user_files.read_catalogs();
    // A file that is loaded anyway would extend itself.
    let paths: HashSet<_> = named.iter().map(canonical).collect();
    all.retain(|file| !paths.contains(&canonical(file)));
    let others = all.len();
    all.extend(named);
    let mut merged = Catalogs::builtin().merge(&all, &[]);
    if !files.is_empty() {
        merged.files.drain(..others);
    }
    (merged.catalogs, merged.files)
}

fn canonical(file: &SourceFile) -> PathBuf {
    let path = Path::new(&file.path);
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Prints what is wrong in a file, each error with its line and a caret.
fn print_errors(out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
    let errors = match &report.outcome {
        Ok(_) => return Ok(()),
        Err(FileError::Unreadable(reason)) => {
            let line = format!("{}: {reason}", report.path);
            return writeln!(out, "{}", printable(&line));
        }
        Err(FileError::Invalid(errors)) => errors,
    };
    let text = fs::read_to_string(&report.path).unwrap_or_default();
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().collect();
    for error in errors {
        writeln!(out, "{}", printable(&error.to_string()))?;
        let Some(line) = lines.get(error.line - 1).filter(|line| !line.trim().is_empty()) else {
            continue;
        };
        let (line, column) = excerpt(line, error.column);
        let number = error.line.to_string();
        writeln!(out, "  {number} | {}", printable(&line))?;
        writeln!(out, "  {} | {}^", " ".repeat(number.len()), " ".repeat(column))?;
    }
    Ok(())
}

/// The part of a line around a column (from 1), and how many columns of it are before the error.
fn excerpt(line: &str, column: usize) -> (String, usize) {
    const BEFORE: usize = 60;
    const LENGTH: usize = 100;
    let start = column.saturating_sub(1 + BEFORE);
    let text: String = line.chars().skip(start).take(LENGTH).collect();
    let before: String = text.chars().take(column - 1 - start).collect();
    let width = printable(&before).width();
    (text, width)
}

/// What a file contributes, in words.
fn describe(contribution: &Contribution) -> String {
    let Contribution { catalog, is_overlay, added, changed, signatures, samples, synonyms, .. } =
        contribution;
    let kind = if *is_overlay { "overlay of" } else { "catalog" };
    let counted = |count: usize, one: &str, many: &str| {
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    };
    let parts = [
        counted(added.len(), "entry", "entries"),
        counted(changed.len(), "changed entry", "changed entries"),
        counted(*signatures, "signature", "signatures"),
        counted(*samples, "sample", "samples"),
        counted(*synonyms, "group of synonyms", "groups of synonyms"),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    format!("{kind} {catalog}: {}", parts.join(", "))
}

/// The error without a home directory.
const NO_HOME: &str = "no home directory, so no directory for catalogs; name one with --catalogs";
