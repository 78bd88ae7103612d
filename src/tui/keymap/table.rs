//! The table of the default bindings.

use std::sync::LazyLock;

use crate::tui::keymap::{Binding, Key};

const TABLE: &str = include_str!("../../../assets/keys.txt");

/// Every default binding.
pub static BINDINGS: LazyLock<Vec<Binding>> =
    LazyLock::new(|| rows().filter_map(parse_row).collect());

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Parses a row; a test parses all of them.
fn parse_row(row: &'static str) -> Option<Binding> {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let &[scope, action, label, priority, keys, help] = cells.as_slice() else { return None };
    let keys: Result<Vec<Key>, _> = keys.split_whitespace().map(str::parse).collect();
    Some(Binding {
        scope: scope.parse().ok()?,
        action: action.parse().ok()?,
        keys: keys.ok()?,
        help,
        label,
        priority: if label.is_empty() { 0 } else { priority.parse().ok()? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_valid() {
        for row in rows() {
            assert!(parse_row(row).is_some(), "{row}");
        }
    }
}
