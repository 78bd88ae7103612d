//! The help page: key bindings and search syntax, both written from their tables.

use ratatui::prelude::{Buffer, Rect, Widget};
use unicode_width::UnicodeWidthStr;

use crate::search::syntax::{self, SYNTAX};
use crate::tui::keymap::{Keymap, Scope};
use crate::tui::layout;
use crate::tui::pages::{Services, Writer};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Document, Popup, StyledText};

const INTRODUCTION: &str = "Type to search. Paste a response anywhere to decode it; a single pasted \
                            word is searched for. Pasted text is never interpreted as keys.";

/// The width of the left column, and the minimum width of the right one.
const LEFT: usize = 20;
const MIN_RIGHT: usize = 24;

/// The state of the help page.
#[derive(Debug, Clone)]
pub struct HelpPage {
    /// The scopes whose keys are listed first.
    scopes: &'static [Scope],
    pub outline: Rect,
    pub text: Document,
}

impl HelpPage {
    /// Help with the keys of some scopes first.
    pub fn new(scopes: &'static [Scope], services: &Services) -> Self {
        let mut page = Self { scopes, outline: Rect::default(), text: Document::default() };
        page.lay_out(services);
        page
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &Services) {
        let Services { keymap, theme, screen, .. } = services;
        let width = layout::popup(*screen, 0).width.saturating_sub(4);
        let mut writer = Writer::new(width, theme, None);
        writer.paragraph(INTRODUCTION, Role::Text);
        for &scope in self.scopes {
            write_keys(scope, keymap, &mut writer);
        }
        writer.heading("Filters and operators", "");
        writer.paragraph(syntax::INTRODUCTION, Role::Text);
        for form in SYNTAX {
            write_row(form.example, form.help, &mut writer);
        }
        for &scope in Scope::ALL.iter().filter(|scope| !self.scopes.contains(scope)) {
            write_keys(scope, keymap, &mut writer);
        }
        self.outline = layout::popup(*screen, writer.lines.len());
        self.text.replace(writer.finish(), Popup::text_area(self.outline).height);
    }

    /// Draws the popup over the screen.
    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) {
        let label = self.text.scroll.label();
        Popup { title: "Keys", label: &label, theme }.render(self.outline, buffer);
        self.text.render(Popup::text_area(self.outline), buffer);
    }
}

fn write_keys(scope: Scope, keymap: &Keymap, writer: &mut Writer<'_>) {
    writer.heading(scope.title(), "");
    for binding in keymap.bindings(&[scope]) {
        write_row(&binding.key_names(" "), binding.help, writer);
    }
}

/// A row of the table. The description goes below the keys if it does not fit next to them.
fn write_row(typed: &str, help: &str, writer: &mut Writer<'_>) {
    let help = StyledText::new(help, writer.theme[Role::Text]);
    let gap = LEFT.saturating_sub(typed.width());
    if writer.width < LEFT + MIN_RIGHT || gap == 0 {
        writer.paragraph(typed, Role::Key);
        writer.text("  ", Role::Text, &help);
    } else {
        writer.text(&format!("{typed}{:gap$}", ""), Role::Key, &help);
    }
}
