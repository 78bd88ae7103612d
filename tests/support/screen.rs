//! Draws the browser into a buffer and formats it: the text as a grid, and the styles as a grid of
//! letters with a legend.

use std::fmt;

use errdex::tui::keymap::Key;
use errdex::tui::theme::Role;
use errdex::tui::{App, Colours, Effect, Event, Theme, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui::style::{Color, Modifier};

/// Presses keys, written as characters or names, such as `lic exp<Enter>`.
pub(crate) fn press(app: &mut App, script: &str) {
    press_with(app, script, |app, event| drop(send(app, event)));
}

/// The same, where `handle` handles the events.
pub(crate) fn press_with(app: &mut App, script: &str, mut handle: impl FnMut(&mut App, Event)) {
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let (key, length) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((name, _)) => (named(name), name.len() + 2),
            None => (Key::char(c), c.len_utf8()),
        };
        handle(app, Event::Key(key));
        rest = &rest[length..];
    }
}

/// Handles an event. Jobs for the worker are not run.
pub(crate) fn send(app: &mut App, event: Event) -> Vec<Effect> {
    app.handle(event)
}

/// Handles an event and runs the jobs for the worker.
#[allow(dead_code)] // not every test needs it
pub(crate) fn send_and_decode(app: &mut App, event: Event) {
    for effect in send(app, event) {
        if let Effect::Decode(job) = effect {
            send(app, Event::Decoded(job.run()));
        }
    }
}

fn named(name: &str) -> Key {
    if let Some(c) = name.strip_prefix("C-") {
        return Key::ctrl(c.chars().next().unwrap());
    }
    if let Some(name) = name.strip_prefix("A-") {
        return Key { modifiers: KeyModifiers::ALT, ..named(name) };
    }
    Key::plain(match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "F1" => KeyCode::F(1),
        _ => panic!("unknown key {name}"),
    })
}

/// The screen of the browser at a size.
pub(crate) fn buffer(app: &App, (columns, rows): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(app, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The text of a buffer, row by row.
pub(crate) fn text(buffer: &Buffer) -> String {
    rows(buffer, |at| buffer.content()[at].symbol().to_owned())
}

/// A theme with a colour depth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) theme: &'static str,
    pub(crate) colours: Colours,
}

impl Look {
    pub(crate) fn theme(&self) -> Theme {
        Theme::named(self.theme, self.colours).unwrap()
    }
}

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.colours {
            Colours::True => f.write_str(self.theme),
            Colours::None => write!(f, "{} without colour", self.theme),
            colours => write!(f, "{} in {colours}", self.theme),
        }
    }
}

/// The styles of a screen drawn at several sizes in several looks: a grid of letters for each size, with
/// a dot for running text, and a legend with the style of every letter in every look.
pub(crate) fn styles<'a>(
    looks: &[Look],
    sizes: impl IntoIterator<Item = &'a Vec<Buffer>>,
) -> String {
    let text = looks.iter().map(|look| describe(&running_text(&look.theme()))).collect();
    let mut known: Vec<Vec<String>> = vec![text];
    let mut letters = ('a'..='z').chain('A'..='Z');
    let mut symbols = vec!['.'];
    let mut grids = Vec::new();
    for buffers in sizes {
        let grid = rows(&buffers[0], |at| {
            let styles: Vec<_> =
                buffers.iter().map(|buffer| describe(&buffer.content()[at])).collect();
            let index = known.iter().position(|known| *known == styles).unwrap_or_else(|| {
                known.push(styles);
                symbols.push(letters.next().unwrap());
                known.len() - 1
            });
            symbols[index].to_string()
        });
        let area = buffers[0].area;
        let grid: Vec<_> = grid.lines().map(|row| row.trim_end_matches('.')).collect();
        grids.push(format!("{}×{}\n{}", area.width, area.height, grid.join("\n")));
    }
    let legend = symbols.iter().zip(&known).map(|(symbol, styles)| {
        let lines = looks.iter().zip(styles).map(|(look, style)| format!("  {look}: {style}"));
        format!("{symbol}\n{}", lines.collect::<Vec<_>>().join("\n"))
    });
    grids.extend(legend);
    grids.join("\n\n")
}

fn running_text(theme: &Theme) -> Cell {
    let mut cell = Cell::default();
    cell.set_style(theme[Role::Text]);
    cell
}

/// Formats each cell, given its index, and joins the rows.
fn rows(buffer: &Buffer, mut show: impl FnMut(usize) -> String) -> String {
    let columns = usize::from(buffer.area.width);
    let mut grid = Vec::new();
    for (row, cells) in buffer.content().chunks(columns).enumerate() {
        let mut line = String::new();
        let mut hidden = 0;
        for (column, cell) in cells.iter().enumerate() {
            // The cells after a wide character are hidden.
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            hidden = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
            line.push_str(&show(row * columns + column));
        }
        grid.push(line.trim_end().to_owned());
    }
    grid.join("\n")
}

fn describe(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg).to_lowercase());
    }
    for (name, modifier) in Modifier::all().iter_names() {
        if cell.modifier.contains(modifier) {
            words.push(name.to_lowercase().replace('_', " "));
        }
    }
    if words.is_empty() { "-".to_owned() } else { words.join(", ") }
}
