//! Which of the errors in a log the user wants.

use anyhow::anyhow;
use errdex::catalog::Catalog;
use errdex::decode::Confidence;
use errdex::scan::{Occurrence, time};
use jiff::{Span, Timestamp};

use super::super::context::Context;
use crate::cli::ScanArgs;

/// What an occurrence has to be.
#[derive(Debug)]
pub struct Filter {
    vendor: Option<&'static Catalog>,
    codes: Vec<String>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    min_confidence: Confidence,
}

impl Filter {
    pub fn new(args: &ScanArgs, context: &Context, now: Timestamp) -> anyhow::Result<Self> {
        let time = |text: &Option<String>| text.as_deref().map(|text| parse(text, now)).transpose();
        Ok(Self {
            vendor: context.vendor(&args.vendor)?,
            codes: args.codes.clone(),
            since: time(&args.since)?,
            until: time(&args.until)?,
            min_confidence: args.min_confidence,
        })
    }

    /// Whether an occurrence is wanted, whatever its confidence.
    pub fn is_wanted(&self, occurrence: &Occurrence) -> bool {
        let code = occurrence.code.as_deref();
        self.vendor.is_none_or(|vendor| vendor.id == occurrence.vendor)
            && (self.codes.is_empty() || self.codes.iter().any(|it| Some(it.as_str()) == code))
            && self.since.is_none_or(|since| occurrence.time.is_some_and(|time| since <= time))
            && self.until.is_none_or(|until| occurrence.time.is_some_and(|time| time < until))
    }

    /// Whether an occurrence is certain enough.
    pub fn is_certain_enough(&self, occurrence: &Occurrence) -> bool {
        occurrence.confidence >= self.min_confidence
    }
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
