//! The command palette: what can be done here, found by a few letters. A theme is shown while its
//! command is selected.

use std::cmp::Reverse;

use ratatui::layout::Constraint::{Fill, Length};
use ratatui::prelude::{Buffer, Layout, Margin, Position, Rect, Widget};
use unicode_width::UnicodeWidthStr;

use crate::search::FuzzyMatcher;
use crate::tui::keymap::{Action, Binding, Keymap, Scope};
use crate::tui::layout;
use crate::tui::pages::{Command, Order, Request, Services, Tab};
use crate::tui::theme::{AUTO, Role, Theme, ThemeChoice};
use crate::tui::widgets::{InputLine, LineEdit, Popup, SEARCH, Scroll, StyledText};

const PLACEHOLDER: &str = "type to filter";

/// The maximum height of the popup, which does not change while typing.
const HEIGHT: usize = 18;

/// An item of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub command: Command,
    pub label: String,
    synonyms: &'static str,
    pub keys: String,
}

impl Item {
    fn new(command: Command, label: String, synonyms: &'static str) -> Self {
        Self { command, label, synonyms, keys: String::new() }
    }

    /// How well it matches every typed word; `None` if it doesn't match one of them.
    fn score(&self, typed: &str, fuzzy: &FuzzyMatcher) -> Option<u32> {
        typed.to_lowercase().split_whitespace().map(|word| self.word_score(word, fuzzy)).sum()
    }

    fn word_score(&self, word: &str, fuzzy: &FuzzyMatcher) -> Option<u32> {
        let [label, keys] = [&self.label, &self.keys].map(|text| text.to_lowercase());
        let begins_word =
            |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|it| it.starts_with(word));
        if label.starts_with(word) {
            Some(5)
        } else if begins_word(&label) {
            Some(4)
        } else if begins_word(self.synonyms) {
            Some(3)
        } else if label.contains(word) || keys.split(' ').any(|key| key == word) {
            Some(2)
        } else {
            let names = std::iter::once(label.as_str()).chain(self.synonyms.split(' '));
            names.into_iter().any(|name| fuzzy.positions(name, word).is_some()).then_some(1)
        }
    }
}

/// The state of the palette.
#[derive(Debug, Clone)]
pub struct PalettePage {
    title: &'static str,
    line: LineEdit,
    items: Vec<Item>,
    /// The items that match the line, best first.
    matches: Vec<usize>,
    /// The position among the matches.
    scroll: Scroll,
    pub outline: Rect,
}

impl PalettePage {
    /// The palette with these items.
    pub fn new(title: &'static str, items: Vec<Item>, services: &Services) -> Self {
        let (line, matches, scroll) = (LineEdit::default(), Vec::new(), Scroll::list());
        let mut page = Self { title, line, items, matches, scroll, outline: Rect::ZERO };
        page.edit(services, |_| {});
        page
    }

    /// Whether it has a command for each tab.
    pub fn lists_tabs(&self) -> bool {
        self.items.iter().any(|item| matches!(item.command, Command::GoToTab(_)))
    }

    /// Replaces the items. What is typed stays, as does the selected item where it still matches.
    pub fn replace_items(&mut self, items: Vec<Item>, services: &Services) {
        let selected = self.scroll.selected.and_then(|selected| self.matches().nth(selected));
        let selected = selected.map(|item| item.label.clone());
        self.items = items;
        self.edit(services, |_| {});
        let row = self.matches().position(|item| Some(&item.label) == selected.as_ref());
        self.scroll.select(row.unwrap_or(0));
    }

    /// The items that match the line, best first.
    pub fn matches(&self) -> impl Iterator<Item = &Item> {
        self.matches.iter().map(|item| &self.items[*item]) // positions of items
    }

