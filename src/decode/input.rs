//! First stage: from the bytes of a paste to text that can be parsed, each character of which
//! leads back to its bytes.

pub mod comment;
pub mod decodings;
pub mod normalize;
pub mod records;
pub mod repair;
pub mod source_map;
pub mod unescape;
pub mod windows;
