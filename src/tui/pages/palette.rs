//! The command palette.

use std::cmp::Reverse;

use ratatui::layout::Constraint::{Fill, Length};
use ratatui::prelude::{Buffer, Layout, Margin, Position, Rect, Widget};

use crate::tui::keymap::{Action, Binding, Keymap, Scope};
use crate::tui::layout;
use crate::tui::pages::{Command, Request, Services, Tab};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{InputLine, LineEdit, Popup, SEARCH, Scroll, StyledText};

const PLACEHOLDER: &str = "type a command";

/// The height of the popup. It is fixed so that the popup does not move while typing.
const HEIGHT: usize = 18;

/// The maximum width of the keys.
const KEYS: usize = 18;

/// An item of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub command: Command,
    pub label: String,
    pub keys: String,
    /// The scope that the command belongs to, if it is not available here.
    pub other_scope: Option<Scope>,
}

impl Item {
    /// Whether its label, keys or action name contain every typed word.
    pub fn matches(&self, typed: &str) -> bool {
        let name = match self.command {
            Command::Action(action) => action.as_str(),
            Command::GoToTab(_) => "",
        };
        let text = format!("{} {} {name}", self.label, self.keys).to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// The state of the palette.
#[derive(Debug, Clone)]
pub struct PalettePage {
    line: LineEdit,
    pub items: Vec<Item>,
    /// The position among the items that match the line.
    pub scroll: Scroll,
    pub outline: Rect,
}

impl PalettePage {
    /// The palette with these items.
    pub fn new(items: Vec<Item>, services: &Services) -> Self {
        let (line, scroll) = (LineEdit::default(), Scroll::list());
        let mut page = Self { line, items, scroll, outline: Rect::ZERO };
        page.lay_out(services);
        page
    }

    /// The items that match the line.
    fn matches(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.matches(self.line.text()))
    }

    /// Lays the page out for the size of the screen.
    pub fn lay_out(&mut self, services: &Services) {
        self.outline = layout::popup(services.screen, HEIGHT);
        let [_, rows] = self.areas();
        self.scroll.resize(self.matches().count(), rows.height);
    }

    /// The areas of the input line and of the items, inside the border.
    fn areas(&self) -> [Rect; 2] {
        Layout::vertical([Length(1), Fill(1)]).areas(Popup::inner(self.outline))
    }

    /// Edits the query.
    pub fn edit(&mut self, services: &Services, edit: impl FnOnce(&mut LineEdit)) {
        edit(&mut self.line);
        self.scroll = Scroll::list();
        self.lay_out(services);
    }

    pub fn update(&mut self, action: Action, services: &mut Services) -> Option<Request> {
        if action == Action::Open {
            return self.run(self.scroll.selected?, services);
        }
        if !self.scroll.apply(action) {
            self.edit(services, |line| line.apply(action));
        }
        None
    }

    /// Runs an item, or explains where it can be run.
    fn run(&self, item: usize, services: &mut Services) -> Option<Request> {
        let item = self.matches().nth(item)?;
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
        if self.scroll.total == 0 {
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

/// All items: first the actions available in `scopes`, then the tabs, then the other actions. Each
/// action is listed once.
pub fn items(keymap: &Keymap, scopes: &[Scope], tabs: &[Tab]) -> Vec<Item> {
    let mut items = Vec::new();
    for binding in available(keymap, scopes) {
        add_binding(&mut items, binding, keymap, scopes);
    }
    let tabs = tabs.iter().enumerate();
    items.extend(tabs.map(|(i, tab)| tab_item(i, tab, keymap, scopes)));
    for binding in keymap.bindings(Scope::ALL) {
        add_binding(&mut items, binding, keymap, scopes);
    }
    items
}

/// The bindings available in `scopes`, most important first. Those that apply everywhere, such as
/// quitting, are last, so that Enter never triggers them by accident.
fn available<'a>(keymap: &'a Keymap, scopes: &[Scope]) -> Vec<&'a Binding> {
    let mut bindings: Vec<&Binding> = keymap.bindings(scopes).collect();
    // Copying and saving works without the menu too.
    for binding in keymap.bindings(&[Scope::Share]) {
        if bindings.iter().all(|other| other.action != binding.action) {
            bindings.push(binding);
        }
    }
    bindings.sort_by_key(|binding| (binding.scope == Scope::Global, Reverse(binding.priority)));
    bindings
}

/// Adds an item for the binding, unless there is one for its action.
fn add_binding(items: &mut Vec<Item>, binding: &Binding, keymap: &Keymap, scopes: &[Scope]) {
    let command = Command::Action(binding.action);
    if items.iter().any(|item| item.command == command) {
        return;
    }
    let is_here = scopes.contains(&binding.scope);
    let keys = match (keymap.key(scopes, Action::Share), binding.keys.first()) {
        _ if is_here || binding.scope != Scope::Share => binding.key_names(" "),
        // The key works in the menu, which has to be opened first.
        (Some(menu_key), Some(key)) => format!("{menu_key} {key}"),
        _ => String::new(),
    };
    items.push(Item {
        command,
        label: binding.help.to_owned(),
        keys,
        other_scope: (!is_here && binding.scope != Scope::Share).then_some(binding.scope),
    });
}

fn tab_item(index: usize, tab: &Tab, keymap: &Keymap, scopes: &[Scope]) -> Item {
    // The keys of the list apply wherever the tabs are visible.
    let bindings = keymap.bindings(scopes).chain(keymap.bindings(&[Scope::List]));
    let mut keys = bindings
        .filter(|binding| binding.action == Action::SelectTab)
        .flat_map(|binding| binding.keys.iter());
    let key = keys.find(|key| key.number() == Some(index + 1));
    Item {
        command: Command::GoToTab(index),
        label: format!("Go to the tab {}", tab.title()),
        keys: key.map(ToString::to_string).unwrap_or_default(),
        other_scope: None,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyCode;

    use super::*;
    use crate::tui::keymap::Key;

    fn items(typed: &str, scopes: &[Scope]) -> Vec<Item> {
        let mut items = super::items(&Keymap::default(), scopes, &[]);
        items.retain(|item| item.matches(typed));
        items
    }

    #[test]
    fn every_action_is_listed_once() {
        for scope in Scope::ALL {
            let listed = items("", &[*scope, Scope::Global]);
            for action in Action::ALL {
                let count =
                    listed.iter().filter(|item| item.command == Command::Action(*action)).count();
                assert_eq!(count, 1, "{action} from {scope}");
            }
        }
    }

    #[test]
    fn filters_by_words_and_keys() {
        let label = |typed: &str| -> Vec<String> {
            items(typed, &[Scope::List]).into_iter().map(|item| item.label).collect()
        };
        assert!(label("open PASTE").iter().any(|label| label.starts_with("Open the paste box")));
        assert_eq!(label("ctrl-c"), ["Quit"]);
        assert_eq!(label("undo"), ["Undo"]);
        assert_eq!(label("zzzz"), [""; 0]);
    }

    #[test]
    fn menu_items_show_the_keys_to_get_there() {
        let copy = |scope| items("copy the code", &[scope]).swap_remove(0).keys;
        let [list, entry, share] = [Scope::List, Scope::Entry, Scope::Share].map(copy);
        assert_eq!((list.as_str(), entry.as_str(), share.as_str()), ("Ctrl-T c", "c", "c"));
        assert_eq!(copy(Scope::Help), "");
    }

    #[test]
    fn tabs_show_their_keys() {
        let mut keymap = Keymap::default();
        let keys_of_tabs = |keymap: &Keymap, scope| -> Vec<String> {
            let tab = Tab { catalog: None, total: 0, count: 0 };
            let items = super::items(keymap, &[scope], &[tab; 10]);
            let tabs = items.into_iter().filter(|item| matches!(item.command, Command::GoToTab(_)));
            tabs.map(|item| item.keys).collect()
        };
        let keys = keys_of_tabs(&keymap, Scope::List);
        assert_eq!((keys[0].as_str(), keys[8].as_str(), keys[9].as_str()), ("Alt-1", "Alt-9", ""));
        assert_eq!(keys_of_tabs(&keymap, Scope::Entry)[1], "2");
        keymap.rebind(Scope::List, Action::SelectTab, vec![Key::plain(KeyCode::F(2))]);
        assert_eq!(keys_of_tabs(&keymap, Scope::List)[..3], ["", "F2", ""]);
    }

    #[test]
    fn available_items_come_first() {
        let unavailable: Vec<bool> =
            items("", &[Scope::List]).iter().map(|item| item.other_scope.is_some()).collect();
        assert!(unavailable.is_sorted());
        assert!(unavailable.contains(&false) && unavailable.contains(&true));
    }
}
