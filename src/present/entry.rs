//! An entry of a catalog, by itself or as the meaning of a finding.

use std::fmt::Display;

use super::field::{Field, Label, Line, TextRole};
use crate::catalog::{Basis, Endpoint, Entry, EntryKind, EntryRef, Origin, Retry, reason_phrase};
use crate::decode::{Capture, Finding, HttpStatus};

/// The fields of an entry. Those that a reader expects are there even when not documented, the
/// others only when there is something to show. With the finding that led to the entry, what the
/// response has is filled in.
#[must_use]
pub fn entry(entry: EntryRef, finding: Option<&Finding>) -> Vec<Field> {
    let (messages, unplaced) = messages(entry.entry, finding);
    let mut fields = Vec::from_iter(team_notes(entry.entry));
    fields.extend(finding.and_then(details));
    fields.extend(meaning(entry.entry));
    fields.extend(group(entry.entry));
    fields.extend(next_step(entry.entry, finding));
    // An alert is not the response to a request.
    if entry.kind != EntryKind::Alert {
        fields.push(Field::new(Label::Retry, [retry(entry.entry)]));
    }
    let response = finding.and_then(|finding| finding.http.as_ref());
    // The heading of a status has it already.
    if !entry.catalog.is_reference() || response.is_some() {
        fields.push(Field::new(Label::Http, http(Some(entry.entry), response)));
    }
    if entry.kind != EntryKind::Error {
        fields.push(Field::texts(Label::Kind, TextRole::Good, [entry.kind.as_str()]));
    }
    // The first name is in the heading.
    let names = entry.names.iter().skip(1).copied();
    fields.extend(Field::texts(Label::Names, TextRole::Literal, names).if_any());
    fields.push(messages);
    fields.extend(finding.and_then(response_message));
    fields.extend(values(unplaced).if_any());
    fields.push(Field::new(Label::Endpoints, entry.endpoints.iter().map(endpoint)));
    let aliases = entry.aliases.iter().copied();
    fields.extend(Field::texts(Label::Aliases, TextRole::Literal, aliases).if_any());
    fields.extend(Field::texts(Label::Note, TextRole::Prose, entry.note).if_any());
    fields.push(source(entry));
    let keywords = finding.is_none().then(|| entry.keywords.join(", "));
    let keywords = keywords.filter(|keywords| !keywords.is_empty());
    fields.extend(Field::texts(Label::Keywords, TextRole::Muted, keywords).if_any());
    fields
}

/// Vendor, code and title of an entry.
#[must_use]
pub fn heading(entry: EntryRef) -> Line {
    vendor(entry).join(code_and_title(entry))
}

/// Vendor, code and symbolic name of an entry, for a page that lists its messages.
#[must_use]
pub fn short_heading(entry: EntryRef) -> Line {
    vendor(entry).join(code_and(entry.names.first().copied(), entry))
}

/// Code and title of an entry, and the number of its other messages if a message is the title.
#[must_use]
pub fn code_and_title(entry: EntryRef) -> Line {
    let line = code_and(Some(entry.title()), entry);
    match other_messages(entry.entry) {
        0 => line,
        others => line.with(TextRole::Muted, format!("  +{others}")),
    }
}

/// How many messages an entry without a name has besides its title.
#[must_use]
pub fn other_messages(entry: &Entry) -> usize {
    if entry.names.is_empty() { entry.messages.len().saturating_sub(1) } else { 0 }
}

fn vendor(entry: EntryRef) -> Line {
    Line::new(TextRole::Vendor, entry.catalog.tab).with(TextRole::Plain, " ")
}

/// The code, and a text unless it is the code.
fn code_and(text: Option<&str>, entry: EntryRef) -> Line {
    let code = Line::new(TextRole::Code, entry.code);
    match text {
        Some(text) if text != entry.code => {
            code.with(TextRole::Plain, "  ").with(TextRole::Literal, text)
        }
        _ => code,
    }
}

