//! Copying and saving.

use std::borrow::Cow;

use ratatui::prelude::Buffer;

use super::*;
use crate::share::Shared;

/// The effect of actions on the entry with that code.
fn effect(code: &str, actions: &[Action]) -> Option<Effect> {
    let mut app = app();
    type_text(&mut app, code);
    update(&mut app, actions);
    assert!(!open(&app).contains(&"share"), "the overlay is closed");
    effects(&mut app).pop()
}

#[test]
fn copies_opens_and_shows_the_selection() {
    let copied = |action| match effect("uipath 1001", &[Action::Share, action]) {
        Some(Effect::Copy(Shared { text, .. })) => text,
        other => panic!("{action} returned {other:?}"),
    };
    assert_eq!(copied(Action::CopyCode), "1001");
    assert_eq!(copied(Action::CopyMessage), "The name [CustomNameYouAdded] is already used.");
    assert!(copied(Action::CopyEntry).starts_with("### UiPath 1001  NameAlreadyUsed\n"));
    assert!(copied(Action::CopyNote).starts_with("# UiPath 1001  NameAlreadyUsed\n"));
    assert!(copied(Action::CopyJson).starts_with("[{\"vendor\":\"uipath\""));
    let opened = effect("uipath 1001", &[Action::OpenUrl]);
    assert!(matches!(opened, Some(Effect::Open(url)) if url.starts_with("https://")));
    let shown = effect("uipath 1001", &[Action::Share, Action::ShowPlainText]);
    assert!(matches!(shown, Some(Effect::Show(text)) if text.starts_with("# UiPath 1001")));
    assert!(matches!(effect("x", &[Action::Suspend]), Some(Effect::Suspend)));
}

