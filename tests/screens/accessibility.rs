//! No screen relies on colour alone, and every screen works without colours and with ASCII borders.

use std::collections::HashMap;
use std::fmt::Write as _;

use errdex::tui::theme::Role;
use errdex::tui::{App, Colours, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::{
    ENTRY_SCREENS, LARGEST, PASTE_SCREENS, SEARCH_SCREENS, Size, app_with, buffer, in_theme,
    screens, text,
};

/// A usual size and a small one.
const SIZES: [Size; 2] = [(80, 24), (40, 12)];

/// The marker of a selected row.
const SELECTED: &str = "▌";

/// A theme whose colours encode the role of each cell; roles drawn over others use the background.
fn role_theme() -> Theme {
    let mut file = String::new();
    for (number, role) in Role::ALL.iter().enumerate() {
        let layer = if is_background(*role) { "bg" } else { "fg" };
        writeln!(file, "{role} = {{ {layer} = \"#0000{number:02x} white\" }}").unwrap();
    }
    Theme::parse(&file, Colours::True).unwrap()
}

fn is_background(role: Role) -> bool {
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

fn every_screen(theme: &Theme, mut check: impl FnMut(&str, &Buffer)) {
    for (name, script) in screens() {
        for size in SIZES {
            check(name, &in_theme(size, theme, script));
        }
    }
}

#[test]
fn selection_is_visible_without_colour() {
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
        // Below the tabs, a reversed run of cells is a selection; a single cell is the cursor.
        for row in rows(buffer).skip(1) {
            let reversed = |cell: &Cell| cell.modifier.contains(Modifier::REVERSED);
            let mut runs = row.chunk_by(|a, b| reversed(a) == reversed(b));
            if let Some(run) = runs.find(|run| reversed(&run[0]) && run.len() > 1) {
                assert_eq!(run[0].symbol(), SELECTED, "{name}: a selection without its marker");
            }
        }
    });
    assert!(selections > 0);
}

#[test]
fn colour_never_carries_meaning_alone() {
    let mut seen: HashMap<String, Role> = HashMap::new();
    every_screen(&role_theme(), |name, buffer| {
        for row in rows(buffer) {
            let line: String = row.iter().map(Cell::symbol).collect();
            for (role, text) in runs(row).filter(|(_, text)| !text.is_empty()) {
                match role {
                    // The same text always has the same colour, so the text alone is enough.
                    Role::Good | Role::Warn | Role::Bad => {
                        let before = seen.insert(text, role);
                        assert!(before.is_none_or(|before| before == role), "{name}: {line}");
                    }
                    // The focused part has a heavy line or, as an overlay, a border.
                    Role::FocusRule => assert!(line.contains(['━', '┌', '│', '└']), "{line}"),
                    Role::Rule => assert!(!text.contains('━'), "{name}: {line}"),
                    Role::Link => {
                        assert!(line.contains('→') || line.contains(SELECTED), "{name}: {line}");
                    }
                    _ => {}
                }
            }
            let backgrounds: Vec<Role> = row.iter().filter_map(|cell| role(cell.bg)).collect();
            if backgrounds.iter().any(|role| matches!(role, Role::Selected | Role::Chosen)) {
                assert!(line.contains(SELECTED), "{name}: {line}");
            }
        }
    });
    assert!(seen.len() > 8, "{seen:?}");
}

#[test]
fn advice_has_a_heading() {
    let mut advice = 0;
    // An overlay can cover the heading.
    for (name, script) in [SEARCH_SCREENS, ENTRY_SCREENS, PASTE_SCREENS].into_iter().flatten() {
        let mut has_heading = false;
        for row in rows(&in_theme(LARGEST, &role_theme(), script)) {
            let line: String = row.iter().map(Cell::symbol).collect();
            has_heading |= line.contains("Next step  errdex's advice");
            if runs(row).any(|(role, text)| role == Role::Advice && !text.is_empty()) {
                assert!(has_heading, "{name}: {line}");
                advice += 1;
            }
        }
    }
    assert!(advice > 0);
}

#[test]
fn ascii_borders_draw_only_ascii() {
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
