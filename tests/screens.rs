//! What the browser shows: key scripts, then a picture of the screen, at every size that matters.

#![allow(clippy::unwrap_used)] // helpers of tests

#[path = "support/screen.rs"]
mod screen;

use errdex::catalog::Catalogs;
use errdex::tui::{App, Event, Start};
use screen::{buffer, press, styles, text};

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (40, 12), (1, 1)];

const BODY: &str = r#"HTTP/1.1 400 Bad Request
Content-Type: application/json

{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken"]}}"#;

fn app(size: (u16, u16)) -> App {
    start(size, |_| {})
}

fn start(size: (u16, u16), change: impl Fn(&mut Start)) -> App {
    let mut start = Start { colour: true, ..Start::new(Catalogs::builtin()) };
    change(&mut start);
    App::new(start, size)
}

fn paste(app: &mut App, text: &str) {
    app.handle(Event::Paste(text.to_owned()));
}

/// Snapshots of what a script leads to: the text at every size, and the styles at 80×24.
fn pictures(name: &str, script: impl Fn(&mut App)) {
    for size @ (columns, rows) in SIZES {
        let mut app = app(size);
        script(&mut app);
        let buffer = buffer(&app, size);
        let mut picture = text(&buffer);
        if size == (80, 24) {
            picture = format!("{picture}\n\n{}", styles(&buffer));
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
fn the_first_frame_without_colour() {
    let app = start((80, 24), |start| {
        start.colour = false;
        start.query = "license".into();
    });
    let buffer = buffer(&app, (80, 24));
    insta::assert_snapshot!(
        "search_without_colour",
        format!("{}\n\n{}", text(&buffer), styles(&buffer))
    );
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
