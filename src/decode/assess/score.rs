//! From a candidate to a scored finding, with a reason for each piece of evidence. The weights are
//! in [`weights`](super::weights).

use std::ops::Range;

use super::meaning::{meanings, message_owner};
use super::{http_status, weights};
use crate::catalog::{Entry, SignatureKind};
use crate::decode::detect::candidate::{Candidate, DetectedBy, Part};
use crate::decode::detect::context::{Context, Hint};
use crate::decode::detect::template::{EntryTemplates, Folded, Template, TemplateMatch, Templates};
use crate::decode::report::{
    Capture, Confidence, Detail, Evidence, EvidenceKind, Extent, Finding, HttpStatus, Location,
    Reason,
};

/// One finding for each entry that a candidate may mean, or one for its unlisted or absent code.
pub fn score(templates: &Templates, context: &Context, candidate: &Candidate) -> Vec<Finding> {
    let http = http_status::of_candidate(candidate, context);
    let score = |meaning: Option<&EntryTemplates>| {
        let entry = meaning.map(|meaning| meaning.entry);
        let finding = new_finding(candidate, entry, http.clone());
        Scorer { templates, context, candidate, finding }.score(meaning)
    };
    let meanings = meanings(templates, candidate);
    if meanings.is_empty() {
        return vec![score(None)];
    }
    meanings.into_iter().map(|meaning| score(Some(meaning))).collect()
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

/// Evidence that is based on running text.
pub fn in_text(kind: EvidenceKind, span: &Range<usize>, reason: Reason, weight: f64) -> Evidence {
    Evidence { kind, location: Location::Text, span: span.clone(), reason, weight }
}

fn new_finding(
    candidate: &Candidate,
    entry: Option<&'static Entry>,
    http: Option<HttpStatus>,
) -> Finding {
    let code = candidate.code.as_ref().map(|code| code.text.as_str());
    let to_detail = |part: &Part| Detail { text: part.text.clone(), span: part.span.clone() };
    Finding {
        catalog: candidate.catalog,
        code: entry.map(|entry| entry.code).or(code).map(str::to_owned),
        entry,
        confidence: Confidence::Possible,
        score: 0.0,
        template: None,
        message: candidate.message.as_ref().map(|message| message.text.clone()),
        details: candidate.details.iter().map(to_detail).collect(),
        captures: Vec::new(),
        span: candidate.span.clone(),
        http,
        advice: None,
        evidence: Vec::new(),
    }
}

/// A finding whose evidence is being collected.
struct Scorer<'s> {
    templates: &'s Templates,
    context: &'s Context,
    candidate: &'s Candidate,
    finding: Finding,
}

