//! The text that shows why an entry matches a query.

use std::iter;

use crate::catalog::EntryRef;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excerpt {
    pub text: &'static str,
    pub source: Source,
}

impl Excerpt {
    /// The text that contains the most words of the query, the first of several. The title, if none
    /// contains more than the code and the status do. Without any of them, the first text with a word
    /// that is spelt like one of the query.
    pub fn new(entry: EntryRef, query: &Query) -> Self {
        let title = Self { text: entry.title(), source: Source::Title };
        let full = query.full_coverage();
        let status = entry.http.map(|http| http.status.to_string());
        let status = status.filter(|status| status != entry.code);
        // Apart, since the beginning of a code matches only where it is the whole text.
        let explained = query.coverage(entry.code) + status.map_or(0, |it| query.coverage(&it));
        if explained >= full {
            return title;
        }
        // A path is part of an endpoint first of all.
        let endpoint = [Source::Endpoint].into_iter().filter(|_| query.has_path());
        let sources = endpoint.chain([
            Source::Title,
            Source::Keyword,
            Source::Endpoint,
            Source::Meaning,
            Source::Note,
        ]);
        let mut texts = sources.flat_map(|source| texts(entry, source));
        let (mut best, mut most) = (title, 0);
        for excerpt in texts.clone() {
            let coverage = query.coverage(excerpt.text);
            let is_title = matches!(excerpt.source, Source::Title | Source::Message);
            if coverage > most && (is_title || coverage > explained) {
                (best, most) = (excerpt, coverage);
            }
            // Every visible row is searched with every key.
            if most == full {
                break;
            }
        }
        if most == 0 && explained == 0 {
            let is_similar = |it: &Self| !query.highlights(it.text).is_empty();
            return texts.find(is_similar).unwrap_or(title);
        }
        best
    }
}

/// The texts of a source; other names and messages belong to the title.
fn texts(entry: EntryRef, source: Source) -> Vec<Excerpt> {
    let title = entry.title();
    let entry = entry.entry;
    let texts: Vec<&'static str> = match source {
        Source::Title | Source::Message => {
            let others = entry.names.iter().chain(entry.messages).copied();
            iter::once(title).chain(others.filter(|text| *text != title)).collect()
        }
        Source::Keyword => entry.keywords.to_vec(),
        Source::Endpoint => entry.endpoints.iter().map(|endpoint| endpoint.path).collect(),
        Source::Meaning => {
            let texts = entry.description.into_iter().chain(entry.category);
            texts.chain(entry.aliases.iter().copied()).collect()
        }
        Source::Note => {
            let actions = entry.message_actions.iter().map(|special| special.action);
            let own = entry.team_notes.iter().flat_map(|note| note.text.lines());
            own.chain(entry.note).chain(entry.action).chain(actions).collect()
        }
    };
    let source_of = |text: &str| match source {
        Source::Title if text != title => Source::Message,
        source => source,
    };
    texts.into_iter().map(|text| Excerpt { text, source: source_of(text) }).collect()
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
        (excerpt.source, excerpt.text.to_owned())
    }

    #[test]
    fn the_text_that_matches_is_shown() {
        for (vendor, code, query, source, part) in [
            ("pagerduty", "5001", "webhook", Source::Message, "Webhook Not Found"),
            ("pagerduty", "5001", "", Source::Title, ""),
            ("pagerduty", "5001", "5001", Source::Title, ""),
            ("uipath", "1671", "409", Source::Title, ""),
            ("uipath", "1102", "odata/users", Source::Endpoint, "/odata/Users"),
            ("sevenbridges", "9206", "acl s3", Source::Title, "PutObjectAcl"),
            ("uipath", "1001", "/odata/Users", Source::Endpoint, "/odata/Users"),
            ("uipath", "1001", "NAUsed", Source::Title, "NameAlreadyUsed"),
            ("sap", "409", "key attributes", Source::Note, "key attributes"),
            ("pagerduty", "8006", "prommpt", Source::Keyword, "permission prompt declined"),
            ("pagerduty", "8006", "zzzz", Source::Title, ""),
        ] {
            let (found, text) = excerpt(vendor, code, query);
            assert_eq!(found, source, "{vendor} {code} {query}: {text}");
            assert!(text.contains(part), "{vendor} {code} {query}: {text}");
        }
    }
}
