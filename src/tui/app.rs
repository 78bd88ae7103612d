//! The state of the browser: the list, the stack of pages above it, and where events go. Nothing here
//! draws or waits.

mod draw;
mod options;

use std::mem;

use ratatui::layout::{Position, Rect};

use crate::tui::effects::effect::{Effect, Outcome};
use crate::tui::effects::lazy::lazy;
use crate::tui::event::{Event, Gesture, Mouse};
use crate::tui::keymap::action::{Action, Motion};
use crate::tui::keymap::{Key, Scope};
use crate::tui::pages::entry::EntryPage;
use crate::tui::pages::entry::related::RelatedIndex;
use crate::tui::pages::entry::visits::{Visit, Visits};
use crate::tui::pages::help::HelpPage;
use crate::tui::pages::list::results::ResultList;
use crate::tui::pages::list::{Focus, ListPage};
use crate::tui::pages::palette::state::Command;
use crate::tui::pages::palette::{self, PalettePage};
use crate::tui::pages::paste::PastePage;
use crate::tui::pages::paste::history::History;
use crate::tui::pages::share::{self, Reply, SharePage};
use crate::tui::pages::{Context, Page, Request};
use crate::tui::terminal::background::Background;
use crate::tui::theme::{Colours, Theme};
use crate::tui::widgets::line_edit::LineEdit;

pub use draw::draw;
pub use options::Options;

/// How many lines one step of the mouse wheel moves.
const WHEEL_LINES: usize = 3;

