//! The paste page: the pasted text beside its findings.

pub mod findings_view;
pub mod history;
pub mod placeholders;
pub mod state;
pub mod text_view;
