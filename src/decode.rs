//! One paste in, a report out. Pure: the decoder is built from the catalogs and then only reads.
//!
//! Each folder is one stage and imports only from those above it. The types of the report, which
//! the later stages share, are in `report`.
//!
//! ```text
//!   input/    bytes ── normalize ── text ──┬── unescape, decodings    mapped to its bytes
//!                                          │
//!   parse/    embedded + brackets, lines, markup    http, status
//!                  │ objects                           │ messages, statuses
//!   detect/   candidate + shape   scanner, phrases  segments, context, intermediary
//!                  │ candidates ───────┘               │ hints, what belongs together
//!   assess/   meaning ── score ── resolve ── advice ───┘
//!                          │ findings, verdict, next step
//!   report    ─────────────┘
//! ```
//!
//! When the text as it is gives too little, all its encodings are undone and it is analysed again.

mod assess;
mod cancel;
mod detect;
#[cfg(test)]
mod fit;
mod input;
mod parse;
mod report;
mod sample_test;

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::OnceLock;

pub use cancel::CancelToken;
pub use input::repair::Repair;
pub use parse::fields::{ScalarField, element_fields, fields};
pub(crate) use parse::record::time_at;
pub use report::{
    Advice, Capture, Cause, Confidence, Detail, DraftEntry, Evidence, EvidenceKind, Extent,
    Feature, Finding, HttpStatus, Intermediary, Location, Reason, Report, Until, Verdict, Wait,
};
pub use sample_test::{SampleFailure, SampleTest};

use crate::catalog::{Catalog, Catalogs};
use crate::text::head;
use assess::resolve::{corroborate, resolve};
use assess::score::score;
use assess::{advice, http_status};
use detect::candidate::{self, Candidate, Candidates};
use detect::context::{Context, closer_host, foreign_hosts, foreign_requests, vendors_by_status};
use detect::error_object::is_error_object;
use detect::intermediary::intermediary;
use detect::mention::{self, Mention};
use detect::messages::codes::{CodeWords, bare_code};
use detect::messages::phrases::PhraseFinder;
use detect::messages::template::Templates;
use detect::scanner::Scanner;
use detect::segments::Segments;
use input::decodings::{Wrapping, decoded};
use input::normalize::normalize;
use input::repair::Repairs;
use input::source_map::MappedText;
use input::unescape::unescaped;
use parse::http::HttpMessage;
use parse::record::{self, record_around};
use parse::{embedded, lines, markup, status};
use report::weights::Weights;

/// By how much a finding has to be better for another layout of the paste.
const BETTER_SCORE: f64 = 0.1;

/// The length from which a text is a log.
const MIN_LOG: usize = 400;

/// How much of a response is searched for its date.
const MAX_HEAD: usize = 2048;

/// Recognises vendors' errors in pasted text.
#[derive(Debug)]
pub struct Decoder {
    catalogs: Catalogs,
    templates: Templates,
    scanner: Scanner,
    weights: Weights,
    /// Built on first use: most pastes are recognised by their structure.
    phrases: OnceLock<PhraseFinder>,
    words: OnceLock<CodeWords>,
}

/// The decoding of one paste.
struct Decoding<'j> {
    decoder: &'j Decoder,
    input: &'j [u8],
    vendor: Option<&'static Catalog>,
    cancel: &'j CancelToken,
}

/// What was found in one layout of a paste.
struct Analysis {
    findings: Vec<Finding>,
    context: Context,
    repairs: Repairs,
}

impl Analysis {
    /// Ranks layouts: first by the listed errors that have the form of the vendor's, then by those
    /// that hints and messages show.
    fn rank(&self) -> (usize, usize, bool) {
        let claims = || self.findings.iter().filter(|finding| finding.is_claim());
        let is_formed = |claim: &&Finding| {
            let is_form = |it: &Evidence| it.kind == EvidenceKind::Signature && it.weight > 0.0;
            claim.evidence.iter().any(is_form)
        };
        let listed = || claims().filter(|claim| claim.entry.is_some());
        (listed().filter(is_formed).count(), listed().count(), claims().next().is_some())
    }

