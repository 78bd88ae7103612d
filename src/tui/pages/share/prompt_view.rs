//! Draws the prompt for a file name.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::widgets::{Clear, Widget};

use crate::tui::keymap::{Keymap, Scope};
use crate::tui::pages::share::state::Prompt;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::styled_text::StyledText;

const PROMPT: &str = " Save to: ";

/// The prompt for a file name, in the last line.
pub struct PromptLine<'a> {
    pub prompt: &'a Prompt,
    pub keymap: &'a Keymap,
    pub theme: &'a Theme,
}

impl PromptLine<'_> {
    /// Draws the prompt and returns the cursor position.
    pub fn render(self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let theme = self.theme;
        let room = usize::from(area.width).saturating_sub(PROMPT.len() + 1);
        let (before, after) = self.prompt.line.visible(room);
        let mut line = StyledText::new(PROMPT, theme[Role::Heading]);
        line.push(before, theme[Role::Text]);
        let column = line.width();
        line.push(after, theme[Role::Text]);
        Clear.render(area, buffer);
        buffer.set_style(area, theme[Role::Text]);
        line.fit(area.width.into()).render(area, buffer);
        self.render_keys(line.width(), area, buffer);
        let column = u16::try_from(column).ok().filter(|column| *column < area.width)?;
        Some(Position::new(area.x + column, area.y))
    }

    /// Draws the key hints on the right, if there is room beside `used` columns.
    fn render_keys(&self, used: usize, area: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let mut keys = StyledText::default();
        for hint in self.keymap.bindings(&[Scope::SavePrompt]).filter(|hint| hint.priority > 0) {
            let Some(key) = hint.keys.first() else { continue };
            keys.push("   ", theme[Role::Text]);
            keys.push(&key.to_string(), theme[Role::Key]);
            keys.push(&format!(" {}", hint.label), theme[Role::Muted]);
        }
        if used + 1 + keys.width() < area.width.into() {
            let line = keys.fit(keys.width()).right_aligned();
            line.render(area.inner(Margin::new(1, 0)), buffer);
        }
    }
}
