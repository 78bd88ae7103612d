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
//! `analysis` runs the first three stages and scores the candidates: of the text as it is and, where
//! that gives too little, of the text with all its encodings undone. `conclusion` turns the findings
//! into the report. Long pastes are decoded in windows, whose reports are joined.

mod analysis;
mod assess;
mod cancel;
mod conclusion;
mod detect;
#[cfg(test)]
mod fit;
mod input;
mod layout;
#[cfg(test)]
mod linear;
mod parse;
mod report;
mod sample_test;

use std::sync::OnceLock;

pub use cancel::CancelToken;
pub(crate) use input::records;
pub use input::repair::Repair;
pub use layout::{Layout, NamedValue, visit_layouts};
pub use parse::fields::{ScalarField, element_fields, fields};
pub(crate) use parse::record::time_at;
pub use report::{
    Advice, Capture, Cause, Confidence, Detail, DraftEntry, Evidence, EvidenceKind, Extent,
    Feature, Finding, HttpStatus, Intermediary, Location, Reason, Report, Until, Verdict, Wait,
};
pub use sample_test::{SampleFailure, SampleTest};

use crate::catalog::{Catalog, Catalogs};
use analysis::Decoding;
use detect::messages::codes::CodeWords;
use detect::messages::phrases::PhraseFinder;
use detect::messages::template::Templates;
use detect::scanner::Scanner;
use report::weights::Weights;

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
        let mut reports = decoding.windows().map(|window| decoding.report(&window));
        let first = reports.next()??;
        reports.try_fold(first, |report, next| Some(conclusion::joined(report, next?)))
    }
}