/// The alias by which an entry was found.
#[must_use]
pub fn found_by(alias: &str, entry: EntryRef) -> Field {
    let reason = if entry.note.is_some() { " (an alias, see the note)" } else { " (an alias)" };
    let line = Line::new(TextRole::Captured, alias).with(TextRole::Muted, reason);
    Field::new(Label::FoundBy, [line])
}

/// Whether a retry can help.
pub fn retry(entry: &Entry) -> Line {
    let (role, _, in_full) = retry_texts(entry);
    Line::new(role, in_full)
}

/// Whether a retry can help, for a narrow screen.
#[must_use]
pub fn retry_in_short(entry: &Entry) -> Line {
    let (role, in_short, _) = retry_texts(entry);
    Line::new(role, in_short)
}

/// The retry advice, short and in full.
fn retry_texts(entry: &Entry) -> (TextRole, &'static str, &'static str) {
    match entry.retry {
        _ if entry.kind == EntryKind::Success => {
            (TextRole::Good, "nothing to retry", "nothing to retry")
        }
        Retry::Never => (TextRole::Bad, "no", "no: the same request will fail again"),
        Retry::AfterFix => (
            TextRole::Warn,
            "only after a fix",
            "only after fixing the request, configuration or permissions",
        ),
        Retry::Backoff => (TextRole::Good, "yes, with backoff", "yes, with exponential backoff"),
        Retry::Later => (TextRole::Warn, "later", "later, once the blocking condition clears"),
        Retry::Unknown => (TextRole::Muted, "unknown", "unknown (not documented)"),
    }
}

/// The source of the entry: document, address, section and origin.
#[must_use]
pub fn source(entry: EntryRef) -> Field {
    let source = entry.source();
    let origin = match entry.origin {
        Origin::Source => "",
        Origin::Related => " (another page of the vendor)",
        Origin::Later => " (from a later revision)",
        Origin::Observed => " (observed, undocumented)",
    };
    let title = Line::new(TextRole::Plain, source.title);
    Field::new(
        Label::Source,
        [
            title.with(TextRole::Muted, format!(", as of {}", source.captured)),
            Line::new(TextRole::Link, source.url),
            Line::new(TextRole::Muted, format!("Section: {}{origin}", entry.section_title())),
        ],
    )
}

/// The HTTP status that belongs to a code, and that of the response where it is another.
pub fn http(entry: Option<&Entry>, response: Option<&HttpStatus>) -> Option<Line> {
    let documented = entry.and_then(|entry| entry.http);
    let Some(http) = documented else { return response.map(http_status) };
    let line = status(Line::default(), http.status, reason_phrase(http.status));
    Some(match (response, http.basis) {
        (Some(response), _) if response.status == http.status => http_status(response),
        (Some(response), _) => {
            let line = line.with(TextRole::Muted, ", but the response has ");
            status(line, response.status, response.reason)
        }
        (None, Basis::Documented) => line,
        (None, Basis::Observed) => line.with(TextRole::Muted, " (observed, undocumented)"),
    })
}

/// The HTTP status of a response, and where it was read.
pub fn http_status(http: &HttpStatus) -> Line {
    let line = status(Line::default(), http.status, http.reason);
    line.with(TextRole::Muted, format!(", from the {}", http.from))
}

fn status(line: Line, status: u16, reason: Option<&str>) -> Line {
    let reason = reason.map(|reason| format!(" {reason}")).unwrap_or_default();
    line.with(TextRole::Status(status), status.to_string()).with(TextRole::Plain, reason)
}

/// What the code means. A message without a description is the meaning, which is then not missing.
pub fn meaning(entry: &Entry) -> Option<Field> {
    let field = Field::texts(Label::Meaning, TextRole::Prose, entry.description);
    Some(field).filter(|field| field.is_documented() || entry.messages.is_empty())
}

