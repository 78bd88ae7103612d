//! An entry as a person reads it: labelled fields in the order of their use at 3 a.m. The text,
//! Markdown and HTML writers share them and differ only in dress.

use crate::catalog::{Basis, Catalogs, Endpoint, Entry, EntryKind, EntryRef, Http, Origin, Retry};

/// A labelled part of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) label: &'static str,
    /// Below each other; none where the source says nothing.
    pub(super) texts: Vec<String>,
    /// Whether the texts are kept to the letter, as what an API sends is.
    pub(super) literal: bool,
}

/// The name of the field with our own advice: never to be taken for the vendor's.
pub(super) const ADVICE: &str = "errdex says";

/// The fields of an entry. Those that a reader expects are there even when not documented; the
/// others only when there is something to say.
pub(super) fn fields(catalogs: &Catalogs, record: EntryRef) -> Vec<Field> {
    let entry = record.entry;
    let mut fields = vec![prose("Meaning", entry.description)];
    fields.extend(present(prose("Group", entry.category)));
    fields.extend(present(prose(ADVICE, entry.action)));
    fields.push(prose("Retry", Some(retry(entry))));
    fields.push(prose("HTTP", entry.http.map(|http| status(catalogs, http))));
    // The first name already stands in the heading.
    fields.extend(present(literal("Also named", entry.names.iter().skip(1).copied())));
    fields.push(literal("Messages", entry.messages.iter().copied()));
    fields.push(literal("Endpoints", endpoints(entry.endpoints)));
    fields.extend(present(literal("Aliases", entry.aliases.iter().copied())));
    fields.extend(present(prose("Note", entry.note)));
    fields.push(prose("Source", Some(source(record))));
    fields
}

/// What stands above the fields of an entry: code, name, and what it reports if not an error.
pub(super) fn heading(record: EntryRef) -> String {
    let mut parts = vec![record.code];
    if let Some(title) = title(record) {
        parts.extend(["", title]);
    }
    parts.extend(match record.kind {
        EntryKind::Error => None,
        EntryKind::Success => Some("(success)"),
        EntryKind::Alert => Some("(alert)"),
    });
    parts.join(" ")
}

/// The title of an entry that has more of one than its code.
pub(super) fn title(record: EntryRef) -> Option<&'static str> {
    Some(record.title()).filter(|title| *title != record.code)
}

pub(super) fn status(catalogs: &Catalogs, http: Http) -> String {
    let status = with_reason(http.status, catalogs.reason(http.status));
    match http.basis {
        Basis::Documented => status,
        Basis::Observed => format!("{status} (seen in responses, not documented)"),
    }
}

pub(super) fn with_reason(status: u16, reason: Option<&str>) -> String {
    reason.map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

/// Whether a retry helps, for every place that tells it: the answer, and behind a colon more of it.
pub(crate) fn retry(entry: &Entry) -> &'static str {
    match entry.retry {
        _ if entry.kind == EntryKind::Success => "nothing to retry",
        Retry::Never => "no: the same call can't succeed",
        Retry::AfterFix => {
            "after a fix: change the request, the configuration or a permission first"
        }
        Retry::Backoff => "yes, soon: wait longer after each failure",
        Retry::Later => "later: once something else has finished or come back",
        Retry::Unknown => "unknown: nobody says whether it helps",
    }
}

fn source(record: EntryRef) -> String {
    let source = record.catalog.source;
    let origin = match record.origin {
        Origin::Source => "",
        Origin::Later => "a later revision of ",
        Origin::Observed => "real responses, not in ",
    };
    let section = record.section_title();
    format!("{origin}{}, {section}, read {} {}", source.title, source.captured, source.url)
}

/// One line for each endpoint, with the paths below each other.
fn endpoints(endpoints: &[Endpoint]) -> impl Iterator<Item = String> {
    let methods = |endpoint: &Endpoint| endpoint.methods.join(" ");
    let width = endpoints.iter().map(|endpoint| methods(endpoint).len()).max().unwrap_or(0);
    endpoints
        .iter()
        .map(move |endpoint| format!("{:width$} {}", methods(endpoint), endpoint.path))
        .map(|line| line.trim_start().to_owned())
}

fn prose(label: &'static str, text: Option<impl Into<String>>) -> Field {
    Field { label, texts: text.into_iter().map(Into::into).collect(), literal: false }
}

fn literal<T: Into<String>>(label: &'static str, texts: impl Iterator<Item = T>) -> Field {
    Field { label, texts: texts.map(Into::into).collect(), literal: true }
}

fn present(field: Field) -> Option<Field> {
    (!field.texts.is_empty()).then_some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(vendor: &str, code: &str) -> EntryRef {
        let catalogs = Catalogs::builtin();
        let found = catalogs.lookup(code).into_iter().map(|found| found.entry);
        found.into_iter().find(|record| record.catalog.id == vendor).unwrap()
    }

    fn texts(record: EntryRef, label: &str) -> Vec<String> {
        let fields = fields(&Catalogs::builtin(), record);
        fields.into_iter().find(|field| field.label == label).unwrap().texts
    }

    #[test]
    fn what_the_source_leaves_out_stays_without_text() {
        let entry = record("pagerduty", "2001");
        assert_eq!(texts(entry, "Endpoints"), [""; 0]);
        assert_eq!(texts(entry, "Messages").len(), 6);
    }

    #[test]
    fn paths_stand_below_each_other() {
        let lines = texts(record("uipath", "1001"), "Endpoints");
        let columns: Vec<_> = lines.iter().map(|line| line.find('/')).collect();
        assert_eq!(columns, [Some("POST PUT PATCH ".len()); 17]);
    }

    #[test]
    fn a_status_says_when_it_is_only_observed() {
        let catalogs = Catalogs::builtin();
        let http = |basis| Http { status: 409, basis };
        assert_eq!(status(&catalogs, http(Basis::Documented)), "409 Conflict");
        assert_eq!(
            status(&catalogs, http(Basis::Observed)),
            "409 Conflict (seen in responses, not documented)"
        );
    }
}
