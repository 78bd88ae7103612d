//! `errdex search`: ranked entries.

use std::io::Write;

use errdex::report::{json, text};
use errdex::search::{Index, Query};

use super::context::Context;
use super::output::message;
use crate::cli::SearchArgs;
use crate::exit::Exit;

pub fn run(args: &SearchArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let vendor = context.vendor(&args.vendor)?;
    let words = args.query.join(" ");
    let mut query = Query::with_synonyms(&words, &context.catalogs);
    if let Some(vendor) = vendor {
        query = query.within(vendor);
    }
    let index = Index::new(&context.catalogs);
    let mut results = index.search(&query);
    let all = results.matches.len();
    if args.limit > 0 {
        results.matches.truncate(args.limit);
    }
    let matches = &results.matches;
    if args.json.enabled {
        json::matches(&mut context.out, &results)?;
    } else if args.explain {
        text::explained(&mut context.page(), &query, matches, &index.explain(&query, matches))?;
    } else {
        text::matches(&mut context.page(), &query, matches)?;
    }
    // Print notices after the results.
    context.out.flush()?;
    // A notice on a filter is the reason if there is nothing else to match.
    let is_explained = all == 0 && !results.notices.is_empty() && !query.gives_scores();
    for notice in &results.notices {
        let prefix = if is_explained { "errdex: " } else { "" };
        message(format!("{prefix}{notice}"));
    }
    if all == 0 && !is_explained {
        let (of, advice) = match vendor {
            Some(vendor) => (format!(" in {}", vendor.name), ", or leave `--vendor` out"),
            None => (String::new(), ""),
        };
        message(format!(
            "errdex: no match for `{words}`{of}; try fewer or different words{advice}"
        ));
    } else if matches.len() < all {
        message(format!("showing {} of {all}; use --limit 0 for all", matches.len()));
    }
    Ok(Exit::found(all > 0))
}
