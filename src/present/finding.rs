//! The decoder's report: its verdict, findings and repairs.

use super::entry;
use super::field::{Field, Label, Line, TextRole};
use crate::catalog::Retry;
use crate::decode::{
    Confidence, Evidence, Finding, Intermediary, Location, Reason, Repair, Report, Verdict,
};

/// The most findings that a headline names.
const MAX_LISTED: usize = 3;

/// A report in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportText {
    /// The verdict in a sentence.
    pub headline: Line,
    /// Advice on the response as a whole, if no finding is claimed.
    pub next_step: Option<Field>,
    /// The claimed findings, or the best ones if there is no claim.
    pub findings: Vec<FindingText>,
    /// Alternatives.
    pub alternatives: Vec<FindingText>,
    /// About the response as a whole: status, intermediary, repairs.
    pub response: Vec<Field>,
    /// An entry to add to a catalog, line by line, to be copied as it is.
    pub draft_entry: Option<Field>,
}

/// A finding in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingText {
    /// Vendor and code.
    pub name: Line,
    /// The title of the code, or why it has no title.
    pub title: Line,
    /// Name and title in one line.
    pub heading: Line,
    /// How sure the finding is, in a word.
    pub confidence: Line,
    /// How sure the finding is, in percent.
    pub percent: Line,
    /// All fields of the finding, advice first.
    pub fields: Vec<Field>,
    /// The strongest evidence against the finding, else all of it in one line.
    pub objection: Option<Line>,
}

impl FindingText {
    /// Name, title and confidence in one line.
    #[must_use]
    pub fn full_heading(&self) -> Line {
        let heading = self.heading.clone().with(TextRole::Muted, " (");
        heading.join(self.confidence.clone()).with(TextRole::Muted, ")")
    }

    /// The field of that label, if it has lines.
    #[must_use]
    pub fn field(&self, label: Label) -> Option<&Field> {
        self.fields.iter().find(|field| field.label == label && field.is_documented())
    }
}

/// A report in words.
#[must_use]
pub fn report(report: &Report) -> ReportText {
    let advice = advice(report);
    let in_words = |findings: &[Finding], advice: Option<&str>| -> Vec<FindingText> {
        findings.iter().map(|finding| finding_below(advice, finding)).collect()
    };
    ReportText {
        headline: headline(report),
        findings: in_words(&report.findings, advice.as_deref()),
        next_step: match report.findings.first().filter(|best| best.advice == report.advice) {
            Some(best) => next_step(best, advice),
            None => Field::texts(Label::NextStep, TextRole::Advice, advice).if_any(),
        },
        alternatives: in_words(&report.alternatives, None),
        response: response(report),
        draft_entry: report.draft_entry.as_ref().map(|draft| {
            Field::texts(Label::DraftEntry, TextRole::Literal, draft.to_string().lines())
        }),
    }
}

/// The advice on the response as a whole, if no finding is claimed.
fn advice(report: &Report) -> Option<String> {
    let is_claimed = report.findings.iter().any(Finding::is_claim);
    report.advice.as_ref().filter(|_| !is_claimed).map(ToString::to_string)
}

/// A finding in words.
#[must_use]
pub fn finding(finding: &Finding) -> FindingText {
    finding_below(None, finding)
}

/// A finding in words, below advice for the whole report, which is not repeated.
fn finding_below(advice: Option<&str>, finding: &Finding) -> FindingText {
    let role = match finding.confidence {
        Confidence::Certain => TextRole::Good,
        Confidence::Likely => TextRole::Warn,
        Confidence::Possible => TextRole::Muted,
    };
    // No evidence is proof.
    let percent = (finding.score * 100.0).min(99.0);
    FindingText {
        name: name(finding),
        title: title(finding),
        heading: heading(finding),
        confidence: Line::new(role, finding.confidence.as_str()),
        percent: Line::new(TextRole::Muted, format!("{percent:.0}%")),
        fields: fields(advice, finding),
        objection: objection(finding),
    }
}

fn fields(advice: Option<&str>, finding: &Finding) -> Vec<Field> {
    let mut fields = Vec::from_iter(entry::details(finding));
    let steps = finding.advised().filter(|step| Some(step.as_str()) != advice);
    fields.extend(next_step(finding, steps));
    let http = Field::new(Label::Http, entry::http(finding.entry, finding.http.as_ref()));
    if let Some(entry) = finding.entry {
        fields.push(Field::new(Label::Retry, [entry::retry(entry)]));
        fields.extend(entry::meaning(entry));
        fields.extend(entry::group(entry));
        fields.push(http);
        fields.extend(entry::messages(entry, Some(finding)).0.if_any());
    } else {
        fields.extend(http.if_any());
    }
    fields.extend(occurrences(finding).if_any());
    fields.extend(entry::response_message(finding));
    fields.extend(entry::values(&finding.captures).if_any());
    let evidence = finding.evidence.iter().map(|it| evidence(finding, it));
    fields.extend(Field::new(Label::Evidence, evidence).if_any());
    fields
}

