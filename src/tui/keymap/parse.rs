//! Key names in the configuration: `ctrl-x`, `alt-enter`, `f1`, `?`. The names shown in the help
//! (`PgUp`, `↑`) are accepted too.

use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::keymap::Key;

/// Names of special keys; the first name of a key is its canonical one.
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

/// The modifiers, in canonical order.
const MODIFIERS: &[(&str, KeyModifiers)] =
    &[("ctrl", KeyModifiers::CONTROL), ("alt", KeyModifiers::ALT), ("shift", KeyModifiers::SHIFT)];

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
        while let Some((word, key)) = rest.split_once('-').filter(|(_, key)| !key.is_empty()) {
            let named = MODIFIERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
            let Some((_, modifier)) = named else { break };
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
    /// The key in configuration syntax.
    #[must_use]
    pub fn config_name(self) -> String {
        let mut text = String::new();
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(*modifier) {
                text.push_str(name);
                text.push('-');
            }
        }
        match (self.code, NAMES.iter().find(|(_, code)| *code == self.code)) {
            (KeyCode::BackTab, _) => text.push_str("shift-tab"),
            (_, Some((name, _))) => text.push_str(name),
            (KeyCode::Char(c), None) => text.push(c),
            (KeyCode::F(number), None) => text.extend([String::from("f"), number.to_string()]),
            (code, None) => text.push_str(&code.to_string().to_lowercase()),
        }
        text
    }
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
