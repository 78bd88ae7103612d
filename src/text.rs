//! General text utilities: printable characters, string enums, line breaking, and truncation at
//! character boundaries.

mod bounded;
mod printable;
mod runs;
mod string_enum;
mod toml_string;
mod wrap;

pub(crate) use bounded::{head, tail};
pub use printable::printable;
pub(crate) use printable::{is_unprintable, visible_char};
pub(crate) use runs::{leading, steps, trailing};
pub(crate) use string_enum::string_enum;
pub(crate) use toml_string::toml_string;
pub(crate) use wrap::{fitting_prefix, wrap, wrap_words};
