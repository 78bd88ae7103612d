//! The list and the pages above it: which are open, which has the focus, what is selected.

use ratatui::prelude::Position;

use crate::catalog::Catalogs;
use crate::present::Subject;
use crate::search::Index;
use crate::tui::effects::{Decoded, Lazy, LogEvent};
use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::pages::{
    EntryPage, EntryPane, Focus, ListPage, LogPage, Page, PastePage, Request, Services,
    TextEditorPage, Visit,
};

/// The list, and the pages opened above it.
#[derive(Debug, Clone)]
pub struct PageStack {
    pub list: ListPage,
    /// The pages above the list, in this order; going back closes the last.
    pub pages: Vec<Page>,
    /// The log page that was closed last.
    closed_log: Option<Box<LogPage>>,
}

impl PageStack {
    pub fn new(list: ListPage) -> Self {
        Self { list, pages: Vec::new(), closed_log: None }
    }

    pub fn push(&mut self, page: Page) {
        self.pages.push(page);
    }

    /// Opens an overlay in place of the others.
    pub fn replace_overlays(&mut self, page: Page) {
        self.pages.retain(|page| !page.is_overlay());
        self.pages.push(page);
    }

    /// Closes the pages above the list. A log is kept, since it may have taken long to read.
    pub fn clear(&mut self) {
        for page in self.pages.drain(..) {
            if let Page::Log(page) = page {
                self.closed_log = Some(page);
            }
        }
    }

    /// Closes the pages above the list and gives the search the focus.
    pub fn close_all(&mut self, services: &Services) {
        self.clear();
        self.list.focus_search(services);
    }

    /// Closes the page on top.
    pub fn close(&mut self, services: &mut Services) {
        if let Some(Page::Log(page)) = self.pages.pop() {
            self.closed_log = Some(page);
            let key = services.keymap.key_name(&[Scope::List], Action::BrowseLog);
            services.notify(format!("{key} returns to the log"));
        }
    }

    pub fn open_entry(&mut self, visit: Visit, services: &Services) {
        let page = EntryPage::new(visit, &self.list.results.query, services);
        self.push(Page::Entry(Box::new(page)));
    }

    /// Shows a visit in place of the open entries.
    pub fn revisit(&mut self, visit: Visit, services: &Services) {
        while self.pages.pop_if(|page| matches!(page, Page::Entry(_))).is_some() {}
        if self.pages.is_empty() {
            self.list.focus_search(services);
        }
        // Entries that the list shows are opened in its preview.
        let is_listed = self.pages.is_empty()
            && visit.finding().is_none()
            && self.list.results.select_entry(visit.entry);
        if is_listed {
            self.list.focus = Focus::Entry;
        } else {
            self.open_entry(visit, services);
        }
    }

    /// Goes to a tab, counted from 0, and shows it.
    pub fn go_to_tab(&mut self, tab: usize, services: &mut Services) {
        if tab >= self.list.results.tabs.len() {
            services.notify("no such tab");
            return;
        }
        if !self.pages.is_empty() {
            self.close_all(services);
        }
        self.list.results.go_to_tab(tab);
    }

    /// Opens the page of a log in place of the one that was closed.
    pub fn open_log(&mut self, page: LogPage) {
        self.closed_log = None;
        self.push(Page::Log(Box::new(page)));
    }

    /// Opens the log page that was closed last. Returns whether there is one.
    pub fn reopen_log(&mut self, services: &mut Services) -> bool {
        let Some(mut page) = self.closed_log.take() else { return false };
        self.close_all(services);
        page.replace_catalogs(services);
        self.push(Page::Log(page));
        true
    }

    pub fn has_closed_log(&self) -> bool {
        self.closed_log.is_some()
    }

    /// The page on top; `None` for the list.
    pub fn top(&self) -> Option<&Page> {
        self.pages.last()
    }

    /// The page on top; `None` for the list.
    pub fn top_mut(&mut self) -> Option<&mut Page> {
        self.pages.last_mut()
    }

    /// The page below the overlays; `None` for the list.
    pub fn base(&self) -> Option<&Page> {
        self.pages.iter().rev().find(|page| !page.is_overlay())
    }

