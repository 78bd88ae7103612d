//! Pasted text.

use super::*;
use crate::tui::pages::paste::Progress;

#[test]
fn a_pasted_response_opens_the_paste_page_whatever_is_open() {
    for actions in [&[][..], &[Action::Open], &[Action::Open, Action::ShowHelp]] {
        for body in ["{}", "two words", "a\nb", "<html>", "\"quoted\""] {
            let mut app = app();
            update(&mut app, actions);
            paste(&mut app, body);
            assert_eq!(open(&app).last(), Some(&"paste"), "{body}");
            assert_eq!(pasted(&app), Some(body));
            assert_eq!(app.list.line.text(), "");
        }
    }
}

#[test]
fn a_pasted_response_replaces_the_one_before() {
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
    assert_eq!(app.list.line.text(), "pd 2001");
    app.update(Action::ShowHelp);
    paste(&mut app, "1001");
    assert_eq!((open(&app).len(), app.list.line.text()), (0, "1001"));
    paste(&mut app, " \n ");
    assert_eq!(app.list.line.text(), "1001");
}

#[test]
fn on_the_paste_page_words_and_keys_are_text() {
    let mut app = app();
    app.update(Action::OpenPaste);
    paste(&mut app, "code");
    write(&mut app, "q?");
    app.update(Action::InsertNewline);
    paste(&mut app, "1");
    assert_eq!((open(&app).as_slice(), pasted(&app)), (&["paste"][..], Some("codeq?\n1")));
}

#[test]
fn a_replaced_paste_can_be_restored() {
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
fn an_edited_text_is_kept_among_the_earlier_pastes() {
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
    send(&mut app, Event::Key(Key::plain(KeyCode::Left)));
    send(&mut app, Event::Key(Key::plain(KeyCode::Backspace)));
    send(&mut app, Event::Key(Key::plain(KeyCode::Delete)));
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
    assert!(app.context.notice.is_some());
    let editor = &paste_page(&app).editor;
    assert!(editor.hidden_bytes() > 0 && editor.area.lines().len() < 20_000);
}

/// Decodes what is left to the worker.
fn work(app: &mut App) {
    while let Some(job) = take_job(app) {
        send(app, Event::Decoded(job.run()));
    }
}

fn paste_page(app: &App) -> &PastePage {
    match app.pages.last() {
        Some(Page::Paste(page)) => page,
        _ => panic!("no paste page"),
    }
}

fn is_decoding(app: &App) -> bool {
    matches!(paste_page(app).progress, Progress::Decoding(_))
}

fn selected_code(app: &App) -> Option<&str> {
    paste_page(app).selected_finding()?.code.as_deref()
}

/// A response in a text of about so many bytes.
fn long(code: &str, bytes: usize) -> String {
    let message = if code == "2002" { "Arguments Caused Error" } else { "Invalid Input Provided" };
    let body = format!(r#"{{"error":{{"message":"{message}","code":{code}}}}}"#);
    format!("{}\n{body}", "nothing to see here\n".repeat(bytes / 20))
}

#[test]
fn a_long_text_is_decoded_on_the_worker() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    assert!(is_decoding(&app));
    // Keys work meanwhile.
    app.update(Action::ShowHelp);
    app.update(Action::GoBack);
    app.update(Action::Open);
    assert_eq!(app.context.notice.as_deref(), Some("still decoding"));
    work(&mut app);
    assert!(!is_decoding(&app));
    assert_eq!(selected_code(&app), Some("2001"));
}

#[test]
fn a_report_on_an_older_text_comes_too_late() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    let late = take_job(&mut app).unwrap();
    paste(&mut app, &long("2002", 300_000));
    send(&mut app, Event::Decoded(late.run()));
    assert!(is_decoding(&app));
    work(&mut app);
    assert_eq!(selected_code(&app), Some("2002"));

    paste(&mut app, &long("2001", 300_000));
    paste(&mut app, "{short}");
    work(&mut app);
    assert_eq!(paste_page(&app).selected_finding(), None);
}

#[test]
fn decoding_can_be_cancelled_and_started_again() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    let job = take_job(&mut app).unwrap();
    app.update(Action::GoBack);
    assert!(app.context.notice.as_deref().is_some_and(|notice| notice.contains("cancelled")));
    assert!(matches!(paste_page(&app).progress, Progress::Cancelled));
    // The job ends without a report.
    assert_eq!(job.run().report, None);
    app.update(Action::Open);
    assert!(is_decoding(&app));
    work(&mut app);
    assert_eq!(selected_code(&app), Some("2001"));
    app.update(Action::GoBack);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn another_text_cancels_the_one_before() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    let job = take_job(&mut app).unwrap();
    paste(&mut app, "{short}");
    assert_eq!(job.run().report, None);
}

#[test]
fn a_report_finds_its_page_below_an_overlay() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    app.update(Action::ShowHelp);
    work(&mut app);
    app.update(Action::GoBack);
    assert!(paste_page(&app).selected_finding().is_some());
}

#[test]
fn earlier_pastes_of_the_session_can_be_recalled() {
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
    assert!(app.context.notice.is_some());
    assert_eq!(recall(&mut app, Action::NextPaste), "{two}");
}

#[test]
fn typing_after_a_paste_appends_to_it() {
    let mut app = app();
    let body = format!("one\n{}\nlast", long("2001", 0));
    paste(&mut app, &body);
    assert!(paste_page(&app).selected_finding().is_some());
    write(&mut app, "xy");
    assert_eq!(pasted(&app), Some(format!("{body}xy").as_str()));
    app.update(Action::SelectNextFinding);
    send(&mut app, Event::Key(Key::plain(KeyCode::Backspace)));
    assert_eq!(pasted(&app), Some(format!("{body}x").as_str()));
    // After the cursor was moved, typing inserts there.
    for key in [KeyCode::Up, KeyCode::Up, KeyCode::Up, KeyCode::Home] {
        send(&mut app, Event::Key(Key::plain(key)));
    }
    write(&mut app, "ab");
    assert!(pasted(&app).is_some_and(|text| text.contains("ab") && text.ends_with("lastx")));
}

#[test]
fn the_evidence_of_a_long_paste_is_shown_in_the_upper_part() {
    let mut app = app();
    let after = "a line of a log that is longer than the part of the screen is wide\n".repeat(40);
    paste(&mut app, &format!("{after}{}\n{after}", long("2001", 0).trim()));
    work(&mut app);
    let height = paste_page(&app).at.text.height;
    let area = &paste_page(&app).editor.area;
    let row = area.screen_cursor().row - usize::from(area.scroll_offset().0);
    assert_eq!(row, usize::from(height) / 3);
}

#[test]
fn unrecognised_words_become_a_search() {
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
        let recognised = paste_page(&app).report().is_some_and(|r| !r.findings.is_empty());
        app.update(Action::GoBack);
        let expected = if recognised { "" } else { searched };
        assert_eq!(app.list.line.text(), expected, "{text}");
    }
}
