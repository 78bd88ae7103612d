//! What the browser asks for that lies outside it. The state only names it; the shell does it and
//! says what became of it, so that the state stays pure and no claim is made of what isn't known.

use crate::tui::effects::worker::Job;

/// Something to do outside the browser.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Decode a text on the worker.
    Decode(Job),
    /// Put a text where it can be pasted from.
    Copy {
        /// What it is, such as `incident note`.
        what: String,
        /// The text.
        text: String,
    },
    /// Show a text alone on the terminal's own screen, where the mouse can select it.
    Show(String),
    /// Open an address in the web browser.
    Open(String),
    /// Write a text to a file.
    Save {
        /// What it is.
        what: String,
        /// The file as it was typed.
        path: String,
        /// The text.
        text: String,
        /// Whether a file of that name may be replaced.
        replace: bool,
    },
    /// Stop until the shell lets the program go on.
    Suspend,
}

/// What became of an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Something to say, whether it went well or not.
    Message(String),
    /// The file is written.
    Saved(String),
    /// There is a file of that name, and it was left alone; this says so.
    Exists(String),
    /// The terminal was given back for a while; it has these columns and rows now.
    Resumed((u16, u16)),
}