    /// Whether another layout of the paste would hardly show more.
    fn is_complete(&self) -> bool {
        self.rank().0 > 0 && !self.repairs.is_doubtful()
    }

    /// Whether its claims are more, or as many and its best finding clearly better.
    fn is_better_than(&self, other: &Self) -> bool {
        let best =
            |analysis: &Self| analysis.findings.iter().map(|it| it.score).fold(0.0, f64::max);
        match self.rank().cmp(&other.rank()) {
            Ordering::Equal => best(self) > best(other) + BETTER_SCORE,
            ordering => ordering == Ordering::Greater,
        }
    }
}

impl Decoder {
    /// A decoder over these catalogs. Building it takes about a tenth of a millisecond.
    #[must_use]
    pub fn new(catalogs: &Catalogs) -> Self {
        Self {
            templates: Templates::new(catalogs),
            scanner: Scanner::new(catalogs),
            weights: report::weights::WEIGHTS,
            phrases: OnceLock::new(),
            words: OnceLock::new(),
            catalogs: catalogs.clone(),
        }
    }

    /// The codes and names that are unusual words, for the prefilter of a scan: each can be claimed
    /// without anything else of its vendor.
    pub(crate) fn code_words(&self) -> impl Iterator<Item = &'static str> {
        self.words.get_or_init(|| CodeWords::new(&self.catalogs)).iter()
    }

    /// The messages that are found without a body, each with its code and the words that a text has to
    /// contain for it, in lower case and without their endings.
    pub(crate) fn messages(&self) -> Vec<(&'static str, &'static str, Vec<&str>)> {
        self.phrases.get_or_init(|| PhraseFinder::new(&self.catalogs)).messages()
    }

    /// Identifies the errors in `input`, which may have any encoding. With `vendor`, the paste is
    /// decoded as that vendor's. The same input always gives the same report.
    #[must_use]
    pub fn decode(&self, input: &[u8], vendor: Option<&'static Catalog>) -> Report {
        self.decode_cancellable(input, vendor, &CancelToken::default()).unwrap_or_default()
    }

    /// Like [`Self::decode`], but returns `None` if cancelled.
    #[must_use]
    pub fn decode_cancellable(
        &self,
        input: &[u8],
        vendor: Option<&'static Catalog>,
        cancel: &CancelToken,
    ) -> Option<Report> {
        let decoding = Decoding { decoder: self, input, vendor, cancel };
        let mut repairs = Repairs::default();
        let text = normalize(input, &mut repairs);
        let analysis = decoding.best_analysis(&text, &repairs)?;
        Some(self.report(&text, analysis))
    }

    /// The report on a paste, with the next steps.
    fn report(&self, text: &MappedText<'_>, analysis: Analysis) -> Report {
        let repairs = analysis.repairs.into_vec();
        let Context { segments, http, is_single_error, .. } = analysis.context;
        let mut report = Report { http, repairs, ..resolve(analysis.findings) };
        let last = segments.messages.last();
        let only = last.filter(|_| is_single_error && segments.messages.len() == 1);
        let several =
            (report.verdict == Verdict::Ambiguous).then(|| advice::for_ambiguous(&report.findings));
        for finding in report.findings.iter_mut().chain(&mut report.alternatives) {
            // What the finding rests on is shown even where it weighs nothing.
            finding.evidence.retain(|evidence| {
                evidence.weight != 0.0
                    || matches!(evidence.kind, EvidenceKind::Code | EvidenceKind::Signature)
            });
        }
        for finding in &mut report.findings {
            let message = segments.message(&finding.span).or(only);
            finding.time = time_of(text, finding, message);
            finding.advice =
                several.clone().or_else(|| advice::for_finding(&self.catalogs, finding, message));
        }
        report.draft_entry = report.findings.iter().find_map(DraftEntry::new);
        if matches!(report.verdict, Verdict::NotRecognised | Verdict::Possible) {
            // Without a claim, report on the response as a whole.
            report.intermediary = last.and_then(|last| intermediary(text.as_str(), last));
            let (http, intermediary) = (report.http.as_ref(), report.intermediary);
            report.advice = advice::for_status(&self.catalogs, http, intermediary, last)
                .or_else(|| report.findings.first()?.advice.clone());
        } else if let Some(Finding { http, advice, .. }) = foremost(&report.findings) {
            report.http.clone_from(http);
            report.advice.clone_from(advice);
        }
        report
    }
}

