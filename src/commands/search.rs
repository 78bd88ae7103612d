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
    let query = Query::new(&words);
    let index = Index::new(catalogs);
    let outcome = index.search(&query);
    let mut matches = outcome.matches;
    matches.retain(|found| vendor.is_none_or(|vendor| found.record.catalog.id == vendor.id));
    let all = matches.len();
    if args.limit > 0 {
        matches.truncate(args.limit);
    }
    if args.json.wanted {
        json::matches(out, catalogs, &matches).context(STDOUT)?;
    } else if args.explain {
        let reasons = |record| index.explain(&query, record);
        text::explained(&mut page(out), &query, &matches, reasons).context(STDOUT)?;
    } else {
        text::matches(&mut page(out), &query, &matches).context(STDOUT)?;
    }
    // What is said about the results comes below them.
    out.flush().context(STDOUT)?;
    outcome.remarks.iter().for_each(tell);
    if all == 0 {
        tell(format!("errdex: no entry meets `{words}`; take fewer or other words"));
    } else if matches.len() < all {
        tell(format!("the best {} of {all} entries; --limit 0 prints all", matches.len()));
    }
    Ok(Exit::found(all > 0))
}
