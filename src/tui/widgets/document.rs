//! Lines that scroll.

use std::ops::Range;

use ratatui::prelude::{Buffer, Line, Position, Rect, Widget};

use crate::tui::keymap::Action;
use crate::tui::widgets::Scroll;

/// Lines that scroll, with the items among them that can be selected, such as links or findings.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub lines: Vec<Line<'static>>,
    /// The lines of each item, in order.
    pub items: Vec<Range<usize>>,
    pub scroll: Scroll,
}

impl Document {
    /// Replaces the content, of which `height` lines fit on the screen, but not the scroll position.
    pub fn replace(&mut self, content: Self, height: u16) {
        *self = Self { scroll: self.scroll, ..content };
        self.scroll.resize(self.lines.len(), height);
    }

    /// Makes an item visible.
    pub fn reveal(&mut self, item: usize) {
        if let Some(lines) = self.items.get(item) {
            self.scroll.reveal(lines.clone());
        }
    }

    /// The item at a cell, where the lines are drawn in `area`.
    pub fn item_at(&self, area: Rect, position: Position) -> Option<usize> {
        let line = self.scroll.row_at(area, position)?;
        self.items.iter().position(|lines| lines.contains(&line))
    }

    /// Whether an action would scroll, if it is one that scrolls.
    pub fn is_enabled(&self, action: Action) -> bool {
        !action.is_motion() || self.scroll.overflows()
    }

    pub fn render(&self, area: Rect, buffer: &mut Buffer) {
        for (line, row) in self.lines.iter().skip(self.scroll.offset).zip(area.rows()) {
            line.render(row, buffer);
        }
    }
}
