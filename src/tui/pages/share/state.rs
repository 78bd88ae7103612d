//! What the actions copy, and the state of the prompt for a file name.

use std::path::Path;

use crate::present::Subject;
use crate::share::{self, Payload};
use crate::tui::keymap::action::Action;
use crate::tui::pages::Request;
use crate::tui::widgets::line_edit::LineEdit;

/// What an action copies.
pub fn payload(action: Action) -> Payload {
    match action {
        Action::CopyCode => Payload::Code,
        Action::CopyMessage => Payload::Message,
        Action::CopyEntry => Payload::Entry,
        Action::CopyJson => Payload::Json,
        _ => Payload::Note,
    }
}

/// Whether `subject` has what the action copies, saves or opens.
pub fn is_available(action: Action, subject: Subject<'_>) -> bool {
    match action {
        Action::OpenUrl => subject.catalog().is_some(),
        _ => share::has(payload(action), subject),
    }
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
