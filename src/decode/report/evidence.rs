//! The reasons for and against a finding.

use std::fmt;
use std::ops::Range;

use super::Finding;
use super::weights::Feature;
use crate::catalog::Pointer;
use crate::text::string_enum;

/// One reason for or against a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What sort of reason.
    pub kind: EvidenceKind,
    /// Where in the response.
    pub location: Location,
    /// The bytes that it is based on.
    pub span: Range<usize>,
    /// The reason.
    pub reason: Reason,
    /// Its row in the table of weights.
    pub feature: Feature,
    /// How much of the feature's weight applies, 0 to 1.
    pub strength: f64,
    /// A second feature of the same fact, with its strength.
    pub bonus: Option<(Feature, f64)>,
    /// The weight in log-odds; negative if it is against the finding.
    pub weight: f64,
}

string_enum! {
    /// The sorts of evidence.
    EvidenceKind {
        /// The form of the error: a body's shape, a header, a client's line.
        Signature = "signature",
        /// The code.
        Code = "code",
        /// The message text.
        Message = "message",
        /// The HTTP status.
        Status = "status",
        /// A host name.
        Host = "host",
        /// A header that identifies the vendor.
        Header = "header",
        /// A word that identifies the vendor.
        Marker = "marker",
        /// A member that the vendor's envelope doesn't have.
        UnexpectedMember = "unexpected-member",
        /// Another finding of the same vendor.
        Corroboration = "corroboration",
        /// The user named the vendor.
        RequestedVendor = "requested-vendor",
    }
}

/// Where in a response something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In a body.
    Pointer(Pointer),
    /// In the header of that name.
    Header(String),
    /// In running text.
    Text,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pointer(pointer) => pointer.fmt(f),
            Self::Header(name) => f.pad(name),
            Self::Text => f.pad("text"),
        }
    }
}

/// Why a finding is more or less likely. Vendor, entry and message are those of the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The error has the form of the vendor's signature of that id.
    Signature(&'static str),
    /// The body has a member that the vendor's doesn't.
    UnexpectedMember {
        /// The id of the signature.
        signature: &'static str,
        /// The member's name.
        member: String,
    },
    /// The body ends early, so unexpected members may have followed.
    Truncated,
    /// The members are not in the vendor's order.
    Reordered,
    /// Names of members are not spelled as by the vendor.
    Respelled,
    /// The object is the only member of another one, `error`.
    Wrapped,
    /// The catalog lists the code, which the paste has in this spelling.
    KnownCode(String),
    /// The code is just an HTTP status, which many APIs send in this form.
    StatusAsCode,
    /// The catalog doesn't list the code, but similar ones.
    UnknownCode,
    /// The code is all zeros, which usually means none.
    ZeroCode,
    /// The code has another form than the vendor's.
    UnlikeCode,
    /// The whole input is just the code.
    BareCode,
    /// That much of the message is known for the code.
    KnownMessage(Extent),
    /// There is nothing but the message.
    MessageAlone,
    /// There is nothing but the vendor's name.
    MentionAlone,
    /// The message is known for this code, which is another one.
    MessageOfOtherCode(&'static str),
    /// The message is not among those of the code.
    UnknownMessage,
    /// The body has no message.
    NoMessage,
    /// The catalog has no message for the code.
    NoKnownMessage,
    /// The code comes with this HTTP status.
    ExpectedStatus(u16),
    /// The code usually comes with another HTTP status.
    OtherStatus {
        /// The status in the paste.
        status: u16,
        /// The usual status.
        expected: u16,
    },
    /// This host, header or word of the vendor is in the paste.
    Hint(String),
    /// This is the name of another product, which has a word of the vendor.
    OtherProduct(String),
    /// A host of another vendor is in the paste, and none of this one.
    OtherVendor {
        /// The other vendor, as on its tab.
        vendor: &'static str,
        /// Its host.
        host: String,
    },
    /// A program names the vendor in this identifier.
    NamedByCode(String),
    /// This exception is named after the vendor.
    VendorException(String),
    /// These words report a failure.
    Failure(String),
    /// The record has the status of a failed request.
    FailureStatus(u16),
    /// These words belong to a document, a plan or a chat.
    Prose(String),
    /// These words are a statement of a programming language.
    SourceCode(String),
    /// The vendor and the failure are on different lines.
    JoinedLines,
    /// These words are about a package that is named after the vendor.
    Package(String),
    /// A request of this method to a host of the vendor is in the record.
    Request(String),
    /// A word announces the code in running text.
    AnnouncedCode,
    /// There is nothing but a code that is a word.
    CodeWordAlone,
    /// So many members are there that the form of the error does not require.
    OptionalMembers(usize),
    /// A host of no vendor is close to the error.
    ForeignHost,
    /// The body matches no signature of the vendor.
    OtherBody,
    /// Another host is closer to the status.
    CloserHost,
    /// Another error of the vendor, which may have a code, is in the paste.
    Corroboration(Option<String>),
    /// The user named the vendor.
    RequestedVendor,
}

/// How much of a known message is in the paste.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// It is the whole text.
    Whole,
    /// It is a part of the text.
    Part,
    /// The text is its beginning.
    Start,
    /// Most of its words are in the text, in the same order.
    Reworded,
}

