//! No screen relies on colour alone, and nothing is lost without colours or beyond ASCII.

use std::collections::HashMap;
use std::fmt::Write as _;

use errdex::tui::theme::Role;
use errdex::tui::{App, Colours, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::{LARGEST, PASTES, READING, SEARCHES, Size, app_with, buffer, in_theme, screens, text};

/// A usual size and a small one.
const SIZES: [Size; 2] = [(80, 24), (40, 12)];

/// The mark of a selected row.
const SELECTED: &str = "▌";

/// A theme whose colours encode the role of a cell, in the background for roles drawn over others.
fn role_theme() -> Theme {
    let mut file = String::new();
    for (number, role) in Role::ALL.iter().enumerate() {
        let ground = if is_block(*role) { "bg" } else { "fg" };
        writeln!(file, "{role} = {{ {ground} = \"#0000{number:02x} white\" }}").unwrap();
    }
    Theme::parse(&file, Colours::True).unwrap()
}

fn is_block(role: Role) -> bool {
    matches!(role, Role::Selected | Role::Chosen | Role::ActiveTab)
}

fn role(colour: Color) -> Option<Role> {
    let Color::Rgb(0, 0, number) = colour else { return None };
    Role::ALL.get(usize::from(number)).copied()
}

/// The rows of a buffer.
fn rows(buffer: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buffer.content().chunks(usize::from(buffer.area.width))
}

/// The runs of cells of one role in a row, with their text.
fn runs(row: &[Cell]) -> impl Iterator<Item = (Role, String)> {
    row.chunk_by(|a, b| a.fg == b.fg).filter_map(|run| {
        let text: String = run.iter().map(Cell::symbol).collect();
        Some((role(run[0].fg)?, text.trim().to_owned()))
    })
}

fn every_screen(theme: &Theme, mut look: impl FnMut(&str, &Buffer)) {
    for (name, script) in screens() {
        for size in SIZES {
            look(name, &in_theme(size, theme, script));
        }
    }
}

#[test]
fn without_colour_a_selection_has_a_mark_and_a_modifier() {
    let mut selections = 0;
    every_screen(&Theme::named("dark", Colours::None).unwrap(), |name, buffer| {
        for row in rows(buffer) {
            for cell in row {
                assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
            }
            let strong =
                |cell: &Cell| cell.modifier.intersects(Modifier::REVERSED | Modifier::BOLD);
            for cell in row.iter().filter(|cell| cell.symbol() == SELECTED) {
                assert!(strong(cell), "{name}: a selected row has no modifier");
                selections += 1;
            }
        }
        // The tabs are on top; below them what is reversed is a selection, or a cursor.
        for row in rows(buffer).skip(1) {
            let reversed = |cell: &Cell| cell.modifier.contains(Modifier::REVERSED);
            let mut runs = row.chunk_by(|a, b| reversed(a) == reversed(b));
            if let Some(run) = runs.find(|run| reversed(&run[0]) && run.len() > 1) {
                assert_eq!(run[0].symbol(), SELECTED, "{name}: a selection without its mark");
            }
        }
    });
    assert!(selections > 0);
}

#[test]
fn no_colour_has_a_meaning_of_its_own() {
    let mut judged: HashMap<String, Role> = HashMap::new();
    every_screen(&role_theme(), |name, buffer| {
        for row in rows(buffer) {
            let line: String = row.iter().map(Cell::symbol).collect();
            for (role, text) in runs(row).filter(|(_, text)| !text.is_empty()) {
                match role {
                    // The same text always has the same colour, which adds nothing.
                    Role::Good | Role::Warn | Role::Bad => {
                        let before = judged.insert(text, role);
                        assert!(before.is_none_or(|before| before == role), "{name}: {line}");
                    }
                    // The focus has a heavy line or, as a popup, a box.
                    Role::FocusRule => assert!(line.contains(['━', '┌', '│', '└']), "{line}"),
                    Role::Rule => assert!(!text.contains('━'), "{name}: {line}"),
                    Role::Link => {
                        assert!(line.contains('→') || line.contains(SELECTED), "{name}: {line}");
                    }
                    _ => {}
                }
            }
            let over: Vec<Role> = row.iter().filter_map(|cell| role(cell.bg)).collect();
            if over.iter().any(|role| matches!(role, Role::Selected | Role::Chosen)) {
                assert!(line.contains(SELECTED), "{name}: {line}");
            }
        }
    });
    assert!(judged.len() > 8, "{judged:?}");
}

#[test]
fn advice_has_a_heading() {
    let mut advice = 0;
    // An overlay may cover the heading.
    for (name, script) in [SEARCHES, READING, PASTES].into_iter().flatten() {
        let mut headed = false;
        for row in rows(&in_theme(LARGEST, &role_theme(), script)) {
            let line: String = row.iter().map(Cell::symbol).collect();
            headed |= line.contains("Next step  errdex's advice");
            if runs(row).any(|(role, text)| role == Role::Advice && !text.is_empty()) {
                assert!(headed, "{name}: {line}");
                advice += 1;
            }
        }
    }
    assert!(advice > 0);
}

#[test]
fn with_ascii_borders_only_ascii_is_drawn() {
    // The symbols for control characters are part of the paste.
    for (name, script) in screens().filter(|(name, _)| *name != "paste_unknown") {
        for size in [SIZES[0], SIZES[1], LARGEST] {
            let mut app: App = app_with(size, |options| options.ascii = true);
            script(&mut app);
            let drawn = text(&buffer(&app, size));
            assert!(drawn.is_ascii(), "{name}: {drawn}");
        }
    }
}
