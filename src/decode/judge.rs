//! From weighed findings to a verdict: which reading of each place wins, which are too close to
//! choose, and what the whole paste amounts to.

use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;
use std::ops::Range;

use super::verdict::{Confidence, Evidence, EvidenceKind, Finding, Verdict};
use super::weigh::{add, is_possible};
use super::weights::COMPANY;

/// A second reading this close, in probability, makes the first no claim.
const MARGIN: f64 = 0.08;
/// So many alternatives help; more bury.
const MAX_ALTERNATIVES: usize = 12;

/// Findings beside a claim of the same vendor gain by its company: the items of a bulk answer,
/// the details of a validation error.
pub(super) fn keep_company(findings: &mut [Finding]) {
    // Of each vendor the first claim, and the first in another place: one of them is company.
    let mut claims: HashMap<&str, Vec<(Range<usize>, String)>> = HashMap::new();
    for claim in findings.iter().filter(|finding| finding.is_claim()) {
        let (known, place) = (claims.entry(claim.catalog.id).or_default(), place(claim));
        if known.is_empty() || known.len() == 1 && known[0].0 != place {
            known.push((place, claim.code.clone().unwrap_or_default()));
        }
    }
    for finding in
        findings.iter_mut().filter(|finding| finding.entry.is_some() && !finding.is_claim())
    {
        let own = place(finding);
        let known = claims.get(finding.catalog.id).into_iter().flatten();
        if let Some((place, code)) = known.into_iter().find(|(place, _)| *place != own) {
            let reason = format!("{code} of {} stands beside it", finding.catalog.tab);
            let evidence = Evidence {
                kind: EvidenceKind::Corroboration,
                location: "text".to_owned(),
                span: place.clone(),
                reason,
                weight: COMPANY,
            };
            add(finding, evidence);
        }
    }
}

/// What a finding rests on: two findings with the same place exclude each other.
fn place(finding: &Finding) -> Range<usize> {
    let of = |kind: EvidenceKind| finding.evidence.iter().find(|evidence| evidence.kind == kind);
    of(EvidenceKind::Code)
        .or(of(EvidenceKind::Message))
        .map_or(finding.span.clone(), |evidence| evidence.span.clone())
}

/// Adds to a finding what another sighting of the same code shows and it doesn't. The score stays
/// that of the better sighting: the same fact seen twice is no second fact.
fn complete(finding: &mut Finding, other: Finding) {
    finding.message = finding.message.take().or(other.message);
    if finding.template.is_none() {
        finding.template = other.template;
        finding.captures = other.captures;
    }
    let kinds: Vec<EvidenceKind> = finding.evidence.iter().map(|evidence| evidence.kind).collect();
    // What speaks against the weaker sighting reason nothing of this one.
    let adds = |evidence: &Evidence| {
        evidence.weight > 0.0
            && evidence.kind != EvidenceKind::Corroboration
            && !kinds.contains(&evidence.kind)
    };
    finding.evidence.extend(other.evidence.into_iter().filter(adds));
}

/// What a finding comes to among the others.
enum Standing {
    Claim,
    /// As good as another reading of its place; they are told in this order.
    Tied(usize),
    Other,
}

/// The verdict, the findings and the alternatives.
pub(super) fn judge(mut findings: Vec<Finding>) -> (Verdict, Vec<Finding>, Vec<Finding>) {
    findings.sort_by(|a, b| b.score.total_cmp(&a.score));

    let mut kept: Vec<(Finding, Standing)> = Vec::new();
    let mut order = 0;
    let mut in_order = || {
        order += 1;
        Standing::Tied(order)
    };
    let mut known: HashMap<(&str, Option<String>), usize> = HashMap::new();
    let mut best: HashMap<Range<usize>, usize> = HashMap::new();
    for finding in findings {
        let gist = (finding.catalog.id, finding.code.clone());
        if let Some(&index) = known.get(&gist) {
            complete(&mut kept[index].0, finding);
            continue;
        }
        if !is_possible(&finding) {
            continue;
        }
        let index = kept.len();
        let standing = match best.entry(place(&finding)) {
            MapEntry::Vacant(free) => {
                free.insert(index);
                if finding.is_claim() { Standing::Claim } else { Standing::Other }
            }
            MapEntry::Occupied(taken) => {
                let (winner, standing) = &mut kept[*taken.get()];
                if winner.score - finding.score < MARGIN {
                    // The winner was no winner.
                    if !matches!(standing, Standing::Tied(_)) {
                        *standing = in_order();
                    }
                    in_order()
                } else {
                    Standing::Other
                }
            }
        };
        known.insert(gist, index);
        kept.push((finding, standing));
    }
    let (mut claims, mut tied, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (finding, standing) in kept {
        match standing {
            Standing::Claim => claims.push(finding),
            Standing::Tied(order) => tied.push((order, finding)),
            Standing::Other => others.push(finding),
        }
    }
    tied.sort_unstable_by_key(|(order, _)| *order);
    let mut tied: Vec<Finding> = tied.into_iter().map(|(_, finding)| finding).collect();
    // A vendor without its code reason nothing beside the code.
    let coded: Vec<&str> =
        claims.iter().filter(|claim| claim.code.is_some()).map(|claim| claim.catalog.id).collect();
    claims.retain(|claim| claim.code.is_some() || !coded.contains(&claim.catalog.id));
    others.retain(|other| other.code.is_some());

    if claims.is_empty() && !tied.is_empty() {
        for finding in &mut tied {
            finding.confidence = Confidence::Possible;
        }
        others.truncate(MAX_ALTERNATIVES);
        return (Verdict::Ambiguous, tied, others);
    }
    others.extend(tied.into_iter().map(|mut finding| {
        finding.confidence = Confidence::Possible;
        finding
    }));
    others.sort_by(|a, b| b.score.total_cmp(&a.score));
    others.truncate(MAX_ALTERNATIVES);
    // What only the status tells stands behind what the vendor reason itself.
    let formed = |claim: &Finding| {
        claim.evidence.iter().any(|evidence| evidence.kind == EvidenceKind::Signature)
    };
    claims.sort_by_key(|claim| (!formed(claim), place(claim).start));
    let verdict = if claims.iter().any(|claim| claim.entry.is_some()) {
        Verdict::Identified
    } else if claims.iter().any(|claim| claim.code.is_some()) {
        Verdict::UnknownCode
    } else if claims.is_empty() {
        Verdict::NotRecognised
    } else {
        Verdict::VendorOnly
    };
    (verdict, claims, others)
}
