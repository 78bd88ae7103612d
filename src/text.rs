//! General text utilities: printable characters, string enums, line breaking, and truncation at
//! character boundaries.

mod bounded;
mod printable;
mod string_enum;
mod wrap;

pub(crate) use bounded::{head, tail};
pub use printable::printable;
pub(crate) use printable::{is_unprintable, visible_char};
pub(crate) use string_enum::string_enum;
pub(crate) use wrap::{fitting_prefix, wrap, wrap_words};
