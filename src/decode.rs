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
mod embedded;
mod escape;
mod fields;
mod http;
mod judge;
mod layer;
mod markup;
mod messages;
mod relay;
mod repair;
mod sighting;
mod spot;
mod status;
mod stub;
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
pub use verdict::{Capture, Confidence, Evidence, Finding, HttpReading, Kind, Report, Verdict};

use crate::catalog::{Catalog, Catalogs, Entry, Format};
use messages::Messages;
use repair::Repairs;
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
    http: Option<HttpReading>,
    message: http::Message,
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
        let mut reading = self.read(stop, &text, vendor, &mut repairs)?;
        for (repair, relaid) in relay::readings(&text) {
            if reading.claims() > 1 && !repairs.doubtful() {
                break;
            }
            let mut further = Repairs::default();
            let other = self.read(stop, &relaid, vendor, &mut further)?;
            if other.claims() > reading.claims() {
                repairs.note(repair);
                repairs.extend(&further);
                reading = other;
            }
        }
        let Reading { findings, http, message } = reading;
        let (verdict, findings, alternatives) = judge::judge(findings);
        let layer = match verdict {
            Verdict::NotRecognised => layer::layer(text.as_str(), &message),
            _ => None,
        };
        let status = http.as_ref().map(|http| http.status);
        let advice = advice::advice(&advice::Facts {
            catalogs: &self.catalogs,
            verdict,
            findings: &findings,
            status,
            layer,
            message: &message,
        });
        let stub = findings.iter().find_map(|finding| stub::stub(finding, status));
        let (layer, repairs) = (layer.map(str::to_owned), repairs.sentences());
        Some(Report { verdict, findings, alternatives, http, layer, repairs, advice, stub })
    }

    /// Everything that can be found in a text, weighed.
    fn read(
        &self,
        stop: Stop<'_>,
        text: &Text<'_>,
        vendor: Option<&'static Catalog>,
        repairs: &mut Repairs,
    ) -> Option<Reading> {
        let plain = escape::unescaped(text);
        let plain = plain.as_ref().unwrap_or(text);
        let mut spots = self.spotter.spot(plain);
        let message = http::Message::read(text, |name| self.wants_header(name));
        spots.add_headers(&self.catalogs, &message);

        let (mut sightings, other_body) = self.in_objects(stop, text, plain, repairs)?;
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
        let http = self.http_reading(plain, &message, &sightings, &spots.signs);
        let status = http.as_ref().map(|http| (http.status, http.span.clone()));
        let around = Surroundings {
            other_host: status
                .as_ref()
                .and_then(|(_, span)| surroundings::nearer_host(plain, span, &spots.signs)),
            signs: spots.signs,
            status,
            forced: vendor,
            other_body,
        };
        // A code in a header details the status, which the vendor may list too.
        sightings.extend(surroundings::vendors_by_status(&around, Kind::Header));
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
        go_on(stop, Reading { findings, http, message })
    }

    /// The sightings of all objects in the text, of whatever notation; and the first object that
    /// tells an error in no form of any vendor.
    fn in_objects(
        &self,
        stop: Stop<'_>,
        text: &Text<'_>,
        plain: &Text<'_>,
        repairs: &mut Repairs,
    ) -> Option<(Vec<Sighting>, Option<Range<usize>>)> {
        let mut sightings = Vec::new();
        let mut other = None;
        let mut visit = |text: &Text<'_>, node: &Node<'_>| {
            let before = sightings.len();
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
        let mut sightings = surroundings::vendors_by_status(around, Kind::Host);
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
        let meanings: Vec<Meaning<'_>> = self.meanings(sighting).collect();
        if meanings.is_empty() {
            return vec![weigh::weigh(sighting, None, &|| None, around)];
        }
        let swapped = || self.by_message(sighting);
        let weigh = |meaning| weigh::weigh(sighting, Some(meaning), &swapped, around);
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
                (_, Some(code), _) => listed && entry.answers_to(&code.text),
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

    fn http_reading(
        &self,
        text: &Text<'_>,
        message: &http::Message,
        sightings: &[Sighting],
        signs: &[Sign],
    ) -> Option<HttpReading> {
        let told = || {
            sightings.iter().find_map(|sighting| {
                let json =
                    sighting.signature().is_some_and(|it| matches!(it.format, Format::Json(_)));
                Some((if json { "body" } else { "text" }, sighting.status.clone()?))
            })
        };
        let hosts = signs.iter().filter(|sign| sign.kind == Kind::Host);
        let hosts: Vec<_> = hosts.map(|sign| &sign.span).collect();
        let (from, (status, span)) = (message.status.clone().map(|status| ("status line", status)))
            .or_else(told)
            .or_else(|| status::in_text(text, &self.catalogs).map(|status| ("text", status)))
            .or_else(|| status::beside(text, &hosts).map(|status| ("text", status)))?;
        Some(HttpReading { status, reason: self.catalogs.reason(status), from, span })
    }
}

/// What was found, unless it is no longer wanted.
fn go_on<T>(stop: Stop<'_>, found: T) -> Option<T> {
    (!stop()).then_some(found)
}
