//! Taking away what is chosen: what that is, and what it asks for outside.

use super::{App, Page};
use crate::decode::Finding;
use crate::present::Subject;
use crate::tui::effect::Effect;
use crate::tui::paste::PasteBox;
use crate::tui::take::{self, Piece, Prompt, Taken};
use crate::tui::view::Menu;

const NOTHING: &str = "nothing is chosen, so there is nothing to take";

impl App {
    /// What is chosen, to be taken away: the finding of a paste, else the entry in sight.
    pub(crate) fn subject(&self) -> Option<Subject<'_>> {
        let paste = self.pages.iter().find_map(|page| match page {
            Page::Paste(paste) => Some(paste),
            _ => None,
        });
        match self.below_popups().last() {
            Some(Page::Paste(paste)) => paste.subject(paste.chosen()),
            Some(Page::Entry { record, found, .. }) => {
                // It may have been visited before, and be of an older paste.
                let found = paste.zip(found.as_deref());
                let found = found.and_then(|(paste, found)| in_paste(paste, &found.finding));
                found.or(Some(Subject::Entry(*record)))
            }
            _ => self.browse.entry_ref().map(Subject::Entry),
        }
    }

    /// The popup with the ways to take something away.
    pub(crate) fn menu(&self) -> Menu<'_> {
        Menu { subject: self.subject(), keymap: &self.keymap, theme: &self.theme }
    }

    /// Opens the popup with the ways to take something away.
    pub(super) fn open_ways(&mut self) {
        match self.subject() {
            Some(_) => self.pages.push(Page::Take),
            None => self.notice = Some(NOTHING.into()),
        }
    }

    pub(super) fn copy(&mut self, piece: Piece) {
        if let Some(Taken { what, text }) = self.take(piece) {
            self.effects.push(Effect::Copy { what, text });
        }
    }

    pub(super) fn show_plain(&mut self) {
        if let Some(taken) = self.take(Piece::Note) {
            self.effects.push(Effect::Show(taken.text));
        }
    }

    pub(super) fn open_page(&mut self) {
        match self.subject().map(Subject::catalog) {
            Some(Some(catalog)) => self.effects.push(Effect::Open(catalog.source.url.to_owned())),
            Some(None) => self.notice = Some("no vendor is recognised, so there is no page".into()),
            None => self.notice = Some(NOTHING.into()),
        }
        self.close_ways();
    }

    pub(super) fn ask_for_file(&mut self) {
        match self.subject().map(Prompt::new) {
            Some(prompt) => {
                self.close_ways();
                self.pages.push(Page::Save(prompt));
            }
            None => self.notice = Some(NOTHING.into()),
        }
    }

    /// Saves to the file that was typed.
    pub(super) fn save(&mut self) {
        let Some(Page::Save(prompt)) = self.pages.last() else { return };
        let path = prompt.line.text().trim().to_owned();
        let (piece, replace) = (prompt.piece(), prompt.replace);
        if path.is_empty() {
            self.notice = Some("a file needs a name".into());
        } else if let Some(Taken { what, text }) = self.take(piece) {
            self.effects.push(Effect::Save { what, path, text, replace });
        }
    }

    /// The text of a piece of what is chosen; says so where there is none.
    fn take(&mut self, piece: Piece) -> Option<Taken> {
        let date = (self.date)();
        let taken = match self.subject() {
            None => Err(NOTHING.into()),
            Some(subject) => take::piece(piece, subject, &self.catalogs, &date)
                .ok_or_else(|| format!("there is no {piece} of this").into()),
        };
        self.close_ways();
        taken.map_err(|says| self.notice = Some(says)).ok()
    }

    fn close_ways(&mut self) {
        self.pages.retain(|page| !matches!(page, Page::Take));
    }
}

/// A finding with the text that it is in, when it is of this paste.
fn in_paste<'a>(paste: &'a PasteBox, finding: &'a Finding) -> Option<Subject<'a>> {
    let of_paste = paste.findings().any(|found| found == finding);
    of_paste.then(|| paste.subject(Some(finding))).flatten()
}
