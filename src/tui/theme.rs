//! Styles by role. Views name roles, never colours; a theme file gives every role a style, which is
//! then reduced to the colours of the terminal.

mod choice;

pub use choice::{AUTO, ThemeChoice};

use std::array;
use std::collections::HashMap;
use std::ops::Index;

use ratatui::prelude::{Color, Modifier, Style};
use serde::Deserialize;

use crate::text::string_enum;

string_enum! {
    /// The role of a styled element.
    Role {
        /// Normal text.
        Text = "text",
        /// Less important text.
        Muted = "muted",
        /// A heading.
        Heading = "heading",
        /// An emphasised code or vendor.
        Title = "title",
        /// Characters that match the search.
        Match = "match",
        /// The selected row of the list.
        Selected = "selected",
        /// The selected row of a list without focus.
        Chosen = "chosen",
        /// The active tab.
        ActiveTab = "active-tab",
        /// A line between panes.
        Rule = "rule",
        /// The line above the focused pane.
        FocusRule = "focus-rule",
        /// A key in a hint.
        Key = "key",
        /// Success, or a 2xx status.
        Good = "good",
        /// A warning, or a 4xx status.
        Warn = "warn",
        /// An error, or a 5xx status.
        Bad = "bad",
        /// errdex's advice.
        Advice = "advice",
        /// The evidence for a finding.
        Evidence = "evidence",
        /// A value from the paste.
        Capture = "capture",
        /// A link to an entry.
        Link = "link",
    }
}

string_enum! {
    /// How many colours a terminal supports.
    Colours {
        /// None, or colours are disabled.
        None = "none",
        /// The sixteen ANSI colours.
        Sixteen = "16",
        /// The 256-colour palette.
        Indexed = "256",
        /// 24-bit colour.
        True = "true",
    }
}

impl Colours {
    /// The colours supported according to `COLORTERM` and `TERM`.
    #[must_use]
    pub fn from_env(colorterm: &str, term: &str) -> Self {
        match (colorterm, term) {
            ("truecolor" | "24bit", _) => Self::True,
            (_, term) if term.ends_with("-direct") => Self::True,
            (_, term) if term.contains("256") => Self::Indexed,
            (_, "dumb" | "vt100" | "vt220") => Self::None,
            _ => Self::Sixteen,
        }
    }
}

/// The built-in themes by name; the first is the default.
const FILES: &[(&str, &str)] = &[
    ("terminal", include_str!("../../assets/themes/terminal.toml")),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.toml")),
    (PLAIN, include_str!("../../assets/themes/plain.toml")),
];

/// The theme without colours, which replaces every other if colours are disabled.
const PLAIN: &str = "plain";

/// A style for every role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; Role::ALL.len()],
    /// The colours of the terminal.
    colours: Colours,
}

impl Theme {
    /// The names of the built-in themes; the first is the default.
    #[must_use]
    pub fn names() -> impl ExactSizeIterator<Item = &'static str> {
        FILES.iter().map(|(name, _)| *name)
    }

    /// The built-in theme called `name`.
    #[must_use]
    pub fn named(name: &str, colours: Colours) -> Option<Self> {
        let text = file_of(name)?;
        let text = if colours == Colours::None { file_of(PLAIN)? } else { text };
        Self::parse(text, colours).ok()
    }

    /// The default theme.
    #[must_use]
    pub fn new(colours: Colours) -> Self {
        // A test parses every built-in file.
        let plain = Self { styles: [Style::new(); Role::ALL.len()], colours };
        FILES.first().and_then(|(name, _)| Self::named(name, colours)).unwrap_or(plain)
    }

    /// Parses a theme file.
    ///
    /// # Errors
    ///
    /// If the text is not valid TOML, has unknown names, or lacks a role.
    pub fn parse(text: &str, colours: Colours) -> Result<Self, Error> {
        Ok(Self { styles: parse(text)?.map(|paint| paint.style(colours)), colours })
    }

    /// Another built-in theme for the same terminal.
    #[must_use]
    pub fn other(&self, name: &str) -> Option<Self> {
        Self::named(name, self.colours)
    }

    /// The style of an HTTP status.
    #[must_use]
    pub fn status(&self, status: u16) -> Style {
        self[match status {
            200..=299 => Role::Good,
            400..=499 => Role::Warn,
            500..=599 => Role::Bad,
            _ => Role::Title,
        }]
    }

    /// Whether colours can be used, by this theme or another for the same terminal.
    #[must_use]
    pub fn has_colours(&self) -> bool {
        self.colours != Colours::None
    }
}

