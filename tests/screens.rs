//! What the browser shows: key scripts, then a picture of the screen, at every size that matters.

#![allow(clippy::unwrap_used)] // helpers of tests

#[path = "support/screen.rs"]
mod screen;

use errdex::catalog::Catalogs;
use errdex::tui::{App, Colours, Event, Gesture, Mouse, Start, Theme};
use ratatui::buffer::Buffer;
use screen::{buffer, press, styles, text};

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (250, 80), (40, 12), (1, 1)];

const BODY: &str = r#"HTTP/1.1 400 Bad Request
Content-Type: application/json

{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken"]}}"#;

const UNLISTED: &str = r#"{"status":404,"code":5099,"message":"No \"such\" file.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5099"}"#;

fn app(size: (u16, u16)) -> App {
    start(size, |_| {})
}

fn start(size: (u16, u16), change: impl Fn(&mut Start)) -> App {
    let mut start = Start::new(Catalogs::builtin());
    change(&mut start);
    App::new(start, size)
}

/// What a script leads to in a theme.
fn in_theme(size: (u16, u16), theme: &str, colours: Colours, script: impl Fn(&mut App)) -> Buffer {
    let mut app = start(size, |start| start.theme = Theme::named(theme, colours).unwrap());
    script(&mut app);
    buffer(&app, size)
}

fn click(app: &mut App, column: u16, row: u16) {
    app.handle(Event::Mouse(Mouse { gesture: Gesture::Click, column, row }));
}

fn wheel(app: &mut App, gesture: Gesture, column: u16, row: u16) {
    app.handle(Event::Mouse(Mouse { gesture, column, row }));
}

/// The screen's text at 80×24.
fn shown(app: &App) -> String {
    text(&buffer(app, (80, 24)))
}

fn paste(app: &mut App, text: &str) {
    app.handle(Event::Paste(text.to_owned()));
}

/// Snapshots of what a script leads to: the text at every size, and at 80×24 the styles with and
/// without colours.
fn pictures(name: &str, script: impl Fn(&mut App)) {
    for size @ (columns, rows) in SIZES {
        let mut app = app(size);
        script(&mut app);
        let buffer = buffer(&app, size);
        let mut picture = text(&buffer);
        if size == (80, 24) {
            let plain = in_theme(size, "terminal", Colours::None, &script);
            picture =
                format!("{picture}\n\n{}\n\nwithout colour:\n{}", styles(&buffer), styles(&plain));
        }
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), picture);
    }
}

#[test]
fn the_first_frame() {
    pictures("start", |_| {});
}

#[test]
fn a_search() {
    pictures("search", |app| press(app, "lic exp"));
}

#[test]
fn an_entry_that_is_read() {
    pictures("detail", |app| press(app, "lic exp<Enter><Down>"));
}

#[test]
fn another_vendor() {
    pictures("tab", |app| press(app, "2001<Tab><Tab><Tab>"));
}

#[test]
fn nothing_matches() {
    pictures("nothing", |app| press(app, "zzzzqqqqxxxx"));
}

#[test]
fn nothing_matches_at_this_vendor() {
    pictures("elsewhere", |app| press(app, "lic exp<Tab>"));
}

#[test]
fn the_keys() {
    pictures("help", |app| press(app, "?"));
}

#[test]
fn the_keys_of_an_entry_to_the_end() {
    pictures("help_end", |app| press(app, "1001<Enter><F1><End>"));
}

#[test]
fn the_empty_paste_box() {
    pictures("paste_empty", |app| press(app, "<C-p>"));
}

#[test]
fn a_pasted_response() {
    pictures("paste", |app| paste(app, BODY));
}

#[test]
fn the_entry_of_a_finding() {
    pictures("paste_entry", |app| {
        paste(app, BODY);
        press(app, "<Enter>");
    });
}

#[test]
fn something_that_no_catalog_knows() {
    pictures("paste_unknown", |app| paste(app, "hello there,\nthis is not\x1b[31m an error"));
}

#[test]
fn the_ways_to_take_something_away() {
    pictures("take", |app| {
        paste(app, BODY);
        press(app, "<C-t>");
    });
}

#[test]
fn the_question_for_a_file() {
    pictures("save", |app| press(app, "1920<C-t>s"));
}

#[test]
fn a_code_that_its_vendor_does_not_list() {
    pictures("paste_unlisted", |app| paste(app, UNLISTED));
}

#[test]
fn a_number_that_two_vendors_use() {
    pictures("paste_ambiguous", |app| press(app, "<C-p>1001<Tab>"));
}

#[test]
fn a_related_entry_is_chosen() {
    pictures("related", |app| press(app, "1300<Enter><Tab><Tab>"));
}

#[test]
fn a_related_entry_is_jumped_to() {
    pictures("jumped", |app| press(app, "1001<Enter><Tab><Enter>"));
}

#[test]
fn the_commands() {
    pictures("commands", |app| press(app, "1001<Enter>:"));
}

#[test]
fn the_commands_that_are_called_so() {
    pictures("commands_typed", |app| press(app, "<C-k>paste<Down>"));
}

