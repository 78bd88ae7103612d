//! The incident note: one error, for a ticket, as Markdown.

use std::io::{self, Write};

use super::markdown::{self, backticks, prose};
use crate::decode;
use crate::present::{self, Field, Label, Line, Subject, TextRole};
use crate::redact::{self, Request};
use crate::text::{head, printable};

/// Members of an unrecognised response to list.
const MAX_FIELDS: usize = 20;

/// Bytes of a response to quote.
const MAX_QUOTE: usize = 4 * 1024;

/// Writes the note on a subject without secrets, dated `date`.
///
/// # Errors
/// Fails if writing fails.
pub fn write(out: &mut dyn Write, subject: Subject<'_>, date: &str) -> io::Result<()> {
    writeln!(out, "# {}\n", prose(&heading(subject).to_string()))?;
    markdown::fields(out, &fields(subject))?;
    let created = format!("{date}, with errdex {}", env!("CARGO_PKG_VERSION"));
    markdown::fields(out, &[Field::texts(Label::Created, TextRole::Plain, [created])])
}

fn heading(subject: Subject<'_>) -> Line {
    match subject {
        Subject::Entry(entry) => present::heading(entry),
        Subject::Response { finding: Some(finding), .. } => present::finding(finding).heading,
        Subject::Response { finding: None, .. } => {
            Line::new(TextRole::Plain, "Unrecognised response")
        }
    }
}

/// The fields of a note.
fn fields(subject: Subject<'_>) -> Vec<Field> {
    let mut fields = vec![vendor(subject)];
    match subject {
        Subject::Entry(entry) => {
            let skipped = [Label::Names, Label::Endpoints, Label::Aliases, Label::Keywords];
            fields.push(code(subject));
            fields.extend(present::entry(entry, None));
            fields.retain(|field| !skipped.contains(&field.label));
        }
        Subject::Response { report, finding: Some(finding), .. } => {
            let text = present::finding(finding);
            let confidence = text.confidence.with(TextRole::Muted, format!(" ({})", text.percent));
            fields.push(code(subject));
            fields.push(Field::new(Label::Confidence, [confidence]));
            fields.extend(request(subject));
            fields.extend(text.fields);
            fields.extend(present::also_found(report, finding));
            fields.extend(present::answered_by(report));
            fields.extend(finding.entry_ref().map(present::source));
        }
        Subject::Response { text: response, report, finding: None } => {
            let text = present::report(report);
            fields.extend(request(subject));
            fields.extend(present::answered_by(report));
            fields.extend(text.response);
            let mut members = decode::fields(response, MAX_FIELDS);
            members.retain(|member| member.at.tokens().any(|name| redact::is_of_error(&name)));
            let members = members.into_iter();
            let members = members.map(|member| present::assignment(member.at, &member.value));
            fields.extend(Field::new(Label::Fields, members).if_any());
            fields.extend(text.next_step);
        }
    }
    fields
}

fn vendor(subject: Subject<'_>) -> Field {
    let line = match subject.catalog() {
        Some(catalog) => Line::new(TextRole::Vendor, catalog.name),
        None => Line::new(TextRole::Muted, "no match in any catalog"),
    };
    Field::new(Label::Vendor, [line])
}

fn code(subject: Subject<'_>) -> Field {
    let line = match (subject.code(), subject.entry_ref()) {
        (Some(code), Some(_)) => Line::new(TextRole::Code, code),
        (Some(code), None) => {
            Line::new(TextRole::Code, code).with(TextRole::Muted, " (not in the catalog)")
        }
        (None, _) => Line::new(TextRole::Muted, "none in the response"),
    };
    Field::new(Label::Code, [line])
}

/// What identifies the request that failed.
fn request(subject: Subject<'_>) -> Vec<Field> {
    let Request { endpoint, ids } = subject.text().map(Request::read).unwrap_or_default();
    let ids = ids.iter().map(|(name, id)| present::assignment(name, id));
    let endpoint = Field::texts(Label::Endpoint, TextRole::Captured, endpoint);
    endpoint.if_any().into_iter().chain(Field::new(Label::RequestIds, ids).if_any()).collect()
}

/// Writes a response without secrets as a code block, its end cut where it is long.
///
/// # Errors
/// Fails if writing fails.
pub fn quote(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let text = text.trim_end();
    let shown = head(text, MAX_QUOTE);
    let fence = "`".repeat(backticks(shown).max(2) + 1);
    writeln!(out, "\n{fence}text")?;
    for line in shown.lines() {
        writeln!(out, "{}", printable(line))?;
    }
    writeln!(out, "{fence}")?;
    match text.len() - shown.len() {
        0 => Ok(()),
        cut => writeln!(out, "\n{cut} more bytes are left out."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    #[test]
    fn other_errors_of_the_response_are_listed() {
        let catalogs = Catalogs::builtin();
        let text = r#"{"error":{"message":"Invalid Input Provided","code":2001}}
            {"message":"The name Billing is already used.","errorCode":1001}"#;
        let report = &crate::decode::Decoder::new(&catalogs).decode(text.as_bytes(), None);
        let subject = Subject::Response { text, report, finding: report.findings.first() };
        let mut out = Vec::new();
        write(&mut out, subject, "today").unwrap();
        let note = String::from_utf8(out).unwrap();
        let line = "- **Also in this response:** UiPath `1001`  `NameAlreadyUsed`";
        assert!(note.contains(line), "{note}");
    }
}
