//! The log page: the errors of a log while it is read and afterwards. A timeline is above its codes
//! with the entry of the selected one, or above the occurrences of a code.

mod codes;
mod excerpt;
mod index;
mod places;
mod timeline;

use std::rc::Rc;

use ratatui::prelude::{Buffer, Position, Widget};

use crate::present::Subject;
use crate::present::scan::entry_of;
use crate::scan::Code;
use crate::search::Query;
use crate::text::size;
use crate::tui::effects::{Effect, JobHandle, LogBatch, LogEvent, LogInput, LogJob, LogUpdate};
use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::layout;
use crate::tui::pages::log::codes::CodeList;
use crate::tui::pages::log::index::{LogIndex, Place};
use crate::tui::pages::log::places::Places;
use crate::tui::pages::log::timeline::Timeline;
use crate::tui::pages::{EntryPane, Request, Services, Visit};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Divider, Rule, Scroll, StyledText};

/// The progress of reading the log.
#[derive(Debug, Clone)]
enum Progress {
    Reading(Rc<JobHandle>),
    Cancelled,
    Read,
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    Codes,
    /// The occurrences of the selected code.
    Places,
}

/// The state of the log page.
#[derive(Debug, Clone)]
pub struct LogPage {
    input: LogInput,
    progress: Progress,
    /// The size of the log, if it is known.
    size: Option<u64>,
    /// How many bytes were read.
    read: u64,
    /// How many errors were left out because they are not certain enough.
    uncertain: u64,
    /// Why a part of it can't be read.
    error: Option<String>,
    index: LogIndex,
    focus: Focus,
    /// The codes in the selected range with their counts.
    rows: Vec<(Code, u64)>,
    scroll: Scroll,
    /// The code that the user selected; until then it is the most frequent one.
    selected: Option<Code>,
    timeline: Timeline,
    places: Places,
    /// Whether the selected occurrence is decoded as soon as it is read.
    is_opening: bool,
    entry: EntryPane,
    at: layout::LogLayout,
}

impl LogPage {
    /// The page of a log, which is read.
    pub fn new(input: LogInput, services: &mut Services) -> Self {
        services.jobs += 1;
        let (job, handle) = LogJob::new(services.jobs, &input, &services.catalogs);
        services.effects.push(Effect::ScanLog(job));
        let mut page = Self {
            input,
            progress: Progress::Reading(Rc::new(handle)),
            size: None,
            read: 0,
            uncertain: 0,
            error: None,
            index: LogIndex::default(),
            focus: Focus::Codes,
            rows: Vec::new(),
            scroll: Scroll::list(),
            selected: None,
            timeline: Timeline::default(),
            places: Places::new(),
            is_opening: false,
            entry: EntryPane::default(),
            at: layout::LogLayout::default(),
        };
        page.refresh(services);
        page
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &mut Services) {
        self.show(services);
        self.entry.lay_out(services);
    }

    /// The entry of the selected code, where it is shown.
    pub fn entry(&self) -> Option<&EntryPane> {
        (self.focus == Focus::Codes).then_some(&self.entry)
    }

    /// Shows the entries of other catalogs.
    pub fn replace_catalogs(&mut self, services: &mut Services) {
        self.entry = EntryPane::default();
        self.lay_out(services);
    }

    /// Handles news of a job of this page.
    pub fn receive(&mut self, event: &LogEvent, services: &mut Services) -> Option<Request> {
        self.places.receive(event);
        match &self.progress {
            Progress::Reading(job) if event.is_from(job) => self.progress(event, services),
            _ => {}
        }
        let is_read = self.places.selected_excerpt().is_some();
        if self.is_opening && is_read { self.open(services) } else { None }
    }

    fn progress(&mut self, event: &LogEvent, services: &mut Services) {
        match &event.update {
            LogUpdate::Size(size) => self.size = *size,
            LogUpdate::Found(batch) => self.add(batch),
            LogUpdate::Error(error) => {
                services.notify(error.clone());
                self.error = Some(error.clone());
            }
            LogUpdate::Text { .. } => {}
            LogUpdate::End => self.progress = Progress::Read,
        }
        self.refresh(services);
    }

