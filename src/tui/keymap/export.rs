//! The binding table written down: as text and JSON for the command line, as Markdown for the
//! documentation.

use std::io::{self, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::tui::keymap::action::Action;
use crate::tui::keymap::{Binding, Key, Keymap, Scope};

/// Columns for the keys, and for the action.
const KEYS: usize = 26;
const ACTION: usize = 18;

#[derive(Serialize)]
struct Row<'a> {
    scope: Scope,
    action: Action,
    keys: Vec<String>,
    help: &'a str,
}

/// Writes the table for people: under each scope its keys, the action's word, what it does.
///
/// # Errors
/// The writer's.
pub fn text(out: &mut dyn Write, keymap: &Keymap) -> io::Result<()> {
    for (index, &scope) in Scope::ALL.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{} [{scope}]", scope.title())?;
        for binding in keymap.bindings(&[scope]) {
            let keys = shown(binding, " ");
            let gap = KEYS.saturating_sub(keys.width()).max(1);
            writeln!(out, "  {keys}{:gap$}{:ACTION$} {}", "", binding.action, binding.help)?;
        }
    }
    Ok(())
}

/// Writes the table for scripts, on one line; keys as the configuration spells them.
///
/// # Errors
/// The writer's.
pub fn json(out: &mut dyn Write, keymap: &Keymap) -> io::Result<()> {
    let row = |binding| {
        let Binding { scope, keys, action, help, .. }: &Binding = binding;
        let keys = keys.iter().map(|key| key.spelled()).collect();
        Row { scope: *scope, action: *action, keys, help }
    };
    let rows: Vec<_> = keymap.bindings(Scope::ALL).map(row).collect();
    serde_json::to_writer(&mut *out, &rows)?;
    writeln!(out)
}

/// Writes the table as Markdown, a table for each scope.
///
/// # Errors
/// The writer's.
pub fn markdown(out: &mut dyn Write, keymap: &Keymap) -> io::Result<()> {
    for (index, &scope) in Scope::ALL.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "| {} | |\n|---|---|", scope.title())?;
        for binding in keymap.bindings(&[scope]) {
            writeln!(out, "| `{}` | {} |", shown(binding, "` `"), binding.help)?;
        }
    }
    Ok(())
}

/// Writes the table as the configuration has it, so that it changes nothing.
///
/// # Errors
/// The writer's.
pub fn toml(out: &mut dyn Write, keymap: &Keymap) -> io::Result<()> {
    for &scope in Scope::ALL {
        writeln!(out, "\n# {}\n#[keys.{scope}]", scope.title())?;
        for binding in keymap.bindings(&[scope]) {
            let keys: Vec<_> =
                binding.keys.iter().map(|key| format!("{:?}", key.spelled())).collect();
            writeln!(out, "#{} = [{}]", binding.action, keys.join(", "))?;
        }
    }
    Ok(())
}

fn shown(binding: &Binding, separator: &str) -> String {
    binding.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(separator)
}
