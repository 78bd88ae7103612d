//! Matching: which passages match a term of the query, and how well.

pub mod expand;
pub mod hit;
pub mod parallel;
pub mod postings;
pub mod split;
