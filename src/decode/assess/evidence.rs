//! Collects the reasons for and against a finding: its form, its code and message, its status, and
//! what is around it.

use std::ops::Range;

use super::known_message::{FoundMessage, best_message, reworded, share_beyond_code, small};
use super::meaning::message_owner;
use crate::catalog::{Catalog, Entry, SignatureKind, Weight};
use crate::decode::detect::candidate::{Candidate, DetectedBy, Part, Sign};
use crate::decode::detect::context::{Context, Hint, distance};
use crate::decode::detect::messages::template::{EntryTemplates, Templates};
use crate::decode::detect::shape::Differences;
use crate::decode::report::weights::Weights;
use crate::decode::report::{Capture, Evidence, EvidenceKind, Feature, Finding, Location, Reason};

/// How many bytes from an error the host of its request is.
const NEAR_HOST: usize = 300;

/// Words of fewer letters are no better codes than numbers.
const LONG_WORD: usize = 10;

/// A finding whose evidence is being collected.
pub struct Collector<'s> {
    pub templates: &'s Templates,
    pub context: &'s Context,
    pub candidate: &'s Candidate,
    pub finding: Finding,
    /// They decide which of several messages counts.
    pub weights: Weights,
}

impl Collector<'_> {
    /// The finding that the candidate has this meaning, with its evidence.
    pub fn collect(mut self, meaning: Option<&EntryTemplates>) -> Finding {
        self.add_signature();
        self.add_code();
        if let Some(meaning) = meaning {
            self.add_message(meaning);
            self.add_status(meaning.entry);
        }
        self.add_context();
        match self.candidate.by {
            DetectedBy::Status => self.add_status_counterevidence(),
            DetectedBy::Message(_) => self.add_other_body(Feature::MessageInOtherBody),
            DetectedBy::CodeWord => self.add_other_body(Feature::OtherBody),
            _ => {}
        }
        self.add_lack_of_form();
        self.add_signs();
        self.finding.evidence.shrink_to_fit();
        self.finding
    }

    /// Adds evidence that is based on running text.
    fn add(&mut self, kind: EvidenceKind, span: &Range<usize>, reason: Reason, feature: Feature) {
        self.finding.evidence.push(in_text(kind, span, reason, feature));
    }

    /// Adds evidence that is based on a part of the candidate.
    fn add_part(&mut self, kind: EvidenceKind, part: &Part, reason: Reason, feature: Feature) {
        self.add_part_of_strength(kind, part, reason, (feature, 1.0));
    }

    /// Adds evidence that counts only so much.
    fn add_part_of_strength(
        &mut self,
        kind: EvidenceKind,
        part: &Part,
        reason: Reason,
        (feature, strength): (Feature, f64),
    ) {
        let evidence = in_text(kind, &part.span, reason, feature);
        let location = part.location.clone();
        self.finding.evidence.push(Evidence { location, strength, ..evidence });
    }

    fn add_signature(&mut self) {
        let Candidate { code, unexpected, members, span, .. } = self.candidate;
        let Some(signature) = self.candidate.signature() else { return };
        let feature = if self.candidate.is_positional {
            Feature::FormByPosition
        } else {
            signature_feature(signature.weight)
        };
        let kind = EvidenceKind::Signature;
        let evidence = in_text(kind, span, Reason::Signature(signature.id), feature);
        let location = code.as_ref().map_or(Location::Text, |code| code.location.clone());
        self.finding.evidence.push(Evidence { location, ..evidence });
        for (index, part) in unexpected.iter().enumerate() {
            let member = part.text.clone();
            let reason = Reason::UnexpectedMember { signature: signature.id, member };
            // An unexpected member matters less if all other members fit.
            let strength = 1.0 / small((members.all.max(2) - 1) * (index + 1));
            let weight = (Feature::UnexpectedMember, strength);
            self.add_part_of_strength(EvidenceKind::UnexpectedMember, part, reason, weight);
        }
        if members.optional > 0 && !self.candidate.is_positional {
            let reason = Reason::OptionalMembers(members.optional);
            self.add(kind, span, reason, Feature::OptionalMember);
        }
        if self.candidate.truncated {
            self.add(kind, span, Reason::Truncated, Feature::Truncated);
        }
        let Differences { reordered, respelled, wrapped } = self.candidate.differences;
        if reordered {
            self.add(kind, span, Reason::Reordered, Feature::Reordered);
        }
        if respelled {
            self.add(kind, span, Reason::Respelled, Feature::Respelled);
        }
        if wrapped && signature.weight == Weight::Weak {
            self.add(kind, span, Reason::Wrapped, Feature::Wrapped);
        }
    }

    fn add_code(&mut self) {
        let Candidate { catalog, code, .. } = self.candidate;
        let Some(part) = code else { return };
        let code = &part.text;
        let is_status =
            || self.finding.http.as_ref().is_some_and(|it| it.status.to_string() == *code);
        let (feature, reason) = match self.finding.entry {
            Some(entry)
                if entry.is_status()
                    && self.candidate.signature().is_some()
                    && self.has_shared_form() =>
            {
                (Feature::StatusAsCode, Reason::StatusAsCode)
            }
            Some(_) if is_status() => (Feature::ListedStatus, Reason::KnownCode(code.clone())),
            Some(_) => (listed_code_feature(code), Reason::KnownCode(code.clone())),
            None if code.bytes().all(|byte| byte == b'0') => (Feature::ZeroCode, Reason::ZeroCode),
            None if catalog.resembles_listed(code) && self.has_shared_form() => {
                if is_of_listed_group(catalog, code) {
                    (Feature::UnlistedOfGroup, Reason::UnknownCode)
                } else {
                    (Feature::UnlistedCode, Reason::UnknownCode)
                }
            }
            None if catalog.resembles_listed(code) => {
                (Feature::UnlistedInUniqueForm, Reason::UnknownCode)
            }
            None => (Feature::UnlikeCode, Reason::UnlikeCode),
        };
        self.add_part(EvidenceKind::Code, part, reason, feature);
        match self.candidate.by {
            DetectedBy::BareCode => {
                self.add_part(EvidenceKind::Signature, part, Reason::BareCode, Feature::BareCode);
            }
            DetectedBy::Mention if self.candidate.status.is_none() => {
                let (kind, reason) = (EvidenceKind::Code, Reason::AnnouncedCode);
                self.add_part(kind, part, reason, Feature::AnnouncedCode);
            }
            _ => {}
        }
    }

    /// Whether a host is only mentioned: no request to it is known to have failed.
    fn is_mere_mention(&self, hint: &Hint) -> bool {
        let Candidate { by, code, signs, .. } = self.candidate;
        let is_failed_request = |sign: &Sign| sign.feature != Feature::Failure && sign.is_failure();
        hint.feature == Feature::Host
            && *by == DetectedBy::Mention
            && code.is_none()
            && !signs.iter().any(is_failed_request)
    }

    /// Whether other vendors' errors have the form of the candidate too.
    fn has_shared_form(&self) -> bool {
        let signature = self.candidate.signature();
        signature.is_none_or(|signature| signature.weight != Weight::Strong)
    }

    /// Adds that there is nothing but a message.
    fn add_lack_of_form(&mut self) {
        let (reason, feature) = match (self.candidate.by, &self.candidate.code) {
            (DetectedBy::Message(_), _) => (Reason::MessageAlone, Feature::MessageAlone),
            (DetectedBy::CodeWord, _) => (Reason::CodeWordAlone, Feature::CodeWordAlone),
            (DetectedBy::Mention, code) if code.is_none() || self.candidate.status.is_some() => {
                (Reason::MentionAlone, Feature::MentionAlone)
            }
            _ => return,
        };
        self.add(EvidenceKind::Signature, &self.candidate.span, reason, feature);
    }

    fn add_message(&mut self, meaning: &EntryTemplates) {
        let (candidate, entry, templates) = (self.candidate, meaning.entry, meaning.templates());
        let parts = candidate.message.iter().chain(&candidate.details).chain(&candidate.record);
        let best = parts
            .filter_map(|part| Some((part, best_message(part, templates)?)))
            .max_by(|(_, a), (_, b)| self.weight(a).total_cmp(&self.weight(b)));
        let aligned = || {
            let mut parts = candidate.message.iter().chain(&candidate.record);
            parts.find_map(|part| Some((part, reworded(part, entry)?)))
        };
        if let Some((part, found)) = best.or_else(aligned) {
            let reason = Reason::KnownMessage(found.extent);
            let beyond_code = |_: &Part| share_beyond_code(entry.messages[found.index], entry.code);
            let share = candidate.code.as_ref().map_or(1.0, beyond_code);
            let weight = (found.feature(), found.strength * share);
            self.add_part_of_strength(EvidenceKind::Message, part, reason, weight);
            if let Some(evidence) = self.finding.evidence.last_mut() {
                evidence.bonus = Some((Feature::LongMessage, found.length * share));
            }
            if self.finding.message.is_none() {
                self.finding.message = part.text.get(found.span).map(str::to_owned);
            }
            self.finding.template = Some(found.index);
            let values = found.values.into_iter();
            self.finding.captures =
                values.map(|(name, range)| capture(candidate, part, name, &range)).collect();
        } else if candidate.signature().is_some_and(|signature| signature.fixed_messages)
            && let Some(part) = candidate.message.as_ref().or(candidate.code.as_ref())
        {
            let (feature, reason) = self.unmatched_message_evidence(entry);
            self.add_part(EvidenceKind::Message, part, reason, feature);
        } else if candidate.signature().is_some()
            && !entry.messages.is_empty()
            && let Some(part) = &candidate.message
        {
            let (feature, reason) = (Feature::OtherWording, Reason::UnknownMessage);
            self.add_part(EvidenceKind::Message, part, reason, feature);
        }
    }

    /// The evidence that the response has none of the fixed messages of the code.
    fn unmatched_message_evidence(&self, entry: &'static Entry) -> (Feature, Reason) {
        if self.candidate.message.is_none() {
            return (Feature::NoMessage, Reason::NoMessage);
        }
        if let Some(owner) = message_owner(self.templates, self.candidate) {
            return (Feature::MessageOfOtherCode, Reason::MessageOfOtherCode(owner.code));
        }
        if entry.messages.is_empty() {
            return (Feature::NoMessage, Reason::NoKnownMessage);
        }
        // A link to the vendor's manual counts too.
        let is_host =
            |hint: &Hint| hint.catalog == self.candidate.catalog && hint.text.contains('.');
        let has_host = self.context.hints.iter().any(is_host);
        let feature =
            if has_host { Feature::UnknownMessageBesideHost } else { Feature::UnknownMessage };
        (feature, Reason::UnknownMessage)
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
        let (feature, reason) = if expected == status {
            (Feature::ExpectedStatus, Reason::ExpectedStatus(status))
        } else {
            (Feature::OtherStatus, Reason::OtherStatus { status, expected })
        };
        self.add(EvidenceKind::Status, &span, reason, feature);
    }

    fn add_context(&mut self) {
        let (context, Candidate { catalog, span, .. }) = (self.context, self.candidate);
        if context.requested.is_some() {
            let (kind, reason) = (EvidenceKind::RequestedVendor, Reason::RequestedVendor);
            self.add(kind, span, reason, Feature::RequestedVendor);
        }
        let is_own = |hint: &Hint| hint.catalog == *catalog;
        for hint in context.hints.iter().filter(|hint| is_own(hint)) {
            if !is_code_header(self.candidate, hint) && !self.is_mere_mention(hint) {
                let reason = match hint.feature {
                    Feature::OtherProduct => Reason::OtherProduct(hint.text.clone()),
                    _ => Reason::Hint(hint.text.clone()),
                };
                self.add(hint.kind(), &hint.span, reason, hint.feature);
            }
        }
        let is_near = |host: &&Range<usize>| distance(host, span) <= NEAR_HOST;
        let has_own =
            || context.hints.iter().any(|hint| is_own(hint) && hint.feature == Feature::Host);
        if !has_own() {
            let request = context.foreign_requests.iter().find(is_near);
            let request = request.map(|host| (host, Feature::ForeignRequest));
            // The record of a mention may name hosts that it is about.
            let is_mention = self.candidate.by == DetectedBy::Mention;
            let host = || context.foreign_hosts.iter().find(is_near).filter(|_| !is_mention);
            let host = request.or_else(|| Some((host()?, Feature::ForeignHost)));
            if let Some((host, feature)) = host {
                self.add(EvidenceKind::Host, host, Reason::ForeignHost, feature);
            }
        }
        let mut hosts = context.hints_of(EvidenceKind::Host);
        if !hosts.clone().any(is_own)
            && let Some(other) = hosts.next()
        {
            let (vendor, host) = (other.catalog.tab, other.text.clone());
            let reason = Reason::OtherVendor { vendor, host };
            self.add(EvidenceKind::Host, &other.span, reason, Feature::OtherVendor);
        }
    }

    /// Adds what the log record around the candidate shows.
    fn add_signs(&mut self) {
        for Sign { feature, reason, span } in &self.candidate.signs {
            let kind = match feature {
                Feature::FailureStatus => EvidenceKind::Status,
                Feature::NamedByCode | Feature::VendorException => EvidenceKind::Marker,
                Feature::Request => EvidenceKind::Host,
                _ => EvidenceKind::Message,
            };
            self.add(kind, span, reason.clone(), *feature);
        }
    }

    /// What a message that was found weighs.
    fn weight(&self, found: &FoundMessage) -> f64 {
        self.weights.of(found.feature()) * found.strength
    }

    /// Adds the evidence against a vendor that only a host and a status point to.
    fn add_status_counterevidence(&mut self) {
        self.add_other_body(Feature::OtherBody);
        if let Some(span) = &self.context.closer_host {
            let kind = EvidenceKind::UnexpectedMember;
            self.add(kind, span, Reason::CloserHost, Feature::CloserHost);
        }
    }

    /// Adds that there is an error body which no form of the vendor fits.
    fn add_other_body(&mut self, feature: Feature) {
        if let Some(span) = &self.context.other_body {
            self.add(EvidenceKind::UnexpectedMember, span, Reason::OtherBody, feature);
        }
    }
}

