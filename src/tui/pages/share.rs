//! The share page: what can be copied or saved, and where to.

pub mod state;
pub mod view;
