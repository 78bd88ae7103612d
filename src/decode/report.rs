//! The report of the decoder: the verdict on a paste, its findings and their evidence. All of it is
//! data, which `Display` turns into sentences.

mod advice;
mod draft_entry;
mod evidence;
pub mod weights;

use std::ops::Range;

pub use advice::{Advice, Cause, Until, Wait};
pub use draft_entry::DraftEntry;
pub use evidence::{Evidence, EvidenceKind, Extent, Location, Reason};
pub use weights::Feature;

use super::input::repair::Repair;
use crate::catalog::{Catalog, Entry, EntryRef};
use crate::text::string_enum;

/// The report on a whole paste. Spans are byte offsets in the input.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The verdict on the whole paste.
    pub verdict: Verdict,
    /// What is claimed, one for each error in the paste, in the order of the paste. If nothing is
    /// claimed: what fits best, best first.
    pub findings: Vec<Finding>,
    /// What else was considered, best first.
    pub alternatives: Vec<Finding>,
    /// The HTTP status of the first finding, or of the paste if there is none.
    pub http: Option<HttpStatus>,
    /// The intermediary that responded instead of the API.
    pub intermediary: Option<Intermediary>,
    /// What was changed or ignored to read the paste.
    pub repairs: Vec<Repair>,
    /// The next step for the first finding, or for the whole paste.
    pub advice: Option<Advice>,
    /// A draft for the first claimed code that is not in its catalog.
    pub draft_entry: Option<DraftEntry>,
}

string_enum! {
    /// The verdict on a whole paste.
    Verdict {
        /// At least one listed code is claimed.
        Identified = "identified",
        /// Nothing is claimed, but something fits.
        Possible = "possible",
        /// Several codes match equally well.
        Ambiguous = "ambiguous",
        /// The vendor is clear, and its catalog doesn't list the code.
        UnknownCode = "unknown-code",
        /// The vendor is clear, and the paste has no code.
        VendorOnly = "vendor-only",
        /// Nothing fits.
        NotRecognised = "not-recognised",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro's variants take no attributes")]
impl Default for Verdict {
    fn default() -> Self {
        Self::NotRecognised
    }
}

/// One recognised error.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The vendor.
    pub catalog: &'static Catalog,
    /// The code as in the paste. `None` if only the vendor is known.
    pub code: Option<String>,
    /// The entry, when the code is listed.
    pub entry: Option<&'static Entry>,
    /// How sure the finding is.
    pub confidence: Confidence,
    /// The probability behind the confidence, 0 to 1.
    pub score: f64,
    /// The index of the entry's message that the paste contains.
    pub template: Option<usize>,
    /// The message as in the paste.
    pub message: Option<String>,
    /// What the signature's `details` lead to, such as the single errors of a validation.
    pub details: Vec<Detail>,
    /// The values in the paste for the placeholders of the entry's message.
    pub captures: Vec<Capture>,
    /// The part of the input that the finding is about.
    pub span: Range<usize>,
    /// How often it is in the paste.
    pub count: usize,
    /// When it happened, as in the paste: the time of its log record or response.
    pub time: Option<String>,
    /// The HTTP status of its response. `None` if only those of others are known.
    pub http: Option<HttpStatus>,
    /// What to do about it now.
    pub advice: Option<Advice>,
    /// The evidence, strongest first.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// The entry with its catalog.
    #[must_use]
    pub fn entry_ref(&self) -> Option<EntryRef> {
        self.entry.map(|entry| EntryRef { catalog: self.catalog, entry })
    }

    /// What the code is called, if anything but the code: its name, else the message in the paste,
    /// else what the entry has.
    #[must_use]
    pub fn title(&self) -> Option<&'static str> {
        let entry = self.entry_ref()?;
        let known = entry.names.first().copied().or(self.template_text());
        known.or(Some(entry.title())).filter(|title| *title != entry.code)
    }

    /// The template of the message in the paste.
    #[must_use]
    pub fn template_text(&self) -> Option<&'static str> {
        self.entry?.messages.get(self.template?).copied()
    }

    /// The advice on the finding, and its entry's action where that is not part of it.
    pub fn advised(&self) -> impl Iterator<Item = String> {
        let advised = self.advice.as_ref().and_then(|advice| advice.action);
        let action = self.entry.and_then(|entry| entry.action_for(self.template));
        let action = action.filter(|action| Some(*action) != advised);
        self.advice.iter().map(Advice::to_string).chain(action.map(str::to_owned))
    }

    /// Whether the finding is claimed, not merely possible.
    #[must_use]
    pub fn is_claim(&self) -> bool {
        self.confidence != Confidence::Possible
    }
}

string_enum! {
    /// How sure a finding is. Only `Certain` and `Likely` are claims.
    Confidence {
        /// Worth a look, not a claim.
        Possible = "possible",
        /// A claim.
        Likely = "likely",
        /// A claim with nothing against it.
        Certain = "certain",
    }
}

/// A text of the response that details its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The text.
    pub text: String,
    /// Its position in the input.
    pub span: Range<usize>,
}

/// The value for a placeholder of a message template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The placeholder without its brackets, such as `ParameterName`.
    pub name: String,
    /// The value.
    pub value: String,
    /// Its position in the input.
    pub span: Range<usize>,
}

/// An HTTP status in a paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpStatus {
    /// The status code.
    pub status: u16,
    /// Its registered reason phrase.
    pub reason: Option<&'static str>,
    /// Where it was found, such as `status line`.
    pub from: &'static str,
    /// Its position in the input.
    pub span: Range<usize>,
}

/// The intermediary that responded instead of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intermediary {
    /// A proxy, a load balancer or a web server, such as `nginx`.
    Server(&'static str),
    /// A login page.
    LoginPage,
    /// An unrecognised web page.
    WebPage,
    /// The response has no body.
    EmptyBody,
}

impl Intermediary {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Server(name) => name,
            Self::LoginPage => "login page",
            Self::WebPage => "web page",
            Self::EmptyBody => "empty body",
        }
    }
}