    /// Where keys are looked up, the nearest scope first.
    pub fn scopes(&self) -> &'static [Scope] {
        self.top().map_or(self.list.scopes(), Page::scopes)
    }

    /// The same for the page below the overlays.
    pub fn base_scopes(&self) -> &'static [Scope] {
        self.base().map_or(self.list.scopes(), Page::scopes)
    }

    /// The paste page that is open, if any.
    pub fn paste_page(&self) -> Option<&PastePage> {
        self.pages.iter().rev().find_map(|page| match page {
            Page::Paste(page) => Some(&**page),
            _ => None,
        })
    }

    /// The entry that is shown in full, unless an overlay may cover it.
    pub fn entry(&self) -> Option<&EntryPane> {
        self.top().map_or_else(|| self.list.entry(), Page::entry)
    }

    /// Whether a documentation page is reviewed.
    pub fn is_reviewing(&self) -> bool {
        matches!(self.base(), Some(Page::Review(_)))
    }

    /// Whether an entry has the focus, which the history then replaces.
    pub fn is_entry_focused(&self) -> bool {
        let is_list_entry = self.list.focus == Focus::Entry;
        self.top().map_or(is_list_entry, |page| matches!(page, Page::Entry(_)))
    }

    /// Whether the entry with the focus was reached from the list by links or the history.
    pub fn is_beyond_list(&self) -> bool {
        !self.pages.is_empty() && self.pages.iter().all(|page| matches!(page, Page::Entry(_)))
    }

    /// The selection to share: the finding of a paste, else the entry on the screen.
    pub fn subject(&self) -> Option<Subject<'_>> {
        match self.base() {
            Some(Page::Paste(page)) => page.subject(page.selected_finding()),
            Some(Page::Log(page)) => page.subject(),
            Some(Page::Entry(page)) => {
                // The history may have led to a finding of an earlier paste.
                let finding = self.paste_page().zip(page.visit.finding());
                let finding = finding.and_then(|(paste, finding)| {
                    let is_of_paste = paste.findings().any(|other| other == finding);
                    is_of_paste.then(|| paste.subject(Some(finding))).flatten()
                });
                finding.or(Some(Subject::Entry(page.visit.entry)))
            }
            Some(Page::Review(_)) => None,
            _ => self.list.results.selected().map(Subject::Entry),
        }
    }

    /// The draft of an entry for the paste.
    pub fn draft(&self, catalogs: &Catalogs) -> Option<TextEditorPage> {
        let report = self.base().and_then(|page| match page {
            Page::Paste(page) => page.report(),
            _ => None,
        })?;
        let draft = report.draft_entry.as_ref()?;
        Some(TextEditorPage::draft(catalogs.find(draft.catalog)?, draft))
    }

    /// Whether an action of the page on top would do something.
    pub fn is_enabled(&self, action: Action, services: &Services) -> bool {
        match self.top() {
            Some(page) => page.is_enabled(action, services),
            None => self.list.is_enabled(action),
        }
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        match self.top_mut() {
            Some(page) => page.update(action, services),
            None => self.list.update(action, services),
        }
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key, services: &mut Services) {
        match self.top_mut() {
            Some(page) => page.input(key, services),
            None => self.list.input(key, services),
        }
    }

    pub fn click(&mut self, position: Position, services: &mut Services) -> Option<Request> {
        match self.top_mut() {
            Some(page) => page.click(position, services),
            None => self.list.click(position, services),
        }
    }

    /// Scrolls the part of the screen at a cell.
    pub fn scroll_at(&mut self, position: Position, motion: Action, services: &mut Services) {
        match self.top_mut() {
            Some(page) => page.scroll_at(position, motion, services),
            None => self.list.scroll_at(position, motion),
        }
    }

    /// Lays all pages out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &mut Services) {
        self.list.lay_out(services);
        for page in &mut self.pages {
            page.lay_out(services);
        }
    }

    /// Shows the entries of other catalogs. The selections stay.
    pub fn replace_catalogs(&mut self, index: Lazy<Index>, services: &mut Services) {
        let catalogs = services.catalogs.clone();
        self.list.replace_catalogs(&catalogs, index, services);
        for page in &mut self.pages {
            match page {
                Page::Entry(page) => page.replace_entry(&catalogs, services),
                Page::Paste(page) => page.decode_again(services),
                Page::Log(page) => page.replace_catalogs(services),
                _ => {}
            }
        }
    }

    /// Gives a report to the page that waits for it.
    pub fn finish_decoding(&mut self, decoded: Decoded, services: &Services) {
        let page = self.pages.iter_mut().find_map(|page| match page {
            Page::Paste(page) if page.awaits(&decoded) => Some(page),
            _ => None,
        });
        if let Some(page) = page {
            page.finish_decoding(decoded, services);
        }
    }

    /// Handles news of a log that is read, also while its page is closed.
    pub fn receive(&mut self, event: &LogEvent, services: &mut Services) -> Option<Request> {
        let open = self.pages.iter_mut().filter_map(|page| match page {
            Page::Log(page) => Some(page),
            _ => None,
        });
        let pages = open.chain(&mut self.closed_log);
        let request = pages.filter_map(|page| page.receive(event, services)).last();
        request.filter(|_| matches!(self.top(), Some(Page::Log(_))))
    }
}