impl Evidence {
    /// The reason in words, as evidence of `finding`.
    #[must_use]
    pub fn describe(&self, finding: &Finding) -> String {
        let vendor = finding.catalog.tab;
        let code = finding.code.as_deref().unwrap_or_default();
        match &self.reason {
            Reason::Signature(signature) => format!("matches {} {signature}", possessive(vendor)),
            Reason::UnexpectedMember { signature, member } => {
                format!("{} {signature} has no key “{member}”", possessive(vendor))
            }
            Reason::Truncated => "body truncated".to_owned(),
            Reason::Reordered => "keys are in a different order than the vendor's".to_owned(),
            Reason::Respelled => "keys are spelled differently than the vendor's".to_owned(),
            Reason::Wrapped => format!("in an object “error”, where {vendor} has no such body"),
            Reason::KnownCode(pasted) if pasted.eq_ignore_ascii_case(code) => {
                format!("known code {pasted}")
            }
            Reason::KnownCode(pasted) => format!("known code {pasted}, listed as {code}"),
            Reason::StatusAsCode => format!("{code} is just an HTTP status"),
            Reason::UnknownCode => format!("unknown code {code}"),
            Reason::ZeroCode => format!("{code} is probably not a code"),
            Reason::UnlikeCode => format!("{code} doesn't look like a code of {vendor}"),
            Reason::BareCode => "the paste is just this code".to_owned(),
            Reason::KnownMessage(extent) => {
                let extent = match extent {
                    Extent::Whole => "",
                    Extent::Part => "contains a ",
                    Extent::Start => "start of a ",
                    Extent::Reworded => "reworded ",
                };
                let message = finding.template_text().unwrap_or_default();
                format!("{extent}known message of {code}: “{message}”")
            }
            Reason::MentionAlone => format!("nothing but the name of {vendor}"),
            Reason::MessageAlone => "nothing but the message".to_owned(),
            Reason::MessageOfOtherCode(owner) => format!("message of {owner}, not of {code}"),
            Reason::UnknownMessage => format!("not a known message of {code}"),
            Reason::NoMessage => "no message in the body".to_owned(),
            Reason::NoKnownMessage => format!("no known message of {code}"),
            Reason::ExpectedStatus(status) => format!("HTTP {status} fits {code}"),
            Reason::OtherStatus { status, expected } => {
                format!("HTTP {status} doesn't fit: {code} usually comes with {expected}")
            }
            Reason::Hint(hint) => format!("“{hint}” points to {vendor}"),
            Reason::OtherProduct(name) => format!("“{name}” is another product"),
            Reason::OtherVendor { vendor, host } => format!("“{host}” is a host of {vendor}"),
            Reason::NamedByCode(name) => format!("“{name}” names {vendor}"),
            Reason::VendorException(name) => format!("“{name}” is named after {vendor}"),
            Reason::Failure(words) => format!("“{words}” reports a failure"),
            Reason::FailureStatus(status) => format!("HTTP {status} reports a failure"),
            Reason::Prose(words) => format!("“{words}” does not belong to an error"),
            Reason::JoinedLines => format!("{vendor} is named on another line"),
            Reason::SourceCode(words) => format!("“{words}” is source code"),
            Reason::Request(_) => format!("a request to {vendor}"),
            Reason::Package(words) => format!("“{words}” is about a package"),
            Reason::CodeWordAlone => "nothing but the code".to_owned(),
            Reason::AnnouncedCode => format!("{code} is announced as a code"),
            Reason::OptionalMembers(1) => "has an optional key of that form".to_owned(),
            Reason::OptionalMembers(count) => format!("has {count} optional keys of that form"),
            Reason::ForeignHost => format!("the host close to it is not one of {vendor}"),
            Reason::OtherBody => format!("not an error body of {vendor}"),
            Reason::CloserHost => "another host is closer to the status".to_owned(),
            Reason::Corroboration(Some(code)) => format!("{vendor} {code} is in the same paste"),
            Reason::Corroboration(None) => format!("{vendor} is in the same paste"),
            Reason::RequestedVendor => format!("{vendor} was requested"),
        }
    }
}

/// A name as an owner.
pub fn possessive(name: &str) -> String {
    let ending = if name.ends_with('s') { "'" } else { "'s" };
    format!("{name}{ending}")
}
