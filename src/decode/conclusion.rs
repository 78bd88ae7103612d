//! From an analysis to the report: the verdict with the times and the next steps. The reports on the
//! windows of a long paste are joined to one.

use super::analysis::Analysis;
use super::assess::advice;
use super::assess::resolve::resolve;
use super::detect::context::Context;
use super::detect::intermediary::intermediary;
use super::input::repair::{Repair, Repairs};
use super::input::source_map::MappedText;
use super::parse::http::HttpMessage;
use super::parse::record::{self, record_around};
use super::report::{DraftEntry, EvidenceKind, Finding, Report, Verdict};
use crate::catalog::Catalogs;
use crate::text::head;

/// How much of a response is searched for its date.
const MAX_HEAD: usize = 2048;

/// How many findings of a long paste are kept: far more than anybody reads.
const MAX_FINDINGS: usize = 1000;

/// The report on a paste, or on a window of it.
pub fn report(catalogs: &Catalogs, text: &MappedText<'_>, analysis: Analysis) -> Report {
    let repairs = analysis.repairs.into_vec();
    let Context { segments, http, is_single_error, .. } = analysis.context;
    let mut report = Report { http, repairs, ..resolve(analysis.findings) };
    let last = segments.messages.last();
    let only = last.filter(|_| is_single_error && segments.messages.len() == 1);
    let several =
        (report.verdict == Verdict::Ambiguous).then(|| advice::for_ambiguous(&report.findings));
    for finding in report.findings.iter_mut().chain(&mut report.alternatives) {
        // What the finding rests on is shown even where it weighs nothing.
        finding.evidence.retain(|evidence| {
            evidence.weight != 0.0
                || matches!(evidence.kind, EvidenceKind::Code | EvidenceKind::Signature)
        });
    }
    for finding in &mut report.findings {
        let message = segments.message(&finding.span).or(only);
        finding.time = time_of(text, finding, message);
        finding.advice =
            several.clone().or_else(|| advice::for_finding(catalogs, finding, message));
    }
    if !has_claims(&report) {
        // Without a claim, report on the response as a whole.
        report.intermediary = last.and_then(|last| intermediary(text.as_str(), last));
        let (http, intermediary) = (report.http.as_ref(), report.intermediary);
        report.advice = advice::for_status(catalogs, http, intermediary, last)
            .or_else(|| report.findings.first()?.advice.clone());
    }
    with_foremost(report)
}

/// The report on two parts of a paste.
pub fn joined(first: Report, second: Report) -> Report {
    let mut repairs = Repairs::default();
    first.repairs.iter().chain(&second.repairs).for_each(|repair| repairs.add(*repair));
    let all = [first.findings, first.alternatives, second.findings, second.alternatives];
    let mut resolved = resolve(all.into_iter().flatten().collect());
    if resolved.findings.len() > MAX_FINDINGS {
        resolved.findings.truncate(MAX_FINDINGS);
        repairs.add(Repair::Shortened);
    }
    with_foremost(Report {
        http: first.http.or(second.http),
        intermediary: first.intermediary.or(second.intermediary),
        advice: first.advice.or(second.advice),
        repairs: repairs.into_vec(),
        ..resolved
    })
}

/// The report with what it takes from its findings.
fn with_foremost(mut report: Report) -> Report {
    report.draft_entry = report.findings.iter().find_map(DraftEntry::new);
    if has_claims(&report)
        && let Some(Finding { http, advice, .. }) = foremost(&report.findings)
    {
        report.intermediary = None;
        report.http.clone_from(http);
        report.advice.clone_from(advice);
    }
    report
}

/// Whether a report has claims, or ties between what would be claims.
fn has_claims(report: &Report) -> bool {
    !matches!(report.verdict, Verdict::NotRecognised | Verdict::Possible)
}

/// When an error happened, by its log record or response.
fn time_of(
    text: &MappedText<'_>,
    finding: &Finding,
    message: Option<&HttpMessage>,
) -> Option<String> {
    let at = text.position_of(finding.span.start);
    let whole = text.as_str();
    let record = record_around(whole, at);
    let head = message.and_then(|message| {
        let start = text.position_of(message.span.start);
        Some(head(whole.get(start..at)?, MAX_HEAD))
    });
    record::time(&whole[record.start..at], &whole[at..record.end])
        .or_else(|| record::time("", head?))
        .map(str::to_owned)
}

/// The finding that a report is about: the first listed code, else the first code.
fn foremost(findings: &[Finding]) -> Option<&Finding> {
    (findings.iter().find(|finding| finding.entry.is_some()))
        .or_else(|| findings.iter().find(|finding| finding.code.is_some()))
        .or_else(|| findings.first())
}
