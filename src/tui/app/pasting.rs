//! What becomes of a paste: where it goes, when it is decoded, and the history of the session.

use super::{App, Page};
use crate::decode::CancelToken;
use crate::tui::edit::LineEdit;
use crate::tui::layout;
use crate::tui::paste::PasteBox;
use crate::tui::view::Findings;
use crate::tui::work::{Decoded, Job, Task};

/// Longer texts are decoded away from the keys. The decoder reads this much in four milliseconds
/// at worst, so that the answer is in the same frame as the paste.
const AT_ONCE: usize = 4 * 1024;

impl App {
    /// A text that is to be decoded away from the keys; whoever takes it hands back the event that
    /// comes of it.
    #[must_use]
    pub fn take_job(&mut self) -> Option<Job> {
        self.job.take()
    }

    /// A pasted text goes where it can be of use: a single word into the search, or into the text
    /// that is being edited; anything else is a response and goes into the paste box, whatever is
    /// open.
    pub(super) fn paste(&mut self, text: &str) {
        self.notice = None;
        if text.trim().is_empty() {
            return;
        }
        self.held.clear();
        match self.pages.last() {
            Some(Page::Paste(_)) if is_word(text) => self.edit_paste(|paste| paste.insert(text)),
            Some(Page::Paste(paste)) => {
                self.history.keep(paste.text());
                self.edit_paste(|paste| paste.replace(text));
                self.history.keep(text);
            }
            Some(Page::Save(_)) if !text.trim().contains('\n') => {
                self.edit_line(|line| line.insert(text.trim()));
            }
            Some(Page::Palette(_)) if is_word(text) => {
                self.edit_line(|line| line.insert(text.trim()));
            }
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

    pub(super) fn open_paste(&mut self, text: &str) {
        for page in &self.pages {
            if let Page::Paste(paste) = page {
                self.history.keep(paste.text());
            }
        }
        self.pages.retain(|page| matches!(page, Page::Detail(_)));
        self.history.keep(text);
        self.pages.push(Page::Paste(Box::new(PasteBox::new(text))));
        self.decode();
    }

    pub(super) fn edit_paste(&mut self, edit: impl FnOnce(&mut PasteBox) -> bool) {
        let Some(Page::Paste(paste)) = self.pages.last_mut() else { return };
        if edit(paste) {
            self.decode();
        } else if paste.folded() > 0 {
            self.notice = Some("a text this long is decoded, but can't be edited".into());
        }
    }

    /// Decodes the text of the paste box, now or away from the keys.
    pub(super) fn decode(&mut self) {
        let Some(Page::Paste(paste)) = self.pages.last_mut() else { return };
        self.jobs += 1;
        // What is still to come is of an older text.
        self.job = None;
        self.given_up.cancel();
        if paste.text().len() <= AT_ONCE {
            paste.set_report(self.decoder.decode(paste.text()));
            paste.show_chosen(layout::paste(self.screen).text);
        } else {
            paste.wait_for_report();
            let (text, decoder) = (paste.text().to_owned(), self.decoder.clone());
            self.given_up = CancelToken::default();
            let given_up = self.given_up.clone();
            let task = Task::Decode { text, decoder, given_up };
            self.job = Some(Job { number: self.jobs, task });
        }
    }

    /// Ends the wait for a report; says whether there was one.
    pub(super) fn give_up(&mut self) -> bool {
        let Some(Page::Paste(paste)) = self.pages.last_mut() else { return false };
        if !paste.is_waiting() {
            return false;
        }
        paste.give_up();
        self.job = None;
        self.given_up.cancel();
        true
    }

    /// Takes the report on the text that is open; one on an older text comes too late.
    pub(super) fn take_report(&mut self, decoded: Decoded) {
        let Some(report) = decoded.report.filter(|_| decoded.number == self.jobs) else { return };
        for page in &mut self.pages {
            if let Page::Paste(paste) = page
                && paste.is_waiting()
            {
                paste.set_report(*report);
                paste.show_chosen(layout::paste(self.screen).text);
                return;
            }
        }
    }

    pub(super) fn choose(&mut self, by: isize) {
        let at = layout::paste(self.screen);
        if let Some(Page::Paste(paste)) = self.pages.last_mut() {
            paste.choose(by, at.text);
            let chosen = Findings::new(paste, &self.keymap, &self.theme, &at).chosen();
            paste.bring_into_sight(chosen, at.findings.height.into());
        }
    }

    /// Shows the text that was pasted before or after the one in the box, which is kept too.
    pub(super) fn recall(&mut self, by: isize) {
        let Some(Page::Paste(paste)) = self.pages.last() else { return };
        let now = self.history.place_or_keep(paste.text());
        let place = now.checked_add_signed(by);
        let Some(text) = place.and_then(|place| self.history.get(place)).map(str::to_owned) else {
            let says = if by < 0 {
                "no text was pasted before this in this session"
            } else {
                "this is the newest paste"
            };
            self.notice = Some(says.into());
            return;
        };
        self.edit_paste(|paste| paste.replace(&text));
    }
}

/// Whether a pasted text is something to search for, not a response: one word without any of the
/// signs that hold a body or a header together.
fn is_word(text: &str) -> bool {
    let text = text.trim();
    !text.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '<' | '>' | '"'))
}
