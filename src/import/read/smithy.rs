//! Placeholder.
use crate::import::document::Document;

/// Reads it.
pub fn read(text: &str) -> Document {
    super::text::read(text)
}
