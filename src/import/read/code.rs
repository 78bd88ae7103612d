//! Constants, enums and maps of source code with their comments, in any language with braces, and in
//! Python and Ruby.
//!
//! No grammar of a language: tokens are grouped by brackets and split into items by commas, semicolons
//! and lines. Items of the form `NAME = value`, `name: value`, `NAME(args)` become rows.

mod constants;
mod indentation;
mod items;
mod lexer;
mod rows;
mod tables;

pub use items::{Item, Part};
pub use rows::{scalar, values};

use super::rich;
use crate::import::document::{Block, Document, TableKind};
use lexer::{Token, TokenKind};

/// Reads source code.
pub fn read(text: &str) -> Document {
    let mut tokens = lexer::tokenize(text);
    let documents = documents(&tokens);
    if indentation::is_used(text) {
        tokens = indentation::add_brackets(text, &tokens);
    }
    let mut items = items::parse(&tokens);
    constants::evaluate(&mut items);
    let tables = tables::read(&items);
    let blocks = tables.into_iter().map(Block::Table).chain(documents);
    Document { title: None, blocks: blocks.collect() }
}

/// The blocks of comments that are documents, with tables or lists.
fn documents(tokens: &[Token]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut comment = String::new();
    let mut end = 0;
    let comments = tokens.iter().filter(|token| token.kind == TokenKind::Comment);
    for token in comments {
        if token.line > end + 1 {
            add_document(&mut comment, &mut blocks);
        }
        comment.push_str(&token.text);
        comment.push('\n');
        end = token.end;
    }
    add_document(&mut comment, &mut blocks);
    blocks
}

fn add_document(comment: &mut String, blocks: &mut Vec<Block>) {
    let comment = std::mem::take(comment);
    if !rich::is_document(&comment) {
        return;
    }
    for mut block in rich::document("", &comment) {
        // Comments have lists of many things.
        if let Block::Table(table) = &mut block
            && table.kind == TableKind::Items
        {
            table.kind = TableKind::Secondary;
        }
        blocks.push(block);
    }
}

/// The items of source code.
pub fn parse(text: &str) -> Vec<Item> {
    let mut tokens = lexer::tokenize(text);
    if indentation::is_used(text) {
        tokens = indentation::add_brackets(text, &tokens);
    }
    items::parse(&tokens)
}