/// What the user's team wrote, each note with its date and author.
fn team_notes(entry: &Entry) -> Option<Field> {
    let lines = entry.team_notes.iter().flat_map(|note| {
        let author = note.author.map(|author| format!(", {author}")).unwrap_or_default();
        let by = Line::new(TextRole::Muted, format!("{}{author}", note.date));
        note.text.lines().map(|line| Line::new(TextRole::Prose, line)).chain([by])
    });
    Field::new(Label::TeamNotes, lines).if_any()
}

/// What to do next: for the message of the finding, else for each message that differs, then for
/// the others.
fn next_step(entry: &Entry, finding: Option<&Finding>) -> Option<Field> {
    let action = |action| Line::new(TextRole::Advice, action);
    if let Some(finding) = finding {
        let action = entry.action_for(finding.template);
        return super::finding::next_step(finding, action.map(str::to_owned));
    }
    let special = entry.message_actions.iter().filter_map(|special| {
        let message = entry.messages.get(usize::from(special.message))?;
        let line = Line::new(TextRole::Muted, "“").with(TextRole::Literal, *message);
        Some(line.with(TextRole::Muted, "”: ").with(TextRole::Advice, special.action))
    });
    Field::new(Label::NextStep, entry.action.map(action).into_iter().chain(special)).if_any()
}

pub fn group(entry: &Entry) -> Option<Field> {
    Field::texts(Label::Group, TextRole::Prose, entry.category).if_any()
}

/// The messages of an entry, and the values of the response that have no placeholder in them. The
/// message that was matched is first, marked, and filled in.
pub fn messages<'f>(entry: &Entry, finding: Option<&'f Finding>) -> (Field, Vec<&'f Capture>) {
    let label = if entry.messages.len() > 1 { Label::Messages } else { Label::Message };
    let captures = finding.map_or(&[][..], |finding| &finding.captures);
    let matched = finding.and_then(|finding| finding.template);
    let Some(template) = matched.and_then(|matched| entry.messages.get(matched)) else {
        let field = Field::texts(label, TextRole::Literal, entry.messages.iter().copied());
        return (field, captures.iter().collect());
    };
    let (filled, unplaced) = fill(template, captures);
    let others = entry.messages.iter().enumerate().filter(|(index, _)| Some(*index) != matched);
    let others = others.map(|(_, message)| Line::new(TextRole::Literal, *message));
    let filled = if label == Label::Messages { filled.led_by(TextRole::Mark, ">") } else { filled };
    (Field::new(label, [filled].into_iter().chain(others)), unplaced)
}

/// A message with the values of the response in place of its placeholders, and the values
/// without a placeholder.
fn fill<'c>(template: &str, captures: &'c [Capture]) -> (Line, Vec<&'c Capture>) {
    let (mut line, mut unplaced) = (Line::default(), Vec::new());
    let mut rest = template;
    for capture in captures {
        let brackets = [('[', ']'), ('{', '}'), ('<', '>'), ('(', ')')];
        let parts = brackets
            .iter()
            .find_map(|(open, close)| rest.split_once(&format!("{open}{}{close}", capture.name)));
        match parts {
            Some((before, after)) => {
                line =
                    line.with(TextRole::Literal, before).with(TextRole::Captured, &capture.value);
                rest = after;
            }
            None => unplaced.push(capture),
        }
    }
    (line.with(TextRole::Literal, rest), unplaced)
}

pub fn values<'c>(captures: impl IntoIterator<Item = &'c Capture>) -> Field {
    let captures = captures.into_iter();
    Field::new(Label::Values, captures.map(|capture| assignment(&capture.name, &capture.value)))
}

/// A value of the response with its name.
pub fn assignment(name: impl Display, value: &str) -> Line {
    Line::new(TextRole::Muted, format!("{name} = ")).with(TextRole::Captured, value)
}

/// The message of the response, unless it matched a message of the entry.
pub fn response_message(finding: &Finding) -> Option<Field> {
    let message = finding.message.as_deref().filter(|_| finding.template.is_none());
    Field::texts(Label::ResponseMessage, TextRole::Captured, message).if_any()
}

