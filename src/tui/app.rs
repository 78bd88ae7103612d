//! The browser: the list, the stack of pages above it, where events go, and the screen. Nothing here
//! waits.

mod options;
mod view;

use std::mem;

use ratatui::prelude::{Position, Rect};

use crate::present::Subject;
use crate::scan::Filter;
use crate::tui::effects::{Effect, LoadedCatalogs, LogEvent, LogInput, LogSource, Outcome, lazy};
use crate::tui::event::{Event, Gesture};
use crate::tui::keymap::{Action, Key, Scope};
#[cfg(feature = "import")]
use crate::tui::pages::ReviewPage;
use crate::tui::pages::{
    Command, EntryPage, Focus, HelpPage, History, ListPage, LogPage, Page, PalettePage, PasteFocus,
    PastePage, Prompt, RelatedIndex, Request, ResultList, Services, SharePage, TextEditorPage,
    Visit, Visits, is_search, palette, share,
};
use crate::tui::terminal::Background;
use crate::tui::theme::{Colours, Theme};
use crate::tui::widgets::LineEdit;

pub use options::Options;
pub use view::draw;

/// How many lines one step of the mouse wheel moves.
const WHEEL_LINES: usize = 3;

/// The state of the browser.
#[derive(Debug, Clone)]
pub struct App {
    services: Services,
    list: ListPage,
    /// The pages opened above the list, in this order; going back closes the last.
    pages: Vec<Page>,
    /// The log page that was closed last.
    closed_log: Option<Box<LogPage>>,
    /// The chosen theme; the palette may show another.
    theme: Theme,
    /// A pasted phrase that is searched for.
    phrase: Option<String>,
    /// The colours of the theme to choose by the terminal's background.
    auto_theme: Option<Colours>,
    /// Whether only ASCII is drawn where the browser chooses the characters.
    ascii: bool,
    is_running: bool,
}

impl App {
    /// The browser on a screen of `columns` and `rows`.
    #[must_use]
    pub fn new(options: Options, (columns, rows): (u16, u16)) -> Self {
        let results = ResultList::new(&options.catalogs, options.index, &options.query);
        let services = Services {
            related: lazy(&options.catalogs, RelatedIndex::new),
            catalogs: options.catalogs,
            decoder: options.decoder,
            keymap: options.keymap,
            theme: options.theme.clone(),
            date: options.date,
            screen: Rect::new(0, 0, columns, rows),
            visits: Visits::default(),
            pastes: History::default(),
            notice: options.notice.map(Into::into),
            effects: Vec::new(),
            jobs: 0,
        };
        let list = ListPage::new(results, &options.query, &services);
        let mut app = Self {
            services,
            list,
            pages: Vec::new(),
            closed_log: None,
            theme: options.theme,
            phrase: None,
            auto_theme: options.auto_theme,
            ascii: options.ascii,
            is_running: true,
        };
        if let Some(text) = options.paste {
            app.open_paste(&text);
        }
        if let Some(input) = options.log {
            app.open_log(input);
        }
        #[cfg(feature = "import")]
        if let Some(review) = options.review {
            let page = ReviewPage::new(review, &app.services);
            app.pages.push(Page::Review(Box::new(page)));
        }
        app
    }

