//! The words of the built-in catalogs, as the build script writes them.

use super::tokens::Token;
use crate::catalog::{Catalog, Catalogs};

include!(concat!(env!("OUT_DIR"), "/tokens.rs"));

/// Every word in alphabetical order, with its stem.
pub fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.lines().filter_map(|line| line.split_once(' '))
}

/// The tokens of each text of a built-in catalog, entry by entry. A term is the position of a word.
pub fn tokenized(catalog: &'static Catalog) -> Option<impl Iterator<Item = &'static [Token]>> {
    let position = Catalogs::builtin().iter().position(|it| std::ptr::eq(it, catalog))?;
    Some(TOKENS[position].split(|&token| token == Token::END))
}
