//! The list of keys, written from the binding table, and of what can be typed in a search, written
//! from its table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use crate::search::syntax::{self, SYNTAX};
use crate::tui::keymap::{Key, Keymap, Scope};
use crate::tui::layout;
use crate::tui::theme::Role;
use crate::tui::theme::Theme;
use crate::tui::widgets::styled_text::Rich;

const INTRODUCTION: &str = "Type to search. Paste a response anywhere and it is decoded at once; \
                            a pasted word is searched for. What is pasted never acts as keys.";

/// Columns for the keys, and the least for the sentences beside them.
const KEYS: usize = 20;
const BESIDE: usize = 24;

pub struct Help<'a> {
    /// The scopes whose keys come first.
    pub scopes: &'a [Scope],
    pub keymap: &'a Keymap,
    pub theme: &'a Theme,
}

impl Help<'_> {
    /// The place for the lines, inside the border.
    pub fn area(&self, screen: Rect) -> Rect {
        Block::bordered().inner(self.outline(screen)).inner(Margin::new(1, 0))
    }

    /// The popup with its border.
    pub fn outline(&self, screen: Rect) -> Rect {
        let width = layout::popup(screen, 0).width.saturating_sub(4);
        layout::popup(screen, self.lines(width.into()).len())
    }

    pub fn lines(&self, width: usize) -> Vec<Line<'static>> {
        let theme = self.theme;
        let rest = Scope::ALL.iter().filter(|scope| !self.scopes.contains(scope));
        let mut lines = Rich::new(INTRODUCTION, theme[Role::Text]).wrap(&"".into(), width);
        for &scope in self.scopes {
            lines.extend(self.keys(scope, width));
        }
        lines.extend(self.syntax(width));
        for &scope in rest {
            lines.extend(self.keys(scope, width));
        }
        lines
    }

    fn keys(&self, scope: Scope, width: usize) -> Vec<Line<'static>> {
        let mut lines =
            vec![Line::default(), Line::styled(scope.title(), self.theme[Role::Heading])];
        for binding in self.keymap.bindings(&[scope]) {
            let keys: Vec<String> = binding.keys.iter().map(Key::to_string).collect();
            lines.extend(self.row(&keys.join(" "), binding.help, width));
        }
        lines
    }

    /// What can be typed in a search besides words.
    fn syntax(&self, width: usize) -> Vec<Line<'static>> {
        let heading = Line::styled("Filters and operators", self.theme[Role::Heading]);
        let mut lines = vec![Line::default(), heading];
        let introduction = Rich::new(syntax::INTRODUCTION, self.theme[Role::Text]);
        lines.extend(introduction.wrap(&"".into(), width));
        for form in SYNTAX {
            lines.extend(self.row(form.example, form.help, width));
        }
        lines
    }

    /// What is typed, with what it does beside it; below it where that is too narrow.
    fn row(&self, typed: &str, help: &str, width: usize) -> Vec<Line<'static>> {
        let typed = Rich::new(typed, self.theme[Role::Key]);
        let help = Rich::new(help, self.theme[Role::Text]);
        if width < KEYS + BESIDE || typed.width() >= KEYS {
            let mut lines = typed.wrap(&"".into(), width);
            lines.extend(help.wrap(&"  ".into(), width));
            return lines;
        }
        let gap = " ".repeat(KEYS);
        let mut lines = help.wrap(&Span::raw(gap), width);
        if let Some(line) = lines.first_mut() {
            let mut first = typed.clone().fit(KEYS);
            first.push_span(" ".repeat(KEYS - typed.width()));
            line.spans.splice(0..1, first.spans);
        }
        lines
    }

    /// Draws the popup over the screen, from line `top` on.
    pub fn render(&self, top: usize, screen: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let (outline, area) = (self.outline(screen), self.area(screen));
        let lines = self.lines(area.width.into());
        let (top, label) =
            crate::tui::widgets::scroll::scrolled(lines.len(), area.height.into(), top);
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
        crate::tui::widgets::scroll::draw_lines(&lines, top, area, buffer);
    }
}
