//! Taking away.

use super::*;

/// What one action asks for outside, of the entry with that code.
fn effect(code: &str, actions: &[Action]) -> Option<Effect> {
    let mut app = app();
    write(&mut app, code);
    update(&mut app, actions);
    assert!(!open(&app).contains(&"take"), "the popup is closed");
    app.effects().pop()
}

#[test]
fn what_is_chosen_can_be_taken_away() {
    let copied = |action| match effect("uipath 1001", &[Action::Take, action]) {
        Some(Effect::Copy { text, .. }) => text,
        other => panic!("{action} asks for {other:?}"),
    };
    assert_eq!(copied(Action::CopyCode), "1001");
    assert_eq!(copied(Action::CopyMessage), "The name [CustomNameYouAdded] is already used.");
    assert!(copied(Action::CopyEntry).starts_with("### UiPath 1001  NameAlreadyUsed\n"));
    assert!(copied(Action::CopyNote).starts_with("# UiPath 1001  NameAlreadyUsed\n"));
    assert!(copied(Action::CopyJson).starts_with("[{\"vendor\":\"uipath\""));
    let opened = effect("uipath 1001", &[Action::OpenPage]);
    assert!(matches!(opened, Some(Effect::Open(url)) if url.starts_with("https://")));
    let shown = effect("uipath 1001", &[Action::Take, Action::ShowPlain]);
    assert!(matches!(shown, Some(Effect::Show(text)) if text.starts_with("# UiPath 1001")));
    assert_eq!(effect("x", &[Action::Suspend]), Some(Effect::Suspend));
}

#[test]
fn an_unrecognised_response_is_taken_away() {
    let body = "HTTP/1.1 502 Bad Gateway\n\n{\"oops\":{\"kind\":\"x\",\"password\":\"hunter2\",\"pin\":\"1234\"}}";
    let taken = |action| {
        let mut app = app();
        paste(&mut app, body);
        update(&mut app, &[Action::Take]);
        assert_eq!(open(&app), ["paste", "take"]);
        update(&mut app, &[action]);
        (app.effects().pop(), app.notice.map(Cow::into_owned))
    };
    let (Some(Effect::Copy { what, text }), _) = taken(Action::CopyNote) else { panic!("no note") };
    assert_eq!(what, "incident note, 2 secrets masked,");
    for says in [
        "# Unrecognised response",
        "502 Bad Gateway",
        "/oops/kind = `x`",
        "HTTP 502 is a server-side error",
    ] {
        assert!(text.contains(says), "{says} in {text}");
    }
    assert!(!text.contains("hunter2") && !text.contains("1234"), "{text}");
    assert!(matches!(taken(Action::CopyJson), (Some(Effect::Copy { .. }), None)));
    for action in [Action::CopyCode, Action::CopyMessage, Action::CopyEntry, Action::OpenPage] {
        let (effect, notice) = taken(action);
        assert!(effect.is_none() && notice.is_some(), "{action}");
    }
}

#[test]
fn a_click_takes_away() {
    use crate::tui::{Gesture, Mouse};
    let mut app = app();
    write(&mut app, "1920");
    let click = |app: &mut App, column, row| {
        app.handle(Event::Mouse(Mouse { gesture: Gesture::Click, column, row }));
    };
    app.update(Action::Take);
    let outline = app.menu().outline(app.screen);
    // The second line inside the border.
    click(&mut app, outline.x + 3, outline.y + 2);
    assert!(matches!(app.effects().as_slice(), [Effect::Copy { text, .. }] if text == "1920"));
    app.update(Action::Take);
    click(&mut app, outline.x, outline.y);
    assert_eq!(open(&app), ["take"]);
    click(&mut app, 0, 0);
    assert_eq!((open(&app).len(), app.effects().len()), (0, 0));
}

#[test]
fn where_nothing_is_chosen_nothing_is_taken() {
    for action in [Action::Take, Action::CopyCode, Action::CopyNote, Action::Save] {
        let mut app = app();
        write(&mut app, "zzzzqqqqxxxx");
        app.update(action);
        assert_eq!(open(&app), [""; 0], "{action}");
        assert!(app.notice.is_some() && app.effects().is_empty(), "{action}");
    }
}

#[test]
fn the_json_of_a_paste_stays_json_without_its_secrets() {
    let mut app = app();
    let body = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["?"]}}
        {"message":"The name bob@example.com is already used.","errorCode":1001}"#;
    paste(&mut app, body);
    app.update(Action::NextFinding);
    app.update(Action::CopyJson);
    let Some(Effect::Copy { text, what }) = app.effects().pop() else { panic!("no copy") };
    assert!(!text.contains("bob@"), "{text}");
    assert!(what.starts_with("JSON, ") && what.ends_with(" masked,"), "{what}");
    serde_json::from_str::<serde_json::Value>(&text).unwrap();
}

#[test]
fn a_file_is_asked_for_and_replaced_only_when_asked_again() {
    let saves = |app: &mut App| {
        app.handle(Event::Key(Key::plain(KeyCode::Enter)));
        match app.effects().pop() {
            Some(Effect::Save { path, text, replace, .. }) => {
                (path, text.starts_with('['), replace)
            }
            other => panic!("{other:?}"),
        }
    };
    let mut app = app();
    write(&mut app, "uipath 1001");
    update(&mut app, &[Action::Take, Action::Save]);
    assert_eq!(open(&app), ["save"]);
    let note = || "uipath-1001.md".to_owned();
    assert_eq!(saves(&mut app), (note(), false, false));
    app.answer(Outcome::Exists("there".into()));
    assert_eq!(saves(&mut app), (note(), false, true));
    // Another name is another file.
    update(&mut app, &[Action::Clear]);
    write(&mut app, "q.json");
    assert_eq!(saves(&mut app), ("q.json".to_owned(), true, false));
    app.answer(Outcome::Saved("done".into()));
    assert_eq!((open(&app).len(), app.notice.as_deref()), (0, Some("done")));
}
