//! From a candidate to a scored finding, with a reason for each piece of evidence. What it counts
//! is in [`weights`](super::weights).

use std::ops::Range;

use super::meaning::{Meaning, message_owner};
use super::weights;
use crate::catalog::{Entry, Format};
use crate::decode::detect::candidate::{Candidate, DetectedBy, Part};
use crate::decode::detect::context::{Context, Hint, HintKind};
use crate::decode::detect::template::{Folded, Template, TemplateMatch, Templates};
use crate::decode::report::{
    Capture, Confidence, Detail, Evidence, EvidenceKind, Extent, Finding, HttpStatus, Location,
    Reason,
};

/// Scores a candidate as `meaning`, or as an unlisted or absent code. `http` is the status of its
/// response.
pub fn score(
    candidate: &Candidate,
    meaning: Option<Meaning<'_>>,
    templates: &Templates,
    http: Option<HttpStatus>,
    context: &Context,
) -> Finding {
    let entry = meaning.map(|meaning| meaning.entry);
    let code = candidate.code.as_ref().map(|code| code.text.as_str());
    let details = candidate.details.iter();
    let mut finding = Finding {
        catalog: candidate.catalog,
        code: entry.map(|entry| entry.code).or(code).map(str::to_owned),
        entry,
        confidence: Confidence::Possible,
        score: 0.0,
        template: None,
        message: candidate.message.as_ref().map(|message| message.text.clone()),
        details: details
            .map(|part| Detail { text: part.text.clone(), span: part.span.clone() })
            .collect(),
        captures: Vec::new(),
        span: candidate.span.clone(),
        http,
        advice: None,
        evidence: Vec::new(),
    };
    score_signature(candidate, &mut finding);
    score_code(candidate, &mut finding);
    if let Some(meaning) = meaning {
        score_message(candidate, meaning, templates, context, &mut finding);
        score_status(candidate, meaning.entry, &mut finding);
    }
    score_context(candidate, context, &mut finding);
    if candidate.by == DetectedBy::Status {
        score_status_alone(candidate, context, &mut finding);
    }
    rescore(&mut finding);
    finding
}

/// Adds a piece of evidence and updates score and confidence.
pub fn add_evidence(finding: &mut Finding, evidence: Evidence) {
    finding.evidence.push(evidence);
    rescore(finding);
}

fn rescore(finding: &mut Finding) {
    finding.evidence.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let odds =
        weights::PRIOR + finding.evidence.iter().map(|evidence| evidence.weight).sum::<f64>();
    finding.score = 1.0 / (1.0 + (-odds).exp());
    finding.confidence = match finding.score {
        score if score >= weights::CERTAIN => Confidence::Certain,
        score if score >= weights::LIKELY => Confidence::Likely,
        _ => Confidence::Possible,
    };
}

/// Whether a finding is worth offering at all.
pub fn is_possible(finding: &Finding) -> bool {
    finding.score >= weights::POSSIBLE
}

/// Evidence that rests on running text.
pub fn in_text(kind: EvidenceKind, span: &Range<usize>, reason: Reason, weight: f64) -> Evidence {
    Evidence { kind, location: Location::Text, span: span.clone(), reason, weight }
}

/// Evidence that rests on a part of the candidate.
fn in_part(kind: EvidenceKind, part: &Part, reason: Reason, weight: f64) -> Evidence {
    let (location, span) = (part.location.clone(), part.span.clone());
    Evidence { kind, location, span, reason, weight }
}

fn score_signature(candidate: &Candidate, finding: &mut Finding) {
    let Some(signature) = candidate.signature() else { return };
    let (vendor, kind) = (candidate.catalog.tab, EvidenceKind::Signature);
    let location = candidate.code.as_ref().map_or(Location::Text, |code| code.location.clone());
    finding.evidence.push(Evidence {
        location,
        ..in_text(
            kind,
            &candidate.span,
            Reason::Signature { vendor, signature: signature.id },
            weights::signature(signature.weight),
        )
    });
    for part in &candidate.unexpected {
        let member = part.text.clone();
        let reason = Reason::UnexpectedMember { vendor, signature: signature.id, member };
        let kind = EvidenceKind::UnexpectedMember;
        finding.evidence.push(in_part(kind, part, reason, weights::UNEXPECTED_MEMBER));
    }
    if candidate.truncated {
        let evidence = in_text(kind, &candidate.span, Reason::Truncated, weights::TRUNCATED);
        finding.evidence.push(evidence);
    }
    if candidate.reordered {
        let evidence = in_text(kind, &candidate.span, Reason::Reordered, weights::REORDERED);
        finding.evidence.push(evidence);
    }
}

