//! General text utilities: printable characters, string enums, line breaking, and truncation at
//! character boundaries.

mod bounded;
mod printable;
mod runs;
mod sanitizer;
mod size;
mod string_enum;
mod toml_string;
mod wrap;

pub(crate) use bounded::{head, tail};
pub(crate) use printable::{PrintableFilter, is_printable_ascii, is_unprintable, visible_char};
pub use printable::{printable, printable_lines};
pub(crate) use runs::{leading, steps, trailing};
pub use sanitizer::Sanitizer;
pub(crate) use size::size;
pub(crate) use string_enum::string_enum;
pub(crate) use toml_string::toml_string;
pub(crate) use wrap::{fitting_prefix, wrap, wrap_words};
