//! The pictures of the README, drawn from real screens and compared with the files in
//! `assets/pictures`. `UPDATE_PICTURES=1 cargo test --test pictures` regenerates them.

#![allow(clippy::unwrap_used)] // helpers of tests

#[path = "support/screen.rs"]
#[allow(dead_code)] // shared with the snapshots
mod screen;
#[path = "support/session.rs"]
mod session;
#[path = "support/svg.rs"]
mod svg;

use std::path::Path;
use std::{env, fs};

use errdex::catalog::Catalogs;
use errdex::tui::keymap::Key;
use errdex::tui::{App, Colours, Effect, Event, Options, Outcome, Theme};
use session::Frame;

const SIZE: (u16, u16) = (100, 30);

/// The session is recorded at the default size of terminals.
const SESSION_SIZE: (u16, u16) = (80, 24);

/// The themes, with the colours of the terminal that they are designed for.
const THEMES: [(&str, svg::Colours); 2] = [
    ("dark", svg::Colours { fg: "#d7dae0", bg: "#16191f" }),
    ("light", svg::Colours { fg: "#24292f", bg: "#ffffff" }),
];

const BODY: &str = r#"HTTP/1.1 400 Bad Request
Content-Type: application/json

{"error":{"message":"Invalid Input Provided","code":2001,
"errors":["Name has already been taken"]}}"#;

/// A response with a secret.
const SECRET_BODY: &str = r#"HTTP/1.1 409 Conflict
Authorization: Bearer c2VjcmV0LXRva2VuLTEyMw

{"message":"The name Billing is already used.",
"errorCode":1001,"traceId":"00-8f2c"}"#;

fn app(theme: &str, size: (u16, u16)) -> App {
    let mut options = Options::new(Catalogs::builtin());
    options.theme = Theme::named(theme, Colours::True).unwrap();
    App::new(options, size)
}

/// Compares a picture with its file, or writes it.
fn check(name: &str, theme: &str, drawn: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    let file = folder.join(format!("{name}-{theme}.svg"));
    if env::var_os("UPDATE_PICTURES").is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&file, drawn).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == drawn, "{} is out of date: UPDATE_PICTURES=1 writes it", file.display());
}

fn check_still(name: &str, title: &str, script: impl Fn(&mut App)) {
    for (theme, terminal) in THEMES {
        let mut app = app(theme, SIZE);
        script(&mut app);
        check(name, theme, &svg::picture(&screen::buffer(&app, SIZE), title, terminal));
    }
}

/// A session being recorded.
struct Recording {
    app: App,
    frames: Vec<Frame>,
}

impl Recording {
    fn keep(&mut self, caption: &str, seconds: f32) {
        let buffer = screen::buffer(&self.app, SESSION_SIZE);
        self.frames.push(Frame { buffer, caption: caption.to_owned(), seconds });
    }

    /// Presses a key that has a name.
    fn press(&mut self, key: &str, caption: &str, seconds: f32) {
        screen::press(&mut self.app, key);
        self.keep(caption, seconds);
    }

    /// Types, with a frame for every letter.
    fn type_text(&mut self, text: &str, caption: &str) {
        for key in text.chars() {
            self.press(&key.to_string(), caption, 0.2);
        }
    }

    /// Presses a key that copies, into a tmux buffer.
    fn copy(&mut self, key: char) {
        for effect in screen::send(&mut self.app, Event::Key(Key::char(key))) {
            let Effect::Copy { what, .. } = effect else { panic!("{effect:?} is not a copy") };
            let message = format!("{what} copied to the tmux buffer");
            screen::send(&mut self.app, Event::Outcome(Outcome::Message(message)));
        }
    }
}

#[test]
fn the_session() {
    for (theme, terminal) in THEMES {
        let mut session = Recording { app: app(theme, SESSION_SIZE), frames: Vec::new() };
        session.keep("$ errdex", 1.4);
        session.type_text("lic exp", "type a symptom");
        session.keep("type a symptom: the answer is beside the list", 2.2);
        screen::send(&mut session.app, Event::Paste(SECRET_BODY.to_owned()));
        session.keep("paste a response: it is identified at once", 4.0);
        let still = session.frames.len() - 1;
        session.press("<Enter>", "Enter: its entry, with the values of the paste", 3.0);
        session.press("<C-t>", "Ctrl-T: copy or save", 1.8);
        session.copy('n');
        session.keep("n: copy the incident note, with secrets masked", 3.0);
        let title = "errdex: a symptom typed, a response pasted, its note copied";
        check("session", theme, &session::picture(&session.frames, still, title, terminal));
    }
}

#[test]
fn the_detail() {
    check_still("detail", "errdex: an entry being read", |app| {
        screen::press(app, "name already used<Enter>");
    });
}

#[test]
fn the_paste() {
    check_still("paste", "errdex: a pasted response, identified", |app| {
        screen::send(app, Event::Paste(BODY.to_owned()));
    });
}

#[test]
fn every_picture_is_in_the_readme() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    let readme = include_str!("../README.md");
    for file in fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(readme.contains(&format!("assets/pictures/{name}")), "{name} is shown nowhere");
    }
}
