//! A catalog file from the entries of a page.

pub mod catalog;
pub mod merge;
pub mod report;
pub mod signature;
