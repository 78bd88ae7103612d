//! Plain text: aligned columns, stanzas, lists, tables copied from a browser.

mod blocks;
mod columns;
mod glued;
mod stanzas;
mod stripped;

use crate::import::document::Document;

/// Reads plain text.
pub fn read(text: &str) -> Document {
    blocks::read(text)
}
