//! What becomes of what is pasted.

use super::*;

#[test]
fn a_pasted_response_opens_the_paste_box_whatever_is_open() {
    for actions in [&[][..], &[Action::Open], &[Action::Open, Action::ShowHelp]] {
        for body in ["{}", "two words", "a\nb", "<html>", "\"quoted\""] {
            let mut app = app();
            update(&mut app, actions);
            paste(&mut app, body);
            assert_eq!(open(&app).last(), Some(&"paste"), "{body}");
            assert_eq!(pasted(&app), Some(body));
            assert_eq!(app.browse.line.text(), "");
        }
    }
}

#[test]
fn a_pasted_response_takes_the_place_of_the_one_before() {
    let mut app = app();
    paste(&mut app, "{one}");
    paste(&mut app, "{two}");
    assert_eq!((open(&app).as_slice(), pasted(&app)), (&["paste"][..], Some("{two}")));
}

#[test]
fn a_pasted_word_is_searched_for() {
    let mut app = app();
    write(&mut app, "pd ");
    paste(&mut app, " 2001\n");
    assert_eq!(app.browse.line.text(), "pd 2001");
    app.update(Action::ShowHelp);
    paste(&mut app, "1001");
    assert_eq!((open(&app).len(), app.browse.line.text()), (0, "1001"));
    paste(&mut app, " \n ");
    assert_eq!(app.browse.line.text(), "1001");
}

#[test]
fn in_the_paste_box_words_and_keys_are_text() {
    let mut app = app();
    app.update(Action::OpenPaste);
    paste(&mut app, "code");
    write(&mut app, "q?");
    app.update(Action::InsertNewline);
    paste(&mut app, "1");
    assert_eq!((open(&app).as_slice(), pasted(&app)), (&["paste"][..], Some("codeq?\n1")));
}

#[test]
fn what_was_in_the_paste_box_can_be_had_back() {
    let mut app = app();
    paste(&mut app, "{one}");
    paste(&mut app, "{two\u{9b}}");
    assert_eq!(pasted(&app), Some("{two\u{9b}}"));
    app.update(Action::Undo);
    app.update(Action::Undo);
    assert_eq!(pasted(&app), Some("{one}"));
    app.update(Action::Redo);
    assert_eq!(pasted(&app), Some(""));
    app.update(Action::Undo);
    app.update(Action::Clear);
    assert_eq!(pasted(&app), Some(""));
}

#[test]
fn a_text_that_was_edited_comes_back_from_the_earlier_ones() {
    let mut app = app();
    let long = "a".repeat(60_000);
    paste(&mut app, &format!("{{one}}{}", "b".repeat(66_000)));
    paste(&mut app, &format!("{{two}}{long}"));
    write(&mut app, "!");
    let edited = pasted(&app).map(str::to_owned);
    assert!(edited.as_ref().is_some_and(|text| text.contains('!')));
    app.update(Action::PreviousPaste);
    app.update(Action::PreviousPaste);
    assert!(pasted(&app).is_some_and(|text| text.starts_with("{one}")));
    app.update(Action::NextPaste);
    app.update(Action::NextPaste);
    assert_eq!(pasted(&app).map(str::to_owned), edited);
}

#[test]
fn what_is_decoded_is_what_was_pasted() {
    let body = "a\x1b[31m\tb\u{2028}␛\u{61c}\u{100000}\r\n\u{9b}1\u{202e}\u{2066}\u{200b}\n\n";
    let mut app = app();
    paste(&mut app, body);
    assert_eq!(pasted(&app), Some(body));
    app.handle(Event::Key(Key::plain(KeyCode::Left)));
    app.handle(Event::Key(Key::plain(KeyCode::Backspace)));
    app.handle(Event::Key(Key::plain(KeyCode::Delete)));
    assert_eq!(pasted(&app), Some(&body[1..]));
    write(&mut app, "\u{202e}␛\u{100001}");
    assert_eq!(pasted(&app).map(|text| &text[..10]), Some("\u{202e}␛\u{100001}"));
    for action in [Action::Clear, Action::Undo] {
        app.update(action);
    }
    assert_eq!(pasted(&app).map(|text| &text[10..]), Some(&body[1..]));
}

#[test]
fn a_very_long_paste_is_decoded_whole_and_shown_in_part() {
    let body = format!("{{\n{}}}", "é日\n".repeat(50_000));
    let mut app = app();
    paste(&mut app, &body);
    write(&mut app, "x");
    assert_eq!(pasted(&app), Some(body.as_str()));
    assert!(app.notice.is_some());
    let Some(Page::Paste(paste)) = app.pages.last() else { panic!("no paste box") };
    assert!(paste.folded() > 0 && paste.area.lines().len() < 20_000);
}

/// Does what was put off, as the thread would.
fn work(app: &mut App) {
    while let Some(job) = app.take_job() {
        app.handle(job.run().into());
    }
}

fn paste_box(app: &App) -> &PasteBox {
    match app.pages.last() {
        Some(Page::Paste(paste)) => paste,
        _ => panic!("no paste box"),
    }
}

