//! How evidence adds up. All weights stand here. A weight is a step in log-odds: the steps of a
//! finding are added to `PRIOR`, and the logistic function makes the sum a probability.
//!
//! The scale is set by what a person would accept. A form that few others have, with a listed
//! code and nothing against it, is just enough for a claim. So is a host name with a status. One
//! member that the vendor's form doesn't have takes the claim away, and so does a text that a
//! vendor of fixed messages never sends.

use crate::catalog::Weight;

/// Before any evidence a text is most likely nobody's that we know.
pub(super) const PRIOR: f64 = -3.0;
/// The form alone tells the vendor; few others have it; many do.
pub(super) const FORM: [(Weight, f64); 3] =
    [(Weight::Strong, 6.0), (Weight::Medium, 3.0), (Weight::Weak, 1.0)];
/// A listed code that is a word (at least `LONG_WORD` letters), a number, or so short a number
/// that it says little.
pub(super) const LISTED_WORD: f64 = 3.0;
pub(super) const LISTED_NUMBER: f64 = 1.5;
pub(super) const LISTED_SHORT: f64 = 0.5;
/// A listed code that is the whole paste.
pub(super) const ALONE: f64 = 2.0;
/// A code that the vendor's catalog doesn't list; one that isn't even like those it lists.
pub(super) const UNLISTED: f64 = -2.0;
pub(super) const UNLIKE: f64 = -6.0;
/// A message of the code, of at least `LONG_MESSAGE` letters; shorter ones count in proportion.
pub(super) const MESSAGE: f64 = 3.0;
/// A message that only contains a template, or is the cut beginning of one.
pub(super) const MESSAGE_PART: f64 = 2.0;
/// Where the vendor's messages are fixed: another text (less so beside a host of the vendor, since
/// messages get reworded), no text, or that of another code, which speaks for the vendor and
/// against the code.
pub(super) const OTHER_MESSAGE: f64 = -3.0;
pub(super) const REWORDED: f64 = -1.5;
pub(super) const NO_MESSAGE: f64 = -1.5;
pub(super) const SWAPPED_MESSAGE: f64 = 0.5;
/// The HTTP status that the code comes with, or another one.
pub(super) const STATUS: f64 = 0.5;
pub(super) const OTHER_STATUS: f64 = -0.5;
/// A member that the form doesn't have.
pub(super) const ALIEN: f64 = -4.5;
/// The body is cut off, so that members may have followed which the form doesn't have.
pub(super) const OPEN: f64 = -1.5;
/// The members stand in another order than that in which the vendor writes them.
pub(super) const SHUFFLED: f64 = -1.2;
/// A host of the vendor, or only hosts of other vendors.
pub(super) const HOST: f64 = 4.0;
pub(super) const OTHER_HOST: f64 = -4.0;
/// A header that only the vendor sends or wants.
pub(super) const HEADER: f64 = 4.0;
/// A word that the vendor is known by.
pub(super) const MARKER: f64 = 1.0;
/// The paste shows a body that is none of the vendor's, or a host that stands nearer to the status.
pub(super) const OTHER_BODY: f64 = -3.5;
pub(super) const NEARER_HOST: f64 = -2.0;
/// Another claim of the same vendor in the paste.
pub(super) const COMPANY: f64 = 1.5;
/// The reader said which vendor it is.
pub(super) const FORCED: f64 = 5.0;

/// From these probabilities on a finding is certain, likely, or worth a word.
pub(super) const CERTAIN: f64 = 0.95;
pub(super) const LIKELY: f64 = 0.7;
pub(super) const POSSIBLE: f64 = 0.4;

pub(super) const LONG_MESSAGE: usize = 20;
pub(super) const LONG_WORD: usize = 10;
