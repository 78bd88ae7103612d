//! The last line: key hints, or a status message.

use ratatui::prelude::{Line, Span};

use crate::tui::keymap::{Action, Binding};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::StyledText;

/// Columns between hints.
const GAP: usize = 3;

pub struct KeyHints<'a> {
    /// The available bindings, innermost scope first.
    pub bindings: Vec<&'a Binding>,
    pub notice: Option<&'a str>,
    pub theme: &'a Theme,
}

impl KeyHints<'_> {
    /// The hints that fit into `width`, in table order; those of the lowest priority are dropped.
    fn fitting(&self, width: usize) -> Vec<(String, &Binding)> {
        let mut hints: Vec<(String, &Binding)> = Vec::new();
        for &binding in self.bindings.iter().filter(|binding| binding.priority > 0) {
            // If several scopes bind an action, the innermost wins.
            let is_listed = hints.iter().any(|(_, hint)| hint.action == binding.action);
            if let Some(key) = binding.key_name().filter(|_| !is_listed) {
                hints.push((key, binding));
            }
        }
        while total_width(&hints) > width + GAP
            && let Some((i, _)) = hints.iter().enumerate().min_by_key(|(_, (_, h))| h.priority)
        {
            hints.remove(i);
        }
        hints
    }

    /// The action of the hint at a column of the line.
    pub fn action_at(&self, width: usize, column: usize) -> Option<Action> {
        if self.notice.is_some() {
            return None;
        }
        let mut start = 1;
        self.fitting(width.saturating_sub(1)).into_iter().find_map(|hint| {
            let end = start + width_of(&hint);
            let is_hit = (start..end).contains(&column);
            start = end + GAP;
            is_hit.then_some(hint.1.action)
        })
    }

    /// The notice, else the hints, in at most `width` columns.
    pub fn line(&self, width: usize) -> Line<'static> {
        let width = width.saturating_sub(1);
        let mut line = Line::from(" ");
        if let Some(notice) = self.notice {
            line.extend(StyledText::new(notice, self.theme[Role::Warn]).fit(width));
            return line;
        }
        for (i, (key, hint)) in self.fitting(width).into_iter().enumerate() {
            if i > 0 {
                line.push_span(" ".repeat(GAP));
            }
            line.extend(StyledText::new(&key, self.theme[Role::Key]).fit(width));
            line.push_span(Span::styled(format!(" {}", hint.label), self.theme[Role::Muted]));
        }
        line
    }
}

fn total_width(hints: &[(String, &Binding)]) -> usize {
    hints.iter().map(|hint| width_of(hint) + GAP).sum()
}

fn width_of((key, hint): &(String, &Binding)) -> usize {
    key.chars().count() + 1 + hint.label.len()
}