impl Decoding<'_> {
    /// The analysis of the layout that shows most.
    fn best_analysis(&self, text: &MappedText<'_>, repairs: &Repairs) -> Option<Analysis> {
        let mut best = self.analyse(text, repairs.clone())?;
        for wrapping in Wrapping::ALL {
            if best.is_complete() {
                break;
            }
            let mut repairs = repairs.clone();
            let Some(decoded) = decoded(text, wrapping, &mut repairs) else { continue };
            if best.findings.is_empty() && is_plain_log(&decoded, &repairs) {
                continue;
            }
            let other = self.analyse(&decoded, repairs)?;
            if other.is_better_than(&best) {
                best = other;
            }
        }
        Some(best)
    }

    /// Finds and scores everything in a text that needed these repairs.
    fn analyse(&self, text: &MappedText<'_>, mut repairs: Repairs) -> Option<Analysis> {
        let catalogs = &self.decoder.catalogs;
        let unescaped = unescaped(text);
        let plain = unescaped.as_ref().unwrap_or(text);
        let mut segments = Segments {
            messages: HttpMessage::parse(text, |name| is_wanted_header(catalogs, name)),
            statuses: status::in_text(plain, catalogs),
            ..Segments::default()
        };
        let is_requested = |candidate: &Candidate| self.is_requested(candidate);
        let mut scan = self.decoder.scanner.scan(plain);
        scan.add_headers(catalogs, &segments.messages);
        let (mut candidates, other_body) =
            self.find_objects(text, plain, &mut segments, &mut repairs)?;
        segments.drop_statuses_of_data();
        candidates.extend(scan.headers.drain(..).filter(is_requested));
        for line in &scan.lines {
            let found = self.cancel.unless_cancelled(line.candidates(plain))?;
            candidates.extend(found.into_iter().filter(is_requested));
        }
        let mut candidates = candidates.into_vec();
        candidate::keep_best_signatures(&mut candidates);
        mention::add_signs(&mut candidates, plain, &segments);

        let (hints, mentions) = (scan.hints, scan.mentions);
        let http = http_status::of_paste(plain, &segments, &candidates, &hints);
        let foreign_hosts = foreign_hosts(plain, &hints);
        let context = Context {
            closer_host: http
                .as_ref()
                .and_then(|http| closer_host(&foreign_hosts, &http.span, &hints)),
            foreign_hosts,
            foreign_requests: foreign_requests(plain, &hints),
            is_single_error: segments.is_single_error(&candidates),
            requested: self.vendor,
            hints,
            http,
            segments,
            other_body,
        };
        // A code in a header details the status, which the vendor may list too.
        candidates.extend(vendors_by_status(plain, &context, EvidenceKind::Header));
        let mut findings = self.score_all(&candidates, &context)?;
        corroborate(&mut findings, self.decoder.weights);
        if !findings.iter().any(Finding::is_claim) {
            let weaker = self.weaker_candidates(plain, &context, &mentions);
            findings.extend(self.score_all(&weaker, &context)?);
        }
        let further = mention::further_codes(plain, &findings, &context.segments);
        if !further.is_empty() {
            findings.extend(self.score_all(&further, &context)?);
            corroborate(&mut findings, self.decoder.weights);
        }
        self.cancel.unless_cancelled(Analysis { findings, context, repairs })
    }

    /// The candidates of all objects in any notation, and without any, the first error object. The
    /// spans of the objects are added to `segments`.
    fn find_objects(
        &self,
        text: &MappedText<'_>,
        plain: &MappedText<'_>,
        segments: &mut Segments,
        repairs: &mut Repairs,
    ) -> Option<(Candidates, Option<Range<usize>>)> {
        let catalogs = &self.decoder.catalogs;
        let (mut candidates, mut other_body) = (Candidates::default(), None);
        let is_requested = |candidate: &Candidate| self.is_requested(candidate);
        embedded::visit_objects(self.cancel, text, repairs, &mut |text, node| {
            let span = text.input_span(&node.span);
            if node.is_object() {
                segments.add_body(node, span.clone(), self.input);
            }
            candidates.extend(candidate::in_object(catalogs, text, node).filter(is_requested));
            if other_body.is_none() && is_error_object(node) {
                other_body = Some(span);
            }
        });
        self.cancel.unless_cancelled(())?;
        if candidates.is_empty() {
            let (elements, lines) =
                (markup::elements(plain.as_str()), lines::objects(plain.as_str()));
            for root in elements.iter().chain(&lines) {
                root.visit_objects(&mut |node| {
                    candidates
                        .extend(candidate::in_object(catalogs, plain, node).filter(is_requested));
                });
            }
        }
        let other_body = other_body.filter(|_| candidates.is_empty());
        Some((candidates, other_body))
    }

    /// Candidates for a paste without a claim: a host with a status, a message without structure, a
    /// code alone.
    fn weaker_candidates(
        &self,
        text: &MappedText<'_>,
        context: &Context,
        mentions: &[Mention],
    ) -> Vec<Candidate> {
        let Decoder { catalogs, templates, phrases, words, .. } = self.decoder;
        let phrases = phrases.get_or_init(|| PhraseFinder::new(catalogs));
        let mut candidates = vendors_by_status(text, context, EvidenceKind::Host);
        candidates.extend(mention::candidates(text, mentions, &context.segments));
        candidates.extend(phrases.candidates(templates, text));
        candidates.extend(bare_code(catalogs, text));
        let words = words.get_or_init(|| CodeWords::new(catalogs));
        candidates.extend(words.candidates(text, &context.segments));
        candidates.retain(|candidate| self.is_requested(candidate));
        candidates
    }

    /// Whether a candidate is not of another vendor than the requested one.
    fn is_requested(&self, candidate: &Candidate) -> bool {
        self.vendor.is_none_or(|vendor| candidate.catalog == vendor)
    }

    fn score_all(&self, candidates: &[Candidate], context: &Context) -> Option<Vec<Finding>> {
        let Decoder { templates, weights, .. } = self.decoder;
        let mut findings = Vec::new();
        for candidate in candidates {
            let scored = score(templates, context, candidate, *weights);
            findings.extend(self.cancel.unless_cancelled(scored)?);
        }
        Some(findings)
    }
}

