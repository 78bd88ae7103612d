//! The list page: tabs, search line and the matching entries.

pub mod search_line;
pub mod state;
pub mod tabs;
pub mod view;