    /// The name of the selected theme, if the selected command sets one.
    pub fn selected_theme(&self) -> Option<&'static str> {
        match self.matches().nth(self.scroll.selected?)?.command {
            Command::SetTheme(name) => Some(name),
            _ => None,
        }
    }

    /// Lays the page out for the size of the screen.
    pub fn lay_out(&mut self, services: &Services) {
        self.outline = layout::popup(services.screen, HEIGHT.min(self.items.len() + 1));
        let [_, rows] = self.areas();
        self.scroll.resize(self.matches.len(), rows.height);
    }

    /// The areas of the input line and of the items, inside the border.
    fn areas(&self) -> [Rect; 2] {
        Layout::vertical([Length(1), Fill(1)]).areas(Popup::inner(self.outline))
    }

    /// Edits the query.
    pub fn edit(&mut self, services: &Services, edit: impl FnOnce(&mut LineEdit)) {
        edit(&mut self.line);
        let (typed, fuzzy) = (self.line.text(), FuzzyMatcher::default());
        let scores = self.items.iter().enumerate();
        let mut scores: Vec<_> =
            scores.filter_map(|(i, item)| Some((item.score(typed, &fuzzy)?, i))).collect();
        scores.sort_by_key(|(score, _)| Reverse(*score));
        self.matches = scores.into_iter().map(|(_, item)| item).collect();
        self.scroll = Scroll::list();
        self.lay_out(services);
    }

    pub fn update(&mut self, action: Action, services: &Services) -> Option<Request> {
        if action == Action::Open {
            return self.run(self.scroll.selected?);
        }
        if !self.scroll.apply(action) {
            self.edit(services, |line| line.apply(action));
        }
        None
    }

    fn run(&self, item: usize) -> Option<Request> {
        self.matches().nth(item).map(|item| Request::Run(item.command))
    }

    pub fn click(&self, position: Position) -> Option<Request> {
        let [_, items] = self.areas();
        self.run(self.scroll.row_at(items, position)?)
    }

    /// Draws the popup and returns the position of the cursor.
    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        Popup { title: self.title, label: "", theme }.render(self.outline, buffer);
        let [field, area] = self.areas();
        if self.matches.is_empty() {
            StyledText::new("  no matching command", theme[Role::Muted]).render(area, buffer);
        }
        let rows = self.matches().enumerate().skip(self.scroll.offset).zip(area.rows());
        for ((i, item), row) in rows {
            render_item(item, Some(i) == self.scroll.selected, theme, row, buffer);
        }
        let (prompt, line, placeholder) = (SEARCH, &self.line, PLACEHOLDER);
        InputLine { prompt, line, placeholder, notice: "", focused: true, theme }
            .render(field, buffer)
    }
}

fn render_item(item: &Item, selected: bool, theme: &Theme, row: Rect, buffer: &mut Buffer) {
    let label = StyledText::new(if selected { "▌ " } else { "  " }, theme[Role::Key])
        .with(&item.label, theme[Role::Text]);
    label.fit(row.width.into()).render(row, buffer);
    if label.width() + item.keys.width() + 2 < usize::from(row.width) {
        let keys = StyledText::new(&item.keys, theme[Role::Key]).fit(item.keys.width());
        keys.right_aligned().render(row.inner(Margin::new(1, 0)), buffer);
    }
    if selected {
        buffer.set_style(row, theme[Role::Selected]);
    }
}

/// All commands that work in `scopes`, most likely first: those of the page, copying and saving, the
/// vendors, orders and themes, then what works everywhere. Each action is listed once.
pub fn items(keymap: &Keymap, scopes: &[Scope], tabs: &[Tab], theme: &ThemeChoice) -> Vec<Item> {
    let mut items = Vec::new();
    let (everywhere, mut here): (Vec<_>, Vec<_>) =
        keymap.bindings(scopes).partition(|binding| binding.scope == Scope::Global);
    here.sort_by_key(|binding: &&Binding| Reverse(binding.priority));
    here.extend(keymap.bindings(&[Scope::Share]));
    for binding in here {
        add_binding(&mut items, binding, keymap, scopes);
    }
    items.extend(tabs.iter().enumerate().map(|(i, tab)| tab_item(i, tab, keymap, scopes)));
    items.extend(
        Order::ALL
            .iter()
            .map(|&order| Item::new(Command::SetOrder(order), format!("Sort by {order}"), "order")),
    );
    items.extend(themes(theme));
    for binding in everywhere {
        add_binding(&mut items, binding, keymap, scopes);
    }
    items
}

/// The commands that set a theme. The chosen one is first, so that listing them changes nothing.
pub fn themes(chosen: &ThemeChoice) -> impl Iterator<Item = Item> {
    let mut names: Vec<&str> = ThemeChoice::names().collect();
    names.sort_by_key(|name| *name != chosen.name());
    names.into_iter().map(|name| {
        let synonyms = if name == AUTO { "colours colors background" } else { "colours colors" };
        Item::new(Command::SetTheme(name), format!("Theme: {name}"), synonyms)
    })
}

/// Adds an item for the binding if it has a command, unless there is one for its action.
fn add_binding(items: &mut Vec<Item>, binding: &Binding, keymap: &Keymap, scopes: &[Scope]) {
    let command = Command::Action(binding.action);
    if binding.command.is_empty() || items.iter().any(|item| item.command == command) {
        return;
    }
    let mut item = Item::new(command, binding.command.to_owned(), binding.synonyms);
    item.keys = binding.key_name().unwrap_or_default();
    if binding.scope == Scope::Share {
        let key = keymap.key(scopes, binding.action).map(|key| key.to_string());
        // A key of the menu works once the menu is open.
        let menu = || Some(format!("{} {}", keymap.key(scopes, Action::Share)?, item.keys));
        item.keys = key.or_else(menu).unwrap_or(item.keys);
    }
    items.push(item);
}

