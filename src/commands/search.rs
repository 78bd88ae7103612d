//! `errdex search`: ranked entries.

use std::io::Write;

use anyhow::Context;
use errdex::catalog::Catalogs;
use errdex::report::{json, text};
use errdex::search::{Index, Query};

use super::{Exit, STDOUT, page, tell, vendor};
use crate::cli::Search;

pub(super) fn run(catalogs: &Catalogs, args: &Search, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let vendor = vendor(catalogs, &args.vendor)?;
    let words = args.query.join(" ");
    let mut query = Query::with_synonyms(&words, catalogs);
    if let Some(vendor) = vendor {
        query = query.within(vendor);
    }
    let index = Index::new(catalogs);
    let outcome = index.search(&query);
    let mut matches = outcome.matches;
    let all = matches.len();
    if args.limit > 0 {
        matches.truncate(args.limit);
    }
    if args.json.wanted {
        json::matches(out, catalogs, &matches).context(STDOUT)?;
    } else if args.explain {
        let reasons = index.explain(&query, &matches);
        text::explained(&mut page(out), &query, &matches, &reasons).context(STDOUT)?;
    } else {
        text::matches(&mut page(out), &query, &matches).context(STDOUT)?;
    }
    // What is said about the results comes below them.
    out.flush().context(STDOUT)?;
    outcome.notices.iter().for_each(tell);
    if all == 0 {
        let of = vendor.map_or(String::new(), |vendor| format!(" of {}", vendor.name));
        let advice = if vendor.is_some() { ", or leave `--vendor` out" } else { "" };
        tell(format!("errdex: no entry{of} matches `{words}`; take fewer or other words{advice}"));
    } else if matches.len() < all {
        tell(format!("the best {} of {all} entries; --limit 0 prints all", matches.len()));
    }
    Ok(Exit::found(all > 0))
}
