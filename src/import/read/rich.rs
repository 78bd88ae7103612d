//! Values of data formats that have Markdown or HTML in them.

use std::sync::LazyLock;

use regex::Regex;

use super::markdown;
use super::markup::{Builder, Tree, blocks, cell};
use crate::import::document::{Block, Cell};
use crate::import::read::pattern;

static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)</?(code|b|i|a|p|br|em|strong|ul|ol|li|span|div|pre|tt|table)\b[^>]*>|`[^`]+`|\*\*[^*]+\*\*|\]\([^)\s]+\)|&(lt|gt|amp|quot|nbsp|#\d+);",
    )
});

/// The cell of a value; markup is removed if there is some.
pub fn cell(text: &str) -> Cell {
    let text = text.trim();
    if MARKUP.is_match(text) {
        return cell::read(&tree(text), &[Tree::ROOT]);
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    Cell { text: lines.join("\n"), ..Cell::default() }
}

/// Whether a text has tables or lists in Markdown or HTML.
pub fn is_document(text: &str) -> bool {
    static TABLE_OR_LIST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)<(table|dl|ul|ol)\b[^>]*>|(?m)^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$|^\s*[-*+] .*\n+\s*[-*+] ",
        )
    });
    TABLE_OR_LIST.is_match(text)
}

/// The blocks of a document within another, below a heading.
pub fn document(heading: &str, text: &str) -> impl Iterator<Item = Block> {
    let text_of_heading = Cell { text: heading.to_owned(), ..Cell::default() };
    let heading = Block::Heading { level: 1, text: text_of_heading };
    // Generators of source code escape quotes.
    std::iter::once(heading).chain(blocks(&text.replace("\\\"", "\"")))
}

/// The blocks of a description in Markdown.
pub fn blocks(text: &str) -> Vec<Block> {
    blocks::read(&tree(text)).blocks
}

fn tree(text: &str) -> Tree {
    let mut builder = Builder::new();
    markdown::read_into(text, &mut builder);
    builder.finish()
}
