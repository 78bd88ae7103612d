//! Plain text: aligned columns, stanzas, declarations, lists, tables copied from a browser.

mod blocks;
mod columns;
mod glued;
mod outline;
mod pairs;
mod stanzas;
mod stripped;

pub use outline::is_outline;

use crate::import::document::Document;

/// Reads plain text.
pub fn read(text: &str) -> Document {
    blocks::read(text)
}
