//! The pictures of the README, drawn from what the browser really shows. They are compared with the
//! files under `assets/pictures`; `UPDATE_PICTURES=1 cargo test --test pictures` writes these anew.

#![allow(clippy::unwrap_used)] // helpers of tests

#[path = "support/screen.rs"]
#[allow(dead_code)] // shared with the snapshots
mod screen;
#[path = "support/svg.rs"]
mod svg;

use std::path::Path;
use std::{env, fs};

use errdex::catalog::Catalogs;
use errdex::tui::{App, Colours, Event, Start, Theme};

const SIZE: (u16, u16) = (100, 30);

/// The themes, with the colours of a terminal that they are made for.
const THEMES: [(&str, (&str, &str)); 2] =
    [("dark", ("#d7dae0", "#16191f")), ("light", ("#24292f", "#ffffff"))];

const BODY: &str = r#"HTTP/1.1 400 Bad Request
Content-Type: application/json

{"error":{"message":"Invalid Input Provided","code":2001,
"errors":["Name has already been taken"]}}"#;

fn check(name: &str, title: &str, script: impl Fn(&mut App)) {
    for (theme, terminal) in THEMES {
        let mut start = Start::new(Catalogs::builtin());
        start.theme = Theme::named(theme, Colours::True).unwrap();
        let mut app = App::new(start, SIZE);
        script(&mut app);
        let drawn = svg::picture(&screen::buffer(&app, SIZE), title, terminal);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
        let file = folder.join(format!("{name}-{theme}.svg"));
        if env::var_os("UPDATE_PICTURES").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &drawn).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == drawn, "{} is out of date: UPDATE_PICTURES=1 writes it", file.display());
    }
}

#[test]
fn the_search() {
    check("start", "errdex: a search for an expired license", |app| {
        screen::press(app, "license expired");
    });
}

#[test]
fn the_detail() {
    check("detail", "errdex: an entry being read", |app| {
        screen::press(app, "name already used<Enter>");
    });
}

#[test]
fn the_paste() {
    check("paste", "errdex: a pasted response, identified", |app| {
        app.handle(Event::Paste(BODY.to_owned()));
    });
}
