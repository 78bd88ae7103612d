//! Text without any knowledge of errors: characters that are safe to print, and enums with a
//! spelling.

mod printable;
mod string_enum;

pub use printable::printable;
pub(crate) use printable::{is_unprintable, visible_char};
pub(crate) use string_enum::string_enum;
