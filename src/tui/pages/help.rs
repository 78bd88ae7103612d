//! The help page: key bindings and search syntax, both written from their tables.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use crate::search::syntax::{self, SYNTAX};
use crate::tui::keymap::{Key, Keymap, Scope};
use crate::tui::layout;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::scroll::{draw_lines, scrolled};
use crate::tui::widgets::styled_text::StyledText;

const INTRODUCTION: &str = "Type to search. Paste a response anywhere to decode it; a single pasted \
                            word is searched for. Pasted text is never interpreted as keys.";

/// The width of the left column, and the minimum width of the right one.
const LEFT: usize = 20;
const MIN_RIGHT: usize = 24;

pub struct Help<'a> {
    /// The scopes whose keys are listed first.
    pub scopes: &'a [Scope],
    pub keymap: &'a Keymap,
    pub theme: &'a Theme,
}

impl Help<'_> {
    /// The area of the lines, inside the border.
    pub fn area(&self, screen: Rect) -> Rect {
        Block::bordered().inner(self.outline(screen)).inner(Margin::new(1, 0))
    }

    /// The popup with its border.
    pub fn outline(&self, screen: Rect) -> Rect {
        let width = layout::popup(screen, 0).width.saturating_sub(4);
        layout::popup(screen, self.lines(width.into()).len())
    }

    pub fn lines(&self, width: usize) -> Vec<Line<'static>> {
        let mut lines = self.paragraph(INTRODUCTION, width);
        for &scope in self.scopes {
            lines.extend(self.keys(scope, width));
        }
        lines.extend(self.syntax(width));
        for &scope in Scope::ALL.iter().filter(|scope| !self.scopes.contains(scope)) {
            lines.extend(self.keys(scope, width));
        }
        lines
    }

    fn keys(&self, scope: Scope, width: usize) -> Vec<Line<'static>> {
        let mut lines = self.heading(scope.title());
        for binding in self.keymap.bindings(&[scope]) {
            let keys: Vec<String> = binding.keys.iter().map(Key::to_string).collect();
            lines.extend(self.row(&keys.join(" "), binding.help, width));
        }
        lines
    }

    fn syntax(&self, width: usize) -> Vec<Line<'static>> {
        let mut lines = self.heading("Filters and operators");
        lines.extend(self.paragraph(syntax::INTRODUCTION, width));
        for form in SYNTAX {
            lines.extend(self.row(form.example, form.help, width));
        }
        lines
    }

    fn heading(&self, title: &'static str) -> Vec<Line<'static>> {
        vec![Line::default(), Line::styled(title, self.theme[Role::Heading])]
    }

    fn paragraph(&self, text: &str, width: usize) -> Vec<Line<'static>> {
        StyledText::new(text, self.theme[Role::Text]).wrap(&"".into(), width)
    }

    /// A row of the table. The description goes below what is typed if there is no room beside it.
    fn row(&self, typed: &str, help: &str, width: usize) -> Vec<Line<'static>> {
        let typed = StyledText::new(typed, self.theme[Role::Key]);
        let help = StyledText::new(help, self.theme[Role::Text]);
        if width < LEFT + MIN_RIGHT || typed.width() >= LEFT {
            let mut lines = typed.wrap(&"".into(), width);
            lines.extend(help.wrap(&"  ".into(), width));
            return lines;
        }
        let gap = " ".repeat(LEFT);
        let mut lines = help.wrap(&Span::raw(gap), width);
        if let Some(line) = lines.first_mut() {
            let mut first = typed.fit(LEFT);
            first.push_span(" ".repeat(LEFT - typed.width()));
            line.spans.splice(0..1, first.spans);
        }
        lines
    }

    /// Draws the popup, starting at line `top`.
    pub fn render(&self, top: usize, screen: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let (outline, area) = (self.outline(screen), self.area(screen));
        let lines = self.lines(area.width.into());
        let (top, label) = scrolled(lines.len(), area.height.into(), top);
        Clear.render(outline, buffer);
        buffer.set_style(outline, theme[Role::Text]);
        let mut block = Block::bordered()
            .border_style(theme[Role::FocusRule])
            .title(Span::styled(" Keys ", theme[Role::Title]));
        if !label.is_empty() {
            let label = Span::styled(format!(" {label} "), theme[Role::Muted]);
            block = block.title(Line::from(label).right_aligned());
        }
        block.render(outline, buffer);
        draw_lines(&lines, top, area, buffer);
    }
}
