//! The theme that the user chose.

use std::{iter, mem};

use super::Theme;

/// The name for the theme that follows the terminal's background.
pub const AUTO: &str = "auto";

/// The chosen theme, by name.
#[derive(Debug, Clone)]
pub struct ThemeChoice {
    /// The name of a built-in theme, or [`AUTO`].
    name: &'static str,
    theme: Theme,
    /// The theme for the terminal's background, once the terminal has reported it.
    background: Option<&'static str>,
    /// Whether the terminal can be queried for it.
    can_query: bool,
}

impl ThemeChoice {
    /// The names that can be chosen.
    pub fn names() -> impl Iterator<Item = &'static str> {
        iter::once(AUTO).chain(Theme::names())
    }

    /// A theme under the name by which it was chosen, and whether the terminal can be queried for its
    /// background.
    #[must_use]
    pub fn new(name: &'static str, theme: Theme, can_query: bool) -> Self {
        Self { name, theme, background: None, can_query }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The theme.
    #[must_use]
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The theme of a name. While the background is unknown, [`AUTO`] is the default theme.
    #[must_use]
    pub fn named(&self, name: &str) -> Theme {
        let name =
            if name == AUTO { self.background.or(Theme::names().next()) } else { Some(name) };
        name.and_then(|name| self.theme.other(name)).unwrap_or_else(|| self.theme.clone())
    }

    /// Chooses another theme.
    pub fn choose(&mut self, name: &'static str) {
        self.theme = self.named(name);
        self.name = name;
    }

    /// Whether the terminal has to be queried for the theme of a name. Returns true at
    /// most once.
    pub fn take_query(&mut self, name: &str) -> bool {
        name == AUTO && self.background.is_none() && mem::take(&mut self.can_query)
    }

    /// Applies the theme for the terminal's background.
    pub fn set_background(&mut self, background: &'static str) {
        self.background = Some(background);
        if self.name == AUTO {
            self.choose(AUTO);
        }
    }
}
