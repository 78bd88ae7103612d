//! Reading entries: opening them, jumping from one to a related one, and back and forward.

use ratatui::layout::Rect;

use super::{App, Page, Reading};
use crate::catalog::EntryRef;
use crate::tui::keymap::Scope;
use crate::tui::keymap::action::{Action, Motion};
use crate::tui::layout;
use crate::tui::pages::entry::related::Link;
use crate::tui::pages::entry::view::Detail;
use crate::tui::pages::entry::visits::Visit;
use crate::tui::pages::paste::state::PasteBox;
use crate::tui::widgets::line_edit::LineEdit;

impl App {
    /// Whether the selected entry has the focus, also when a popup is above it.
    pub(crate) fn is_reading(&self) -> bool {
        self.pages.iter().any(|page| matches!(page, Page::Detail(_)))
    }

    /// The entry in sight as it is to be shown: what is being read, else what is selected.
    pub(crate) fn detail(&self) -> Option<Detail<'_>> {
        let (record, finding, http, link) = match self.below_popups().last() {
            Some(Page::Entry { record, found, reading }) => {
                let found = found.as_deref();
                let http = found.and_then(|found| found.http.as_ref());
                (*record, found.map(|found| &found.finding), http, reading.link)
            }
            Some(Page::Paste(paste)) => {
                let finding = paste.chosen()?;
                (finding.entry_ref()?, Some(finding), finding.http.as_ref(), None)
            }
            Some(Page::Detail(reading)) => (self.browse.entry_ref()?, None, None, reading.link),
            _ => (self.browse.entry_ref()?, None, None, None),
        };
        let (catalogs, query, theme) = (&self.catalogs, &self.browse.query, &self.theme);
        let apart = self.reading_area(self.screen).has_related();
        let related = &self.related;
        Some(Detail { record, finding, http, catalogs, query, theme, related, link, apart })
    }

    /// Where the entry in sight stands on such a screen, and what is related to it.
    pub(crate) fn reading_area(&self, screen: Rect) -> layout::Reading {
        match self.below_popups().last() {
            Some(Page::Entry { .. }) => layout::entry(screen),
            Some(Page::Paste(_)) => layout::paste(screen).entry,
            Some(Page::Detail(_)) => layout::browse(screen, true).reading,
            _ => layout::browse(screen, self.is_reading()).reading,
        }
    }

    pub(crate) fn entry_in_sight(&self) -> Option<EntryRef> {
        match self.below_popups().last() {
            Some(Page::Entry { record, .. }) => Some(*record),
            Some(Page::Paste(paste)) => paste.chosen()?.entry_ref(),
            _ => self.browse.entry_ref(),
        }
    }

    pub(crate) fn open_selected(&mut self) {
        if let Some(record) = self.browse.entry_ref() {
            self.visits.add(Visit { record, found: None });
            self.pages.push(Page::Detail(Reading { top: self.peek, link: None }));
        } else {
            self.notice = Some(self.why_nothing().into());
        }
    }

    /// Why the list is empty, and which key helps.
    fn why_nothing(&self) -> String {
        let key = |action| self.keymap.key(self.scopes(), action).map(|key| key.to_string());
        let elsewhere = self.browse.tabs[0].count; // the tab for all is always there
        match (elsewhere, key(Action::SelectNextTab), key(Action::GoBack)) {
            (0, _, Some(back)) => format!("nothing matches; {back} clears the search"),
            (1.., Some(next), _) => format!(
                "{next} leads to {elsewhere} elsewhere; none at {}",
                self.browse.tabs[self.browse.tab].title() // as above
            ),
            _ => "nothing matches".to_owned(),
        }
    }

    pub(crate) fn open_finding(&mut self) {
        let Some(Page::Paste(paste)) = self.pages.last() else { return };
        match paste.chosen().map(|found| (found, found.entry_ref())) {
            Some((finding, Some(record))) => {
                let found = Some(Box::new(PasteBox::found(finding)));
                self.open_entry(Visit { record, found });
            }
            Some((_, None)) => self.notice = Some("the catalog has no entry for this".into()),
            None if paste.is_given_up() => self.decode(),
            None if paste.is_waiting() => self.notice = Some("still decoding".into()),
            None => {
                self.notice = Some("nothing is recognised, so there is no entry to open".into());
            }
        }
    }

    fn open_entry(&mut self, visit: Visit) {
        self.visits.add(visit.clone());
        self.show(visit);
    }

    fn show(&mut self, Visit { record, found }: Visit) {
        self.pages.push(Page::Entry { record, found, reading: Reading::default() });
    }

    /// Goes to the next or the previous entry of the list, to read that.
    pub(crate) fn turn_page(&mut self, motion: Motion) {
        if let Some(Page::Detail(_)) = self.pages.last() {
            self.pages.pop();
            self.browse.select(motion, 1);
            self.peek = 0;
            self.open_selected();
        }
    }

    /// Chooses a related entry and brings it into sight.
    pub(crate) fn choose_related(&mut self, by: isize) {
        let count = self.related.links().count().cast_signed();
        if count == 0 {
            self.notice = Some("nothing else is related to this entry".into());
            return;
        }
        let Some(reading) = self.pages.last_mut().and_then(Page::reading) else { return };
        let next = match reading.link {
            Some(link) => (link.cast_signed() + by).rem_euclid(count),
            None if by > 0 => 0,
            None => count - 1,
        };
        reading.link = Some(next.cast_unsigned());
        let at = self.reading_area(self.screen).detail;
        let place = self.detail().and_then(|detail| detail.link_lines(at.width.into()));
        let height = usize::from(at.height);
        if let Some(lines) = place
            && let Some(reading) = self.pages.last_mut().and_then(Page::reading)
        {
            reading.top = reading.top.max(lines.end.saturating_sub(height)).min(lines.start);
        }
    }

    /// Goes where a link of the entry in sight leads.
    pub(crate) fn follow_link(&mut self, link: Option<usize>) {
        match link.and_then(|link| self.related.links().nth(link)).cloned() {
            Some(Link::Entry(record)) => self.open_entry(Visit { record, found: None }),
            Some(Link::Search { query, .. }) => {
                self.pages.clear();
                self.browse.go_to_tab(0);
                self.browse.edit(|line| *line = LineEdit::new(&query));
            }
            None => {
                let key = |action| self.keymap.key_name(&[Scope::Entry], action);
                let (chooses, goes) = (key(Action::SelectNextRelated), key(Action::Open));
                let says = format!("{chooses} chooses a related entry, {goes} then goes there");
                self.notice = Some(says.into());
            }
        }
    }

    pub(crate) fn visit_back(&mut self) {
        let reading = self.pages.last_mut().and_then(Page::reading).is_some();
        match self.visits.back(reading) {
            Some(visit) => self.revisit(visit),
            None => self.notice = Some("no entry was read before this".into()),
        }
    }

    pub(crate) fn visit_forward(&mut self) {
        match self.visits.forward() {
            Some(visit) => self.revisit(visit),
            None => self.notice = Some("no entry was read after this".into()),
        }
    }

    /// Shows a visit in place of the entry that is being read.
    fn revisit(&mut self, visit: Visit) {
        if self.pages.last_mut().and_then(Page::reading).is_some() {
            self.pages.pop();
        }
        // What the list shows is read beside it.
        if self.pages.is_empty() && visit.found.is_none() && self.browse.go_to(visit.record) {
            self.pages.push(Page::Detail(Reading::default()));
        } else {
            self.show(visit);
        }
    }
}
