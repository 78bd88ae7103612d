//! What holds on every screen: nothing is told by its colour alone, and where there are no colours
//! or no more than ASCII, nothing is lost.

use std::collections::HashMap;
use std::fmt::Write as _;

use errdex::tui::theme::Role;
use errdex::tui::{App, Colours, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::{LARGEST, PASTES, READING, SEARCHES, Size, buffer, in_theme, screens, start, text};

/// Where everything has its place, and where there is little.
const SIZES: [Size; 2] = [(80, 24), (40, 12)];

/// The sign of a selected row.
const SELECTED: &str = "▌";

/// A theme that tells which role a cell has: by its colour, or by that of its background for those
/// that lie over others.
fn telltale() -> Theme {
    let mut file = String::new();
    for (number, role) in Role::ALL.iter().enumerate() {
        let place = if is_block(*role) { "bg" } else { "fg" };
        writeln!(file, "{role} = {{ {place} = \"#0000{number:02x} white\" }}").unwrap();
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
fn without_colour_a_selection_has_its_sign_and_its_weight() {
    let mut selections = 0;
    every_screen(&Theme::named("dark", Colours::None).unwrap(), |name, buffer| {
        for row in rows(buffer) {
            for cell in row {
                assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
            }
            let strong =
                |cell: &Cell| cell.modifier.intersects(Modifier::REVERSED | Modifier::BOLD);
            for cell in row.iter().filter(|cell| cell.symbol() == SELECTED) {
                assert!(strong(cell), "{name}: a selected row is not told by its look");
                selections += 1;
            }
        }
        // The tabs are on top; below them what is reversed is a selection, or a cursor.
        for row in rows(buffer).skip(1) {
            let reversed = |cell: &Cell| cell.modifier.contains(Modifier::REVERSED);
            let mut runs = row.chunk_by(|a, b| reversed(a) == reversed(b));
            if let Some(run) = runs.find(|run| reversed(&run[0]) && run.len() > 1) {
                assert_eq!(run[0].symbol(), SELECTED, "{name}: a selection without its sign");
            }
        }
    });
    assert!(selections > 0);
}

#[test]
fn no_colour_says_what_no_word_or_sign_says() {
    let mut judged: HashMap<String, Role> = HashMap::new();
    every_screen(&telltale(), |name, buffer| {
        for row in rows(buffer) {
            let line: String = row.iter().map(Cell::symbol).collect();
            for (role, text) in runs(row).filter(|(_, text)| !text.is_empty()) {
                match role {
                    // The same words and signs always have the same colour: it adds nothing.
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
fn advice_is_told_by_its_heading() {
    let mut advice = 0;
    // A popup may lie over the heading.
    for (name, script) in [SEARCHES, READING, PASTES].into_iter().flatten() {
        let mut headed = false;
        for row in rows(&in_theme(LARGEST, &telltale(), script)) {
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
fn nothing_is_drawn_but_ascii_where_fonts_have_no_more() {
    // The signs for control characters stand for bytes of the paste.
    for (name, script) in screens().filter(|(name, _)| *name != "paste_unknown") {
        for size in [SIZES[0], SIZES[1], LARGEST] {
            let mut app: App = start(size, |start| start.ascii = true);
            script(&mut app);
            let drawn = text(&buffer(&app, size));
            assert!(drawn.is_ascii(), "{name}: {drawn}");
        }
    }
}
