//! Results as text for a tired reader: what it is first, then what to do, then why.

use std::io;

use super::fields::{self, ADVICE, Field};
use super::page::{Page, Role};
use crate::catalog::{By, Catalogs, Found};
use crate::decode::{Finding, Report, Verdict};
use crate::search::{Match, Query};

/// Writes entries in full, with the reason where one was not found by its code.
///
/// # Errors
/// The writer's.
pub fn entries(page: &mut Page<'_>, catalogs: &Catalogs, found: &[Found]) -> io::Result<()> {
    for (index, found) in found.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        let record = found.record;
        let heading = fields::heading(record);
        page.line(Role::Head, &format!("{} {heading}", record.catalog.tab))?;
        if found.by == By::Alias {
            let aliases = record.aliases.join(", ");
            page.field("Found by", &[format!("alias {aliases}; see the note below")])?;
        }
        for Field { label, texts, .. } in fields::fields(catalogs, record) {
            page.field(label, &texts)?;
        }
    }
    Ok(())
}

/// Writes one line for each match: vendor, code, HTTP status, what the entry is.
///
/// # Errors
/// The writer's.
pub fn matches(page: &mut Page<'_>, query: &Query, matches: &[Match]) -> io::Result<()> {
    let rows: Vec<_> = matches
        .iter()
        .map(|found| {
            let record = found.record;
            let status = record.http.map_or_else(|| "-".to_owned(), |http| http.status.to_string());
            let title = record.title();
            let more = record.messages.first().or(record.description.as_ref());
            let about = match more {
                Some(more) if *more != title => format!("{title}: {more}"),
                _ => title.to_owned(),
            };
            [record.catalog.tab.to_owned(), record.code.to_owned(), status, about]
        })
        .collect();
    page.table(&rows, |about| query.highlights(about))
}

/// Writes one line for each catalog: id, count, date, source.
///
/// # Errors
/// The writer's.
pub fn list(page: &mut Page<'_>, catalogs: &Catalogs) -> io::Result<()> {
    let rows: Vec<_> = catalogs
        .iter()
        .map(|catalog| {
            [
                catalog.id.to_owned(),
                format!("{:>3} entries", catalog.entries.len()),
                format!("read {}", catalog.source.captured),
                catalog.source.title.to_owned(),
            ]
        })
        .collect();
    page.table(&rows, |_| Vec::new())
}

/// Writes what the decoder answers: the verdict, what to do, and why.
///
/// # Errors
/// The writer's.
pub fn report(page: &mut Page<'_>, catalogs: &Catalogs, report: &Report) -> io::Result<()> {
    page.line(role(report.verdict), &verdict(report))?;
    if let Some(advice) = &report.advice {
        page.field("Do now", &[advice])?;
    }
    if let Some(http) = &report.http {
        let status = fields::with_reason(http.status, http.reason);
        page.field("HTTP", &[format!("{status}, from the {}", http.from)])?;
    }
    for finding in &report.findings {
        page.blank()?;
        self::finding(page, catalogs, finding, report)?;
    }
    if !report.alternatives.is_empty() || !report.repairs.is_empty() {
        page.blank()?;
    }
    let weighed: Vec<_> = report
        .alternatives
        .iter()
        .map(|finding| format!("{} ({})", name(finding), finding.confidence))
        .collect();
    if !weighed.is_empty() {
        page.field("Also weighed", &weighed)?;
    }
    if !report.repairs.is_empty() {
        page.field("Repaired", &report.repairs)?;
    }
    Ok(())
}

fn finding(
    page: &mut Page<'_>,
    catalogs: &Catalogs,
    finding: &Finding,
    report: &Report,
) -> io::Result<()> {
    let heading = format!("{} ({})", name(finding), finding.confidence);
    page.line(Role::Head, &heading)?;
    if let Some(entry) = finding.entry {
        let action = entry.action.filter(|action| report.advice.as_deref() != Some(action));
        if let Some(action) = action {
            page.field(ADVICE, &[action])?;
        }
        page.field("Retry", &[fields::retry(entry)])?;
        page.field("Meaning", entry.description.as_slice())?;
        if report.http.is_none() {
            let status = entry.http.map(|http| fields::status(catalogs, http));
            page.field("HTTP", status.as_slice())?;
        }
    }
    if let Some(message) = fields::matched_message(finding) {
        page.field("Message", &[message])?;
    }
    if !finding.captures.is_empty() {
        let values = finding.captures.iter();
        let values: Vec<_> = values.map(|it| format!("{} = {}", it.name, it.value)).collect();
        page.field("Values", &values)?;
    }
    let evidence = finding.evidence.iter();
    let evidence: Vec<_> =
        evidence.map(|it| format!("{} ({} at {})", it.says, it.kind, it.at)).collect();
    if !evidence.is_empty() {
        page.field("Because", &evidence)?;
    }
    Ok(())
}

fn role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Identified => Role::Good,
        Verdict::Ambiguous | Verdict::UnknownCode | Verdict::VendorOnly => Role::Doubtful,
        Verdict::NotRecognised => Role::Bad,
    }
}

fn verdict(report: &Report) -> String {
    let names: Vec<_> = report.findings.iter().map(name).collect();
    match report.verdict {
        Verdict::Identified => format!("Identified: {}", names.join("; ")),
        Verdict::Ambiguous => {
            format!("Ambiguous: {}; --vendor decides", names.join(" or "))
        }
        Verdict::UnknownCode => format!("Unknown code: {}", names.join("; ")),
        Verdict::VendorOnly => format!("Vendor only: {}", names.join("; ")),
        Verdict::NotRecognised => match &report.layer {
            Some(layer) => format!("Not recognised: {layer} answered, not a vendor's API"),
            None => "Not recognised: no vendor's error in this text".to_owned(),
        },
    }
}

/// Vendor, code and title, as far as they are known.
fn name(finding: &Finding) -> String {
    let vendor = finding.catalog.tab;
    match (&finding.code, finding.record()) {
        (_, Some(record)) => format!("{vendor} {}", fields::heading(record)),
        (Some(code), None) => format!("{vendor} {code}, which its catalog does not list"),
        (None, None) => format!("{vendor}, the response has no code"),
    }
}
