//! Second stage: from text to values, HTTP messages and statuses, each with its span.

pub mod brackets;
pub mod embedded;
pub mod fields;
pub mod http;
pub mod lines;
pub mod markup;
pub mod record;
pub mod status;
pub mod value;
