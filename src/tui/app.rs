//! The state of the browser and everything that can change it. Nothing here draws or waits; each
//! event leads from one state to the next, whatever the terminal is doing.

use std::cell::OnceCell;

use ratatui::layout::Rect;

use super::Start;
use super::action::{Action, Motion};
use super::browse::Browse;
use super::edit::LineEdit;
use super::effect::{Effect, Outcome};
use super::event::Event;
use super::keymap::{Key, Keymap, Scope};
use super::layout;
use super::paste::PasteBox;
use super::take::{self, Piece, Prompt};
use super::theme::Theme;
use super::view::{Detail, Findings, Help};
use crate::catalog::{Catalogs, Record};
use crate::decode::{Decoder, Finding, Report};
use crate::report::note::Subject;

/// The state of the browser.
#[derive(Debug)]
pub struct App {
    pub(crate) catalogs: Catalogs,
    pub(crate) theme: Theme,
    pub(crate) screen: Rect,
    pub(crate) browse: Browse,
    /// What was opened above the list, in this order; one step back closes the last.
    pub(crate) pages: Vec<Page>,
    /// Something to say in place of the hints, until the next key.
    pub(crate) notice: Option<String>,
    pub(crate) keymap: Keymap,
    /// What the shell is to do outside the browser.
    effects: Vec<Effect>,
    /// Tells the date for notes.
    date: fn() -> String,
    /// Made for the first paste, since it takes longer than a frame may.
    decoder: OnceCell<Decoder>,
    running: bool,
}

/// Something that is open above the list; it owns its state.
#[derive(Debug)]
pub(crate) enum Page {
    /// The selected entry, with the focus. `top` is the first line on the screen.
    Detail { top: usize },
    /// The paste box.
    Paste(Box<PasteBox>),
    /// The entry of a finding, with the values of the paste.
    Entry { record: Record, finding: Box<Finding>, top: usize },
    /// The list of keys.
    Help { top: usize },
    /// The ways to take away what is chosen.
    Take,
    /// The question for a file.
    Save(Prompt),
}