fn score_code(candidate: &Candidate, finding: &mut Finding) {
    let Some(part) = &candidate.code else { return };
    let code = part.text.clone();
    let (weight, reason) = match finding.entry {
        Some(entry) => (listed(&code), Reason::KnownCode { code, listed: entry.code }),
        None if code.bytes().all(|byte| byte == b'0') => (0.0, Reason::ZeroCode(code)),
        None if candidate.catalog.resembles_listed(&code) => {
            (weights::UNLISTED, Reason::UnknownCode(code))
        }
        None => {
            (weights::UNLIKE_LISTED, Reason::UnlikeCode { vendor: candidate.catalog.tab, code })
        }
    };
    finding.evidence.push(in_part(EvidenceKind::Code, part, reason, weight));
    if candidate.by == DetectedBy::BareCode {
        let (kind, reason) = (EvidenceKind::Signature, Reason::BareCode);
        finding.evidence.push(in_part(kind, part, reason, weights::BARE_CODE));
    }
}

fn listed(code: &str) -> f64 {
    if code.bytes().all(|byte| byte.is_ascii_digit()) {
        if code.len() > 3 { weights::LISTED_NUMBER } else { weights::LISTED_SHORT }
    } else if code.chars().count() >= weights::LONG_WORD {
        weights::LISTED_WORD
    } else {
        weights::LISTED_NUMBER
    }
}

fn score_message(
    candidate: &Candidate,
    meaning: Meaning<'_>,
    templates: &Templates,
    context: &Context,
    finding: &mut Finding,
) {
    let kind = EvidenceKind::Message;
    let parts = candidate.message.iter().chain(&candidate.details);
    let best = parts
        .filter_map(|part| best_message(part, meaning.templates).map(|found| (part, found)))
        .max_by(|(_, a), (_, b)| a.weight.total_cmp(&b.weight));
    if let Some((part, found)) = best {
        let template = meaning.entry.messages.get(found.index).copied().unwrap_or_default();
        let code = meaning.entry.code;
        let reason = Reason::KnownMessage { code, template, extent: found.extent };
        finding.evidence.push(in_part(kind, part, reason, found.weight));
        finding.template = Some(found.index);
        let values = found.values.into_iter();
        finding.captures =
            values.map(|(name, range)| capture(candidate, part, name, &range)).collect();
    } else if candidate.signature().is_some_and(|signature| signature.fixed_messages)
        && let Some(part) = candidate.message.as_ref().or(candidate.code.as_ref())
    {
        let (weight, reason) = unknown_message(candidate, meaning, templates, context);
        finding.evidence.push(in_part(kind, part, reason, weight));
    }
}

/// What it counts that none of the fixed messages of a code is in the response.
fn unknown_message(
    candidate: &Candidate,
    meaning: Meaning<'_>,
    templates: &Templates,
    context: &Context,
) -> (f64, Reason) {
    let code = meaning.entry.code;
    if candidate.message.is_none() {
        return (weights::NO_MESSAGE, Reason::NoMessage);
    }
    if let Some(owner) = message_owner(templates, candidate) {
        let reason = Reason::MessageOfOtherCode { code, owner: owner.code };
        return (weights::MESSAGE_OF_OTHER_CODE, reason);
    }
    if meaning.templates.is_empty() {
        return (weights::NO_MESSAGE, Reason::NoKnownMessage(code));
    }
    // Even the host of a link to the vendor's manual.
    let is_host = |hint: &Hint| hint.catalog == candidate.catalog && hint.text.contains('.');
    let has_host = context.hints.iter().any(is_host);
    let weight = if has_host { weights::REWORDED_MESSAGE } else { weights::UNKNOWN_MESSAGE };
    (weight, Reason::UnknownMessage(code))
}

/// A message of an entry that was found in a text.
struct FoundMessage {
    index: usize,
    extent: Extent,
    /// The placeholders' names, with the position of each value.
    values: Vec<(String, Range<usize>)>,
    weight: f64,
}

fn best_message(part: &Part, templates: &[Template]) -> Option<FoundMessage> {
    if templates.is_empty() {
        return None;
    }
    let folded = Folded::new(&part.text);
    let contained = templates.iter().enumerate().filter_map(|(index, template)| {
        let TemplateMatch { is_whole, values, .. } = template.find(&part.text, &folded)?;
        let (full, extent) = if is_whole {
            (weights::MESSAGE, Extent::Whole)
        } else {
            (weights::MESSAGE_PART, Extent::Part)
        };
        Some(FoundMessage { index, extent, values, weight: full * share(template.letters()) })
    });
    contained.max_by(|a, b| a.weight.total_cmp(&b.weight)).or_else(|| {
        let start = Folded::new(without_ellipsis(&part.text));
        let index = templates.iter().position(|template| template.starts_with(&start))?;
        let weight = weights::MESSAGE_PART * share(start.letters().len());
        Some(FoundMessage { index, extent: Extent::Start, values: Vec::new(), weight })
    })
}

