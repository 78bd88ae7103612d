//! The popup with the ways to take something away, and the question for a file.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use super::Role;
use crate::present::Subject;
use crate::tui::action::Action;
use crate::tui::keymap::{Binding, Key, Keymap, Scope};
use crate::tui::layout;
use crate::tui::take::{self, Prompt};
use crate::tui::text::Rich;
use crate::tui::theme::Theme;

/// Columns between the key of a way and what it does.
const GAP: usize = 2;

/// The popup.
pub(crate) struct Menu<'a> {
    pub(crate) subject: Option<Subject<'a>>,
    pub(crate) keymap: &'a Keymap,
    pub(crate) theme: &'a Theme,
}

impl Menu<'_> {
    /// The ways that lead to something, one a line.
    fn ways(&self) -> impl Iterator<Item = (&Key, &Binding)> {
        let bindings = self.keymap.bindings(&[Scope::Take]);
        let leads = |binding: &&Binding| {
            self.subject.is_none_or(|subject| take::offers(binding.action, subject))
        };
        bindings.filter(leads).filter_map(|binding| Some((binding.keys.first()?, binding)))
    }

    fn lines(&self, width: usize) -> Vec<Line<'static>> {
        let keys = self.ways().map(|(key, _)| key.to_string().chars().count()).max();
        let keys = keys.unwrap_or_default() + GAP;
        let line = |(key, binding): (&Key, &Binding)| {
            let line = Rich::new(&format!("{:keys$}", key.to_string()), self.theme[Role::Key]);
            line.with(binding.help, self.theme[Role::Text]).fit(width)
        };
        self.ways().map(line).collect()
    }

    /// The popup with its border.
    pub(crate) fn outline(&self, screen: Rect) -> Rect {
        layout::popup(screen, self.ways().count())
    }

    /// The place for the lines.
    fn area(&self, screen: Rect) -> Rect {
        Block::bordered().inner(self.outline(screen)).inner(Margin::new(1, 0))
    }

    /// What the line at that cell does.
    pub(crate) fn at(&self, cell: Position, screen: Rect) -> Option<Action> {
        let area = self.area(screen);
        let line = usize::from(cell.y.checked_sub(area.y)?);
        let way = self.ways().nth(line).filter(|_| area.contains(cell));
        way.map(|(_, binding)| binding.action)
    }
}

impl Widget for Menu<'_> {
    fn render(self, screen: Rect, buffer: &mut Buffer) {
        let (outline, area) = (self.outline(screen), self.area(screen));
        let lines = self.lines(area.width.into());
        Clear.render(outline, buffer);
        buffer.set_style(outline, self.theme[Role::Text]);
        let what = self.subject.map(|subject| {
            let code = subject.code().unwrap_or("without a code");
            match subject.catalog() {
                Some(catalog) => format!(" Take away: {} {code} ", catalog.tab),
                None => " Take away: a response that isn't recognised ".to_owned(),
            }
        });
        let title = Rich::new(&what.unwrap_or_default(), self.theme[Role::Title]);
        let block = Block::bordered()
            .border_style(self.theme[Role::FocusRule])
            .title(title.fit(usize::from(outline.width).saturating_sub(2)));
        block.render(outline, buffer);
        super::draw_lines(&lines, 0, area, buffer);
    }
}

/// The question for a file, in the last line.
pub(super) struct Question<'a> {
    pub(super) prompt: &'a Prompt,
    pub(super) keymap: &'a Keymap,
    pub(super) theme: &'a Theme,
}

impl Question<'_> {
    /// The keys that answer, on the right where a name of so many columns leaves them room.
    fn render_keys(&self, used: usize, area: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let mut keys = Rich::default();
        for hint in self.keymap.bindings(&[Scope::Prompt]).filter(|hint| hint.priority > 0) {
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
    pub(super) fn render(self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        const ASKS: &str = " Save to: ";
        let (before, behind) = self.prompt.line.halves();
        let theme = self.theme;
        let room = usize::from(area.width).saturating_sub(ASKS.len() + 1);
        // The end of a long name is what is being typed.
        let mut shown = Rich::new(before, theme[Role::Text]);
        let mut rest = before;
        while shown.width() > room {
            let mut chars = rest.chars();
            if chars.next().is_none() {
                break;
            }
            rest = chars.as_str();
            shown = Rich::new(rest, theme[Role::Text]);
        }
        let column = ASKS.len() + shown.width();
        let line = Rich::new(ASKS, theme[Role::Heading])
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
