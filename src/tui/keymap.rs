//! Key bindings. Dispatch, the hint line, the help page, the palette, the configuration and the
//! documentation all read the same table, so they cannot disagree about a key.

mod action;
pub mod export;
mod key;

use std::fmt;
use std::sync::LazyLock;

use serde::Serialize;

pub use action::Action;
pub use key::{Key, ParseKeyError};

use crate::text::string_enum;

string_enum! {
    /// Where a binding applies.
    Scope {
        /// Everywhere.
        Global = "global",
        /// The list while the search line is empty.
        EmptySearch = "empty-search",
        /// The list and the search line.
        List = "list",
        /// An open entry.
        Entry = "entry",
        /// The line to find text in an open entry.
        Find = "find",
        /// The paste box, where the findings have the focus.
        Paste = "paste",
        /// The paste box while its text is edited.
        PasteText = "paste-text",
        /// The log page.
        Log = "log",
        /// The editor of a note or of a draft.
        TextEditor = "text-editor",
        /// The review of a documentation page.
        Review = "review",
        /// The form that saves a reviewed catalog.
        ReviewSave = "review-save",
        /// The help page.
        Help = "help",
        /// The search line of the help page.
        HelpSearch = "help-search",
        /// The command palette.
        Palette = "palette",
        /// The menu that copies and saves.
        Share = "share",
        /// The preview of the note with the response.
        SharePreview = "share-preview",
        /// The prompt for a file name.
        SavePrompt = "save-prompt",
    }
}

impl Scope {
    /// The heading of the scope's keys on the help page.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Global => "Anywhere",
            Self::EmptySearch => "Empty search",
            Self::List => "Search",
            Self::Entry => "Entry",
            Self::Find => "Find in an entry",
            Self::Paste => "Paste box",
            Self::PasteText => "Paste box, editing",
            Self::Log => "Log",
            Self::TextEditor => "Note or new entry",
            Self::Review => "Import review",
            Self::ReviewSave => "Import review, saving",
            Self::Help => "Help",
            Self::HelpSearch => "Help, searching",
            Self::Palette => "Command palette",
            Self::Share => "Copy and save",
            Self::SharePreview => "Note with the response",
            Self::SavePrompt => "Save to a file",
        }
    }

    /// Whether a text field may receive the characters typed in this scope.
    #[must_use]
    pub const fn accepts_text(self) -> bool {
        match self {
            Self::EmptySearch
            | Self::Entry
            | Self::Paste
            | Self::Log
            | Self::Review
            | Self::Help
            | Self::Share
            | Self::SharePreview => false,
            Self::Global
            | Self::List
            | Self::Find
            | Self::PasteText
            | Self::HelpSearch
            | Self::ReviewSave
            | Self::TextEditor
            | Self::Palette
            | Self::SavePrompt => true,
        }
    }
}

/// A row of the binding table. Hints are not part of its JSON.
#[derive(Debug, Clone, Serialize)]
pub struct Binding {
    /// Where it applies.
    pub scope: Scope,
    /// The action that the keys trigger.
    pub action: Action,
    /// The keys; the first one is shown in hints.
    pub keys: Vec<Key>,
    /// A description for the help page.
    pub help: &'static str,
    /// The command in the palette; empty if it is not listed there.
    #[serde(skip)]
    pub command: &'static str,
    /// Other words for the command.
    #[serde(skip)]
    pub synonyms: &'static str,
    /// A word for the hint line; empty if it is never shown there.
    #[serde(skip)]
    pub label: &'static str,
    /// Priority in the hint line, which drops the lowest first when space is short; 0 hides it.
    #[serde(skip)]
    pub priority: u8,
}

impl Binding {
    /// The name of the key to show, if there is one.
    pub(crate) fn key_name(&self) -> Option<String> {
        self.keys.first().map(Key::to_string)
    }

