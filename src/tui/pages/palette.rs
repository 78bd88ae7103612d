//! The command palette: everything that can be done, found by typing.

pub mod state;
mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::tui::keymap::action::Action;
use crate::tui::pages::palette::state::Item;
use crate::tui::pages::palette::view::PalettePopup;
use crate::tui::pages::{Context, Request, wheel};
use crate::tui::terminal::input::{Gesture, Mouse};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::scroll::Scroll;

/// The state of the palette.
#[derive(Debug, Clone)]
pub struct PalettePage {
    line: LineEdit,
    all: Vec<Item>,
    /// The items that match the line.
    pub items: Vec<Item>,
    pub scroll: Scroll,
}

impl PalettePage {
    /// The palette with these items.
    pub fn new(all: Vec<Item>, context: &Context) -> Self {
        let (line, items) = (LineEdit::default(), Vec::new());
        let mut page = Self { line, all, items, scroll: Scroll::list() };
        page.filter(context);
        page
    }

    fn filter(&mut self, context: &Context) {
        let matching = self.all.iter().filter(|item| item.matches(self.line.text()));
        self.items = matching.cloned().collect();
        self.scroll = Scroll::list();
        self.lay_out(context);
    }

    /// Lays the page out for the size of the screen.
    pub fn lay_out(&mut self, context: &Context) {
        let area = PalettePopup::area(context.screen);
        self.scroll.resize(self.items.len(), area.height);
    }

    /// Changes what is typed.
    pub fn edit(&mut self, context: &Context, edit: impl FnOnce(&mut LineEdit)) {
        edit(&mut self.line);
        self.filter(context);
    }

    pub fn update(&mut self, action: Action, context: &mut Context) -> Option<Request> {
        if let Some(motion) = action.motion() {
            self.scroll.apply(motion);
            return None;
        }
        match action {
            Action::GoBack => Some(Request::Close),
            Action::Open => self.run(self.scroll.selected?, context),
            _ => {
                self.edit(context, |line| line.apply(action));
                None
            }
        }
    }

    /// Runs an item, or explains where it can be run.
    fn run(&self, item: usize, context: &mut Context) -> Option<Request> {
        let item = self.items.get(item)?;
        match item.other_scope {
            Some(scope) => {
                context.notify(format!("only available in: {}", scope.title()));
                Some(Request::Close)
            }
            None => Some(Request::Run(item.command)),
        }
    }

    pub fn mouse(&mut self, mouse: Mouse, context: &mut Context) -> Option<Request> {
        for motion in wheel(mouse.gesture) {
            self.scroll.apply(motion);
        }
        let position = (mouse.gesture == Gesture::Click).then(|| mouse.position())?;
        if !PalettePopup::outline(context.screen).contains(position) {
            return Some(Request::Close);
        }
        let area = PalettePopup::area(context.screen);
        let item = self.scroll.row_at(area, position.y).filter(|_| area.contains(position))?;
        self.run(item, context)
    }

    /// Draws the popup and returns the position of the cursor.
    pub fn render(&self, context: &Context, buffer: &mut Buffer) -> Option<Position> {
        let (line, items, scroll) = (&self.line, &self.items, &self.scroll);
        let popup = PalettePopup { line, items, scroll, theme: &context.theme };
        popup.render(context.screen, buffer)
    }
}
