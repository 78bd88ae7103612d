//! From weighed findings to a verdict: which reading of each place wins, which are too close to
//! choose, and what the whole paste amounts to.

use std::ops::Range;

use super::verdict::{Confidence, Evidence, Finding, Kind, Verdict};
use super::weigh::{add, is_possible};
use super::weights::COMPANY;

/// A second reading this close, in probability, makes the first no claim.
const MARGIN: f64 = 0.08;
/// So many alternatives help; more bury.
const MAX_ALTERNATIVES: usize = 12;

/// Findings beside a claim of the same vendor gain by its company: the items of a bulk answer,
/// the details of a validation error.
pub(super) fn keep_company(findings: &mut [Finding]) {
    let claims: Vec<(&str, Range<usize>, String)> = findings
        .iter()
        .filter(|finding| finding.is_claim())
        .map(|finding| {
            (finding.catalog.id, place(finding), finding.code.clone().unwrap_or_default())
        })
        .collect();
    for finding in
        findings.iter_mut().filter(|finding| finding.entry.is_some() && !finding.is_claim())
    {
        let own = place(finding);
        let company =
            claims.iter().find(|(vendor, place, _)| *vendor == finding.catalog.id && *place != own);
        if let Some((_, place, code)) = company {
            let says = format!("{code} of {} stands beside it", finding.catalog.tab);
            let evidence = Evidence {
                kind: Kind::Company,
                at: "text".to_owned(),
                span: place.clone(),
                says,
                weight: COMPANY,
            };
            add(finding, evidence);
        }
    }
}

/// What a finding rests on: two findings with the same place exclude each other.
fn place(finding: &Finding) -> Range<usize> {
    let of = |kind: Kind| finding.evidence.iter().find(|evidence| evidence.kind == kind);
    of(Kind::Code)
        .or(of(Kind::Message))
        .map_or(finding.span.clone(), |evidence| evidence.span.clone())
}

/// Adds to a finding what another sighting of the same code shows and it doesn't. The score stays
/// that of the better sighting: the same fact seen twice is no second fact.
fn complete(finding: &mut Finding, other: Finding) {
    finding.said = finding.said.take().or(other.said);
    if finding.message.is_none() {
        finding.message = other.message;
        finding.captures = other.captures;
    }
    let kinds: Vec<Kind> = finding.evidence.iter().map(|evidence| evidence.kind).collect();
    // What speaks against the weaker sighting says nothing of this one.
    let adds = |evidence: &Evidence| {
        evidence.weight > 0.0 && evidence.kind != Kind::Company && !kinds.contains(&evidence.kind)
    };
    finding.evidence.extend(other.evidence.into_iter().filter(adds));
}

/// The verdict, the findings and the alternatives.
pub(super) fn judge(mut findings: Vec<Finding>) -> (Verdict, Vec<Finding>, Vec<Finding>) {
    findings.sort_by(|a, b| b.score.total_cmp(&a.score));

    let mut claims: Vec<Finding> = Vec::new();
    let mut tied: Vec<Finding> = Vec::new();
    let mut others: Vec<Finding> = Vec::new();
    let mut taken: Vec<(Range<usize>, f64)> = Vec::new();
    for finding in findings {
        let place = place(&finding);
        let same = |other: &&mut Finding| {
            (other.catalog.id, &other.code) == (finding.catalog.id, &finding.code)
        };
        if let Some(other) = claims.iter_mut().chain(&mut tied).chain(&mut others).find(same) {
            complete(other, finding);
            continue;
        }
        if !is_possible(&finding) {
            continue;
        }
        let better = taken.iter().find(|(other, _)| *other == place).map(|(_, score)| *score);
        match better {
            Some(score) if score - finding.score < MARGIN => {
                // The winner was no winner.
                if let Some(index) = claims.iter().position(|claim| self::place(claim) == place) {
                    tied.push(claims.remove(index));
                } else if let Some(index) =
                    others.iter().position(|other| self::place(other) == place)
                {
                    tied.push(others.remove(index));
                }
                tied.push(finding);
            }
            Some(_) => others.push(finding),
            None => {
                taken.push((place, finding.score));
                if finding.is_claim() { claims.push(finding) } else { others.push(finding) }
            }
        }
    }
    // A vendor without its code says nothing beside the code.
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
    // What only the status tells stands behind what the vendor says itself.
    let formed =
        |claim: &Finding| claim.evidence.iter().any(|evidence| evidence.kind == Kind::Form);
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
