//! The geometry of the pages.
//!
//! ```text
//!  wide                              narrow
//!  ┌ tabs ──────────────────────┐    ┌ tabs ─────────┐
//!  │ search                     │    │ search        │
//!  │ rows_rule   │ entry.rule   │    │ rows_rule     │
//!  │ rows        │ entry.detail │    │ rows          │
//!  │             │              │    │ entry.rule    │
//!  │             │              │    │ entry.detail  │
//!  └ hints ─────────────────────┘    └ hints ────────┘
//! ```
//!
//! A very wide screen has a third pane: the entries related to an entry, if there are any, or the
//! entry of a finding.

use ratatui::layout::Constraint::Length;
use ratatui::prelude::{Margin, Position, Rect};

/// The minimum width for two panes side by side.
const MIN_WIDTH_FOR_TWO_PANES: u16 = 72;

/// The minimum width for a third pane.
const MIN_WIDTH_FOR_THREE_PANES: u16 = 160;

/// The minimum width of the list beside two other panes.
const MIN_LIST_WIDTH: u16 = 60;

/// Longer lines are tiring to read.
const MAX_LINE_WIDTH: u16 = 92;

/// The list page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListLayout {
    pub tabs: Rect,
    pub search: Rect,
    pub rows_rule: Rect,
    pub rows: Rect,
    /// One column between parts side by side, rules included; else empty.
    pub divider: Rect,
    pub entry: EntryLayout,
}

/// An entry, and the entries related to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntryLayout {
    pub rule: Rect,
    pub detail: Rect,
    /// As in [`ListLayout`].
    pub divider: Rect,
    /// Empty where the related entries are part of the detail.
    pub related_rule: Rect,
    pub related: Rect,
}

impl EntryLayout {
    /// Whether the related entries have their own part.
    pub fn has_related(self) -> bool {
        self.related.width > 0
    }

    /// The same area without a part for the related entries.
    pub fn without_related(self) -> Self {
        let areas = [self.rule, self.detail, self.related_rule].into_iter();
        let area = areas.filter(|area| !area.is_empty()).reduce(Rect::union);
        with_related(area.unwrap_or_default(), None)
    }

    /// Whether a cell is in the text of the entry or of its related entries.
    pub fn contains(self, position: Position) -> bool {
        self.detail.contains(position) || self.related.contains(position)
    }
}

/// The paste page: the verdict above the text and the findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PasteLayout {
    pub head: Rect,
    pub text_rule: Rect,
    pub text: Rect,
    /// As in [`ListLayout`].
    pub divider: Rect,
    pub findings_rule: Rect,
    pub findings: Rect,
    /// As in [`ListLayout`].
    pub entry_divider: Rect,
    /// The entry of the selected finding; empty if there is no room.
    pub entry: EntryLayout,
}

/// The log page: the timeline above the codes and the entry of the selected one, or above its
/// occurrences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogLayout {
    pub head: Rect,
    pub bars: Rect,
    pub labels: Rect,
    pub rows_rule: Rect,
    pub rows: Rect,
    /// As in [`ListLayout`].
    pub divider: Rect,
    /// Empty beside occurrences.
    pub entry: EntryLayout,
}

/// The part of the list page with the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFocus {
    Rows,
    Entry,
    /// The entry, on the whole width.
    ZoomedEntry,
}

/// The list page. If there is no room for both panes, an entry with the focus gets all of it.
pub fn list(screen: Rect, focus: ListFocus) -> ListLayout {
    let (tabs, rest) = top(above_hints(screen), 1);
    let (search, body) = top(rest, 1);
    let half = (screen.width / 2).saturating_sub(4).min(60);
    let upper = if focus == ListFocus::Rows { body.height / 2 } else { 0 };
    let third = percent(screen.width, 28).max(MIN_LIST_WIDTH);
    if focus == ListFocus::ZoomedEntry {
        let entry = full_width(body);
        return ListLayout { tabs, search, entry, ..ListLayout::default() };
    }
    let [list, divider, entry] = two_panes(body, third, half, upper);
    let (rows_rule, rows) = ruled(list);
    let entry = with_related(entry, is_very_wide(screen).then(|| percent(entry.width, 60)));
    ListLayout { tabs, search, rows_rule, rows, divider, entry }
}

/// Whether an area is wide enough for two panes side by side.
pub fn has_two_panes(area: Rect) -> bool {
    area.width >= MIN_WIDTH_FOR_TWO_PANES
}

