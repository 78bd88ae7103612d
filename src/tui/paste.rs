//! The paste box: a text that can be edited, and what the decoder says of it.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::{CursorMove, DataCursor, TextArea, WrapMode};

use super::keymap::Key;
use super::stand_ins::StandIns;
use super::visits::Found;
use crate::decode::{Finding, Report};
use crate::present::Subject;

/// Longer texts are decoded whole, but only this much of them is shown, and they can't be edited.
const FOLD: usize = 64 * 1024;

/// How far the report on a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// It is there, or there is nothing to decode.
    Settled,
    /// It is still to come.
    Waiting,
    /// It will not come.
    GivenUp,
}

/// The state of the paste box.
#[derive(Debug)]
pub(crate) struct PasteBox {
    /// The text as it was pasted and edited; what the decoder reads.
    text: String,
    /// The same, or its beginning, with stand-ins: one character for one, so that lines and columns
    /// are the same in both.
    pub(crate) area: TextArea<'static>,
    pub(crate) stand_ins: StandIns,
    /// Whether the cursor stands where the chosen finding is, and not where somebody moved it.
    guided: bool,
    /// None while there is no text, or none that is decoded.
    pub(crate) report: Option<Report>,
    progress: Progress,
    /// Which of [`PasteBox::findings`] is chosen.
    pub(crate) chosen: usize,
    /// The first line of the findings on the screen.
    pub(crate) top: usize,
}

