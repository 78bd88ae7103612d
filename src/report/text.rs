//! Results as text for a tired reader: what it is first, then what to do, then why.

use std::io;

use super::fields::{self, ADVICE, Field};
use super::page::{Page, Role};
use crate::catalog::{Catalogs, Lookup, MatchedBy};
use crate::decode::{Finding, HttpStatus, Report, Verdict};
use crate::search::{Match, Query};

/// Why matches stand where they stand when no word was typed that could be met well or badly.
const UNSCORED: &str = "Filters alone give no score: the order is that of the catalogs.";

/// Writes entries in full, each with the word that it was found by where that is an alias.
///
/// # Errors
/// The writer's.
pub fn entries(
    page: &mut Page<'_>,
    catalogs: &Catalogs,
    found: &[(&str, Lookup)],
) -> io::Result<()> {
    for (index, (word, found)) in found.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        let record = found.entry;
        let heading = fields::heading(record);
        page.line(Role::Head, &format!("{} {heading}", record.catalog.tab))?;
        if found.by == MatchedBy::Alias {
            let reason = if record.note.is_some() { "; the note says why" } else { "" };
            page.field("Found by", &[format!("{word}, an alias{reason}")])?;
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
            let record = found.entry;
            let status = record.http.map_or_else(|| "-".to_owned(), |http| http.status.to_string());
            let more = record.messages.first().copied().or(record.description);
            let about = match (fields::title(record), more) {
                (Some(title), Some(more)) if more != title => format!("{title}: {more}"),
                (title, _) => title.unwrap_or("not documented").to_owned(),
            };
            [record.catalog.tab.to_owned(), record.code.to_owned(), status, about]
        })
        .collect();
    page.table(&rows, |about| query.highlights(about))
}

/// Writes the same line for each match, and below it why it stands where it stands; of matches
/// without a score, once for all.
///
/// # Errors
/// The writer's.
pub fn explained(
    page: &mut Page<'_>,
    query: &Query,
    matches: &[Match],
    reasons: &[Vec<String>],
) -> io::Result<()> {
    if !query.gives_scores() {
        self::matches(page, query, matches)?;
        return if matches.is_empty() { Ok(()) } else { page.line(Role::Label, UNSCORED) };
    }
    for (index, (found, reasons)) in matches.iter().zip(reasons).enumerate() {
        if index > 0 {
            page.blank()?;
        }
        self::matches(page, query, std::slice::from_ref(found))?;
        page.field(&format!("{:.1}", found.score), reasons)?;
    }
    Ok(())
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
    // The status stands last where it is that of the whole paste.
    let http = report.http.as_ref().filter(|_| report.findings.len() < 2);
    match report.findings.as_slice() {
        // The verdict is its heading.
        [finding] if finding.is_claim() => self::finding(page, catalogs, finding, http, None)?,
        findings => {
            let claimed = findings.iter().any(Finding::is_claim);
            let advice = report.advice.as_deref().filter(|_| !claimed);
            page.present(ADVICE, advice.as_slice())?;
            for finding in findings {
                page.blank()?;
                page.line(Role::Head, &name(finding))?;
                self::finding(page, catalogs, finding, http, advice)?;
            }
        }
    }
    let mut tail = vec![("HTTP", http.map(status_read).into_iter().collect())];
    tail.push(("Also weighed", report.alternatives.iter().map(name).collect()));
    tail.push(("To read it", report.repairs.clone()));
    tail.retain(|(_, texts)| !texts.is_empty());
    if report.findings.len() > 1 && !tail.is_empty() {
        page.blank()?;
    }
    tail.iter().try_for_each(|(label, texts)| page.field(label, texts))?;
    if let Some(stub) = &report.draft_entry {
        page.blank()?;
        page.line(Role::Label, "To list it in a catalog of your own:")?;
        stub.lines().try_for_each(|line| page.verbatim(line))?;
    }
    Ok(())
}

