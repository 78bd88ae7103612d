//! Lines that scroll.

use std::ops::Range;

use ratatui::prelude::{Buffer, Line, Position, Rect, Widget};

use crate::tui::keymap::Action;
use crate::tui::widgets::Scroll;
use crate::tui::widgets::cells::WebAddress;

/// Lines that scroll, with the items among them that can be selected, such as links or findings.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub lines: Vec<Line<'static>>,
    /// The lines of each item, in order.
    pub items: Vec<Range<usize>>,
    /// The lines of each address of a web page.
    pub addresses: Vec<(Range<usize>, WebAddress)>,
    /// The first line with a highlighted match.
    pub first_match: Option<usize>,
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

    /// Scrolls to the first match, with some lines before it, unless it is on the first screen.
    pub fn scroll_to_match(&mut self) {
        let height = self.scroll.height;
        let hidden = self.first_match.filter(|line| *line >= height);
        self.scroll.scroll_to(hidden.map_or(0, |line| line.saturating_sub(height / 3)));
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

    /// Makes the addresses links of the terminal, where the lines were drawn in `area`.
    pub fn link_addresses(&self, area: Rect, buffer: &mut Buffer) {
        for (lines, address) in &self.addresses {
            let rows = area.rows().zip(self.scroll.offset..);
            for (row, _) in rows.filter(|(_, line)| lines.contains(line)) {
                address.link(row, buffer);
            }
        }
    }

    pub fn render(&self, area: Rect, buffer: &mut Buffer) {
        for (line, row) in self.lines.iter().skip(self.scroll.offset).zip(area.rows()) {
            line.render(row, buffer);
        }
    }
}
