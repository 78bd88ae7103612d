//! A theme file: a table of roles, each with its colours and modifiers.

use std::collections::HashMap;

use ratatui::style::{Color, Modifier};
use serde::Deserialize;

use super::{Paint, Role, Shade};

/// What is wrong with a theme file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It can't be read.
    #[error("the theme can't be read: {0}")]
    Malformed(#[from] toml::de::Error),
    /// It says nothing of some role.
    #[error("the theme has no style for {}", .0.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", "))]
    Missing(Vec<Role>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    fg: Option<Colour>,
    bg: Option<Colour>,
    #[serde(default)]
    modifiers: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Colour(Shade);

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Named(Modifier);

/// The style of every role, in the order of [`Role::ALL`].
pub(super) fn read(text: &str) -> Result<[Paint; Role::ALL.len()], Error> {
    let rows: HashMap<Role, Row> = toml::from_str(text)?;
    let missing: Vec<Role> =
        Role::ALL.iter().copied().filter(|role| !rows.contains_key(role)).collect();
    if !missing.is_empty() {
        return Err(Error::Missing(missing));
    }
    let mut paints = [Paint::default(); Role::ALL.len()];
    for (role, row) in rows {
        paints[role as usize] = Paint {
            fg: row.fg.map(|colour| colour.0),
            bg: row.bg.map(|colour| colour.0),
            modifiers: row.modifiers.iter().fold(Modifier::empty(), |all, named| all | named.0),
        };
    }
    Ok(paints)
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (rgb, ansi) = match words.as_slice() {
            [ansi] => (None, ansi),
            [rgb, ansi] => (Some(rgb), ansi),
            _ => return Err(unreadable(&text)),
        };
        let colour = |word: &str| word.parse::<Color>().map_err(|_| unreadable(&text));
        let rgb = match rgb.map(|word| colour(word)).transpose()? {
            None => None,
            Some(Color::Rgb(r, g, b)) => Some((r, g, b)),
            Some(_) => return Err(unreadable(&text)),
        };
        match colour(ansi)? {
            Color::Rgb(..) | Color::Indexed(_) => Err(unreadable(&text)),
            ansi => Ok(Self(Shade { rgb, ansi })),
        }
    }
}

fn unreadable(text: &str) -> String {
    format!(
        "`{text}` is no colour, expected one of the terminal's sixteen such as `cyan`, or \
         `#rrggbb` and one of the sixteen"
    )
}

impl TryFrom<String> for Named {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let modifier = match word.as_str() {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underlined" => Modifier::UNDERLINED,
            "reversed" => Modifier::REVERSED,
            _ => {
                return Err(format!(
                    "`{word}` is no modifier, expected bold, dim, italic, underlined or reversed"
                ));
            }
        };
        Ok(Self(modifier))
    }
}
