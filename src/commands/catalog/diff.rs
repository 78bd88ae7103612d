//! `errdex catalog diff`: the differences between two catalogs.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;
use errdex::catalog::{Catalog, Change, Diff};
use errdex::report::json;
use errdex::text::printable;

use super::{merge, print_errors};
use crate::cli::JsonArgs;
use crate::commands::context::Context;
use crate::commands::output;
use crate::exit::Exit;

pub fn run(old: &str, new: &str, args: &JsonArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let diff = Diff::new(read(old, context)?, read(new, context)?);
    if args.enabled {
        json::diff(&mut context.out, &diff)?;
    } else {
        print(&mut context.out, &diff)?;
    }
    Ok(if diff.is_empty() { Exit::Found } else { Exit::NotFound })
}

/// The catalog with that id, or of that file: for an overlay, the catalog that it extends, extended.
fn read(name: &str, context: &Context) -> anyhow::Result<&'static Catalog> {
    let path = PathBuf::from(name);
    if !path.exists() {
        let (catalogs, _) = merge(context, &[]);
        let Some(catalog) = catalogs.find(name) else {
            bail!("`{name}` is neither a file nor the id of a catalog; see `errdex catalog list`")
        };
        return Ok(catalog);
    }
    let (catalogs, reports) = merge(context, &[path]);
    let contribution = reports.first().and_then(|report| report.outcome.as_ref().ok());
    let Some(catalog) = contribution.and_then(|it| catalogs.find(it.catalog)) else {
        for report in &reports {
            print_errors(&mut output::open_stderr(), report)?;
        }
        bail!("`{name}` is not a valid catalog");
    };
    Ok(catalog)
}

pub fn print(out: &mut dyn Write, diff: &Diff) -> io::Result<()> {
    let mut line = |text: &str| writeln!(out, "{}", printable(text));
    if !diff.catalog.is_empty() {
        line("catalog")?;
        changes(&diff.catalog, &mut line)?;
    }
    for (section, code) in &diff.removed {
        line(&format!("- {section} {code}"))?;
    }
    for (section, code) in &diff.added {
        line(&format!("+ {section} {code}"))?;
    }
    for ((section, code), changed) in &diff.changed {
        line(&format!("~ {section} {code}"))?;
        changes(changed, &mut line)?;
    }
    Ok(())
}

fn changes(changes: &[Change], line: &mut impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    for Change { field, old, new } in changes {
        line(&format!("    {field}"))?;
        for value in old {
            line(&format!("      - {value}"))?;
        }
        for value in new {
            line(&format!("      + {value}"))?;
        }
    }
    Ok(())
}
