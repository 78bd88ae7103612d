//! The help page: key bindings and search syntax, both written from their tables.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::search::syntax::{self, SYNTAX};
use crate::tui::keymap::action::Action;
use crate::tui::keymap::{Key, Keymap, Scope};
use crate::tui::layout;
use crate::tui::pages::{Context, Request, wheel};
use crate::tui::terminal::input::{Gesture, Mouse};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::popup::Popup;
use crate::tui::widgets::scroll::Scroll;
use crate::tui::widgets::styled_text::StyledText;

const INTRODUCTION: &str = "Type to search. Paste a response anywhere to decode it; a single pasted \
                            word is searched for. Pasted text is never interpreted as keys.";

/// The width of the left column, and the minimum width of the right one.
const LEFT: usize = 20;
const MIN_RIGHT: usize = 24;

/// The state of the help page.
#[derive(Debug, Clone)]
pub struct HelpPage {
    /// The scopes whose keys are listed first.
    scopes: &'static [Scope],
    outline: Rect,
    lines: Vec<Line<'static>>,
    pub scroll: Scroll,
}

impl HelpPage {
    /// Help with the keys of some scopes first.
    pub fn new(scopes: &'static [Scope], context: &Context) -> Self {
        let (outline, lines) = (Rect::default(), Vec::new());
        let mut page = Self { scopes, outline, lines, scroll: Scroll::default() };
        page.lay_out(context);
        page
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, context: &Context) {
        let Context { keymap, theme, screen, .. } = context;
        let width = layout::popup(*screen, 0).width.saturating_sub(4);
        self.lines = Help { scopes: self.scopes, keymap, theme }.lines(width.into());
        self.outline = layout::popup(*screen, self.lines.len());
        self.scroll.resize(self.lines.len(), self.area().height);
    }

    /// The area of the lines, inside the border.
    fn area(&self) -> Rect {
        Popup::inner(self.outline).inner(Margin::new(1, 0))
    }

    pub fn update(&mut self, action: Action) -> Option<Request> {
        if let Some(motion) = action.motion() {
            self.scroll.apply(motion);
        }
        (action == Action::GoBack).then_some(Request::Close)
    }

    pub fn mouse(&mut self, mouse: Mouse) -> Option<Request> {
        for motion in wheel(mouse.gesture) {
            self.scroll.apply(motion);
        }
        let is_outside = !self.outline.contains(mouse.position());
        (mouse.gesture == Gesture::Click && is_outside).then_some(Request::Close)
    }

    pub fn is_enabled(&self, action: Action) -> bool {
        action.motion().is_none() || self.scroll.overflows()
    }

    /// Draws the popup over the screen.
    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) {
        let label = self.scroll.label();
        Popup { title: "Keys", label: &label, theme }.render(self.outline, buffer);
        self.scroll.render(&self.lines, self.area(), buffer);
    }
}

/// Writes the help.
struct Help<'a> {
    scopes: &'a [Scope],
    keymap: &'a Keymap,
    theme: &'a Theme,
}

impl Help<'_> {
    fn lines(&self, width: usize) -> Vec<Line<'static>> {
        let mut lines = self.paragraph(INTRODUCTION, width);
        for &scope in self.scopes {
            lines.extend(self.keys(scope, width));
        }
        lines.extend(self.syntax(width));
        for &scope in Scope::ALL.iter().filter(|scope| !self.scopes.contains(scope)) {
            lines.extend(self.keys(scope, width));
        }
        lines
    }

    fn keys(&self, scope: Scope, width: usize) -> Vec<Line<'static>> {
        let mut lines = self.heading(scope.title());
        for binding in self.keymap.bindings(&[scope]) {
            let keys: Vec<String> = binding.keys.iter().map(Key::to_string).collect();
            lines.extend(self.row(&keys.join(" "), binding.help, width));
        }
        lines
    }

    fn syntax(&self, width: usize) -> Vec<Line<'static>> {
        let mut lines = self.heading("Filters and operators");
        lines.extend(self.paragraph(syntax::INTRODUCTION, width));
        for form in SYNTAX {
            lines.extend(self.row(form.example, form.help, width));
        }
        lines
    }

    fn heading(&self, title: &'static str) -> Vec<Line<'static>> {
        vec![Line::default(), Line::styled(title, self.theme[Role::Heading])]
    }

    fn paragraph(&self, text: &str, width: usize) -> Vec<Line<'static>> {
        StyledText::new(text, self.theme[Role::Text]).wrap(&"".into(), width)
    }

    /// A row of the table. The description goes below what is typed if there is no room beside it.
    fn row(&self, typed: &str, help: &str, width: usize) -> Vec<Line<'static>> {
        let typed = StyledText::new(typed, self.theme[Role::Key]);
        let help = StyledText::new(help, self.theme[Role::Text]);
        if width < LEFT + MIN_RIGHT || typed.width() >= LEFT {
            let mut lines = typed.wrap(&"".into(), width);
            lines.extend(help.wrap(&"  ".into(), width));
            return lines;
        }
        let gap = " ".repeat(LEFT);
        let mut lines = help.wrap(&Span::raw(gap), width);
        if let Some(line) = lines.first_mut() {
            let mut first = typed.fit(LEFT);
            first.push_span(" ".repeat(LEFT - typed.width()));
            line.spans.splice(0..1, first.spans);
        }
        lines
    }
}
