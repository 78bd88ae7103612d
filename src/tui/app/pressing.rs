//! What keys and commands do, and which of them wait while very large catalogs are searched.

use super::{App, Page};
use crate::tui::effects::worker::Searched;
use crate::tui::keymap::action::Action;
use crate::tui::keymap::{Key, Scope};
use crate::tui::pages::palette::state::Command;
use crate::tui::widgets::line_edit::LineEdit;

/// What was asked for while a search was under way.
#[derive(Debug)]
pub(crate) enum Held {
    Key(Key),
    Command(Command),
}

impl App {
    pub(crate) fn press(&mut self, key: Key) {
        self.notice = None;
        let action = self.keymap.action(self.scopes(), key);
        if self.is_searching() && action.is_some_and(Action::needs_matches) {
            self.hold(Held::Key(key));
            return;
        }
        // Whoever goes on typing no longer means what was typed before.
        self.held.clear();
        match (action, self.pages.last_mut()) {
            (Some(Action::SelectTab), _) => {
                let tab = key.number().and_then(|number| number.checked_sub(1));
                self.go_to_tab(tab.unwrap_or(usize::MAX));
            }
            (Some(action), _) => self.update(action),
            (None, Some(Page::Paste(_))) => self.edit_paste(|paste| paste.key(key)),
            (None, None | Some(Page::Palette(_) | Page::Save(_))) => {
                if let Some(c) = key.typed() {
                    self.edit_line(|line| line.insert(c.encode_utf8(&mut [0; 4])));
                }
            }
            (None, Some(Page::Detail(_) | Page::Entry { .. })) if key.typed().is_some() => {
                let key = self.keymap.key_name(&[Scope::Entry], Action::FocusSearch);
                self.notice = Some(format!("{key} goes to the search").into());
            }
            (None, _) => {}
        }
    }

    /// Does what the palette lists.
    pub(crate) fn command(&mut self, does: Command) {
        match does {
            Command::GoToTab(_) if self.is_searching() => self.hold(Held::Command(does)),
            Command::Action(action) if self.is_searching() && action.needs_matches() => {
                self.hold(Held::Command(does));
            }
            Command::Action(action) => self.update(action),
            Command::GoToTab(tab) => self.go_to_tab(tab),
        }
    }

    /// Whether the list in sight is about to be another: what is done to it has to wait.
    pub(crate) fn is_searching(&self) -> bool {
        self.browse.is_due() && self.pages.is_empty()
    }

    fn hold(&mut self, held: Held) {
        self.held.push(held);
        self.notice = Some("searching; this waits for what matches".into());
    }

    /// Changes the line that is being typed.
    pub(crate) fn edit_line(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        match self.pages.last_mut() {
            None => self.browse.edit(edit),
            Some(Page::Palette(palette)) => {
                edit(&mut palette.line);
                palette.selected = 0;
            }
            Some(Page::Save(prompt)) => prompt.edit(edit),
            Some(_) => {}
        }
    }

    /// Takes what a search found, and does what waited for it.
    pub(crate) fn take_searched(&mut self, searched: Searched) {
        if !self.browse.take_searched(searched) {
            return;
        }
        for held in std::mem::take(&mut self.held) {
            self.settle();
            match held {
                Held::Key(key) => self.press(key),
                Held::Command(does) => self.command(does),
            }
        }
    }
}
