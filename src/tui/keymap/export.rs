//! Writers for the key bindings: text and JSON for the command line, Markdown for the documentation,
//! TOML for the sample configuration.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::text::wrap;
use crate::tui::keymap::{Keymap, Scope};

/// Width of the key column and of the action column.
const KEYS: usize = 26;
const ACTION: usize = 24;

/// The minimum width of the descriptions beside these columns; narrower, they are below.
const MIN_HELP: usize = 24;

/// Writes the bindings as text, grouped by scope, in lines of at most `width` columns.
///
/// # Errors
/// If writing fails.
pub fn text(out: &mut dyn Write, keymap: &Keymap, width: usize) -> io::Result<()> {
    let beside = KEYS + ACTION + 2;
    let indent = if beside + MIN_HELP <= width { beside } else { 4 };
    for (index, &scope) in Scope::ALL.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{} [{scope}]", scope.title())?;
        for binding in keymap.bindings(&[scope]) {
            let keys = binding.key_names(" ");
            let gap = if indent < beside { 1 } else { KEYS.saturating_sub(keys.width()).max(1) };
            let mut lead = format!("  {keys}{:gap$}{}", "", binding.action);
            if lead.width() >= indent {
                writeln!(out, "{lead}")?;
                lead.clear();
            }
            for line in wrap(binding.help, width.saturating_sub(indent)) {
                writeln!(out, "{lead:indent$}{}", &binding.help[line])?;
                lead.clear();
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [40, 60, 80, 100] {
            let mut out = Vec::new();
            text(&mut out, &Keymap::default(), width).unwrap();
            for line in String::from_utf8(out).unwrap().lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }
}
