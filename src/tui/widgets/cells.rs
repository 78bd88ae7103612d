//! The last steps of drawing, on the cells of the screen.

mod hyperlink;

pub use hyperlink::WebAddress;

use ratatui::prelude::Buffer;

use crate::text::PrintableFilter;

/// The symbols that the browser draws, and below each its replacement of the same width.
const SYMBOLS: [&str; 2] = ["─━│┬┌┐└┘▌▸›‹·…−→←↑↓’“”▁▂▃▄▅▆▇█", "-=|+++++>>><*~-><^v'\"\"_.-:=+*#"];

/// The most characters of a cell. The longest syllables that are drawn as one have fewer.
const MAX_CHARS: usize = 16;

/// Replaces the symbols that the browser draws by ASCII, for fonts without them. Other characters,
/// such as letters in a paste, are kept.
pub fn replace_symbols(buffer: &mut Buffer) {
    let [symbols, replacements] = SYMBOLS;
    for cell in &mut buffer.content {
        let mut pairs = symbols.chars().zip(replacements.chars());
        if let Some((_, ascii)) = pairs.find(|(symbol, _)| cell.symbol().chars().eq([*symbol])) {
            cell.set_char(ascii);
        }
    }
}

/// Removes what must not be printed from every cell: whatever a page or a library has written to it, a
/// cell has nothing that a terminal could interpret, and no more text than it can show.
pub fn sanitize(buffer: &mut Buffer) {
    // Over all cells, since the terminal draws a mark on the cell before it.
    let mut filter = PrintableFilter::default();
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if matches!(symbol.as_bytes(), [b' '..=b'~']) {
            filter = PrintableFilter::default();
            continue;
        }
        let kept: String = symbol.chars().filter(|&c| filter.allows(c)).take(MAX_CHARS).collect();
        match kept.as_str() {
            "" => drop(cell.set_char('�')),
            kept if kept == symbol => {}
            kept => drop(cell.set_symbol(kept)),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::prelude::Rect;

    use super::*;

    #[test]
    fn cells_show_only_what_can_be_printed() {
        let marks = "\u{301}".repeat(300_000);
        let syllables = "\u{1780}\u{17d2}".repeat(300_000);
        for (symbol, expected) in [
            ("a", "a"),
            ("日", "日"),
            ("e\u{301}", "e\u{301}"),
            ("\x1b", "�"),
            ("\u{202e}", "�"),
            ("\u{26a0}\u{fe0f}", "\u{26a0}"),
            (&format!("e{marks}"), &format!("e{}", &marks[..16])),
            (&syllables, &syllables[..16 * 3]),
        ] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 1, 1));
            buffer[(0, 0)].set_symbol(symbol);
            sanitize(&mut buffer);
            assert_eq!(buffer[(0, 0)].symbol(), expected);
        }
    }
}