fn file_of(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(theme, _)| *theme == name).map(|(_, text)| *text)
}

/// Parses the style of every role, in the order of [`Role::ALL`].
fn parse(text: &str) -> Result<[Paint; Role::ALL.len()], Error> {
    let mut styles: HashMap<Role, Paint> = toml::from_str(text)?;
    let is_missing = |role: &Role| !styles.contains_key(role);
    let missing: Vec<Role> = Role::ALL.iter().copied().filter(is_missing).collect();
    if !missing.is_empty() {
        return Err(Error::Missing(missing));
    }
    Ok(array::from_fn(|i| styles.remove(&Role::ALL[i]).unwrap_or_default()))
}

impl Index<Role> for Theme {
    type Output = Style;

    fn index(&self, role: Role) -> &Style {
        &self.styles[role as usize]
    }
}

/// An error in a theme file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not valid TOML or has an unknown name.
    #[error("invalid theme: {0}")]
    Malformed(#[from] toml::de::Error),
    /// It lacks a role.
    #[error("the theme has no style for {}", .0.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", "))]
    Missing(Vec<Role>),
}

/// A colour in a theme file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Shade {
    /// The exact colour; without it, the ANSI colour is always used.
    rgb: Option<(u8, u8, u8)>,
    /// One of the sixteen ANSI colours.
    ansi: Color,
}

impl Shade {
    fn reduce(self, colours: Colours) -> Option<Color> {
        match (colours, self.rgb) {
            (Colours::None, _) => None,
            (Colours::True, Some((r, g, b))) => Some(Color::Rgb(r, g, b)),
            (Colours::Indexed, Some(rgb)) => Some(Color::Indexed(nearest(rgb))),
            (Colours::Sixteen, _) | (_, None) => Some(self.ansi),
        }
    }
}

impl TryFrom<String> for Shade {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        parse_shade(&text).ok_or_else(|| {
            format!("unknown colour `{text}`; examples: `cyan` (an ANSI colour), `#6cb6d9 cyan`")
        })
    }
}

/// Parses an ANSI colour, with an exact colour before it if there is one.
fn parse_shade(text: &str) -> Option<Shade> {
    let (rgb, ansi) = match text.split_once(' ') {
        None => (None, text),
        Some((exact, ansi)) => match exact.parse().ok()? {
            Color::Rgb(r, g, b) => (Some((r, g, b)), ansi),
            _ => return None,
        },
    };
    let ansi = ansi.parse().ok()?;
    (!matches!(ansi, Color::Rgb(..) | Color::Indexed(_))).then_some(Shade { rgb, ansi })
}

/// The nearest of the 240 fixed palette colours: a cube of six levels, then a ramp of grays.
fn nearest((r, g, b): (u8, u8, u8)) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let distance_to = |(r2, g2, b2): (u8, u8, u8)| -> u32 {
        [(r, r2), (g, g2), (b, b2)].map(|(x, y)| u32::from(x.abs_diff(y)).pow(2)).iter().sum()
    };
    let cube = (16..232u8).map(|index| {
        let level = |step: u8| LEVELS[usize::from((index - 16) / step % 6)]; // always below 6
        (index, (level(36), level(6), level(1)))
    });
    let grays = (232..=255u8).map(|index| {
        let gray = 8 + (index - 232) * 10;
        (index, (gray, gray, gray))
    });
    cube.chain(grays).min_by_key(|&(_, rgb)| distance_to(rgb)).map_or(16, |(index, _)| index)
}

/// A style in a theme file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paint {
    fg: Option<Shade>,
    bg: Option<Shade>,
    #[serde(default)]
    modifiers: Vec<ModifierName>,
}

impl Paint {
    fn style(self, colours: Colours) -> Style {
        let reduce = |shade: Shade| shade.reduce(colours);
        let (fg, bg) = (self.fg.and_then(reduce), self.bg.and_then(reduce));
        let modifiers = self.modifiers.into_iter().map(Modifier::from).collect();
        Style { fg, bg, ..Style::new() }.add_modifier(modifiers)
    }
}

/// A modifier in a theme file.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ModifierName {
    Bold,
    Dim,
    Italic,
    Underlined,
    Reversed,
}

impl From<ModifierName> for Modifier {
    fn from(name: ModifierName) -> Self {
        match name {
            ModifierName::Bold => Self::BOLD,
            ModifierName::Dim => Self::DIM,
            ModifierName::Italic => Self::ITALIC,
            ModifierName::Underlined => Self::UNDERLINED,
            ModifierName::Reversed => Self::REVERSED,
        }
    }
}

#[cfg(test)]
mod tests;
