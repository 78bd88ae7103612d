//! `errdex catalog list`: every catalog, and what each of the user's files contributes.

use std::collections::BTreeMap;
use std::io::Write;

use errdex::catalog::{Catalogs, FileReport};
use errdex::report::json;
use errdex::text::printable;

use super::{describe, merge};
use crate::cli::JsonArgs;
use crate::commands::context::Context;
use crate::exit::Exit;

pub fn run(args: &JsonArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let (catalogs, reports) = merge(context, &[]);
    let mut has_errors = reports.iter().any(|report| report.outcome.is_err());
    if args.enabled {
        json::catalog_files(&mut context.out, &catalogs, &reports)?;
    } else {
        for line in lines(&catalogs, &reports) {
            writeln!(context.out, "{}", printable(&line))?;
        }
        if let Some(path) = context.user_files.notes_path().filter(|path| path.exists()) {
            let notes = context.user_files.read_notes();
            has_errors |= notes.is_err();
            let state =
                notes.map_or_else(|error| error.to_string(), |it| format!("{} notes", it.len()));
            let path = path.to_string_lossy();
            writeln!(context.out, "\n{}\n  {}", printable(&path), printable(&state))?;
        }
    }
    Ok(if has_errors { Exit::Error } else { Exit::Found })
}

fn lines(catalogs: &Catalogs, reports: &[FileReport]) -> Vec<String> {
    let width = catalogs.iter().map(|catalog| catalog.id.len()).max().unwrap_or_default();
    let mut lines: Vec<_> = catalogs
        .iter()
        .map(|catalog| {
            let file = file_of(catalog.id, reports).unwrap_or("built-in");
            format!("{:<width$}  {:>6} entries  {file}", catalog.id, catalog.entries.len())
        })
        .collect();
    for report in reports {
        lines.push(String::new());
        lines.push(report.path.clone());
        match &report.outcome {
            Err(error) => lines.push(format!("  error: {error}")),
            Ok(contribution) => {
                lines.push(format!("  {}", describe(contribution)));
                if let Some(replaced) = &contribution.replaces {
                    lines.push(format!("  replaces the catalog from {replaced}"));
                }
                let mut later: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
                for ((_, code), file) in &contribution.overridden {
                    later.entry(file).or_default().push(code);
                }
                for (file, codes) in later {
                    lines.push(format!("  changed again by {file}: {}", codes.join(", ")));
                }
            }
        }
    }
    lines
}

/// The file that the catalog comes from.
fn file_of<'r>(id: &str, reports: &'r [FileReport]) -> Option<&'r str> {
    let is_catalog = |report: &&FileReport| {
        report.outcome.as_ref().is_ok_and(|it| it.catalog == id && !it.is_overlay)
    };
    reports.iter().rfind(is_catalog).map(|report| report.path.as_str())
}