/// The paste page.
pub fn paste(screen: Rect) -> PasteLayout {
    let (head, body) = top(above_hints(screen), 1);
    let half = (screen.width / 2).saturating_sub(4);
    let [text, divider, findings] =
        two_panes(body, percent(screen.width, 34), half, body.height / 3);
    let (text_rule, text) = ruled(text);
    let findings_width = is_very_wide(screen).then(|| percent(screen.width, 30));
    let [findings, entry_divider, entry] = beside(findings, findings_width);
    let (findings_rule, findings) = ruled(findings);
    let (text, findings) = (inset(text), inset(findings));
    let entry = with_related(entry, None);
    PasteLayout { head, text_rule, text, divider, findings_rule, findings, entry_divider, entry }
}

/// The log page, with the entry beside the rows or without.
pub fn log(screen: Rect, has_entry: bool) -> LogLayout {
    let (head, rest) = top(above_hints(screen), 1);
    let (bars, rest) = top(rest, 1);
    let (labels, body) = top(rest, 1);
    let [bars, labels] = [bars, labels].map(|area| area.inner(Margin::new(1, 0)));
    let half = (screen.width / 2).saturating_sub(4);
    let [rows, divider, entry] = if has_entry {
        two_panes(body, percent(screen.width, 40), half, body.height / 2)
    } else {
        [body, Rect::ZERO, Rect::ZERO]
    };
    let (rows_rule, rows) = ruled(rows);
    let entry = with_related(entry, None);
    LogLayout { head, bars, labels, rows_rule, rows, divider, entry }
}

/// The review page: the tables of a documentation page beside the entries of the draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReviewLayout {
    pub head: Rect,
    pub page_rule: Rect,
    pub page: Rect,
    /// As in [`ListLayout`].
    pub divider: Rect,
    pub entries_rule: Rect,
    pub entries: Rect,
    /// As in [`ListLayout`].
    pub entry_divider: Rect,
    pub entry: EntryLayout,
}

/// The review page. If there is no room for both panes, the one with the focus gets all of it.
pub fn review(screen: Rect, is_page_focused: bool) -> ReviewLayout {
    let (head, body) = top(above_hints(screen), 1);
    let [page, divider, draft] = match (has_two_panes(body), is_page_focused) {
        (true, _) => {
            beside(body, Some(percent(screen.width, if is_very_wide(body) { 36 } else { 46 })))
        }
        (false, true) => [body, Rect::ZERO, Rect::ZERO],
        (false, false) => [Rect::ZERO, Rect::ZERO, body],
    };
    let [entries, entry_divider, entry] = if is_very_wide(body) {
        beside(draft, Some(percent(screen.width, 28)))
    } else {
        let (entries, entry) = top(draft, draft.height / 2);
        [entries, Rect::ZERO, entry]
    };
    let (page_rule, page) = ruled(page);
    let (entries_rule, entries) = ruled(entries);
    let entry = with_related(entry, None);
    ReviewLayout { head, page_rule, page, divider, entries_rule, entries, entry_divider, entry }
}

/// An entry on the whole screen.
pub fn entry(screen: Rect) -> EntryLayout {
    full_width(above_hints(screen))
}

fn full_width(body: Rect) -> EntryLayout {
    with_related(body, is_very_wide(body).then_some(MAX_LINE_WIDTH + 2))
}

/// An entry, `width` columns wide where its related entries are beside it.
fn with_related(area: Rect, width: Option<u16>) -> EntryLayout {
    let [detail, divider, related] = beside(area, width.map(|width| width.min(MAX_LINE_WIDTH + 2)));
    let (rule, detail) = ruled(detail);
    let (related_rule, related) = ruled(related);
    EntryLayout { rule, detail: inset(detail), divider, related_rule, related: inset(related) }
}

fn is_very_wide(screen: Rect) -> bool {
    screen.width >= MIN_WIDTH_FOR_THREE_PANES
}

fn percent(width: u16, percent: u32) -> u16 {
    u16::try_from(u32::from(width) * percent / 100).unwrap_or(width)
}

/// A popup in the middle, for so many lines and a border. The hints stay visible.
pub fn popup(screen: Rect, lines: usize) -> Rect {
    let height = u16::try_from(lines + 2).unwrap_or(u16::MAX);
    above_hints(screen).centered(Length(100), Length(height))
}

/// Two panes with the divider between them: side by side, with `third` columns for the left one where
/// there is room for another pane and else `half`, or one below the other, with `upper` rows.
fn two_panes(body: Rect, third: u16, half: u16, upper: u16) -> [Rect; 3] {
    if has_two_panes(body) {
        return beside(body, Some(if is_very_wide(body) { third } else { half }));
    }
    let (upper, lower) = top(body, upper);
    [upper, Rect { width: 0, height: 0, ..lower }, lower]
}

/// The left `width` columns, a divider and the rest; all of the area without a width.
fn beside(area: Rect, width: Option<u16>) -> [Rect; 3] {
    match width {
        Some(width) => {
            let (first, rest) = left(area, width);
            let (divider, second) = left(rest, 1);
            [first, divider, second]
        }
        None => [area, Rect::ZERO, Rect::ZERO],
    }
}

