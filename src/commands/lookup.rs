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
    let mut found: Vec<Lookup> = Vec::new();
    let mut missing = Vec::new();
    for code in &args.codes {
        let mut hits = context.catalogs.lookup_with_vendor(code);
        hits.retain(|hit| vendor.is_none_or(|vendor| hit.entry.catalog.id == vendor.id));
        if hits.is_empty() {
            missing.push(code);
        }
        hits.retain(|hit| !found.iter().any(|known| known.entry == hit.entry));
        found.append(&mut hits);
    }
    if args.json.enabled {
        json::entries(&mut context.out, found.iter().map(|found| found.entry))?;
    } else {
        text::entries(&mut context.page(), &found)?;
    }
    // Print notices after the results.
    context.out.flush()?;
    for code in missing {
        report_miss(&context.catalogs, vendor, code);
    }
    Ok(Exit::found(!found.is_empty()))
}

/// Reports a code that was not found, with suggestions.
fn report_miss(catalogs: &Catalogs, vendor: Option<&Catalog>, code: &str) {
    let has_no = match vendor {
        Some(vendor) => format!("{} has no", vendor.name),
        None => "no catalog has a".to_owned(),
    };
    message(format!("errdex: {has_no} code, name or alias `{code}`"));
    let similar = similar(catalogs, code);
    message(if similar.is_empty() { "no similar code; see `errdex list`" } else { "similar:" });
    for entry in similar {
        message(format!("  {}", present::heading(entry)));
    }
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
