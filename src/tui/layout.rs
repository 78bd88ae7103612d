//! Where things stand. Pure geometry, asked by drawing and by the keys that move by a screen, so
//! that both always agree.
//!
//! ```text
//!  wide                              narrow
//!  ┌ tabs ──────────────────────┐    ┌ tabs ─────────┐
//!  │ search                     │    │ search        │
//!  │ list_rule   │ detail_rule  │    │ list_rule     │
//!  │ list        │ detail       │    │ list          │
//!  │             │              │    │ detail_rule   │
//!  │             │              │    │ detail        │
//!  └ hints ─────────────────────┘    └ hints ────────┘
//! ```
//!
//! A third part stands beside the two where the screen is very wide: what is related to an entry,
//! or the entry of a finding.

use ratatui::layout::{Constraint, Layout, Rect};

/// From how many columns on two parts stand side by side.
const SIDE_BY_SIDE: u16 = 72;

/// From how many columns on a third part does.
const THREE: u16 = 160;

/// Lines longer than this tire the eye.
const MEASURE: u16 = 92;

/// The list page and an entry that is being read there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Browse {
    pub tabs: Rect,
    pub search: Rect,
    pub list_rule: Rect,
    pub list: Rect,
    /// One column between parts that stand side by side, rules included; else empty.
    pub divider: Rect,
    pub reading: Reading,
    pub hints: Rect,
}

/// An entry, and what is related to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    pub rule: Rect,
    pub detail: Rect,
    /// As in [`Browse`].
    pub divider: Rect,
    /// Empty where the related entries are part of the detail.
    pub related_rule: Rect,
    pub related: Rect,
}

impl Reading {
    /// Whether what is related has a place of its own.
    pub fn has_related(self) -> bool {
        self.related.width > 0
    }
}

/// The paste box: the verdict over the text and the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paste {
    pub head: Rect,
    pub text_rule: Rect,
    pub text: Rect,
    /// As in [`Browse`].
    pub divider: Rect,
    pub findings_rule: Rect,
    pub findings: Rect,
    /// As in [`Browse`].
    pub entry_divider: Rect,
    /// The entry of the chosen finding; empty where it has no place.
    pub entry: Reading,
    pub hints: Rect,
}

/// The list page. `reading` says that the detail has the focus: where there is no room for both,
/// it then has all of it.
pub fn browse(screen: Rect, reading: bool) -> Browse {
    let [tabs, search, body, hints] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
    ])
    .areas(screen);
    let [list, divider, detail] = if screen.width >= THREE {
        side_by_side(body, share(screen.width, 28))
    } else if screen.width >= SIDE_BY_SIDE {
        side_by_side(body, (screen.width / 2).saturating_sub(4).min(60))
    } else {
        stacked(body, if reading { 0 } else { body.height / 2 })
    };
    let (list_rule, list) = ruled(list);
    let detail_width = (screen.width >= THREE).then(|| share(screen.width, 40));
    let reading = with_related(detail, detail_width);
    Browse { tabs, search, list_rule, list, divider, reading, hints }
}

/// The paste box.
pub fn paste(screen: Rect) -> Paste {
    let [head, body, hints] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)])
            .areas(screen);
    let [text, divider, findings] = if screen.width >= THREE {
        side_by_side(body, share(screen.width, 34))
    } else if screen.width >= SIDE_BY_SIDE {
        side_by_side(body, (screen.width / 2).saturating_sub(4))
    } else {
        stacked(body, body.height / 3)
    };
    let (text_rule, text) = ruled(text);
    let [findings, entry_divider, entry] = if screen.width >= THREE {
        side_by_side(findings, share(screen.width, 30))
    } else {
        [findings, Rect::default(), Rect::default()]
    };
    let (findings_rule, findings) = ruled(findings);
    let (text, findings) = (inset(text), inset(findings));
    let entry = with_related(entry, None);
    Paste { head, text_rule, text, divider, findings_rule, findings, entry_divider, entry, hints }
}

