//! The popup with the ways to take something away, and the question for a file.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use crate::report::note::Subject;
use crate::tui::keymap::action::Action;
use crate::tui::keymap::{Binding, Keymap, Scope};
use crate::tui::layout;
use crate::tui::pages::share::state::{self, Prompt};
use crate::tui::theme::Role;
use crate::tui::theme::Theme;
use crate::tui::widgets::scroll::Scroll;
use crate::tui::widgets::styled_text::StyledText;

/// Columns between the key of a way and what it does.
const GAP: usize = 2;

/// A line of the popup.
#[derive(Debug, Clone)]
pub struct Row {
    key: String,
    label: &'static str,
    action: Action,
}

/// The actions that a selection offers.
pub fn rows(subject: Subject<'_>, keymap: &Keymap) -> Vec<Row> {
    let bindings = keymap.bindings(&[Scope::Share]);
    let offered = bindings.filter(|binding| state::is_available(binding.action, subject));
    let row = |binding: &Binding| {
        let key = binding.keys.first()?.to_string();
        Some(Row { key, label: binding.help, action: binding.action })
    };
    offered.filter_map(row).collect()
}

pub fn title(subject: Subject<'_>) -> String {
    let code = subject.code().unwrap_or("without a code");
    match subject.catalog() {
        Some(catalog) => format!("Take away: {} {code}", catalog.tab),
        None => "Take away: a response that isn't recognised".to_owned(),
    }
}

/// The popup.
pub struct Menu<'a> {
    pub title: &'a str,
    pub rows: &'a [Row],
    pub theme: &'a Theme,
}

impl Menu<'_> {
    fn lines(&self, width: usize) -> Vec<Line<'static>> {
        let keys = self.rows.iter().map(|row| row.key.chars().count()).max();
        let keys = keys.unwrap_or_default() + GAP;
        let line = |row: &Row| {
            let line = StyledText::new(&format!("{:keys$}", row.key), self.theme[Role::Key]);
            line.with(row.label, self.theme[Role::Text]).fit(width)
        };
        self.rows.iter().map(line).collect()
    }

    /// The popup with its border.
    pub fn outline(&self, screen: Rect) -> Rect {
        layout::popup(screen, self.rows.len())
    }

    /// The area for the lines.
    fn area(&self, screen: Rect) -> Rect {
        Block::bordered().inner(self.outline(screen)).inner(Margin::new(1, 0))
    }

    /// The action on the line at a cell.
    pub fn action_at(&self, cell: Position, screen: Rect) -> Option<Action> {
        let area = self.area(screen);
        let line = usize::from(cell.y.checked_sub(area.y)?);
        self.rows.get(line).filter(|_| area.contains(cell)).map(|row| row.action)
    }

    /// Draws the popup over the screen.
    pub fn render(&self, screen: Rect, buffer: &mut Buffer) {
        let (outline, area) = (self.outline(screen), self.area(screen));
        Clear.render(outline, buffer);
        buffer.set_style(outline, self.theme[Role::Text]);
        let title = StyledText::new(&format!(" {} ", self.title), self.theme[Role::Title]);
        let block = Block::bordered()
            .border_style(self.theme[Role::FocusRule])
            .title(title.fit(usize::from(outline.width).saturating_sub(2)));
        block.render(outline, buffer);
        Scroll::default().render(&self.lines(area.width.into()), area, buffer);
    }
}

/// The question for a file, in the last line.
pub struct PromptLine<'a> {
    pub prompt: &'a Prompt,
    pub keymap: &'a Keymap,
    pub theme: &'a Theme,
}

impl PromptLine<'_> {
    /// The keys that answer, on the right where a name of so many columns leaves them room.
    fn render_keys(&self, used: usize, area: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let mut keys = StyledText::default();
        for hint in self.keymap.bindings(&[Scope::SavePrompt]).filter(|hint| hint.priority > 0) {
            let Some(key) = hint.keys.first() else { continue };
            keys.push("   ", theme[Role::Text]);
            keys.push(&key.to_string(), theme[Role::Key]);
            keys.push(&format!(" {}", hint.label), theme[Role::Muted]);
        }
        let (width, room) = (keys.width(), usize::from(area.width).saturating_sub(used + 1));
        if width < room {
            let right = u16::try_from(width + 1).unwrap_or(area.width).min(area.width);
            let at = Rect { x: area.right() - right, width: right, ..area };
            keys.fit(width).render(at, buffer);
        }
    }

    /// Draws it, and says where the cursor is.
    pub fn render(self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        const ASKS: &str = " Save to: ";
        let (before, behind) = self.prompt.line.split_at_cursor();
        let theme = self.theme;
        let room = usize::from(area.width).saturating_sub(ASKS.len() + 1);
        // The end of a long name is what is being typed.
        let mut shown = StyledText::new(before, theme[Role::Text]);
        let mut rest = before;
        while shown.width() > room {
            let mut chars = rest.chars();
            if chars.next().is_none() {
                break;
            }
            rest = chars.as_str();
            shown = StyledText::new(rest, theme[Role::Text]);
        }
        let column = ASKS.len() + shown.width();
        let line = StyledText::new(ASKS, theme[Role::Heading])
            .with(rest, theme[Role::Text])
            .with(behind, theme[Role::Text]);
        Clear.render(area, buffer);
        buffer.set_style(area, theme[Role::Text]);
        line.fit(area.width.into()).render(area, buffer);
        self.render_keys(line.width(), area, buffer);
        let column = u16::try_from(column).ok().filter(|column| *column < area.width)?;
        Some(Position::new(area.x + column, area.y))
    }
}
