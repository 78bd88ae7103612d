//! The catalogs' messages: templates with placeholders, how they are found in running text, and how
//! they are aligned with a text that differs in a few words.

pub mod align;
pub mod codes;
pub mod phrases;
pub mod template;
