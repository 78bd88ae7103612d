//! One paste in, a verdict out. Pure: the decoder is built from the catalogs and then only reads.
//!
//! ```text
//!   bytes ─ clean ─ text ─┬─ embedded, markup   objects of whatever notation ─┐
//!             (relay)     ├─ spot               headers, what clients print ──┼─ sightings
//!                         └─ spot, http         hosts, status ─ surroundings  │      │
//!                                                                  └───────── weigh ─┤
//!                                                       findings ─ judge, advice ─ report
//! ```
//!
//! When the text as it is says too little, `relay` lays it out anew and it is read again.

mod advice;
mod clean;
mod draft_entry;
mod embedded;
mod escape;
mod fields;
mod http;
mod intermediary;
mod judge;
mod markup;
mod messages;
mod relay;
mod repair;
mod responses;
mod sighting;
mod spot;
mod status;
mod surroundings;
mod template;
mod text;
mod value;
mod verdict;
mod weigh;
mod weights;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

pub use fields::{Field, fields};
pub use verdict::{
    Capture, Confidence, Detail, Evidence, EvidenceKind, Finding, HttpStatus, Intermediary, Report,
    Verdict,
};

use crate::catalog::{Catalog, Catalogs, Entry, Format};
use messages::Messages;
use repair::Repairs;
use responses::Responses;
use sighting::{By, Sighting};
use spot::Spotter;
use surroundings::{Sign, Surroundings};
use template::{Reduced, Template};
use text::Text;
use value::Node;
use weigh::Meaning;

/// Says whether a report is no longer wanted.
pub type Stop<'s> = &'s dyn Fn() -> bool;

/// Recognises vendors' errors in pasted text.
#[derive(Debug)]
pub struct Decoder {
    catalogs: Catalogs,
    spotter: Spotter,
    messages: Messages,
    /// The templates of every entry, by catalog id and position.
    templates: HashMap<&'static str, Vec<Vec<Template>>>,
}

/// One way to read a paste, and what it came to.
struct Reading {
    findings: Vec<Finding>,
    http: Option<HttpStatus>,
    responses: Responses,
    /// Whether all that was sighted is one error.
    alone: bool,
}

impl Reading {
    /// How many listed codes are claimed, or anything at all.
    fn claims(&self) -> usize {
        let claims = || self.findings.iter().filter(|finding| finding.is_claim());
        claims().filter(|claim| claim.entry.is_some()).count() * 2 + claims().count().min(1)
    }
}

impl Decoder {
    /// A decoder over these catalogs. Building it takes about a millisecond.
    #[must_use]
    pub fn new(catalogs: &Catalogs) -> Self {
        let templates =
            |entry: &Entry| entry.messages.iter().map(|message| Template::new(message)).collect();
        let templates: HashMap<_, Vec<Vec<Template>>> = catalogs
            .iter()
            .map(|catalog| (catalog.id, catalog.entries.iter().map(templates).collect()))
            .collect();
        Self {
            spotter: Spotter::new(catalogs),
            messages: Messages::new(catalogs),
            templates,
            catalogs: catalogs.clone(),
        }
    }

    /// Identifies the errors in `input`, which may be of any encoding. With `vendor`, the paste is
    /// read as that vendor's. The same input always gives the same report.
    #[must_use]
    pub fn decode(&self, input: &[u8], vendor: Option<&'static Catalog>) -> Report {
        self.decode_unless(&|| false, input, vendor).unwrap_or_default() // never stopped
    }

