//! The pages of the browser, each in a folder with its state, layout, update and view.

pub mod entry;
mod excerpt;
mod help;
mod list;
mod log;
pub mod palette;
mod paste;
#[cfg_attr(not(feature = "import"), path = "pages/without_review.rs")]
pub mod review;
pub mod share;
mod text_editor;
mod writer;

pub use entry::{EntryPage, EntryPane, Link, OpenedFrom, RelatedIndex, Visit, Visits};
pub use excerpt::{Excerpt, Source};
pub use help::HelpPage;
pub use list::{Focus, ListPage, Order, ResultList, Tab};
pub use log::LogPage;
pub use palette::PalettePage;
pub use paste::{History, PasteFocus, PastePage, Progress, evidence_spans, is_search};
pub use review::{Review, ReviewPage};
pub use share::{PreviewPage, Prompt, SharePage};
pub use text_editor::TextEditorPage;
pub use writer::Writer;

use std::borrow::Cow;

use ratatui::prelude::{Buffer, Position, Rect};

use crate::catalog::Catalogs;
use crate::decode::Decoder;
use crate::tui::effects::{Effect, Lazy};
use crate::tui::keymap::{Action, Key, Keymap, Scope};
use crate::tui::theme::Theme;

/// State shared by all pages: services, session history, and results for the browser.
#[derive(Debug, Clone)]
pub struct Services {
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

impl Services {
    pub fn notify(&mut self, notice: impl Into<Cow<'static, str>>) {
        self.notice = Some(notice.into());
    }

    /// Runs an effect after the update, or shows why there is none.
    pub fn run(&mut self, effect: Result<Effect, String>) {
        match effect {
            Ok(effect) => self.effects.push(effect),
            Err(notice) => self.notify(notice),
        }
    }
}

#[cfg(test)]
impl Services {
    /// The built-in catalogs on a screen of 86 columns and 40 rows, without colours.
    pub fn for_tests() -> Self {
        let catalogs = Catalogs::builtin();
        Self {
            decoder: crate::tui::effects::lazy(&catalogs, Decoder::new),
            related: crate::tui::effects::lazy(&catalogs, RelatedIndex::new),
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
    /// Close the palette and run a command.
    Run(Command),
    /// Save to the file of the prompt.
    Save,
    /// Decode a record of a log above the page, with the finding that starts there selected.
    Decode { text: String, start: usize },
}

/// A command of the palette or of a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Action(Action),
    GoToTab(usize),
    SetOrder(Order),
    SetTheme(&'static str),
}

impl From<Link> for Request {
    fn from(link: Link) -> Self {
        match link {
            Link::Entry(entry) => Self::OpenEntry(Visit::new(entry)),
            Link::Search { query, .. } => Self::Search(query),
        }
    }
}

/// A page above the list. The last six are overlays: the page below stays visible.
#[derive(Debug, Clone)]
pub enum Page {
    /// An entry opened from a finding or a link.
    Entry(Box<EntryPage>),
    Paste(Box<PastePage>),
    Log(Box<LogPage>),
    Review(Box<ReviewPage>),
    Help(HelpPage),
    Palette(PalettePage),
    Share(SharePage),
    SharePreview(PreviewPage),
    SavePrompt(Prompt),
    TextEditor(Box<TextEditorPage>),
}

impl Page {
    pub fn is_overlay(&self) -> bool {
        !matches!(self, Self::Entry(_) | Self::Paste(_) | Self::Log(_) | Self::Review(_))
    }

    /// The scopes in which its keys are looked up.
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Self::Entry(page) => page.pane.scopes(),
            Self::Paste(page) => page.scopes(),
            Self::Log(_) => &[Scope::Log, Scope::Global],
            Self::Review(page) => page.scopes(),
            Self::Help(page) => page.scopes(),
            Self::Palette(_) => &[Scope::Palette, Scope::Global],
            Self::Share(_) => &[Scope::Share, Scope::Global],
            Self::SharePreview(_) => &[Scope::SharePreview, Scope::Global],
            Self::SavePrompt(_) => &[Scope::SavePrompt, Scope::Global],
            Self::TextEditor(_) => &[Scope::TextEditor, Scope::Global],
        }
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &mut Services) {
        match self {
            Self::Entry(page) => page.lay_out(services),
            Self::Paste(page) => page.lay_out(services),
            Self::Log(page) => page.lay_out(services),
            Self::Review(page) => page.lay_out(services),
            Self::Help(page) => page.lay_out(services),
            Self::Palette(page) => page.lay_out(services),
            Self::SharePreview(page) => page.lay_out(services),
            Self::Share(_) | Self::SavePrompt(_) | Self::TextEditor(_) => {}
        }
    }

    /// The entry that the page shows in full.
    pub fn entry(&self) -> Option<&EntryPane> {
        match self {
            Self::Entry(page) => Some(&page.pane),
            Self::Paste(page) => Some(&page.entry),
            Self::Log(page) => page.entry(),
            _ => None,
        }
    }

