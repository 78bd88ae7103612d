//! Moving by lines and rows, in whatever has the focus.

use ratatui::layout::Rect;

use super::{App, Page};
use crate::tui::keymap::action::Motion;
use crate::tui::layout;
use crate::tui::pages::palette::view::PalettePopup;
use crate::tui::pages::paste::findings_view::Findings;

impl App {
    /// Moves what has the focus: the selection of the list, or the lines of what is open above it.
    pub(crate) fn go(&mut self, motion: Motion) {
        let last_command = self.commands().map(|commands| commands.items.len().saturating_sub(1));
        if let (Some(last), Some(Page::Palette(palette))) = (last_command, self.pages.last_mut()) {
            let height = PalettePopup::area(self.screen).height;
            palette.selected = motion.apply(palette.selected, height.into(), last);
            return;
        }
        let Some((lines, height)) = self.extent(self.screen) else {
            self.browse.select(motion, self.list_height());
            return;
        };
        if let Some(top) = self.pages.last_mut().and_then(Page::top) {
            *top = motion.apply(*top, height, lines.saturating_sub(height));
        }
    }

    /// Lines of what is open above the list, and how many of them such a screen shows.
    pub(crate) fn extent(&self, screen: Rect) -> Option<(usize, usize)> {
        let (lines, at) = match self.pages.last()? {
            Page::Detail(_) | Page::Entry { .. } => {
                let at = self.reading_area(screen).detail;
                (self.detail().map_or(0, |detail| detail.lines(at.width.into()).len()), at)
            }
            Page::Paste(paste) => {
                let place = layout::paste(screen);
                (
                    Findings::new(paste, &self.keymap, &self.theme, &place).lines().len(),
                    place.findings,
                )
            }
            Page::Help { .. } => {
                let help = self.help();
                let at = help.area(screen);
                (help.lines(at.width.into()).len(), at)
            }
            Page::Palette(_) | Page::Take | Page::Save(_) => return Some((0, 0)),
        };
        Some((lines, at.height.into()))
    }
}
