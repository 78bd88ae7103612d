//! Widgets and text layout shared by the pages.

pub mod cells;
mod document;
mod hints;
mod input_line;
mod line_edit;
mod popup;
mod rule;
mod scroll;
mod styled_text;

pub use document::Document;
pub use hints::KeyHints;
pub use input_line::{InputLine, SEARCH};
pub use line_edit::LineEdit;
pub use popup::Popup;
pub use rule::{Divider, Rule};
pub use scroll::Scroll;
pub use styled_text::StyledText;
