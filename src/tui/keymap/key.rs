//! A normalised key. Terminals disagree about Shift, and some keys send the same byte.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

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

    /// The character that the key types, if any.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
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

impl From<Key> for KeyEvent {
    fn from(key: Key) -> Self {
        Self::new(key.code, key.modifiers)
    }
}
