//! Which of the errors in a log are wanted.

use jiff::Timestamp;

use super::Occurrence;
use crate::decode::Confidence;

/// What an occurrence has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The id of its vendor, if only one is wanted.
    pub vendor: Option<&'static str>,
    /// Its code; any if none is named.
    pub codes: Vec<String>,
    /// Written at this time or later.
    pub since: Option<Timestamp>,
    /// Written before this time.
    pub until: Option<Timestamp>,
    /// The least confidence.
    pub min_confidence: Confidence,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            vendor: None,
            codes: Vec::new(),
            since: None,
            until: None,
            min_confidence: Confidence::Likely,
        }
    }
}

impl Filter {
    /// Whether an occurrence is wanted, whatever its confidence.
    #[must_use]
    pub fn is_wanted(&self, occurrence: &Occurrence) -> bool {
        let code = occurrence.code.as_deref();
        self.vendor.is_none_or(|vendor| vendor == occurrence.vendor)
            && (self.codes.is_empty() || self.codes.iter().any(|it| Some(it.as_str()) == code))
            && self.since.is_none_or(|since| occurrence.time.is_some_and(|time| since <= time))
            && self.until.is_none_or(|until| occurrence.time.is_some_and(|time| time < until))
    }

    /// Whether an occurrence is certain enough.
    #[must_use]
    pub fn is_certain_enough(&self, occurrence: &Occurrence) -> bool {
        occurrence.confidence >= self.min_confidence
    }
}
