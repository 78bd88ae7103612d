//! `errdex export`: whole catalogs.

use errdex::report::{csv, html, json, markdown};

use super::context::Context;
use crate::cli::{ExportArgs, ExportFormat};
use crate::exit::Exit;

pub fn run(args: &ExportArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let chosen: Vec<_> = match context.vendor(&args.vendor)? {
        Some(vendor) => vec![vendor],
        None => context.catalogs.iter().collect(),
    };
    let export = match args.format {
        ExportFormat::Json => json::export,
        ExportFormat::Csv => csv::export,
        ExportFormat::Markdown => markdown::export,
        ExportFormat::Html => html::export,
    };
    export(&mut context.out, &chosen)?;
    Ok(Exit::Found)
}
