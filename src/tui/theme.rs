//! How things look, by role. Views name roles and never colours; theme files give every role its
//! style, in as many colours as the terminal has.

mod file;

use std::ops::Index;

use ratatui::style::{Color, Modifier, Style};

pub use file::Error;

use crate::text::string_enum;

string_enum! {
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
        /// An entry that can be jumped to.
        Link = "link",
    }
}

string_enum! {
    /// How many colours a terminal has.
    Colours {
        /// None, or none are wanted.
        None = "none",
        /// Sixteen, whose shades the terminal's owner chose.
        Sixteen = "16",
        /// The sixteen and a fixed cube.
        Indexed = "256",
        /// All of them.
        True = "true",
    }
}

impl Colours {
    /// What the environment's `COLORTERM` and `TERM` say of a terminal that takes colours.
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

/// The shipped themes by name, the one to begin with first.
const FILES: &[(&str, &str)] = &[
    ("terminal", include_str!("../../assets/themes/terminal.toml")),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.toml")),
    (PLAIN, include_str!("../../assets/themes/plain.toml")),
];

/// The theme that has no colours, which stands in for every other where none are wanted.
const PLAIN: &str = "plain";

/// A style for every role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// The names of the shipped themes, the one to begin with first.
    #[must_use]
    pub fn names() -> impl ExactSizeIterator<Item = &'static str> {
        FILES.iter().map(|(name, _)| *name)
    }

    /// The shipped theme of that name, in as many colours.
    #[must_use]
    pub fn named(name: &str, colours: Colours) -> Option<Self> {
        let text_of = |name: &str| FILES.iter().find(|file| file.0 == name).map(|file| file.1);
        let text = text_of(name)?;
        let text = if colours == Colours::None { text_of(PLAIN)? } else { text };
        Self::parse(text, colours).ok()
    }

    /// The theme to begin with, in as many colours.
    #[must_use]
    pub fn new(colours: Colours) -> Self {
        // A test reads every shipped file.
        let plain = Self { styles: [Style::new(); Role::ALL.len()] };
        FILES.first().and_then(|(name, _)| Self::named(name, colours)).unwrap_or(plain)
    }

    /// The theme that a file describes, in as many colours.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, names what there is not, or leaves out a role.
    pub fn parse(text: &str, colours: Colours) -> Result<Self, Error> {
        Ok(Self { styles: file::read(text)?.map(|paint| paint.style(colours)) })
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

    /// Whether any role has a colour.
    #[must_use]
    pub fn has_colour(&self) -> bool {
        self.styles.iter().any(|style| style.fg.is_some() || style.bg.is_some())
    }
}

impl Index<Role> for Theme {
    type Output = Style;

    fn index(&self, role: Role) -> &Style {
        &self.styles[role as usize]
    }
}

/// A colour as a theme file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shade {
    /// In full, where it is not left to the terminal.
    rgb: Option<(u8, u8, u8)>,
    /// The one of the terminal's sixteen.
    ansi: Color,
}

impl Shade {
    fn in_colours(self, colours: Colours) -> Option<Color> {
        match (colours, self.rgb) {
            (Colours::None, _) => None,
            (Colours::True, Some((r, g, b))) => Some(Color::Rgb(r, g, b)),
            (Colours::Indexed, Some(rgb)) => Some(Color::Indexed(nearest(rgb))),
            (Colours::Sixteen, _) | (_, None) => Some(self.ansi),
        }
    }
}

/// A style as a theme file has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Paint {
    fg: Option<Shade>,
    bg: Option<Shade>,
    modifiers: Modifier,
}

impl Paint {
    fn style(self, colours: Colours) -> Style {
        let colour = |shade: Option<Shade>| shade.and_then(|shade| shade.in_colours(colours));
        let style = Style { fg: colour(self.fg), bg: colour(self.bg), ..Style::new() };
        style.add_modifier(self.modifiers)
    }
}

/// The index of the nearest of the 240 fixed colours: a cube of six levels, then a ramp of grays.
fn nearest((r, g, b): (u8, u8, u8)) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let distance = |a: (u8, u8, u8)| -> u32 {
        [(a.0, r), (a.1, g), (a.2, b)].iter().map(|(x, y)| u32::from(x.abs_diff(*y)).pow(2)).sum()
    };
    let cube = (16..232u8).map(|index| {
        let level = |step: u8| LEVELS[usize::from((index - 16) / step % 6)]; // six levels
        (index, (level(36), level(6), level(1)))
    });
    let grays = (232..=255u8).map(|index| {
        let gray = 8 + (index - 232) * 10;
        (index, (gray, gray, gray))
    });
    cube.chain(grays).min_by_key(|&(_, rgb)| distance(rgb)).map_or(16, |(index, _)| index)
}

#[cfg(test)]
mod tests;
