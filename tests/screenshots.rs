//! The screenshots of the documentation, drawn by the browser and compared with the files in
//! `assets/screenshots`. `UPDATE_SCREENSHOTS=1 cargo test --test screenshots` regenerates them.

#![allow(clippy::unwrap_used)] // test helpers

#[path = "support/animation.rs"]
mod animation;
#[path = "support/screen.rs"]
#[allow(dead_code)] // only the snapshots use all of it
mod screen;
#[path = "support/svg.rs"]
mod svg;

use std::path::Path;
use std::{env, fs};

use animation::Frame;
use errdex::catalog::Catalogs;
use errdex::tui::keymap::Key;
use errdex::tui::{App, Colours, Effect, Event, Options, Outcome, Theme};
use ratatui::prelude::{Buffer, Margin, Rect, Style, Widget};
use ratatui::widgets::{Block, Clear};

const SIZE: (u16, u16) = (100, 30);

/// The animated session uses the default size of terminals.
const SESSION_SIZE: (u16, u16) = (80, 24);

/// Themes, with the terminal colours they are designed for.
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

/// The text of a tmux pane.
const PANE: &str = r#"$ terraform apply -auto-approve
pagerduty_service.billing: Creating...
╷
│ Error: POST API call to https://api.pagerduty.com/services failed 400 Bad Request. Code: 2001,
│ Errors: [Name has already been taken], Message: Invalid Input Provided
│
│   with pagerduty_service.billing,
│   on main.tf line 12, in resource "pagerduty_service" "billing":
╵
$"#;

fn app(theme: &str, size: (u16, u16)) -> App {
    let mut options = Options::new(Catalogs::builtin());
    options.theme = Theme::named(theme, Colours::True).unwrap();
    App::new(options, size)
}

/// Compares a screenshot with its file, or writes it if `UPDATE_SCREENSHOTS` is set.
fn check(name: &str, theme: &str, drawn: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screenshots");
    let file = folder.join(format!("{name}-{theme}.svg"));
    if env::var_os("UPDATE_SCREENSHOTS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&file, drawn).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(expected == drawn, "{} is out of date: UPDATE_SCREENSHOTS=1 writes it", file.display());
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
    fn record(&mut self, caption: &str, seconds: f32) {
        let buffer = screen::buffer(&self.app, SESSION_SIZE);
        self.frames.push(Frame { buffer, caption: caption.to_owned(), seconds });
    }

    /// Presses a key and records a frame.
    fn press(&mut self, key: &str, caption: &str, seconds: f32) {
        screen::press(&mut self.app, key);
        self.record(caption, seconds);
    }

    /// Types a text and records a frame for every letter.
    fn type_text(&mut self, text: &str, caption: &str) {
        for key in text.chars() {
            self.press(&key.to_string(), caption, 0.2);
        }
    }

    /// Presses a copy key and reports that the text was copied to a tmux buffer.
    fn copy(&mut self, key: char) {
        for effect in screen::send(&mut self.app, Event::Key(Key::char(key))) {
            let Effect::Copy(shared) = effect else { panic!("{effect:?} is not a copy") };
            let message = format!("{} copied to the tmux buffer", shared.name);
            screen::send(&mut self.app, Event::Outcome(Outcome::Message(message)));
        }
    }
}

#[test]
fn animated_session() {
    for (theme, terminal) in THEMES {
        let mut session = Recording { app: app(theme, SESSION_SIZE), frames: Vec::new() };
        session.record("$ errdex", 1.4);
        session.type_text("lic exp", "type a symptom");
        session.record("type a symptom: the answer is beside the list", 2.2);
        screen::send(&mut session.app, Event::Paste(SECRET_BODY.to_owned()));
        session.record("paste a response: it is identified at once", 4.0);
        let still = session.frames.len() - 1;
        session.press("<Enter>", "Enter: its entry, with the values of the paste", 3.0);
        session.press("<C-t>", "Ctrl-T: copy or save", 1.8);
        session.copy('n');
        session.record("n: copy the incident note, with secrets masked", 3.0);
        let title = "errdex: a symptom typed, a response pasted, its note copied";
        check("session", theme, &animation::picture(&session.frames, still, title, terminal));
    }
}

#[test]
fn entry() {
    check_still("detail", "errdex: an entry being read", |app| {
        screen::press(app, "name already used<Enter>");
    });
}

#[test]
fn paste_box() {
    check_still("paste", "errdex: a pasted response, identified", |app| {
        screen::send(app, Event::Paste(BODY.to_owned()));
    });
}

/// The tmux popup of `errdex integrate tmux` over the pane whose text it decodes.
#[test]
fn tmux_popup() {
    let (columns, rows) = SIZE;
    // Of the size in assets/integrate/tmux.conf.
    let (width, height) = (columns * 95 / 100, rows * 95 / 100);
    let popup = Rect::new((columns - width) / 2, (rows - height) / 2, width, height);
    let inner = popup.inner(Margin::new(1, 1));
    for (theme, terminal) in THEMES {
        let mut app = app(theme, inner.as_size().into());
        screen::send(&mut app, Event::Paste(PANE.to_owned()));
        let mut drawn = Buffer::empty(Rect::new(0, 0, columns, rows));
        for (row, line) in (0..).zip(PANE.lines()) {
            drawn.set_string(0, row, line, Style::new());
        }
        drawn.set_string(0, rows - 1, format!("{:<100}", "[prod] 0:zsh*"), Style::new().reversed());
        Clear.render(popup, &mut drawn);
        Block::bordered().render(popup, &mut drawn);
        let mut errdex = screen::buffer(&app, inner.as_size().into());
        errdex.area = inner;
        drawn.merge(&errdex);
        check("popup", theme, &svg::picture(&drawn, "errdex in a tmux popup", terminal));
    }
}

#[test]
fn every_screenshot_is_in_the_documentation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screenshots");
    let documentation = [include_str!("../README.md"), include_str!("../docs/integrations.md")];
    for file in fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(
            documentation.iter().any(|it| it.contains(&format!("assets/screenshots/{name}"))),
            "{name} is in neither the README nor docs/integrations.md"
        );
    }
}
