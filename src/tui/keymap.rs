//! The binding table: which key does what, where. Dispatch, the hint line, the help popup and the
//! documented key list all read it, so none of them can be wrong about a key.

pub mod action;
pub mod export;
mod key;
pub mod parse;
mod table;

use std::borrow::Cow;

pub use key::Key;
pub use table::BINDINGS;

use crate::text::string_enum;
use crate::tui::keymap::action::Action;

string_enum! {
    /// Where a binding holds.
    Scope {
        /// Everywhere.
        Global = "global",
        /// The list with an empty search line.
        EmptySearch = "empty-search",
        /// The list and the search line.
        List = "list",
        /// An entry that is being read.
        Entry = "entry",
        /// The paste box.
        Paste = "paste",
        /// The help popup.
        Help = "help",
        /// The command palette.
        Palette = "palette",
        /// The popup with the ways to take something away.
        Share = "share",
        /// The question for a file.
        SavePrompt = "save-prompt",
    }
}

impl Scope {
    /// The heading of the scope's keys in the help popup.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Global => "Anywhere",
            Self::EmptySearch => "Before you type",
            Self::List => "Searching",
            Self::Entry => "Reading an entry",
            Self::Paste => "In the paste box",
            Self::Help => "In this help",
            Self::Palette => "In the commands",
            Self::Share => "Taking away",
            Self::SavePrompt => "Saving to a file",
        }
    }

    /// Whether keys that type a character belong to a text there, or somewhere that it is part of.
    #[must_use]
    pub const fn types_text(self) -> bool {
        matches!(self, Self::Global | Self::List | Self::Paste | Self::Palette | Self::SavePrompt)
    }

    /// What to say when something of the scope is asked for elsewhere.
    pub(crate) const fn only(self) -> &'static str {
        match self {
            Self::Global => "that can be done anywhere",
            Self::EmptySearch | Self::List => "that is for searching",
            Self::Entry => "that is for reading an entry",
            Self::Paste => "that is for the paste box",
            Self::Help => "that is for the list of keys",
            Self::Palette => "that is for the list of commands",
            Self::Share => "that is for taking away",
            Self::SavePrompt => "that is for the name of a file",
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The keys, the one to show in the hint line first.
    pub keys: Cow<'static, [Key]>,
    /// What they do.
    pub action: Action,
    /// What they do, in a word for the hint line.
    pub label: &'static str,
    /// What they do, in a sentence for the help popup.
    pub help: &'static str,
    /// How much the hint line wants it; 0 keeps it out, the lowest go first where room is short.
    pub priority: u8,
}

/// The bindings in force: the table, with what the user changed.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Cow<'static, [Binding]>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: Cow::Borrowed(BINDINGS) }
    }
}

impl Keymap {
    /// The bindings of these scopes, in the order of the scopes.
    pub fn bindings(&self, scopes: &[Scope]) -> impl Iterator<Item = &Binding> {
        scopes.iter().flat_map(|&scope| self.bindings.iter().filter(move |b| b.scope == scope))
    }

    /// The key to name for an action in these scopes; the nearest scope's speaks for it.
    pub(crate) fn key(&self, scopes: &[Scope], action: Action) -> Option<Key> {
        let mut bindings = self.bindings(scopes).filter(|binding| binding.action == action);
        bindings.find_map(|binding| binding.keys.first()).copied()
    }

    /// The same for a sentence.
    pub(crate) fn key_named(&self, scopes: &[Scope], action: Action) -> String {
        self.key(scopes, action).map_or_else(|| "no key".to_owned(), |key| key.to_string())
    }

    /// What `key` does in these scopes; the first scope that binds it decides.
    pub(crate) fn action(&self, scopes: &[Scope], key: Key) -> Option<Action> {
        let binding = self.bindings(scopes).find(|binding| binding.keys.contains(&key));
        binding.map(|binding| binding.action)
    }

    /// Binds other keys to an action of a scope, or none; says whether the scope has the action.
    pub fn rebind(&mut self, scope: Scope, action: Action, keys: Vec<Key>) -> bool {
        let bindings = self.bindings.to_mut().iter_mut();
        let mut rows = bindings.filter(|b| (b.scope, b.action) == (scope, action));
        rows.next().map(|binding| binding.keys = Cow::Owned(keys)).is_some()
    }