    /// The same. None when `stop` says that the report is no longer wanted; it is asked often, and
    /// must be quick to answer.
    #[must_use]
    pub fn decode_unless(
        &self,
        stop: Stop<'_>,
        input: &[u8],
        vendor: Option<&'static Catalog>,
    ) -> Option<Report> {
        let mut repairs = Repairs::default();
        let text = clean::clean(input, &mut repairs);
        let mut reading = self.read(stop, input, &text, vendor, &mut repairs)?;
        for (repair, relaid) in relay::readings(&text) {
            if reading.claims() > 1 && !repairs.doubtful() {
                break;
            }
            let mut further = Repairs::default();
            let other = self.read(stop, input, &relaid, vendor, &mut further)?;
            if other.claims() > reading.claims() {
                repairs.note(repair);
                repairs.extend(&further);
                reading = other;
            }
        }
        let Reading { findings, http, responses, alone } = reading;
        let (verdict, mut findings, alternatives) = judge::judge(findings);
        let last = responses.messages.last();
        let intermediary = match verdict {
            Verdict::NotRecognised => {
                last.and_then(|last| intermediary::intermediary(text.as_str(), last))
            }
            _ => None,
        };
        let apart = (verdict == Verdict::Ambiguous).then(|| advice::apart(&findings).to_owned());
        for finding in &mut findings {
            let one = || last.filter(|_| alone && responses.messages.len() == 1);
            let message = responses.message(&finding.span).or_else(one);
            let advice = || advice::on_finding(&self.catalogs, finding, message);
            finding.advice = apart.clone().or_else(advice);
        }
        let foremost = findings
            .iter()
            .find(|finding| finding.entry.is_some())
            .or_else(|| findings.iter().find(|finding| finding.code.is_some()))
            .or_else(|| findings.first());
        let advice = match verdict {
            Verdict::NotRecognised => {
                advice::on_status(&self.catalogs, http.as_ref(), intermediary, last)
            }
            _ => foremost.and_then(|foremost| foremost.advice.clone()),
        };
        let http = foremost.map_or(http, |foremost| foremost.http.clone());
        let draft_entry = findings.iter().find_map(draft_entry::draft_entry);
        let repairs = repairs.sentences();
        Some(Report {
            verdict,
            findings,
            alternatives,
            http,
            intermediary,
            repairs,
            advice,
            draft_entry,
        })
    }

    /// Everything that can be found in a text, weighed.
    fn read(
        &self,
        stop: Stop<'_>,
        input: &[u8],
        text: &Text<'_>,
        vendor: Option<&'static Catalog>,
        repairs: &mut Repairs,
    ) -> Option<Reading> {
        let plain = escape::unescaped(text);
        let plain = plain.as_ref().unwrap_or(text);
        let mut spots = self.spotter.spot(plain);
        let mut responses = Responses {
            messages: http::Message::read(text, |name| self.wants_header(name)),
            statuses: status::in_text(plain, &self.catalogs),
            bodies: Vec::new(),
        };
        responses.messages.iter().for_each(|message| spots.add_headers(&self.catalogs, message));

        let mut add_body = |span| responses.add_body(span, input);
        let (mut sightings, other_body) =
            self.in_objects(stop, text, plain, &mut add_body, repairs)?;
        sightings.append(&mut spots.headers);
        for line in &spots.lines {
            sightings.extend(go_on(stop, line.sightings(plain))?);
        }
        if let Some(vendor) = vendor {
            sightings.retain(|sighting| sighting.catalog == vendor);
        }
        // A log repeats itself; the first of each is enough.
        let mut seen = HashSet::new();
        sightings.retain(|sighting| seen.insert(sighting.gist()));
        sighting::keep_best_forms(&mut sightings);
        let http = self.http_status(plain, &responses, &sightings, &spots.signs);
        let around = Surroundings {
            other_host: http
                .as_ref()
                .and_then(|http| surroundings::nearer_host(plain, &http.span, &spots.signs)),
            signs: spots.signs,
            http,
            alone: responses.are_one(&sightings),
            responses,
            forced: vendor,
            other_body,
        };
        // A code in a header details the status, which the vendor may list too.
        sightings.extend(surroundings::vendors_by_status(&around, EvidenceKind::Header));
        let weigh = |sightings: &[Sighting]| -> Option<Vec<Finding>> {
            let mut findings = Vec::new();
            for sighting in sightings {
                findings.extend(go_on(stop, self.findings(sighting, &around))?);
            }
            Some(findings)
        };
        let mut findings = weigh(&sightings)?;
        judge::keep_company(&mut findings);
        if !findings.iter().any(Finding::is_claim) {
            findings.extend(weigh(&self.weaker_sightings(plain, &around, vendor))?);
        }
        let Surroundings { http, responses, alone, .. } = around;
        go_on(stop, Reading { findings, http, responses, alone })
    }

