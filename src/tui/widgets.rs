//! Widgets and text layout shared by the pages.

pub mod ascii;
pub mod hints;
pub mod input_line;
pub mod line_edit;
pub mod popup;
pub mod rule;
pub mod scroll;
pub mod styled_text;
