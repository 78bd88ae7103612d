//! The review page without the feature `import`: no page can be reviewed, so nothing of it exists.

use ratatui::prelude::{Buffer, Position};

use crate::tui::keymap::{Action, Key, Scope};
use crate::tui::pages::{Page, Request, Services};

/// A documentation page to review.
#[derive(Debug, Clone)]
pub enum Review {}

/// Opens the page.
pub fn open(review: Review, _: &Services) -> Page {
    match review {}
}

/// The state of the page.
#[derive(Debug, Clone)]
pub enum ReviewPage {}

impl ReviewPage {
    pub fn scopes(&self) -> &'static [Scope] {
        match *self {}
    }

    pub fn lay_out(&mut self, _: &Services) {
        match *self {}
    }

    pub fn may_close(&mut self, _: &mut Services) -> bool {
        match *self {}
    }

    pub fn confirm_overwrite(&mut self) {
        match *self {}
    }

    pub fn update(&mut self, _: Action, _: &mut Services) -> Option<Request> {
        match *self {}
    }

    pub fn input(&mut self, _: Key) {
        match *self {}
    }

    pub fn insert(&mut self, _: &str) {
        match *self {}
    }

    pub fn click(&mut self, _: Position, _: &mut Services) {
        match *self {}
    }

    pub fn scroll_at(&mut self, _: Position, _: Action, _: &Services) {
        match *self {}
    }

    pub fn is_enabled(&self, _: Action) -> bool {
        match *self {}
    }

    pub fn render(&self, _: &Services, _: &mut Buffer) -> Option<Position> {
        match *self {}
    }
}
