//! Replaces the symbols that the browser draws by ASCII, for fonts without them. Other characters, such
//! as letters in a paste, are kept.

use ratatui::prelude::Buffer;

/// The symbols, and below each its replacement of the same width.
const SYMBOLS: [&str; 2] = ["─━│┬┌┐└┘▌▸›‹·…−→←↑↓’“”▁▂▃▄▅▆▇█", "-=|+++++>>><*~-><^v'\"\"_.-:=+*#"];

/// Replaces every symbol in the buffer.
pub fn replace_symbols(buffer: &mut Buffer) {
    let [symbols, replacements] = SYMBOLS;
    for cell in &mut buffer.content {
        let mut pairs = symbols.chars().zip(replacements.chars());
        if let Some((_, ascii)) = pairs.find(|(symbol, _)| cell.symbol().chars().eq([*symbol])) {
            cell.set_char(ascii);
        }
    }
}
