//! `errdex import`: a draft catalog from a vendor's documentation.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, anyhow, bail};
use errdex::catalog::{self, Catalog, Diff};
use errdex::import::document::{Block, Document};
use errdex::import::read::read;
use errdex::import::understand::Choices;
use errdex::import::write::catalog::{Metadata, slug};
use errdex::import::write::merge::merge;
use errdex::import::write::report::ImportReport;
use errdex::import::{Draft, ImportError, draft};
use errdex::report::json;
use errdex::tui::{self, Review};

use super::context::{Context, Terminals};
use super::output::message;
use super::{browse, catalog as catalog_command, date, input};
use crate::cli::ImportArgs;
use crate::exit::Exit;

pub fn run(args: &ImportArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let document = read_files(args)?;
    let (choices, metadata, samples) = (choices(args), metadata(args), read_samples(args)?);
    let draft = match draft(&document, &choices, &metadata, &samples, &context.catalogs) {
        Ok(draft) => draft,
        Err(ImportError::Nothing(found)) => {
            message(ImportReport(&found));
            message("no table lists error codes; choose one with --table and --map");
            return Ok(Exit::NotFound);
        }
        Err(error) => return Err(error.into()),
    };
    message(ImportReport(&draft.found));
    if let Some(path) = &args.merge {
        return merge_into(path, &draft, context);
    }
    if args.json.enabled {
        let catalog: &'static Catalog = Box::leak(Box::new(draft.catalog));
        json::export(&mut context.out, &[catalog])?;
    } else {
        context.out.write_all(draft.text.as_bytes())?;
    }
    Ok(Exit::Found)
}

/// Opens the browser to review the files.
pub fn review(args: &ImportArgs, context: Context) -> anyhow::Result<Exit> {
    let Terminals { output, is_dumb, .. } = context.terminals;
    if !output || is_dumb || context.plain {
        bail!("`--review` needs a terminal");
    }
    let document = read_files(args)?;
    if !document.blocks.iter().any(|block| matches!(block, Block::Table(_))) {
        bail!("the page has no tables, nor lists or headings of codes");
    }
    let mut options = browse::options(context, std::iter::empty());
    options.review = Some(Review {
        document,
        choices: choices(args),
        metadata: metadata(args),
        samples: read_samples(args)?,
    });
    tui::run(options)?;
    Ok(Exit::Found)
}

/// The blocks of all files as one document.
fn read_files(args: &ImportArgs) -> anyhow::Result<Document> {
    let mut all = Document::default();
    for path in &args.files {
        let bytes = input::read_file(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let document = read(&bytes, args.format, &name)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        if all.title.is_none() {
            all.title = document.title;
        } else if let Some(title) = document.title {
            // Each file begins a section.
            let text = errdex::import::document::Cell { text: title, ..Default::default() };
            all.blocks.push(Block::Heading { level: 1, text });
        }
        all.blocks.extend(document.blocks);
    }
    Ok(all)
}

fn read_samples(args: &ImportArgs) -> anyhow::Result<Vec<String>> {
    let read = |path| Ok(String::from_utf8_lossy(&input::read_file(path)?).into_owned());
    args.sample.iter().map(|path| read(path)).collect()
}

fn choices(args: &ImportArgs) -> Choices {
    Choices {
        tables: args.table.clone(),
        section: args.section.clone(),
        columns: args.map.clone(),
        ..Choices::default()
    }
}

fn metadata(args: &ImportArgs) -> Metadata {
    let stem = args.files.first().and_then(|path| path.file_stem()).unwrap_or_default();
    let stem: String = slug(&stem.to_string_lossy()).chars().filter(char::is_ascii).collect();
    let id = if stem.is_empty() { "imported".to_owned() } else { stem };
    Metadata {
        id: args.id.clone().unwrap_or(id),
        name: args.name.clone(),
        url: args.url.clone(),
        captured: date::today(),
    }
}

/// Merges the draft into a catalog, and lists the changes.
fn merge_into(path: &PathBuf, draft: &Draft, context: &mut Context) -> anyhow::Result<Exit> {
    let name = path.display().to_string();
    let old = fs::read_to_string(path).with_context(|| format!("cannot read `{name}`"))?;
    let read = |text: &str| -> anyhow::Result<&'static Catalog> {
        let catalog = catalog::read(&name, text);
        catalog.map(|it| &*Box::leak(Box::new(it))).map_err(|errors| {
            errors
                .first()
                .map_or_else(|| anyhow!("`{name}` has errors"), |error| anyhow!("{error}"))
        })
    };
    let before = read(&old)?;
    let merged = merge(&old, &draft.text).with_context(|| format!("cannot merge into `{name}`"))?;
    let Ok(after) = read(&merged) else { bail!("the merged catalog would have errors") };
    let mut changes = Vec::new();
    catalog_command::print_diff(&mut changes, &Diff::new(before, after))?;
    message(String::from_utf8_lossy(&changes));
    context.out.write_all(merged.as_bytes())?;
    Ok(Exit::Found)
}