    /// Whether the page can be closed at once. Otherwise the user is warned of what would be lost.
    pub fn may_close(&mut self, services: &mut Services) -> bool {
        match self {
            Self::TextEditor(page) => page.update(Action::GoBack, services).is_some(),
            Self::Review(page) => page.may_close(services),
            _ => true,
        }
    }

    /// Handles the notice that the file to save exists: the next attempt overwrites it.
    pub fn confirm_overwrite(&mut self) {
        match self {
            Self::SavePrompt(prompt) => prompt.overwrite = true,
            Self::Review(page) => page.confirm_overwrite(),
            _ => {}
        }
    }

    /// Whether the page is closed once its content is added to the user's files.
    pub fn is_saved_to_user_files(&self) -> bool {
        matches!(self, Self::TextEditor(_) | Self::Review(_))
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        match self {
            Self::Paste(page) => return page.update(action, services),
            Self::Log(page) => return page.update(action, services),
            Self::Review(page) => return page.update(action, services),
            Self::Help(page) => return page.update(action, services),
            Self::Entry(page) if action != Action::GoBack || page.pane.find.is_some() => {
                return page.pane.update(action, services);
            }
            Self::TextEditor(page) => return page.update(action, services),
            Self::SharePreview(page) => return page.update(action),
            _ if action == Action::GoBack => return Some(Request::Close),
            Self::Palette(page) => return page.update(action, services),
            Self::SavePrompt(prompt) => return prompt.update(action),
            Self::Entry(_) | Self::Share(_) => {}
        }
        None
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key, services: &mut Services) {
        match self {
            Self::Entry(page) => page.pane.input(key, services),
            Self::Paste(page) => page.input(key, services),
            Self::Log(_) => LogPage::input(key, services),
            Self::Review(page) => page.input(key),
            Self::Palette(page) => page.edit(services, |line| line.input(key)),
            Self::SavePrompt(prompt) => prompt.edit(|line| line.input(key)),
            Self::TextEditor(page) => page.input(key),
            Self::Help(page) => page.input(key, services),
            Self::Share(_) | Self::SharePreview(_) => {}
        }
    }

    /// Handles a click; one beside an overlay closes it.
    pub fn click(&mut self, position: Position, services: &mut Services) -> Option<Request> {
        match self {
            Self::Entry(page) => page.pane.link_at(position).map(Request::from),
            Self::Paste(page) => page.click(position, services),
            Self::Log(page) => page.click(position, services),
            Self::Help(page) if page.outline.contains(position) => None,
            Self::SharePreview(page) if page.outline.contains(position) => None,
            Self::Palette(page) if page.outline.contains(position) => page.click(position),
            Self::Share(page) if page.outline(services.screen).contains(position) => {
                page.click(position, services.screen)
            }
            Self::Review(page) => {
                page.click(position, services);
                None
            }
            // A click must not discard a text.
            Self::TextEditor(_) => None,
            _ => Some(Request::Close),
        }
    }

    /// Scrolls the part of the page at a cell.
    pub fn scroll_at(&mut self, position: Position, motion: Action, services: &mut Services) {
        match self {
            Self::Paste(page) if page.at.text.contains(position) => page.editor.scroll(motion),
            Self::Log(page) => page.scroll_at(position, motion, services),
            Self::Review(page) => page.scroll_at(position, motion, services),
            _ => drop(self.update(motion, services)),
        }
    }

    /// Whether an action that belongs to pages would do something.
    pub fn is_enabled(&self, action: Action, services: &Services) -> bool {
        match self {
            Self::Entry(page) => page.pane.is_enabled(action),
            Self::Paste(page) => page.is_enabled(action, services),
            Self::Log(page) => page.is_enabled(action),
            Self::Review(page) => page.is_enabled(action),
            Self::Help(page) => page.text.is_enabled(action),
            Self::SharePreview(page) => page.is_enabled(action),
            Self::Palette(_) | Self::Share(_) | Self::SavePrompt(_) | Self::TextEditor(_) => true,
        }
    }

    /// Draws the page and returns the position of the cursor, if it has one.
    pub fn render(&self, services: &Services, buffer: &mut Buffer) -> Option<Position> {
        match self {
            Self::Entry(page) => return page.render(&services.theme, buffer),
            Self::Paste(page) => page.render(&services.theme, buffer),
            Self::Log(page) => page.render(services, buffer),
            Self::Review(page) => return page.render(services, buffer),
            Self::Help(page) => return page.render(&services.theme, buffer),
            Self::Palette(page) => return page.render(&services.theme, buffer),
            Self::Share(page) => page.render(services, buffer),
            Self::SharePreview(page) => page.render(&services.theme, buffer),
            Self::SavePrompt(prompt) => return prompt.render(services, buffer),
            Self::TextEditor(page) => {
                return page.render(services.screen, &services.theme, buffer);
            }
        }
        None
    }
}