    /// The sightings of all objects in the text, of whatever notation; and the first object that
    /// tells an error in no form of any vendor. `add_body` gets the place of each object.
    fn in_objects(
        &self,
        stop: Stop<'_>,
        text: &Text<'_>,
        plain: &Text<'_>,
        add_body: &mut dyn FnMut(Range<usize>),
        repairs: &mut Repairs,
    ) -> Option<(Vec<Sighting>, Option<Range<usize>>)> {
        let mut sightings = Vec::new();
        let mut other = None;
        let mut visit = |text: &Text<'_>, node: &Node<'_>| {
            let before = sightings.len();
            add_body(text.in_input(&node.span));
            sightings.extend(sighting::in_object(&self.catalogs, text, node));
            if sightings.len() == before && other.is_none() && sighting::tells_error(node) {
                other = Some(text.in_input(&node.span));
            }
        };
        embedded::objects(stop, text, repairs, &mut visit);
        go_on(stop, ())?;
        if sightings.is_empty() {
            for root in
                markup::elements(plain.as_str()).iter().chain(&markup::pairs(plain.as_str()))
            {
                root.walk(&mut |node| {
                    sightings.extend(sighting::in_object(&self.catalogs, plain, node));
                });
            }
        }
        let other = other.filter(|_| sightings.is_empty());
        Some((sightings, other))
    }

    /// Sightings that are looked for only when nothing better was found: a host with a status, a
    /// message without a code, a code alone.
    fn weaker_sightings(
        &self,
        text: &Text<'_>,
        around: &Surroundings,
        vendor: Option<&'static Catalog>,
    ) -> Vec<Sighting> {
        let mut sightings = surroundings::vendors_by_status(around, EvidenceKind::Host);
        sightings.extend(
            self.messages.sightings(text, |catalog, entry| self.templates_of(catalog, entry)),
        );
        sightings.extend(messages::code_alone(&self.catalogs, text));
        if let Some(vendor) = vendor {
            sightings.retain(|sighting| sighting.catalog == vendor);
        }
        sightings
    }

    /// One finding for each entry that a sighting may mean, or one without an entry.
    fn findings(&self, sighting: &Sighting, around: &Surroundings) -> Vec<Finding> {
        let http = self.http_of(sighting, around);
        let meanings: Vec<Meaning<'_>> = self.meanings(sighting).collect();
        if meanings.is_empty() {
            return vec![weigh::weigh(sighting, None, &|| None, http, around)];
        }
        let swapped = || self.by_message(sighting);
        let weigh = |meaning| weigh::weigh(sighting, Some(meaning), &swapped, http.clone(), around);
        meanings.iter().map(weigh).collect()
    }

