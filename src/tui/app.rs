//! The state of the browser and everything that can change it. Nothing here draws or waits; each
//! event leads from one state to the next, whatever the terminal is doing.

mod mouse;
mod moving;
mod page;
mod pasting;
mod popups;
mod possible;
mod pressing;
mod reading;
mod taking;

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::Start;
use super::action::{Action, Motion};
use super::background::Background;
use super::browse::Browse;
use super::edit::LineEdit;
use super::effect::{Effect, Outcome};
use super::event::Event;
use super::history::History;
use super::keymap::{Keymap, Scope};
use super::kin::LateKin;
use super::layout;
use super::palette::Palette;
use super::paste::PasteBox;
use super::related::Related;
use super::take::Piece;
use super::theme::{Colours, Theme};
use super::visits::Visits;
use super::work::{Done, Job, LateDecoder};
use crate::catalog::{Catalogs, EntryRef};
use crate::decode::CancelToken;

pub(crate) use page::{Page, Reading};
use pressing::Held;

/// The state of the browser.
#[derive(Debug)]
pub struct App {
    pub(crate) catalogs: Catalogs,
    pub(crate) theme: Theme,
    by_background: Option<Colours>,
    /// Whether only ASCII is drawn where the browser chooses the characters.
    pub(crate) ascii: bool,
    pub(crate) screen: Rect,
    pub(crate) browse: Browse,
    /// What was opened above the list, in this order; one step back closes the last.
    pub(crate) pages: Vec<Page>,
    /// The first line of the selected entry while the list has the focus.
    pub(crate) peek: usize,
    /// What is related to the entry in sight.
    pub(crate) related: Related,
    kin: LateKin,
    in_sight: Option<EntryRef>,
    /// Whose related entries are known.
    related_to: Option<EntryRef>,
    visits: Visits,
    pub(crate) history: History,
    /// Something to say in place of the hints, until the next key.
    pub(crate) notice: Option<Cow<'static, str>>,
    pub(crate) keymap: Keymap,
    /// What the shell is to do outside the browser.
    effects: Vec<Effect>,
    /// Tells the date for notes.
    date: fn() -> String,
    decoder: LateDecoder,
    job: Option<Job>,
    /// Tells the last job that nobody wants its report any more.
    given_up: CancelToken,
    /// What waits for what matches.
    held: Vec<Held>,
    /// How many jobs there were.
    jobs: u64,
    running: bool,
}

impl App {
    /// The browser on a screen of `columns` and `rows`.
    #[must_use]
    pub fn new(start: Start, (columns, rows): (u16, u16)) -> Self {
        let mut app = Self {
            browse: Browse::new(&start.catalogs, start.index, &start.query),
            decoder: start.decoder,
            catalogs: start.catalogs,
            theme: start.theme,
            by_background: start.by_background,
            ascii: start.ascii,
            screen: Rect::new(0, 0, columns, rows),
            pages: Vec::new(),
            peek: 0,
            related: Related::default(),
            kin: start.kin,
            in_sight: None,
            related_to: None,
            visits: Visits::default(),
            history: History::default(),
            notice: start.notice.map(Cow::Owned),
            keymap: start.keymap,
            effects: Vec::new(),
            date: start.date,
            job: None,
            given_up: CancelToken::default(),
            held: Vec::new(),
            jobs: 0,
            running: true,
        };
        if let Some(text) = start.paste {
            app.open_paste(&text);
        }
        app.settle();
        app
    }

    /// Begins what takes too long for the first frame.
    pub(crate) fn prepare(&mut self) {
        self.browse.prepare();
        self.kin.begin();
    }

    /// A search of very large catalogs, to be done away from the keys; whoever takes it hands back
    /// the event that comes of it.
    #[must_use]
    pub fn take_search(&mut self) -> Option<Job> {
        self.browse.take_job()
    }

    /// Whether the browser goes on.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// Takes what came in.
    pub fn handle(&mut self, event: Event) {
        match event {
            Event::Key(key) => self.press(key),
            Event::Mouse(mouse) => self.point(mouse),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(columns, rows) => self.resize(columns, rows),
            Event::Background(background) => self.suit(background),
            Event::Done(Done::Decoded(decoded)) => self.take_report(decoded),
            Event::Done(Done::Searched(searched)) => self.take_searched(*searched),
        }
        self.settle();
    }

