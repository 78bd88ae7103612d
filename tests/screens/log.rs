//! Snapshots of the log page.

use std::fmt::Write;
use std::sync::LazyLock;

use errdex::scan::Filter;
use errdex::tui::{App, Effect, Event, LogEvent, LogInput, LogSource, Options};
use jiff::Timestamp;

use crate::screen::{Look, buffer, press_with, send, styles, text};
use crate::{LOOKS, Size, app_with, assert_style_snapshot, assert_text_snapshot};

/// The sizes of snapshots.
const SIZES: [Size; 4] = [(80, 24), (120, 40), (40, 12), (160, 50)];

/// The names of screens and the keys that open them.
const SCREENS: [(&str, &str); 4] = [
    ("log", ""),
    ("log_range", ".+"),
    ("log_places", "<Down><Enter><Down>"),
    ("log_record", "<Down><Enter><Enter>"),
];

/// Errors of three codes over an hour, with a peak.
fn log() -> String {
    let errors = [
        r#"pagerduty: {"error":{"message":"Invalid Input Provided","code":2001}}"#,
        r#"uipath: {"errorCode":1001,"message":"The name Billing is already used."}"#,
        r#"sevenbridges: {"status":404,"code":5099,"message":"No such file.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5099"}"#,
    ];
    let mut text = String::new();
    for minute in 0..60 {
        for second in (0..60).step_by(10) {
            let error = match (minute, second) {
                (40..44, _) => errors.first(),
                (_, 20) if minute % 9 == 0 => errors.get(1),
                (31, 50) => errors.get(2),
                _ => None,
            };
            let message = error.unwrap_or(&"INFO GET /v1/items status=200 duration=12ms");
            writeln!(text, "2026-11-21T03:{minute:02}:{second:02}Z {message}").unwrap();
        }
    }
    text
}

fn open(options: &mut Options) {
    let source = LogSource::Text(log().into());
    options.log = Some(LogInput { source, filter: Filter::default() });
}

/// What reading the log reports, which is the same for all apps.
static EVENTS: LazyLock<Vec<LogEvent>> = LazyLock::new(|| {
    let mut app = app_with((80, 24), open);
    let mut events = Vec::new();
    for effect in send(&mut app, Event::FocusGained) {
        if let Effect::ScanLog(job) = effect {
            job.run(Timestamp::UNIX_EPOCH, &mut |event| events.push(event));
        }
    }
    events
});

/// Handles an event, and what the jobs report that read the log around occurrences.
fn handle(app: &mut App, event: Event) {
    for effect in send(app, event) {
        if let Effect::ReadLog(job) = effect {
            let mut events = Vec::new();
            job.run(&mut |event| events.push(event));
            for event in events {
                handle(app, Event::Log(event));
            }
        }
    }
}

/// The log page, once the log is read.
fn app(size: Size, look: &Look) -> App {
    let mut app = app_with(size, |options| {
        open(options);
        options.theme = look.theme();
    });
    for event in EVENTS.iter() {
        send(&mut app, Event::Log(event.clone()));
    }
    app
}

#[test]
fn log_screens() {
    for (name, script) in SCREENS {
        for size in SIZES {
            let mut app = app(size, &LOOKS[0]);
            press_with(&mut app, script, handle);
            assert_text_snapshot(name, &buffer(&app, size));
        }
    }
    let drawn = |look: &Look| {
        let mut app = app((80, 24), look);
        press_with(&mut app, ".", handle);
        buffer(&app, (80, 24))
    };
    let drawn = LOOKS.iter().map(drawn).collect();
    assert_style_snapshot("log_range", &styles(LOOKS, &[drawn]));
}

#[test]
fn log_while_it_is_read() {
    let mut app = app_with((80, 24), open);
    for event in &EVENTS[..EVENTS.len() - 1] {
        send(&mut app, Event::Log(event.clone()));
    }
    assert_text_snapshot("log_reading", &buffer(&app, (80, 24)));
}

#[test]
fn log_in_ascii() {
    let mut app = app_with((80, 24), |options| {
        open(options);
        options.ascii = true;
    });
    for event in EVENTS.iter() {
        send(&mut app, Event::Log(event.clone()));
    }
    let drawn = text(&buffer(&app, (80, 24)));
    let head: Vec<_> = drawn.lines().take(6).collect();
    assert!(head.iter().all(|line| line.is_ascii()), "{head:#?}");
    assert!(head[1].contains('#'), "{head:#?}");
}