#[test]
fn the_main_screen_in_every_theme() {
    for theme in Theme::names() {
        for &colours in Colours::ALL {
            let buffer = in_theme((80, 24), theme, colours, |app| press(app, "license exp"));
            insta::assert_snapshot!(format!("theme_{theme}_{colours}"), styles(&buffer));
        }
    }
}

#[test]
fn nothing_is_drawn_but_ascii_where_fonts_have_no_more() {
    for script in ["", "lic exp<Enter>", "zzzzqqqq", "?", "<C-k>", "<C-p>", "1300<Enter><Tab>"] {
        for size in SIZES {
            let mut app = start(size, |start| start.ascii = true);
            press(&mut app, script);
            let drawn = text(&buffer(&app, size));
            assert!(drawn.is_ascii(), "{script}: {drawn}");
        }
    }
}

#[test]
fn the_mouse_chooses_and_opens() {
    let mut app = app((80, 24));
    press(&mut app, "1001");
    click(&mut app, 4, 4);
    assert!(shown(&app).contains("2 of 2"), "{}", shown(&app));
    click(&mut app, 4, 4);
    assert!(shown(&app).contains("Esc back"), "{}", shown(&app));
    // The link to the other vendor's entry.
    press(&mut app, "<Esc><Up>");
    let row = shown(&app).lines().position(|line| line.contains("→ UiPath 1001")).unwrap();
    click(&mut app, 45, u16::try_from(row).unwrap());
    assert!(shown(&app).contains("━ UiPath Orchestrator API ━"), "{}", shown(&app));
    press(&mut app, "<Esc>");
    let column = shown(&app).lines().next().unwrap().find("UiPath").unwrap();
    click(&mut app, u16::try_from(column).unwrap(), 0);
    assert!(shown(&app).contains("1 of 1 "), "{}", shown(&app));
}

#[test]
fn the_wheel_moves_what_it_is_over() {
    let mut app = app((80, 24));
    wheel(&mut app, Gesture::WheelDown, 4, 5);
    assert!(shown(&app).contains(" 4 of "), "{}", shown(&app));
    press(&mut app, "1001 uipath");
    let top = shown(&app);
    wheel(&mut app, Gesture::WheelDown, 60, 10);
    let scrolled = shown(&app);
    assert!(scrolled.contains(" 1 of ") && scrolled != top, "{scrolled}");
    wheel(&mut app, Gesture::WheelUp, 60, 10);
    assert_eq!(shown(&app), top);
}

#[test]
fn the_mouse_does_no_harm_anywhere() {
    for (columns, rows) in [(80, 24), (200, 30), (40, 12), (3, 2)] {
        let mut app = app((columns, rows));
        for script in ["", "lic exp<Enter>", "zzzz", "?", "<C-k>", "<C-p>x", "1001<Enter><Tab>"] {
            for column in (0..columns + 2).step_by(13) {
                for row in (0..rows + 2).step_by(3) {
                    press(&mut app, "<Esc><Esc><Esc><Esc>");
                    press(&mut app, script);
                    click(&mut app, column, row);
                    wheel(&mut app, Gesture::WheelDown, column, row);
                    wheel(&mut app, Gesture::WheelUp, column, row);
                    assert!(app.is_running());
                }
            }
        }
    }
}

#[test]
fn every_size_can_be_drawn() {
    for script in ["", "lic exp<Enter>", "zzzzqqqq", "?", "<C-p>日本語 2001", "日本語日本語"]
    {
        let mut app = app((80, 24));
        press(&mut app, script);
        for columns in (0..=90).step_by(3) {
            for rows in 0..=14 {
                app.handle(Event::Resize(columns, rows));
                press(&mut app, "<PageDown><Up>");
                let drawn = buffer(&app, (columns, rows));
                assert_eq!((drawn.area.width, drawn.area.height), (columns, rows), "{script}");
            }
        }
    }
}

#[test]
fn a_size_that_changed_between_event_and_frame_does_no_harm() {
    let shown = |size| {
        let mut app = app(size);
        press(&mut app, "lic exp<Enter><End>");
        text(&buffer(&app, (120, 40)))
    };
    assert_eq!(shown((40, 12)), shown((120, 40)));
}

#[test]
fn control_characters_are_drawn_as_visible_ones() {
    let mut app = app((80, 24));
    paste(&mut app, "one\x1b]0;title\x07\ntwo\u{9b}31m\u{202e}");
    let drawn = text(&buffer(&app, (80, 24)));
    assert!(drawn.contains("one␛]0;title␇"), "{drawn}");
    assert!(!drawn.contains(|c: char| c.is_control() && c != '\n'), "{drawn}");
    assert!(!drawn.contains('\u{202e}'), "{drawn}");
}

#[test]
fn wide_and_combining_characters_keep_their_columns() {
    for text in ["日本語のエラー", "e\u{301}chec d\u{301}", "👩‍💻 error", "ｅｒｒｏｒ"]
    {
        let mut app = app((80, 24));
        press(&mut app, "<C-p>");
        press(&mut app, text);
        for script in ["", "<C-k>", "<Esc><Esc>"] {
            press(&mut app, script);
            let drawn = shown(&app);
            for line in drawn.lines() {
                let width = unicode_width::UnicodeWidthStr::width(line);
                assert!(width <= 80, "{text}: {line}");
            }
        }
    }
}
