//! The pages of the browser, each in a folder with its state, layout, update and view.

pub mod entry;
pub mod help;
pub mod list;
pub mod palette;
pub mod paste;
pub mod share;
mod writer;

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::catalog::Catalogs;
use crate::decode::Decoder;
use crate::tui::effects::effect::Effect;
use crate::tui::effects::lazy::Lazy;
use crate::tui::keymap::action::{Action, Motion};
use crate::tui::keymap::{Key, Keymap, Scope};
use crate::tui::pages::entry::EntryPage;
use crate::tui::pages::entry::related::{Link, RelatedIndex};
use crate::tui::pages::entry::visits::{Visit, Visits};
use crate::tui::pages::help::HelpPage;
use crate::tui::pages::palette::PalettePage;
use crate::tui::pages::palette::state::Command;
use crate::tui::pages::paste::PastePage;
use crate::tui::pages::paste::history::History;
use crate::tui::pages::share::SharePage;
use crate::tui::pages::share::prompt::Prompt;
use crate::tui::theme::Theme;

/// State shared by all pages: services, session history, and results for the browser.
#[derive(Debug, Clone)]
pub struct Context {
    pub catalogs: Catalogs,
    pub decoder: Lazy<Decoder>,
    pub related: Lazy<RelatedIndex>,
    pub keymap: Keymap,
    pub theme: Theme,
    /// Returns the date for notes.
    pub date: fn() -> String,
    pub screen: Rect,
    pub visits: Visits,
    pub pastes: History,
    /// Shown in place of the hints until the next key.
    pub notice: Option<Cow<'static, str>>,
    /// Effects to run outside the browser.
    pub effects: Vec<Effect>,
    /// The number of decode jobs so far.
    pub jobs: u64,
}

impl Context {
    pub fn notify(&mut self, notice: impl Into<Cow<'static, str>>) {
        self.notice = Some(notice.into());
    }
}

#[cfg(test)]
impl Context {
    /// The built-in catalogs on a screen of 86 columns and 40 rows, without colours.
    pub fn for_tests() -> Self {
        let catalogs = Catalogs::builtin();
        Self {
            decoder: crate::tui::effects::lazy::lazy(&catalogs, Decoder::new),
            related: crate::tui::effects::lazy::lazy(&catalogs, RelatedIndex::new),
            catalogs,
            keymap: Keymap::default(),
            theme: Theme::new(crate::tui::theme::Colours::None),
            date: String::new,
            screen: Rect::new(0, 0, 86, 40),
            visits: Visits::default(),
            pastes: History::default(),
            notice: None,
            effects: Vec::new(),
            jobs: 0,
        }
    }
}

/// A request from a page that concerns other pages.
#[derive(Debug)]
pub enum Request {
    /// Close the page.
    Close,
    /// Open an entry above the page.
    OpenEntry(Visit),
    /// Show the list with the results of a search.
    Search(String),
    GoToTab(usize),
    /// Close the page and run a command of the palette.
    RunCommand(Command),
    /// Run an action as if its key had been pressed.
    RunAction(Action),
    /// Save to the file of the prompt.
    Save,
}

impl From<Link> for Request {
    fn from(link: Link) -> Self {
        match link {
            Link::Entry(entry) => Self::OpenEntry(Visit::new(entry)),
            Link::Search { query, .. } => Self::Search(query),
        }
    }
}

/// A page above the list. The last four are overlays: the page below stays visible.
#[derive(Debug, Clone)]
pub enum Page {
    /// An entry opened from a finding or a link.
    Entry(Box<EntryPage>),
    Paste(Box<PastePage>),
    Help(HelpPage),
    Palette(PalettePage),
    Share(SharePage),
    SavePrompt(Prompt),
}

impl Page {
    pub fn is_overlay(&self) -> bool {
        !matches!(self, Self::Entry(_) | Self::Paste(_))
    }

    /// The scopes in which its keys are looked up.
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Self::Entry(_) => &[Scope::Entry, Scope::Global],
            Self::Paste(_) => &[Scope::Paste, Scope::Global],
            Self::Help(_) => &[Scope::Help, Scope::Global],
            Self::Palette(_) => &[Scope::Palette, Scope::Global],
            Self::Share(_) => &[Scope::Share, Scope::Global],
            Self::SavePrompt(_) => &[Scope::SavePrompt, Scope::Global],
        }
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, context: &Context) {
        match self {
            Self::Entry(page) => page.lay_out(context),
            Self::Paste(page) => page.lay_out(context),
            Self::Help(page) => page.lay_out(context),
            Self::Palette(page) => page.lay_out(context),
            Self::Share(page) => page.lay_out(context),
            Self::SavePrompt(_) => {}
        }
    }

    pub fn update(&mut self, action: Action, context: &mut Context) -> Option<Request> {
        match self {
            Self::Entry(page) => page.update(action, context),
            Self::Paste(page) => page.update(action, context),
            Self::Help(page) => page.update(action),
            Self::Palette(page) => page.update(action, context),
            Self::Share(_) => (action == Action::GoBack).then_some(Request::Close),
            Self::SavePrompt(prompt) => prompt.update(action),
        }
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key, context: &mut Context) {
        match self {
            Self::Entry(_) => entry::explain_typing(key, context),
            Self::Paste(page) => page.input(key, context),
            Self::Palette(page) => page.edit(context, |line| line.input(key)),
            Self::SavePrompt(prompt) => prompt.edit(|line| line.input(key)),
            Self::Help(_) | Self::Share(_) => {}
        }
    }

    /// Handles a click; one beside an overlay closes it.
    pub fn click(&mut self, position: Position, context: &mut Context) -> Option<Request> {
        match self {
            Self::Entry(page) => page.pane.link_at(position).map(Request::from),
            Self::Paste(page) => page.click(position, context),
            Self::Help(page) if page.outline.contains(position) => None,
            Self::Palette(page) if page.outline.contains(position) => page.click(position, context),
            Self::Share(page) if page.outline.contains(position) => page.click(position),
            _ => Some(Request::Close),
        }
    }

    /// Scrolls the part of the page at a cell.
    pub fn scroll_at(&mut self, position: Position, motion: Motion) {
        match self {
            Self::Entry(page) => page.pane.scroll.apply(motion),
            Self::Paste(page) => page.scroll_at(position, motion),
            Self::Help(page) => page.scroll.apply(motion),
            Self::Palette(page) => page.scroll.apply(motion),
            Self::Share(_) | Self::SavePrompt(_) => {}
        }
    }

    /// Whether an action that belongs to pages would do something.
    pub fn is_enabled(&self, action: Action, context: &Context) -> bool {
        match self {
            Self::Entry(page) => page.pane.is_enabled(action),
            Self::Paste(page) => page.is_enabled(action, context),
            Self::Help(page) => page.is_enabled(action),
            Self::Palette(_) | Self::Share(_) | Self::SavePrompt(_) => true,
        }
    }

    /// Draws the page and returns the position of the cursor, if it has one.
    pub fn render(&self, context: &Context, buffer: &mut Buffer) -> Option<Position> {
        match self {
            Self::Entry(page) => page.render(&context.theme, buffer),
            Self::Paste(page) => page.render(&context.theme, buffer),
            Self::Help(page) => page.render(&context.theme, buffer),
            Self::Palette(page) => return page.render(&context.theme, buffer),
            Self::Share(page) => page.render(&context.theme, buffer),
            Self::SavePrompt(prompt) => return prompt.render(context, buffer),
        }
        None
    }
}
