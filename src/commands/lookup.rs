//! `errdex lookup`: every entry with a code, name or alias.

use std::io::Write;

use errdex::catalog::{Catalog, Catalogs, EntryRef, Lookup};
use errdex::present;
use errdex::report::{json, text};
use errdex::search::{Index, Query};

use super::context::Context;
use super::output::message;
use crate::cli::LookupArgs;
use crate::exit::Exit;

/// Number of suggestions.
const MAX_SIMILAR: usize = 3;

pub fn run(args: &LookupArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let vendor = context.vendor(&args.vendor)?;
    let mut found: Vec<(&str, Lookup)> = Vec::new();
    let mut missing = Vec::new();
    for code in &args.codes {
        let mut hits = context.catalogs.lookup(code);
        hits.retain(|hit| vendor.is_none_or(|vendor| hit.entry.catalog.id == vendor.id));
        if hits.is_empty() {
            missing.push(code);
        }
        hits.retain(|hit| !found.iter().any(|(_, known)| known.entry == hit.entry));
        found.extend(hits.into_iter().map(|hit| (code.as_str(), hit)));
    }
    if args.json.enabled {
        json::entries(&mut context.out, found.iter().map(|(_, found)| found.entry))?;
    } else {
        text::entries(&mut context.page(), &found)?;
    }
    // Print notices after the results.
    context.out.flush()?;
    for code in missing {
        message(describe_miss(&context.catalogs, vendor, code));
    }
    Ok(Exit::found(!found.is_empty()))
}

/// The message for a code that was not found, with suggestions.
fn describe_miss(catalogs: &Catalogs, vendor: Option<&Catalog>, code: &str) -> String {
    let similar = similar(catalogs, code);
    let mut lines = vec![match vendor {
        Some(vendor) => format!("errdex: {} has no code, name or alias `{code}`", vendor.name),
        None => format!("errdex: no catalog has a code, name or alias `{code}`"),
    }];
    lines.push(if similar.is_empty() {
        "no similar code; see `errdex list`".to_owned()
    } else {
        "similar:".to_owned()
    });
    lines.extend(similar.into_iter().map(|entry| format!("  {}", present::heading(entry))));
    lines.join("\n")
}

/// Entries of any vendor with that code, and the best search matches.
fn similar(catalogs: &Catalogs, code: &str) -> Vec<EntryRef> {
    let elsewhere = catalogs.lookup(code).into_iter().map(|found| found.entry);
    let query = Query::with_synonyms(code, catalogs);
    // Punctuation alone matches every entry.
    let matches = (!query.is_empty()).then(|| Index::new(catalogs).search(&query).matches);
    let mut similar = Vec::new();
    for entry in elsewhere.chain(matches.iter().flatten().map(|found| found.entry)) {
        if similar.len() < MAX_SIMILAR && !similar.contains(&entry) {
            similar.push(entry);
        }
    }
    similar
}
