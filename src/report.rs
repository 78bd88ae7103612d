//! Writers for results: text for people, JSON for scripts, and whole catalogs as CSV, Markdown
//! and HTML. Each takes the writer it writes to; none looks at a terminal or the environment.

pub mod csv;
mod fields;
pub mod html;
pub mod json;
pub mod markdown;
pub mod note;
mod page;
pub mod text;

pub(crate) use fields::retry;
pub use page::Page;
