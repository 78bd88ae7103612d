//! The help page: key bindings and search syntax, both written from their tables. It can be searched.

use std::cmp::Reverse;

use ratatui::prelude::{Buffer, Position, Rect, Widget};
use unicode_width::UnicodeWidthStr;

use crate::search::syntax::{self, SYNTAX};
use crate::tui::keymap::{Action, Binding, Key, Keymap, Scope};
use crate::tui::layout;
use crate::tui::pages::{Request, Services, Writer};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Document, InputLine, LineEdit, Popup, StyledText};

const INTRODUCTION: &str = "Type to search. Paste a response anywhere to decode it; a pasted word or \
                            phrase is searched for. Pasted text is never interpreted as keys.";

/// How many of the most important keys come first.
const FIRST: usize = 10;

/// The width of the left column, and the minimum width of the right one.
const LEFT: usize = 20;
const MIN_RIGHT: usize = 24;

/// Rows below a heading: what to type, and what it does.
struct Section {
    title: &'static str,
    introduction: &'static str,
    rows: Vec<(String, &'static str)>,
}

impl Section {
    fn of_bindings<'a>(
        title: &'static str,
        bindings: impl IntoIterator<Item = &'a Binding>,
    ) -> Self {
        let rows = bindings.into_iter().map(|binding| (binding.key_names(" "), binding.help));
        Self { title, introduction: "", rows: rows.collect() }
    }

    /// Keeps the rows with every typed word.
    fn filter(&mut self, typed: &str) {
        let title = self.title;
        self.rows.retain(|(keys, help)| {
            let text = format!("{title} {keys} {help}").to_lowercase();
            typed.split_whitespace().all(|word| text.contains(word))
        });
    }
}

/// The state of the help page.
#[derive(Debug, Clone)]
pub struct HelpPage {
    /// The scopes whose keys are listed first.
    base: &'static [Scope],
    /// What the rows are searched for.
    line: LineEdit,
    is_searching: bool,
    pub outline: Rect,
    pub text: Document,
}

impl HelpPage {
    /// Help with the keys of some scopes first.
    pub fn new(base: &'static [Scope], services: &Services) -> Self {
        let (line, outline, text) = (LineEdit::default(), Rect::default(), Document::default());
        let mut page = Self { base, line, is_searching: false, outline, text };
        page.lay_out(services);
        page
    }

    pub fn scopes(&self) -> &'static [Scope] {
        if self.is_searching {
            &[Scope::HelpSearch, Scope::Global]
        } else {
            &[Scope::Help, Scope::Global]
        }
    }

    /// Lays the page out for the size of the screen and the theme.
    pub fn lay_out(&mut self, services: &Services) {
        let Services { keymap, theme, screen, .. } = services;
        let width = layout::popup(*screen, 0).width.saturating_sub(4);
        let mut writer = Writer::new(width, theme, None);
        let typed = self.line.text().to_lowercase();
        for (i, mut section) in sections(self.base, keymap).into_iter().enumerate() {
            section.filter(&typed);
            write(&section, &mut writer);
            if i == 0 && typed.is_empty() {
                writer.gap();
                writer.paragraph(INTRODUCTION, Role::Text);
            }
        }
        if writer.lines.is_empty() {
            writer.paragraph("nothing found", Role::Muted);
        }
        let search = usize::from(self.has_search());
        self.outline = layout::popup(*screen, writer.lines.len() + search);
        self.text.replace(writer.finish(), self.areas().1.height);
    }

    fn has_search(&self) -> bool {
        self.is_searching || !self.line.text().is_empty()
    }

    /// The areas of the search line, empty unless there is a search, and of the text.
    fn areas(&self) -> (Rect, Rect) {
        let area = Popup::text_area(self.outline);
        let height = u16::from(self.has_search()).min(area.height);
        let text = Rect { y: area.y + height, height: area.height - height, ..area };
        (Rect { height, ..area }, text)
    }

    pub fn update(&mut self, action: Action, services: &Services) -> Option<Request> {
        if self.text.scroll.apply(action) {
            return None;
        }
        match action {
            Action::GoBack if self.has_search() => self.search(false, services, LineEdit::clear),
            Action::GoBack => return Some(Request::Close),
            Action::SearchHelp => self.search(true, services, |_| {}),
            Action::Open => self.search(false, services, |_| {}),
            _ => self.search(self.is_searching, services, |line| line.apply(action)),
        }
        None
    }

    /// Handles a key that is not bound.
    pub fn input(&mut self, key: Key, services: &mut Services) {
        if self.is_searching {
            self.search(true, services, |line| line.input(key));
        }
    }

    fn search(&mut self, goes_on: bool, services: &Services, edit: impl FnOnce(&mut LineEdit)) {
        edit(&mut self.line);
        self.is_searching = goes_on;
        self.text.scroll.offset = 0;
        self.lay_out(services);
    }

    /// Draws the popup over the screen and returns the position of the cursor.
    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let label = self.text.scroll.label();
        Popup { title: "Keys", label: &label, theme }.render(self.outline, buffer);
        let (search, text) = self.areas();
        self.text.render(text, buffer);
        let (prompt, line, placeholder) = ("/ ", &self.line, "type to search the help");
        let focused = self.is_searching;
        let input = InputLine { prompt, line, placeholder, notice: "", focused, theme };
        if search.is_empty() { None } else { input.render(search, buffer) }
    }
}

