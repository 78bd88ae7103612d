//! The pages of the browser, each in a folder with its state, layout, update and view.

pub mod entry;
pub mod help;
pub mod list;
pub mod palette;
pub mod paste;
pub mod share;
