//! Constants, enums and maps of source code with their comments, in any language with braces, and in
//! Python and Ruby.
//!
//! No grammar of a language: tokens are grouped by brackets and split into items by commas, semicolons
//! and lines. Items of the form `NAME = value`, `name: value`, `NAME(args)` become rows.

mod items;
mod lexer;
mod rows;

use crate::import::document::{Block, Document};

/// Reads source code.
pub fn read(text: &str) -> Document {
    let tokens = lexer::tokenize(text);
    let items = items::parse(&tokens);
    let tables = rows::tables(&items);
    Document { title: None, blocks: tables.into_iter().map(Block::Table).collect() }
}