    /// The names of its keys on the screen; a row of digits is a range, such as `Alt-1…Alt-9`.
    pub(crate) fn key_names(&self, separator: &str) -> String {
        let rows = self.keys.chunk_by(|a, b| a.precedes(*b));
        let names: Vec<String> = rows
            .map(|row| match row {
                [first, _, .., last] => format!("{first}…{last}"),
                keys => keys.iter().map(Key::to_string).collect::<Vec<_>>().join(separator),
            })
            .collect();
        names.join(separator)
    }
}

const TABLE: &str = include_str!("../../assets/keys.txt");

/// Every default binding.
pub static BINDINGS: LazyLock<Vec<Binding>> =
    LazyLock::new(|| rows().filter_map(parse_row).collect());

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Parses a row; a test parses all of them.
fn parse_row(row: &'static str) -> Option<Binding> {
    let cells: Vec<&str> = row.split('|').map(str::trim_ascii).collect();
    let (&[scope, action, label, priority, keys, help], command) = cells.split_first_chunk()?;
    let &[command, synonyms] = (if command.is_empty() { &["", ""] } else { command }) else {
        return None;
    };
    let keys: Result<Vec<Key>, _> = keys.split_ascii_whitespace().map(str::parse).collect();
    Some(Binding {
        scope: scope.parse().ok()?,
        action: action.parse().ok()?,
        keys: keys.ok()?,
        help,
        command,
        synonyms,
        label,
        priority: if label.is_empty() { 0 } else { priority.parse().ok()? },
    })
}

/// The active bindings: the table with the user's changes.
#[derive(Clone, Default)]
pub struct Keymap {
    /// The whole table, once a binding is changed. Until then the default table is not even parsed,
    /// which only the browser and `errdex keys` need.
    changed: Option<Vec<Binding>>,
}

/// Shows the bindings, whether the table was changed or not.
impl fmt::Debug for Keymap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rows()).finish()
    }
}

impl Keymap {
    fn rows(&self) -> &[Binding] {
        self.changed.as_deref().unwrap_or(&BINDINGS)
    }

    /// The bindings of `scopes`, in the order of the scopes.
    pub fn bindings(&self, scopes: &[Scope]) -> impl Iterator<Item = &Binding> {
        scopes.iter().flat_map(|&scope| self.rows().iter().filter(move |b| b.scope == scope))
    }

    /// The key to show for an action. The first scope that binds it wins.
    pub(crate) fn key(&self, scopes: &[Scope], action: Action) -> Option<Key> {
        let mut bindings = self.bindings(scopes).filter(|binding| binding.action == action);
        bindings.find_map(|binding| binding.keys.first()).copied()
    }

    /// The name of that key, for messages.
    pub(crate) fn key_name(&self, scopes: &[Scope], action: Action) -> String {
        self.key(scopes, action).map_or_else(|| "no key".to_owned(), |key| key.to_string())
    }

    /// The action bound to `key`. The first scope that binds it wins.
    pub(crate) fn action(&self, scopes: &[Scope], key: Key) -> Option<Action> {
        let binding = self.bindings(scopes).find(|binding| binding.keys.contains(&key));
        binding.map(|binding| binding.action)
    }

    /// Replaces the keys of an action. Returns false if the scope does not have the action.
    pub fn rebind(&mut self, scope: Scope, action: Action, keys: Vec<Key>) -> bool {
        let bindings = self.changed.get_or_insert_with(|| BINDINGS.clone()).iter_mut();
        let mut rows = bindings.filter(|b| (b.scope, b.action) == (scope, action));
        rows.next().map(|binding| binding.keys = keys).is_some()
    }

    /// Keys that are bound twice in scopes that are active together.
    pub fn clashes(&self) -> impl Iterator<Item = (Key, &Binding, &Binding)> {
        let rows = self.rows().iter().enumerate();
        let pairs = rows.flat_map(|(i, a)| self.rows()[i + 1..].iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| overlap(a.scope, b.scope)).flat_map(|(a, b)| {
            a.keys.iter().filter(|key| b.keys.contains(key)).map(move |&key| (key, a, b))
        })
    }
}