    fn add(&mut self, batch: &LogBatch) {
        for found in &batch.found {
            let position = batch.start + found.offset;
            let (file, line, offset, time) = (batch.file, found.line, found.offset, found.time);
            self.index.add(Place { file, line, offset, position, time }, found);
        }
        self.read = batch.end;
        self.uncertain += batch.uncertain;
    }

    /// Lists what is in the selected range.
    fn refresh(&mut self, services: &mut Services) {
        let range = self.timeline.range.as_ref().map(|range| self.index.align(range));
        let codes = self.index.codes(range.as_ref()).into_iter();
        self.rows = codes.map(|(code, count)| (code.clone(), count)).collect();
        self.scroll.total = self.rows.len();
        let row = |code| self.rows.iter().position(|(other, _)| other == code);
        self.scroll.select(self.selected.as_ref().and_then(row).unwrap_or(0));
        if self.focus == Focus::Places
            && let Some(code) = &self.selected
        {
            self.places.replace(self.index.places(code, range.as_ref()));
        }
        self.timeline.range = range;
        self.show(services);
    }

    /// Lays out what is listed, and shows the entry of the selected code.
    fn show(&mut self, services: &mut Services) {
        let is_list = self.focus == Focus::Codes;
        self.at = layout::log(services.screen, is_list);
        let code = self.code().cloned();
        self.timeline.show(&self.index, code.as_ref().filter(|_| !is_list), self.at.bars.width);
        let entry = code.and_then(|code| entry_of(&services.catalogs, &code));
        self.entry.show(entry.map(Visit::new), &Query::default(), self.at.entry, services);
        self.scroll.resize(self.rows.len(), self.at.rows.height);
        self.places.resize(self.at.rows);
        if !is_list {
            self.places.request(&self.input.source, services);
        }
    }

    /// The selected code.
    fn code(&self) -> Option<&Code> {
        match self.focus {
            Focus::Codes => self.rows.get(self.scroll.selected?).map(|(code, _)| code),
            Focus::Places => self.selected.as_ref(),
        }
    }

