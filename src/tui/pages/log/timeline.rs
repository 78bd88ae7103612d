//! The timeline: how many errors there are over time, and the part of it that is selected.

use std::ops::Range;

use jiff::Timestamp;
use ratatui::prelude::{Buffer, Position, Rect, Widget};

use crate::present::scan::{Times, sparkline};
use crate::scan::Code;
use crate::text::size;
use crate::tui::keymap::Action;
use crate::tui::pages::log::index::{Axis, AxisRange, LogIndex};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::StyledText;

/// The counts of each column, and the range that is selected.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    bars: Vec<u64>,
    pub range: Option<AxisRange>,
    /// The column that the mouse is pressed on.
    pressed: Option<AxisRange>,
}

impl Timeline {
    /// The axis that is shown; that of the range does not change.
    pub fn axis(&self, index: &LogIndex) -> Axis {
        self.range.as_ref().map_or_else(|| index.axis(), |range| range.axis)
    }

    /// Shows the counts of a code, or of all, in so many columns.
    pub fn show(&mut self, index: &LogIndex, code: Option<&Code>, columns: u16) {
        self.range = self.range.take().map(|range| index.align(&range));
        self.bars = index.columns(self.axis(index), code, columns.into());
    }

    /// Applies an action on the range. Returns whether it is one.
    pub fn apply(&mut self, action: Action, index: &LogIndex) -> bool {
        let (earlier, later) = match action {
            Action::MoveRangeEarlier => (-1, -1),
            Action::MoveRangeLater => (1, 1),
            Action::ExtendRange => (-1, 1),
            Action::ShrinkRange => (1, -1),
            Action::ClearRange => {
                self.range = None;
                return true;
            }
            _ => return false,
        };
        self.range = match self.range.take() {
            None => self.peak().map(|peak| self.column(index, peak)),
            Some(range) => Some(self.moved(&range, earlier, later, index)),
        };
        true
    }

    fn column(&self, index: &LogIndex, column: usize) -> AxisRange {
        index.column_range(self.axis(index), column, self.bars.len())
    }

    /// The first column with the most errors.
    fn peak(&self) -> Option<usize> {
        let most = self.bars.iter().max().filter(|most| **most > 0)?;
        self.bars.iter().position(|count| count == most)
    }

    /// The range with its start and end moved by columns, as far as it stays on the axis.
    fn moved(&self, range: &AxisRange, start: i64, end: i64, index: &LogIndex) -> AxisRange {
        let Range { start: from, end: to } = self.column(index, 0).values;
        let Some((first, last)) = index.span(range.axis) else { return range.clone() };
        let (step, values) = (to - from, &range.values);
        let mut moved = values.start + start * step..values.end + end * step;
        let is_outside = moved.start > last || moved.end <= first;
        if moved.is_empty() || (start == end && is_outside) {
            moved = values.clone();
        }
        index.align(&AxisRange { axis: range.axis, values: moved })
    }

    /// Selects the column at a cell. One beside the range extends it.
    pub fn click(&mut self, area: Rect, position: Position, index: &LogIndex) {
        let clicked = self.column_at(area, position, index);
        self.pressed = Some(clicked.clone());
        self.range = Some(match self.range.take() {
            Some(range) if !is_inside(&clicked, &range) => spanning(&range, &clicked),
            _ => clicked,
        });
    }

    /// Selects what is between the column that the mouse was pressed on and that at a cell. Returns
    /// whether it was pressed on one.
    pub fn drag(&mut self, area: Rect, position: Position, index: &LogIndex) -> bool {
        let Some(pressed) = &self.pressed else { return false };
        self.range = Some(spanning(pressed, &self.column_at(area, position, index)));
        true
    }

    /// The mouse is not pressed any more.
    pub fn release(&mut self) {
        self.pressed = None;
    }

    /// The column at a cell, or the nearest one.
    fn column_at(&self, area: Rect, position: Position, index: &LogIndex) -> AxisRange {
        let column = usize::from(position.x.saturating_sub(area.x));
        self.column(index, column.min(self.bars.len().saturating_sub(1)))
    }

    /// Draws the bars, the ends of the axis below them, and between these the selected range.
    pub fn render(
        &self,
        index: &LogIndex,
        [bars, labels]: [Rect; 2],
        theme: &Theme,
        buffer: &mut Buffer,
    ) {
        let selected = self.range.as_ref().map(|range| index.columns_of(range, self.bars.len()));
        let role = if selected.is_some() { Role::Muted } else { Role::Key };
        StyledText::new(&sparkline(&self.bars), theme[role]).render(bars, buffer);
        for (column, cell) in bars.columns().enumerate() {
            if selected.as_ref().is_some_and(|selected| selected.contains(&column)) {
                buffer.set_style(cell, theme[Role::Key].patch(theme[Role::Selected]));
            }
        }
        let axis = self.axis(index);
        let Some(span) = index.span(axis) else { return };
        let form = AxisForm::new(axis, span);
        let (start, end) = (form.show(span.0), form.show(span.1));
        let middle = match &self.range {
            Some(range) => {
                let (start, end) = (range.values.start, range.values.end);
                format!("{} – {}", form.show(start), form.show(end))
            }
            None => form.title(),
        };
        let [start, middle, end] =
            [(start, Role::Muted), (middle, Role::Title), (end, Role::Muted)]
                .map(|(text, role)| StyledText::new(&text, theme[role]));
        let width = usize::from(labels.width);
        if start.width() + middle.width() + end.width() + 4 <= width {
            start.render(labels, buffer);
            end.fit(width).right_aligned().render(labels, buffer);
        }
        middle.fit(width).centered().render(labels, buffer);
    }
}

/// The least range with two others of the same axis.
fn spanning(a: &AxisRange, b: &AxisRange) -> AxisRange {
    let (start, end) = (a.values.start.min(b.values.start), a.values.end.max(b.values.end));
    AxisRange { axis: a.axis, values: start..end }
}

fn is_inside(inner: &AxisRange, outer: &AxisRange) -> bool {
    outer.values.start <= inner.values.start && inner.values.end <= outer.values.end
}

/// How values on an axis are shown.
enum AxisForm {
    Time(Times),
    Position,
}

impl AxisForm {
    fn new(axis: Axis, (first, last): (i64, i64)) -> Self {
        let times = || {
            let span = (Timestamp::from_second(first).ok()?, Timestamp::from_second(last).ok()?);
            Some(Self::Time(Times::new(span)))
        };
        let times = if axis == Axis::Time { times() } else { None };
        times.unwrap_or(Self::Position)
    }

    fn show(&self, value: i64) -> String {
        match self {
            Self::Time(times) => Timestamp::from_second(value).map(|time| times.show(time)),
            Self::Position => Ok(size(value.max(0).cast_unsigned())),
        }
        .unwrap_or_default()
    }

    fn title(&self) -> String {
        match self {
            Self::Time(times) => times.title(),
            Self::Position => "position in the log, which has no times".to_owned(),
        }
    }
}