/// What to do about a finding. For one that is not claimed it is only worth doing if it is right.
pub fn next_step(finding: &Finding, steps: impl IntoIterator<Item = String>) -> Option<Field> {
    let mut steps: Vec<String> = steps.into_iter().collect();
    // Advice with a cause is not about the entry.
    let general = finding.advice.as_ref().filter(|it| it.cause.is_some()).map(ToString::to_string);
    let own = steps.iter_mut().find(|step| general.as_ref() != Some(*step));
    if let (Some(entry), Some(step)) = (finding.entry, own) {
        if !finding.is_claim() {
            *step = format!("If this is {}: {step}", name(finding));
        }
        if entry.retry == Retry::AfterFix
            && let Some(details) = entry::details(finding)
        {
            steps.push(format!("{} lists what to fix.", details.label));
        }
    }
    Field::texts(Label::NextStep, TextRole::Advice, steps).if_any()
}

/// The other claims of a report, each with what details it.
#[must_use]
pub fn also_found(report: &Report, finding: &Finding) -> Option<Field> {
    let others = report.findings.iter().filter(|other| other.is_claim() && *other != finding);
    let lines = others.map(|other| {
        let details = entry::details(other).map_or_else(Vec::new, |field| field.lines);
        details
            .into_iter()
            .fold(heading(other), |line, detail| line.with(TextRole::Plain, "; ").join(detail))
    });
    Field::new(Label::AlsoFound, lines).if_any()
}

/// When it happened, and how often if repeated.
fn occurrences(finding: &Finding) -> Field {
    let time = finding.time.as_deref();
    let line = match (finding.count, time) {
        (0 | 1, time) => time.map(str::to_owned),
        (count, None) => Some(format!("{count} times")),
        (count, Some(time)) => Some(format!("{count} times, first at {time}")),
    };
    Field::texts(Label::Occurred, TextRole::Captured, line)
}

/// Vendor and code, as far as they are known.
fn name(finding: &Finding) -> Line {
    let vendor = Line::new(TextRole::Vendor, finding.catalog.tab);
    let code = finding.entry.map(|entry| entry.code).or(finding.code.as_deref());
    match code {
        Some(code) => vendor.with(TextRole::Plain, " ").with(TextRole::Code, code),
        None => vendor,
    }
}

fn title(finding: &Finding) -> Line {
    match (finding.entry, finding.title()) {
        (Some(_), title) => Line::new(TextRole::Literal, title.unwrap_or_default()),
        (None, _) if finding.code.is_some() => Line::new(TextRole::Muted, "not in the catalog"),
        (None, _) => Line::new(TextRole::Muted, "no code in the response"),
    }
}

/// Name and title, or after a comma why there is no title.
fn heading(finding: &Finding) -> Line {
    let gap = if finding.entry.is_some() { "  " } else { ", " };
    match title(finding) {
        title if title.runs.is_empty() => name(finding),
        title => name(finding).with(TextRole::Plain, gap).join(title),
    }
}

/// A reason for or against a finding, led by its sign. Neutral evidence has none.
fn evidence(finding: &Finding, evidence: &Evidence) -> Line {
    let reason = Line::new(TextRole::Plain, evidence.describe(finding));
    let line = match &evidence.location {
        Location::Text => reason,
        location => reason.with(TextRole::Muted, format!(", at {location}")),
    };
    match evidence.weight {
        weight if weight > 0.0 => line.led_by(TextRole::Good, "+"),
        weight if weight < 0.0 => line.led_by(TextRole::Bad, "−"),
        _ => line,
    }
}

fn objection(finding: &Finding) -> Option<Line> {
    let weakest = finding.evidence.iter().min_by(|a, b| a.weight.total_cmp(&b.weight))?;
    if weakest.weight < 0.0 {
        return Some(evidence(finding, weakest));
    }
    let reasons: Vec<_> = finding.evidence.iter().map(|it| it.describe(finding)).collect();
    Some(Line::new(TextRole::Muted, reasons.join("; ")).led_by(TextRole::Muted, "only:"))
}

