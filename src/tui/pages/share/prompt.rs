//! The prompt for a file name, in the last line.

use std::path::Path;

use ratatui::prelude::{Buffer, Margin, Position, Widget};
use ratatui::widgets::Clear;
use unicode_width::UnicodeWidthStr;

use crate::present::Subject;
use crate::share::Payload;
use crate::tui::keymap::{Action, Scope};
use crate::tui::pages::{Request, Services};
use crate::tui::theme::Role;
use crate::tui::widgets::{InputLine, KeyHints, LineEdit};

const PROMPT: &str = " Save to: ";

/// The state of the prompt.
#[derive(Debug, Clone)]
pub struct Prompt {
    pub line: LineEdit,
    /// Whether the user was warned that the file exists, so that the next Enter overwrites it.
    pub overwrite: bool,
    /// Whether the note is saved with the response.
    with_paste: bool,
}

impl Prompt {
    /// The prompt with a suggested name, to save the note, `with_paste` that of the preview.
    pub fn new(subject: Subject<'_>, with_paste: bool) -> Self {
        let name = match subject.catalog() {
            Some(catalog) => format!("{}-{}.md", catalog.id, file_stem(subject.code())),
            None => "unrecognised.md".to_owned(),
        };
        Self { line: LineEdit::new(&name), overwrite: false, with_paste }
    }

    /// Changes the name; another file needs another warning.
    pub fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.line.text().to_owned();
        edit(&mut self.line);
        self.overwrite &= self.line.text() == before;
    }

    pub fn update(&mut self, action: Action) -> Option<Request> {
        if action == Action::Open {
            return Some(Request::Save);
        }
        self.edit(|line| line.apply(action));
        None
    }

    /// What to save, according to the file extension.
    pub fn payload(&self) -> Payload {
        match Path::new(self.line.text().trim()).extension() {
            Some(extension) if extension.eq_ignore_ascii_case("json") => Payload::Json,
            _ if self.with_paste => Payload::NoteWithPaste,
            _ => Payload::Note,
        }
    }

    /// Draws the prompt over the hints, unless they show a notice about the last save. Returns the
    /// position of the cursor.
    pub fn render(&self, services: &Services, buffer: &mut Buffer) -> Option<Position> {
        if services.notice.is_some() {
            return None;
        }
        let theme = &services.theme;
        let area = services.screen.rows().next_back()?;
        Clear.render(area, buffer);
        buffer.set_style(area, theme[Role::Text]);
        let (prompt, line) = (PROMPT, &self.line);
        let input = InputLine { prompt, line, placeholder: "", notice: "", focused: true, theme };
        let cursor = input.render(area, buffer);
        let bindings = services.keymap.bindings(&[Scope::SavePrompt]).collect();
        let keys = KeyHints { bindings, notice: None, theme }.line(area.width.into());
        if prompt.width() + line.text().width() + keys.width() + 3 < area.width.into() {
            keys.right_aligned().render(area.inner(Margin::new(1, 0)), buffer);
        }
        cursor
    }
}

/// A code as part of a file name.
fn file_stem(code: Option<&str>) -> String {
    let sanitize = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    code.unwrap_or("error").chars().map(sanitize).take(48).collect()
}