/// How specific a signature is.
fn signature_feature(weight: Weight) -> Feature {
    match weight {
        Weight::Strong => Feature::UniqueSignature,
        Weight::Medium => Feature::RareSignature,
        Weight::Weak => Feature::CommonSignature,
    }
}

/// Whether the catalog lists several numbers with as many digits and the same first one: vendors
/// group their codes by it. HTTP statuses are too short to tell vendors apart.
fn is_of_listed_group(catalog: &Catalog, code: &str) -> bool {
    const MIN_DIGITS: usize = 4;
    const MIN_LISTED: usize = 3;
    let is_number = |code: &str| code.bytes().all(|byte| byte.is_ascii_digit());
    let is_of_group = |listed: &str| {
        listed.len() == code.len() && listed.get(..1) == code.get(..1) && is_number(listed)
    };
    code.len() >= MIN_DIGITS
        && is_number(code)
        && catalog.entries.iter().filter(|entry| is_of_group(entry.code)).take(MIN_LISTED).count()
            == MIN_LISTED
}

/// How specific a listed code is.
fn listed_code_feature(code: &str) -> Feature {
    if code.bytes().all(|byte| byte.is_ascii_digit()) {
        if code.len() > 3 { Feature::ListedNumber } else { Feature::ListedShort }
    } else if code.chars().count() >= LONG_WORD {
        Feature::ListedWord
    } else {
        Feature::ListedNumber
    }
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

/// Evidence that is based on running text.
pub fn in_text(
    kind: EvidenceKind,
    span: &Range<usize>,
    reason: Reason,
    feature: Feature,
) -> Evidence {
    let (location, span) = (Location::Text, span.clone());
    Evidence { kind, location, span, reason, feature, strength: 1.0, bonus: None, weight: 0.0 }
}
