//! `errdex export`: whole catalogs.

use std::io::Write;

use anyhow::Context;
use errdex::catalog::Catalogs;
use errdex::report::{csv, html, json, markdown};

use super::{Exit, STDOUT, vendor};
use crate::cli::{Export, Format};

pub(super) fn run(catalogs: &Catalogs, args: &Export, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let chosen: Vec<_> = match vendor(catalogs, &args.vendor)? {
        Some(vendor) => vec![vendor],
        None => catalogs.iter().collect(),
    };
    match args.format {
        Format::Json => json::export(out, catalogs, &chosen).context(STDOUT)?,
        Format::Csv => csv::export(out, catalogs, &chosen).context(STDOUT)?,
        Format::Markdown => markdown::export(out, catalogs, &chosen).context(STDOUT)?,
        Format::Html => html::export(out, catalogs, &chosen).context(STDOUT)?,
    }
    Ok(Exit::Found)
}
