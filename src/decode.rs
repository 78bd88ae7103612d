//! One paste in, a verdict out. Pure: the decoder is built from the catalogs and then only reads.
//!
//! ```text
//!   bytes ─ clean ─ text ─┬─ embedded, value   objects of whatever dialect ─┐
//!                         ├─ http              status line, headers ────────┼─ sightings
//!                         ├─ line patterns     what clients print ──────────┘     │
//!                         └─ signs             hosts, markers ── surroundings     │
//!                                                                  └─── weigh ────┤
//!                                                                    findings ─ judge ─ report
//! ```

mod advice;
mod clean;
mod embedded;
mod http;
mod judge;
mod layer;
mod sighting;
mod spot;
mod template;
mod text;
mod value;
mod verdict;
mod weigh;

use std::collections::HashMap;

pub use verdict::{Capture, Confidence, Evidence, Finding, HttpReading, Kind, Report, Verdict};

use crate::catalog::{Catalog, Catalogs, Entry, Format};
use sighting::{By, Sighting};
use spot::Spotter;
use template::{Reduced, Template};
use text::Text;
use weigh::{Meaning, Surroundings};

/// Recognises vendors' errors in pasted text.
#[derive(Debug)]
pub struct Decoder {
    catalogs: Catalogs,
    spotter: Spotter,
    /// The templates of every entry, by catalog id and position.
    templates: HashMap<&'static str, Vec<Vec<Template>>>,
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
        Self { spotter: Spotter::new(catalogs), templates, catalogs: catalogs.clone() }
    }

    /// Identifies the errors in `input`, which may be of any encoding. With `vendor`, the paste is
    /// read as that vendor's. The same input always gives the same report.
    #[must_use]
    pub fn decode(&self, input: &[u8], vendor: Option<&'static Catalog>) -> Report {
        let mut repairs = Vec::new();
        let text = clean::clean(input, &mut repairs);
        let plain = embedded::unescaped(&text);
        let plain = plain.as_ref().unwrap_or(&text);
        let mut spots = self.spotter.spot(plain);
        let message = http::Message::read(&text, |name| self.wants_header(name));
        spots.add_headers(&self.catalogs, &message);

        let (mut sightings, met) = self.structured(&text);
        sightings.extend(sighting::in_headers(&self.catalogs, &message));
        for line in &spots.lines {
            sightings.extend(line.sightings(plain));
        }
        if let Some(vendor) = vendor {
            sightings.retain(|sighting| sighting.catalog == vendor);
        }
        let http = self.http_reading(&text, &message, &sightings);
        let around = Surroundings {
            signs: spots.signs,
            status: http.as_ref().map(|http| (http.status, http.span.clone())),
            forced: vendor,
        };

        // A code in a header details the status, which the vendor may list too.
        sightings.extend(spot::vendors_by_status(&around, Kind::Header));
        let mut findings: Vec<Finding> =
            sightings.iter().flat_map(|sighting| self.findings(sighting, &around)).collect();
        judge::keep_company(&mut findings);
        if !findings.iter().any(Finding::is_claim) {
            let weaker = self.weaker_sightings(plain, &around, vendor);
            findings.extend(weaker.iter().flat_map(|sighting| self.findings(sighting, &around)));
        }
        let (verdict, findings, alternatives) = judge::judge(findings);
        let layer = if verdict == Verdict::NotRecognised {
            layer::layer(text.as_str(), &message)
        } else {
            None
        };
        met.describe(&mut repairs, !findings.is_empty());
        let advice = advice::advice(&advice::Facts {
            catalogs: &self.catalogs,
            verdict,
            findings: &findings,
            status: http.as_ref().map(|http| http.status),
            layer,
            message: &message,
        });
        Report {
            verdict,
            findings,
            alternatives,
            http,
            layer: layer.map(str::to_owned),
            repairs,
            advice,
        }
    }

    /// The sightings of all objects in the text.
    fn structured(&self, text: &Text<'_>) -> (Vec<Sighting>, embedded::Met) {
        let mut sightings = Vec::new();
        let mut met = embedded::Met::default();
        embedded::objects(text, &mut met, &mut |text, node, cut| {
            sightings.extend(sighting::in_object(&self.catalogs, text, node, cut));
        });
        (sightings, met)
    }

    /// Sightings that are looked for only when nothing better was found: a host with a status, a
    /// message without a code, a code alone.
    fn weaker_sightings(
        &self,
        text: &Text<'_>,
        around: &Surroundings,
        vendor: Option<&'static Catalog>,
    ) -> Vec<Sighting> {
        let mut sightings = spot::vendors_by_status(around, Kind::Host);
        sightings.extend(
            self.spotter.messages(text, |catalog, entry| self.templates_of(catalog, entry)),
        );
        sightings.extend(spot::code_alone(&self.catalogs, text));
        if let Some(vendor) = vendor {
            sightings.retain(|sighting| sighting.catalog == vendor);
        }
        sightings
    }

    /// One finding for each entry that a sighting may mean, or one without an entry.
    fn findings(&self, sighting: &Sighting, around: &Surroundings) -> Vec<Finding> {
        let meanings: Vec<Meaning<'_>> = self.meanings(sighting).collect();
        let mut findings: Vec<Finding> =
            meanings.iter().map(|meaning| weigh::weigh(sighting, Some(meaning), around)).collect();
        if findings.is_empty() {
            findings.push(weigh::weigh(sighting, None, around));
        }
        findings
    }

    /// The entries that a sighting may mean: by its code; without one, by its message.
    fn meanings<'a>(&'a self, sighting: &'a Sighting) -> impl Iterator<Item = Meaning<'a>> {
        let catalog = sighting.catalog;
        let sections = sighting.signature().map_or(&[][..], |signature| signature.sections);
        let message = sighting.message.as_ref().map(|message| Reduced::new(&message.text));
        let entries = catalog.entries.iter().enumerate().filter(move |(index, entry)| {
            let listed = sections.is_empty() || sections.contains(&entry.section);
            match (sighting.by, &sighting.code, &message) {
                (By::Message(meant), ..) => meant == *index,
                (_, Some(code), _) => listed && answers_to(entry, &code.text),
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
            || self.catalogs.iter().any(|catalog| {
                catalog.hints.headers.contains(&name)
                    || (catalog.signatures.iter())
                        .any(|signature| matches!(signature.format, Format::Header { name: known } if known == name))
            })
    }

    fn http_reading(
        &self,
        text: &Text<'_>,
        message: &http::Message,
        sightings: &[Sighting],
    ) -> Option<HttpReading> {
        let body = || sightings.iter().find_map(|sighting| sighting.status.clone());
        let (from, (status, span)) = (message.status.clone().map(|status| ("status line", status)))
            .or_else(|| body().map(|status| ("body", status)))
            .or_else(|| {
                http::status_in_text(text, &self.catalogs).map(|status| ("text", status))
            })?;
        Some(HttpReading { status, reason: self.catalogs.reason(status), from, span })
    }
}

/// Whether a code as it stands in a paste means the entry: its code, an alias, or a name, in any
/// case; `BadRequest` is also the name `Bad Request`.
fn answers_to(entry: &Entry, code: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    entry.code.eq_ignore_ascii_case(code)
        || entry.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(code))
        || entry.is_named(code)
        || (code.starts_with(|c: char| c.is_alphabetic())
            && entry
                .names
                .iter()
                .any(|name| name.contains(' ') && letters(name).eq_ignore_ascii_case(code)))
}
