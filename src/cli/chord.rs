//! A character key with modifiers, for configurations of other programs. Unlike the keys of the
//! browser, it distinguishes `ctrl-shift-i` from `ctrl-i`, as terminal emulators do.

use std::str::FromStr;

/// A letter or digit with the modifiers held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    pub alt: bool,
    pub ctrl: bool,
    pub shift: bool,
    /// A lower-case letter or a digit.
    pub key: char,
}

/// A key that could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a letter or digit with modifiers, such as `alt-e` or `ctrl-shift-e`")]
pub struct ParseChordError;

impl FromStr for Chord {
    type Err = ParseChordError;

    fn from_str(text: &str) -> Result<Self, ParseChordError> {
        let text = text.to_ascii_lowercase();
        let mut parts = text.rsplit('-');
        let mut chars = parts.next().unwrap_or_default().chars();
        let (Some(key), None) = (chars.next(), chars.next()) else { return Err(ParseChordError) };
        let mut chord = Self { alt: false, ctrl: false, shift: false, key };
        for modifier in parts {
            match modifier {
                "alt" => chord.alt = true,
                "ctrl" => chord.ctrl = true,
                "shift" => chord.shift = true,
                _ => return Err(ParseChordError),
            }
        }
        key.is_ascii_alphanumeric().then_some(chord).ok_or(ParseChordError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_precede_a_letter_or_digit() {
        let chord = |text: &str| text.parse::<Chord>();
        let (alt, ctrl, shift) = (true, true, true);
        assert_eq!(chord("e"), Ok(Chord { alt: false, ctrl: false, shift: false, key: 'e' }));
        assert_eq!(chord("Alt-E"), Ok(Chord { alt, ctrl: false, shift: false, key: 'e' }));
        assert_eq!(chord("ctrl-shift-alt-1"), Ok(Chord { alt, ctrl, shift, key: '1' }));
        for text in ["", "-", "alt-", "alt-é", "alt-'", "super-e", "alte", "alt--e", "f5"] {
            assert_eq!(chord(text), Err(ParseChordError), "{text}");
        }
    }
}
