//! The shapes of the JSON output. They are a contract: keys are added, never changed or dropped,
//! and are in the order in which they are declared here.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::catalog::{self, Basis, Catalogs, EntryKind, EntryRef, Origin, Retry};
use crate::decode::{self, Confidence, Verdict};

#[derive(Serialize)]
pub struct Entry {
    vendor: &'static str,
    section: &'static str,
    code: &'static str,
    aliases: &'static [&'static str],
    kind: EntryKind,
    names: &'static [&'static str],
    messages: &'static [&'static str],
    category: Option<&'static str>,
    http: Option<Http>,
    description: Option<&'static str>,
    action: Option<&'static str>,
    retry: Retry,
    endpoints: Vec<Endpoint>,
    origin: Origin,
    note: Option<&'static str>,
    source: Source,
}

#[derive(Serialize)]
pub struct Scored {
    #[serde(flatten)]
    pub entry: Entry,
    pub score: f64,
}

#[derive(Serialize)]
struct Http {
    status: u16,
    reason: Option<&'static str>,
    basis: Basis,
}

#[derive(Serialize)]
struct Endpoint {
    methods: &'static [&'static str],
    path: &'static str,
}

#[derive(Serialize)]
struct Source {
    title: &'static str,
    url: &'static str,
    captured: &'static str,
}

#[derive(Serialize)]
pub struct Overview {
    id: &'static str,
    name: &'static str,
    aliases: &'static [&'static str],
    entries: usize,
    exhaustive: bool,
    note: Option<&'static str>,
    source: Source,
}

#[derive(Serialize)]
pub struct Export {
    pub schema: u32,
    pub catalogs: Vec<Whole>,
}

#[derive(Serialize)]
pub struct Whole {
    id: &'static str,
    name: &'static str,
    source: Source,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
pub struct Report<'a> {
    verdict: Verdict,
    findings: Vec<Finding<'a>>,
    alternatives: Vec<Finding<'a>>,
    http: Option<HttpStatus>,
    intermediary: Option<&'static str>,
    repairs: &'a [decode::Repair],
    advice: Option<String>,
    draft_entry: Option<String>,
}

#[derive(Serialize)]
struct Finding<'a> {
    vendor: &'static str,
    code: Option<&'a str>,
    confidence: Confidence,
    score: f64,
    entry: Option<Entry>,
    message: Option<&'a str>,
    template: Option<&'static str>,
    details: Vec<&'a str>,
    captures: BTreeMap<&'a str, &'a str>,
    span: [usize; 2],
    http: Option<HttpStatus>,
    advice: Option<String>,
    evidence: Vec<Evidence>,
}

#[derive(Serialize)]
struct Evidence {
    kind: decode::EvidenceKind,
    location: String,
    span: [usize; 2],
    reason: String,
}

#[derive(Serialize)]
struct HttpStatus {
    status: u16,
    reason: Option<&'static str>,
    from: &'static str,
}

pub fn entries(catalogs: &Catalogs, entries: impl IntoIterator<Item = EntryRef>) -> Vec<Entry> {
    entries.into_iter().map(|entry| Entry::new(catalogs, entry)).collect()
}

impl Entry {
    pub fn new(catalogs: &Catalogs, entry: EntryRef) -> Self {
        let catalog::Entry {
            section,
            code,
            aliases,
            kind,
            names,
            category,
            messages,
            http,
            description,
            action,
            retry,
            endpoints,
            origin,
            note,
        } = *entry.entry;
        Self {
            vendor: entry.catalog.id,
            section,
            code,
            aliases,
            kind,
            names,
            messages,
            category,
            http: http.map(|http| Http {
                status: http.status,
                reason: catalogs.reason(http.status),
                basis: http.basis,
            }),
            description,
            action,
            retry,
            endpoints: endpoints
                .iter()
                .map(|&catalog::Endpoint { methods, path }| Endpoint { methods, path })
                .collect(),
            origin,
            note,
            source: entry.catalog.source.into(),
        }
    }
}

impl From<&decode::HttpStatus> for HttpStatus {
    fn from(http: &decode::HttpStatus) -> Self {
        Self { status: http.status, reason: http.reason, from: http.from }
    }
}

impl From<catalog::Source> for Source {
    fn from(source: catalog::Source) -> Self {
        Self { title: source.title, url: source.url, captured: source.captured }
    }
}

impl Overview {
    pub fn new(catalog: &'static catalog::Catalog) -> Self {
        Self {
            id: catalog.id,
            name: catalog.name,
            aliases: catalog.aliases,
            entries: catalog.entries.len(),
            exhaustive: catalog.source.exhaustive,
            note: catalog.source.note,
            source: catalog.source.into(),
        }
    }
}

impl Whole {
    pub fn new(catalogs: &Catalogs, catalog: &'static catalog::Catalog) -> Self {
        Self {
            id: catalog.id,
            name: catalog.name,
            source: catalog.source.into(),
            entries: entries(catalogs, catalog.entry_refs()),
        }
    }
}

impl<'a> Report<'a> {
    pub fn new(catalogs: &Catalogs, report: &'a decode::Report) -> Self {
        let findings = |findings: &'a [decode::Finding]| {
            findings.iter().map(|finding| Finding::new(catalogs, finding)).collect()
        };
        Self {
            verdict: report.verdict,
            findings: findings(&report.findings),
            alternatives: findings(&report.alternatives),
            http: report.http.as_ref().map(HttpStatus::from),
            intermediary: report.intermediary.map(decode::Intermediary::name),
            repairs: &report.repairs,
            advice: report.advice.as_ref().map(decode::Advice::to_string),
            draft_entry: report.draft_entry.as_ref().map(decode::DraftEntry::to_string),
        }
    }
}

impl<'a> Finding<'a> {
    fn new(catalogs: &Catalogs, finding: &'a decode::Finding) -> Self {
        let evidence = |evidence: &decode::Evidence| Evidence {
            kind: evidence.kind,
            location: evidence.location.to_string(),
            span: span(&evidence.span),
            reason: evidence.reason.to_string(),
        };
        Self {
            vendor: finding.catalog.id,
            code: finding.code.as_deref(),
            confidence: finding.confidence,
            score: finding.score,
            entry: finding.entry_ref().map(|entry| Entry::new(catalogs, entry)),
            message: finding.message.as_deref(),
            template: finding.template_text(),
            details: finding.details.iter().map(|detail| detail.text.as_str()).collect(),
            captures: (finding.captures.iter())
                .map(|capture| (capture.name.as_str(), capture.value.as_str()))
                .collect(),
            span: span(&finding.span),
            http: finding.http.as_ref().map(HttpStatus::from),
            advice: finding.advice.as_ref().map(decode::Advice::to_string),
            evidence: finding.evidence.iter().map(evidence).collect(),
        }
    }
}

fn span(range: &Range<usize>) -> [usize; 2] {
    [range.start, range.end]
}
