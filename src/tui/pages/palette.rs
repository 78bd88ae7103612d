//! The command palette.

mod state;

pub use state::{Item, items};

use ratatui::layout::Constraint::{Fill, Length};
use ratatui::prelude::{Buffer, Layout, Margin, Position, Rect, Widget};

use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::pages::{Request, Services};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{InputLine, LineEdit, Popup, SEARCH, Scroll, StyledText};

const PLACEHOLDER: &str = "type a command";

/// The height of the popup. It is fixed so that the popup does not move while typing.
const HEIGHT: usize = 18;

/// The maximum width of the keys.
const KEYS: usize = 18;

/// The state of the palette.
#[derive(Debug, Clone)]
pub struct PalettePage {
    line: LineEdit,
    all: Vec<Item>,
    /// The items that match the line.
    pub items: Vec<Item>,
    pub scroll: Scroll,
    pub outline: Rect,
}

impl PalettePage {
    /// The palette with these items.
    pub fn new(all: Vec<Item>, services: &Services) -> Self {
        let (line, items, scroll) = (LineEdit::default(), Vec::new(), Scroll::list());
        let mut page = Self { line, all, items, scroll, outline: Rect::ZERO };
        page.filter(services);
        page
    }

    fn filter(&mut self, services: &Services) {
        let matching = self.all.iter().filter(|item| item.matches(self.line.text()));
        self.items = matching.cloned().collect();
        self.scroll = Scroll::list();
        self.lay_out(services);
    }

    /// Lays the page out for the size of the screen.
    pub fn lay_out(&mut self, services: &Services) {
        self.outline = layout::popup(services.screen, HEIGHT);
        let [_, items] = self.areas();
        self.scroll.resize(self.items.len(), items.height);
    }

    /// The areas of the input line and of the items, inside the border.
    fn areas(&self) -> [Rect; 2] {
        Layout::vertical([Length(1), Fill(1)]).areas(Popup::inner(self.outline))
    }

    /// Edits the query.
    pub fn edit(&mut self, services: &Services, edit: impl FnOnce(&mut LineEdit)) {
        edit(&mut self.line);
        self.filter(services);
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        if self.scroll.apply(action) {
            return None;
        }
        match action {
            Action::GoBack => Some(Request::Close),
            Action::Open => self.run(self.scroll.selected?, services),
            _ => {
                self.edit(services, |line| line.apply(action));
                None
            }
        }
    }

    /// Runs an item, or explains where it can be run.
    fn run(&self, item: usize, services: &mut Services) -> Option<Request> {
        let item = self.items.get(item)?;
        match item.other_scope {
            Some(scope) => {
                services.notify(format!("only available in: {}", scope.title()));
                Some(Request::Close)
            }
            None => Some(Request::Run(item.command)),
        }
    }

    pub fn click(&self, position: Position, services: &mut Services) -> Option<Request> {
        let [_, items] = self.areas();
        self.run(self.scroll.row_at(items, position)?, services)
    }

    /// Draws the popup and returns the position of the cursor.
    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        Popup { title: "Commands", label: "", theme }.render(self.outline, buffer);
        let [field, area] = self.areas();
        if self.items.is_empty() {
            StyledText::new("  no matching command", theme[Role::Muted]).render(area, buffer);
        }
        let rows = self.items.iter().enumerate().skip(self.scroll.offset).zip(area.rows());
        for ((i, item), row) in rows {
            render_item(item, Some(i) == self.scroll.selected, theme, row, buffer);
        }
        let (prompt, line, placeholder) = (SEARCH, &self.line, PLACEHOLDER);
        InputLine { prompt, line, placeholder, notice: "", focused: true, theme }
            .render(field, buffer)
    }
}

fn render_item(item: &Item, selected: bool, theme: &Theme, row: Rect, buffer: &mut Buffer) {
    let role = if item.other_scope.is_some() { Role::Muted } else { Role::Text };
    let label = StyledText::new(if selected { "▌ " } else { "  " }, theme[Role::Key])
        .with(&item.label, theme[role]);
    let room = usize::from(row.width).saturating_sub(KEYS + 3);
    if room > KEYS {
        label.fit(room).render(row, buffer);
        let keys = StyledText::new(&item.keys, theme[Role::Key]).fit(KEYS).right_aligned();
        keys.render(row.inner(Margin::new(1, 0)), buffer);
    } else {
        label.fit(row.width.into()).render(row, buffer);
    }
    if selected {
        buffer.set_style(row, theme[Role::Selected]);
    }
}