    /// Whether the browser goes on.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.is_running
    }

    /// Handles an event and returns the effects to run. The outcome of each
    /// effect is an event again.
    #[must_use]
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                self.list.close_welcome(&self.services);
                self.press(key);
            }
            Event::Mouse(gesture, position) => self.point(gesture, position),
            Event::Paste(text) => {
                self.list.close_welcome(&self.services);
                self.paste(&text);
            }
            Event::Resize(columns, rows) => self.resize(Rect::new(0, 0, columns, rows)),
            Event::Background(background) => self.apply_background(background),
            Event::Outcome(outcome) => self.handle_outcome(outcome),
            Event::FocusGained => self.load_catalogs(false),
            Event::CatalogsLoaded(loaded) => self.show_catalogs(*loaded),
            Event::Decoded(decoded) => {
                let page = self.pages.iter_mut().find_map(|page| match page {
                    Page::Paste(page) if page.awaits(&decoded) => Some(page),
                    _ => None,
                });
                if let Some(page) = page {
                    page.finish_decoding(decoded, &self.services);
                }
            }
            Event::Log(event) => self.receive(&event),
        }
        self.apply_theme();
        self.list.sync(&self.services);
        mem::take(&mut self.services.effects)
    }

    fn press(&mut self, key: Key) {
        self.services.notice = None;
        match self.services.keymap.action(self.scopes(), key) {
            Some(Action::SelectTab) => {
                let tab = key.number().and_then(|number| number.checked_sub(1));
                self.go_to_tab(tab.unwrap_or(usize::MAX));
            }
            Some(action) => self.update(action),
            None if self.starts_search(key) => {
                self.close_all();
                self.list.edit(LineEdit::clear);
                self.list.input(key, &mut self.services);
            }
            None => match self.pages.last_mut() {
                Some(page) => page.input(key, &mut self.services),
                None => self.list.input(key, &mut self.services),
            },
        }
    }

    /// Whether a key that is not bound starts a search: a character typed while an entry is read. A
    /// paste is not lost to it.
    fn starts_search(&self, key: Key) -> bool {
        let is_reading = self.scopes().contains(&Scope::Entry);
        key.typed().is_some() && is_reading && self.open_paste_page().is_none()
    }

    fn point(&mut self, gesture: Gesture, position: Position) {
        let hint = self.hint_at(position).filter(|_| gesture == Gesture::Click);
        self.services.notice = None;
        if let Some(action) = hint {
            self.list.close_welcome(&self.services);
            return self.update(action);
        }
        match gesture {
            Gesture::Click => {
                let request = match self.pages.last_mut() {
                    Some(page) => page.click(position, &mut self.services),
                    None => self.list.click(position, &mut self.services),
                };
                self.fulfil(request);
            }
            Gesture::WheelUp => self.scroll_at(position, Action::MoveUp),
            Gesture::WheelDown => self.scroll_at(position, Action::MoveDown),
        }
    }

    fn scroll_at(&mut self, position: Position, motion: Action) {
        for _ in 0..WHEEL_LINES {
            match self.pages.last_mut() {
                Some(page) => page.scroll_at(position, motion, &mut self.services),
                None => self.list.scroll_at(position, motion),
            }
        }
    }

    /// Runs an action: those on several pages here, the others on the page with the focus.
    fn update(&mut self, action: Action) {
        match action {
            Action::Quit => self.quit(),
            Action::Suspend => self.services.effects.push(Effect::Suspend),
            Action::ReloadCatalogs => self.load_catalogs(true),
            Action::AddNote => match self.subject().and_then(Subject::entry_ref) {
                Some(entry) => self.open_editor(TextEditorPage::note(entry)),
                None => self.services.notify("no entry selected"),
            },
            Action::DraftEntry => match self.draft() {
                Some(page) => self.open_editor(page),
                None => self.services.notify("no code that its catalog does not list"),
            },
            Action::SelectNextTab => self.list.results.cycle_tab(1),
            Action::SelectPreviousTab => self.list.results.cycle_tab(-1),
            Action::SelectTab => self.services.notify("press Alt and the number of a tab"),
            Action::HistoryBack => {
                let visit = self.services.visits.back(self.is_entry_focused());
                self.revisit(visit, "no earlier entry");
            }
            Action::HistoryForward => {
                let visit = self.services.visits.forward();
                self.revisit(visit, "no later entry");
            }
            Action::BrowseLog => self.browse_log(),
            Action::FocusSearch => self.close_all(),
            Action::OpenNextEntry | Action::OpenPreviousEntry if self.is_beyond_list() => {
                self.clear_pages();
                self.list.focus = Focus::Entry;
                self.update(action);
            }
            Action::OpenPaste => {
                let phrase = self.phrase.take().filter(|phrase| self.list.line.text() == phrase);
                self.open_paste(&phrase.unwrap_or_default());
            }
            Action::ShowHelp => {
                let help = HelpPage::new(self.base_scopes(), &self.services);
                self.pages.push(Page::Help(help));
            }
            Action::OpenPalette => self.open_palette(self.commands()),
            Action::ChooseTheme => {
                self.open_palette(palette::themes(&self.services.theme).collect());
            }
            Action::Share => self.open_share(),
            Action::PreviewNote => self.preview_note(),
            _ if action.shares_selection() => self.share(action),
            _ => {
                let request = match self.pages.last_mut() {
                    Some(page) => page.update(action, &mut self.services),
                    None => self.list.update(action, &mut self.services),
                };
                self.fulfil(request);
            }
        }
        self.list.sync(&self.services);
    }

    /// Handles the request of a page.
    fn fulfil(&mut self, request: Option<Request>) {
        let Some(request) = request else { return };
        match request {
            Request::Close => {
                if let Some(Page::Log(page)) = self.pages.pop() {
                    self.closed_log = Some(page);
                    let key = self.services.keymap.key_name(&[Scope::List], Action::BrowseLog);
                    self.services.notify(format!("{key} returns to the log"));
                }
            }
            Request::Decode { text, start } => {
                let page = PastePage::record(&text, start, &mut self.services);
                self.pages.push(Page::Paste(Box::new(page)));
            }
            Request::OpenEntry(visit) => {
                self.services.visits.add(visit.clone());
                self.list.results.remember(visit.entry);
                self.open_entry(visit);
            }
            Request::Search(query) => {
                self.clear_pages();
                self.list.search(&query, &self.services);
            }
            Request::Run(command) => {
                self.pages.pop_if(|page| matches!(page, Page::Palette(_)));
                match command {
                    Command::Action(action) => self.update(action),
                    Command::GoToTab(tab) => self.go_to_tab(tab),
                    Command::SetOrder(order) => {
                        self.close_all();
                        self.list.results.set_order(order);
                    }
                    Command::SetTheme(name) => self.set_theme(name),
                }
            }
            Request::Save => self.save(),
        }
    }

    /// Handles the outcome of an effect.
    fn handle_outcome(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Message(text) => self.services.notify(text),
            Outcome::Saved(text) => {
                self.pages.retain(|page| !matches!(page, Page::SavePrompt(_)));
                self.services.notify(text);
            }
            Outcome::Added(text) => {
                self.pages.retain(|page| !page.is_saved_to_user_files());
                self.services.notify(text);
                self.load_catalogs(false);
            }
            Outcome::Exists(text) => {
                if let Some(page) = self.pages.last_mut() {
                    page.confirm_overwrite();
                }
                self.services.notify(text);
            }
            Outcome::Resumed((columns, rows)) => self.resize(Rect::new(0, 0, columns, rows)),
        }
    }

    fn resize(&mut self, screen: Rect) {
        if self.services.screen != screen {
            self.services.screen = screen;
            self.lay_out();
        }
    }

    /// Applies the theme for the terminal's background.
    fn apply_background(&mut self, background: Background) {
        if let Some(colours) = self.auto_theme.take()
            && let Some(theme) = Theme::named(background.as_str(), colours)
        {
            self.theme = theme;
        }
    }

    /// Sets a theme that was chosen, which the terminal's background no longer changes.
    fn set_theme(&mut self, name: &str) {
        if let Some(theme) = self.theme.other(name) {
            self.theme = theme;
            self.auto_theme = None;
            self.services.notify(format!("theme = \"{name}\" in the configuration keeps it"));
        }
    }

    /// Shows the theme that is selected in the palette, else the chosen one.
    fn apply_theme(&mut self) {
        let selected = match self.pages.last() {
            Some(Page::Palette(page)) => page.selected_theme(),
            _ => None,
        };
        let theme = selected.and_then(|name| self.theme.other(name));
        let theme = theme.unwrap_or_else(|| self.theme.clone());
        if theme != self.services.theme {
            self.services.theme = theme;
            self.lay_out();
        }
    }

    fn lay_out(&mut self) {
        self.list.lay_out(&self.services);
        for page in &mut self.pages {
            page.lay_out(&mut self.services);
        }
    }

    /// Where keys are looked up, the nearest scope first.
    fn scopes(&self) -> &'static [Scope] {
        self.pages.last().map_or(self.list.scopes(), Page::scopes)
    }

    /// The same for the page below the overlays.
    fn base_scopes(&self) -> &'static [Scope] {
        self.base().map_or(self.list.scopes(), Page::scopes)
    }

    /// The page below the overlays; `None` for the list.
    fn base(&self) -> Option<&Page> {
        self.pages.iter().rev().find(|page| !page.is_overlay())
    }

    /// Closes everything above the list and gives the search the focus.
    fn close_all(&mut self) {
        self.clear_pages();
        self.list.focus_search(&self.services);
    }

    /// Goes to a tab, counted from 0, and shows it.
    fn go_to_tab(&mut self, tab: usize) {
        if tab >= self.list.results.tabs.len() {
            self.services.notify("no such tab");
            return;
        }
        if !self.pages.is_empty() {
            self.close_all();
        }
        self.list.results.go_to_tab(tab);
    }

    /// Handles pasted text: a word or phrase goes into the search, a word also into the text being
    /// edited, and a response to the paste page, whatever is open.
    fn paste(&mut self, text: &str) {
        self.services.notice = None;
        if text.trim().is_empty() {
            return;
        }
        let is_word = is_word(text);
        match self.pages.last_mut() {
            Some(Page::Paste(page)) if page.focus == PasteFocus::Text => {
                if is_word {
                    page.insert(text, &mut self.services);
                } else {
                    page.paste(text, &mut self.services);
                }
            }
            Some(Page::TextEditor(page)) => page.insert(text),
            #[cfg(feature = "import")]
            Some(Page::Review(page)) => page.insert(text),
            Some(Page::SavePrompt(prompt)) if !text.trim().contains('\n') => {
                prompt.edit(|line| line.insert(text.trim()));
            }
            Some(Page::Palette(page)) if is_word => {
                page.edit(&self.services, |line| line.insert(text.trim()));
            }
            _ if is_word || is_search(text, &self.services.decoder) => {
                // A text continues the search only where one is being typed.
                if !self.pages.is_empty() || self.list.focus == Focus::Entry {
                    self.close_all();
                    self.list.edit(LineEdit::clear);
                }
                self.list.edit(|line| line.insert(text.trim()));
                if !is_word {
                    self.phrase = Some(self.list.line.text().to_owned());
                    let key = self.services.keymap.key_name(&[Scope::List], Action::OpenPaste);
                    self.services
                        .notify(format!("searching for the pasted text; {key} decodes it instead"));
                }
            }
            Some(Page::Paste(page)) => page.paste(text, &mut self.services),
            _ => self.open_paste(text),
        }
    }

    fn open_paste(&mut self, text: &str) {
        for page in &self.pages {
            if let Page::Paste(page) = page {
                self.services.pastes.keep(page.editor.text());
            }
        }
        self.clear_pages();
        let page = PastePage::new(text, &self.list.results.query, &mut self.services);
        let is_log = page.is_log();
        self.pages.push(Page::Paste(Box::new(page)));
        if is_log {
            self.browse_log();
        }
    }

    /// Closes the pages above the list. A log stays at hand, since it may have taken long to read.
    fn clear_pages(&mut self) {
        for page in self.pages.drain(..) {
            if let Page::Log(page) = page {
                self.closed_log = Some(page);
            }
        }
    }

    fn open_log(&mut self, input: LogInput) {
        self.closed_log = None;
        let page = LogPage::new(input, &mut self.services);
        self.pages.push(Page::Log(Box::new(page)));
    }

    /// Opens the log page with the text of the paste page, else as it was closed.
    fn browse_log(&mut self) {
        match (self.pages.last(), self.closed_log.take()) {
            (Some(Page::Paste(page)), _) if !page.is_record => {
                let source = LogSource::Text(page.editor.text().into());
                self.open_log(LogInput { source, filter: Filter::default() });
            }
            (_, Some(mut page)) => {
                self.close_all();
                page.replace_catalogs(&mut self.services);
                self.pages.push(Page::Log(page));
            }
            (_, None) => self.services.notify("no log was open; see `errdex scan --browse`"),
        }
    }

    /// Handles news of a log that is read, also while its page is closed.
    fn receive(&mut self, event: &LogEvent) {
        let open = self.pages.iter_mut().filter_map(|page| match page {
            Page::Log(page) => Some(page),
            _ => None,
        });
        let pages = open.chain(&mut self.closed_log);
        let requests = pages.filter_map(|page| page.receive(event, &mut self.services));
        let request = requests.last();
        if let Some(Page::Log(_)) = self.pages.last() {
            self.fulfil(request);
        }
    }

    fn open_entry(&mut self, visit: Visit) {
        let page = EntryPage::new(visit, &self.list.results.query, &self.services);
        self.pages.push(Page::Entry(Box::new(page)));
    }

    /// Quits, unless the page on top has something unsaved: then only after a warning.
    fn quit(&mut self) {
        let services = &mut self.services;
        self.is_running = !self.pages.last_mut().is_none_or(|page| page.may_close(services));
    }

    /// Opens the palette, in place of other overlays.
    fn open_palette(&mut self, items: Vec<palette::Item>) {
        if let Some(Page::TextEditor(_)) = self.pages.last() {
            return;
        }
        self.pages.retain(|page| !page.is_overlay());
        self.pages.push(Page::Palette(PalettePage::new(items, &self.services)));
    }

    /// The commands that would do something here.
    fn commands(&self) -> Vec<palette::Item> {
        let Services { keymap, theme, .. } = &self.services;
        let mut items = palette::items(keymap, self.base_scopes(), &self.list.results.tabs, theme);
        items.retain(|item| match item.command {
            Command::Action(action) => self.is_enabled(action),
            // The list would take the place of what is reviewed.
            Command::GoToTab(_) | Command::SetOrder(_) => !self.is_reviewing(),
            Command::SetTheme(_) => true,
        });
        items
    }

    /// Whether a documentation page is reviewed.
    fn is_reviewing(&self) -> bool {
        self.base().is_some_and(|page| page.scopes().contains(&Scope::Review))
    }

    /// Whether an entry has the focus, which the history then replaces.
    fn is_entry_focused(&self) -> bool {
        let focus = self.list.focus;
        self.pages.last().map_or(focus == Focus::Entry, |page| matches!(page, Page::Entry(_)))
    }

    /// Whether the entry with the focus was reached from the list by links or the history.
    fn is_beyond_list(&self) -> bool {
        !self.pages.is_empty() && self.pages.iter().all(|page| matches!(page, Page::Entry(_)))
    }

    /// Shows a visit in place of the open entries, or the notice that there is none.
    fn revisit(&mut self, visit: Option<Visit>, none: &'static str) {
        let Some(visit) = visit else { return self.services.notify(none) };
        while self.pages.pop_if(|page| matches!(page, Page::Entry(_))).is_some() {}
        if self.pages.is_empty() {
            self.list.focus_search(&self.services);
        }
        // Entries that the list shows are opened in its preview.
        let is_listed = self.pages.is_empty()
            && visit.finding.is_none()
            && self.list.results.select_entry(visit.entry);
        if is_listed {
            self.list.focus = Focus::Entry;
        } else {
            self.open_entry(visit);
        }
    }

    fn open_editor(&mut self, page: TextEditorPage) {
        self.pages.retain(|page| !page.is_overlay());
        self.pages.push(Page::TextEditor(Box::new(page)));
    }

    /// The draft of an entry for the paste.
    fn draft(&self) -> Option<TextEditorPage> {
        let report = self.base().and_then(|page| match page {
            Page::Paste(page) => page.report(),
            _ => None,
        })?;
        let draft = report.draft_entry.as_ref()?;
        Some(TextEditorPage::draft(self.services.catalogs.find(draft.catalog)?, draft))
    }

    fn load_catalogs(&mut self, is_requested: bool) {
        self.services.effects.push(Effect::LoadCatalogs { is_requested });
    }

    /// Shows the built-in catalogs together with the user's. The selection stays.
    fn show_catalogs(&mut self, loaded: LoadedCatalogs) {
        let LoadedCatalogs { catalogs, index, decoder, errors, is_requested } = loaded;
        let services = &mut self.services;
        services.related = lazy(&catalogs, RelatedIndex::new);
        services.catalogs = catalogs.clone();
        services.decoder = decoder;
        services.visits.replace_entries(&catalogs);
        if let Some(first) = errors.first() {
            let more = errors.len() - 1;
            let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
            services.notify(format!("{first}{more}; see `errdex catalog check`"));
        } else if is_requested {
            services.notify("catalogs loaded again");
        }
        self.list.replace_catalogs(&catalogs, index, services);
        for page in &mut self.pages {
            match page {
                Page::Entry(page) => page.replace_entry(&catalogs, services),
                Page::Paste(page) => page.decode_again(services),
                Page::Log(page) => page.replace_catalogs(services),
                _ => {}
            }
        }
        // The numbers of the tabs may have changed.
        let commands = self.commands();
        if let Some(Page::Palette(page)) = self.pages.last_mut()
            && page.lists_tabs()
        {
            page.replace_items(commands, &self.services);
        }
    }

    fn open_share(&mut self) {
        let Some(subject) = self.subject() else { return self.services.notify(share::NOTHING) };
        self.pages.push(Page::Share(SharePage::new(subject, &self.services)));
    }

    /// Shows the note with the response before it is shared.
    fn preview_note(&mut self) {
        self.pages.retain(|page| !matches!(page, Page::Share(_)));
        let Some(subject) = self.subject() else { return self.services.notify(share::NOTHING) };
        match share::preview(subject, &self.services) {
            Ok(page) => self.pages.push(Page::SharePreview(page)),
            Err(notice) => self.services.notify(notice),
        }
    }

    /// Copies, saves or opens the selection.
    fn share(&mut self, action: Action) {
        let is_preview = matches!(self.pages.last(), Some(Page::SharePreview(_)));
        self.pages.retain(|page| !matches!(page, Page::Share(_) | Page::SharePreview(_)));
        let Some(subject) = self.subject() else { return self.services.notify(share::NOTHING) };
        if action == Action::SaveNote {
            self.pages.push(Page::SavePrompt(Prompt::new(subject, is_preview)));
        } else {
            let effect = share::perform(action, is_preview, subject, &self.services);
            self.services.run(effect);
        }
    }

    fn save(&mut self) {
        if let (Some(Page::SavePrompt(prompt)), Some(subject)) = (self.pages.last(), self.subject())
        {
            let effect = share::save(prompt, subject, &self.services);
            self.services.run(effect);
        }
    }

    /// Whether an action would do something, and not only report that it can't.
    fn is_enabled(&self, action: Action) -> bool {
        match action {
            Action::Share => self.subject().is_some(),
            Action::AddNote => self.subject().and_then(Subject::entry_ref).is_some(),
            Action::DraftEntry => self.draft().is_some(),
            Action::BrowseLog if !matches!(self.pages.last(), Some(Page::Paste(_))) => {
                self.closed_log.is_some()
            }
            Action::HistoryBack => self.services.visits.has_earlier(self.is_entry_focused()),
            Action::HistoryForward => self.services.visits.has_later(),
            _ if action.shares_selection() || action == Action::PreviewNote => {
                self.subject().is_some_and(|subject| share::is_available(action, subject))
            }
            Action::OpenNextEntry | Action::OpenPreviousEntry if self.is_beyond_list() => {
                self.list.has_other(action)
            }
            _ => match self.pages.last() {
                Some(page) => page.is_enabled(action, &self.services),
                None => self.list.is_enabled(action),
            },
        }
    }

    /// The selection to share: the finding of a paste, else the entry on the screen.
    fn subject(&self) -> Option<Subject<'_>> {
        match self.base() {
            Some(Page::Paste(page)) => page.subject(page.selected_finding()),
            Some(Page::Log(page)) => page.subject(),
            Some(Page::Entry(page)) => {
                let finding = page.visit.finding.as_deref();
                // The history may have led to a finding of an earlier paste.
                let finding = self.open_paste_page().zip(finding).and_then(|(paste, finding)| {
                    let is_of_paste = paste.findings().any(|other| other == finding);
                    is_of_paste.then(|| paste.subject(Some(finding))).flatten()
                });
                finding.or(Some(Subject::Entry(page.visit.entry)))
            }
            _ if self.is_reviewing() => None,
            _ => self.list.results.selected().map(Subject::Entry),
        }
    }

    fn open_paste_page(&self) -> Option<&PastePage> {
        self.pages.iter().rev().find_map(|page| match page {
            Page::Paste(page) => Some(&**page),
            _ => None,
        })
    }
}

/// Whether a pasted text is a word to search for: no spaces, none of the characters of a body or
/// header.
fn is_word(text: &str) -> bool {
    !text.trim().contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '<' | '>' | '"'))
}

#[cfg(test)]
mod tests;
