//! Writers for results: text for people, JSON for scripts, the incident note, and whole catalogs as
//! CSV, Markdown and HTML. Each takes the writer it writes to; none looks at a terminal or the
//! environment. What they write for people is worded in `present`.

pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod note;
mod page;
pub mod scan;
pub mod text;

pub use page::Page;
