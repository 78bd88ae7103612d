//! From scored findings to a verdict: which finding of each position is the best, which are too
//! close to choose, and what that means for the whole paste.

use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;
use std::ops::Range;

use super::evidence::in_text;
use super::score::{is_possible, rescore};
use crate::decode::detect::candidate::MAX_PER_CODE;
use crate::decode::report::weights::{Feature, Weights};
use crate::decode::report::{Confidence, Evidence, EvidenceKind, Finding, Reason, Report, Verdict};

/// Findings whose scores differ by less than this are tied.
const MARGIN: f64 = 0.08;
/// More alternatives than this do not help.
const MAX_ALTERNATIVES: usize = 12;

/// Supports findings by claims of the same vendor elsewhere in the paste, as in the items of a bulk
/// response or the details of a validation error.
pub fn corroborate(findings: &mut [Finding], weights: Weights) {
    // Of each vendor the first claim, and the first at another position: one of them is elsewhere.
    let mut claims: HashMap<&str, Vec<(Range<usize>, _)>> = HashMap::new();
    for claim in findings.iter().filter(|finding| finding.is_claim()) {
        let (known, position) = (claims.entry(claim.catalog.id).or_default(), position(claim));
        if known.is_empty() || known.len() == 1 && known[0].0 != position {
            known.push((position, claim.code.clone()));
        }
    }
    for finding in findings.iter_mut().filter(|it| it.entry.is_some() && !it.is_claim()) {
        let own = position(finding);
        let mut known = claims.get(finding.catalog.id).into_iter().flatten();
        if let Some((span, code)) = known.find(|(span, _)| *span != own) {
            let kind = EvidenceKind::Corroboration;
            let reason = Reason::Corroboration(code.clone());
            finding.evidence.push(in_text(kind, span, reason, Feature::Corroboration));
            rescore(finding, weights);
        }
    }
}

/// What a finding is based on. Two findings at the same position exclude each other.
fn position(finding: &Finding) -> Range<usize> {
    let span_of = |kind| finding.evidence.iter().find(|it| it.kind == kind).map(|it| &it.span);
    let span = span_of(EvidenceKind::Code).or_else(|| span_of(EvidenceKind::Message));
    span.unwrap_or(&finding.span).clone()
}

/// How a finding compares with the others at its position.
#[derive(Clone, Copy)]
enum Rank {
    Best,
    /// As good as another.
    Tied,
    Other,
}

/// The verdict with the findings that it is based on, and the alternatives.
pub fn resolve(findings: Vec<Finding>) -> Report {
    let (mut claims, mut possible, mut tied, mut others) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (mut finding, rank) in rank(findings) {
        match rank {
            Rank::Best if finding.is_claim() => claims.push(finding),
            Rank::Tied => {
                finding.confidence = Confidence::Possible;
                tied.push(finding);
            }
            Rank::Best => possible.push(finding),
            Rank::Other if finding.code.is_none() => {}
            Rank::Other => others.push(finding),
        }
    }
    drop_vendors_with_code(&mut claims);
    drop_vendors_with_code(&mut possible);
    if !claims.is_empty() {
        possible.retain(|finding| finding.code.is_some());
    }

    let (verdict, findings) = if !claims.is_empty() {
        sort_claims(&mut claims);
        (claimed_verdict(&claims), claims)
    } else if !tied.is_empty() {
        (Verdict::Ambiguous, std::mem::take(&mut tied))
    } else if !possible.is_empty() {
        possible.truncate(MAX_ALTERNATIVES);
        (Verdict::Possible, std::mem::take(&mut possible))
    } else {
        (Verdict::NotRecognised, Vec::new())
    };
    let mut alternatives: Vec<Finding> = others.into_iter().chain(possible).chain(tied).collect();
    alternatives.sort_by(|a, b| b.score.total_cmp(&a.score));
    alternatives.truncate(MAX_ALTERNATIVES);
    Report { verdict, findings, alternatives, ..Report::default() }
}

