//! Text: how texts and queries are split into words, and how two words are compared.

pub mod abbreviation;
pub mod fuzzy;
pub mod ignore_case;
pub mod letter_set;
pub mod stem;
pub mod tokenize;
pub mod typo;
pub mod word_list;