/// An entry with the whole screen.
pub fn entry(screen: Rect) -> Reading {
    let [body, _] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(screen);
    with_related(body, (screen.width >= THREE).then_some(MEASURE + 2))
}

/// An entry, in so many columns where what is related stands beside it.
fn with_related(area: Rect, width: Option<u16>) -> Reading {
    let Some(width) = width else {
        let (rule, detail) = ruled(area);
        return Reading { rule, detail: inset(detail), ..Reading::default() };
    };
    let [detail, divider, related] = side_by_side(area, width.min(MEASURE + 2));
    let (rule, detail) = ruled(detail);
    let (related_rule, related) = ruled(related);
    Reading { rule, detail: inset(detail), divider, related_rule, related: inset(related) }
}

/// So many hundredths of a width.
fn share(width: u16, hundredths: u32) -> u16 {
    u16::try_from(u32::from(width) * hundredths / 100).unwrap_or(width)
}

/// A popup in the middle for so many lines and a border. It leaves the hints in sight.
pub fn popup(screen: Rect, lines: usize) -> Rect {
    let above = Rect { height: screen.height.saturating_sub(1), ..screen };
    let height = u16::try_from(lines + 2).unwrap_or(u16::MAX);
    above.centered(Constraint::Length(100), Constraint::Length(height))
}

fn side_by_side(area: Rect, left: u16) -> [Rect; 3] {
    Layout::horizontal([Constraint::Length(left), Constraint::Length(1), Constraint::Fill(1)])
        .areas(area)
}

fn stacked(area: Rect, upper: u16) -> [Rect; 3] {
    let [upper, lower] =
        Layout::vertical([Constraint::Length(upper), Constraint::Fill(1)]).areas(area);
    [upper, Rect { width: 0, height: 0, ..lower }, lower]
}

/// The top row for a rule, and the rest.
fn ruled(area: Rect) -> (Rect, Rect) {
    let [rule, rest] = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(area);
    (rule, rest)
}

/// A column of air on both sides of running text, and an end to long lines.
fn inset(area: Rect) -> Rect {
    let [_, text, _] =
        Layout::horizontal([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)])
            .areas(area);
    Rect { width: text.width.min(MEASURE), ..text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_has_a_place_for_everything() {
        let sizes = [(0, 0), (1, 1), (3, 2), (40, 12), (71, 9), (80, 24), (160, 9), (250, 80)];
        for (width, height) in sizes {
            let screen = Rect::new(0, 0, width, height);
            for reading in [false, true] {
                let at = browse(screen, reading);
                for part in [
                    at.tabs,
                    at.search,
                    at.list_rule,
                    at.list,
                    at.divider,
                    at.reading.rule,
                    at.reading.detail,
                    at.reading.divider,
                    at.reading.related_rule,
                    at.reading.related,
                    at.hints,
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
                at.hints,
            ] {
                assert_eq!(part, part.intersection(screen), "{width}×{height}");
            }
            assert_eq!(popup(screen, 100), popup(screen, 100).intersection(screen));
        }
    }

    #[test]
    fn a_narrow_screen_gives_the_reader_all_of_it() {
        let at = browse(Rect::new(0, 0, 40, 12), true);
        assert_eq!((at.list.height, at.reading.detail.height), (0, 8));
    }

    #[test]
    fn only_a_very_wide_screen_has_three_parts() {
        for (width, three) in [(80, false), (159, false), (160, true), (250, true)] {
            let screen = Rect::new(0, 0, width, 40);
            let at = browse(screen, false);
            assert_eq!(at.reading.has_related(), three, "{width}");
            assert_eq!(paste(screen).entry.detail.width > 0, three, "{width}");
            assert_eq!(entry(screen).has_related(), three, "{width}");
            assert!(at.reading.detail.width <= MEASURE);
        }
    }
}
