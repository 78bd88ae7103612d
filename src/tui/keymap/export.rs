//! Writers for the key bindings: text and JSON for the command line, Markdown for the documentation,
//! TOML for the sample configuration.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::tui::keymap::{Keymap, Scope};

/// Width of the key column and of the action column.
const KEYS: usize = 26;
const ACTION: usize = 23;

/// Writes the bindings as text, grouped by scope.
///
/// # Errors
/// If writing fails.
pub fn text(out: &mut dyn Write, keymap: &Keymap) -> io::Result<()> {
    for (index, &scope) in Scope::ALL.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{} [{scope}]", scope.title())?;
        for binding in keymap.bindings(&[scope]) {
            let keys = binding.key_names(" ");
            let gap = KEYS.saturating_sub(keys.width()).max(1);
            writeln!(out, "  {keys}{:gap$}{:ACTION$} {}", "", binding.action, binding.help)?;
        }
    }
    Ok(())
}

/// Writes the bindings as one line of JSON, with keys in configuration syntax.
///
/// # Errors
/// If writing fails.
pub fn json(out: &mut dyn Write, keymap: &Keymap) -> io::Result<()> {
    let bindings: Vec<_> = keymap.bindings(Scope::ALL).collect();
    serde_json::to_writer(&mut *out, &bindings)?;
    writeln!(out)
}

/// Writes the bindings as Markdown, one table per scope.
///
/// # Errors
/// If writing fails.
pub fn markdown(out: &mut dyn Write, keymap: &Keymap) -> io::Result<()> {
    for (index, &scope) in Scope::ALL.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "| {} | |\n|---|---|", scope.title())?;
        for binding in keymap.bindings(&[scope]) {
            writeln!(out, "| `{}` | {} |", binding.key_names("` `"), binding.help)?;
        }
    }
    Ok(())
}

/// Writes the bindings as commented-out configuration.
///
/// # Errors
/// If writing fails.
pub fn toml(out: &mut dyn Write, keymap: &Keymap) -> io::Result<()> {
    for &scope in Scope::ALL {
        writeln!(out, "\n# {}\n#[keys.{scope}]", scope.title())?;
        for binding in keymap.bindings(&[scope]) {
            let keys: Vec<_> =
                binding.keys.iter().map(|key| format!("{:?}", key.config_name())).collect();
            writeln!(out, "#{} = [{}]", binding.action, keys.join(", "))?;
        }
    }
    Ok(())
}
