//! The text that shows why an entry matches a query.

use std::borrow::Cow;

use crate::catalog::{Endpoint, EntryRef};
use crate::search::Query;

/// What the text is. Earlier ones are preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The title.
    Title,
    /// A name, or a message other than the title.
    Message,
    Keyword,
    Endpoint,
    /// The description, the group or an alias.
    Meaning,
    /// The note, or the next step.
    Note,
}

/// A text of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    pub text: Cow<'static, str>,
    pub source: Source,
}

impl Excerpt {
    /// The text of the first source that contains a word of the query; of several texts the one that
    /// contains the most words. The title, if none does, or if the code and the status explain more.
    pub fn new(entry: EntryRef, query: &Query) -> Self {
        let title = Self { text: entry.title().into(), source: Source::Title };
        // A path is part of endpoints first of all.
        let sources = [Source::Endpoint].into_iter().filter(|_| query.has_path());
        let sources = sources.chain([
            Source::Title,
            Source::Keyword,
            Source::Endpoint,
            Source::Meaning,
            Source::Note,
        ]);
        let status = entry.http.map(|http| http.status.to_string()).unwrap_or_default();
        let explained = query.coverage(&format!("{} {status}", entry.code));
        let mut best = sources.filter_map(|source| {
            let (coverage, excerpt) = best(entry, source, query)?;
            (source == Source::Title || coverage > explained).then_some(excerpt)
        });
        best.next().unwrap_or(title)
    }
}

/// The text of a source that contains the most words of the query, the first of several, and how many;
/// none if no text contains a word.
fn best(entry: EntryRef, source: Source, query: &Query) -> Option<(usize, Excerpt)> {
    let mut best: Option<(usize, Excerpt)> = None;
    for excerpt in texts(entry, source) {
        let coverage = query.coverage(&excerpt.text);
        if coverage > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((coverage, excerpt));
        }
    }
    best
}

/// The texts of a source; messages count as titles.
fn texts(entry: EntryRef, source: Source) -> Vec<Excerpt> {
    let as_source =
        |source: Source| move |text: &'static str| Excerpt { text: text.into(), source };
    let title = entry.title();
    match source {
        Source::Title | Source::Message => {
            let entry = entry.entry;
            let others = entry.names.iter().chain(entry.messages).copied();
            let others = others.filter(|text| *text != title).map(as_source(Source::Message));
            [title].into_iter().map(as_source(Source::Title)).chain(others).collect()
        }
        Source::Keyword => entry.entry.keywords.iter().copied().map(as_source(source)).collect(),
        Source::Endpoint => entry
            .endpoints
            .iter()
            .map(|endpoint| Excerpt { text: endpoint_text(endpoint).into(), source })
            .collect(),
        Source::Meaning => {
            let texts = entry.description.into_iter().chain(entry.category);
            texts.chain(entry.entry.aliases.iter().copied()).map(as_source(source)).collect()
        }
        Source::Note => {
            let actions = entry.entry.message_actions.iter().map(|special| special.action);
            entry
                .note
                .into_iter()
                .chain(entry.action)
                .chain(actions)
                .map(as_source(source))
                .collect()
        }
    }
}

fn endpoint_text(endpoint: &Endpoint) -> String {
    endpoint.methods.iter().copied().chain([endpoint.path]).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    fn excerpt(vendor: &str, code: &str, query: &str) -> (Source, String) {
        let catalogs = Catalogs::builtin();
        let mut found = catalogs.lookup(code).into_iter().map(|found| found.entry);
        let entry = found.find(|entry| entry.catalog.id == vendor).unwrap();
        let excerpt = Excerpt::new(entry, &Query::new(query));
        (excerpt.source, excerpt.text.into_owned())
    }

    #[test]
    fn the_text_that_matches_is_shown() {
        for (vendor, code, query, source, part) in [
            ("pagerduty", "5001", "webhook", Source::Message, "Webhook Not Found"),
            ("pagerduty", "5001", "", Source::Title, ""),
            ("pagerduty", "5001", "5001", Source::Title, ""),
            ("uipath", "1671", "409", Source::Title, ""),
            ("sevenbridges", "9206", "acl s3", Source::Title, "PutObjectAcl"),
            ("uipath", "1001", "/odata/Users", Source::Endpoint, "/odata/Users"),
            ("uipath", "1001", "NAUsed", Source::Title, "NameAlreadyUsed"),
            ("sap", "409", "key attributes", Source::Note, "key attributes"),
        ] {
            let (found, text) = excerpt(vendor, code, query);
            assert_eq!(found, source, "{vendor} {code} {query}: {text}");
            assert!(text.contains(part), "{vendor} {code} {query}: {text}");
        }
    }
}
