//! `errdex lookup`: every entry with a code, name or alias.

use std::io::Write;

use anyhow::Context;
use errdex::catalog::{Catalog, Catalogs, EntryRef, Lookup};
use errdex::report::{json, text};
use errdex::search::{Index, Query};

use super::{Exit, STDOUT, page, tell, vendor};
use crate::cli::LookupArgs;

/// How many near entries are named when there is none to show.
const NEAR: usize = 3;

pub(super) fn run(
    catalogs: &Catalogs,
    args: &LookupArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let vendor = vendor(catalogs, &args.vendor)?;
    let mut found: Vec<(&str, Lookup)> = Vec::new();
    let mut missing = Vec::new();
    for code in &args.codes {
        let mut hits = catalogs.lookup(code);
        hits.retain(|hit| vendor.is_none_or(|vendor| hit.entry.catalog.id == vendor.id));
        if hits.is_empty() {
            missing.push(code);
        }
        hits.retain(|hit| !found.iter().any(|(_, known)| known.entry == hit.entry));
        found.extend(hits.into_iter().map(|hit| (code.as_str(), hit)));
    }
    if args.json.wanted {
        json::entries(out, catalogs, found.iter().map(|(_, found)| found.entry)).context(STDOUT)?;
    } else {
        text::entries(&mut page(out), catalogs, &found).context(STDOUT)?;
    }
    // What is said about the results comes below them.
    out.flush().context(STDOUT)?;
    for code in missing {
        tell(miss(catalogs, vendor, code));
    }
    Ok(Exit::found(!found.is_empty()))
}

/// Says that nothing has the code, and what may have been meant.
fn miss(catalogs: &Catalogs, vendor: Option<&Catalog>, code: &str) -> String {
    let elsewhere = catalogs.lookup(code).into_iter().map(|found| found.entry);
    let query = Query::with_synonyms(code, catalogs);
    // Signs without a word meet every entry, which is no nearness.
    let nearest = (!query.is_empty()).then(|| Index::new(catalogs).search(&query).matches);
    let mut near: Vec<EntryRef> = Vec::new();
    for record in elsewhere.chain(nearest.iter().flatten().map(|found| found.entry)) {
        if near.len() < NEAR && !near.contains(&record) {
            near.push(record);
        }
    }
    let mut lines = vec![match vendor {
        Some(vendor) => format!("errdex: {} has no code, name or alias `{code}`", vendor.name),
        None => format!("errdex: no catalog has a code, name or alias `{code}`"),
    }];
    if near.is_empty() {
        lines.push("nothing is near; `errdex list` shows the catalogs".to_owned());
    } else {
        lines.push("nearest:".to_owned());
    }
    lines.extend(
        near.iter()
            .map(|record| format!("  {} {}  {}", record.catalog.tab, record.code, record.title())),
    );
    lines.join("\n")
}
