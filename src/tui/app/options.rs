//! How the browser starts.

use crate::catalog::Catalogs;
use crate::decode::Decoder;
use crate::files::UserFiles;
use crate::search::Index;
use crate::tui::effects::{Lazy, LogInput, lazy};
use crate::tui::keymap::Keymap;
use crate::tui::pages::Review;
use crate::tui::theme::{AUTO, Colours, Theme};

/// The browser's start-up options. Clones share the lazily built values.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub struct Options {
    pub(super) catalogs: Catalogs,
    pub(crate) index: Lazy<Index>,
    pub(super) decoder: Lazy<Decoder>,
    /// Where the user's own catalogs and notes are.
    pub user_files: UserFiles,
    /// The catalogs to list first.
    pub vendors: Vec<String>,
    /// The initial search; may be empty.
    pub query: String,
    /// A text to start with, decoded on the paste page.
    pub paste: Option<String>,
    /// A log to start with.
    pub log: Option<LogInput>,
    /// A documentation page to review.
    pub review: Option<Review>,
    /// The theme.
    pub theme: Theme,
    /// The name by which it was chosen. [`AUTO`](crate::tui::theme::AUTO) replaces it once the terminal
    /// has reported its background.
    pub theme_name: &'static str,
    /// Whether the terminal can be queried for its background.
    pub can_query_background: bool,
    /// Whether the addresses of web pages are links of the terminal.
    pub hyperlinks: bool,
    /// Whether to draw lines and marks in ASCII, for fonts without others.
    pub ascii: bool,
    /// Whether to enable the mouse; the terminal then selects text only with Shift.
    pub mouse: bool,
    /// The key bindings.
    pub keymap: Keymap,
    /// Shown with the first frame.
    pub notice: Option<String>,
    /// Returns the date and time for notes.
    pub date: fn() -> String,
}

impl Options {
    /// The browser over these catalogs, with an empty search.
    #[must_use]
    pub fn new(catalogs: Catalogs) -> Self {
        Self::with_theme(catalogs, Theme::new(Colours::Sixteen))
    }

    /// The same with a theme.
    #[must_use]
    pub fn with_theme(catalogs: Catalogs, theme: Theme) -> Self {
        Self {
            index: lazy(&catalogs, Index::new),
            decoder: lazy(&catalogs, Decoder::new),
            catalogs,
            user_files: UserFiles::default(),
            vendors: Vec::new(),
            query: String::new(),
            paste: None,
            log: None,
            review: None,
            theme,
            theme_name: AUTO,
            can_query_background: false,
            hyperlinks: false,
            ascii: false,
            mouse: true,
            keymap: Keymap::default(),
            notice: None,
            date: String::new,
        }
    }
}
