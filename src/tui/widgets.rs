//! Widgets and text layout shared by the pages.

pub mod ascii;
pub mod hints;
pub mod line_edit;
pub mod popup;
pub mod rule;
pub mod scroll;
pub mod search_line;
pub mod styled_text;
