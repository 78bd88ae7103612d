//! What the layouts of a paste show. The text as it is comes first; a layout with encodings undone or
//! lines joined is analysed only where that gives too little.

use std::cell::LazyCell;
use std::cmp::Ordering;
use std::ops::Range;

use super::assess::resolve::corroborate;
use super::assess::score::score;
use super::assess::{advice, http_status};
use super::detect::candidate::{self, Candidate, Candidates};
use super::detect::context::{
    Context, closer_host, foreign_hosts, foreign_requests, vendors_by_status,
};
use super::detect::error_object::is_error_object;
use super::detect::mention::{self, Mention};
use super::detect::messages::codes::{CodeWords, bare_code};
use super::detect::messages::phrases::PhraseFinder;
use super::detect::segments::Segments;
use super::detect::signs::is_source_code;
use super::input::decodings::{Wrapping, decoded};
use super::input::normalize::{Encoding, normalize};
use super::input::records::Record;
use super::input::repair::Repairs;
use super::input::source_map::MappedText;
use super::input::unescape::unescaped;
use super::input::windows::{WINDOW, windows};
use super::parse::http::HttpMessage;
use super::parse::value::Member;
use super::parse::{embedded, lines, markup, status};
use super::report::{Evidence, EvidenceKind, Finding, Report};
use super::{CancelToken, Decoder, conclusion};
use crate::catalog::{Catalog, Catalogs};

/// By how much a finding has to be better for another layout of the paste.
const BETTER_SCORE: f64 = 0.1;

/// The length from which a text is a log.
const MIN_LOG: usize = 400;

/// The decoding of one paste.
pub struct Decoding<'j> {
    pub decoder: &'j Decoder,
    pub input: &'j [u8],
    pub vendor: Option<&'static Catalog>,
    pub cancel: &'j CancelToken,
}

/// What was found in one layout of a paste.
pub struct Analysis {
    pub findings: Vec<Finding>,
    pub context: Context,
    pub repairs: Repairs,
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

impl Decoding<'_> {
    /// Whether the paste is decoded in windows.
    fn is_long(&self) -> bool {
        self.input.len() > WINDOW
    }

    /// The windows that the paste is decoded in.
    pub fn windows(&self) -> impl Iterator<Item = Record> {
        windows(self.input, self.encoding())
    }

    fn encoding(&self) -> Encoding {
        Encoding::of(self.input)
    }

    /// The report on a window. What starts behind it belongs to the next one.
    pub fn report(&self, window: &Record) -> Option<Report> {
        let mut repairs = Repairs::default();
        let part = window.range.start..window.text_end;
        let text = normalize(self.input, part, self.encoding(), &mut repairs);
        let mut analysis = self.best_analysis(&text, &repairs)?;
        if window.range.end < window.text_end {
            analysis.findings.retain(|finding| finding.span.start < window.range.end);
        }
        Some(conclusion::report(&self.decoder.catalogs, &text, analysis))
    }

    /// The analysis of the layout that shows most.
    fn best_analysis(&self, text: &MappedText<'_>, repairs: &Repairs) -> Option<Analysis> {
        let mut best = self.analyse(text, Wrapping::None, repairs.clone())?;
        // Joined lines of source code are no longer known as such.
        let may_be_wrapped = LazyCell::new(|| !self.is_long() && !is_source_code(text));
        for wrapping in Wrapping::ALL {
            if best.is_complete() || wrapping != Wrapping::None && !*may_be_wrapped {
                break;
            }
            let mut repairs = repairs.clone();
            let Some(decoded) = decoded(text, wrapping, &mut repairs) else { continue };
            if best.findings.is_empty() && is_plain_log(&decoded, &repairs) {
                continue;
            }
            let other = self.analyse(&decoded, wrapping, repairs)?;
            if other.is_better_than(&best) {
                best = other;
            }
        }
        Some(best)
    }

    /// Finds and scores everything in a text that needed these repairs.
    pub fn analyse(
        &self,
        text: &MappedText<'_>,
        wrapping: Wrapping,
        mut repairs: Repairs,
    ) -> Option<Analysis> {
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
            let weaker = self.weaker_candidates(plain, wrapping, &context, &mentions);
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
        let (mut candidates, mut other_body, mut wrapped) = (Candidates::default(), None, None);
        let is_requested = |candidate: &Candidate| self.is_requested(candidate);
        embedded::visit_objects(self.cancel, text, repairs, &mut |text, node| {
            let span = text.input_span(&node.span);
            if node.is_object() {
                segments.add_body(node, span.clone(), self.input);
            }
            let found = candidate::in_object(catalogs, text, node).filter(is_requested);
            let is_wrapped = wrapped.as_ref() == Some(&span);
            candidates.extend(found.map(|mut candidate| {
                candidate.differences.wrapped = is_wrapped;
                candidate
            }));
            if let [Member { name, node, .. }] = node.members()
                && name == "error"
            {
                wrapped = Some(text.input_span(&node.span));
            }
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
        wrapping: Wrapping,
        context: &Context,
        mentions: &[Mention],
    ) -> Vec<Candidate> {
        let Decoder { catalogs, templates, phrases, words, .. } = self.decoder;
        let phrases = phrases.get_or_init(|| PhraseFinder::new(catalogs));
        let words = words.get_or_init(|| CodeWords::new(catalogs));
        let mut candidates = mention::candidates(text, mentions, &context.segments);
        candidates.extend(words.candidates(text, &context.segments));
        if wrapping != Wrapping::None {
            candidates.iter_mut().for_each(Candidate::add_joined_lines);
        }
        candidates.extend(vendors_by_status(text, context, EvidenceKind::Host));
        candidates.extend(phrases.candidates(templates, text));
        if !self.is_long() {
            candidates.extend(bare_code(catalogs, text));
        }
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

/// Whether the later stages use the header with this lower-case name.
fn is_wanted_header(catalogs: &Catalogs, name: &str) -> bool {
    advice::WAIT_HEADERS.contains(&name)
        || matches!(name, "server" | "content-length")
        || catalogs.iter().any(|catalog| catalog.hints.headers.contains(&name))
}
