//! Links that the terminal opens (OSC 8).
//!
//! A cell is written to the terminal as it is. The first cell of a link has the escape sequences with
//! the text of the whole link between them, and the cells that this text covers are skipped.

use std::fmt::{self, Display, Write as _};
use std::num::NonZeroU16;

use ratatui::buffer::CellDiffOption;
use ratatui::prelude::{Buffer, Rect};
use unicode_width::UnicodeWidthStr;

/// The longest address. VTE-based terminals ignore longer ones.
const MAX_LENGTH: usize = 2083;

/// The address of a web page, in printable ASCII so that it cannot end the escape sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(String);

impl WebAddress {
    /// The address, with other characters percent-encoded. `None` if it is too long, or not that of a
    /// web page.
    pub fn new(address: &str) -> Option<Self> {
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        if !is_web || address.len() > MAX_LENGTH {
            return None;
        }
        let mut encoded = String::new();
        for byte in address.bytes() {
            if byte.is_ascii_graphic() {
                encoded.push(char::from(byte));
            } else {
                // Writing to a string never fails.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
        (encoded.len() <= MAX_LENGTH).then_some(Self(encoded))
    }

    /// Makes the text in a row a link. The cells must have been sanitized.
    pub fn link(&self, row: Rect, buffer: &mut Buffer) {
        let is_text = |x: &u16| !buffer[(*x, row.y)].symbol().trim().is_empty();
        let mut columns = row.left()..row.right();
        let (Some(first), last) = (columns.find(is_text), columns.rfind(is_text)) else { return };
        let last = last.unwrap_or(first);
        let mut x = first;
        while x <= last {
            // One cell has one style, so the link is made of runs of the same style.
            let (start, style) = (x, buffer[(x, row.y)].style());
            let mut text = String::new();
            while x <= last && buffer[(x, row.y)].style() == style {
                let symbol = buffer[(x, row.y)].symbol();
                text.push_str(symbol);
                x += if symbol.width() > 1 { 2 } else { 1 };
            }
            for covered in start..x.min(row.right()) {
                buffer[(covered, row.y)].set_diff_option(CellDiffOption::Skip);
            }
            let cell = &mut buffer[(start, row.y)];
            cell.set_symbol(&Hyperlink { address: self, text: &text }.to_string());
            if let Some(width) = NonZeroU16::new(x - start) {
                cell.set_diff_option(CellDiffOption::ForcedWidth(width));
            }
        }
    }
}

/// The sequences for a text with a link. Links with the same id and address are one link, such as the
/// rows of an address that is wrapped.
struct Hyperlink<'a> {
    address: &'a WebAddress,
    text: &'a str,
}

impl Display for Hyperlink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address: WebAddress(address), text } = self;
        write!(f, "\x1b]8;id=errdex;{address}\x1b\\{text}\x1b]8;;\x1b\\")
    }
}

#[cfg(test)]
mod tests {
    use ratatui::prelude::{Color, Style};

    use super::*;

    /// What is written for the difference between two screens, with the column of each cell.
    fn written(before: &Buffer, after: &Buffer) -> Vec<(u16, String)> {
        let cells = before.diff(after).into_iter();
        cells.map(|(x, _, cell)| (x, cell.symbol().to_owned())).collect()
    }

    fn linked(text: &str) -> Buffer {
        let mut buffer = Buffer::with_lines([text]);
        let row = buffer.area;
        WebAddress::new("https://x.io/a").unwrap().link(row, &mut buffer);
        buffer
    }

    fn sequence(text: &str) -> String {
        format!("\x1b]8;id=errdex;https://x.io/a\x1b\\{text}\x1b]8;;\x1b\\")
    }

    #[test]
    fn addresses_have_only_printable_ascii() {
        for (address, expected) in [
            ("https://x.io/a?b=c;d#e", Some("https://x.io/a?b=c;d#e")),
            ("http://x.io/a b", Some("http://x.io/a%20b")),
            ("https://x.io/\x1b\\\x07\u{9c}é", Some("https://x.io/%1B\\%07%C2%9C%C3%A9")),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("\x1b]0;title\x07https://x.io", None),
            ("", None),
        ] {
            let encoded = WebAddress::new(address).map(|it| it.0);
            assert_eq!(encoded.as_deref(), expected, "{address:?}");
        }
        let long = |end: &str, count| format!("https://x.io/{}", end.repeat(count));
        assert!(WebAddress::new(&long("a", MAX_LENGTH - 13)).is_some());
        assert_eq!(WebAddress::new(&long("a", MAX_LENGTH)), None);
        assert_eq!(WebAddress::new(&long("\x1b", MAX_LENGTH / 2)), None);
    }

    #[test]
    fn a_row_is_written_as_one_link() {
        let blank = Buffer::empty(Rect::new(0, 0, 12, 1));
        assert_eq!(written(&blank, &linked("  x.io/a b  ")), [(2, sequence("x.io/a b"))]);
        assert_eq!(written(&linked("  x.io/a b  "), &linked("  x.io/a b  ")), []);
        // Nothing is left of a link, even where the next text has the same characters.
        let plain = Buffer::with_lines(["  x.io/a b  "]);
        let cells = "x.io/a b".chars().zip(2..).map(|(c, x)| (x, c.to_string()));
        assert_eq!(written(&linked("  x.io/a b  "), &plain), cells.collect::<Vec<_>>());
        assert_eq!(written(&blank, &linked("            ")), []);
    }

    #[test]
    fn a_row_of_several_styles_is_several_links() {
        let mut buffer = Buffer::with_lines(["日本/aa"]);
        let row = buffer.area;
        buffer.set_style(Rect { x: 5, width: 1, ..row }, Style::new().fg(Color::Red));
        WebAddress::new("https://x.io/a").unwrap().link(row, &mut buffer);
        let blank = Buffer::empty(row);
        let expected = [(0, sequence("日本/")), (5, sequence("a")), (6, sequence("a"))];
        assert_eq!(written(&blank, &buffer), expected);
    }
}
