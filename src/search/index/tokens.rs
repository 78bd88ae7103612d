//! Tokens: the words of a text as numbers.

use super::field::Text;
use crate::search::text::tokenize::{fold_into, is_single_part, parts, words};

/// A word of a text, and how many words of the text it covers: several for `NameAlreadyUsed` as a
/// whole. Packed, since there are so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token(u32);

impl Token {
    pub const WORD_BITS: u32 = 4;
    pub const MAX_WORDS: u32 = (1 << Self::WORD_BITS) - 1;

    pub fn new(term: u32, words: u32) -> Self {
        Self(term << Self::WORD_BITS | words.min(Self::MAX_WORDS))
    }

    pub fn term(self) -> u32 {
        self.0 >> Self::WORD_BITS
    }

    pub fn words(self) -> u32 {
        self.0 & Self::MAX_WORDS
    }

    /// Whether it is a word of the text rather than several together.
    pub fn is_single(self) -> bool {
        self.words() == 1
    }
}

/// Calls `add` with each word of a text, folded, and how many words it covers. A word of several
/// parts follows them. A code is one word.
pub fn for_each_word(text: &Text, folded: &mut String, mut add: impl FnMut(&str, u32)) {
    let field = text.field;
    let text = text.text();
    let mut add = |word: &str, count| {
        folded.clear();
        fold_into(word, folded);
        add(folded, count);
    };
    if field.is_code() {
        add(&text, 1);
        return;
    }
    for word in words(&text).map(|word| &text[word]) {
        if is_single_part(word) || !field.has_parts() {
            add(word, 1);
            continue;
        }
        let mut count = 0;
        for part in parts(word) {
            add(&word[part], 1);
            count += 1;
        }
        add(word, count);
    }
}
