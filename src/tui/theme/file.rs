//! The theme file format: a table of roles, each with colours and modifiers.

use std::array;
use std::collections::HashMap;

use ratatui::prelude::{Color, Modifier};
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

/// A modifier in a theme file.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModifierName {
    Bold,
    Dim,
    Italic,
    Underlined,
    Reversed,
}

/// Parses the style of every role, in the order of [`Role::ALL`].
pub fn parse(text: &str) -> Result<[Paint; Role::ALL.len()], Error> {
    let mut styles: HashMap<Role, Paint> = toml::from_str(text)?;
    let is_missing = |role: &Role| !styles.contains_key(role);
    let missing: Vec<Role> = Role::ALL.iter().copied().filter(is_missing).collect();
    if !missing.is_empty() {
        return Err(Error::Missing(missing));
    }
    Ok(array::from_fn(|i| styles.remove(&Role::ALL[i]).unwrap_or_default()))
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
