//! The theme file format: a table of roles, each with colours and modifiers.

use std::collections::HashMap;

use ratatui::style::{Color, Modifier};
use serde::Deserialize;

use super::{Paint, Role, Shade};

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleStyle {
    fg: Option<Colour>,
    bg: Option<Colour>,
    #[serde(default)]
    modifiers: Vec<NamedModifier>,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Colour(Shade);

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct NamedModifier(Modifier);

/// Parses the style of every role, in the order of [`Role::ALL`].
pub fn parse(text: &str) -> Result<[Paint; Role::ALL.len()], Error> {
    let rows: HashMap<Role, RoleStyle> = toml::from_str(text)?;
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
        parse_shade(&text).map(Self).ok_or_else(|| {
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

impl TryFrom<String> for NamedModifier {
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
                    "unknown modifier `{word}`; expected bold, dim, italic, underlined or reversed"
                ));
            }
        };
        Ok(Self(modifier))
    }
}
