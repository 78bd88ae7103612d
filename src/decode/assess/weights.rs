//! How evidence adds up. All weights are here. A weight is a step in log-odds: the steps of a
//! finding are added to `PRIOR`, and the logistic function turns the sum into a probability.
//!
//! The scale is set by what a person would accept. A signature that few others match, with a listed
//! code and nothing against it, is just enough for a claim. So is a host name with a status. One
//! unexpected member prevents the claim, and so does a text that a vendor of fixed messages never
//! sends.

use crate::catalog::Weight;

/// Prior: most texts belong to no known vendor.
pub const PRIOR: f64 = -3.0;

/// The weight of a signature that is unique to its vendor, shared with few others, or common.
pub const fn signature(weight: Weight) -> f64 {
    match weight {
        Weight::Strong => 6.0,
        Weight::Medium => 3.0,
        Weight::Weak => 1.0,
    }
}

/// A listed code that is a word of at least `LONG_WORD` letters, a number, or a number of few
/// digits.
pub const LISTED_WORD: f64 = 3.0;
pub const LISTED_NUMBER: f64 = 1.5;
pub const LISTED_SHORT: f64 = 0.5;
/// A listed code that is the whole paste.
pub const BARE_CODE: f64 = 2.0;
/// A code that the vendor's catalog doesn't list, or that doesn't even resemble those it lists.
pub const UNLISTED: f64 = -2.0;
pub const UNLIKE_LISTED: f64 = -6.0;
/// A message of the code, of at least `LONG_MESSAGE` letters; shorter ones count in proportion.
pub const MESSAGE: f64 = 3.0;
/// A message that only contains a template, or is the start of one.
pub const MESSAGE_PART: f64 = 2.0;
/// Where the vendor's messages are fixed: another text (less with a host of the vendor, since
/// messages get reworded), no text, or that of another code, which is for the vendor and against
/// the code.
pub const UNKNOWN_MESSAGE: f64 = -3.0;
pub const REWORDED_MESSAGE: f64 = -1.5;
pub const NO_MESSAGE: f64 = -1.5;
pub const MESSAGE_OF_OTHER_CODE: f64 = 0.5;
/// The HTTP status of the code, or another one.
pub const EXPECTED_STATUS: f64 = 0.5;
pub const OTHER_STATUS: f64 = -0.5;
/// A member that the signature doesn't have.
pub const UNEXPECTED_MEMBER: f64 = -4.5;
/// The body is truncated, so that unexpected members may have followed.
pub const TRUNCATED: f64 = -1.5;
/// The members are in another order than the vendor's.
pub const REORDERED: f64 = -1.2;
/// A host of the vendor, or only hosts of other vendors.
pub const HOST: f64 = 4.0;
pub const OTHER_VENDOR: f64 = -4.0;
/// A header that only the vendor uses.
pub const HEADER: f64 = 4.0;
/// A word that identifies the vendor.
pub const MARKER: f64 = 1.0;
/// The paste has an error body of other origin, or a host that is closer to the status.
pub const OTHER_BODY: f64 = -3.5;
pub const CLOSER_HOST: f64 = -2.0;
/// Another claim of the same vendor in the paste.
pub const CORROBORATION: f64 = 1.5;
/// The user named the vendor.
pub const REQUESTED_VENDOR: f64 = 5.0;

/// The least probability of a finding that is certain, likely, or worth offering.
pub const CERTAIN: f64 = 0.95;
pub const LIKELY: f64 = 0.7;
pub const POSSIBLE: f64 = 0.4;

pub const LONG_MESSAGE: usize = 20;
pub const LONG_WORD: usize = 10;