/// What details the message, which is not repeated.
pub fn details(finding: &Finding) -> Option<Field> {
    let details = finding.details.iter().map(|detail| detail.text.as_str());
    let message = finding.message.as_deref().map(str::trim);
    let details = details.filter(|detail| Some(detail.trim()) != message);
    Field::texts(Label::Details, TextRole::Captured, details).if_any()
}

/// An endpoint. Those without methods are names of APIs.
fn endpoint(endpoint: &Endpoint) -> Line {
    let path = Line::new(TextRole::Literal, endpoint.path);
    if endpoint.methods.is_empty() {
        return path;
    }
    path.led_by(TextRole::Method, endpoint.methods.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    fn builtin(vendor: &str, code: &str) -> EntryRef {
        let catalogs = Catalogs::builtin();
        let found = catalogs.lookup(code).into_iter().map(|found| found.entry);
        found.into_iter().find(|entry| entry.catalog.id == vendor).unwrap()
    }

    fn field(entry: EntryRef, label: Label) -> Field {
        let fields = super::entry(entry, None);
        fields.into_iter().find(|field| field.label == label).unwrap()
    }

    #[test]
    fn a_title_of_several_messages_has_their_number() {
        let heading = |vendor, code| heading(builtin(vendor, code)).to_string();
        assert!(heading("pagerduty", "2001").ends_with("  +5"), "{}", heading("pagerduty", "2001"));
        assert!(heading("uipath", "1001").ends_with("NameAlreadyUsed"));
    }

    #[test]
    fn a_status_is_not_repeated_below_its_heading() {
        let fields = super::entry(builtin("http", "409"), None);
        assert!(fields.iter().all(|field| field.label != Label::Http));
    }

    #[test]
    fn expected_fields_are_there_without_lines() {
        let entry = builtin("pagerduty", "2001");
        assert!(!field(entry, Label::Endpoints).is_documented());
        assert_eq!(field(entry, Label::Messages).lines.len(), 6);
    }

    #[test]
    fn a_message_is_a_meaning() {
        let has_meaning = |entry: EntryRef| {
            let fields = super::entry(entry, None);
            fields.iter().any(|field| field.label == Label::Meaning)
        };
        assert!(!has_meaning(builtin("pagerduty", "2001")));
        assert!(has_meaning(builtin("uipath", "1001")));
    }

    #[test]
    fn methods_are_in_a_column_before_the_paths() {
        let endpoints = field(builtin("uipath", "1001"), Label::Endpoints);
        assert_eq!(endpoints.lines.len(), 17);
        assert_eq!(endpoints.lead_width(), "POST PUT PATCH".len());
        assert!(endpoints.lines.iter().all(|line| line.to_string().starts_with('/')));
    }

    #[test]
    fn a_status_that_is_only_observed_is_marked() {
        use crate::catalog::Http;

        let entry = builtin("pagerduty", "2001").entry;
        let text = |basis, response: Option<u16>| {
            let entry = Entry { http: Some(Http { status: 409, basis }), ..*entry };
            let from = "status line";
            let response =
                response.map(|status| HttpStatus { status, reason: None, from, span: 0..0 });
            http(Some(&entry), response.as_ref()).unwrap().to_string()
        };
        assert_eq!(text(Basis::Documented, None), "409 Conflict");
        assert_eq!(text(Basis::Observed, None), "409 Conflict (observed, undocumented)");
        assert_eq!(text(Basis::Observed, Some(409)), "409, from the status line");
        assert_eq!(text(Basis::Documented, Some(400)), "409 Conflict, but the response has 400");
    }

    #[test]
    fn values_are_filled_in_where_the_template_has_a_place() {
        let capture = |name: &str, value: &str| Capture {
            name: name.into(),
            value: value.into(),
            span: 0..0,
        };
        let captures = [capture("A", "one"), capture("B", "two"), capture("C", "three")];
        let (line, unplaced) = fill("x [A] y {C}.", &captures);
        assert_eq!(line.to_string(), "x one y three.");
        assert_eq!(unplaced, [&captures[1]]);
    }
}
