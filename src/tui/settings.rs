//! What the user can set of the browser.

use super::keymap::Keymap;
use crate::catalog::words;

words! {
    /// Which characters lines are drawn with.
    Borders {
        /// Box-drawing characters.
        Unicode = "unicode",
        /// Characters that every font has.
        Ascii = "ascii",
    }
}

/// What the user can set of the browser.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The name of a theme; `auto` takes the one that suits the terminal.
    pub theme: String,
    /// Whether the mouse chooses and scrolls; then the terminal selects text only with Shift.
    pub mouse: bool,
    /// What lines are drawn with.
    pub borders: Borders,
    /// The keys.
    pub keymap: Keymap,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "auto".to_owned(),
            mouse: true,
            borders: Borders::Unicode,
            keymap: Keymap::default(),
        }
    }
}