/// A response in a text of about so many bytes.
fn long(code: &str, bytes: usize) -> String {
    let message = if code == "2002" { "Arguments Caused Error" } else { "Invalid Input Provided" };
    let body = format!(r#"{{"error":{{"message":"{message}","code":{code}}}}}"#);
    format!("{}\n{body}", "nothing to see here\n".repeat(bytes / 20))
}

#[test]
fn a_long_text_is_decoded_away_from_the_keys() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    assert!(paste_box(&app).is_waiting());
    // Keys work meanwhile.
    app.update(Action::ShowHelp);
    app.update(Action::GoBack);
    app.update(Action::Open);
    assert_eq!(app.notice.as_deref(), Some("still decoding"));
    work(&mut app);
    assert!(!paste_box(&app).is_waiting());
    assert_eq!(paste_box(&app).chosen().and_then(|found| found.code.as_deref()), Some("2001"));
}

#[test]
fn a_report_on_an_older_text_comes_too_late() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    let late = app.take_job().unwrap();
    paste(&mut app, &long("2002", 300_000));
    app.handle(late.run().into());
    assert!(paste_box(&app).is_waiting());
    work(&mut app);
    assert_eq!(paste_box(&app).chosen().and_then(|found| found.code.as_deref()), Some("2002"));

    paste(&mut app, &long("2001", 300_000));
    paste(&mut app, "{short}");
    work(&mut app);
    assert_eq!(paste_box(&app).chosen(), None);
}

#[test]
fn decoding_can_be_given_up_and_taken_up_again() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    let job = app.take_job().unwrap();
    app.update(Action::GoBack);
    assert!(app.notice.as_deref().is_some_and(|says| says.contains("given up")));
    assert!(!paste_box(&app).is_waiting() && paste_box(&app).is_given_up());
    // It ends at once, without a report.
    assert!(matches!(job.run(), Done::Decoded(Decoded { report: None, .. })));
    app.update(Action::Open);
    assert!(paste_box(&app).is_waiting());
    work(&mut app);
    assert_eq!(paste_box(&app).chosen().and_then(|found| found.code.as_deref()), Some("2001"));
    app.update(Action::GoBack);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn another_text_gives_up_the_one_before() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    let job = app.take_job().unwrap();
    paste(&mut app, "{short}");
    assert!(matches!(job.run(), Done::Decoded(Decoded { report: None, .. })));
}

#[test]
fn a_report_finds_its_box_below_a_popup() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    app.update(Action::ShowHelp);
    work(&mut app);
    app.update(Action::GoBack);
    assert!(paste_box(&app).chosen().is_some());
}

#[test]
fn the_texts_of_the_session_can_be_had_again() {
    let mut app = app();
    paste(&mut app, "{one}");
    paste(&mut app, "{two}");
    write(&mut app, "x");
    app.update(Action::GoBack);
    app.update(Action::OpenPaste);
    let recall = |app: &mut App, action| {
        app.update(action);
        pasted(app).unwrap().to_owned()
    };
    assert_eq!(recall(&mut app, Action::PreviousPaste), "{two}x");
    assert_eq!(recall(&mut app, Action::PreviousPaste), "{two}");
    assert_eq!(recall(&mut app, Action::PreviousPaste), "{one}");
    assert_eq!(recall(&mut app, Action::PreviousPaste), "{one}");
    assert!(app.notice.is_some());
    assert_eq!(recall(&mut app, Action::NextPaste), "{two}");
}

#[test]
fn what_is_typed_after_a_paste_goes_behind_it() {
    let mut app = app();
    let body = format!("one\n{}\nlast", long("2001", 0));
    paste(&mut app, &body);
    assert!(paste_box(&app).chosen().is_some());
    write(&mut app, "xy");
    assert_eq!(pasted(&app), Some(format!("{body}xy").as_str()));
    app.update(Action::SelectNextFinding);
    app.handle(Event::Key(Key::plain(KeyCode::Backspace)));
    assert_eq!(pasted(&app), Some(format!("{body}x").as_str()));
    // Whoever goes somewhere means to type there.
    for key in [KeyCode::Up, KeyCode::Up, KeyCode::Up, KeyCode::Home] {
        app.handle(Event::Key(Key::plain(key)));
    }
    write(&mut app, "ab");
    assert!(pasted(&app).is_some_and(|text| text.contains("ab") && text.ends_with("lastx")));
}

#[test]
fn the_evidence_of_a_long_paste_stands_in_the_upper_part() {
    let mut app = app();
    let after = "a line of a log that is longer than the part of the screen is wide\n".repeat(40);
    paste(&mut app, &format!("{after}{}\n{after}", long("2001", 0).trim()));
    work(&mut app);
    let height = layout::paste(app.screen).text.height;
    let area = &paste_box(&app).area;
    let place = area.screen_cursor().row - usize::from(area.scroll_offset().0);
    assert_eq!(place, usize::from(height) / 3);
}

#[test]
fn words_that_are_no_response_can_be_searched_for() {
    let long = "word ".repeat(60);
    for (text, searched) in [
        ("license expired", "license expired"),
        ("uipath  1001\n", "uipath  1001"),
        ("two\nlines", ""),
        ("{\"a\": 1}", ""),
        (&long, ""),
    ] {
        let mut app = app();
        app.update(Action::Open);
        paste(&mut app, text);
        let recognised = paste_box(&app).report.as_ref().is_some_and(|r| !r.findings.is_empty());
        app.update(Action::GoBack);
        let expected = if recognised { "" } else { searched };
        assert_eq!(app.browse.line.text(), expected, "{text}");
    }
}
