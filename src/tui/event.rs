//! Events: everything that the browser reacts to.

use ratatui::prelude::Position;

use crate::tui::effects::{Decoded, LoadedCatalogs, LogEvent, Outcome};
use crate::tui::keymap::Key;
use crate::tui::terminal::Background;

/// Input from the terminal, or the result of an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used over a cell.
    Mouse(Gesture, Position),
    /// Text was pasted; lines end in `\n`.
    Paste(String),
    /// The terminal now has this many columns and rows.
    Resize(u16, u16),
    /// The terminal reported its background.
    Background(Background),
    /// The terminal's window gained the focus.
    FocusGained,
    /// The user's catalogs were loaded.
    CatalogsLoaded(Box<LoadedCatalogs>),
    /// The worker decoded a text.
    Decoded(Decoded),
    /// There is news of a log that is read.
    Log(LogEvent),
    /// An effect was run.
    Outcome(Outcome),
}

/// A mouse gesture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// A press of the left button.
    Click,
    /// The mouse was moved with the left button pressed.
    Drag,
    /// The left button was released.
    Release,
    /// The wheel was turned up.
    WheelUp,
    /// The wheel was turned down.
    WheelDown,
}
