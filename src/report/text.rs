//! Results as text for a terminal or a pipe: the verdict first, then advice, then evidence.

use std::io;

use super::page::Page;
use crate::catalog::{Catalogs, EntryRef, Lookup, MatchedBy};
use crate::decode::Report;
use crate::present::{self, Field, FindingText, Label, Line, NOT_DOCUMENTED, TextRole};
use crate::search::{Match, Query};

/// Why matches are in their order when no word was typed that could match well or badly.
const UNSCORED: &str = "Filters alone give no score: the order is that of the catalogs.";

/// The heading of the matches that lack a word or a filter of the query.
const NEAREST: &str = "nearest:";

/// Writes entries in full, with the alias that one was found by.
///
/// # Errors
/// Fails if writing fails.
pub fn entries(page: &mut Page<'_>, found: &[Lookup]) -> io::Result<()> {
    for (index, found) in found.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        let entry = found.entry;
        page.heading(&present::heading(entry))?;
        let mut fields = present::entry(entry, None);
        if let MatchedBy::Alias(alias) = found.by {
            fields.insert(0, present::found_by(alias, entry));
        }
        page.fields(&fields)?;
    }
    Ok(())
}

/// Writes one line for each match: vendor, code, HTTP status, title. The nearest have a heading.
///
/// # Errors
/// Fails if writing fails.
pub fn matches(page: &mut Page<'_>, query: &Query, matches: &[Match]) -> io::Result<()> {
    let whole = matches.partition_point(|found| !found.is_nearest());
    let rows: Vec<_> = matches.iter().map(|found| row(query, found.entry)).collect();
    let (whole, nearest) = rows.split_at(whole);
    page.table(whole, |about| query.highlights(about))?;
    if !nearest.is_empty() {
        page.line(&Line::new(TextRole::Muted, NEAREST))?;
    }
    page.table(nearest, |about| query.highlights(about))
}

fn row(query: &Query, entry: EntryRef) -> [String; 4] {
    let status = entry.http.map_or_else(|| "-".to_owned(), |http| http.status.to_string());
    // Of several messages, the one that the query is about.
    let is_marked = |message: &&&str| !query.highlights(message).is_empty();
    let message = entry.messages.iter().find(is_marked).or(entry.messages.first());
    let text = message.copied().or(entry.description).or(entry.category);
    let name = entry.names.first().filter(|name| **name != entry.code);
    let about = match (name, text) {
        (Some(name), Some(text)) if *name != text => format!("{name}: {text}"),
        (Some(name), _) => (*name).to_owned(),
        (None, text) => text.unwrap_or(NOT_DOCUMENTED).to_owned(),
    };
    [entry.catalog.tab.to_owned(), entry.code.to_owned(), status, about]
}

/// Writes the same line for each match, and below it the reasons for its rank; for matches without
/// a score, once for all.
///
/// # Errors
/// Fails if writing fails.
pub fn explained(
    page: &mut Page<'_>,
    query: &Query,
    matches: &[Match],
    reasons: &[Vec<String>],
) -> io::Result<()> {
    if !query.gives_scores() && !matches.is_empty() {
        self::matches(page, query, matches)?;
        return page.line(&Line::new(TextRole::Muted, UNSCORED));
    }
    for (index, (found, reasons)) in matches.iter().zip(reasons).enumerate() {
        if index > 0 {
            page.blank()?;
        }
        self::matches(page, query, std::slice::from_ref(found))?;
        let reasons: Vec<_> = reasons.iter().map(|it| Line::new(TextRole::Plain, it)).collect();
        page.labelled(&format!("{:.1}", found.score), "100.0".len(), &reasons)?;
    }
    Ok(())
}

/// Writes one line for each catalog: id, count, date, source.
///
/// # Errors
/// Fails if writing fails.
pub fn list(page: &mut Page<'_>, catalogs: &Catalogs) -> io::Result<()> {
    let rows: Vec<_> = catalogs
        .iter()
        .map(|catalog| {
            [
                catalog.id.to_owned(),
                format!("{:>3} entries", catalog.entries.len()),
                format!("as of {}", catalog.source.captured),
                catalog.source.title.to_owned(),
            ]
        })
        .collect();
    page.table(&rows, |_| Vec::new())
}

/// Writes the decoder's report: the verdict, advice and evidence.
///
/// # Errors
/// Fails if writing fails.
pub fn report(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let text = present::report(report);
    let alternatives = text.alternatives.iter().map(FindingText::full_heading);
    let alternatives = Field::new(Label::AlsoConsidered, alternatives).if_any();
    let mut rest: Vec<_> = alternatives.into_iter().chain(text.response).collect();
    let mut headline = text.headline;
    let mut fields = Vec::from_iter(text.next_step);
    let mut findings = text.findings.as_slice();
    // The headline is the heading of a single claim.
    if let ([claim], [finding]) = (report.findings.as_slice(), findings)
        && claim.is_claim()
    {
        headline = headline.with(TextRole::Muted, format!(" ({})", finding.confidence));
        fields.extend_from_slice(&finding.fields);
        findings = &[];
    }
    if findings.is_empty() {
        fields.append(&mut rest);
    }
    page.heading(&headline)?;
    page.fields(&fields)?;
    for finding in findings {
        page.blank()?;
        page.heading(&finding.full_heading())?;
        page.fields(&finding.fields)?;
    }
    if !rest.is_empty() {
        page.blank()?;
        page.fields(&rest)?;
    }
    if let Some(draft) = text.draft_entry {
        page.blank()?;
        page.heading(&Line::new(TextRole::Plain, draft.full_label()))?;
        draft.lines.iter().try_for_each(|line| page.verbatim(&line.to_string()))?;
    }
    Ok(())
}
