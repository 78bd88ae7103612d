//! Constants, enums and maps of source code with their comments, in any language with braces, and in
//! Python and Ruby.
//!
//! No grammar of a language: tokens are grouped by brackets and split into items by commas, semicolons
//! and lines. Items of the form `NAME = value`, `name: value`, `NAME(args)` become rows.

mod indentation;
mod items;
mod lexer;
mod rows;
mod tables;

pub use items::{Item, Part};
pub use rows::{scalar, values};

use crate::import::document::{Block, Document};

/// Reads source code.
pub fn read(text: &str) -> Document {
    let tables = tables::read(&parse(text));
    Document { title: None, blocks: tables.into_iter().map(Block::Table).collect() }
}

/// The items of source code.
pub fn parse(text: &str) -> Vec<Item> {
    let mut tokens = lexer::tokenize(text);
    if indentation::is_used(text) {
        tokens = indentation::add_brackets(text, &tokens);
    }
    items::parse(&tokens)
}
