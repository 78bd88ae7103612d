//! Replaces the symbols that the browser draws by ASCII, for fonts without them. Other characters, such
//! as letters in a paste, are kept.

use ratatui::buffer::Buffer;

/// Each symbol with its ASCII replacement of the same width.
const SYMBOLS: &[(&str, &str)] = &[
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

/// Replaces every symbol in the buffer.
pub fn replace_symbols(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some((_, ascii)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == cell.symbol()) {
            cell.set_symbol(ascii);
        }
    }
}