impl PasteBox {
    pub(crate) fn new(text: &str) -> Self {
        let (shown, _) = text.split_at(fold(text));
        let mut stand_ins = StandIns::default();
        let lines = shown.split('\n').map(|line| stand_ins.disguise(line)).collect();
        let mut area = TextArea::new(lines);
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Style::new());
        area.set_selection_style(Style::new().reversed());
        let text = text.to_owned();
        let progress = Progress::Settled;
        Self { text, area, stand_ins, guided: true, report: None, progress, chosen: 0, top: 0 }
    }

    /// The text to decode.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text, if it may well be words to search for: short, on one line, in no form that a
    /// response has, and not recognised.
    pub(crate) fn words(&self) -> Option<&str> {
        const MOST: usize = 200;
        let nothing = self.report.as_ref().is_some_and(|report| report.findings.is_empty());
        let text = self.text.trim();
        let plain = !text.contains(|c: char| c.is_control() || matches!(c, '{' | '}' | '<' | '>'));
        (nothing && plain && !text.is_empty() && text.len() < MOST).then_some(text)
    }

    /// How many bytes of the text are not shown.
    pub(crate) fn folded(&self) -> usize {
        self.text.len() - fold(&self.text)
    }

    /// Takes what the decoder says of the text, and goes to the first finding's place.
    pub(crate) fn set_report(&mut self, report: Report) {
        self.report = Some(report).filter(|_| !self.text.trim().is_empty());
        self.progress = Progress::Settled;
        self.chosen = 0;
        self.top = 0;
    }

    /// Has no report until one comes.
    pub(crate) fn wait_for_report(&mut self) {
        self.report = None;
        self.progress = Progress::Waiting;
        self.chosen = 0;
        self.top = 0;
    }

    /// Whether a report is still to come.
    pub(crate) fn is_waiting(&self) -> bool {
        self.progress == Progress::Waiting
    }

    /// Waits no more: the text stays without a report.
    pub(crate) fn give_up(&mut self) {
        self.progress = Progress::GivenUp;
    }

    /// Whether the report was given up.
    pub(crate) fn is_given_up(&self) -> bool {
        self.progress == Progress::GivenUp
    }

    /// What can be chosen: the findings, then what was weighed and not claimed.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Finding> + Clone {
        self.report.iter().flat_map(|report| report.findings.iter().chain(&report.alternatives))
    }

    pub(crate) fn chosen(&self) -> Option<&Finding> {
        self.findings().nth(self.chosen)
    }

    /// One of the findings, with the text that it is in; the text alone when nothing was found.
    pub(crate) fn subject<'a>(&'a self, finding: Option<&'a Finding>) -> Option<Subject<'a>> {
        let (text, report) = (self.text.as_str(), self.report.as_ref()?);
        Some(match finding {
            Some(finding) => Subject::Response { text, report, finding },
            None => Subject::Unrecognised { text, report },
        })
    }

    /// One of the findings, to be shown elsewhere, with the status of the response.
    pub(crate) fn found(finding: &Finding) -> Found {
        Found { finding: finding.clone(), http: finding.http.clone() }
    }

    /// Chooses the finding `by` findings further, round at the ends, and goes to its place in the
    /// text, which stands at `at`.
    pub(crate) fn choose(&mut self, by: isize, at: Rect) {
        let count = self.findings().count().cast_signed();
        if count > 0 {
            self.chosen = (self.chosen.cast_signed() + by).rem_euclid(count).cast_unsigned();
            self.guided = true;
            self.show_chosen(at);
        }
    }

    /// Brings the chosen finding's place in the text into sight, with some of what is before it;
    /// not while somebody has the cursor elsewhere.
    pub(crate) fn show_chosen(&mut self, at: Rect) {
        let Some(start) = self.chosen().filter(|_| self.guided).map(|found| found.span.start)
        else {
            return;
        };
        let before = self.text.get(..start).unwrap_or_default();
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        let row = before.matches('\n').count();
        // Only drawing tells the text area where its lines are broken.
        self.area.render(at, &mut Buffer::empty(at));
        self.area.move_cursor(CursorMove::Bottom);
        let last = self.area.screen_cursor().row;
        self.jump((row, column));
        let height = usize::from(at.height);
        let place = self.area.screen_cursor().row;
        let top = place.saturating_sub(height / 3).min((last + 1).saturating_sub(height));
        self.area.scroll((-i16::MAX, 0));
        self.area.scroll((i16::try_from(top).unwrap_or(i16::MAX), 0));
        self.jump((row, column));
    }

    /// Shows the text in another place: the chosen finding's part, else from its start, as far as
    /// its cursor stays in sight, so that on a larger screen more of it has room.
    pub(crate) fn show_in(&mut self, at: Rect) {
        if self.guided {
            self.show_chosen(at);
            return;
        }
        let DataCursor(row, column) = self.area.cursor();
        self.area.move_cursor(CursorMove::Top);
        self.area.scroll((-i16::MAX, 0));
        self.jump((row, column));
    }

    fn jump(&mut self, (row, column): (usize, usize)) {
        if let (Ok(row), Ok(column)) = (u16::try_from(row), u16::try_from(column)) {
            self.area.move_cursor(CursorMove::Jump(row, column));
        }
    }

    /// What is typed goes behind the text, unless the cursor was moved into it.
    fn leave_finding(&mut self) {
        if std::mem::take(&mut self.guided) {
            self.area.move_cursor(CursorMove::Bottom);
            self.area.move_cursor(CursorMove::End);
        }
    }

    /// Scrolls so that these lines of the findings are among the `height` on the screen.
    pub(crate) fn bring_into_sight(&mut self, lines: Range<usize>, height: usize) {
        self.top = self.top.max(lines.end.saturating_sub(height)).min(lines.start);
    }

    /// Hands a key to the text; says whether the text changed.
    pub(crate) fn key(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        // Moving starts at the finding; erasing, as typing, at the end of the text.
        if key.code == KeyCode::Backspace || [Key::ctrl('h'), Key::ctrl('w')].contains(&key) {
            self.leave_finding();
        }
        self.guided = false;
        self.edit(|area| area.input(KeyEvent::from(key)))
    }

    /// Inserts at the cursor; says whether the text changed.
    pub(crate) fn insert(&mut self, text: &str) -> bool {
        self.leave_finding();
        let text = self.stand_ins.disguise(text);
        self.edit(|area| area.insert_str(&text))
    }

    /// Replaces the text; what it was before can be had back unless it is too long to edit.
    pub(crate) fn replace(&mut self, text: &str) -> bool {
        let too_long = self.text.len().max(text.len()) > FOLD;
        if too_long || self.stand_ins.is_short_of(text.len() / 2) {
            *self = Self::new(text);
        } else {
            self.clear();
            self.insert(text);
            self.area.move_cursor(CursorMove::Top);
            self.guided = true;
        }
        true
    }

    pub(crate) fn clear(&mut self) -> bool {
        if self.folded() > 0 {
            *self = Self::new("");
            return true;
        }
        self.edit(TextArea::clear)
    }

    pub(crate) fn undo(&mut self) -> bool {
        self.edit(TextArea::undo)
    }

    pub(crate) fn redo(&mut self) -> bool {
        self.edit(TextArea::redo)
    }

    fn edit(&mut self, edit: impl FnOnce(&mut TextArea<'static>) -> bool) -> bool {
        if self.folded() > 0 {
            return false;
        }
        let changed = edit(&mut self.area);
        if changed {
            self.text = self.stand_ins.reveal(&self.area.lines().join("\n"));
        }
        changed
    }

    /// The byte offsets in the text of the characters from a place of the text area to the end of
    /// its line.
    pub(crate) fn offsets(&self, from: DataCursor) -> impl Iterator<Item = usize> {
        let start: usize = self.text.split('\n').take(from.0).map(|line| line.len() + 1).sum();
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.char_indices().skip(from.1).take_while(|&(_, c)| c != '\n');
        line.map(move |(i, _)| start + i)
    }
}

/// The byte length of what is shown of `text`.
fn fold(text: &str) -> usize {
    (0..=FOLD.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