    /// The selected occurrence in its record, else the entry of the selected code.
    pub fn subject(&self) -> Option<Subject<'_>> {
        let entry = || self.entry.visit.as_ref().map(|visit| Subject::Entry(visit.entry));
        match self.places.selected_excerpt() {
            Some(Ok(excerpt)) if self.focus == Focus::Places => Some(excerpt.subject()),
            _ => entry(),
        }
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        self.is_opening = false;
        let request = match action {
            Action::Open => self.open(services),
            Action::OpenEntry => self.open_entry(services),
            Action::GoBack => return self.go_back(services),
            Action::ScrollPreviewDown => self.scroll_entry(Action::MoveDown),
            Action::ScrollPreviewUp => self.scroll_entry(Action::MoveUp),
            _ if self.timeline.apply(action, &self.index) => {
                self.refresh(services);
                None
            }
            _ => {
                self.scroll_rows(action);
                None
            }
        };
        self.show(services);
        request
    }

    fn scroll_entry(&mut self, motion: Action) -> Option<Request> {
        self.entry.detail.scroll.apply(motion);
        None
    }

    fn scroll_rows(&mut self, motion: Action) {
        match self.focus {
            Focus::Places => drop(self.places.scroll.apply(motion)),
            Focus::Codes if self.scroll.apply(motion) => self.selected = self.code().cloned(),
            Focus::Codes => {}
        }
    }

    /// Lists the occurrences of the selected code, or decodes the selected one.
    fn open(&mut self, services: &mut Services) -> Option<Request> {
        self.is_opening = false;
        if self.focus == Focus::Codes {
            self.selected = Some(self.code()?.clone());
            self.focus = Focus::Places;
            self.places = Places::new();
            self.refresh(services);
            return None;
        }
        match self.places.selected_excerpt() {
            Some(Ok(excerpt)) => {
                let start = excerpt.finding().map_or(0, |finding| finding.span.start);
                return Some(Request::Decode { text: excerpt.record.clone(), start });
            }
            Some(Err(error)) => services.notify(error.clone()),
            None if self.places.list.is_empty() => services.notify("none in this time"),
            None => {
                self.is_opening = true;
                services.notify("opens as soon as it is read");
            }
        }
        None
    }

    fn open_entry(&self, services: &mut Services) -> Option<Request> {
        let visit = self.entry.visit.clone().map(Request::OpenEntry);
        if visit.is_none() {
            services.notify("the catalog has no entry for this");
        }
        visit
    }

    /// Goes back to the codes, shows the whole time, cancels reading, or closes the page.
    fn go_back(&mut self, services: &mut Services) -> Option<Request> {
        if self.focus == Focus::Places {
            self.focus = Focus::Codes;
        } else if self.timeline.range.take().is_none() {
            if !matches!(self.progress, Progress::Reading(_)) {
                return Some(Request::Close);
            }
            self.progress = Progress::Cancelled;
            services.notify("reading cancelled; press again to close");
        }
        self.refresh(services);
        None
    }

    /// Handles a key that is not bound.
    pub fn input(key: Key, services: &mut Services) {
        if key.typed().is_some() {
            let key = services.keymap.key_name(&[Scope::Log], Action::FocusSearch);
            services.notify(format!("press {key} to search"));
        }
    }

    pub fn click(&mut self, position: Position, services: &mut Services) -> Option<Request> {
        self.is_opening = false;
        // The release of an earlier press may have been lost.
        self.timeline.release();
        let at = self.at;
        if at.bars.contains(position) || at.labels.contains(position) {
            self.timeline.click(at.bars, position, &self.index);
            self.refresh(services);
        } else if let Some(link) = self.entry.link_at(position) {
            return Some(link.into());
        } else if at.entry.contains(position) {
            return self.open_entry(services);
        } else if at.rows.contains(position) {
            let row = match self.focus {
                Focus::Codes => self.scroll.row_at(at.rows, position),
                Focus::Places => self.places.place_at(position.y - at.rows.y),
            }?;
            let scroll = match self.focus {
                Focus::Codes => &mut self.scroll,
                Focus::Places => &mut self.places.scroll,
            };
            if scroll.selected == Some(row) {
                return self.update(Action::Open, services);
            }
            scroll.select(row);
            self.selected = self.code().cloned();
            self.show(services);
        }
        None
    }

    /// Selects the time up to a cell, if the mouse was pressed on the timeline.
    pub fn drag(&mut self, position: Position, services: &mut Services) {
        if self.timeline.drag(self.at.bars, position, &self.index) {
            self.refresh(services);
        }
    }

    /// Ends a selection with the mouse.
    pub fn release(&mut self) {
        self.timeline.release();
    }

    /// Scrolls the part of the page at a cell.
    pub fn scroll_at(&mut self, position: Position, motion: Action, services: &mut Services) {
        if self.at.entry.contains(position) {
            self.scroll_entry(motion);
        } else {
            self.scroll_rows(motion);
        }
        self.show(services);
    }

    pub fn is_enabled(&self, action: Action) -> bool {
        match action {
            Action::Open if self.focus == Focus::Codes => !self.rows.is_empty(),
            Action::Open => self.places.selected().is_some(),
            Action::OpenEntry => self.entry.visit.is_some(),
            Action::MoveRangeEarlier | Action::MoveRangeLater => self.index.count > 0,
            Action::ExtendRange | Action::ShrinkRange | Action::ClearRange => {
                self.timeline.range.is_some()
            }
            Action::ScrollPreviewUp | Action::ScrollPreviewDown => {
                self.focus == Focus::Codes && self.entry.detail.scroll.overflows()
            }
            _ => true,
        }
    }

    pub fn render(&self, services: &Services, buffer: &mut Buffer) {
        let (at, theme) = (&self.at, &services.theme);
        self.head(theme).render(at.head, buffer);
        self.timeline.render(&self.index, [at.bars, at.labels], theme, buffer);
        match self.focus {
            Focus::Codes => self.render_codes(services, buffer),
            Focus::Places => self.render_places(services, buffer),
        }
    }

    /// What is read, how much of it, and how many errors were found.
    fn head(&self, theme: &Theme) -> StyledText {
        let source = &self.input.source;
        let more = source.count() - 1;
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let name = format!("{}{more}", source.name(0));
        let (state, amount) = match (&self.progress, self.size.filter(|size| *size >= self.read)) {
            (Progress::Reading(_), Some(all)) => {
                let percent = (self.read * 100).checked_div(all).unwrap_or(100);
                ("Reading ", format!("{percent} % of {}", size(all)))
            }
            (Progress::Reading(_), None) => ("Reading ", size(self.read)),
            (Progress::Cancelled, _) => ("Cancelled: ", format!("the first {}", size(self.read))),
            (Progress::Read, _) => ("", size(self.read)),
        };
        let count = match (self.index.count, self.index.code_count()) {
            (1, _) => "1 error".to_owned(),
            (count, 1) => format!("{count} errors, 1 code"),
            (count, codes) => format!("{count} errors, {codes} codes"),
        };
        let mut head = StyledText::new(" ", theme[Role::Text])
            .with(state, theme[Role::Muted])
            .with(&name, theme[Role::Title])
            .with(&format!("  {amount}  "), theme[Role::Muted])
            .with(&count, theme[Role::Heading]);
        if self.uncertain > 0 {
            let uncertain = format!("  and {} only possible", self.uncertain);
            head.push(&uncertain, theme[Role::Muted]);
        }
        head
    }

    fn render_codes(&self, services: &Services, buffer: &mut Buffer) {
        let (at, theme) = (&self.at, &services.theme);
        let title = match (&self.timeline.range, self.rows.iter().map(|(_, count)| count).sum()) {
            (None, _) => "Codes".to_owned(),
            (Some(_), 1_u64) => "1 error in this time".to_owned(),
            (Some(_), count) => format!("{count} errors in this time"),
        };
        let label = match (self.scroll.selected, self.rows.len()) {
            (Some(row), total @ 1..) => format!("{} of {total}", row + 1),
            _ => String::new(),
        };
        Rule { title: &title, label: &label, focused: true, theme }.render(at.rows_rule, buffer);
        if self.rows.is_empty() {
            let text = StyledText::new(&self.explain_no_rows(), theme[Role::Muted]);
            for (line, row) in
                text.wrap(&" ".into(), at.rows.width.into()).iter().zip(at.rows.rows())
            {
                line.render(row, buffer);
            }
        }
        let axis = self.timeline.axis(&self.index);
        let columns = |code: &Code, columns| self.index.columns(axis, Some(code), columns);
        let (rows, catalogs) = (self.rows.as_slice(), &services.catalogs);
        CodeList { rows, scroll: self.scroll, columns: &columns, catalogs, theme }
            .render(at.rows, buffer);
        self.entry.render("", false, theme, buffer);
        if self.entry.visit.is_none() && !self.rows.is_empty() {
            StyledText::new("The catalog has no entry for this.", theme[Role::Muted])
                .render(at.entry.detail, buffer);
        }
        Divider { theme }.render(at.divider, buffer);
    }

    fn explain_no_rows(&self) -> String {
        match (&self.progress, &self.error) {
            (Progress::Reading(_), _) => "Reading…".to_owned(),
            (_, Some(error)) => error.clone(),
            _ if self.uncertain > 0 => format!(
                "No certain or likely error; {} possible with --min-confidence possible.",
                self.uncertain
            ),
            _ => "No vendor errors found.".to_owned(),
        }
    }

    fn render_places(&self, services: &Services, buffer: &mut Buffer) {
        let (at, theme) = (&self.at, &services.theme);
        let Some(code) = &self.selected else { return };
        let title = codes::name(code, &services.catalogs, theme).text().to_owned();
        let label =
            match (self.places.scroll.selected, self.places.list.len(), self.index.step(code)) {
                (Some(row), total @ 1.., 1) => format!("{} of {total}", row + 1),
                (Some(row), total @ 1.., step) => {
                    format!("{} of {total}, one in {step} listed", row + 1)
                }
                _ => "none in this time".to_owned(),
            };
        Rule { title: &title, label: &label, focused: true, theme }.render(at.rows_rule, buffer);
        self.places.render(&self.input.source, at.rows, theme, buffer);
    }
}

#[cfg(test)]
mod tests;