/// The most important keys, then the others by screen, those of `base` first, then the filters.
fn sections(base: &'static [Scope], keymap: &Keymap) -> Vec<Section> {
    let mut first: Vec<&Binding> = Vec::new();
    for binding in keymap.bindings(base).filter(|binding| binding.priority > 0) {
        if !first.iter().any(|other| other.action == binding.action) {
            first.push(binding);
        }
    }
    first.sort_by_key(|binding| Reverse(binding.priority));
    first.truncate(FIRST);
    let others = Scope::ALL.iter().filter(|scope| !base.contains(scope));
    let scopes = base.iter().chain(others).map(|&scope| {
        let is_first = |binding: &&Binding| {
            let id = |binding: &Binding| (binding.scope, binding.action);
            first.iter().any(|other| id(other) == id(binding))
        };
        let rest = keymap.bindings(std::slice::from_ref(&scope)).filter(|it| !is_first(it));
        Section::of_bindings(scope.title(), rest.collect::<Vec<_>>())
    });
    let syntax = SYNTAX.iter().map(|form| (form.example.to_owned(), form.help)).collect();
    let filters = Section {
        title: "Filters and operators",
        introduction: syntax::INTRODUCTION,
        rows: syntax,
    };
    let first_section = Section::of_bindings("Most used", first.iter().copied());
    std::iter::once(first_section).chain(scopes).chain([filters]).collect()
}

fn write(section: &Section, writer: &mut Writer<'_>) {
    if section.rows.is_empty() {
        return;
    }
    writer.heading(section.title, "");
    if !section.introduction.is_empty() {
        writer.paragraph(section.introduction, Role::Text);
    }
    for (typed, help) in &section.rows {
        write_row(typed, help, writer);
    }
}

/// A row of the table. The description goes below the keys if it does not fit next to them.
fn write_row(typed: &str, help: &str, writer: &mut Writer<'_>) {
    let help = StyledText::new(help, writer.theme[Role::Text]);
    let gap = LEFT.saturating_sub(typed.width());
    if writer.width < LEFT + MIN_RIGHT || gap == 0 {
        writer.paragraph(typed, Role::Key);
        writer.text("  ", Role::Text, &help);
    } else {
        writer.text(&format!("{typed}{:gap$}", ""), Role::Key, &help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &HelpPage) -> Vec<String> {
        page.text.lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn ten_keys_come_first_and_every_binding_once() {
        let keymap = Keymap::default();
        for base in [&[Scope::List, Scope::Global][..], &[Scope::Paste, Scope::Global]] {
            let base: &'static [Scope] = Box::leak(base.to_vec().into_boxed_slice());
            let sections = sections(base, &keymap);
            let rows = |section: &Section| section.rows.len();
            assert!((8..=10).contains(&rows(&sections[0])), "{}", rows(&sections[0]));
            let all = keymap.bindings(Scope::ALL).count() + SYNTAX.len();
            assert_eq!(sections.iter().map(rows).sum::<usize>(), all);
            assert_eq!(sections.last().unwrap().title, "Filters and operators");
        }
    }

    #[test]
    fn search_keeps_the_matching_rows() {
        let mut services = Services::for_tests();
        let mut page = HelpPage::new(&[Scope::List, Scope::Global], &services);
        let all = text(&page).len();
        page.update(Action::SearchHelp, &services);
        for c in "quit".chars() {
            page.input(Key::char(c), &mut services);
        }
        assert!(text(&page).iter().any(|line| line.starts_with("Ctrl-C")), "{:?}", text(&page));
        assert!(text(&page).len() < 10);
        assert!(page.update(Action::GoBack, &services).is_none());
        assert_eq!(text(&page).len(), all);
        assert!(matches!(page.update(Action::GoBack, &services), Some(Request::Close)));
    }
}
