//! From a candidate to scored findings. The weights are in `data/weights.toml`.

use super::evidence::Collector;
use super::http_status;
use super::meaning::meanings;
use crate::catalog::Entry;
use crate::decode::detect::candidate::{Candidate, Part};
use crate::decode::detect::context::Context;
use crate::decode::detect::messages::template::{EntryTemplates, Templates};
use crate::decode::report::weights::Weights;
use crate::decode::report::{
    Confidence, Detail, Evidence, EvidenceKind, Feature, Finding, HttpStatus,
};

/// The least probability of a finding that is certain, likely, or worth offering.
const CERTAIN: f64 = 0.95;
const LIKELY: f64 = 0.7;
const POSSIBLE: f64 = 0.14;

/// One finding for each entry that a candidate may mean, or one for its unlisted or absent code.
pub fn score(
    templates: &Templates,
    context: &Context,
    candidate: &Candidate,
    weights: Weights,
) -> Vec<Finding> {
    let http = http_status::of_candidate(candidate, context);
    let score = |meaning: Option<&EntryTemplates>| {
        let entry = meaning.map(|meaning| meaning.entry);
        let finding = new_finding(candidate, entry, http.clone());
        let collector = Collector { templates, context, candidate, finding, weights };
        let mut finding = collector.collect(meaning);
        rescore(&mut finding, weights);
        finding
    };
    let meanings = meanings(templates, candidate);
    if meanings.is_empty() {
        return vec![score(None)];
    }
    meanings.into_iter().map(|meaning| score(Some(meaning))).collect()
}

/// Weighs the evidence and updates score and confidence.
pub fn rescore(finding: &mut Finding, weights: Weights) {
    for evidence in &mut finding.evidence {
        let features = [Some((evidence.feature, evidence.strength)), evidence.bonus];
        let weight = |(feature, strength)| weights.of(feature) * strength;
        evidence.weight = features.into_iter().flatten().map(weight).sum();
    }
    finding.evidence.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let evidence = finding.evidence.iter().map(|evidence| evidence.weight);
    let odds = weights.of(Feature::Prior) + evidence.sum::<f64>();
    finding.score = 1.0 / (1.0 + (-odds).exp());
    finding.confidence = match finding.score {
        _ if is_any_status(finding) || is_of_joined_lines(finding) => Confidence::Possible,
        score if score >= CERTAIN => Confidence::Certain,
        score if score >= LIKELY => Confidence::Likely,
        _ => Confidence::Possible,
    };
}

/// Whether a finding is just an HTTP status in a form that others share, and nothing else points to
/// the vendor, such as a message that the catalog lists. Any API could have sent it.
fn is_any_status(finding: &Finding) -> bool {
    use EvidenceKind::{Corroboration, Header, Host, Marker, Message, RequestedVendor};

    let points_to_vendor = |evidence: &Evidence| {
        matches!(evidence.kind, Corroboration | Header | Host | Marker | Message | RequestedVendor)
            && evidence.weight > 0.0
    };
    finding.evidence.iter().any(|it| it.feature == Feature::StatusAsCode)
        && !finding.evidence.iter().any(points_to_vendor)
}

/// Whether a vendor that is only named and a failure belong together only if all lines do. What follows
/// a request answers it.
fn is_of_joined_lines(finding: &Finding) -> bool {
    let has = |feature| finding.evidence.iter().any(|it| it.feature == feature);
    has(Feature::JoinedLines) && !has(Feature::Request)
}

/// Whether a finding is worth offering at all.
pub fn is_possible(finding: &Finding) -> bool {
    finding.score >= POSSIBLE
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
        count: candidate.count,
        time: None,
        http,
        advice: None,
        evidence: Vec::new(),
    }
}
