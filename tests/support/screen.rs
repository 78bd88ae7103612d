//! Draws the browser into a buffer and writes it down: the text as a grid, and below it the styles
//! as a grid of letters with their legend.

use errdex::tui::keymap::Key;
use errdex::tui::{App, Event, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui::style::{Color, Modifier};

/// Hands the browser keys: characters as they are, others by name, such as `lic exp<Enter>`.
pub(crate) fn press(app: &mut App, script: &str) {
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let (key, length) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((name, _)) => (named(name), name.len() + 2),
            None => (Key::char(c), c.len_utf8()),
        };
        app.handle(Event::Key(key));
        rest = &rest[length..];
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
        _ => panic!("no key is named {name}"),
    })
}

/// What the browser shows on a screen of that size.
pub(crate) fn buffer(app: &App, (columns, rows): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(app, frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The text of a buffer, row by row.
pub(crate) fn text(buffer: &Buffer) -> String {
    rows(buffer, |cell| cell.symbol().to_owned())
}

/// The styles of a buffer as letters, row by row, and what each letter means.
pub(crate) fn styles(buffer: &Buffer) -> String {
    let mut known: Vec<String> = Vec::new();
    for cell in buffer.content() {
        let style = describe(cell);
        if !style.is_empty() && !known.contains(&style) {
            known.push(style);
        }
    }
    let letter = |i: usize| char::from(b'a' + u8::try_from(i).unwrap());
    let grid = rows(buffer, |cell| {
        let style = describe(cell);
        known.iter().position(|known| *known == style).map_or('.', letter).to_string()
    });
    let legend: Vec<String> =
        known.iter().enumerate().map(|(i, style)| format!("{} {style}", letter(i))).collect();
    format!("{grid}\n\n{}", legend.join("\n"))
}

fn rows(buffer: &Buffer, show: impl Fn(&Cell) -> String) -> String {
    let columns = usize::from(buffer.area.width);
    let mut grid = Vec::new();
    for row in buffer.content().chunks(columns) {
        let mut line = String::new();
        let mut hidden = 0;
        for cell in row {
            // The cells behind a wide character don't show.
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            hidden = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
            line.push_str(&show(cell));
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
    words.join(", ")
}
