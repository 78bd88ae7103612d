//! How keys are spelled in the configuration: `ctrl-x`, `alt-enter`, `f1`, `?`. What the help shows
//! (`PgUp`, `↑`) is understood too.

use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::keymap::Key;

/// The names of keys that type nothing; the first of a key is the one that is written.
const NAMES: &[(&str, KeyCode)] = &[
    ("up", KeyCode::Up),
    ("↑", KeyCode::Up),
    ("down", KeyCode::Down),
    ("↓", KeyCode::Down),
    ("left", KeyCode::Left),
    ("←", KeyCode::Left),
    ("right", KeyCode::Right),
    ("→", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("page-up", KeyCode::PageUp),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("page-down", KeyCode::PageDown),
    ("pgdn", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("del", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("space", KeyCode::Char(' ')),
];

/// The modifiers, as they stand before a key.
const MODIFIERS: &[(&str, KeyModifiers)] =
    &[("ctrl", KeyModifiers::CONTROL), ("alt", KeyModifiers::ALT), ("shift", KeyModifiers::SHIFT)];

/// A text that is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no key, expected one such as `ctrl-x`, `alt-enter`, `f1`, `page-up` or `?`")]
pub struct Misspelt(String);

impl FromStr for Key {
    type Err = Misspelt;

    fn from_str(text: &str) -> Result<Self, Misspelt> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        // A hyphen at the end is the key of that name.
        while let Some((word, key)) = rest.split_once('-').filter(|(_, key)| !key.is_empty()) {
            let named = MODIFIERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
            let Some((_, modifier)) = named else { break };
            modifiers |= *modifier;
            rest = key;
        }
        let code = code(rest).ok_or_else(|| Misspelt(text.to_owned()))?;
        let code = match code {
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            // Terminals don't tell Ctrl-A from Ctrl-Shift-A.
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

fn code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && !c.is_control()
        && !NAMES.iter().any(|(known, _)| *known == name)
    {
        return Some(KeyCode::Char(c));
    }
    let function = name.strip_prefix(['f', 'F']).and_then(|number| number.parse().ok());
    if let Some(number @ 1..=24) = function {
        return Some(KeyCode::F(number));
    }
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
}

impl Key {
    /// The key as the configuration spells it.
    #[must_use]
    pub fn spelled(self) -> String {
        let mut spelled = String::new();
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(*modifier) {
                spelled.push_str(name);
                spelled.push('-');
            }
        }
        match (self.code, NAMES.iter().find(|(_, code)| *code == self.code)) {
            (KeyCode::BackTab, _) => spelled.push_str("shift-tab"),
            (_, Some((name, _))) => spelled.push_str(name),
            (KeyCode::Char(c), None) => spelled.push(c),
            (KeyCode::F(number), None) => spelled.extend([String::from("f"), number.to_string()]),
            (code, None) => spelled.push_str(&code.to_string().to_lowercase()),
        }
        spelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::BINDINGS;

    #[test]
    fn every_key_of_the_table_is_read_as_it_is_written_and_shown() {
        for &key in BINDINGS.iter().flat_map(|binding| binding.keys.iter()) {
            assert_eq!(key.spelled().parse(), Ok(key));
            assert_eq!(key.to_string().parse(), Ok(key));
        }
    }

    #[test]
    fn keys_are_understood_in_many_spellings() {
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
            assert_eq!(text.parse::<Key>(), Err(Misspelt(text.to_owned())), "{text}");
        }
    }
}
