//! The text editor: a popup to write a note on an entry, or to complete the draft of one.

use ratatui::crossterm::event::KeyEvent;
use ratatui::prelude::{Buffer, Position, Rect, Style, Widget};
use tui_textarea::{CursorMove, TextArea, WrapMode};

use crate::catalog::{Catalog, EntryRef, NoteRecord};
use crate::decode::DraftEntry;
use crate::tui::effects::Effect;
use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::layout;
use crate::tui::pages::{Request, Services};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::Popup;

/// The key of the action in a draft.
const ACTION: &str = "action = ";

/// The lines of a popup for a note.
const NOTE_LINES: usize = 8;

/// What the text is for.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    /// A note on an entry.
    Note(EntryRef),
    /// Entries for an overlay of a catalog.
    Draft(&'static Catalog),
}

/// The state of the editor.
#[derive(Debug, Clone)]
pub struct TextEditorPage {
    title: String,
    purpose: Purpose,
    area: TextArea<'static>,
    /// The text when it was opened.
    initial: String,
    /// Whether the user was warned that closing discards the text.
    is_warned: bool,
}

impl TextEditorPage {
    /// An empty note on an entry.
    pub fn note(entry: EntryRef) -> Self {
        let title = format!("Note on {} {}", entry.catalog.tab, entry.code);
        Self::new(title, Purpose::Note(entry), "")
    }

    /// The draft of an entry, with the cursor where the action is to be written.
    pub fn draft(catalog: &'static Catalog, draft: &DraftEntry) -> Self {
        let title = format!("New entry for {}", catalog.tab);
        let text = draft.to_edit();
        let before = text.split(ACTION).next().unwrap_or_default();
        let mut page = Self::new(title, Purpose::Draft(catalog), &text);
        if let Ok(line) = u16::try_from(before.matches('\n').count()) {
            page.area.move_cursor(CursorMove::Jump(line, 0));
            page.area.move_cursor(CursorMove::End);
            page.area.move_cursor(CursorMove::Back);
        }
        page
    }

    fn new(title: String, purpose: Purpose, text: &str) -> Self {
        let mut area = TextArea::new(text.lines().map(str::to_owned).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Style::new());
        let initial = area.lines().join("\n");
        Self { title, purpose, area, initial, is_warned: false }
    }

    fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key) {
        self.is_warned = false;
        self.area.input(KeyEvent::new(key.code, key.modifiers));
    }

    pub fn insert(&mut self, text: &str) {
        self.is_warned = false;
        self.area.insert_str(text);
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        match action {
            Action::Save => {
                let effect = self.save(services);
                services.run(effect);
            }
            // A changed text is discarded only after a warning.
            Action::GoBack if self.is_warned || self.text() == self.initial => {
                return Some(Request::Close);
            }
            Action::GoBack => {
                self.is_warned = true;
                let key = services.keymap.key_name(&[Scope::TextEditor], Action::GoBack);
                services.notify(format!("the text is not saved; press {key} again to discard it"));
            }
            _ => {}
        }
        None
    }

    /// Saves the text; the error is a notice.
    fn save(&self, services: &Services) -> Result<Effect, String> {
        let text = self.text().trim().to_owned();
        if text.is_empty() {
            return Err("nothing to save".to_owned());
        }
        Ok(match self.purpose {
            Purpose::Note(entry) => {
                let date = (services.date)();
                let date = date.get(..10).unwrap_or(&date);
                Effect::AddNote(NoteRecord::new(entry, &text, date, None))
            }
            Purpose::Draft(catalog) => Effect::AddEntries { catalog: catalog.id, text },
        })
    }

    pub fn outline(&self, screen: Rect) -> Rect {
        layout::popup(screen, self.initial.lines().count().max(NOTE_LINES))
    }

    pub fn render(&self, screen: Rect, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let outline = self.outline(screen);
        Popup { title: &self.title, label: "", theme }.render(outline, buffer);
        let area = Popup::text_area(outline);
        let mut text = self.area.clone();
        text.set_style(theme[Role::Text]);
        text.set_cursor_style(Style::new().reversed());
        text.render(area, buffer);
        None
    }
}
