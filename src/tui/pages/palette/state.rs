//! The command palette: everything that can be done, found by typing.

use std::cmp::Reverse;

use crate::tui::keymap::action::Action;
use crate::tui::keymap::{Binding, Keymap, Scope};
use crate::tui::pages::list::results::Tab;
use crate::tui::widgets::line_edit::LineEdit;

/// The state of the palette.
#[derive(Debug, Clone, Default)]
pub struct Palette {
    pub line: LineEdit,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub command: Command,
    pub label: String,
    pub keys: String,
    /// Where it can be done, when that is not here.
    pub other_scope: Option<Scope>,
}

/// What choosing an item does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Action(Action),
    GoToTab(usize),
}

impl Palette {
    /// The items that have every typed word, in their sentence, their keys or their name: what can be done in these scopes first, each action
    /// once, then the vendors, then what can be done elsewhere.
    pub fn items(&self, keymap: &Keymap, scopes: &[Scope], tabs: &[Tab]) -> Vec<Item> {
        // The keys of numbered tabs hold in the list, which the tabs are above.
        let numbered: Vec<&Binding> =
            (keymap.bindings(scopes).chain(keymap.bindings(&[Scope::List])))
                .filter(|binding| binding.action == Action::SelectTab)
                .collect();
        let key_of_tab = |number| {
            let mut keys = numbered.iter().flat_map(|binding| binding.keys.iter());
            keys.find(|key| key.number() == Some(number)).map(ToString::to_string)
        };
        let mut actions = Vec::new();
        let take = keymap.key(scopes, Action::Share);
        let mut item = |binding: &Binding, other_scope| {
            let mut keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            if binding.scope == Scope::Share && !scopes.contains(&Scope::Share) {
                // Its key holds in the popup, which another opens.
                keys.truncate(1);
                match take {
                    Some(take) => keys.insert(0, take.to_string()),
                    None => keys.clear(),
                }
            }
            let (command, label) = (Command::Action(binding.action), binding.help.to_owned());
            let new = !actions.contains(&binding.action);
            actions.push(binding.action);
            new.then(|| Item { command, label, keys: keys.join(" "), other_scope })
        };
        // What the hint line wants most comes first; moving about, which everybody can, last, and
        // what holds anywhere, such as to quit, never under the first Enter.
        let mut here: Vec<&Binding> = keymap.bindings(scopes).collect();
        // The ways to take something away need no popup here.
        let ways = keymap.bindings(&[Scope::Share]);
        let ways: Vec<_> = ways.filter(|way| here.iter().all(|b| b.action != way.action)).collect();
        here.extend(ways);
        here.sort_by_key(|b| (b.scope == Scope::Global, Reverse(b.priority)));
        let mut items: Vec<Item> =
            here.into_iter().filter_map(|binding| item(binding, None)).collect();
        items.extend(tabs.iter().enumerate().map(|(i, tab)| Item {
            command: Command::GoToTab(i),
            label: format!("Go to the tab {}.", tab.title()),
            keys: key_of_tab(i + 1).unwrap_or_default(),
            other_scope: None,
        }));
        for scope in Scope::ALL.iter().filter(|scope| !scopes.contains(scope)) {
            items.extend(keymap.bindings(&[*scope]).filter_map(|b| item(b, Some(*scope))));
        }
        let typed = self.line.text().to_lowercase();
        items.retain(|item| {
            let name = match item.command {
                Command::Action(action) => action.as_str(),
                Command::GoToTab(_) => "",
            };
            let text = format!("{} {} {name}", item.label, item.keys).to_lowercase();
            typed.split_whitespace().all(|word| text.contains(word))
        });
        items
    }
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyCode;

    use super::*;
    use crate::tui::keymap::Key;

    fn items(typed: &str, scopes: &[Scope]) -> Vec<Item> {
        Palette { line: LineEdit::new(typed) }.items(&Keymap::default(), scopes, &[])
    }

    #[test]
    fn every_action_is_listed_once_wherever_one_is() {
        for scope in Scope::ALL {
            let listed = items("", &[*scope, Scope::Global]);
            for action in Action::ALL {
                let count = listed.iter().filter(|item| item.command == Command::Action(*action)).count();
                assert_eq!(count, 1, "{action} from {scope}");
            }
        }
    }

    #[test]
    fn what_is_typed_filters_by_words_and_by_keys() {
        let label = |typed: &str| -> Vec<String> {
            items(typed, &[Scope::List]).into_iter().map(|item| item.label).collect()
        };
        assert!(label("open PASTE").iter().any(|label| label.starts_with("Open the paste box")));
        assert_eq!(label("ctrl-c"), ["Quit."]);
        assert_eq!(label("undo"), ["Take back the last change of the text, or the last paste."]);
        assert_eq!(label("zzzz"), [""; 0]);
    }

    #[test]
    fn what_the_popup_does_has_the_keys_that_lead_there() {
        let copy = |scope| items("copy the code", &[scope]).swap_remove(0).keys;
        let [list, detail, take] = [Scope::List, Scope::Entry, Scope::Share].map(copy);
        assert_eq!((list.as_str(), detail.as_str(), take.as_str()), ("Ctrl-T c", "y c", "c"));
        assert_eq!(copy(Scope::Help), "");
    }

    #[test]
    fn tabs_have_the_keys_that_go_to_them() {
        let mut keymap = Keymap::default();
        let keys_of_tabs = |keymap: &Keymap, scope| -> Vec<String> {
            let tab = Tab { catalog: None, total: 0, count: 0 };
            let items = Palette::default().items(keymap, &[scope], &[tab; 10]);
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
    fn what_can_be_done_here_comes_first() {
        let elsewhere: Vec<bool> =
            items("", &[Scope::List]).iter().map(|item| item.other_scope.is_some()).collect();
        assert!(elsewhere.is_sorted() && elsewhere.contains(&false) && elsewhere.contains(&true));
    }
}