    /// The first entry of the vendor that has the sighting's message.
    fn by_message(&self, sighting: &Sighting) -> Option<&'static Entry> {
        let message = Reduced::new(&sighting.message.as_ref()?.text);
        let has = |index| {
            self.templates_of(sighting.catalog, index).iter().any(|template| template.is(&message))
        };
        let mut entries = sighting.catalog.entries.iter().enumerate();
        entries.find(|(index, _)| has(*index)).map(|(_, entry)| entry)
    }

    /// The entries that a sighting may mean: by its code; without one, by its message.
    fn meanings<'a>(&'a self, sighting: &'a Sighting) -> impl Iterator<Item = Meaning<'a>> {
        let catalog = sighting.catalog;
        let sections = sighting.signature().map_or(&[][..], |signature| signature.sections);
        let message = (sighting.message.as_ref())
            .filter(|_| sighting.code.is_none())
            .map(|message| Reduced::new(&message.text));
        let entries = catalog.entries.iter().enumerate().filter(move |(index, entry)| {
            let listed = sections.is_empty() || sections.contains(&entry.section);
            match (sighting.by, &sighting.code, &message) {
                (By::Message(meant), ..) => meant == *index,
                (_, Some(code), _) => listed && entry.matches(&code.text),
                (_, None, Some(message)) => {
                    listed
                        && self
                            .templates_of(catalog, *index)
                            .iter()
                            .any(|template| template.is(message))
                }
                (_, None, None) => false,
            }
        });
        entries.map(move |(index, entry)| Meaning {
            entry,
            templates: self.templates_of(catalog, index),
        })
    }

    fn templates_of(&self, catalog: &Catalog, entry: usize) -> &[Template] {
        self.templates
            .get(catalog.id)
            .and_then(|entries| entries.get(entry))
            .map_or(&[], Vec::as_slice)
    }

    fn wants_header(&self, name: &str) -> bool {
        advice::WAIT_HEADERS.contains(&name)
            || matches!(name, "server" | "content-length")
            || self.catalogs.iter().any(|catalog| catalog.hints.headers.contains(&name))
    }

    /// The HTTP status of a paste that is one response.
    fn http_status(
        &self,
        text: &Text<'_>,
        responses: &Responses,
        sightings: &[Sighting],
        signs: &[Sign],
    ) -> Option<HttpStatus> {
        let hosts = signs.iter().filter(|sign| sign.kind == EvidenceKind::Host);
        let hosts: Vec<_> = hosts.map(|sign| &sign.span).collect();
        // The last status line is the final answer behind redirects and `100 Continue`.
        let last = responses.messages.last();
        last.and_then(|message| self.status_line(message))
            .or_else(|| sightings.iter().find_map(|sighting| self.status_told(sighting)))
            .or_else(|| responses.statuses.first().map(|seen| self.status_seen(seen)))
            .or_else(|| status::beside(text, &hosts).map(|seen| self.status_seen(&seen)))
    }

    /// The HTTP status of the response that a sighting stands in.
    fn http_of(&self, sighting: &Sighting, around: &Surroundings) -> Option<HttpStatus> {
        let responses = &around.responses;
        (responses.message(&sighting.span).and_then(|message| self.status_line(message)))
            .or_else(|| around.http.clone().filter(|_| sighting.by == By::Status))
            .or_else(|| self.status_told(sighting))
            .or_else(|| responses.status(&sighting.span).map(|seen| self.status_seen(seen)))
            .or_else(|| around.http.clone().filter(|_| around.alone))
    }

    fn status_line(&self, message: &http::Message) -> Option<HttpStatus> {
        let (status, span) = message.status.clone()?;
        Some(self.reading("status line", status, span))
    }

    fn status_told(&self, sighting: &Sighting) -> Option<HttpStatus> {
        let (status, span) = sighting.status.clone()?;
        let json = sighting.signature().is_some_and(|it| matches!(it.format, Format::Json(_)));
        Some(self.reading(if json { "body" } else { "text" }, status, span))
    }

    fn status_seen(&self, seen: &status::Seen) -> HttpStatus {
        self.reading("text", seen.status, seen.span.clone())
    }

    fn reading(&self, from: &'static str, status: u16, span: Range<usize>) -> HttpStatus {
        HttpStatus { status, reason: self.catalogs.reason(status), from, span }
    }
}

/// What was found, unless it is no longer wanted.
fn go_on<T>(stop: Stop<'_>, found: T) -> Option<T> {
    (!stop()).then_some(found)
}
