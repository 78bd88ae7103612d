//! Text utilities without any knowledge of errors: characters that are safe to print, enums with a
//! spelling, line breaking.

mod printable;
mod string_enum;
mod wrap;

pub use printable::printable;
pub(crate) use printable::{is_unprintable, visible_char};
pub(crate) use string_enum::string_enum;
pub(crate) use wrap::{fitting_prefix, wrap};
