//! ASCII for the signs that the browser draws, for fonts that have no more. What is pasted keeps
//! its letters: those that are not signs of ours stay as they are.

use ratatui::buffer::Buffer;

/// The signs, and what stands in for each, of the same width.
const SIGNS: &[(&str, &str)] = &[
    ("─", "-"),
    ("━", "="),
    ("│", "|"),
    ("┬", "+"),
    ("┌", "+"),
    ("┐", "+"),
    ("└", "+"),
    ("┘", "+"),
    ("▌", ">"),
    ("▸", ">"),
    ("›", ">"),
    ("‹", "<"),
    ("·", "*"),
    ("…", "~"),
    ("−", "-"),
    ("→", ">"),
    ("←", "<"),
    ("↑", "^"),
    ("↓", "v"),
    ("“", "\""),
    ("”", "\""),
    ("’", "'"),
];

/// Replaces every sign of the buffer.
pub fn reduce(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some((_, ascii)) = SIGNS.iter().find(|(sign, _)| *sign == cell.symbol()) {
            cell.set_symbol(ascii);
        }
    }
}