    /// Keys with two meanings where both are asked at once: the key, and the two rows.
    pub fn clashes(&self) -> impl Iterator<Item = (Key, &Binding, &Binding)> {
        let pairs = self.bindings.iter().enumerate().flat_map(|(i, a)| {
            self.bindings[i + 1..].iter().map(move |b| (a, b)) // `i` is inside
        });
        pairs.filter(|(a, b)| overlap(a.scope, b.scope)).flat_map(|(a, b)| {
            a.keys.iter().filter(|key| b.keys.contains(key)).map(move |&key| (key, a, b))
        })
    }
}

/// Whether a key that both scopes bind would be ambiguous, or would hide the other.
fn overlap(a: Scope, b: Scope) -> bool {
    a == b
        || a == Scope::Global
        || b == Scope::Global
        || matches!((a, b), (Scope::EmptySearch, Scope::List) | (Scope::List, Scope::EmptySearch))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let keymap = Keymap::default();
        let clash = keymap.clashes().next();
        assert!(clash.is_none(), "{clash:?}");
    }

    #[test]
    fn no_scope_has_an_action_twice() {
        let rows: HashSet<_> = BINDINGS.iter().map(|b| (b.scope, b.action)).collect();
        assert_eq!(rows.len(), BINDINGS.len());
    }

    #[test]
    fn a_changed_row_answers_to_its_new_keys() {
        let mut keymap = Keymap::default();
        assert!(keymap.rebind(Scope::Global, Action::Quit, vec![Key::ctrl('q')]));
        assert!(!keymap.rebind(Scope::Help, Action::Undo, vec![Key::char('u')]));
        assert_eq!(keymap.action(&[Scope::Global], Key::ctrl('q')), Some(Action::Quit));
        assert_eq!(keymap.action(&[Scope::Global], Key::ctrl('c')), None);
        assert!(keymap.rebind(Scope::List, Action::Clear, vec![Key::ctrl('q')]));
        let (key, ..) = keymap.clashes().next().unwrap();
        assert_eq!(key, Key::ctrl('q'));
    }

    #[test]
    fn every_action_is_bound_and_every_scope_used() {
        for action in Action::ALL {
            assert!(BINDINGS.iter().any(|b| b.action == *action), "{action} has no key");
        }
        for scope in Scope::ALL {
            assert!(BINDINGS.iter().any(|b| b.scope == *scope), "{scope} has no key");
        }
    }

    #[test]
    fn every_row_can_be_shown() {
        for binding in BINDINGS {
            assert!(!binding.keys.is_empty());
            assert!(binding.help.ends_with('.'), "{}", binding.help);
            assert_eq!(binding.priority == 0, binding.label.is_empty(), "{}", binding.help);
        }
    }

    #[test]
    fn no_key_that_text_needs_is_bound_where_text_is_typed() {
        for binding in BINDINGS.iter().filter(|b| b.scope.types_text()) {
            for key in binding.keys.iter() {
                assert_eq!(key.typed(), None, "{key} can't be typed");
            }
        }
    }

    #[test]
    fn keys_are_spelled_apart() {
        let keys: HashSet<Key> = BINDINGS.iter().flat_map(|b| b.keys.iter()).copied().collect();
        let spelled: HashSet<String> = keys.iter().map(Key::to_string).collect();
        assert_eq!(keys.len(), spelled.len());
        assert_eq!(Key::ctrl('c').to_string(), "Ctrl-C");
        assert_eq!(Key::alt(KeyCode::Enter).to_string(), "Alt-Enter");
        assert_eq!(Key::plain(KeyCode::BackTab).to_string(), "Shift-Tab");
    }

    #[test]
    fn shift_is_told_in_one_way() {
        let capital = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(capital), Key::char('G'));
        let back = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::from(back), Key::plain(KeyCode::BackTab));
        let arrow = KeyEvent::new(KeyCode::Up, KeyModifiers::SHIFT);
        assert_eq!(Key::from(arrow).to_string(), "Shift-↑");
    }
}
