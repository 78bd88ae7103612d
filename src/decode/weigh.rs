//! From a sighting to a weighed finding: each piece of evidence with its reason. What a piece counts
//! stands in [`weights`](super::weights).

use std::ops::Range;

use super::sighting::{By, Piece, Sighting};
use super::surroundings::{Sign, Surroundings};
use super::template::{Fit, Reduced, Template};
use super::verdict::{Capture, Confidence, Detail, Evidence, EvidenceKind, Finding, HttpStatus};
use super::weights;
use crate::catalog::{Entry, Format};

/// An entry that a sighting may mean, with its templates.
pub(super) struct Meaning<'a> {
    pub(super) entry: &'static Entry,
    pub(super) templates: &'a [Template],
}

/// Weighs a sighting as `meaning`, or as an unlisted or absent code. `swapped` tells another entry
/// whose message the sighting has, `http` the status of its response.
pub(super) fn weigh(
    sighting: &Sighting,
    meaning: Option<&Meaning<'_>>,
    swapped: &dyn Fn() -> Option<&'static Entry>,
    http: Option<HttpStatus>,
    around: &Surroundings,
) -> Finding {
    let mut finding = Finding {
        catalog: sighting.catalog,
        code: sighting.code.as_ref().map(|code| code.text.clone()),
        entry: meaning.map(|meaning| meaning.entry),
        confidence: Confidence::Possible,
        score: 0.0,
        template: None,
        message: sighting.message.as_ref().map(|message| message.text.clone()),
        details: sighting
            .details
            .iter()
            .map(|piece| Detail { text: piece.text.clone(), span: piece.span.clone() })
            .collect(),
        captures: Vec::new(),
        span: sighting.span.clone(),
        http,
        advice: None,
        evidence: Vec::new(),
    };
    if let Some(entry) = finding.entry {
        finding.code = Some(entry.code.to_owned());
    }
    weigh_form(sighting, &mut finding);
    weigh_code(sighting, &mut finding);
    weigh_message(sighting, meaning, swapped, around, &mut finding);
    weigh_status(sighting, &mut finding);
    weigh_surroundings(sighting, around, &mut finding);
    weigh_status_alone(sighting, around, &mut finding);
    settle(&mut finding);
    finding
}

/// Adds a piece of evidence and settles the finding anew.
pub(super) fn add(finding: &mut Finding, evidence: Evidence) {
    finding.evidence.push(evidence);
    settle(finding);
}