/// The state of the browser.
#[derive(Debug, Clone)]
pub struct App {
    context: Context,
    list: ListPage,
    /// The pages opened above the list, in this order; going back closes the last.
    pages: Vec<Page>,
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
        let context = Context {
            related: lazy(&options.catalogs, RelatedIndex::new),
            catalogs: options.catalogs,
            decoder: options.decoder,
            keymap: options.keymap,
            theme: options.theme,
            date: options.date,
            screen: Rect::new(0, 0, columns, rows),
            visits: Visits::default(),
            pastes: History::default(),
            notice: options.notice.map(Into::into),
            effects: Vec::new(),
            jobs: 0,
        };
        let list = ListPage::new(results, &options.query, &context);
        let mut app = Self {
            context,
            list,
            pages: Vec::new(),
            auto_theme: options.auto_theme,
            ascii: options.ascii,
            is_running: true,
        };
        if let Some(text) = options.paste {
            app.open_paste(&text);
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
            Event::Key(key) => self.press(key),
            Event::Mouse(mouse) => self.point(mouse),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(columns, rows) => self.resize(Rect::new(0, 0, columns, rows)),
            Event::Background(background) => self.apply_background(background),
            Event::Outcome(outcome) => self.handle_outcome(outcome),
            Event::Decoded(decoded) => {
                for page in &mut self.pages {
                    if let Page::Paste(page) = page {
                        page.finish_decoding(decoded, &self.context);
                        break;
                    }
                }
            }
        }
        self.list.sync(&self.context);
        mem::take(&mut self.context.effects)
    }

    fn press(&mut self, key: Key) {
        self.context.notice = None;
        match self.context.keymap.action(self.scopes(), key) {
            Some(Action::SelectTab) => {
                let tab = key.number().and_then(|number| number.checked_sub(1));
                self.go_to_tab(tab.unwrap_or(usize::MAX));
            }
            Some(action) => self.update(action),
            None => match self.pages.last_mut() {
                Some(page) => page.input(key, &mut self.context),
                None => self.list.input(key, &mut self.context),
            },
        }
    }

    fn point(&mut self, mouse: Mouse) {
        self.context.notice = None;
        let position = mouse.position();
        match mouse.gesture {
            Gesture::Click => {
                let request = match self.pages.last_mut() {
                    Some(page) => page.click(position, &mut self.context),
                    None => self.list.click(position, &mut self.context),
                };
                self.fulfil(request);
            }
            Gesture::WheelUp => self.scroll_at(position, Motion::Up),
            Gesture::WheelDown => self.scroll_at(position, Motion::Down),
        }
    }

    fn scroll_at(&mut self, position: Position, motion: Motion) {
        for _ in 0..WHEEL_LINES {
            match self.pages.last_mut() {
                Some(page) => page.scroll_at(position, motion),
                None => self.list.scroll_at(position, motion),
            }
        }
    }

    /// Runs an action: those on several pages here, the others on the page with the focus.
    fn update(&mut self, action: Action) {
        match action {
            Action::Quit => self.is_running = false,
            Action::Suspend => self.context.effects.push(Effect::Suspend),
            Action::SelectNextTab => self.list.results.cycle_tab(1),
            Action::SelectPreviousTab => self.list.results.cycle_tab(-1),
            Action::SelectTab => self.context.notify("press Alt and the number of a tab"),
            Action::HistoryBack => {
                let visit = self.context.visits.back(self.is_entry_focused());
                self.revisit(visit, "no earlier entry");
            }
            Action::HistoryForward => {
                let visit = self.context.visits.forward();
                self.revisit(visit, "no later entry");
            }
            Action::FocusSearch => self.close_all(),
            Action::OpenPaste => self.open_paste(""),
            Action::ShowHelp => {
                let help = HelpPage::new(self.base_scopes(), &self.context);
                self.pages.push(Page::Help(help));
            }
            Action::OpenPalette => self.open_palette(),
            Action::Share => self.open_share(),
            action if action.shares_selection() => self.share(action),
            _ => {
                let request = match self.pages.last_mut() {
                    Some(page) => page.update(action, &mut self.context),
                    None => self.list.update(action, &mut self.context),
                };
                self.fulfil(request);
            }
        }
        self.list.sync(&self.context);
    }

    /// Handles the request of a page.
    fn fulfil(&mut self, request: Option<Request>) {
        let Some(request) = request else { return };
        match request {
            Request::Close => drop(self.pages.pop()),
            Request::OpenEntry(visit) => {
                self.context.visits.add(visit.clone());
                self.open_entry(visit);
            }
            Request::Search(query) => {
                self.pages.clear();
                self.list.search(&query, &self.context);
            }
            Request::GoToTab(tab) => self.go_to_tab(tab),
            Request::RunCommand(command) => {
                self.pages.pop();
                match command {
                    Command::Action(action) => self.update(action),
                    Command::GoToTab(tab) => self.go_to_tab(tab),
                }
            }
            Request::RunAction(action) => self.update(action),
            Request::Save => self.save(),
        }
    }

    /// Handles the outcome of an effect.
    fn handle_outcome(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Message(text) => self.context.notify(text),
            Outcome::Saved(text) => {
                self.pages.retain(|page| !matches!(page, Page::SavePrompt(_)));
                self.context.notify(text);
            }
            Outcome::Exists(text) => {
                if let Some(Page::SavePrompt(prompt)) = self.pages.last_mut() {
                    prompt.overwrite = true;
                }
                self.context.notify(text);
            }
            Outcome::Resumed((columns, rows)) => self.resize(Rect::new(0, 0, columns, rows)),
        }
    }

    fn resize(&mut self, screen: Rect) {
        if self.context.screen != screen {
            self.context.screen = screen;
            self.lay_out();
        }
    }

    /// Applies the theme for the terminal's background.
    fn apply_background(&mut self, background: Background) {
        if let Some(colours) = self.auto_theme.take()
            && let Some(theme) = Theme::named(background.as_str(), colours)
        {
            self.context.theme = theme;
            self.lay_out();
        }
    }

    fn lay_out(&mut self) {
        self.list.lay_out(&self.context);
        for page in &mut self.pages {
            page.lay_out(&self.context);
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
        self.pages.clear();
        self.list.focus_search(&self.context);
    }

    /// Goes to a tab, counted from 0, and shows it.
    fn go_to_tab(&mut self, tab: usize) {
        if tab >= self.list.results.tabs.len() {
            self.context.notify("no such tab");
            return;
        }
        if !self.pages.is_empty() {
            self.close_all();
        }
        self.list.results.go_to_tab(tab);
    }

    /// Handles pasted text: a word goes into the search or into the text being edited, a response to
    /// the paste page, whatever is open.
    fn paste(&mut self, text: &str) {
        self.context.notice = None;
        if text.trim().is_empty() {
            return;
        }
        let is_word = is_word(text);
        match self.pages.last_mut() {
            Some(Page::Paste(page)) => page.paste(text, is_word, &mut self.context),
            Some(Page::SavePrompt(prompt)) if !text.trim().contains('\n') => {
                prompt.edit(|line| line.insert(text.trim()));
            }
            Some(Page::Palette(page)) if is_word => {
                page.edit(&self.context, |line| line.insert(text.trim()));
            }
            _ if is_word => {
                // A word continues the search only where one is being typed.
                if !self.pages.is_empty() || self.list.focus == Focus::Entry {
                    self.close_all();
                    self.list.edit(LineEdit::clear);
                }
                self.list.edit(|line| line.insert(text.trim()));
            }
            _ => self.open_paste(text),
        }
    }

    fn open_paste(&mut self, text: &str) {
        for page in &self.pages {
            if let Page::Paste(page) = page {
                self.context.pastes.keep(page.editor.text());
            }
        }
        self.pages.clear();
        let page = PastePage::new(text, &self.list.results.query, &mut self.context);
        self.pages.push(Page::Paste(Box::new(page)));
    }

    fn open_entry(&mut self, visit: Visit) {
        let page = EntryPage::new(visit, &self.list.results.query, &self.context);
        self.pages.push(Page::Entry(Box::new(page)));
    }

    fn open_palette(&mut self) {
        let (keymap, tabs) = (&self.context.keymap, &self.list.results.tabs);
        let mut items = palette::state::items(keymap, self.base_scopes(), tabs);
        items.retain(|item| match item.command {
            Command::Action(action) => !action.shares_selection() || self.is_enabled(action),
            Command::GoToTab(_) => true,
        });
        self.pages.push(Page::Palette(PalettePage::new(items, &self.context)));
    }

    /// Whether an entry has the focus, which the history then replaces.
    fn is_entry_focused(&self) -> bool {
        match self.pages.last() {
            Some(page) => matches!(page, Page::Entry(_)),
            None => self.list.focus == Focus::Entry,
        }
    }

    /// Shows a visit in place of the entry with the focus, or the notice that there is none.
    fn revisit(&mut self, visit: Option<Visit>, none: &'static str) {
        let Some(visit) = visit else { return self.context.notify(none) };
        if let Some(Page::Entry(_)) = self.pages.last() {
            self.pages.pop();
        } else if self.pages.is_empty() {
            self.list.focus_search(&self.context);
        }
        // Entries that the list shows are opened in its preview.
        let is_listed = self.pages.is_empty()
            && self.list.focus == Focus::Search
            && visit.finding.is_none()
            && self.list.results.select_entry(visit.entry);
        if is_listed {
            self.list.focus = Focus::Entry;
        } else {
            self.open_entry(visit);
        }
    }

    fn open_share(&mut self) {
        let page = self.subject().map(|subject| SharePage::new(subject, &self.context));
        match page {
            Some(page) => self.pages.push(Page::Share(page)),
            None => self.context.notify(share::NOTHING),
        }
    }

    fn share(&mut self, action: Action) {
        let shared = match self.subject() {
            Some(subject) => share::perform(action, subject, &self.context),
            None => Err(share::NOTHING.to_owned()),
        };
        self.pages.retain(|page| !matches!(page, Page::Share(_)));
        match shared {
            Ok(Reply::Effect(effect)) => self.context.effects.push(effect),
            Ok(Reply::Prompt(prompt)) => self.pages.push(Page::SavePrompt(prompt)),
            Err(notice) => self.context.notify(notice),
        }
    }

    fn save(&mut self) {
        let (Some(Page::SavePrompt(prompt)), Some(subject)) = (self.pages.last(), self.subject())
        else {
            return;
        };
        match share::save(prompt, subject, &self.context) {
            Ok(effect) => self.context.effects.push(effect),
            Err(notice) => self.context.notify(notice),
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
