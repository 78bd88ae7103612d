//! The last line: the keys that matter now, or something to say.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::tui::keymap::Binding;
use crate::tui::theme::Role;
use crate::tui::theme::Theme;
use crate::tui::widgets::styled_text::StyledText;

/// Columns between two hints.
const GAP: usize = 3;

pub struct Hints<'a> {
    /// What can be done now, the nearest scope first.
    pub bindings: Vec<&'a Binding>,
    pub notice: Option<&'a str>,
    pub theme: &'a Theme,
}

impl<'a> Hints<'a> {
    /// The hints that fit into `width`, in the order of the table; the least important go first.
    fn fitting(&self, width: usize) -> Vec<(String, &'a Binding)> {
        let mut hints: Vec<(String, &'a Binding)> = Vec::new();
        for &binding in self.bindings.iter().filter(|binding| binding.priority > 0) {
            // The nearest scope's key speaks for an action that several bind.
            let known = hints.iter().any(|(_, hint)| hint.action == binding.action);
            if let Some(key) = binding.keys.first().filter(|_| !known) {
                hints.push((key.to_string(), binding));
            }
        }
        let needed = |hints: &[(String, &Binding)]| -> usize {
            hints.iter().map(|(key, hint)| key.chars().count() + 1 + hint.label.len() + GAP).sum()
        };
        while needed(&hints) > width + GAP {
            let least = hints.iter().enumerate().min_by_key(|(_, (_, hint))| hint.priority);
            match least {
                Some((i, _)) => drop(hints.remove(i)),
                None => break,
            }
        }
        hints
    }
}

impl Widget for Hints<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let width = usize::from(area.width).saturating_sub(1);
        let mut line = Line::from(" ");
        if let Some(notice) = self.notice {
            line.extend(StyledText::new(notice, self.theme[Role::Warn]).fit(width));
        } else {
            for (i, (key, hint)) in self.fitting(width).into_iter().enumerate() {
                if i > 0 {
                    line.push_span(" ".repeat(GAP));
                }
                line.extend(StyledText::new(&key, self.theme[Role::Key]).fit(width));
                line.push_span(Span::styled(format!(" {}", hint.label), self.theme[Role::Muted]));
            }
        }
        line.render(area, buffer);
    }
}