/// A text without what clients write where they truncate it.
fn without_ellipsis(text: &str) -> &str {
    let text = text.trim_end();
    text.strip_suffix("(truncated)").unwrap_or(text).trim_end_matches([' ', '.', '…'])
}

/// The share of a message's weight for that many letters.
#[allow(clippy::cast_precision_loss)] // messages are short
fn share(letters: usize) -> f64 {
    (letters as f64 / weights::LONG_MESSAGE as f64).min(1.0)
}

/// A value in a part. Where parsing changed the part, as it does with escapes and details, only the
/// span of the whole part is exact.
fn capture(candidate: &Candidate, part: &Part, name: String, range: &Range<usize>) -> Capture {
    let is_message = candidate.message.as_ref() == Some(part);
    let is_verbatim = is_message && part.span.len() == part.text.len();
    let span = if is_verbatim {
        part.span.start + range.start..part.span.start + range.end
    } else {
        part.span.clone()
    };
    let value = part.text.get(range.clone()).unwrap_or_default().to_owned();
    Capture { name, value, span }
}

fn score_status(candidate: &Candidate, entry: &'static Entry, finding: &mut Finding) {
    let of_response = finding.http.as_ref().map(|http| (http.status, http.span.clone()));
    // An error that has its own status means that, even if a proxy changed the response's.
    let Some((status, span)) = candidate.status.clone().or(of_response) else { return };
    let Some(http) = entry.http else { return };
    let code = entry.code;
    if code == status.to_string() {
        return;
    }
    let (weight, reason) = if http.status == status {
        (weights::EXPECTED_STATUS, Reason::ExpectedStatus { code, status })
    } else {
        (weights::OTHER_STATUS, Reason::OtherStatus { code, status, expected: http.status })
    };
    finding.evidence.push(in_text(EvidenceKind::Status, &span, reason, weight));
}

fn score_context(candidate: &Candidate, context: &Context, finding: &mut Finding) {
    let catalog = candidate.catalog;
    let vendor = catalog.tab;
    if context.requested.is_some() {
        let (kind, reason) = (EvidenceKind::RequestedVendor, Reason::RequestedVendor(vendor));
        let evidence = in_text(kind, &candidate.span, reason, weights::REQUESTED_VENDOR);
        finding.evidence.push(evidence);
    }
    let own =
        |kind| context.hints.iter().find(move |hint| hint.catalog == catalog && hint.kind == kind);
    for (hint_kind, kind, weight) in [
        (HintKind::Host, EvidenceKind::Host, weights::HOST),
        (HintKind::Header, EvidenceKind::Header, weights::HEADER),
        (HintKind::Marker, EvidenceKind::Marker, weights::MARKER),
    ] {
        if let Some(hint) = own(hint_kind).filter(|hint| !is_code_header(candidate, hint)) {
            let reason = Reason::Hint { vendor, hint: hint.text.clone() };
            finding.evidence.push(in_text(kind, &hint.span, reason, weight));
        }
    }
    let is_other = |hint: &&Hint| hint.catalog != catalog && hint.kind == HintKind::Host;
    if own(HintKind::Host).is_none()
        && let Some(other) = context.hints.iter().find(is_other)
    {
        let reason = Reason::OtherVendor { vendor: other.catalog.tab, host: other.text.clone() };
        let evidence = in_text(EvidenceKind::Host, &other.span, reason, weights::OTHER_VENDOR);
        finding.evidence.push(evidence);
    }
}

/// Whether a hint is the header that the candidate is from, which can't support itself.
fn is_code_header(candidate: &Candidate, hint: &Hint) -> bool {
    candidate.signature().is_some_and(|signature| {
        matches!(signature.format, Format::Header { name } if name.eq_ignore_ascii_case(&hint.text))
    })
}

/// What is against a vendor that only a host and a status point to.
fn score_status_alone(candidate: &Candidate, context: &Context, finding: &mut Finding) {
    let kind = EvidenceKind::UnexpectedMember;
    if let Some(span) = &context.other_body {
        let reason = Reason::OtherBody(candidate.catalog.tab);
        finding.evidence.push(in_text(kind, span, reason, weights::OTHER_BODY));
    }
    if let Some(span) = &context.closer_host {
        finding.evidence.push(in_text(kind, span, Reason::CloserHost, weights::CLOSER_HOST));
    }
}