impl Scorer<'_> {
    /// The finding that the candidate has this meaning.
    fn score(mut self, meaning: Option<&EntryTemplates>) -> Finding {
        self.add_signature();
        self.add_code();
        if let Some(meaning) = meaning {
            self.add_message(meaning);
            self.add_status(meaning.entry);
        }
        self.add_context();
        if self.candidate.by == DetectedBy::Status {
            self.add_status_counterevidence();
        }
        rescore(&mut self.finding);
        self.finding
    }

    /// Adds evidence that is based on running text.
    fn add(&mut self, kind: EvidenceKind, span: &Range<usize>, reason: Reason, weight: f64) {
        self.finding.evidence.push(in_text(kind, span, reason, weight));
    }

    /// Adds evidence that is based on a part of the candidate.
    fn add_part(&mut self, kind: EvidenceKind, part: &Part, reason: Reason, weight: f64) {
        let evidence = in_text(kind, &part.span, reason, weight);
        self.finding.evidence.push(Evidence { location: part.location.clone(), ..evidence });
    }

    fn add_signature(&mut self) {
        let Candidate { code, unexpected, span, .. } = self.candidate;
        let Some(signature) = self.candidate.signature() else { return };
        let (kind, weight) = (EvidenceKind::Signature, weights::signature(signature.weight));
        let evidence = in_text(kind, span, Reason::Signature(signature.id), weight);
        let location = code.as_ref().map_or(Location::Text, |code| code.location.clone());
        self.finding.evidence.push(Evidence { location, ..evidence });
        for part in unexpected {
            let member = part.text.clone();
            let reason = Reason::UnexpectedMember { signature: signature.id, member };
            self.add_part(EvidenceKind::UnexpectedMember, part, reason, weights::UNEXPECTED_MEMBER);
        }
        if self.candidate.truncated {
            self.add(kind, span, Reason::Truncated, weights::TRUNCATED);
        }
        if self.candidate.reordered {
            self.add(kind, span, Reason::Reordered, weights::REORDERED);
        }
    }

    fn add_code(&mut self) {
        let Candidate { catalog, code, .. } = self.candidate;
        let Some(part) = code else { return };
        let code = &part.text;
        let (weight, reason) = match self.finding.entry {
            Some(_) => (listed_code_weight(code), Reason::KnownCode(code.clone())),
            None if code.bytes().all(|byte| byte == b'0') => (0.0, Reason::ZeroCode),
            None if catalog.resembles_listed(code) => (weights::UNLISTED, Reason::UnknownCode),
            None => (weights::UNLIKE_LISTED, Reason::UnlikeCode),
        };
        self.add_part(EvidenceKind::Code, part, reason, weight);
        if self.candidate.by == DetectedBy::BareCode {
            self.add_part(EvidenceKind::Signature, part, Reason::BareCode, weights::BARE_CODE);
        }
    }

    fn add_message(&mut self, EntryTemplates { entry, templates }: &EntryTemplates) {
        let candidate = self.candidate;
        let parts = candidate.message.iter().chain(&candidate.details);
        let best = parts
            .filter_map(|part| Some((part, best_message(part, templates)?)))
            .max_by(|(_, a), (_, b)| a.weight.total_cmp(&b.weight));
        if let Some((part, found)) = best {
            let reason = Reason::KnownMessage(found.extent);
            self.add_part(EvidenceKind::Message, part, reason, found.weight);
            self.finding.template = Some(found.index);
            let values = found.values.into_iter();
            self.finding.captures =
                values.map(|(name, range)| capture(candidate, part, name, &range)).collect();
        } else if candidate.signature().is_some_and(|signature| signature.fixed_messages)
            && let Some(part) = candidate.message.as_ref().or(candidate.code.as_ref())
        {
            let (weight, reason) = self.unmatched_message_evidence(entry);
            self.add_part(EvidenceKind::Message, part, reason, weight);
        }
    }

    /// The evidence that the response has none of the fixed messages of the code.
    fn unmatched_message_evidence(&self, entry: &'static Entry) -> (f64, Reason) {
        if self.candidate.message.is_none() {
            return (weights::NO_MESSAGE, Reason::NoMessage);
        }
        if let Some(owner) = message_owner(self.templates, self.candidate) {
            return (weights::MESSAGE_OF_OTHER_CODE, Reason::MessageOfOtherCode(owner.code));
        }
        if entry.messages.is_empty() {
            return (weights::NO_MESSAGE, Reason::NoKnownMessage);
        }
        // A link to the vendor's manual counts too.
        let is_host =
            |hint: &Hint| hint.catalog == self.candidate.catalog && hint.text.contains('.');
        let has_host = self.context.hints.iter().any(is_host);
        let weight = if has_host { weights::REWORDED_MESSAGE } else { weights::UNKNOWN_MESSAGE };
        (weight, Reason::UnknownMessage)
    }

    fn add_status(&mut self, entry: &'static Entry) {
        let of_response = self.finding.http.as_ref().map(|http| (http.status, http.span.clone()));
        // An error that has its own status means that, even if a proxy changed the response's.
        let own = self.candidate.status.clone();
        let Some((status, span)) = own.or(of_response) else { return };
        let Some(expected) = entry.http.map(|http| http.status) else { return };
        if entry.code == status.to_string() {
            return;
        }
        let (weight, reason) = if expected == status {
            (weights::EXPECTED_STATUS, Reason::ExpectedStatus(status))
        } else {
            (weights::OTHER_STATUS, Reason::OtherStatus { status, expected })
        };
        self.add(EvidenceKind::Status, &span, reason, weight);
    }

    fn add_context(&mut self) {
        let (context, Candidate { catalog, span, .. }) = (self.context, self.candidate);
        if context.requested.is_some() {
            let (kind, reason) = (EvidenceKind::RequestedVendor, Reason::RequestedVendor);
            self.add(kind, span, reason, weights::REQUESTED_VENDOR);
        }
        let is_own = |hint: &Hint| hint.catalog == *catalog;
        for (kind, weight) in [
            (EvidenceKind::Host, weights::HOST),
            (EvidenceKind::Header, weights::HEADER),
            (EvidenceKind::Marker, weights::MARKER),
        ] {
            let hint = context.hints_of(kind).find(|hint| is_own(hint));
            if let Some(hint) = hint.filter(|hint| !is_code_header(self.candidate, hint)) {
                self.add(kind, &hint.span, Reason::Hint(hint.text.clone()), weight);
            }
        }
        let mut hosts = context.hints_of(EvidenceKind::Host);
        if !hosts.clone().any(is_own)
            && let Some(other) = hosts.next()
        {
            let (vendor, host) = (other.catalog.tab, other.text.clone());
            let reason = Reason::OtherVendor { vendor, host };
            self.add(EvidenceKind::Host, &other.span, reason, weights::OTHER_VENDOR);
        }
    }

    /// Adds the evidence against a vendor that only a host and a status point to.
    fn add_status_counterevidence(&mut self) {
        let (kind, context) = (EvidenceKind::UnexpectedMember, self.context);
        if let Some(span) = &context.other_body {
            self.add(kind, span, Reason::OtherBody, weights::OTHER_BODY);
        }
        if let Some(span) = &context.closer_host {
            self.add(kind, span, Reason::CloserHost, weights::CLOSER_HOST);
        }
    }
}

/// The weight of a listed code.
fn listed_code_weight(code: &str) -> f64 {
    if code.bytes().all(|byte| byte.is_ascii_digit()) {
        if code.len() > 3 { weights::LISTED_NUMBER } else { weights::LISTED_SHORT }
    } else if code.chars().count() >= weights::LONG_WORD {
        weights::LISTED_WORD
    } else {
        weights::LISTED_NUMBER
    }
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
        Some(FoundMessage { index, extent, values, weight: full * share(template.literal_len()) })
    });
    contained.max_by(|a, b| a.weight.total_cmp(&b.weight)).or_else(|| {
        let start = Folded::new(without_ellipsis(&part.text));
        let index = templates.iter().position(|template| template.starts_with(&start))?;
        let weight = weights::MESSAGE_PART * share(start.letters().len());
        Some(FoundMessage { index, extent: Extent::Start, values: Vec::new(), weight })
    })
}

/// A text without the ellipsis that marks a truncation.
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

/// Whether a hint is the header that the candidate is from, which can't support itself.
fn is_code_header(candidate: &Candidate, hint: &Hint) -> bool {
    candidate.signature().is_some_and(|signature| {
        matches!(signature.kind, SignatureKind::Header { name } if name.eq_ignore_ascii_case(&hint.text))
    })
}