/// The verdict in a sentence.
fn headline(report: &Report) -> Line {
    let findings = report.findings.as_slice();
    let (role, verdict, subject) = match (report.verdict, &report.intermediary) {
        (Verdict::Identified, _) => (TextRole::Good, "Identified", subject(findings)),
        (Verdict::UnknownCode, _) => (TextRole::Warn, "Unknown code", subject(findings)),
        (Verdict::Ambiguous, _) => (TextRole::Warn, "Ambiguous", list(findings, " or ")),
        (Verdict::Possible, _) => return possible_headline(report),
        (Verdict::VendorOnly, _) => {
            let vendor = findings.first().map_or("vendor", |finding| finding.catalog.tab);
            return Line::new(TextRole::Warn, format!("{vendor} error without a code"));
        }
        (Verdict::NotRecognised, None) => {
            (TextRole::Bad, "Not recognised", "no match in any catalog".to_owned())
        }
        (Verdict::NotRecognised, Some(Intermediary::EmptyBody)) => {
            (TextRole::Bad, "Not recognised", "the body is empty".to_owned())
        }
        (Verdict::NotRecognised, Some(intermediary)) => {
            return answered_headline(report, intermediary);
        }
    };
    Line::new(role, format!("{verdict}: ")).with(TextRole::Plain, subject)
}

/// The vendor that a response looks like, or what fits best.
fn possible_headline(report: &Report) -> Line {
    let Some(best) = report.findings.first() else { return Line::default() };
    if let Some(intermediary) = report.intermediary.as_ref().filter(|_| best.entry.is_none()) {
        return answered_headline(report, intermediary);
    }
    let vendor = best.catalog.tab;
    let text = match (&best.code, best.entry) {
        (Some(code), None) => format!("Looks like {vendor}; {code} is not in its catalog"),
        (None, _) => format!("Possibly {vendor}; there is no code"),
        (Some(_), Some(_)) => format!("Possibly {}", heading(best)),
    };
    Line::new(TextRole::Warn, text)
}

/// Who answered instead of the API, with the status.
fn answered_headline(report: &Report, intermediary: &Intermediary) -> Line {
    let line = Line::new(TextRole::Bad, format!("Answered by {}", with_article(intermediary)));
    match &report.http {
        Some(http) => {
            let reason = http.reason.map(|reason| format!(" {reason}")).unwrap_or_default();
            line.with(TextRole::Plain, format!(": {}{reason}", http.status))
        }
        None => line.with(TextRole::Bad, ", not by the API"),
    }
}

/// A summary in one line, which may be truncated.
fn subject(findings: &[Finding]) -> String {
    match findings {
        [] => "a listed code".to_owned(),
        [finding] => heading(finding).to_string(),
        findings => list(findings, ", "),
    }
}

