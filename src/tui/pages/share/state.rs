//! The texts that can be copied or saved, with secrets masked.

use std::fmt;
use std::path::Path;

use crate::catalog::Catalogs;
use crate::redact::Redactor;
use crate::report::note::{self, Subject};
use crate::report::{json, markdown};
use crate::tui::keymap::action::Action;
use crate::tui::pages::Request;
use crate::tui::widgets::line_edit::LineEdit;

/// What can be copied or saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload {
    Code,
    /// The message of the response, else the templates of the entry.
    Message,
    /// The entry as Markdown.
    Entry,
    /// The incident note.
    Note,
    /// The entry, or the report on the paste, as JSON.
    Json,
}

impl fmt::Display for Payload {
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

/// A text to copy or save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedText {
    /// A description, including the number of masked secrets.
    pub what: String,
    pub text: String,
}

/// Whether `subject` has what the action copies, saves or opens.
pub fn is_available(action: Action, subject: Subject<'_>) -> bool {
    match action {
        Action::CopyCode => subject.code().is_some(),
        Action::CopyMessage => has_message(subject),
        Action::CopyEntry => subject.entry_ref().is_some(),
        Action::OpenUrl => subject.catalog().is_some(),
        _ => true,
    }
}

fn has_message(subject: Subject<'_>) -> bool {
    matches!(subject, Subject::Response { finding, .. } if finding.message.is_some())
        || subject.entry_ref().is_some_and(|entry| !entry.messages.is_empty())
}

/// Writes the payload; `None` if the subject does not have it.
pub fn render(
    payload: Payload,
    subject: Subject<'_>,
    catalogs: &Catalogs,
    date: &str,
) -> Option<SharedText> {
    let mut redactor = Redactor::new(subject.text().unwrap_or_default());
    let mut out = Vec::new();
    match payload {
        Payload::Code => out = redactor.mask(subject.code()?).into_bytes(),
        Payload::Message => match subject {
            Subject::Response { finding, .. } if finding.message.is_some() => {
                out = redactor.mask(finding.message.as_deref()?).into_bytes();
            }
            _ if !has_message(subject) => return None,
            _ => out = subject.entry_ref()?.messages.join("\n").into_bytes(),
        },
        Payload::Entry => markdown::entry(&mut out, catalogs, subject.entry_ref()?).ok()?,
        Payload::Note => note::write(&mut out, catalogs, subject, &mut redactor, date).ok()?,
        Payload::Json => match subject {
            Subject::Entry(entry) => json::entries(&mut out, catalogs, [entry]).ok()?,
            // Masking the JSON could remove quotes: a secret may extend past its string.
            Subject::Response { report, .. } | Subject::Unrecognised { report, .. } => {
                let masked = report.clone().with_texts(&mut |text| redactor.mask(text));
                json::report(&mut out, catalogs, &masked).ok()?;
            }
        },
    }
    let what = match redactor.count() {
        0 => payload.to_string(),
        1 => format!("{payload} (1 secret masked)"),
        count => format!("{payload} ({count} secrets masked)"),
    };
    Some(SharedText { what, text: String::from_utf8(out).ok()? })
}

/// The prompt for a file name.
#[derive(Debug, Clone)]
pub struct Prompt {
    pub line: LineEdit,
    /// Whether the user was warned that the file exists, so that the next Enter overwrites it.
    pub overwrite: bool,
}

impl Prompt {
    /// The prompt with a suggested name.
    pub fn new(subject: Subject<'_>) -> Self {
        let name = match subject.catalog() {
            Some(catalog) => format!("{}-{}.md", catalog.id, file_stem(subject.code())),
            None => "unrecognised.md".to_owned(),
        };
        Self { line: LineEdit::new(&name), overwrite: false }
    }

    /// Changes the name; another file needs another warning.
    pub fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.line.text().to_owned();
        edit(&mut self.line);
        self.overwrite &= self.line.text() == before;
    }

    pub fn update(&mut self, action: Action) -> Option<Request> {
        match action {
            Action::GoBack => Some(Request::Close),
            Action::Open => Some(Request::Save),
            _ => {
                self.edit(|line| line.apply(action));
                None
            }
        }
    }

    /// What to save, according to the file extension.
    pub fn payload(&self) -> Payload {
        match Path::new(self.line.text().trim()).extension() {
            Some(extension) if extension.eq_ignore_ascii_case("json") => Payload::Json,
            _ => Payload::Note,
        }
    }
}

/// A code as part of a file name.
fn file_stem(code: Option<&str>) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    code.unwrap_or("error").chars().map(safe).take(48).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Decoder;

    #[test]
    fn masked_json_is_valid() {
        let catalogs = Catalogs::builtin();
        let text = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":[
            "-----BEGIN PRIVATE KEY----- MIIEvQ", "sent by joe@example.com"]}}"#;
        let in_message = r#"{"message":"The name -----BEGIN PRIVATE KEY----- MIIEvQ is already used.",
            "errorCode":1001}"#;
        for text in [text, in_message] {
            let report = Decoder::new(&catalogs).decode(text.as_bytes(), None);
            let subject = Subject::Response { text, report: &report, finding: &report.findings[0] };
            let shared = render(Payload::Json, subject, &catalogs, "today").unwrap();
            assert!(!shared.text.contains("MIIEvQ"), "{}", shared.text);
            let json: serde_json::Value = serde_json::from_str(&shared.text).unwrap();
            assert_eq!(json["verdict"], "identified");
        }
    }
}