/// Each different finding that is worth offering, best first, with its rank.
fn rank(mut findings: Vec<Finding>) -> Vec<(Finding, Rank)> {
    findings.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut ranked: Vec<(Finding, Rank)> = Vec::new();
    let mut by_code: HashMap<(&str, Option<String>), Vec<usize>> = HashMap::new();
    let mut best_at: HashMap<Range<usize>, usize> = HashMap::new();
    for finding in findings {
        let key = (finding.catalog.id, finding.code.clone());
        let known = by_code.entry(key).or_default();
        if let Some(&first) = known.first() {
            let same = known.iter().find(|&&index| is_same_error(&ranked[index].0, &finding));
            // Less than a claim is no further error of a code.
            let is_further = same.is_none() && finding.is_claim() && known.len() < MAX_PER_CODE;
            if !is_further {
                merge(&mut ranked[*same.unwrap_or(&first)].0, finding);
                continue;
            }
        } else if !is_possible(&finding) {
            continue;
        }
        let index = ranked.len();
        let rank = match best_at.entry(position(&finding)) {
            MapEntry::Vacant(position) => {
                position.insert(index);
                Rank::Best
            }
            MapEntry::Occupied(position) => {
                let (best, best_rank) = &mut ranked[*position.get()];
                if best.score - finding.score < MARGIN {
                    *best_rank = Rank::Tied;
                    Rank::Tied
                } else {
                    Rank::Other
                }
            }
        };
        known.push(index);
        ranked.push((finding, rank));
    }
    ranked
}

/// Drops the findings without a code of vendors that have one with a code.
fn drop_vendors_with_code(findings: &mut Vec<Finding>) {
    let coded = findings.iter().filter(|finding| finding.code.is_some());
    let coded: Vec<&str> = coded.map(|finding| finding.catalog.id).collect();
    findings.retain(|finding| finding.code.is_some() || !coded.contains(&finding.catalog.id));
}

/// Whether two findings of one code are the same error: in another form, or repeated.
fn is_same_error(a: &Finding, b: &Finding) -> bool {
    let overlaps = a.span.start < b.span.end && b.span.start < a.span.end;
    let texts = |finding: &Finding| -> Vec<String> {
        finding.details.iter().map(|detail| detail.text.clone()).collect()
    };
    let is_contained = |message: &str| a.message.as_ref().is_some_and(|it| it.contains(message));
    overlaps
        || b.message.as_ref().is_none_or(|message| is_contained(message))
            && (b.details.is_empty() || texts(a) == texts(b))
}

/// Adds to a finding what another finding of the same code shows and it doesn't. The score remains
/// that of the better one: the same fact seen twice does not count twice.
fn merge(finding: &mut Finding, other: Finding) {
    let overlaps = finding.span.start < other.span.end && other.span.start < finding.span.end;
    if !overlaps && other.is_claim() {
        finding.count += other.count;
    }
    finding.message = finding.message.take().or(other.message);
    if finding.template.is_none() {
        finding.template = other.template;
        finding.captures = other.captures;
    }
    if finding.details.is_empty() {
        finding.details = other.details;
    }
    let kinds: Vec<EvidenceKind> = finding.evidence.iter().map(|evidence| evidence.kind).collect();
    // What is against the weaker finding is no evidence against this one.
    let is_new = |evidence: &Evidence| {
        evidence.weight > 0.0
            && evidence.kind != EvidenceKind::Corroboration
            && !kinds.contains(&evidence.kind)
    };
    finding.evidence.extend(other.evidence.into_iter().filter(is_new));
}

/// Sorts by position; what only the status shows comes after what the vendor sent.
fn sort_claims(claims: &mut [Finding]) {
    let has_signature =
        |claim: &Finding| claim.evidence.iter().any(|it| it.kind == EvidenceKind::Signature);
    claims.sort_by_key(|claim| (!has_signature(claim), position(claim).start));
}

fn claimed_verdict(claims: &[Finding]) -> Verdict {
    if claims.iter().any(|claim| claim.entry.is_some()) {
        Verdict::Identified
    } else if claims.iter().any(|claim| claim.code.is_some()) {
        Verdict::UnknownCode
    } else {
        Verdict::VendorOnly
    }
}