fn settle(finding: &mut Finding) {
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

/// Whether a finding is worth being shown at all.
pub(super) fn is_possible(finding: &Finding) -> bool {
    finding.score >= weights::POSSIBLE
}

fn weigh_form(sighting: &Sighting, finding: &mut Finding) {
    let Some(signature) = sighting.signature() else { return };
    let weight = weights::FORM
        .iter()
        .find(|(weight, _)| *weight == signature.weight)
        .map_or(0.0, |(_, step)| *step);
    finding.evidence.push(Evidence {
        kind: EvidenceKind::Signature,
        location: sighting.code.as_ref().map_or_else(|| "text".to_owned(), |code| code.at.clone()),
        span: sighting.span.clone(),
        reason: format!("it has the form “{}” of {}", signature.id, sighting.catalog.tab),
        weight,
    });
    for alien in &sighting.aliens {
        finding.evidence.push(Evidence {
            kind: EvidenceKind::UnexpectedMember,
            location: alien.at.clone(),
            span: alien.span.clone(),
            reason: format!(
                "the form “{}” of {} has no member “{}”",
                signature.id, sighting.catalog.tab, alien.text
            ),
            weight: weights::ALIEN,
        });
    }
    let whole = |reason: &str, weight| Evidence {
        kind: EvidenceKind::Signature,
        location: "text".to_owned(),
        span: sighting.span.clone(),
        reason: reason.to_owned(),
        weight,
    };
    if sighting.open {
        finding
            .evidence
            .push(whole("the body is cut off, so that more may have followed", weights::OPEN));
    }
    if sighting.shuffled {
        finding
            .evidence
            .push(whole("its members stand in another order than the vendor's", weights::SHUFFLED));
    }
}

fn weigh_code(sighting: &Sighting, finding: &mut Finding) {
    let Some(code) = &sighting.code else { return };
    let (weight, reason) = match finding.entry {
        Some(entry) => {
            let reason = if entry.code.eq_ignore_ascii_case(&code.text) {
                format!("{} is listed", code.text)
            } else {
                format!("{} is listed, as {}", code.text, entry.code)
            };
            (listed(&code.text), reason)
        }
        None if code.text.bytes().all(|byte| byte == b'0') => {
            (0.0, format!("{} is not listed: an empty value rather than a code", code.text))
        }
        None if sighting.catalog.resembles_listed(&code.text) => {
            (weights::UNLISTED, format!("{} is not listed", code.text))
        }
        None => (weights::UNLIKE, format!("{} is unlike any listed code", code.text)),
    };
    finding.evidence.push(evidence(EvidenceKind::Code, code, reason, weight));
    if sighting.by == By::Alone {
        finding.evidence.push(evidence(
            EvidenceKind::Signature,
            code,
            "the paste is nothing but this code".to_owned(),
            weights::ALONE,
        ));
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

fn weigh_message(
    sighting: &Sighting,
    meaning: Option<&Meaning<'_>>,
    swapped: &dyn Fn() -> Option<&'static Entry>,
    around: &Surroundings,
    finding: &mut Finding,
) {
    let Some(meaning) = meaning else { return };
    let pieces = sighting.message.iter().chain(&sighting.details);
    let best = pieces
        .filter_map(|piece| best_message(piece, meaning.templates).map(|found| (piece, found)))
        .max_by(|(_, a), (_, b)| a.weight.total_cmp(&b.weight));
    if let Some((piece, found)) = best {
        let template = meaning.entry.messages.get(found.index).copied().unwrap_or_default();
        let reason = format!("{} of {}: “{template}”", found.reason, meaning.entry.code);
        finding.evidence.push(evidence(EvidenceKind::Message, piece, reason, found.weight));
        finding.template = Some(found.index);
        if let Some(fit) = found.fit {
            let capture = |(name, range): (String, Range<usize>)| Capture {
                name,
                value: piece.text.get(range.clone()).unwrap_or_default().to_owned(),
                span: within(piece, &range),
            };
            finding.captures = fit.values.into_iter().map(capture).collect();
        }
    } else if sighting.signature().is_some_and(|signature| signature.fixed_messages) {
        let code = meaning.entry.code;
        let (weight, reason) = match (&sighting.message, swapped()) {
            (None, _) => (weights::NO_MESSAGE, "the body has no message".to_owned()),
            (Some(_), Some(other)) => {
                (weights::SWAPPED_MESSAGE, format!("a message of {}, not of {code}", other.code))
            }
            (Some(_), None) if meaning.templates.is_empty() => {
                (weights::NO_MESSAGE, format!("no message of {code} is known"))
            }
            (Some(_), None) => {
                // A host, be it that of a link to the vendor's manual.
                let host =
                    |sign: &Sign| sign.catalog == sighting.catalog && sign.text.contains('.');
                let known = around.signs.iter().any(host);
                let weight = if known { weights::REWORDED } else { weights::OTHER_MESSAGE };
                (weight, format!("not a message of {code}"))
            }
        };
        if let Some(piece) = sighting.message.as_ref().or(sighting.code.as_ref()) {
            finding.evidence.push(evidence(EvidenceKind::Message, piece, reason, weight));
        }
    }
}

struct FoundMessage {
    index: usize,
    fit: Option<Fit>,
    weight: f64,
    reason: &'static str,
}

fn best_message(piece: &Piece, templates: &[Template]) -> Option<FoundMessage> {
    let reduced = Reduced::new(&piece.text);
    let heavier = |a: &FoundMessage, b: &FoundMessage| a.weight.total_cmp(&b.weight);
    let held = templates.iter().enumerate().filter_map(|(index, template)| {
        let fit = template.find(&piece.text, &reduced)?;
        let (full, reason) = if fit.whole {
            (weights::MESSAGE, "this is a message")
        } else {
            (weights::MESSAGE_PART, "it holds a message")
        };
        Some(FoundMessage {
            index,
            fit: Some(fit),
            weight: full * share(template.letters()),
            reason,
        })
    });
    held.max_by(heavier).or_else(|| {
        let begun = Reduced::new(without_cut_mark(&piece.text));
        let weight = weights::MESSAGE_PART * share(begun.letters().len());
        let begins = templates.iter().position(|template| template.begins_with(&begun));
        begins.map(|index| FoundMessage {
            index,
            fit: None,
            weight,
            reason: "this begins a message",
        })
    })
}

/// A text without what clients write where they cut it.
fn without_cut_mark(text: &str) -> &str {
    let text = text.trim_end();
    text.strip_suffix("(truncated)").unwrap_or(text).trim_end_matches([' ', '.', '…'])
}

/// What share of a message's weight so many letters deserve.
#[allow(clippy::cast_precision_loss)] // messages are short
fn share(letters: usize) -> f64 {
    (letters as f64 / weights::LONG_MESSAGE as f64).min(1.0)
}

/// The place in the input of a part of a piece. A piece that was changed on reading (an escape
/// undone) has no exact places inside; then it is the piece's.
fn within(piece: &Piece, range: &Range<usize>) -> Range<usize> {
    if piece.span.len() == piece.text.len() {
        piece.span.start + range.start..piece.span.start + range.end
    } else {
        piece.span.clone()
    }
}

fn weigh_status(sighting: &Sighting, finding: &mut Finding) {
    let around = finding.http.as_ref().map(|http| (http.status, http.span.clone()));
    // An error that names its status means it, whatever a proxy made of it.
    let Some((status, span)) = sighting.status.clone().or(around) else { return };
    let Some(http) = finding.entry.and_then(|entry| entry.http) else { return };
    let code = finding.code.as_deref().unwrap_or_default();
    if code == status.to_string() {
        return;
    }
    let (weight, reason) = if http.status == status {
        (weights::STATUS, format!("{code} comes with HTTP {status}"))
    } else {
        (weights::OTHER_STATUS, format!("HTTP {status}, but {code} comes with {}", http.status))
    };
    finding.evidence.push(Evidence {
        kind: EvidenceKind::Status,
        location: "text".to_owned(),
        span,
        reason,
        weight,
    });
}

fn weigh_surroundings(sighting: &Sighting, around: &Surroundings, finding: &mut Finding) {
    let catalog = sighting.catalog;
    if around.forced.is_some() {
        finding.evidence.push(Evidence {
            kind: EvidenceKind::RequestedVendor,
            location: "text".to_owned(),
            span: sighting.span.clone(),
            reason: format!("read as {}, as you asked", catalog.tab),
            weight: weights::FORCED,
        });
    }
    let own = |kind: EvidenceKind| {
        around.signs.iter().find(move |sign| sign.catalog == catalog && sign.kind == kind)
    };
    for (kind, weight) in [
        (EvidenceKind::Host, weights::HOST),
        (EvidenceKind::Header, weights::HEADER),
        (EvidenceKind::Marker, weights::MARKER),
    ] {
        // A header is no witness for the code that it carries itself.
        let itself = |sign: &&Sign| {
            let format = sighting.signature().map(|signature| signature.format);
            !matches!(format, Some(Format::Header { name }) if name.eq_ignore_ascii_case(&sign.text))
        };
        if let Some(sign) = own(kind).filter(itself) {
            let reason = format!("“{}” points to {}", sign.text, catalog.tab);
            finding.evidence.push(Evidence {
                kind,
                location: "text".to_owned(),
                span: sign.span.clone(),
                reason,
                weight,
            });
        }
    }
    let other =
        around.signs.iter().find(|sign| sign.catalog != catalog && sign.kind == EvidenceKind::Host);
    if let (None, Some(sign)) = (own(EvidenceKind::Host), other) {
        let reason = format!("“{}” is a host of {}", sign.text, sign.catalog.tab);
        let span = sign.span.clone();
        finding.evidence.push(Evidence {
            kind: EvidenceKind::Host,
            location: "text".to_owned(),
            span,
            reason,
            weight: weights::OTHER_HOST,
        });
    }
}

/// What speaks against a vendor that only a host and a status point to.
fn weigh_status_alone(sighting: &Sighting, around: &Surroundings, finding: &mut Finding) {
    if sighting.by != By::Status {
        return;
    }
    let tab = sighting.catalog.tab;
    let against = [
        (&around.other_body, weights::OTHER_BODY, format!("the body is no error of {tab}")),
        (
            &around.other_host,
            weights::NEARER_HOST,
            "another host stands nearer to the status".to_owned(),
        ),
    ];
    for (span, weight, reason) in against {
        if let Some(span) = span {
            let location = "text".to_owned();
            finding.evidence.push(Evidence {
                kind: EvidenceKind::UnexpectedMember,
                location,
                span: span.clone(),
                reason,
                weight,
            });
        }
    }
}

fn evidence(kind: EvidenceKind, piece: &Piece, reason: String, weight: f64) -> Evidence {
    Evidence { kind, location: piece.at.clone(), span: piece.span.clone(), reason, weight }
}
