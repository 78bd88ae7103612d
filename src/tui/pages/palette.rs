//! The command palette.

pub mod state;
pub mod view;
