//! The entries that a candidate may mean.

use crate::catalog::Entry;
use crate::decode::detect::candidate::{Candidate, DetectedBy};
use crate::decode::detect::template::{Folded, Template, Templates};

/// An entry that a candidate may mean.
#[derive(Clone, Copy)]
pub struct Meaning<'a> {
    pub entry: &'static Entry,
    pub templates: &'a [Template],
}

/// The entries that a candidate may mean: by its code; without one, by its message.
pub fn meanings<'a>(templates: &'a Templates, candidate: &Candidate) -> Vec<Meaning<'a>> {
    let sections = candidate.signature().map_or(&[][..], |signature| signature.sections);
    let is_listed = |entry: &Entry| sections.is_empty() || sections.contains(&entry.section);
    let all = templates.entries(candidate.catalog).iter();
    let all = all.map(|(entry, templates)| Meaning { entry, templates });
    match (candidate.by, &candidate.code, &candidate.message) {
        (DetectedBy::Message(index), ..) => all.skip(index).take(1).collect(),
        (_, Some(code), _) => {
            all.filter(|it| is_listed(it.entry) && it.entry.matches(&code.text)).collect()
        }
        (_, None, Some(message)) => {
            let message = Folded::new(&message.text);
            all.filter(|it| is_listed(it.entry) && has_message(it.templates, &message)).collect()
        }
        (_, None, None) => Vec::new(),
    }
}

/// The first entry of the vendor that has the candidate's message.
pub fn message_owner(templates: &Templates, candidate: &Candidate) -> Option<&'static Entry> {
    let message = Folded::new(&candidate.message.as_ref()?.text);
    let mut entries = templates.entries(candidate.catalog).iter();
    entries.find(|(_, templates)| has_message(templates, &message)).map(|(entry, _)| *entry)
}

fn has_message(templates: &[Template], message: &Folded) -> bool {
    templates.iter().any(|template| template.is(message))
}