    /// What is to be done outside the browser now; each outcome goes to [`App::answer`].
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Takes what became of an effect.
    pub fn answer(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Said(text) => self.notice = Some(text.into()),
            Outcome::Saved(text) => {
                self.pages.retain(|page| !matches!(page, Page::Save(_)));
                self.notice = Some(text.into());
            }
            Outcome::Exists(text) => {
                if let Some(Page::Save(prompt)) = self.pages.last_mut() {
                    prompt.replace = true;
                }
                self.notice = Some(text.into());
            }
            Outcome::Back((columns, rows)) => self.handle(Event::Resize(columns, rows)),
        }
    }

    /// Does what a key asks for.
    pub fn update(&mut self, action: Action) {
        match action {
            Action::Up => self.go(Motion::Up),
            Action::Down => self.go(Motion::Down),
            Action::PageUp => self.go(Motion::PageUp),
            Action::PageDown => self.go(Motion::PageDown),
            Action::First => self.go(Motion::First),
            Action::Last => self.go(Motion::Last),
            Action::Open => self.open(),
            Action::Back => self.back(),
            Action::Quit => self.running = false,
            Action::NextTab => self.turn(1),
            Action::PreviousTab => self.turn(-1),
            Action::NumberedTab => self.notice = Some("press Alt and the number of a tab".into()),
            Action::NextEntry => self.turn_page(Motion::Down),
            Action::PreviousEntry => self.turn_page(Motion::Up),
            Action::NextRelated => self.choose_related(1),
            Action::PreviousRelated => self.choose_related(-1),
            Action::VisitBack => self.visit_back(),
            Action::VisitForward => self.visit_forward(),
            Action::Search => self.pages.clear(),
            Action::Paste => self.open_paste(""),
            Action::EarlierPaste => self.recall(-1),
            Action::LaterPaste => self.recall(1),
            Action::Help => self.pages.push(Page::Help { top: 0 }),
            Action::Commands => self.pages.push(Page::Palette(Palette::default())),
            Action::Left => self.edit_line(LineEdit::left),
            Action::Right => self.edit_line(LineEdit::right),
            Action::LineStart => self.edit_line(LineEdit::start),
            Action::LineEnd => self.edit_line(LineEdit::end),
            Action::Erase => self.edit_line(LineEdit::erase),
            Action::EraseNext => self.edit_line(LineEdit::erase_next),
            Action::EraseWord => self.edit_line(LineEdit::erase_word),
            Action::Clear => match self.pages.last() {
                Some(Page::Paste(_)) => self.edit_paste(PasteBox::clear),
                _ => self.edit_line(LineEdit::clear),
            },
            Action::NextFinding => self.choose(1),
            Action::PreviousFinding => self.choose(-1),
            Action::Newline => self.edit_paste(|paste| paste.insert("\n")),
            Action::Undo => self.edit_paste(PasteBox::undo),
            Action::Redo => self.edit_paste(PasteBox::redo),
            Action::Take => self.open_ways(),
            Action::CopyCode => self.copy(Piece::Code),
            Action::CopyMessage => self.copy(Piece::Message),
            Action::CopyEntry => self.copy(Piece::Entry),
            Action::CopyNote => self.copy(Piece::Note),
            Action::CopyJson => self.copy(Piece::Json),
            Action::ShowPlain => self.show_plain(),
            Action::OpenPage => self.open_page(),
            Action::Save => self.ask_for_file(),
            Action::Suspend => self.effects.push(Effect::Suspend),
        }
        self.settle();
    }

    /// Where keys are looked up now, the nearest scope first.
    pub(crate) fn scopes(&self) -> &'static [Scope] {
        self.scopes_of(self.pages.last())
    }

    fn scopes_of(&self, page: Option<&Page>) -> &'static [Scope] {
        match page {
            None if self.browse.line.text().is_empty() => {
                &[Scope::Start, Scope::List, Scope::Anywhere]
            }
            None => &[Scope::List, Scope::Anywhere],
            Some(Page::Detail(_) | Page::Entry { .. }) => &[Scope::Detail, Scope::Anywhere],
            Some(Page::Paste(_)) => &[Scope::Paste, Scope::Anywhere],
            Some(Page::Help { .. }) => &[Scope::Help, Scope::Anywhere],
            Some(Page::Palette(_)) => &[Scope::Palette, Scope::Anywhere],
            Some(Page::Take) => &[Scope::Take, Scope::Anywhere],
            Some(Page::Save(_)) => &[Scope::Prompt, Scope::Anywhere],
        }
    }

    /// Keeps what follows from the rest in step with it.
    fn settle(&mut self) {
        self.browse.follow(self.list_height());
        let in_sight = self.entry_in_sight();
        if in_sight != self.in_sight {
            self.in_sight = in_sight;
            self.peek = 0;
        }
        // Reading all of very large catalogs is for an entry that was opened, not for every key.
        let related = in_sight.filter(|_| self.browse.is_small() || !self.pages.is_empty());
        if related != self.related_to {
            // Where it takes a while to know, the next event finds it.
            let kin = self.kin.get();
            self.related_to = kin.and(related);
            let known = related.zip(kin).map(|(record, kin)| Related::to(record, kin));
            self.related = known.unwrap_or_default();
        }
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.screen = Rect::new(0, 0, columns, rows);
        for page in &mut self.pages {
            if let Page::Paste(paste) = page {
                paste.show_in(layout::paste(self.screen).text);
            }
        }
    }

    /// Takes the theme that suits the terminal's background.
    fn suit(&mut self, background: Background) {
        if let Some(colours) = self.by_background.take()
            && let Some(theme) = Theme::named(background.theme(), colours)
        {
            self.theme = theme;
        }
    }

    fn turn(&mut self, by: isize) {
        self.browse.turn(by);
        self.read_from_start();
    }

    /// Goes to a tab, counted from 0, and shows it.
    fn go_to_tab(&mut self, tab: usize) {
        if tab >= self.browse.tabs.len() {
            self.notice = Some("there is no such tab".into());
            return;
        }
        if !matches!(self.pages.last(), Some(Page::Detail(_))) {
            self.pages.clear();
        }
        self.browse.go_to_tab(tab);
        self.read_from_start();
    }

    /// Another entry is selected, which was read nowhere yet.
    fn read_from_start(&mut self) {
        if let Some(Page::Detail(reading)) = self.pages.last_mut() {
            *reading = Reading::default();
        }
    }

    fn open(&mut self) {
        match self.pages.last() {
            None => self.open_selected(),
            Some(Page::Detail(reading) | Page::Entry { reading, .. }) => {
                self.follow_link(reading.link);
            }
            Some(Page::Paste(_)) => self.open_finding(),
            Some(Page::Palette(palette)) => self.run_command(palette.selected),
            Some(Page::Save(_)) => self.save(),
            Some(Page::Help { .. } | Page::Take) => {}
        }
    }

    fn back(&mut self) {
        if self.give_up() {
            self.notice = Some("decoding was given up; the same key again closes the box".into());
            return;
        }
        match self.pages.pop() {
            Some(Page::Paste(paste)) => {
                self.history.keep(paste.text());
                if let Some(words) = paste.words() {
                    self.pages.clear();
                    self.browse.go_to_tab(0);
                    self.browse.edit(|line| *line = LineEdit::new(words));
                }
            }
            Some(_) => {}
            None if !self.browse.line.text().is_empty() => self.browse.edit(LineEdit::clear),
            None if self.browse.tab > 0 => self.browse.go_to_tab(0),
            None => {
                let key = self.keymap.key(&[Scope::Anywhere], Action::Quit);
                self.notice = key.map(|key| format!("{key} quits").into());
            }
        }
    }

    /// Rows of the list; none where the reader has all of the screen.
    fn list_height(&self) -> usize {
        layout::browse(self.screen, self.is_reading()).list.height.into()
    }
}

#[cfg(test)]
mod soak;
#[cfg(test)]
mod tests;
