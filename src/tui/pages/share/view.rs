//! Draws the copy and save menu, and the prompt for a file name.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use crate::present::Subject;
use crate::tui::keymap::action::Action;
use crate::tui::keymap::{Binding, Keymap, Scope};
use crate::tui::layout;
use crate::tui::pages::share::state::{self, Prompt};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::scroll::Scroll;
use crate::tui::widgets::styled_text::StyledText;

/// Columns between a key and its description.
const GAP: usize = 2;

const PROMPT: &str = " Save to: ";

/// An item of the menu.
#[derive(Debug, Clone)]
pub struct Item {
    key: String,
    label: &'static str,
    action: Action,
}

/// What can be done with the subject.
pub fn items(subject: Subject<'_>, keymap: &Keymap) -> Vec<Item> {
    let bindings = keymap.bindings(&[Scope::Share]);
    let available = bindings.filter(|binding| state::is_available(binding.action, subject));
    let item = |binding: &Binding| {
        let key = binding.keys.first()?.to_string();
        Some(Item { key, label: binding.help, action: binding.action })
    };
    available.filter_map(item).collect()
}

pub fn title(subject: Subject<'_>) -> String {
    match (subject.catalog(), subject.code()) {
        (None, _) => " Copy or save: unrecognised response ".to_owned(),
        (Some(catalog), Some(code)) => format!(" Copy or save: {} {code} ", catalog.tab),
        (Some(catalog), None) => format!(" Copy or save: {} error without a code ", catalog.tab),
    }
}

/// The menu.
pub struct Menu<'a> {
    pub title: &'a str,
    pub items: &'a [Item],
    pub theme: &'a Theme,
}

impl Menu<'_> {
    fn lines(&self, width: usize) -> Vec<Line<'static>> {
        let keys = self.items.iter().map(|item| item.key.chars().count()).max().unwrap_or(0) + GAP;
        let line = |item: &Item| {
            StyledText::new(&format!("{:keys$}", item.key), self.theme[Role::Key])
                .with(item.label, self.theme[Role::Text])
                .fit(width)
        };
        self.items.iter().map(line).collect()
    }

    /// The popup with its border.
    pub fn outline(&self, screen: Rect) -> Rect {
        layout::popup(screen, self.items.len())
    }

    /// The area of the items.
    fn area(&self, screen: Rect) -> Rect {
        Block::bordered().inner(self.outline(screen)).inner(Margin::new(1, 0))
    }

    /// The action of the item at that cell.
    pub fn action_at(&self, cell: Position, screen: Rect) -> Option<Action> {
        let area = self.area(screen);
        let index = usize::from(cell.y.checked_sub(area.y)?);
        self.items.get(index).filter(|_| area.contains(cell)).map(|item| item.action)
    }

    /// Draws the popup over the screen.
    pub fn render(&self, screen: Rect, buffer: &mut Buffer) {
        let (outline, area) = (self.outline(screen), self.area(screen));
        Clear.render(outline, buffer);
        buffer.set_style(outline, self.theme[Role::Text]);
        let title = StyledText::new(self.title, self.theme[Role::Title]);
        Block::bordered()
            .border_style(self.theme[Role::FocusRule])
            .title(title.fit(usize::from(outline.width).saturating_sub(2)))
            .render(outline, buffer);
        Scroll::default().render(&self.lines(area.width.into()), area, buffer);
    }
}

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
