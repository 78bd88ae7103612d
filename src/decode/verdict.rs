//! What the decoder answers: the verdict on a paste, its findings and their evidence.

use std::ops::Range;

use crate::catalog::{Catalog, Entry, EntryRef};
use crate::text::string_enum;

/// The answer on a whole paste. Spans are byte offsets in the input.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The answer in one word.
    pub verdict: Verdict,
    /// What is claimed, one for each error in the paste, in the order of the paste; when nothing
    /// is claimed, what is merely possible.
    pub findings: Vec<Finding>,
    /// What was weighed and not claimed, best first.
    pub alternatives: Vec<Finding>,
    /// The HTTP status of the first finding; of the paste, where nothing is found.
    pub http: Option<HttpStatus>,
    /// Who answered when it was not the vendor.
    pub intermediary: Option<Intermediary>,
    /// Each step that changed or skipped something to read the paste.
    pub repairs: Vec<String>,
    /// What to do now about the first finding, or about the whole paste.
    pub advice: Option<String>,
    /// An entry in the form of a catalog file for the code that no catalog lists.
    pub draft_entry: Option<String>,
}

impl Report {
    /// Whether there is any reading, be it claimed or not.
    #[must_use]
    pub fn was_weighed(&self) -> bool {
        !(self.findings.is_empty() && self.alternatives.is_empty())
    }

    /// The report with `change` made to every text that may come from the paste.
    #[must_use]
    pub fn with_texts(mut self, change: &mut dyn FnMut(&str) -> String) -> Self {
        let mut texts: Vec<&mut String> =
            self.advice.iter_mut().chain(&mut self.draft_entry).collect();
        for finding in self.findings.iter_mut().chain(&mut self.alternatives) {
            texts.extend(&mut finding.code);
            texts.extend(&mut finding.message);
            texts.extend(&mut finding.advice);
            texts.extend(finding.details.iter_mut().map(|detail| &mut detail.text));
            texts.extend(finding.captures.iter_mut().map(|capture| &mut capture.value));
            for evidence in &mut finding.evidence {
                texts.extend([&mut evidence.location, &mut evidence.reason]);
            }
        }
        for text in texts {
            *text = change(text);
        }
        self
    }
}

string_enum! {
    /// The answer on a whole paste in one word.
    Verdict {
        /// At least one listed code is claimed.
        Identified = "identified",
        /// Several readings are equally good.
        Ambiguous = "ambiguous",
        /// Nothing is claimed, but something fits a listed code.
        Possible = "possible",
        /// The vendor is clear, and its catalog doesn't list the code.
        UnknownCode = "unknown-code",
        /// The vendor is clear, and the paste carries no code.
        VendorOnly = "vendor-only",
        /// No vendor is recognised.
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
    /// Whose error it is.
    pub catalog: &'static Catalog,
    /// The code as the paste has it; none when only the vendor is known.
    pub code: Option<String>,
    /// The entry, when the code is listed.
    pub entry: Option<&'static Entry>,
    /// How sure the finding is.
    pub confidence: Confidence,
    /// The probability behind the confidence, 0 to 1.
    pub score: f64,
    /// Which of the entry's messages the paste holds: its index.
    pub template: Option<usize>,
    /// The message as the paste has it.
    pub message: Option<String>,
    /// The texts that the signature's `details` lead to, such as the single errors of a validation.
    pub details: Vec<Detail>,
    /// The values that the paste has for the placeholders of the entry's message.
    pub captures: Vec<Capture>,
    /// The part of the input that the finding is about.
    pub span: Range<usize>,
    /// The HTTP status of the response that it is in; none where only others' are known.
    pub http: Option<HttpStatus>,
    /// What to do about it now, in one line.
    pub advice: Option<String>,
    /// Why, strongest first.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// The entry with its catalog.
    #[must_use]
    pub fn entry_ref(&self) -> Option<EntryRef> {
        self.entry.map(|entry| EntryRef { catalog: self.catalog, entry })
    }

    /// What a person knows the code by, if more than the code: its name, else the message that the
    /// paste holds, which of many says what it is about, else what the entry has.
    #[must_use]
    pub fn title(&self) -> Option<&'static str> {
        let record = self.entry_ref()?;
        let known = record.names.first().copied().or(self.template_text());
        known.or(Some(record.title())).filter(|title| *title != record.code)
    }

    /// The template of the message that the paste holds.
    #[must_use]
    pub fn template_text(&self) -> Option<&'static str> {
        self.entry?.messages.get(self.template?).copied()
    }

    /// The advice on the finding, and its entry's action where that is no part of it.
    pub fn advised(&self) -> impl Iterator<Item = &str> {
        let advice = self.advice.as_deref();
        let said = move |action: &&str| advice.is_some_and(|advice| advice.contains(action));
        let action = self.entry.and_then(|entry| entry.action);
        advice.into_iter().chain(action.filter(|action| !said(action)))
    }

    /// Whether the finding is claimed, not merely possible.
    #[must_use]
    pub fn is_claim(&self) -> bool {
        self.confidence != Confidence::Possible
    }
}

/// A text of the response that says more than its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The text.
    pub text: String,
    /// Its position in the input.
    pub span: Range<usize>,
}

/// A value that stands where a message template has a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The placeholder without its brackets, such as `ParameterName`.
    pub name: String,
    /// The value.
    pub value: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// Who answered when it was not the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intermediary {
    /// A proxy, a load balancer or a web server, such as `nginx`.
    Server(&'static str),
    /// A page to log in on.
    LoginPage,
    /// A web page of nobody known.
    WebPage,
    /// Nobody: the response has no body.
    EmptyBody,
}

impl Intermediary {
    /// Its name, as in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Server(name) => name,
            Self::LoginPage => "login page",
            Self::WebPage => "web page",
            Self::EmptyBody => "empty body",
        }
    }

    /// What it comes to, in words that go on a sentence.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Server(name) => format!("{name} answered, not a vendor's API"),
            Self::LoginPage | Self::WebPage => {
                format!("a {} answered, not a vendor's API", self.name())
            }
            Self::EmptyBody => "the body is empty".to_owned(),
        }
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

/// One reason for or against a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What sort of reason.
    pub kind: EvidenceKind,
    /// Where: a JSON pointer, a header's name, or `text`.
    pub location: String,
    /// The bytes that it rests on.
    pub span: Range<usize>,
    /// The reason in words.
    pub reason: String,
    /// How much it counts, in log-odds; negative speaks against the finding.
    pub weight: f64,
}

string_enum! {
    /// The sorts of evidence.
    EvidenceKind {
        /// The form in which the error stands: a body's shape, a header, a client's line.
        Signature = "signature",
        /// The code.
        Code = "code",
        /// The message text.
        Message = "message",
        /// The HTTP status.
        Status = "status",
        /// A host name.
        Host = "host",
        /// A header that the vendor is known by.
        Header = "header",
        /// A word that the vendor is known by.
        Marker = "marker",
        /// A member that the vendor's envelope doesn't have.
        UnexpectedMember = "unexpected-member",
        /// Another finding of the same vendor.
        Corroboration = "corroboration",
        /// The reader said which vendor it is.
        RequestedVendor = "requested-vendor",
    }
}

/// An HTTP status in a paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpStatus {
    /// The status code.
    pub status: u16,
    /// Its registered reason phrase.
    pub reason: Option<&'static str>,
    /// Where it was read, such as `status line`.
    pub from: &'static str,
    /// Where it stands.
    pub span: Range<usize>,
}