/// Whether two scopes can be active together, so that one would hide a key of the other.
fn overlap(a: Scope, b: Scope) -> bool {
    use Scope::{EmptySearch, Global, List};
    a == b
        || matches!((a, b), (Global, _) | (_, Global) | (EmptySearch, List) | (List, EmptySearch))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    #[test]
    fn every_row_is_valid() {
        for row in rows() {
            assert!(parse_row(row).is_some(), "{row}");
        }
    }

    #[test]
    fn no_key_is_bound_twice() {
        let keymap = Keymap::default();
        let clash = keymap.clashes().next();
        assert!(clash.is_none(), "{clash:?}");
    }

    #[test]
    fn actions_are_unique_per_scope() {
        let rows: HashSet<_> = BINDINGS.iter().map(|b| (b.scope, b.action)).collect();
        assert_eq!(rows.len(), BINDINGS.len());
    }

    #[test]
    fn rebinding_replaces_the_keys() {
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
    fn every_action_and_scope_is_bound() {
        for action in Action::ALL {
            assert!(BINDINGS.iter().any(|b| b.action == *action), "{action} has no key");
        }
        for scope in Scope::ALL {
            assert!(BINDINGS.iter().any(|b| b.scope == *scope), "{scope} has no key");
        }
    }

    #[test]
    fn every_binding_has_keys_and_help() {
        for binding in BINDINGS.iter() {
            assert!(!binding.keys.is_empty());
            assert!(!binding.help.is_empty() && !binding.help.ends_with('.'), "{}", binding.help);
            assert_eq!(binding.priority == 0, binding.label.is_empty(), "{}", binding.help);
        }
    }

    #[test]
    fn commands_are_short_and_without_a_full_stop() {
        for binding in BINDINGS.iter() {
            assert!(binding.command.len() <= 25, "{}", binding.command);
            assert!(!binding.command.ends_with('.'), "{}", binding.command);
            assert!(binding.synonyms.is_empty() || !binding.command.is_empty(), "{}", binding.help);
        }
    }

    #[test]
    fn a_row_of_digits_is_a_range() {
        let names = |keys: &str| {
            let keys = keys.split(' ').map(|key| key.parse().unwrap()).collect();
            Binding { keys, ..BINDINGS[0].clone() }.key_names(" ")
        };
        assert_eq!(names("alt-1 alt-2 alt-3 alt-9 x"), "Alt-1…Alt-3 Alt-9 x");
        assert_eq!(names("1 2 alt-3"), "1 2 Alt-3");
        assert_eq!(names("a b c"), "a b c");
    }

    #[test]
    fn no_printable_key_is_bound_where_text_is_typed() {
        for binding in BINDINGS.iter().filter(|b| b.scope.accepts_text()) {
            for key in &binding.keys {
                assert_eq!(key.typed(), None, "{key} can't be typed");
            }
        }
    }

    #[test]
    fn key_names_are_unique() {
        let keys: HashSet<Key> = BINDINGS.iter().flat_map(|b| b.keys.iter()).copied().collect();
        let names: HashSet<String> = keys.iter().map(Key::to_string).collect();
        assert_eq!(keys.len(), names.len());
        assert_eq!(Key::ctrl('c').to_string(), "Ctrl-C");
        assert_eq!(Key::alt(KeyCode::Enter).to_string(), "Alt-Enter");
        assert_eq!(Key::plain(KeyCode::BackTab).to_string(), "Shift-Tab");
    }

    #[test]
    fn shift_is_normalised() {
        let capital = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(capital), Key::char('G'));
        let back = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::from(back), Key::plain(KeyCode::BackTab));
        let arrow = KeyEvent::new(KeyCode::Up, KeyModifiers::SHIFT);
        assert_eq!(Key::from(arrow).to_string(), "Shift-↑");
    }
}
