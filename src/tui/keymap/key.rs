//! A normalised key, since terminals disagree about Shift and some keys send the same byte, and its
//! names. The screen shows `Ctrl-X`, `PgUp` and `↑`; the configuration has `ctrl-x`, `page-up` and `up`,
//! and accepts the names on the screen too.

use std::fmt;
use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde::{Serialize, Serializer};

/// Special keys, with the name on the screen, the one in the configuration, and others accepted there.
const NAMES: &[(KeyCode, &[&str])] = &[
    (KeyCode::Up, &["↑", "up"]),
    (KeyCode::Down, &["↓", "down"]),
    (KeyCode::Left, &["←", "left"]),
    (KeyCode::Right, &["→", "right"]),
    (KeyCode::Home, &["Home", "home"]),
    (KeyCode::End, &["End", "end"]),
    (KeyCode::PageUp, &["PgUp", "page-up", "pageup"]),
    (KeyCode::PageDown, &["PgDn", "page-down", "pagedown"]),
    (KeyCode::Enter, &["Enter", "enter", "return"]),
    (KeyCode::Esc, &["Esc", "esc", "escape"]),
    (KeyCode::Tab, &["Tab", "tab"]),
    (KeyCode::BackTab, &["Shift-Tab", "shift-tab", "backtab"]),
    (KeyCode::Backspace, &["Backspace", "backspace"]),
    (KeyCode::Delete, &["Del", "delete"]),
    (KeyCode::Insert, &["Insert", "insert"]),
    (KeyCode::Char(' '), &["Space", "space"]),
];

/// The modifiers, with their names on the screen; those in the configuration are in lower case.
const MODIFIERS: &[(KeyModifiers, &str)] = &[
    (KeyModifiers::CONTROL, "Ctrl-"),
    (KeyModifiers::ALT, "Alt-"),
    (KeyModifiers::SHIFT, "Shift-"),
];

/// A key with its modifiers, normalised across terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Control and Alt, and Shift unless the key code implies it.
    pub modifiers: KeyModifiers,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::NONE }
    }

    /// A character without modifiers.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with Control.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
    }

    /// A key with Alt.
    #[must_use]
    pub const fn alt(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::ALT }
    }

    /// The number on a digit or function key, ignoring modifiers.
    #[must_use]
    pub fn number(self) -> Option<usize> {
        match self.code {
            KeyCode::Char(c) => c.to_digit(10).map(|digit| digit as usize),
            KeyCode::F(number) => Some(number.into()),
            _ => None,
        }
    }

    /// Whether the next digit with the same modifiers is `next`.
    pub(super) fn precedes(self, next: Self) -> bool {
        let digit = |key: Self| match key.code {
            KeyCode::Char(c) => c.to_digit(10),
            _ => None,
        };
        self.modifiers == next.modifiers
            && digit(self).is_some_and(|digit_before| digit(next) == Some(digit_before + 1))
    }

    /// The character that the key types, if any.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// The key in configuration syntax.
    #[must_use]
    pub fn config_name(self) -> String {
        let name = match (self.code, self.names()) {
            (_, [_, name, ..]) => (*name).to_owned(),
            (KeyCode::F(number), _) => format!("f{number}"),
            (code, _) => code.to_string(),
        };
        self.modifier_names().to_lowercase() + &name
    }

    /// The names of a special key, as in [`NAMES`].
    fn names(self) -> &'static [&'static str] {
        NAMES.iter().find(|(code, _)| *code == self.code).map_or(&[], |(_, names)| names)
    }

    fn modifier_names(self) -> String {
        let held = MODIFIERS.iter().filter(|(modifier, _)| self.modifiers.contains(*modifier));
        held.map(|(_, name)| *name).collect()
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers = event.modifiers;
        // Some terminals report Shift with a capital letter or BackTab, others don't.
        if matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab) {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        // Ctrl-7 and Ctrl-_ send the same byte.
        if (event.code, modifiers) == (KeyCode::Char('7'), KeyModifiers::CONTROL) {
            return Self::ctrl('_');
        }
        Self { code: event.code, modifiers }
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.config_name())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.modifier_names())?;
        match (self.code, self.names()) {
            (_, [name, ..]) => f.write_str(name),
            (KeyCode::Char(c), _) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", c.to_ascii_uppercase())
            }
            (code, _) => write!(f, "{code}"),
        }
    }
}

/// A key name that could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown key `{0}`; examples: `ctrl-x`, `alt-enter`, `f1`, `page-up`, `?`")]
pub struct ParseKeyError(String);

impl FromStr for Key {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Self, ParseKeyError> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        // A trailing hyphen is the hyphen key.
        while let Some(hyphen) = rest.find('-').filter(|hyphen| hyphen + 1 < rest.len()) {
            let (word, key) = rest.split_at(hyphen + 1);
            let named = MODIFIERS.iter().find(|(_, name)| name.eq_ignore_ascii_case(word));
            let Some((modifier, _)) = named else { break };
            modifiers |= *modifier;
            rest = key;
        }
        let code = parse_code(rest).ok_or_else(|| ParseKeyError(text.to_owned()))?;
        let code = match code {
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            // Terminals send the same byte for Ctrl-A and Ctrl-Shift-A.
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::SHIFT) => {
                KeyCode::Char(c.to_ascii_uppercase())
            }
            code => code,
        };
        Ok(Self::from(KeyEvent::new(code, modifiers)))
    }
}

fn parse_code(name: &str) -> Option<KeyCode> {
    let is_name = |known: &&str| known.eq_ignore_ascii_case(name);
    if let Some((code, _)) = NAMES.iter().find(|(_, names)| names.iter().any(is_name)) {
        return Some(*code);
    }
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control()).then_some(KeyCode::Char(c));
    }
    let number = name.strip_prefix(['f', 'F'])?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::BINDINGS;

    #[test]
    fn default_keys_round_trip() {
        for &key in BINDINGS.iter().flat_map(|binding| binding.keys.iter()) {
            assert_eq!(key.config_name().parse(), Ok(key));
            assert_eq!(key.to_string().parse(), Ok(key));
        }
    }

    #[test]
    fn key_names_have_aliases() {
        let table = [
            ("Ctrl-X", Key::ctrl('x')),
            ("ctrl--", Key::ctrl('-')),
            ("-", Key::char('-')),
            ("alt-shift-g", Key { code: KeyCode::Char('G'), modifiers: KeyModifiers::ALT }),
            ("G", Key::char('G')),
            ("F12", Key::plain(KeyCode::F(12))),
            ("f", Key::char('f')),
            ("shift-tab", Key::plain(KeyCode::BackTab)),
            ("PgUp", Key::plain(KeyCode::PageUp)),
            ("Space", Key::char(' ')),
            ("é", Key::char('é')),
        ];
        for (text, key) in table {
            assert_eq!(text.parse(), Ok(key), "{text}");
        }
        for text in ["", "ctrl-", "ctrl", "hyper-x", "f25", "f0", "xx", "\u{1b}"] {
            assert_eq!(text.parse::<Key>(), Err(ParseKeyError(text.to_owned())), "{text}");
        }
    }
}