/// Whether a text of which only the layout of lines was changed has no word of an error.
fn is_plain_log(text: &MappedText<'_>, repairs: &Repairs) -> bool {
    const WORDS: [&str; 7] = ["ode", "ODE", "rror", "RROR", "essage", "tatus", "etail"];
    // A short text may be just a code.
    text.as_str().len() > MIN_LOG
        && repairs.are_of_lines()
        && !WORDS.iter().any(|word| text.as_str().contains(word))
}

/// When an error happened, by its log record or response.
fn time_of(
    text: &MappedText<'_>,
    finding: &Finding,
    message: Option<&HttpMessage>,
) -> Option<String> {
    let at = text.position_of(finding.span.start);
    let whole = text.as_str();
    let record = record_around(whole, at);
    let head = message.and_then(|message| {
        let start = text.position_of(message.span.start);
        Some(head(whole.get(start..at)?, MAX_HEAD))
    });
    record::time(&whole[record.start..at], &whole[at..record.end])
        .or_else(|| record::time("", head?))
        .map(str::to_owned)
}

/// Whether the later stages use the header with this lower-case name.
fn is_wanted_header(catalogs: &Catalogs, name: &str) -> bool {
    advice::WAIT_HEADERS.contains(&name)
        || matches!(name, "server" | "content-length")
        || catalogs.iter().any(|catalog| catalog.hints.headers.contains(&name))
}

/// The finding that a report is about: the first listed code, else the first code.
fn foremost(findings: &[Finding]) -> Option<&Finding> {
    (findings.iter().find(|finding| finding.entry.is_some()))
        .or_else(|| findings.iter().find(|finding| finding.code.is_some()))
        .or_else(|| findings.first())
}
