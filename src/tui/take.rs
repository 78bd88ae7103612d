//! What can be taken away of an entry or a finding: its texts, without secrets.

use std::fmt;
use std::path::Path;

use super::action::Action;
use super::edit::LineEdit;
use crate::catalog::Catalogs;
use crate::present::Subject;
use crate::redact::Redactor;
use crate::report::{json, markdown, note};

/// A part that can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    Code,
    /// As the paste has it, else the templates.
    Message,
    /// The entry as Markdown.
    Entry,
    /// The incident note.
    Note,
    /// The entry, or the report on the paste.
    Json,
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Code => "code",
            Self::Message => "message",
            Self::Entry => "entry",
            Self::Note => "incident note",
            Self::Json => "JSON",
        })
    }
}

/// A text to take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    /// What it is, and how many secrets are masked in it.
    pub(crate) what: String,
    pub(crate) text: String,
}

/// Whether there is what an action takes away.
pub(crate) fn offers(action: Action, subject: Subject<'_>) -> bool {
    match action {
        Action::CopyCode => subject.code().is_some(),
        Action::CopyMessage => has_message(subject),
        Action::CopyEntry => subject.entry_ref().is_some(),
        Action::OpenPage => subject.catalog().is_some(),
        _ => true,
    }
}

fn has_message(subject: Subject<'_>) -> bool {
    let said = match subject {
        Subject::Response { finding, .. } => finding.message.is_some(),
        Subject::Entry(_) | Subject::Unrecognised { .. } => false,
    };
    said || subject.entry_ref().is_some_and(|record| !record.messages.is_empty())
}

/// The text of a piece; none where there is no such thing.
pub(crate) fn piece(
    piece: Piece,
    subject: Subject<'_>,
    catalogs: &Catalogs,
    date: &str,
) -> Option<Taken> {
    let mut redactor = Redactor::new(subject.text().unwrap_or_default());
    let mut out = Vec::new();
    // Memory takes all that is written to it.
    let text = match piece {
        Piece::Code => redactor.mask(subject.code()?),
        Piece::Message => match subject {
            Subject::Response { finding, .. } if finding.message.is_some() => {
                redactor.mask(finding.message.as_deref()?)
            }
            _ => Some(subject.entry_ref()?.messages.join("\n")).filter(|text| !text.is_empty())?,
        },
        Piece::Entry => {
            markdown::entry(&mut out, catalogs, subject.entry_ref()?).ok()?;
            String::from_utf8(out).ok()?
        }
        Piece::Note => {
            note::write(&mut out, catalogs, subject, &mut redactor, date).ok()?;
            String::from_utf8(out).ok()?
        }
        Piece::Json => {
            match subject {
                Subject::Entry(record) => json::entries(&mut out, catalogs, [record]),
                // Masked before it is JSON: a secret may reach over the end of its string.
                Subject::Response { report, .. } | Subject::Unrecognised { report, .. } => {
                    let mut mask = |text: &str| redactor.mask(text);
                    json::masked_report(&mut out, catalogs, report, &mut mask)
                }
            }
            .ok()?;
            String::from_utf8(out).ok()?
        }
    };
    let what = match redactor.count() {
        0 => piece.to_string(),
        1 => format!("{piece}, 1 secret masked,"),
        count => format!("{piece}, {count} secrets masked,"),
    };
    Some(Taken { what, text })
}

/// The question for a file.
#[derive(Debug, Clone)]
pub(crate) struct Prompt {
    pub(crate) line: LineEdit,
    /// Whether it was said that the file exists, so that asking again means to replace it.
    pub(crate) replace: bool,
}

impl Prompt {
    /// The question, with a name to begin with.
    pub(crate) fn new(subject: Subject<'_>) -> Self {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
        let code: String = subject.code().unwrap_or("error").chars().map(plain).take(48).collect();
        let name = match subject.catalog() {
            Some(catalog) => format!("{}-{code}.md", catalog.id),
            None => "unrecognised.md".to_owned(),
        };
        Self { line: LineEdit::new(&name), replace: false }
    }

    /// Changes the name; another file may not be replaced either.
    pub(crate) fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.line.text().to_owned();
        edit(&mut self.line);
        self.replace &= self.line.text() == before;
    }

    /// What is saved, by the ending of the name.
    pub(crate) fn piece(&self) -> Piece {
        match Path::new(self.line.text().trim()).extension() {
            Some(ending) if ending.eq_ignore_ascii_case("json") => Piece::Json,
            _ => Piece::Note,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Decoder;

    #[test]
    fn masked_json_stays_json() {
        let catalogs = Catalogs::builtin();
        let text = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":[
            "-----BEGIN PRIVATE KEY----- MIIEvQ", "sent by joe@example.com"]}}"#;
        let said = r#"{"message":"The name -----BEGIN PRIVATE KEY----- MIIEvQ is already used.",
            "errorCode":1001}"#;
        for text in [text, said] {
            let report = Decoder::new(&catalogs).decode(text.as_bytes(), None);
            let subject = Subject::Response { text, report: &report, finding: &report.findings[0] };
            let taken = piece(Piece::Json, subject, &catalogs, "today").unwrap();
            assert!(!taken.text.contains("MIIEvQ"), "{}", taken.text);
            let json: serde_json::Value = serde_json::from_str(&taken.text).unwrap();
            assert_eq!(json["verdict"], "identified");
        }
    }
}
