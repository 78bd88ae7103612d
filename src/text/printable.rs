//! Text that is safe to show: nothing in it can move the cursor, change the terminal, reorder the
//! text around it, or be there without being seen. All text of catalogs and responses passes through
//! here before it is shown.
//!
//! Which characters these are is decided by their properties in the Unicode data (see
//! [`is_unprintable`]), with no exception for what text may need: variation selectors after an emoji
//! and joiners in Arabic or Indic words are shown as `�` like any other invisible character, since
//! they can also hide text. JSON and TOML are written with escapes instead, so nothing is lost there.

mod tables;

use std::borrow::Cow;

/// The most marks on one character. More than any script needs; without a limit, the text of one cell
/// of the screen could take megabytes.
const MAX_MARKS: u8 = 8;

/// Replaces what must not be printed: white space such as line ends by a space, C0 controls by their
/// symbols (`␛`), and other unprintable characters, and marks that follow too many others, by `�`.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let mut filter = PrintableFilter::default();
    // Most text is ASCII, which is checked faster by bytes.
    if is_printable_ascii(text.as_bytes()) || text.chars().all(|c| filter.allows(c)) {
        Cow::Borrowed(text)
    } else {
        let mut filter = PrintableFilter::default();
        Cow::Owned(text.chars().map(|c| filter.visible_char(c)).collect())
    }
}

/// The same for each line of a text.
#[must_use]
pub fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// Whether all of the text is ASCII that can be printed.
pub(crate) fn is_printable_ascii(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Decides for each character of a text whether it can be printed as it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PrintableFilter {
    /// How many marks there are since the last other character.
    marks: u8,
}

impl PrintableFilter {
    /// Whether the next character can be printed.
    pub(crate) fn allows(&mut self, c: char) -> bool {
        self.marks = if is_mark(c) { self.marks.saturating_add(1) } else { 0 };
        self.marks <= MAX_MARKS && !is_unprintable(c)
    }

    /// The character to show for the next one.
    pub(crate) fn visible_char(&mut self, c: char) -> char {
        match visible_char(c) {
            _ if self.allows(c) => c,
            // One mark too many.
            same if same == c => '�',
            visible => visible,
        }
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

/// Whether a terminal may interpret the character, or show nothing for it: the character is a
/// control, format, private-use or unassigned character, a line or paragraph separator, or is ignored
/// by default where it is not supported.
pub(crate) fn is_unprintable(c: char) -> bool {
    !matches!(c, ' '..='~') && is_in(&tables::UNPRINTABLE, c)
}

/// Whether the character takes no space and is drawn on the one before it.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && is_in(&tables::MARKS, c)
}

/// Whether the character is in one of the ranges, of which each is a start and an end.
fn is_in(ranges: &[u32], c: char) -> bool {
    ranges.partition_point(|&edge| edge <= u32::from(c)) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_left_alone() {
        let text = "naïve “Straße” 日本語のとても長い文 😀 e\u{301} नमस्ते 한국어 [x] <y>";
        assert!(matches!(printable(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn controls_become_visible() {
        assert_eq!(printable("a\x1b[31mb\x07"), "a␛[31mb␇");
        assert_eq!(printable("a\tb\r\nc"), "a b  c");
        assert_eq!(printable("a\u{9b}31m\u{7f}"), "a�31m␡");
        assert_eq!(printable("\u{202e}abc\u{2066}\u{200b}"), "�abc��");
        assert_eq!(printable("\u{26a0}\u{fe0f} \u{e000}\u{378}\u{115f}"), "\u{26a0}� ���");
        assert_eq!(printable_lines("a\x07\r\nb\tc\n"), "a␇\nb c");
    }

    #[test]
    fn single_characters_become_visible() {
        let shown: String =
            "a日\u{301}\x1b\u{202e}\u{fe0f}\u{2028}".chars().map(visible_char).collect();
        assert_eq!(shown, "a日\u{301}␛�� ");
    }

    #[test]
    fn marks_are_limited() {
        let marks = |count| format!("e{}x", "\u{301}".repeat(count));
        assert!(matches!(printable(&marks(8)), Cow::Borrowed(_)));
        assert_eq!(printable(&marks(9)), format!("e{}�x", "\u{301}".repeat(8)));
        let many = printable(&marks(300)).into_owned();
        assert!(!many.contains(&"\u{301}".repeat(9)));
        assert_eq!(printable(&many), many);
    }

    #[test]
    fn every_character_is_printable_afterwards() {
        let all: String = ('\0'..=char::MAX).collect();
        assert!(!printable(&all).contains(is_unprintable));
    }
}
