//! The form that saves the draft: id, name and address of the catalog, and the errors of the checker.

use ratatui::prelude::{Buffer, Position, Rect, Widget};

use crate::catalog::CheckError;
use crate::import::write::catalog::{Metadata, name_of_id};
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{InputLine, LineEdit, Popup, StyledText};

/// The prompt of each field, and what is shown while it is empty.
const FIELDS: [(&str, &str); 3] = [
    ("Id:   ", "lower-case letters, digits and hyphens"),
    ("Name: ", "the vendor or its API"),
    ("URL:  ", "the address of the page"),
];

/// The most errors that are shown.
const MAX_ERRORS: usize = 8;

/// The state of the form.
#[derive(Debug, Clone)]
pub struct Form {
    fields: [LineEdit; FIELDS.len()],
    /// The field with the focus.
    at: usize,
    /// Whether the user was warned that the catalog exists, so that the next Enter replaces it.
    pub overwrite: bool,
    /// Why the draft cannot be saved.
    pub errors: Vec<CheckError>,
}

impl Form {
    pub fn new(metadata: &Metadata) -> Self {
        let url = metadata.url.clone().unwrap_or_default();
        let fields = [metadata.id.clone(), metadata.name(), url].map(|text| LineEdit::new(&text));
        Self { fields, at: 0, overwrite: false, errors: Vec::new() }
    }

    /// The metadata as they are typed.
    pub fn metadata(&self, metadata: &Metadata) -> Metadata {
        let [id, name, url] = self.fields.each_ref().map(|field| field.text().trim().to_owned());
        let typed = |text: String| Some(text).filter(|text| !text.is_empty());
        Metadata { id, name: typed(name), url: typed(url), captured: metadata.captured.clone() }
    }

    pub fn apply(&mut self, action: Action) {
        match action {
            Action::MoveDown => self.at = (self.at + 1) % FIELDS.len(),
            Action::MoveUp => self.at = (self.at + FIELDS.len() - 1) % FIELDS.len(),
            _ => self.edit(|line| line.apply(action)),
        }
    }

    /// Changes the field with the focus. Another id needs another warning, and is the name until
    /// another one is typed.
    pub fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.fields[0].text().to_owned();
        edit(&mut self.fields[self.at]);
        let [id, name, _] = &mut self.fields;
        if id.text() != before {
            self.overwrite = false;
            if name.text() == name_of_id(&before) {
                *name = LineEdit::new(&name_of_id(id.text()));
            }
        }
        self.errors.clear();
    }

    /// Draws the form and returns the position of the cursor.
    pub fn render(&self, screen: Rect, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let errors = self.errors.len().min(MAX_ERRORS);
        let outline = layout::popup(screen, FIELDS.len() + errors);
        Popup { title: "Save as a catalog of your own", label: "", theme }.render(outline, buffer);
        let mut rows = Popup::text_area(outline).rows();
        let mut cursor = None;
        for (index, (prompt, placeholder)) in FIELDS.into_iter().enumerate() {
            let (line, focused) = (&self.fields[index], index == self.at);
            let input = InputLine { prompt, line, placeholder, notice: "", focused, theme };
            let row = rows.next()?;
            cursor = input.render(row, buffer).or(cursor);
        }
        for (error, row) in self.errors.iter().zip(rows) {
            let error = StyledText::new(&error.reason, theme[Role::Bad]);
            error.fit(row.width.into()).render(row, buffer);
        }
        cursor
    }
}