impl App {
    /// The browser on a screen of `columns` and `rows`.
    #[must_use]
    pub fn new(start: Start, (columns, rows): (u16, u16)) -> Self {
        let mut app = Self {
            browse: Browse::new(&start.catalogs, &start.query),
            catalogs: start.catalogs,
            theme: Theme::new(start.colour),
            screen: Rect::new(0, 0, columns, rows),
            pages: Vec::new(),
            notice: start.notice,
            keymap: start.settings.keymap,
            effects: Vec::new(),
            date: start.date,
            decoder: OnceCell::new(),
            running: true,
        };
        if let Some(text) = start.paste {
            app.open_paste(&text);
        }
        app
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
            Event::Paste(text) => self.paste(&text),
            Event::Resize(columns, rows) => self.screen = Rect::new(0, 0, columns, rows),
        }
        self.browse.follow(self.list_height());
    }

    /// What is to be done outside the browser now; each answer goes to [`App::settle`].
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Takes what became of an effect.
    pub fn settle(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Said(text) => self.notice = Some(text),
            Outcome::Saved(text) => {
                self.pages.retain(|page| !matches!(page, Page::Save(_)));
                self.notice = Some(text);
            }
            Outcome::Exists(text) => {
                if let Some(Page::Save(prompt)) = self.pages.last_mut() {
                    prompt.replace = true;
                }
                self.notice = Some(text);
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
            Action::Search => self.pages.clear(),
            Action::Paste => self.open_paste(""),
            Action::Help => self.pages.push(Page::Help { top: 0 }),
            Action::Left => self.edit_line(LineEdit::left),
            Action::Right => self.edit_line(LineEdit::right),
            Action::LineStart => self.edit_line(LineEdit::start),
            Action::LineEnd => self.edit_line(LineEdit::end),
            Action::Erase => self.edit_line(LineEdit::erase),
            Action::EraseNext => self.edit_line(LineEdit::erase_next),
            Action::EraseWord => self.edit_line(LineEdit::erase_word),
            Action::Clear if matches!(self.pages.last(), Some(Page::Paste(_))) => {
                self.edit_paste(PasteBox::clear);
            }
            Action::Clear => self.edit_line(LineEdit::clear),
            Action::NextFinding => self.choose(1),
            Action::PreviousFinding => self.choose(-1),
            Action::Newline => self.edit_paste(|paste| paste.insert("\n")),
            Action::Undo => self.edit_paste(PasteBox::undo),
            Action::Redo => self.edit_paste(PasteBox::redo),
            Action::Take if self.is_subject() => self.pages.push(Page::Take),
            Action::CopyCode => self.copy(Piece::Code),
            Action::CopyMessage => self.copy(Piece::Message),
            Action::CopyEntry => self.copy(Piece::Entry),
            Action::CopyNote => self.copy(Piece::Note),
            Action::CopyJson => self.copy(Piece::Json),
            Action::ShowPlain => self.show_plain(),
            Action::OpenPage => self.open_page(),
            Action::Save if self.is_subject() => self.ask_for_file(),
            Action::Take | Action::Save => {}
            Action::Suspend => self.effects.push(Effect::Suspend),
        }
        self.browse.follow(self.list_height());
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
            Some(Page::Detail { .. } | Page::Entry { .. }) => &[Scope::Detail, Scope::Anywhere],
            Some(Page::Paste(_)) => &[Scope::Paste, Scope::Anywhere],
            Some(Page::Help { .. }) => &[Scope::Help, Scope::Anywhere],
            Some(Page::Take) => &[Scope::Take, Scope::Anywhere],
            Some(Page::Save(_)) => &[Scope::Prompt, Scope::Anywhere],
        }
    }

    /// Whether the selected entry has the focus, also when a popup is above it.
    pub(crate) fn is_reading(&self) -> bool {
        self.pages.iter().any(|page| matches!(page, Page::Detail { .. }))
    }

    /// The selected entry as it is to be shown.
    pub(crate) fn detail(&self) -> Option<Detail<'_>> {
        self.browse.record().map(|record| self.detail_of(record, None))
    }

    pub(crate) fn detail_of<'a>(
        &'a self,
        record: Record,
        finding: Option<&'a Finding>,
    ) -> Detail<'a> {
        let (catalogs, query, theme) = (&self.catalogs, &self.browse.query, &self.theme);
        Detail { record, finding, catalogs, query, theme }
    }

    fn press(&mut self, key: Key) {
        self.notice = None;
        if let Some(action) = self.keymap.action(self.scopes(), key) {
            self.update(action);
        } else if let (Some(Page::Save(_)), Some(c)) = (self.pages.last(), key.typed()) {
            self.edit_line(|line| line.insert(c.encode_utf8(&mut [0; 4])));
        } else if let Some(Page::Paste(_)) = self.pages.last() {
            self.edit_paste(|paste| paste.key(key));
        } else if let (None, Some(c)) = (self.pages.last(), key.typed()) {
            self.browse.edit(|line| line.insert(c.encode_utf8(&mut [0; 4])));
        } else if let (Some(Page::Detail { .. }), Some(_)) = (self.pages.last(), key.typed()) {
            self.say("Esc or / goes back to the search");
        }
    }

    /// A pasted text goes where it can be of use: a single word into the search, or into the text
    /// that is being edited; anything else is a response and goes into the paste box, whatever is
    /// open.
    fn paste(&mut self, text: &str) {
        self.notice = None;
        if text.trim().is_empty() {
            return;
        }
        match self.pages.last() {
            Some(Page::Save(_)) if !text.trim().contains('\n') => {
                self.edit_line(|line| line.insert(text.trim()));
            }
            Some(Page::Paste(_)) if is_word(text) => self.edit_paste(|paste| paste.insert(text)),
            Some(Page::Paste(_)) => self.edit_paste(|paste| paste.replace(text)),
            _ if is_word(text) => {
                // Only what is being typed is added to; else the word is a new search.
                if !self.pages.is_empty() {
                    self.pages.clear();
                    self.browse.edit(LineEdit::clear);
                }
                self.browse.edit(|line| line.insert(text.trim()));
            }
            _ => self.open_paste(text),
        }
    }

    fn open_paste(&mut self, text: &str) {
        self.pages.retain(|page| matches!(page, Page::Detail { .. }));
        let mut paste = PasteBox::new(text);
        paste.set_report(decode(&self.decoder, &self.catalogs, text));
        paste.show_chosen();
        self.pages.push(Page::Paste(Box::new(paste)));
    }

    fn edit_paste(&mut self, edit: impl FnOnce(&mut PasteBox) -> bool) {
        let Some(Page::Paste(paste)) = self.pages.last_mut() else { return };
        if edit(paste) {
            paste.set_report(decode(&self.decoder, &self.catalogs, paste.text()));
        } else if paste.folded() > 0 {
            self.say("a text this long is decoded, but can't be edited");
        }
    }

    fn choose(&mut self, by: isize) {
        let at = layout::paste(self.screen).findings;
        if let Some(Page::Paste(paste)) = self.pages.last_mut() {
            paste.choose(by);
            let chosen = Findings { paste, theme: &self.theme }.chosen(at.width.into());
            paste.bring_into_sight(chosen, at.height.into());
        }
    }

    fn turn(&mut self, by: isize) {
        self.browse.turn(by);
        if let Some(Page::Detail { top }) = self.pages.last_mut() {
            *top = 0;
        }
    }

    fn open(&mut self) {
        match self.pages.last() {
            None if self.browse.record().is_some() => self.pages.push(Page::Detail { top: 0 }),
            Some(Page::Paste(paste)) => match paste.chosen().map(|found| (found, found.record())) {
                Some((finding, Some(record))) => {
                    let finding = Box::new(finding.clone());
                    self.pages.push(Page::Entry { record, finding, top: 0 });
                }
                Some((_, None)) => self.say("the catalog has no entry for this"),
                None => self.say("nothing is recognised, so there is no entry to open"),
            },
            Some(Page::Save(_)) => self.save(),
            _ => {}
        }
    }

    fn back(&mut self) {
        if self.pages.pop().is_none() {
            if self.browse.line.text().is_empty() {
                let quit =
                    self.keymap.bindings(&[Scope::Anywhere]).find(|b| b.action == Action::Quit);
                let key = quit.and_then(|binding| binding.keys.first());
                self.notice = key.map(|key| format!("{key} quits"));
            }
            self.browse.edit(LineEdit::clear);
        }
    }

    /// Moves what has the focus: the selection of the list, or the lines of what is open above it.
    fn go(&mut self, motion: Motion) {
        let Some((lines, height)) = self.extent() else {
            self.browse.select(motion, self.list_height());
            return;
        };
        if let Some(top) = self.pages.last_mut().and_then(Page::top) {
            *top = motion.apply(*top, height, lines.saturating_sub(height));
        }
    }

    /// Lines of what is open above the list, and how many of them the screen shows.
    fn extent(&self) -> Option<(usize, usize)> {
        let (lines, at) = match self.pages.last()? {
            Page::Detail { .. } => {
                let at = layout::browse(self.screen, true).detail;
                (self.detail().map_or(0, |detail| detail.lines(at.width.into()).len()), at)
            }
            Page::Entry { record, finding, .. } => {
                let at = layout::entry(self.screen).detail;
                (self.detail_of(*record, Some(finding)).lines(at.width.into()).len(), at)
            }
            Page::Paste(paste) => {
                let at = layout::paste(self.screen).findings;
                (Findings { paste, theme: &self.theme }.lines(at.width.into()).len(), at)
            }
            Page::Help { .. } => {
                let help = self.help();
                let at = help.area(self.screen);
                (help.lines(at.width.into()).len(), at)
            }
            Page::Take | Page::Save(_) => return Some((0, 0)),
        };
        Some((lines, at.height.into()))
    }

    /// The list of keys, those of what it was called from first.
    pub(crate) fn help(&self) -> Help<'_> {
        let below = self.pages.iter().rfind(|page| !matches!(page, Page::Help { .. }));
        Help { scopes: self.scopes_of(below), keymap: &self.keymap, theme: &self.theme }
    }

    /// What is chosen, to be taken away: the finding of a paste, else the selected entry.
    pub(crate) fn subject(&self) -> Option<Subject<'_>> {
        let pasted = || {
            self.pages.iter().find_map(|page| match page {
                Page::Paste(paste) => Some(paste),
                _ => None,
            })
        };
        match self.pages.iter().rfind(|page| !page.is_popup()) {
            Some(Page::Paste(paste)) => paste.subject(paste.chosen()?),
            Some(Page::Entry { finding, .. }) => pasted()?.subject(finding),
            _ => self.browse.record().map(Subject::Entry),
        }
    }

    /// Whether something is chosen; says so where nothing is.
    fn is_subject(&mut self) -> bool {
        let is = self.subject().is_some();
        if !is {
            self.say("nothing is chosen, so there is nothing to take");
        }
        is
    }

    fn copy(&mut self, piece: Piece) {
        let Some(subject) = self.subject() else { return self.say("there is nothing to copy") };
        let Some(taken) = take::piece(piece, subject, &self.catalogs, &(self.date)()) else {
            return self.say(&format!("the catalog has no {piece} for this"));
        };
        self.pages.retain(|page| !matches!(page, Page::Take));
        self.effects.push(Effect::Copy { what: taken.what(piece), text: taken.text });
    }

    fn show_plain(&mut self) {
        let Some(subject) = self.subject() else { return self.say("there is nothing to view") };
        let taken = take::piece(Piece::Note, subject, &self.catalogs, &(self.date)());
        self.pages.retain(|page| !matches!(page, Page::Take));
        self.effects.extend(taken.map(|taken| Effect::Show(taken.text)));
    }

    fn open_page(&mut self) {
        let Some(subject) = self.subject() else { return self.say("no vendor is chosen") };
        let url = subject.catalog().source.url.to_owned();
        self.pages.retain(|page| !matches!(page, Page::Take));
        self.effects.push(Effect::Open(url));
    }

    fn ask_for_file(&mut self) {
        let prompt = self.subject().map(Prompt::new);
        self.pages.retain(|page| !matches!(page, Page::Take));
        self.pages.extend(prompt.map(Page::Save));
    }

    fn save(&mut self) {
        let Some(Page::Save(prompt)) = self.pages.last() else { return };
        let path = prompt.line.text().trim().to_owned();
        if path.is_empty() {
            return self.say("a file needs a name");
        }
        let (piece, replace) = (prompt.piece(), prompt.replace);
        let taken = self
            .subject()
            .and_then(|subject| take::piece(piece, subject, &self.catalogs, &(self.date)()));
        if let Some(taken) = taken {
            let what = taken.what(piece);
            self.effects.push(Effect::Save { what, path, text: taken.text, replace });
        }
    }

    /// Changes the line that is typed in: the name of a file, else the search.
    fn edit_line(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        match self.pages.last_mut() {
            Some(Page::Save(prompt)) => prompt.edit(edit),
            _ => self.browse.edit(edit),
        }
    }

    fn say(&mut self, text: &str) {
        self.notice = Some(text.to_owned());
    }

    /// Rows of the list; none where the reader has all of the screen.
    fn list_height(&self) -> usize {
        layout::browse(self.screen, self.is_reading()).list.height.into()
    }
}