/// The screen without the last row, for the hints.
fn above_hints(screen: Rect) -> Rect {
    Rect { height: screen.height.saturating_sub(1), ..screen }
}

/// The top row for a rule, and the rest.
fn ruled(area: Rect) -> (Rect, Rect) {
    top(area, 1)
}

/// The top rows, and the rest. ratatui's solver of constraints would take a tenth of the time to the
/// first frame.
fn top(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    let rest = Rect { y: area.y + height, height: area.height - height, ..area };
    (Rect { height, ..area }, rest)
}

/// The columns on the left, and the rest.
fn left(area: Rect, width: u16) -> (Rect, Rect) {
    let width = width.min(area.width);
    let rest = Rect { x: area.x + width, width: area.width - width, ..area };
    (Rect { width, ..area }, rest)
}

/// Running text: a margin of one column on both sides, and no more than [`MAX_LINE_WIDTH`] columns.
fn inset(area: Rect) -> Rect {
    let text = area.inner(Margin::new(1, 0));
    Rect { width: text.width.min(MAX_LINE_WIDTH), ..text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_inside_the_screen_at_every_size() {
        let sizes = [(0, 0), (1, 1), (3, 2), (40, 12), (71, 9), (80, 24), (160, 9), (250, 80)];
        for (width, height) in sizes {
            let screen = Rect::new(0, 0, width, height);
            for focus in [ListFocus::Rows, ListFocus::Entry, ListFocus::ZoomedEntry] {
                let at = list(screen, focus);
                let alone = at.entry.without_related();
                let is_same = alone.detail == at.entry.detail || at.entry.detail.is_empty();
                assert!(at.entry.has_related() || is_same, "{width}×{height}");
                for part in [
                    at.tabs,
                    at.search,
                    at.rows_rule,
                    at.rows,
                    at.divider,
                    at.entry.rule,
                    at.entry.detail,
                    at.entry.divider,
                    at.entry.related_rule,
                    at.entry.related,
                    alone.rule,
                    alone.detail,
                ] {
                    assert_eq!(part, part.intersection(screen), "{width}×{height}");
                }
            }
            let at = paste(screen);
            for part in [
                at.head,
                at.text_rule,
                at.text,
                at.findings_rule,
                at.findings,
                at.entry_divider,
                at.entry.rule,
                at.entry.detail,
            ] {
                assert_eq!(part, part.intersection(screen), "{width}×{height}");
            }
            for has_entry in [true, false] {
                let at = log(screen, has_entry);
                for part in [
                    at.head,
                    at.bars,
                    at.labels,
                    at.rows_rule,
                    at.rows,
                    at.entry.rule,
                    at.entry.detail,
                ] {
                    assert_eq!(part, part.intersection(screen), "{width}×{height}");
                }
            }
            for is_page_focused in [true, false] {
                let at = review(screen, is_page_focused);
                for part in [
                    at.head,
                    at.page_rule,
                    at.page,
                    at.divider,
                    at.entries_rule,
                    at.entries,
                    at.entry_divider,
                    at.entry.rule,
                    at.entry.detail,
                ] {
                    assert_eq!(part, part.intersection(screen), "{width}×{height}");
                }
            }
            assert_eq!(popup(screen, 100), popup(screen, 100).intersection(screen));
        }
    }

    #[test]
    fn on_a_narrow_screen_an_open_entry_has_all_of_it() {
        let at = list(Rect::new(0, 0, 40, 12), ListFocus::Entry);
        assert_eq!((at.rows.height, at.entry.detail.height), (0, 8));
    }

    #[test]
    fn a_zoomed_entry_has_the_whole_width() {
        for width in [40, 80, 120, 160] {
            let at = list(Rect::new(0, 0, width, 40), ListFocus::ZoomedEntry);
            assert_eq!((at.rows.height, at.entry.without_related().rule.width), (0, width));
        }
    }

    #[test]
    fn the_list_is_wide_beside_a_third_part() {
        for width in 160..300 {
            let at = list(Rect::new(0, 0, width, 40), ListFocus::Rows);
            assert!(
                at.rows.width >= 60 && at.entry.detail.width > 50 && at.entry.related.width > 34
            );
        }
    }

    #[test]
    fn only_a_very_wide_screen_has_three_parts() {
        for (width, three) in [(80, false), (159, false), (160, true), (250, true)] {
            let screen = Rect::new(0, 0, width, 40);
            let at = list(screen, ListFocus::Rows);
            assert_eq!(at.entry.has_related(), three, "{width}");
            assert_eq!(paste(screen).entry.detail.width > 0, three, "{width}");
            assert_eq!(entry(screen).has_related(), three, "{width}");
            assert!(at.entry.detail.width <= MAX_LINE_WIDTH);
        }
    }
}
