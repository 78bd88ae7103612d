//! The log page among the others.

use std::fmt::Write;

use jiff::Timestamp;

use super::*;
use crate::tui::pages::OpenedFrom;

/// A log that is too long for the paste box.
pub fn log() -> String {
    let mut text = String::new();
    for line in 0..1500 {
        let time = format_args!("2026-11-21T03:{:02}:{:02}Z", line / 60 % 60, line % 60);
        let message = if line % 100 == 0 {
            r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#
        } else {
            "INFO nothing to see here"
        };
        writeln!(text, "{time} pagerduty: {message}").unwrap();
    }
    text
}

/// Runs the jobs that read logs.
fn run_jobs(app: &mut App) {
    loop {
        let mut events = Vec::new();
        for effect in effects(app) {
            match effect {
                Effect::ScanLog(job) => job.run(Timestamp::UNIX_EPOCH, &mut |it| events.push(it)),
                Effect::ReadLog(job) => job.run(&mut |it| events.push(it)),
                _ => {}
            }
        }
        if events.is_empty() {
            return;
        }
        let mut effects = Vec::new();
        for event in events {
            effects.extend(app.handle(Event::Log(event)));
        }
        app.services.effects = effects;
    }
}

fn act(app: &mut App, actions: &[Action]) {
    for action in actions {
        app.update(*action);
        run_jobs(app);
    }
}

#[test]
fn a_long_paste_of_many_records_opens_the_log_page() {
    let mut app = app();
    paste(&mut app, &log());
    assert_eq!(open(&app), ["paste", "log"]);
    run_jobs(&mut app);
    act(&mut app, &[Action::GoBack]);
    assert_eq!(open(&app), ["paste"]);
    assert_eq!(pasted(&app), Some(log().as_str()));
    act(&mut app, &[Action::BrowseLog]);
    assert_eq!(open(&app), ["paste", "log"]);
}

#[test]
fn a_long_response_is_decoded_as_one() {
    let items = r#"{"id":1,"name":"x"},"#.repeat(5000);
    let body =
        format!(r#"{{"error":{{"message":"Invalid Input Provided","code":2001}},"a":[{items}1]}}"#);
    let pretty = format!("{{\n{}\n}}", "  \"key\": \"value\",\n".repeat(6000));
    let with_headers = format!("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n{body}");
    for text in [&body, &pretty, &with_headers] {
        let mut app = app();
        paste(&mut app, text);
        assert_eq!(open(&app), ["paste"]);
    }
}

#[test]
fn an_occurrence_is_decoded_above_the_log() {
    let mut app = app();
    paste(&mut app, &log());
    run_jobs(&mut app);
    act(&mut app, &[Action::Open, Action::Open]);
    assert_eq!(open(&app), ["paste", "log", "paste"]);
    assert_eq!(app.stack.subject().and_then(Subject::code), Some("2001"));
    act(&mut app, &[Action::Open]);
    assert_eq!(open(&app), ["paste", "log", "paste", "entry"]);
    assert!(matches!(pane(&app).visit.as_ref().unwrap().from, OpenedFrom::Log(_)));
    act(&mut app, &[Action::GoBack, Action::GoBack]);
    assert_eq!(open(&app), ["paste", "log"]);
    assert_eq!(app.stack.subject().and_then(Subject::code), Some("2001"));
    act(&mut app, &[Action::OpenEntry]);
    assert_eq!(open(&app), ["paste", "log", "entry"]);
}

#[test]
fn the_log_is_still_there_after_a_search() {
    let mut app = app();
    paste(&mut app, &log());
    // Not even read yet.
    let waiting = effects(&mut app);
    act(&mut app, &[Action::FocusSearch]);
    assert_eq!(open(&app), [""; 0]);
    app.services.effects = waiting;
    run_jobs(&mut app);
    act(&mut app, &[Action::BrowseLog]);
    assert_eq!(open(&app), ["log"]);
    assert_eq!(app.stack.subject().and_then(Subject::code), Some("2001"));
    act(&mut app, &[Action::GoBack]);
    assert_eq!(app.services.notice.as_deref(), Some("Alt-l returns to the log"));
}
