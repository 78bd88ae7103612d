//! The words of the built-in catalogs, as the build script writes them.

use super::tokens::Token;
use crate::catalog::{Catalog, Catalogs};

include!(concat!(env!("OUT_DIR"), "/tokens.rs"));

/// Every word in alphabetical order, with its stem.
pub fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut rest = WORDS;
    LENGTHS.iter().map(move |&(word_length, stem_length)| {
        let (word, others) = rest.split_at(word_length.into());
        let (stem, others) = others.split_at(stem_length.into());
        rest = others;
        (word, stem)
    })
}

/// The positions of the words in the order of their stems.
pub fn stem_order() -> &'static [u32] {
    STEM_ORDER
}

/// The tokens of the texts of a built-in catalog, entry by entry, each followed by [`Token::END`]. A
/// term is the position of a word.
pub fn tokens(catalog: &'static Catalog) -> Option<&'static [Token]> {
    let position = Catalogs::builtin().iter().position(|it| std::ptr::eq(it, catalog))?;
    Some(TOKENS[position])
}
