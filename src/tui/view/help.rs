//! The list of keys, written from the binding table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::Role;
use crate::tui::keymap::{Key, Keymap, Scope};
use crate::tui::layout;
use crate::tui::text::Rich;
use crate::tui::theme::Theme;

const INTRODUCTION: &str = "Type to search. Paste a response anywhere and it is decoded at once; \
                            a pasted word is searched for. What is pasted never acts as keys.";

/// Columns for the keys, and the least for the sentences beside them.
const KEYS: usize = 20;
const BESIDE: usize = 24;

pub(crate) struct Help<'a> {
    /// The scopes whose keys come first.
    pub(crate) scopes: &'a [Scope],
    pub(crate) keymap: &'a Keymap,
    pub(crate) theme: &'a Theme,
}

impl Help<'_> {
    /// The place for the lines, inside the border.
    pub(crate) fn area(&self, screen: Rect) -> Rect {
        Block::bordered().inner(self.outline(screen)).inner(Margin::new(1, 0))
    }

    /// The popup with its border.
    pub(crate) fn outline(&self, screen: Rect) -> Rect {
        let width = layout::popup(screen, 0).width.saturating_sub(4);
        layout::popup(screen, self.lines(width.into()).len())
    }

    pub(crate) fn lines(&self, width: usize) -> Vec<Line<'static>> {
        let theme = self.theme;
        let rest = Scope::ALL.iter().filter(|scope| !self.scopes.contains(scope));
        let mut lines = Rich::new(INTRODUCTION, theme[Role::Text]).wrap(&"".into(), width);
        for &scope in self.scopes.iter().chain(rest) {
            lines.push(Line::default());
            lines.push(Line::styled(scope.title(), theme[Role::Heading]));
            for binding in self.keymap.bindings(&[scope]) {
                let keys: Vec<String> = binding.keys.iter().map(Key::to_string).collect();
                let help = Rich::new(binding.help, theme[Role::Text]);
                let keys = Rich::new(&keys.join(" "), theme[Role::Key]);
                if width >= KEYS + BESIDE && keys.width() < KEYS {
                    let gap = " ".repeat(KEYS);
                    for (i, mut line) in help.wrap(&Span::raw(gap), width).into_iter().enumerate() {
                        if i == 0 {
                            let mut first = keys.clone().fit(KEYS);
                            first.push_span(" ".repeat(KEYS - keys.width()));
                            line.spans.splice(0..1, first.spans);
                        }
                        lines.push(line);
                    }
                } else {
                    lines.extend(keys.wrap(&"".into(), width));
                    lines.extend(help.wrap(&"  ".into(), width));
                }
            }
        }
        lines
    }

    /// Draws the popup over the screen, from line `top` on.
    pub(crate) fn render(&self, top: usize, screen: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let (outline, area) = (self.outline(screen), self.area(screen));
        let lines = self.lines(area.width.into());
        let (top, label) = super::scrolled(lines.len(), area.height.into(), top);
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
        super::draw_lines(&lines, top, area, buffer);
    }
}
