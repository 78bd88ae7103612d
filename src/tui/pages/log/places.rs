//! The occurrences of a code: for each its position and time, and the lines around it, which are read
//! when they become visible.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use ratatui::prelude::{Buffer, Line, Rect};

use crate::tui::effects::{Effect, JobHandle, LogEvent, LogSource, LogTextJob, LogUpdate};
use crate::tui::pages::Services;
use crate::tui::pages::log::excerpt::{CONTEXT, Excerpt, ExcerptLine};
use crate::tui::pages::log::index::Place;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Scroll, StyledText};

/// From this height on, two lines are shown before and after each occurrence.
const MIN_HEIGHT_FOR_CONTEXT: u16 = 24;

/// More excerpts are forgotten where they are not visible.
const MAX_EXCERPTS: usize = 100;

/// The file and the offset of an occurrence.
type Key = (usize, u64);

fn key(place: &Place) -> Key {
    (place.file, place.offset)
}

/// The list of occurrences.
#[derive(Debug, Clone, Default)]
pub struct Places {
    pub list: Vec<Place>,
    pub scroll: Scroll,
    /// How many lines are shown before and after each.
    context: usize,
    excerpts: BTreeMap<Key, Result<Rc<Excerpt>, String>>,
    /// The job that reads excerpts, and which.
    pending: Option<(Rc<JobHandle>, Vec<Key>)>,
}

impl Places {
    pub fn new() -> Self {
        Self { scroll: Scroll::list(), ..Self::default() }
    }

    /// Replaces the list; the selection stays where it is in the log.
    pub fn replace(&mut self, list: Vec<Place>) {
        let before = self.selected().map(key);
        self.list = list;
        let at = before.map_or(0, |before| self.list.partition_point(|it| key(it) < before));
        self.scroll.total = self.list.len();
        self.scroll.selected = Some(at);
    }

    /// Applies the size of the area.
    pub fn resize(&mut self, area: Rect) {
        self.context = if area.height >= MIN_HEIGHT_FOR_CONTEXT { CONTEXT } else { 1 };
        let height = usize::from(area.height) / self.rows_each();
        self.scroll.resize(self.list.len(), u16::try_from(height.max(1)).unwrap_or(u16::MAX));
    }

    /// The rows of an occurrence: its position, and the lines.
    fn rows_each(&self) -> usize {
        2 + 2 * self.context
    }

    pub fn selected(&self) -> Option<&Place> {
        self.list.get(self.scroll.selected?)
    }

    /// The lines around the selected occurrence, or why they can't be read; `None` before they are.
    pub fn selected_excerpt(&self) -> Option<&Result<Rc<Excerpt>, String>> {
        self.excerpts.get(&key(self.selected()?))
    }

    /// The occurrence at a row of the area.
    pub fn place_at(&self, row: u16) -> Option<usize> {
        let at = self.scroll.offset + usize::from(row) / self.rows_each();
        (at < self.list.len()).then_some(at)
    }

    /// The occurrences on the screen; the last perhaps in part.
    fn visible(&self) -> Range<usize> {
        let Scroll { offset, height, total, .. } = self.scroll;
        offset..(offset + height + 1).min(total)
    }

    /// Reads the excerpts that are missing.
    pub fn request(&mut self, source: &LogSource, services: &mut Services) {
        let visible: Vec<_> = self.list[self.visible()].iter().map(key).collect();
        let mut missing = visible.clone();
        missing.retain(|key| !self.excerpts.contains_key(key));
        let is_pending = |(_, keys): &(_, Vec<Key>)| missing.iter().all(|key| keys.contains(key));
        if missing.is_empty() || self.pending.as_ref().is_some_and(is_pending) {
            return;
        }
        if self.excerpts.len() > MAX_EXCERPTS {
            self.excerpts.retain(|key, _| visible.contains(key));
        }
        services.jobs += 1;
        let (job, handle) =
            LogTextJob::new(services.jobs, source, missing.clone(), &services.decoder);
        services.effects.push(Effect::ReadLog(job));
        self.pending = Some((Rc::new(handle), missing));
    }

    /// Stores an excerpt if it was requested.
    pub fn receive(&mut self, event: &LogEvent) {
        let is_pending = self.pending.as_ref().is_some_and(|(job, _)| event.is_from(job));
        match &event.update {
            LogUpdate::Text { file, offset, text } if is_pending => {
                let excerpt = text.clone().map(|text| Rc::new(Excerpt::new(*text)));
                self.excerpts.insert((*file, *offset), excerpt);
            }
            LogUpdate::End if is_pending => self.pending = None,
            _ => {}
        }
    }

    pub fn render(&self, source: &LogSource, area: Rect, theme: &Theme, buffer: &mut Buffer) {
        let mut rows = area.rows();
        for at in self.visible() {
            let is_selected = self.scroll.selected == Some(at);
            let place = &self.list[at];
            let Some(row) = rows.next() else { break };
            header(place, source, is_selected, theme).render(row, buffer);
            if is_selected {
                buffer.set_style(row, theme[Role::Selected]);
            }
            for (line, row) in self.lines(place, area.width, theme).into_iter().zip(&mut rows) {
                buffer.set_line(row.x, row.y, &line, row.width);
            }
        }
    }

    /// The lines around an occurrence, with their numbers.
    fn lines(&self, place: &Place, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let context = self.context as u64;
        let digits = (place.line + context).to_string().len();
        let width = usize::from(width).saturating_sub(1);
        let excerpt = self.excerpts.get(&key(place));
        let count = 2 * self.context + 1;
        let line = |at: usize| {
            let number = (place.line + at as u64).checked_sub(context).filter(|it| *it > 0);
            let (line, notice) = match excerpt {
                Some(Ok(excerpt)) => (excerpt.lines[at + CONTEXT - self.context].as_ref(), ""),
                Some(Err(error)) if at == self.context => (None, error.as_str()),
                None if at == self.context => (None, "reading…"),
                _ => (None, ""),
            };
            let number = number.filter(|_| line.is_some() || !notice.is_empty());
            let number = number.map(|number| number.to_string()).unwrap_or_default();
            let role = if at == self.context { Role::Text } else { Role::Muted };
            let mut lead = StyledText::new(&format!(" {number:>digits$} │ "), theme[Role::Rule]);
            let room = width.saturating_sub(lead.width());
            lead.push(notice, theme[Role::Muted]);
            let mut text = lead.fit(width);
            text.extend(
                line.map(|line| styled(line, role, theme).fit_marks(room)).unwrap_or_default(),
            );
            text
        };
        (0..count).map(line).collect()
    }
}

fn styled(line: &ExcerptLine, role: Role, theme: &Theme) -> StyledText {
    let mut text = StyledText::default();
    text.push_marked(&line.text, theme[role], &line.marks, theme[Role::Evidence]);
    text
}

fn header(place: &Place, source: &LogSource, is_selected: bool, theme: &Theme) -> StyledText {
    let mark = if is_selected { "▌" } else { " " };
    let position = format!("{}:{}", source.name(place.file), place.line);
    let mut header = StyledText::new(mark, theme[Role::Key]).with(&position, theme[Role::Heading]);
    if let Some(time) = place.time {
        let time = time.strftime("  %Y-%m-%d %H:%M:%S UTC").to_string();
        header.push(&time, theme[Role::Muted]);
    }
    header
}
