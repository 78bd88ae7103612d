//! Second stage: from text to values, HTTP messages and statuses, each with its span.

pub mod embedded;
pub mod fields;
pub mod http;
pub mod lenient_json;
pub mod markup;
pub mod record;
pub mod status;
pub mod value;
