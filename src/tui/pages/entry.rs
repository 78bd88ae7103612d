//! The entry page: one entry in full, and what is related to it.

pub mod related;
pub mod related_index;
pub mod related_view;
pub mod view;
pub mod visits;