impl Page {
    /// The first line on the screen, of what scrolls.
    fn top(&mut self) -> Option<&mut usize> {
        match self {
            Self::Detail { top } | Self::Entry { top, .. } | Self::Help { top } => Some(top),
            Self::Paste(paste) => Some(&mut paste.top),
            Self::Take | Self::Save(_) => None,
        }
    }

    /// Whether what is below stays in sight.
    pub(crate) fn is_popup(&self) -> bool {
        matches!(self, Self::Help { .. } | Self::Take | Self::Save(_))
    }
}

fn decode(decoder: &OnceCell<Decoder>, catalogs: &Catalogs, text: &str) -> Report {
    decoder.get_or_init(|| Decoder::new(catalogs)).decode(text.as_bytes(), None)
}

/// Whether a pasted text is something to search for, not a response: one word without any of the
/// signs that hold a body or a header together.
fn is_word(text: &str) -> bool {
    let text = text.trim();
    !text.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '<' | '>' | '"'))
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyCode;

    use super::*;

    fn app() -> App {
        App::new(Start::new(Catalogs::builtin()), (80, 24))
    }

    fn write(app: &mut App, text: &str) {
        text.chars().for_each(|c| app.handle(Event::Key(Key::char(c))));
    }

    fn update(app: &mut App, actions: &[Action]) {
        for &action in actions {
            app.update(action);
        }
    }

    fn paste(app: &mut App, text: &str) {
        app.handle(Event::Paste(text.to_owned()));
    }

    /// What is open above the list, from the bottom up.
    fn open(app: &App) -> Vec<&'static str> {
        let name = |page: &Page| match page {
            Page::Detail { .. } => "detail",
            Page::Paste(_) => "paste",
            Page::Entry { .. } => "entry",
            Page::Help { .. } => "help",
            Page::Take => "take",
            Page::Save(_) => "save",
        };
        app.pages.iter().map(name).collect()
    }

    fn pasted(app: &App) -> Option<&str> {
        app.pages.iter().find_map(|page| match page {
            Page::Paste(paste) => Some(paste.text()),
            _ => None,
        })
    }

    #[test]
    fn actions_open_and_close() {
        use Action::{Back, Help, NextTab, Open, Paste, Search};
        let table: &[(&[Action], &[&str])] = &[
            (&[], &[]),
            (&[Open], &["detail"]),
            (&[Open, Open], &["detail"]),
            (&[Open, Back], &[]),
            (&[Back, Back], &[]),
            (&[Help], &["help"]),
            (&[Open, Help, Back], &["detail"]),
            (&[Open, NextTab], &["detail"]),
            (&[Open, Paste], &["detail", "paste"]),
            (&[Open, Paste, Back], &["detail"]),
            (&[Paste, Open], &["paste"]),
            (&[Paste, Help, Back, Back], &[]),
            (&[Open, Help, Search], &[]),
        ];
        for &(actions, expected) in table {
            let mut app = app();
            update(&mut app, actions);
            assert_eq!(open(&app), expected, "{actions:?}");
            assert!(app.is_running());
        }
    }

    #[test]
    fn only_quit_quits_and_it_does_so_anywhere() {
        for actions in [&[][..], &[Action::Open], &[Action::Paste], &[Action::Help]] {
            let mut app = app();
            update(&mut app, actions);
            app.handle(Event::Key(Key::ctrl('c')));
            assert!(!app.is_running(), "{actions:?}");
        }
    }

    #[test]
    fn typing_searches_from_the_first_key() {
        let mut app = app();
        write(&mut app, "q?jk");
        assert_eq!(app.browse.line.text(), "q?jk");
        assert_eq!(open(&app), [""; 0]);
    }

    #[test]
    fn back_clears_the_search_and_then_says_how_to_quit() {
        let mut app = app();
        write(&mut app, "2001");
        let esc = Event::Key(Key::plain(KeyCode::Esc));
        app.handle(esc.clone());
        assert_eq!((app.browse.line.text(), app.notice.as_deref()), ("", None));
        app.handle(esc);
        assert_eq!(app.notice.as_deref(), Some("Ctrl-C quits"));
        write(&mut app, "x");
        assert_eq!(app.notice, None);
    }

    #[test]
    fn an_entry_is_not_opened_where_there_is_none() {
        let mut app = app();
        write(&mut app, "zzzzqqqqxxxx");
        app.update(Action::Open);
        assert_eq!(open(&app), [""; 0]);
    }

    #[test]
    fn reading_scrolls_and_stays_inside() {
        let mut app = app();
        app.handle(Event::Resize(80, 9));
        app.update(Action::Open);
        let top = |app: &mut App| *app.pages[0].top().unwrap();
        app.update(Action::Down);
        assert_eq!(top(&mut app), 1);
        app.update(Action::Last);
        let end = top(&mut app);
        app.update(Action::PageDown);
        assert_eq!(top(&mut app), end);
        // On a larger screen the first key already counts from what is in sight.
        app.handle(Event::Resize(80, 12));
        app.update(Action::Up);
        assert_eq!(top(&mut app), end - 3 - 1);
        app.update(Action::First);
        assert_eq!(top(&mut app), 0);
    }

    #[test]
    fn a_pasted_response_opens_the_paste_box_whatever_is_open() {
        for actions in [&[][..], &[Action::Open], &[Action::Open, Action::Help]] {
            for body in ["{}", "two words", "a\nb", "<html>", "\"quoted\""] {
                let mut app = app();
                update(&mut app, actions);
                paste(&mut app, body);
                assert_eq!(open(&app).last(), Some(&"paste"), "{body}");
                assert_eq!(pasted(&app), Some(body));
                assert_eq!(app.browse.line.text(), "");
            }
        }
    }

    #[test]
    fn a_pasted_response_takes_the_place_of_the_one_before() {
        let mut app = app();
        paste(&mut app, "{one}");
        paste(&mut app, "{two}");
        assert_eq!((open(&app).as_slice(), pasted(&app)), (&["paste"][..], Some("{two}")));
    }

    #[test]
    fn a_pasted_word_is_searched_for() {
        let mut app = app();
        write(&mut app, "pd ");
        paste(&mut app, " 2001\n");
        assert_eq!(app.browse.line.text(), "pd 2001");
        app.update(Action::Help);
        paste(&mut app, "1001");
        assert_eq!((open(&app).len(), app.browse.line.text()), (0, "1001"));
        paste(&mut app, " \n ");
        assert_eq!(app.browse.line.text(), "1001");
    }

    #[test]
    fn in_the_paste_box_words_and_keys_are_text() {
        let mut app = app();
        app.update(Action::Paste);
        paste(&mut app, "code");
        write(&mut app, "q?");
        app.update(Action::Newline);
        paste(&mut app, "1");
        assert_eq!((open(&app).as_slice(), pasted(&app)), (&["paste"][..], Some("codeq?\n1")));
    }

    #[test]
    fn what_was_in_the_paste_box_can_be_had_back() {
        let mut app = app();
        paste(&mut app, "{one}");
        paste(&mut app, "{two\u{9b}}");
        assert_eq!(pasted(&app), Some("{two\u{9b}}"));
        app.update(Action::Undo);
        app.update(Action::Undo);
        assert_eq!(pasted(&app), Some("{one}"));
        app.update(Action::Redo);
        assert_eq!(pasted(&app), Some(""));
        app.update(Action::Undo);
        app.update(Action::Clear);
        assert_eq!(pasted(&app), Some(""));
    }

    #[test]
    fn what_is_decoded_is_what_was_pasted() {
        let body = "a\x1b[31m\tb\u{2028}\n\n";
        let mut app = app();
        paste(&mut app, body);
        assert_eq!(pasted(&app), Some(body));
        app.handle(Event::Key(Key::plain(KeyCode::Backspace)));
        app.handle(Event::Key(Key::plain(KeyCode::Delete)));
        assert_eq!(pasted(&app), Some(&body[1..]));
    }

    /// What one action asks for outside, of the entry with that code.
    fn effect(code: &str, actions: &[Action]) -> Option<Effect> {
        let mut app = app();
        write(&mut app, code);
        update(&mut app, actions);
        assert!(!open(&app).contains(&"take"), "the popup is closed");
        app.effects().pop()
    }

    #[test]
    fn what_is_chosen_can_be_taken_away() {
        let copied = |action| match effect("uipath 1001", &[Action::Take, action]) {
            Some(Effect::Copy { text, .. }) => text,
            other => panic!("{action} asks for {other:?}"),
        };
        assert_eq!(copied(Action::CopyCode), "1001");
        assert_eq!(copied(Action::CopyMessage), "The name [CustomNameYouAdded] is already used.");
        assert!(copied(Action::CopyEntry).starts_with("### 1001  NameAlreadyUsed\n"));
        assert!(copied(Action::CopyNote).starts_with("# UiPath 1001  NameAlreadyUsed\n"));
        assert!(copied(Action::CopyJson).starts_with("[{\"vendor\":\"uipath\""));
        let opened = effect("uipath 1001", &[Action::OpenPage]);
        assert!(matches!(opened, Some(Effect::Open(url)) if url.starts_with("https://")));
        let shown = effect("uipath 1001", &[Action::Take, Action::ShowPlain]);
        assert!(matches!(shown, Some(Effect::Show(text)) if text.starts_with("# UiPath 1001")));
        assert_eq!(effect("x", &[Action::Suspend]), Some(Effect::Suspend));
    }

    #[test]
    fn where_nothing_is_chosen_nothing_is_taken() {
        for action in [Action::Take, Action::CopyCode, Action::CopyNote, Action::Save] {
            let mut app = app();
            write(&mut app, "zzzzqqqqxxxx");
            app.update(action);
            assert_eq!(open(&app), [""; 0], "{action}");
            assert!(app.notice.is_some() && app.effects().is_empty(), "{action}");
        }
    }

    #[test]
    fn the_json_of_a_paste_stays_json_without_its_secrets() {
        let mut app = app();
        paste(
            &mut app,
            r#"{"error":{"code":2001,"message":"bob@example.com {\"token\":\"abc\"}"}}"#,
        );
        app.update(Action::CopyJson);
        let Some(Effect::Copy { text, what }) = app.effects().pop() else { panic!("no copy") };
        assert!(!text.contains("bob@"), "{text}");
        assert!(what.starts_with("JSON, ") && what.ends_with(" masked,"), "{what}");
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }

    #[test]
    fn a_file_is_asked_for_and_replaced_only_when_asked_again() {
        let saves = |app: &mut App| {
            app.handle(Event::Key(Key::plain(KeyCode::Enter)));
            match app.effects().pop() {
                Some(Effect::Save { path, text, replace, .. }) => {
                    (path, text.starts_with('['), replace)
                }
                other => panic!("{other:?}"),
            }
        };
        let mut app = app();
        write(&mut app, "uipath 1001");
        update(&mut app, &[Action::Take, Action::Save]);
        assert_eq!(open(&app), ["save"]);
        let note = || "uipath-1001.md".to_owned();
        assert_eq!(saves(&mut app), (note(), false, false));
        app.settle(Outcome::Exists("there".into()));
        assert_eq!(saves(&mut app), (note(), false, true));
        // Another name is another file.
        update(&mut app, &[Action::Clear]);
        write(&mut app, "q.json");
        assert_eq!(saves(&mut app), ("q.json".to_owned(), true, false));
        app.settle(Outcome::Saved("done".into()));
        assert_eq!((open(&app).len(), app.notice.as_deref()), (0, Some("done")));
    }

    #[test]
    fn a_very_long_paste_is_decoded_whole_and_shown_in_part() {
        let body = format!("{{\n{}}}", "é日\n".repeat(50_000));
        let mut app = app();
        paste(&mut app, &body);
        write(&mut app, "x");
        assert_eq!(pasted(&app), Some(body.as_str()));
        assert!(app.notice.is_some());
        let Some(Page::Paste(paste)) = app.pages.last() else { panic!("no paste box") };
        assert!(paste.folded() > 0 && paste.area.lines().len() < 20_000);
    }
}
