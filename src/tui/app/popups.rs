//! What lies over the page that one came from: the list of keys and the commands.

use super::{App, Page};
use crate::tui::pages::help::Help;
use crate::tui::pages::palette::state::Command;
use crate::tui::pages::palette::view::PalettePopup;

impl App {
    /// The list of keys, those of what it was called from first.
    pub(crate) fn help(&self) -> Help<'_> {
        let scopes = self.scopes_of(self.below_popups().last());
        Help { scopes, keymap: &self.keymap, theme: &self.theme }
    }

    /// The command palette, when it is open.
    pub(crate) fn commands(&self) -> Option<PalettePopup<'_>> {
        let Some(Page::Palette(palette)) = self.pages.last() else { return None };
        let scopes = self.scopes_of(self.below_popups().last());
        let mut items = palette.items(&self.keymap, scopes, &self.browse.tabs);
        // What there is nothing of to take is not even for elsewhere.
        items.retain(|item| {
            !matches!(item.command, Command::Action(act) if act.shares_selection() && !self.can(act, self.screen))
        });
        Some(PalettePopup { palette, items, theme: &self.theme })
    }

    /// What is open without the popups above it.
    pub(crate) fn below_popups(&self) -> &[Page] {
        let popups = self.pages.iter().rev().take_while(|page| page.is_popup()).count();
        &self.pages[..self.pages.len() - popups] // no more than there are
    }

    /// Does what the palette lists at that place, as if its key had been pressed.
    pub(crate) fn run_command(&mut self, place: usize) {
        let Some(item) = self.commands().and_then(|commands| commands.items.get(place).cloned())
        else {
            return;
        };
        self.pages.pop();
        match item.other_scope {
            Some(scope) => {
                self.notice = Some(format!("only available in: {}", scope.title()).into());
            }
            None => self.command(item.command),
        }
    }
}
