//! The reasons for and against a finding.

use std::fmt;
use std::ops::Range;

use crate::catalog::Pointer;
use crate::text::string_enum;

/// One reason for or against a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What sort of reason.
    pub kind: EvidenceKind,
    /// Where in the response.
    pub location: Location,
    /// The bytes that it rests on.
    pub span: Range<usize>,
    /// The reason.
    pub reason: Reason,
    /// How much it counts, in log-odds; negative if it is against the finding.
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

/// Why a finding is more or less likely. Vendors are named as on their tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The error has a form of the vendor.
    Signature {
        /// The vendor.
        vendor: &'static str,
        /// The id of the signature.
        signature: &'static str,
    },
    /// The body has a member that the vendor's doesn't.
    UnexpectedMember {
        /// The vendor.
        vendor: &'static str,
        /// The id of the signature.
        signature: &'static str,
        /// The member's name.
        member: String,
    },
    /// The body ends early, so unexpected members may have followed.
    Truncated,
    /// The members are not in the vendor's order.
    Reordered,
    /// The catalog lists the code.
    KnownCode {
        /// The code as in the paste.
        code: String,
        /// The code as listed.
        listed: &'static str,
    },
    /// The catalog doesn't list this code, but similar ones.
    UnknownCode(String),
    /// This code is all zeros, which usually means none.
    ZeroCode(String),
    /// The code has another form than the vendor's.
    UnlikeCode {
        /// The vendor.
        vendor: &'static str,
        /// The code.
        code: String,
    },
    /// The paste is nothing but the code.
    BareCode,
    /// The message is known for the code.
    KnownMessage {
        /// The code.
        code: &'static str,
        /// The message as listed.
        template: &'static str,
        /// How much of it is in the paste.
        extent: Extent,
    },
    /// The message is known for another code.
    MessageOfOtherCode {
        /// The code.
        code: &'static str,
        /// The code that has the message.
        owner: &'static str,
    },
    /// The message is not among those of this code.
    UnknownMessage(&'static str),
    /// The body has no message.
    NoMessage,
    /// The catalog has no message for this code.
    NoKnownMessage(&'static str),
    /// The code comes with this HTTP status.
    ExpectedStatus {
        /// The code.
        code: &'static str,
        /// The status.
        status: u16,
    },
    /// The code usually comes with another HTTP status.
    OtherStatus {
        /// The code.
        code: &'static str,
        /// The status in the paste.
        status: u16,
        /// The usual status.
        expected: u16,
    },
    /// A host, header or word of the vendor is in the paste.
    Hint {
        /// The vendor.
        vendor: &'static str,
        /// The hint.
        hint: String,
    },
    /// A host of another vendor is in the paste, and none of this one.
    OtherVendor {
        /// The other vendor.
        vendor: &'static str,
        /// Its host.
        host: String,
    },
    /// The body matches no signature of this vendor.
    OtherBody(&'static str),
    /// Another host is closer to the status.
    CloserHost,
    /// Another error of the vendor is in the paste.
    Corroboration {
        /// The vendor.
        vendor: &'static str,
        /// The other code.
        code: String,
    },
    /// The user named this vendor.
    RequestedVendor(&'static str),
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
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature { vendor, signature } => {
                write!(f, "matches {}{signature}", Possessive(vendor))
            }
            Self::UnexpectedMember { vendor, signature, member } => {
                write!(f, "{}{signature} has no key “{member}”", Possessive(vendor))
            }
            Self::Truncated => f.write_str("body truncated"),
            Self::Reordered => f.write_str("keys are in a different order than the vendor's"),
            Self::KnownCode { code, listed } if code.eq_ignore_ascii_case(listed) => {
                write!(f, "known code {code}")
            }
            Self::KnownCode { code, listed } => write!(f, "known code {code}, listed as {listed}"),
            Self::UnknownCode(code) => write!(f, "unknown code {code}"),
            Self::ZeroCode(code) => write!(f, "{code} is probably not a code"),
            Self::UnlikeCode { vendor, code } => {
                write!(f, "{code} doesn't look like a code of {vendor}")
            }
            Self::BareCode => f.write_str("the paste is just this code"),
            Self::KnownMessage { code, template, extent } => {
                let extent = match extent {
                    Extent::Whole => "",
                    Extent::Part => "contains a ",
                    Extent::Start => "start of a ",
                };
                write!(f, "{extent}known message of {code}: “{template}”")
            }
            Self::MessageOfOtherCode { code, owner } => {
                write!(f, "message of {owner}, not of {code}")
            }
            Self::UnknownMessage(code) => write!(f, "not a known message of {code}"),
            Self::NoMessage => f.write_str("no message in the body"),
            Self::NoKnownMessage(code) => write!(f, "no known message of {code}"),
            Self::ExpectedStatus { code, status } => write!(f, "HTTP {status} fits {code}"),
            Self::OtherStatus { code, status, expected } => {
                write!(f, "HTTP {status} doesn't fit: {code} usually comes with {expected}")
            }
            Self::Hint { vendor, hint } => write!(f, "“{hint}” points to {vendor}"),
            Self::OtherVendor { vendor, host } => write!(f, "“{host}” is a host of {vendor}"),
            Self::OtherBody(vendor) => write!(f, "not an error body of {vendor}"),
            Self::CloserHost => f.write_str("another host is closer to the status"),
            Self::Corroboration { vendor, code } => {
                let error = format!("{vendor} {code}");
                write!(f, "{} is in the same paste", error.trim_end())
            }
            Self::RequestedVendor(vendor) => write!(f, "{vendor} was requested"),
        }
    }
}

/// A name as the owner of what follows, with the space between.
pub struct Possessive<'a>(pub &'a str);

impl fmt::Display for Possessive<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = if self.0.ends_with('s') { "'" } else { "'s" };
        write!(f, "{}{ending} ", self.0)
    }
}