/// Writes a finding without the status and the advice that stand elsewhere.
fn finding(
    page: &mut Page<'_>,
    catalogs: &Catalogs,
    finding: &Finding,
    told: Option<&HttpStatus>,
    advice: Option<&str>,
) -> io::Result<()> {
    let says = finding.advised().filter(|says| Some(*says) != advice);
    page.present(ADVICE, &says.collect::<Vec<_>>())?;
    if let Some(entry) = finding.entry {
        page.field("Retry", &[fields::retry(entry)])?;
        page.field("Meaning", entry.description.as_slice())?;
    }
    if told.is_none() {
        let documented = finding.entry.and_then(|entry| entry.http);
        let documented = documented.map(|http| fields::status(catalogs, http));
        let status = finding.http.as_ref().map(status_read).or(documented);
        if finding.entry.is_some() || status.is_some() {
            page.field("HTTP", status.as_slice())?;
        }
    }
    match finding.entry.map(|entry| entry.messages) {
        // The other meanings of the code stay in sight.
        Some(messages @ [_, _, ..]) => {
            let mark = |(index, message): (usize, &&str)| {
                let mark = if finding.template == Some(index) { "> " } else { "  " };
                format!("{mark}{message}")
            };
            page.field("Messages", &messages.iter().enumerate().map(mark).collect::<Vec<_>>())?;
        }
        _ => page.present("Message", finding.template_text().as_slice())?,
    }
    if finding.template.is_none() {
        page.present("It says", finding.message.as_slice())?;
    }
    let values = finding.captures.iter().map(|it| format!("{} = {}", it.name, it.value));
    page.present("Values", &values.collect::<Vec<_>>())?;
    let evidence = finding.evidence.iter();
    let evidence = evidence.map(|it| format!("{} ({} at {})", it.reason, it.kind, it.location));
    page.present("Because", &evidence.collect::<Vec<_>>())
}

fn status_read(http: &HttpStatus) -> String {
    format!("{}, from the {}", fields::with_reason(http.status, http.reason), http.from)
}

fn role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Identified => Role::Good,
        Verdict::Ambiguous | Verdict::UnknownCode | Verdict::VendorOnly => Role::Doubtful,
        Verdict::NotRecognised => Role::Bad,
    }
}

fn verdict(report: &Report) -> String {
    let what = |separator: &str| match report.findings.as_slice() {
        [finding] => name(finding),
        findings => findings.iter().map(short_name).collect::<Vec<_>>().join(separator),
    };
    match report.verdict {
        Verdict::Identified => format!("Identified: {}", what(", ")),
        Verdict::Ambiguous => format!("Ambiguous: {}", what(" or ")),
        Verdict::UnknownCode => format!("Unknown code: {}", what(", ")),
        Verdict::VendorOnly => format!("Vendor only: {}", what(", ")),
        Verdict::NotRecognised => match report.intermediary {
            Some(layer) => format!("Not recognised: {}", layer.sentence()),
            None if report.was_weighed() => {
                "Not recognised: nothing is sure; the likeliest is below".to_owned()
            }
            None => "Not recognised: no known vendor's error in this text".to_owned(),
        },
    }
}

/// Vendor, code, title and confidence, as far as they are known.
fn name(finding: &Finding) -> String {
    let title = match finding.entry {
        Some(_) => finding.title().map(|title| format!("  {title}")).unwrap_or_default(),
        None if finding.code.is_some() => ", which its catalog does not list".to_owned(),
        None => ", without a code".to_owned(),
    };
    format!("{}{title} ({})", short_name(finding), finding.confidence)
}

fn short_name(finding: &Finding) -> String {
    let vendor = finding.catalog.tab;
    let code = finding.entry.map(|entry| entry.code).or(finding.code.as_deref());
    code.map_or_else(|| vendor.to_owned(), |code| format!("{vendor} {code}"))
}
