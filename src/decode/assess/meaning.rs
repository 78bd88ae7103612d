//! The entries that a candidate may mean.

use crate::catalog::Entry;
use crate::decode::detect::candidate::{Candidate, DetectedBy};
use crate::decode::detect::messages::template::{EntryTemplates, Folded, Templates};

/// The entries that a candidate may mean: by its code; without one, by its message.
pub fn meanings<'a>(templates: &'a Templates, candidate: &'a Candidate) -> Vec<&'a EntryTemplates> {
    let sections = candidate.signature().map_or(&[][..], |signature| signature.sections);
    let is_listed = |entry: &Entry| sections.is_empty() || sections.contains(&entry.section);
    let all = templates.entries(candidate.catalog).iter();
    match (candidate.by, &candidate.code, &candidate.message) {
        (DetectedBy::Message(index), ..) => all.skip(index).take(1).collect(),
        (_, Some(code), _) => {
            let matching = templates.matching(candidate.catalog, &code.text);
            matching.filter(|it| is_listed(it.entry)).collect()
        }
        (_, None, Some(message)) => {
            let message = Folded::new(&message.text);
            all.filter(|it| is_listed(it.entry) && it.has(&message)).collect()
        }
        (_, None, None) => Vec::new(),
    }
}

/// The first entry of the vendor that has the candidate's message.
pub fn message_owner(templates: &Templates, candidate: &Candidate) -> Option<&'static Entry> {
    let message = Folded::new(&candidate.message.as_ref()?.text);
    let mut entries = templates.entries(candidate.catalog).iter();
    entries.find(|it| it.has(&message)).map(|it| it.entry)
}
