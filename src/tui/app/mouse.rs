//! What the mouse does: a click chooses what is under it, a second click opens it, and the wheel
//! moves the part that it is over.

use ratatui::layout::Position;

use super::{App, Page, Reading};
use crate::tui::keymap::action::Motion;
use crate::tui::layout;
use crate::tui::pages::list::tabs::TabBar;
use crate::tui::pages::palette::view::PalettePopup;
use crate::tui::pages::paste::findings_view::Findings;
use crate::tui::terminal::input::{Gesture, Mouse};
use crate::tui::widgets::scroll::scrolled;

/// Lines that one step of the wheel moves.
const STEP: usize = 3;

impl App {
    pub(crate) fn point(&mut self, mouse: Mouse) {
        self.notice = None;
        // Not held as keys are: something else would be under the mouse then.
        if self.is_searching() {
            self.notice = Some("searching; the list is about to change".into());
            return;
        }
        let at = Position::new(mouse.column, mouse.row);
        match mouse.gesture {
            Gesture::Click => self.click(at),
            Gesture::WheelUp => self.wheel(at, Motion::Up),
            Gesture::WheelDown => self.wheel(at, Motion::Down),
        }
    }

    fn click(&mut self, at: Position) {
        match self.pages.last() {
            Some(Page::Help { .. }) if self.help().outline(self.screen).contains(at) => {}
            Some(Page::Help { .. } | Page::Save(_)) => self.back(),
            Some(Page::Take) => self.click_ways(at),
            Some(Page::Palette(_)) => self.click_palette(at),
            Some(Page::Paste(_)) => self.click_paste(at),
            Some(Page::Entry { .. }) => self.click_reading(at),
            Some(Page::Detail(_)) | None => self.click_browse(at),
        }
    }

    fn click_palette(&mut self, at: Position) {
        let Some(commands) = self.commands() else { return };
        if !PalettePopup::outline(self.screen).contains(at) {
            self.back();
        } else if let Some(place) = commands.at(at, self.screen) {
            self.run_command(place);
        }
    }

    fn click_ways(&mut self, at: Position) {
        let menu = self.menu();
        if !menu.outline(self.screen).contains(at) {
            self.back();
        } else if let Some(action) = menu.at(at, self.screen) {
            self.update(action);
        }
    }

    fn click_paste(&mut self, at: Position) {
        let place = layout::paste(self.screen);
        let Some(Page::Paste(paste)) = self.pages.last() else { return };
        if place.findings.contains(at) {
            let findings = Findings::new(paste, &self.keymap, &self.theme, &place);
            let lines = findings.lines().len();
            let (top, _) = scrolled(lines, place.findings.height.into(), paste.top);
            let line = top + usize::from(at.y - place.findings.y);
            match findings.at(line) {
                Some(finding) if finding == paste.chosen => self.open_finding(),
                Some(finding) => self.choose(finding.cast_signed() - paste.chosen.cast_signed()),
                None => {}
            }
        } else if place.entry.detail.contains(at) {
            self.open_finding();
        }
    }

    fn click_browse(&mut self, at: Position) {
        let place = layout::browse(self.screen, self.is_reading());
        if place.tabs.contains(at) {
            let bar =
                TabBar { tabs: &self.browse.tabs, active: self.browse.tab, theme: &self.theme };
            if let Some(tab) = bar.at(place.tabs, at.x) {
                self.go_to_tab(tab);
            }
        } else if place.list.contains(at) {
            let row = self.browse.top + usize::from(at.y - place.list.y);
            if row >= self.browse.shown.len() {
                return;
            }
            let again = row == self.browse.selected && !self.is_reading();
            self.pages.clear();
            self.browse.selected = row;
            if again {
                self.open_selected();
            }
        } else if place.search.contains(at) {
            self.pages.clear();
        } else {
            self.click_reading(at);
        }
    }

    /// A click on a link goes where it leads; one beside takes the focus to the entry.
    fn click_reading(&mut self, at: Position) {
        let area = self.reading_area(self.screen);
        let Some(detail) = self.detail() else { return };
        let link = if area.related.contains(at) {
            let width = area.related.width.into();
            let top = detail.related_top(width, area.related.height.into());
            detail.related_at(top + usize::from(at.y - area.related.y), width)
        } else if area.detail.contains(at) {
            let width = area.detail.width.into();
            let lines = detail.lines(width).len();
            let (top, _) = scrolled(lines, area.detail.height.into(), self.reading_top());
            detail.link_at(top + usize::from(at.y - area.detail.y), width)
        } else {
            return;
        };
        if link.is_some() {
            self.follow_link(link);
        } else if self.pages.is_empty() {
            self.open_selected();
        }
    }

    /// The first line of the entry in sight.
    pub(crate) fn reading_top(&self) -> usize {
        match self.below_popups().last() {
            Some(Page::Detail(reading) | Page::Entry { reading, .. }) => reading.top,
            _ => self.peek,
        }
    }

    fn wheel(&mut self, at: Position, motion: Motion) {
        for _ in 0..STEP {
            self.wheel_line(at, motion);
        }
    }

    fn wheel_line(&mut self, at: Position, motion: Motion) {
        let screen = self.screen;
        match self.pages.last_mut() {
            Some(Page::Paste(paste)) if layout::paste(screen).text.contains(at) => {
                paste.area.scroll((if motion == Motion::Up { -1 } else { 1 }, 0));
            }
            None | Some(Page::Detail(_)) => {
                let place = layout::browse(screen, self.is_reading());
                if place.list.contains(at) {
                    self.browse.select(motion, self.list_height());
                    if let Some(reading) = self.pages.last_mut().and_then(Page::reading) {
                        *reading = Reading::default();
                    }
                } else if !self.pages.is_empty() {
                    self.go(motion);
                } else if place.reading.detail.contains(at)
                    && let Some(detail) = self.detail()
                {
                    let area = place.reading.detail;
                    let lines = detail.lines(area.width.into()).len();
                    let height = usize::from(area.height);
                    self.peek = motion.apply(self.peek, height, lines.saturating_sub(height));
                }
            }
            Some(_) => self.go(motion),
        }
    }
}