#[test]
fn shares_an_unrecognised_response() {
    let body = "HTTP/1.1 502 Bad Gateway\n\n{\"oops\":{\"kind\":\"sad\",\"password\":\"hunter2\",\"pin\":\"1234\"}}";
    let share = |action| {
        let mut app = app();
        paste(&mut app, body);
        update(&mut app, &[Action::Share]);
        assert_eq!(open(&app), ["paste", "share"]);
        update(&mut app, &[action]);
        (effects(&mut app).pop(), app.services.notice.map(Cow::into_owned))
    };
    let (Some(Effect::Copy(Shared { name, text })), _) = share(Action::CopyNote) else {
        panic!("no note")
    };
    assert_eq!(name, "incident note");
    for expected in [
        "# Unrecognised response",
        "502 Bad Gateway",
        "/oops/kind = `sad`",
        "HTTP 502 is a server-side error",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(!text.contains("hunter2") && !text.contains("1234"), "{text}");
    assert!(matches!(share(Action::CopyJson), (Some(Effect::Copy(_)), None)));
    for action in [Action::CopyCode, Action::CopyMessage, Action::CopyEntry, Action::OpenUrl] {
        let (effect, notice) = share(action);
        assert!(effect.is_none() && notice.is_some(), "{action}");
    }
}

#[test]
fn the_response_is_shown_before_it_is_shared() {
    let mut app = app();
    paste(
        &mut app,
        "password: letmein\n{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}",
    );
    update(&mut app, &[Action::Share, Action::PreviewNote]);
    assert_eq!(open(&app), ["paste", "preview"]);
    update(&mut app, &[Action::GoToLast]);
    let mut buffer = Buffer::empty(app.services.screen);
    app.render(&mut buffer);
    let cells = buffer.content().iter();
    let shown: String = cells.map(ratatui::buffer::Cell::symbol).collect();
    assert!(shown.contains("password: [masked]") && !shown.contains("letmein"), "{shown}");
    update(&mut app, &[Action::GoBack]);
    assert_eq!((open(&app), effects(&mut app).len()), (vec!["paste"], 0));
    update(&mut app, &[Action::PreviewNote, Action::CopyNote]);
    assert_eq!(open(&app), ["paste"]);
    let Some(Effect::Copy(Shared { name, text })) = effects(&mut app).pop() else {
        panic!("no copy")
    };
    assert_eq!(name, "incident note with response (1 value masked)");
    assert!(text.contains("password: [masked]\n{\"error\""), "{text}");
    update(&mut app, &[Action::CopyNote]);
    let Some(Effect::Copy(Shared { text, .. })) = effects(&mut app).pop() else {
        panic!("no copy")
    };
    assert!(!text.contains("password"), "{text}");
    // An entry has no response.
    update(&mut app, &[Action::FocusSearch, Action::PreviewNote]);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn click_copies() {
    let mut app = app();
    type_text(&mut app, "1920");
    let click = |app: &mut App, column, row| {
        send(app, Event::Mouse(Gesture::Click, Position::new(column, row)));
    };
    app.update(Action::Share);
    let Some(Page::Share(page)) = app.stack.pages.last() else { panic!("no share page") };
    let outline = page.outline(app.services.screen);
    // The second line inside the border.
    click(&mut app, outline.x + 3, outline.y + 2);
    assert!(
        matches!(effects(&mut app).as_slice(), [Effect::Copy(Shared { text, .. })] if text == "1920")
    );
    app.update(Action::Share);
    click(&mut app, outline.x, outline.y);
    assert_eq!(open(&app), ["share"]);
    click(&mut app, 0, 0);
    assert_eq!((open(&app).len(), effects(&mut app).len()), (0, 0));
    // The last line closes the menu, but not the entry below it.
    update(&mut app, &[Action::Open, Action::Share]);
    click(&mut app, outline.x + 3, outline.bottom() - 2);
    assert_eq!(open(&app), ["detail"]);
}

#[test]
fn shares_nothing_without_a_selection() {
    for action in [Action::Share, Action::CopyCode, Action::CopyNote, Action::SaveNote] {
        let mut app = app();
        type_text(&mut app, "zzzzqqqqxxxx");
        app.update(action);
        assert_eq!(open(&app), [""; 0], "{action}");
        assert!(app.services.notice.is_some() && effects(&mut app).is_empty(), "{action}");
    }
}

#[test]
fn masked_json_stays_valid() {
    let mut app = app();
    let body = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["?"]}}
        {"message":"The name bob@example.com is already used.","errorCode":1001}"#;
    paste(&mut app, body);
    app.update(Action::SelectNextFinding);
    app.update(Action::CopyJson);
    let Some(Effect::Copy(Shared { name, text })) = effects(&mut app).pop() else {
        panic!("no copy")
    };
    assert!(!text.contains("bob@"), "{text}");
    assert!(name.starts_with("JSON (") && name.ends_with(" masked)"), "{name}");
    serde_json::from_str::<serde_json::Value>(&text).unwrap();
}

#[test]
fn overwrites_only_after_a_second_enter() {
    let saves = |app: &mut App| {
        send(app, Event::Key(Key::plain(KeyCode::Enter)));
        match effects(app).pop() {
            Some(Effect::Save { shared, path, overwrite }) => {
                (path, shared.text.starts_with('['), overwrite)
            }
            other => panic!("{other:?}"),
        }
    };
    let mut app = app();
    type_text(&mut app, "uipath 1001");
    update(&mut app, &[Action::Share, Action::SaveNote]);
    assert_eq!(open(&app), ["save"]);
    let note = || "uipath-1001.md".to_owned();
    assert_eq!(saves(&mut app), (note(), false, false));
    send(&mut app, Event::Outcome(Outcome::Exists("there".into())));
    assert_eq!(saves(&mut app), (note(), false, true));
    // A new name needs a new confirmation.
    update(&mut app, &[Action::Clear]);
    type_text(&mut app, "q.json");
    assert_eq!(saves(&mut app), ("q.json".to_owned(), true, false));
    send(&mut app, Event::Outcome(Outcome::Saved("done".into())));
    assert_eq!((open(&app).len(), app.services.notice.as_deref()), (0, Some("done")));
}
