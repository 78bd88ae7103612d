//! Side effects as data. The state only requests them; the event loop runs them and reports the
//! outcome, so the state stays pure and never claims success before it is known.

use crate::catalog::NoteRecord;
use crate::share::Shared;
use crate::tui::effects::{DecodeJob, LogJob, LogTextJob};

/// A side effect.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Decode a text on the worker.
    Decode(DecodeJob),
    /// Find the errors of a log on a thread.
    ScanLog(LogJob),
    /// Read the text around some of them on a thread.
    ReadLog(LogTextJob),
    /// Copy a text.
    Copy(Shared),
    /// Show a text on the main screen, where the mouse can select it.
    Show(String),
    /// Open a URL in the web browser.
    Open(String),
    /// Write a text to a file.
    Save {
        /// The text.
        shared: Shared,
        /// The file name as typed.
        path: String,
        /// Whether to overwrite an existing file.
        overwrite: bool,
    },
    /// Load the user's catalogs, if their files have changed.
    LoadCatalogs {
        /// Whether the user asked for it and expects an answer.
        is_requested: bool,
    },
    /// Add a note of the user's team.
    AddNote(NoteRecord),
    /// Add entries to the user's overlay of a catalog.
    AddEntries {
        /// The id of the catalog.
        catalog: &'static str,
        /// The entries, as tables of a catalog file.
        text: String,
    },
    /// Save a catalog to the user's own.
    SaveCatalog {
        /// The id of the catalog.
        id: String,
        /// The text of the file.
        text: String,
        /// Whether to replace a catalog with that id.
        overwrite: bool,
    },
    /// Query the terminal for its background.
    QueryBackground,
    /// Suspend the program until the shell resumes it.
    Suspend,
}

/// The outcome of an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A message to show, about success or failure.
    Message(String),
    /// The file was written.
    Saved(String),
    /// A note, an entry or a catalog was added; the message names the file.
    Added(String),
    /// The file exists and was not overwritten.
    Exists(String),
    /// The terminal was entered again, with this many columns and rows.
    Resumed((u16, u16)),
}
