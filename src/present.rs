//! Entries, findings and reports as labelled, styled text. Every word that is shown for them, by
//! the commands or by the browser, is chosen here; `report` and `tui` only lay it out.
//!
//! An [`entry`] is a list of [`Field`]s. A [`report`] is a headline, findings with fields, and the
//! fields of the response as a whole. A field has a [`Label`] and [`Line`]s; a line consists of
//! [`Run`]s of text, each with the [`TextRole`] that a layout styles, escapes or quotes it by.
//!
//! What leaves the program as a text of its own (Markdown, JSON, the incident note) is made by
//! `share`, which is above the writers of `report` and below the browser and the commands.

mod entry;
mod field;
mod finding;
pub mod scan;
mod subject;

pub use entry::{
    assignment, code_and_title, entry, found_by, heading, other_messages, retry_in_short,
    short_heading, source,
};
pub use field::{Field, Label, Line, NOT_DOCUMENTED, Run, TextRole};
pub use finding::{FindingText, ReportText, also_found, answered_by, finding, report};
pub use subject::Subject;