fn tab_item(index: usize, tab: &Tab, keymap: &Keymap, scopes: &[Scope]) -> Item {
    // The keys of the list apply wherever the tabs are visible.
    let bindings = keymap.bindings(scopes).chain(keymap.bindings(&[Scope::List]));
    let mut keys = bindings
        .filter(|binding| binding.action == Action::SelectTab)
        .flat_map(|binding| binding.keys.iter());
    let key = keys.find(|key| key.number() == Some(index + 1));
    let label = match tab.catalog {
        Some(catalog) => format!("Only {}", catalog.tab),
        None => "All vendors".to_owned(),
    };
    let mut item = Item::new(Command::GoToTab(index), label, "vendor filter tab show");
    item.keys = key.map(ToString::to_string).unwrap_or_default();
    item
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyCode;

    use super::*;
    use crate::tui::keymap::Key;

    fn theme(services: &Services) -> ThemeChoice {
        ThemeChoice::new("plain", services.theme.clone(), false)
    }

    /// The labels of the matches, best first.
    fn labels(typed: &str, scope: Scope) -> Vec<String> {
        let services = Services::for_tests();
        let tabs = [Tab { catalog: None, total: 0, count: 0 }];
        let scopes = [scope, Scope::Global];
        let items = super::items(&services.keymap, &scopes, &tabs, &theme(&services));
        let mut page = PalettePage::new("Commands", items, &services);
        page.edit(&services, |line| line.insert(typed));
        page.matches().map(|item| item.label.clone()).collect()
    }

    #[test]
    fn lists_each_command_once() {
        for scope in Scope::ALL {
            let labels = labels("", *scope);
            for (i, label) in labels.iter().enumerate() {
                assert!(!labels[i + 1..].contains(label), "{label} from {scope}");
            }
            assert_eq!(labels.last().map(String::as_str), Some("Quit"));
        }
    }

    #[test]
    fn finds_commands_by_words_synonyms_keys_and_letters() {
        for (typed, label) in [
            ("quit", "Quit"),
            ("q", "Quit"),
            ("exit", "Quit"),
            ("ctrl-c", "Quit"),
            ("open PASTE", "Open paste box"),
            ("decode", "Open paste box"),
            ("pase", "Open paste box"),
            ("copy code", "Copy code"),
            ("export", "Copy or save"),
            ("choose", "Choose theme"),
            ("theme high", "Theme: high-contrast"),
            ("dark", "Theme: dark"),
            ("sort code", "Sort by code"),
            ("vendor", "Next vendor"),
            ("filter", "All vendors"),
        ] {
            let found = labels(typed, Scope::List);
            let best = found.first().map(String::as_str);
            assert_eq!(best, Some(label), "{typed}: {found:?}");
        }
        assert_eq!(labels("zzzz", Scope::List), [""; 0]);
        assert_eq!(labels("undo", Scope::List), [""; 0]);
    }

    #[test]
    fn lists_the_current_theme_first() {
        let services = Services::for_tests();
        let theme = Theme::named("light", crate::tui::Colours::True).unwrap();
        let chosen = ThemeChoice::new("light", theme, false);
        let page = PalettePage::new("Theme", themes(&chosen).collect(), &services);
        assert_eq!(page.selected_theme(), Some("light"));
        assert_eq!(page.matches().count(), Theme::names().count() + 1);
    }

    #[test]
    fn menu_items_show_the_keys_to_get_there() {
        let services = Services::for_tests();
        let keys = |scope| {
            let items = super::items(&services.keymap, &[scope], &[], &theme(&services));
            items.into_iter().find(|item| item.label == "Copy code").unwrap().keys
        };
        let [list, entry, share] = [Scope::List, Scope::Entry, Scope::Share].map(keys);
        assert_eq!((list.as_str(), entry.as_str(), share.as_str()), ("Ctrl-T c", "c", "c"));
    }

    #[test]
    fn tabs_show_their_keys() {
        let mut keymap = Keymap::default();
        let theme = theme(&Services::for_tests());
        let keys_of_tabs = |keymap: &Keymap, scope| -> Vec<String> {
            let tab = Tab { catalog: None, total: 0, count: 0 };
            let items = super::items(keymap, &[scope], &[tab; 10], &theme);
            let tabs = items.into_iter().filter(|item| matches!(item.command, Command::GoToTab(_)));
            tabs.map(|item| item.keys).collect()
        };
        let keys = keys_of_tabs(&keymap, Scope::List);
        assert_eq!((keys[0].as_str(), keys[8].as_str(), keys[9].as_str()), ("Alt-1", "Alt-9", ""));
        assert_eq!(keys_of_tabs(&keymap, Scope::Entry)[1], "2");
        keymap.rebind(Scope::List, Action::SelectTab, vec![Key::plain(KeyCode::F(2))]);
        assert_eq!(keys_of_tabs(&keymap, Scope::List)[..3], ["", "F2", ""]);
    }
}