/// The names of findings, each once, the first few of many.
fn list(findings: &[Finding], separator: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for name in findings.iter().map(|finding| name(finding).to_string()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let (first, rest) = names.split_at(names.len().min(MAX_LISTED));
    let first = first.join(separator);
    if rest.is_empty() { first } else { format!("{first} and {} more", rest.len()) }
}

fn with_article(intermediary: &Intermediary) -> String {
    match intermediary {
        Intermediary::LoginPage | Intermediary::WebPage => format!("a {}", intermediary.name()),
        Intermediary::Server(_) | Intermediary::EmptyBody => intermediary.name().to_owned(),
    }
}

/// The intermediary that responded instead of the API.
#[must_use]
pub fn answered_by(report: &Report) -> Option<Field> {
    let intermediary = report.intermediary.as_ref();
    let intermediary = intermediary.filter(|it| !matches!(it, Intermediary::EmptyBody))?;
    Some(Field::texts(Label::AnsweredBy, TextRole::Warn, [intermediary.name()]))
}

/// Whether a finding has the end of the body as evidence.
fn is_truncated(report: &Report) -> bool {
    let mut evidence = report.findings.iter().flat_map(|finding| &finding.evidence);
    evidence.any(|evidence| evidence.reason == Reason::Truncated)
}

fn response(report: &Report) -> Vec<Field> {
    // Findings have their own status, and the headline names the intermediary.
    let http = report.http.as_ref().filter(|_| report.findings.is_empty());
    let http = Field::new(Label::Http, http.map(entry::http_status)).if_any();
    let answered_by = answered_by(report).filter(|_| report.verdict != Verdict::NotRecognised);
    // The evidence names it too.
    let is_shown = |repair: &&Repair| **repair != Repair::Truncated || !is_truncated(report);
    let repairs = report.repairs.iter().filter(is_shown).map(ToString::to_string);
    let repairs = Field::texts(Label::Repairs, TextRole::Muted, repairs).if_any();
    http.into_iter().chain(answered_by).chain(repairs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;
    use crate::decode::Decoder;

    fn in_words(text: &str) -> ReportText {
        let catalogs = Catalogs::builtin();
        report(&Decoder::new(&catalogs).decode(text.as_bytes(), None))
    }

    #[test]
    fn each_verdict_has_its_headline() {
        let cases = [
            (
                r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#,
                "Identified: PagerDuty 2001  Invalid Input Provided",
            ),
            ("1001", "Ambiguous: PagerDuty 1001 or UiPath 1001"),
            (
                r#"{"message":"New.","errorCode":2999,"traceId":"00-1-2-00"}"#,
                "Unknown code: UiPath 2999, not in the catalog",
            ),
            ("<center>nginx</center>", "Answered by nginx, not by the API"),
            ("<html><title>Log in", "Answered by a login page, not by the API"),
            ("nothing", "Not recognised: no match in any catalog"),
        ];
        for (text, headline) in cases {
            assert_eq!(in_words(text).headline.to_string(), headline);
        }
    }

    #[test]
    fn advice_on_the_whole_is_not_repeated() {
        let report = in_words("HTTP/1.1 503 Service Unavailable\r\n\r\n");
        let steps = report.findings.iter().filter_map(|finding| finding.field(Label::NextStep));
        let lines: Vec<_> = steps.flat_map(|field| &field.lines).collect();
        let whole = report.next_step.iter().flat_map(|field| &field.lines);
        assert!(whole.clone().all(|line| !lines.contains(&line)), "{report:?}");
    }

    const SEVERAL: &str = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name is taken"]}}
        {"message":"The name Billing is already used.","errorCode":1001}"#;

    #[test]
    fn other_claims_are_listed_with_their_details() {
        let catalogs = Catalogs::builtin();
        let report = Decoder::new(&catalogs).decode(SEVERAL.as_bytes(), None);
        let others = |finding: usize| -> Vec<String> {
            let field = also_found(&report, &report.findings[finding]).unwrap();
            field.lines.iter().map(ToString::to_string).collect()
        };
        assert_eq!(others(0), ["UiPath 1001  NameAlreadyUsed"]);
        assert_eq!(others(1), ["PagerDuty 2001  Invalid Input Provided; Name is taken"]);
    }

    #[test]
    fn the_next_step_refers_to_the_details() {
        let steps = |text: &str| {
            let report = in_words(text);
            let field = report.findings[0].field(Label::NextStep).unwrap();
            field.lines.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert!(steps(SEVERAL).contains(&"Details lists what to fix.".to_owned()));
        let without = r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#;
        assert_eq!(steps(without).len(), 1);
    }

    #[test]
    fn steps_of_possible_findings_are_conditional() {
        let report = in_words("1001");
        let whole = report.next_step.as_ref().unwrap().lines[0].to_string();
        assert!(whole.starts_with("Several vendors match."), "{whole}");
        for finding in &report.findings {
            let step = finding.field(Label::NextStep).unwrap().lines[0].to_string();
            assert!(step.starts_with(&format!("If this is {}: ", finding.name)), "{step}");
        }
    }

    #[test]
    fn details_do_not_repeat_the_message() {
        let catalogs = Catalogs::builtin();
        let mut report = Decoder::new(&catalogs).decode(SEVERAL.as_bytes(), None);
        let first = &mut report.findings[0];
        assert!(finding(first).field(Label::Details).is_some());
        first.message = Some("Name is taken".to_owned());
        assert_eq!(finding(first).field(Label::Details), None);
    }

    #[test]
    fn a_truncated_body_is_reported_once() {
        let report = in_words(r#"{"error":{"message":"Invalid Input Provided","code":2001,"err"#);
        let shown = report.findings[0].fields.iter().chain(&report.response);
        let lines = shown.flat_map(|field| &field.lines).map(ToString::to_string);
        assert_eq!(lines.filter(|line| line.contains("body truncated")).count(), 1, "{report:?}");
    }

    #[test]
    fn evidence_has_a_sign() {
        let report = in_words(r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#);
        let evidence = report.findings[0].field(Label::Evidence).unwrap();
        assert!(evidence.lines.iter().all(|line| line.lead.is_some()));
        assert!(evidence.lines.iter().any(|line| line.to_string().ends_with(", at /error/code")));
    }
}
