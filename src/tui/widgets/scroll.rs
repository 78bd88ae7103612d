//! The scroll state of every list and text.

use std::ops::Range;

use ratatui::prelude::{Position, Rect};

use crate::tui::keymap::Action;

/// Which of `total` rows are visible, and which one is selected where rows can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The first visible row.
    pub offset: usize,
    pub total: usize,
    /// How many rows fit on the screen.
    pub height: usize,
    /// `None` for text, which has no selection.
    pub selected: Option<usize>,
    /// The first visible row at the last move. A smaller screen may need another one; a screen that
    /// grows again returns to it.
    wanted: usize,
}

impl Scroll {
    /// The scroll state of a list, with its first row selected.
    pub fn list() -> Self {
        Self { selected: Some(0), ..Self::default() }
    }

    /// Applies a new content or size; the selection stays visible.
    pub fn resize(&mut self, total: usize, height: u16) {
        (self.total, self.height) = (total, height.into());
        self.offset = self.wanted.min(self.last_offset());
        if let Some(selected) = self.selected {
            let row = selected.min(total.saturating_sub(1));
            self.selected = Some(row);
            self.offset = self.offset_to_reveal(row..row + 1);
        }
    }

    /// Moves the selection, or the text where nothing is selected. Returns whether the action moves.
    pub fn apply(&mut self, action: Action) -> bool {
        let (at, last) = match self.selected {
            Some(selected) => (selected, self.total.saturating_sub(1)),
            None => (self.offset, self.last_offset()),
        };
        let Some(to) = action.move_from(at, self.height, last) else { return false };
        match self.selected {
            Some(_) => self.select(to),
            None => self.scroll_to(to),
        }
        true
    }

    /// Makes `offset` the first visible row, or the last possible one.
    pub fn scroll_to(&mut self, offset: usize) {
        self.offset = offset.min(self.last_offset());
        self.wanted = self.offset;
    }

    /// Selects a row and makes it visible.
    pub fn select(&mut self, row: usize) {
        let row = row.min(self.total.saturating_sub(1));
        self.selected = Some(row);
        self.reveal(row..row + 1);
    }

    /// Makes rows visible, the first of them where not all fit.
    pub fn reveal(&mut self, rows: Range<usize>) {
        self.scroll_to(self.offset_to_reveal(rows));
    }

    fn offset_to_reveal(&self, rows: Range<usize>) -> usize {
        let lowest = rows.end.saturating_sub(self.height);
        self.offset.max(lowest).min(rows.start).min(self.last_offset())
    }

    /// The row at a cell, where the rows are drawn in `area`.
    pub fn row_at(&self, area: Rect, position: Position) -> Option<usize> {
        let row = self.offset + usize::from(position.y.checked_sub(area.y)?);
        (area.contains(position) && row < self.total).then_some(row)
    }

    /// Whether there is more than fits on the screen.
    pub fn overflows(&self) -> bool {
        self.last_offset() > 0
    }

    /// The position for the rule above; empty when everything is visible.
    pub fn label(&self) -> String {
        match (self.offset, self.last_offset()) {
            (_, 0) => String::new(),
            (0, last) => format!("{last} more below"),
            (offset, last) if offset == last => "end".to_owned(),
            (offset, last) => format!("{} %", offset * 100 / last),
        }
    }

    fn last_offset(&self) -> usize {
        self.total.saturating_sub(self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::Action::{GoToFirst, GoToLast, MoveDown, MoveUp, PageDown, PageUp};
    use super::*;

    #[test]
    fn the_selection_moves_and_stays_visible() {
        let table: &[(&[Action], usize, usize)] = &[
            (&[], 0, 0),
            (&[MoveUp], 0, 0),
            (&[MoveDown, MoveDown], 2, 0),
            (&[MoveDown; 12], 12, 3),
            (&[PageDown], 9, 0),
            (&[PageDown, PageDown], 18, 9),
            (&[PageDown, PageDown, PageUp, MoveUp], 8, 8),
            (&[GoToLast, GoToFirst], 0, 0),
        ];
        for &(actions, selected, offset) in table {
            let mut scroll = Scroll::list();
            scroll.resize(100, 10);
            for &action in actions {
                scroll.apply(action);
            }
            assert_eq!((scroll.selected, scroll.offset), (Some(selected), offset), "{actions:?}");
        }
        let mut scroll = Scroll::list();
        scroll.resize(100, 10);
        scroll.apply(GoToLast);
        assert_eq!((scroll.selected, scroll.offset), (Some(99), 90));
        scroll.resize(100, 20);
        assert_eq!(scroll.offset, 80);
        scroll.resize(0, 0);
        assert_eq!((scroll.selected, scroll.offset), (Some(0), 0));
    }

    #[test]
    fn the_offset_returns_with_the_size() {
        let mut list = Scroll::list();
        list.resize(100, 10);
        for action in [PageDown, PageDown, MoveUp] {
            list.apply(action);
        }
        let before = list;
        list.resize(100, 3);
        assert_ne!(list.offset, before.offset);
        list.resize(100, 10);
        assert_eq!(list, before);

        let mut text = Scroll::default();
        text.resize(20, 5);
        text.apply(GoToLast);
        text.resize(20, 15);
        assert_eq!(text.offset, 5);
        text.resize(20, 5);
        assert_eq!(text.offset, 15);
    }

    #[test]
    fn text_scrolls_within_its_lines() {
        let mut scroll = Scroll::default();
        scroll.resize(20, 5);
        assert_eq!(scroll.label(), "15 more below");
        scroll.apply(GoToLast);
        scroll.apply(MoveDown);
        assert_eq!((scroll.offset, scroll.label().as_str()), (15, "end"));
        scroll.apply(MoveUp);
        assert_eq!(scroll.label(), "93 %");
        scroll.reveal(2..4);
        assert_eq!(scroll.offset, 2);
        scroll.resize(4, 5);
        assert!(scroll.label().is_empty() && !scroll.overflows() && scroll.offset == 0);
    }
}
