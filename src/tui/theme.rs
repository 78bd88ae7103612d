//! How things look, by role. Views name roles and never colours, so that one table holds every
//! colour of the program.

use std::ops::Index;

use ratatui::style::{Color, Modifier, Style};

use crate::catalog::words;

words! {
    /// What a piece of the screen is for.
    Role {
        /// Running text.
        Text = "text",
        /// What can be skipped at first sight.
        Muted = "muted",
        /// The heading of a part.
        Heading = "heading",
        /// A code or the name of a vendor that must catch the eye.
        Title = "title",
        /// Letters that the search found.
        Match = "match",
        /// The selected row of the list.
        Selected = "selected",
        /// The selected row of a list that has not the focus.
        Chosen = "chosen",
        /// The active tab.
        ActiveTab = "active-tab",
        /// Lines between the parts.
        Rule = "rule",
        /// The line over the part that has the focus.
        FocusRule = "focus-rule",
        /// A key in a hint.
        Key = "key",
        /// Something that went well, or a status of the class 2xx.
        Good = "good",
        /// Something to look at, or a status of the class 4xx.
        Warn = "warn",
        /// Something that went wrong, or a status of the class 5xx.
        Bad = "bad",
        /// Our own advice.
        Advice = "advice",
        /// The bytes that a finding rests on.
        Evidence = "evidence",
        /// A value taken from a paste.
        Capture = "capture",
    }
}

/// A style for every role.
#[derive(Debug, Clone)]
pub struct Theme {
    styles: [Style; Role::ALL.len()],
}

/// The roles with their styles: with colours, then without. Only the colours that stand out on
/// black and on white alike are used, from the terminal's own sixteen; every role that must be told
/// apart also has a modifier or a sign of its own.
const STYLES: &[(Role, Style, Style)] = {
    const PLAIN: Style = Style::new();
    const BOLD: Style = PLAIN.add_modifier(Modifier::BOLD);
    const DIM: Style = PLAIN.add_modifier(Modifier::DIM);
    const REVERSED: Style = PLAIN.add_modifier(Modifier::REVERSED);
    const STRONG: Style = BOLD.add_modifier(Modifier::REVERSED);
    const UNDERLINED: Style = BOLD.add_modifier(Modifier::UNDERLINED);

    &[
        (Role::Text, PLAIN, PLAIN),
        (Role::Muted, DIM, DIM),
        (Role::Heading, PLAIN.fg(Color::Cyan), BOLD),
        (Role::Title, BOLD, BOLD),
        (Role::Match, UNDERLINED.fg(Color::Magenta), UNDERLINED),
        (Role::Selected, REVERSED, REVERSED),
        (Role::Chosen, BOLD, BOLD),
        (Role::ActiveTab, STRONG, STRONG),
        (Role::Rule, DIM, DIM),
        (Role::FocusRule, PLAIN.fg(Color::Cyan), BOLD),
        (Role::Key, BOLD, BOLD),
        (Role::Good, BOLD.fg(Color::Green), BOLD),
        (Role::Warn, BOLD.fg(Color::Magenta), BOLD),
        (Role::Bad, BOLD.fg(Color::Red), BOLD),
        (Role::Advice, PLAIN.fg(Color::Green), BOLD),
        (Role::Evidence, UNDERLINED.fg(Color::Magenta), UNDERLINED),
        (Role::Capture, UNDERLINED.fg(Color::Green), UNDERLINED),
    ]
};

impl Theme {
    /// The theme with the terminal's sixteen colours, or without any.
    #[must_use]
    pub fn new(colour: bool) -> Self {
        let mut styles = [Style::new(); Role::ALL.len()];
        for &(role, coloured, plain) in STYLES {
            styles[role as usize] = if colour { coloured } else { plain };
        }
        Self { styles }
    }

    /// The style of an HTTP status, by its class.
    #[must_use]
    pub fn status(&self, status: u16) -> Style {
        self[match status {
            200..=299 => Role::Good,
            400..=499 => Role::Warn,
            500..=599 => Role::Bad,
            _ => Role::Title,
        }]
    }
}

impl Index<Role> for Theme {
    type Output = Style;

    fn index(&self, role: Role) -> &Style {
        &self.styles[role as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_one_row() {
        let rows: Vec<Role> = STYLES.iter().map(|row| row.0).collect();
        assert_eq!(rows, Role::ALL);
    }

    #[test]
    fn without_colour_there_is_none() {
        let theme = Theme::new(false);
        for role in Role::ALL {
            assert_eq!((theme[*role].fg, theme[*role].bg), (None, None), "{role}");
        }
    }

    #[test]
    fn what_must_be_seen_is_seen_without_colour() {
        let theme = Theme::new(false);
        for role in [Role::Match, Role::Selected, Role::ActiveTab, Role::Evidence] {
            assert_ne!(theme[role], theme[Role::Text], "{role}");
        }
        assert_ne!(theme[Role::Selected], theme[Role::Chosen]);
    }
}
