//! The browser: where events go, and the actions that are not of one page. Nothing here waits.

mod options;
mod stack;
mod view;

use std::mem;

use ratatui::prelude::{Position, Rect};

use crate::present::Subject;
use crate::scan::Filter;
use crate::tui::effects::{Effect, LoadedCatalogs, LogInput, LogSource, Outcome, lazy};
use crate::tui::event::{Event, Gesture};
use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::pages::{
    Command, Focus, HelpPage, History, ListPage, LogPage, Page, PalettePage, PasteFocus, PastePage,
    Prompt, RelatedIndex, Request, ResultList, Services, SharePage, TextEditorPage, Visit, Visits,
    is_search, palette, review, share,
};
use crate::tui::theme::ThemeChoice;
use crate::tui::widgets::LineEdit;

use stack::PageStack;

pub use options::Options;
pub use view::draw;

/// How many lines one step of the mouse wheel moves.
const WHEEL_LINES: usize = 3;

/// The state of the browser.
#[derive(Debug, Clone)]
pub struct App {
    services: Services,
    stack: PageStack,
    /// The chosen theme; the palette may show another.
    theme: ThemeChoice,
    /// A pasted phrase that is searched for.
    phrase: Option<String>,
    /// Whether the addresses of web pages are links of the terminal.
    hyperlinks: bool,
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
            stack: PageStack::new(list),
            theme: ThemeChoice::new(
                options.theme_name,
                options.theme,
                options.can_query_background,
            ),
            phrase: None,
            hyperlinks: options.hyperlinks,
            ascii: options.ascii,
            is_running: true,
        };
        if let Some(text) = options.paste {
            app.open_paste(&text);
        }
        if let Some(input) = options.log {
            app.open_log(input);
        }
        if let Some(review) = options.review {
            app.stack.push(review::open(review, &app.services));
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
                self.stack.list.close_welcome(&self.services);
                self.press(key);
            }
            Event::Mouse(gesture, position) => self.point(gesture, position),
            Event::Paste(text) => {
                self.stack.list.close_welcome(&self.services);
                self.paste(&text);
            }
            Event::Resize(columns, rows) => self.resize(Rect::new(0, 0, columns, rows)),
            Event::Background(background) => self.theme.set_background(background.as_str()),
            Event::Outcome(outcome) => self.handle_outcome(outcome),
            Event::FocusGained => self.load_catalogs(false),
            Event::CatalogsLoaded(loaded) => self.show_catalogs(*loaded),
            Event::Decoded(decoded) => self.stack.finish_decoding(decoded, &self.services),
            Event::Log(event) => {
                let request = self.stack.receive(&event, &mut self.services);
                self.fulfil(request);
            }
        }
        self.apply_theme();
        self.stack.list.sync(&self.services);
        mem::take(&mut self.services.effects)
    }

    fn press(&mut self, key: Key) {
        self.services.notice = None;
        match self.services.keymap.action(self.stack.scopes(), key) {
            Some(Action::SelectTab) => {
                let tab = key.number().and_then(|number| number.checked_sub(1));
                self.stack.go_to_tab(tab.unwrap_or(usize::MAX), &mut self.services);
            }
            Some(action) => self.update(action),
            None if self.starts_search(key) => {
                self.stack.close_all(&self.services);
                self.stack.list.edit(LineEdit::clear);
                self.stack.list.input(key, &mut self.services);
            }
            None => self.stack.input(key, &mut self.services),
        }
    }

    /// Whether a key that is not bound starts a search: a character typed while an entry is read. A
    /// paste is not lost to it.
    fn starts_search(&self, key: Key) -> bool {
        let is_reading = self.stack.scopes().contains(&Scope::Entry);
        key.typed().is_some() && is_reading && self.stack.paste_page().is_none()
    }

    fn point(&mut self, gesture: Gesture, position: Position) {
        let hint = self.hint_at(position).filter(|_| gesture == Gesture::Click);
        // The release that follows a click must not hide what it reports.
        if !matches!(gesture, Gesture::Drag | Gesture::Release) {
            self.services.notice = None;
        }
        if let Some(action) = hint {
            self.stack.list.close_welcome(&self.services);
            return self.update(action);
        }
        match gesture {
            Gesture::Click => {
                let request = self.stack.click(position, &mut self.services);
                self.fulfil(request);
            }
            Gesture::Drag => {
                if let Some(Page::Log(page)) = self.stack.top_mut() {
                    page.drag(position, &mut self.services);
                }
            }
            Gesture::Release => {
                if let Some(Page::Log(page)) = self.stack.top_mut() {
                    page.release();
                }
            }
            Gesture::WheelUp => self.scroll_at(position, Action::MoveUp),
            Gesture::WheelDown => self.scroll_at(position, Action::MoveDown),
        }
    }

    fn scroll_at(&mut self, position: Position, motion: Action) {
        for _ in 0..WHEEL_LINES {
            self.stack.scroll_at(position, motion, &mut self.services);
        }
    }

    /// Runs an action: those on several pages here, the others on the page with the focus.
    fn update(&mut self, action: Action) {
        match action {
            Action::Quit => self.quit(),
            Action::Suspend => self.services.effects.push(Effect::Suspend),
            Action::ReloadCatalogs => self.load_catalogs(true),
            Action::AddNote => match self.stack.subject().and_then(Subject::entry_ref) {
                Some(entry) => self.open_editor(TextEditorPage::note(entry)),
                None => self.services.notify("no entry selected"),
            },
            Action::DraftEntry => match self.stack.draft(&self.services.catalogs) {
                Some(page) => self.open_editor(page),
                None => self.services.notify("no unlisted code to draft"),
            },
            Action::SelectNextTab => self.stack.list.results.cycle_tab(1),
            Action::SelectPreviousTab => self.stack.list.results.cycle_tab(-1),
            Action::SelectTab => self.services.notify("press Alt and the number of a tab"),
            Action::HistoryBack => {
                let visit = self.services.visits.back(self.stack.is_entry_focused());
                self.revisit(visit, "no earlier entry");
            }
            Action::HistoryForward => {
                let visit = self.services.visits.forward();
                self.revisit(visit, "no later entry");
            }
            Action::BrowseLog => self.browse_log(),
            Action::FocusSearch => self.stack.close_all(&self.services),
            Action::OpenNextEntry | Action::OpenPreviousEntry if self.stack.is_beyond_list() => {
                self.stack.clear();
                self.stack.list.focus = Focus::Entry;
                self.update(action);
            }
            Action::OpenPaste => {
                let phrase =
                    self.phrase.take().filter(|phrase| self.stack.list.line.text() == phrase);
                self.open_paste(&phrase.unwrap_or_default());
            }
            Action::ShowHelp => {
                let help = HelpPage::new(self.stack.base_scopes(), &self.services);
                self.stack.push(Page::Help(help));
            }
            Action::OpenPalette => self.open_palette("Commands", self.commands()),
            Action::ChooseTheme => {
                self.open_palette("Theme", palette::themes(&self.theme).collect());
            }
            Action::Share => self.open_share(),
            Action::PreviewNote => self.preview_note(),
            _ if action.shares_selection() => self.share(action),
            _ => {
                let request = self.stack.update(action, &mut self.services);
                self.fulfil(request);
            }
        }
        self.stack.list.sync(&self.services);
    }

    /// Handles the request of a page.
    fn fulfil(&mut self, request: Option<Request>) {
        let Some(request) = request else { return };
        match request {
            Request::Close => self.stack.close(&mut self.services),
            Request::Decode { text, start } => {
                let page = PastePage::record(&text, start, &mut self.services);
                self.stack.push(Page::Paste(Box::new(page)));
            }
            Request::OpenEntry(visit) => {
                self.services.visits.add(visit.clone());
                self.stack.list.results.remember(visit.entry);
                self.stack.open_entry(visit, &self.services);
            }
            Request::Search(query) => {
                self.stack.clear();
                self.stack.list.search(&query, &self.services);
            }
            Request::Run(command) => {
                self.stack.pages.pop_if(|page| matches!(page, Page::Palette(_)));
                match command {
                    Command::Action(action) => self.update(action),
                    Command::GoToTab(tab) => self.stack.go_to_tab(tab, &mut self.services),
                    Command::SetOrder(order) => {
                        self.stack.close_all(&self.services);
                        self.stack.list.results.set_order(order);
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
                self.stack.pages.retain(|page| !matches!(page, Page::SavePrompt(_)));
                self.services.notify(text);
            }
            Outcome::Added(text) => {
                self.stack.pages.retain(|page| !page.is_saved_to_user_files());
                self.services.notify(text);
                self.load_catalogs(false);
            }
            Outcome::Exists(text) => {
                if let Some(page) = self.stack.top_mut() {
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
            self.stack.lay_out(&mut self.services);
        }
    }

    fn set_theme(&mut self, name: &'static str) {
        self.theme.choose(name);
        self.services.notify(format!("theme = \"{name}\" in the configuration keeps it"));
    }

    /// Shows the theme that is selected in the palette, else the chosen one.
    fn apply_theme(&mut self) {
        let selected = match self.stack.top() {
            Some(Page::Palette(page)) => page.selected_theme(),
            _ => None,
        };
        if selected.is_some_and(|name| self.theme.take_query(name)) {
            self.services.effects.push(Effect::QueryBackground);
        }
        let theme = selected.map(|name| self.theme.named(name));
        let theme = theme.as_ref().unwrap_or(self.theme.theme());
        if *theme != self.services.theme {
            self.services.theme = theme.clone();
            self.stack.lay_out(&mut self.services);
        }
    }

    /// Handles pasted text: a word or phrase goes into the search, a word also into the text being
    /// edited, and a response to the paste page, whatever is open.
    fn paste(&mut self, text: &str) {
        self.services.notice = None;
        if text.trim().is_empty() {
            return;
        }
        let is_word = is_word(text);
        match self.stack.top_mut() {
            Some(Page::Paste(page)) if page.focus == PasteFocus::Text => {
                if is_word {
                    page.insert(text, &mut self.services);
                } else {
                    page.paste(text, &mut self.services);
                }
            }
            Some(Page::TextEditor(page)) => page.insert(text),
            Some(Page::Review(page)) => page.insert(text),
            Some(Page::SavePrompt(prompt)) if !text.trim().contains('\n') => {
                prompt.edit(|line| line.insert(text.trim()));
            }
            Some(Page::Palette(page)) if is_word => {
                page.edit(&self.services, |line| line.insert(text.trim()));
            }
            _ if is_word || is_search(text, &self.services.decoder) => {
                // A text continues the search only where one is being typed.
                if !self.stack.pages.is_empty() || self.stack.list.focus == Focus::Entry {
                    self.stack.close_all(&self.services);
                    self.stack.list.edit(LineEdit::clear);
                }
                self.stack.list.edit(|line| line.insert(text.trim()));
                if !is_word {
                    self.phrase = Some(self.stack.list.line.text().to_owned());
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
        for page in &self.stack.pages {
            if let Page::Paste(page) = page {
                self.services.pastes.keep(page.editor.text());
            }
        }
        self.stack.clear();
        let page = PastePage::new(text, &mut self.services);
        let is_log = page.is_log();
        self.stack.push(Page::Paste(Box::new(page)));
        if is_log {
            self.browse_log();
        }
    }

    fn open_log(&mut self, input: LogInput) {
        let page = LogPage::new(input, &mut self.services);
        self.stack.open_log(page);
    }

    /// Opens the log page with the text of the paste page, else as it was closed.
    fn browse_log(&mut self) {
        if let Some(Page::Paste(page)) = self.stack.top()
            && !page.is_record
        {
            let source = LogSource::Text(page.editor.text().into());
            self.open_log(LogInput { source, filter: Filter::default() });
        } else if !self.stack.reopen_log(&mut self.services) {
            self.services.notify("no log was open; see `errdex scan --browse`");
        }
    }

    /// Quits, unless the page on top has something unsaved: then only after a warning.
    fn quit(&mut self) {
        let services = &mut self.services;
        self.is_running = !self.stack.top_mut().is_none_or(|page| page.may_close(services));
    }

    /// Shows a visit of the history, or the notice that there is none.
    fn revisit(&mut self, visit: Option<Visit>, none: &'static str) {
        match visit {
            Some(visit) => self.stack.revisit(visit, &self.services),
            None => self.services.notify(none),
        }
    }

    /// Opens the palette, in place of other overlays.
    fn open_palette(&mut self, title: &'static str, items: Vec<palette::Item>) {
        if let Some(Page::TextEditor(_)) = self.stack.top() {
            return;
        }
        let page = PalettePage::new(title, items, &self.services);
        self.stack.replace_overlays(Page::Palette(page));
    }

    /// The commands that would do something here.
    fn commands(&self) -> Vec<palette::Item> {
        let (keymap, scopes) = (&self.services.keymap, self.stack.base_scopes());
        let tabs = &self.stack.list.results.tabs;
        let mut items = palette::items(keymap, scopes, tabs, &self.theme);
        items.retain(|item| match item.command {
            Command::Action(action) => self.is_enabled(action),
            // The list would take the place of what is reviewed.
            Command::GoToTab(_) | Command::SetOrder(_) => !self.stack.is_reviewing(),
            Command::SetTheme(_) => true,
        });
        items
    }

    fn open_editor(&mut self, page: TextEditorPage) {
        self.stack.replace_overlays(Page::TextEditor(Box::new(page)));
    }

    fn load_catalogs(&mut self, is_requested: bool) {
        self.services.effects.push(Effect::LoadCatalogs { is_requested });
    }

    /// Shows the built-in catalogs together with the user's. The selection stays.
    fn show_catalogs(&mut self, loaded: LoadedCatalogs) {
        let LoadedCatalogs { catalogs, index, decoder, errors, is_requested } = loaded;
        let services = &mut self.services;
        services.related = lazy(&catalogs, RelatedIndex::new);
        services.visits.replace_entries(&catalogs);
        services.catalogs = catalogs;
        services.decoder = decoder;
        if let Some(first) = errors.first() {
            let more = errors.len() - 1;
            let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
            services.notify(format!("{first}{more}; see `errdex catalog check`"));
        } else if is_requested {
            services.notify("catalogs loaded again");
        }
        self.stack.replace_catalogs(index, services);
        // The numbers of the tabs may have changed.
        let commands = self.commands();
        if let Some(Page::Palette(page)) = self.stack.top_mut()
            && page.lists_tabs()
        {
            page.replace_items(commands, &self.services);
        }
    }

    fn open_share(&mut self) {
        let Some(subject) = self.stack.subject() else {
            return self.services.notify(share::NOTHING);
        };
        self.stack.push(Page::Share(SharePage::new(subject, &self.services)));
    }

    /// Shows the note with the response before it is shared.
    fn preview_note(&mut self) {
        self.stack.pages.retain(|page| !matches!(page, Page::Share(_)));
        let Some(subject) = self.stack.subject() else {
            return self.services.notify(share::NOTHING);
        };
        match share::preview(subject, &self.services) {
            Ok(page) => self.stack.push(Page::SharePreview(page)),
            Err(notice) => self.services.notify(notice),
        }
    }

    /// Copies, saves or opens the selection.
    fn share(&mut self, action: Action) {
        let is_preview = matches!(self.stack.top(), Some(Page::SharePreview(_)));
        self.stack.pages.retain(|page| !matches!(page, Page::Share(_) | Page::SharePreview(_)));
        let Some(subject) = self.stack.subject() else {
            return self.services.notify(share::NOTHING);
        };
        if action == Action::SaveNote {
            self.stack.push(Page::SavePrompt(Prompt::new(subject, is_preview)));
        } else {
            let effect = share::perform(action, is_preview, subject, &self.services);
            self.services.run(effect);
        }
    }

    fn save(&mut self) {
        if let (Some(Page::SavePrompt(prompt)), Some(subject)) =
            (self.stack.top(), self.stack.subject())
        {
            let effect = share::save(prompt, subject, &self.services);
            self.services.run(effect);
        }
    }

    /// Whether an action would do something, and not only report that it can't.
    fn is_enabled(&self, action: Action) -> bool {
        match action {
            Action::Share => self.stack.subject().is_some(),
            Action::AddNote => self.stack.subject().and_then(Subject::entry_ref).is_some(),
            Action::DraftEntry => self.stack.draft(&self.services.catalogs).is_some(),
            Action::BrowseLog if !matches!(self.stack.top(), Some(Page::Paste(_))) => {
                self.stack.has_closed_log()
            }
            Action::HistoryBack => self.services.visits.has_earlier(self.stack.is_entry_focused()),
            Action::HistoryForward => self.services.visits.has_later(),
            _ if action.shares_selection() || action == Action::PreviewNote => {
                self.stack.subject().is_some_and(|subject| share::is_available(action, subject))
            }
            Action::OpenNextEntry | Action::OpenPreviousEntry if self.stack.is_beyond_list() => {
                self.stack.list.has_other(action)
            }
            _ => self.stack.is_enabled(action, &self.services),
        }
    }
}

/// Whether a pasted text is a word to search for: no spaces, none of the characters of a body or
/// header.
fn is_word(text: &str) -> bool {
    !text.trim().contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '<' | '>' | '"'))
}

#[cfg(test)]
mod tests;
