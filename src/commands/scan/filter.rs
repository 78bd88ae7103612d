//! The options that choose which errors are wanted.

use anyhow::anyhow;
use errdex::scan::{Filter, time};
use jiff::{Span, Timestamp};

use crate::cli::ScanArgs;
use crate::commands::context::Context;

/// The filter of the arguments.
pub fn filter(args: &ScanArgs, context: &Context, now: Timestamp) -> anyhow::Result<Filter> {
    let time = |text: &Option<String>| text.as_deref().map(|text| parse(text, now)).transpose();
    Ok(Filter {
        vendor: context.vendor(&args.vendor)?.map(|catalog| catalog.id),
        codes: args.codes.clone(),
        since: time(&args.since)?,
        until: time(&args.until)?,
        min_confidence: args.min_confidence,
    })
}

/// A time, or how long ago.
fn parse(text: &str, now: Timestamp) -> anyhow::Result<Timestamp> {
    let ago = || {
        let span: Span = text.parse().ok()?;
        let seconds = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).ok()?;
        now.checked_sub(seconds).ok()
    };
    let expected = "expected a time such as `2026-11-21T03:00`, or how long ago such as `2h`";
    time::parse_typed(text, now)
        .or_else(ago)
        .ok_or_else(|| anyhow!("`{text}` is not a time; {expected}"))
}
