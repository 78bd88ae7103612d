//! Text that is safe to show: nothing in it can move the cursor, change the terminal or reorder the
//! text around it. All text of catalogs and responses passes through here before it is shown.

use std::borrow::Cow;

/// Replaces control characters (anything that a terminal would interpret): white space such as line
/// ends by a space, C0 controls by their symbols (`␛`), and C1 controls, bidirectional overrides and
/// invisible characters by `�`.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    // Most text is ASCII, which is checked faster by bytes.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.contains(is_unprintable) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(visible_char).collect())
    }
}

/// The character to show for `c`: itself, unless it is unprintable.
pub(crate) fn visible_char(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        // The block Control Pictures has the order of the C0 controls.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('�'),
        '\x7f' => '␡',
        _ if is_unprintable(c) => '�',
        _ => c,
    }
}

/// Whether a terminal may interpret the character, or show nothing for it.
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}'                    // soft hyphen
            | '\u{61c}'                 // Arabic letter mark
            | '\u{180e}'                // Mongolian vowel separator
            | '\u{200b}'..='\u{200f}'   // zero width, direction marks
            | '\u{2028}'..='\u{202e}'   // line and paragraph ends, direction overrides
            | '\u{2060}'..='\u{206f}'   // joiners, direction isolates
            | '\u{feff}'                // byte order mark
            | '\u{fff9}'..='\u{fffb}'   // interlinear annotation
            | '\u{e0000}'..='\u{e007f}' // tags
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_left_alone() {
        let text = "naïve “Straße” 日本語 😀 [x] <y>";
        assert!(matches!(printable(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn controls_become_visible() {
        assert_eq!(printable("a\x1b[31mb\x07"), "a␛[31mb␇");
        assert_eq!(printable("a\tb\r\nc"), "a b  c");
        assert_eq!(printable("a\u{9b}31m\u{7f}"), "a�31m␡");
        assert_eq!(printable("\u{202e}abc\u{2066}\u{200b}"), "�abc��");
    }

    #[test]
    fn every_character_is_printable_afterwards() {
        let all: String = ('\0'..=char::MAX).collect();
        assert!(!printable(&all).contains(is_unprintable));
    }
}
