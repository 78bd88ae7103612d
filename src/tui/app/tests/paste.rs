//! The paste page and its history.

use super::*;
use crate::tui::pages::Progress;

#[test]
fn pasted_response_opens_the_paste_page() {
    for actions in [&[][..], &[Action::Open], &[Action::Open, Action::ShowHelp]] {
        for body in ["{}", "a\nb", "<html>", "GET /users 404 Not Found"] {
            let mut app = app();
            update(&mut app, actions);
            paste(&mut app, body);
            assert_eq!(open(&app).last(), Some(&"paste"), "{body}");
            assert_eq!(pasted(&app), Some(body));
            assert_eq!(app.stack.list.line.text(), "");
        }
    }
}

#[test]
fn pasted_response_replaces_the_previous_one() {
    let mut app = app();
    paste(&mut app, "{one}");
    paste(&mut app, "{two}");
    assert_eq!((open(&app).as_slice(), pasted(&app)), (&["paste"][..], Some("{two}")));
}

#[test]
fn pasted_word_is_searched() {
    let mut app = app();
    type_text(&mut app, "pd ");
    paste(&mut app, " 2001\n");
    assert_eq!(app.stack.list.line.text(), "pd 2001");
    app.update(Action::ShowHelp);
    paste(&mut app, "1001");
    assert_eq!((open(&app).len(), app.stack.list.line.text()), (0, "1001"));
    paste(&mut app, " \n ");
    assert_eq!(app.stack.list.line.text(), "1001");
}

#[test]
fn paste_page_inserts_words_and_keys() {
    let mut app = app();
    app.update(Action::OpenPaste);
    paste(&mut app, "code");
    type_text(&mut app, "q?");
    app.update(Action::InsertNewline);
    paste(&mut app, "1");
    assert_eq!((open(&app).as_slice(), pasted(&app)), (&["paste"][..], Some("codeq?\n1")));
}

#[test]
fn undo_restores_a_replaced_paste() {
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
fn paste_history_keeps_edited_text() {
    let mut app = app();
    let long = "a".repeat(60_000);
    paste(&mut app, &format!("{{one}}{}", "b".repeat(66_000)));
    paste(&mut app, &format!("{{two}}{long}"));
    app.update(Action::EditText);
    type_text(&mut app, "!");
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
fn editor_preserves_pasted_text() {
    let body = "a\x1b[31m\tb\u{2028}␛\u{61c}\u{100000}\r\n\u{9b}1\u{202e}\u{2066}\u{200b}\n\n";
    let mut app = app();
    paste(&mut app, body);
    assert_eq!(pasted(&app), Some(body));
    app.update(Action::EditText);
    send(&mut app, Event::Key(Key::plain(KeyCode::Left)));
    send(&mut app, Event::Key(Key::plain(KeyCode::Backspace)));
    send(&mut app, Event::Key(Key::plain(KeyCode::Delete)));
    assert_eq!(pasted(&app), Some(&body[1..]));
    type_text(&mut app, "\u{202e}␛\u{100001}");
    assert_eq!(pasted(&app).map(|text| &text[..10]), Some("\u{202e}␛\u{100001}"));
    for action in [Action::Clear, Action::Undo] {
        app.update(action);
    }
    assert_eq!(pasted(&app).map(|text| &text[10..]), Some(&body[1..]));
}

#[test]
fn very_long_paste_is_kept_whole_and_shown_in_part() {
    let body = format!("{{\n{}}}", "é日\n".repeat(50_000));
    let mut app = app();
    paste(&mut app, &body);
    // The log page, which is reading.
    update(&mut app, &[Action::GoBack, Action::GoBack]);
    app.update(Action::EditText);
    type_text(&mut app, "x");
    assert_eq!(pasted(&app), Some(body.as_str()));
    assert!(app.services.notice.is_some());
    let editor = &paste_page(&app).editor;
    assert!(editor.is_too_long() && editor.view().area.lines().len() < 20_000);
}

/// Runs the jobs for the worker.
fn run_jobs(app: &mut App) {
    while let Some(job) = take_job(app) {
        send(app, Event::Decoded(job.run()));
    }
}

fn paste_page(app: &App) -> &PastePage {
    match app.stack.pages.last() {
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

/// A text of about this length that ends with a response. It is one record, not a log.
fn long_text(code: &str, bytes: usize) -> String {
    let message = if code == "2002" { "Arguments Caused Error" } else { "Invalid Input Provided" };
    let body = format!(r#"{{"error":{{"message":"{message}","code":{code}}}}}"#);
    format!("{}\n{body}", " nothing to see here\n".repeat(bytes / 20))
}

#[test]
fn worker_decodes_long_text() {
    let mut app = app();
    paste(&mut app, &long_text("2001", 300_000));
    assert!(is_decoding(&app));
    // Keys still work.
    app.update(Action::ShowHelp);
    app.update(Action::GoBack);
    app.update(Action::Open);
    assert_eq!(app.services.notice.as_deref(), Some("still decoding"));
    run_jobs(&mut app);
    assert!(!is_decoding(&app));
    assert_eq!(selected_code(&app), Some("2001"));
}

#[test]
fn report_on_older_text_is_ignored() {
    let mut app = app();
    paste(&mut app, &long_text("2001", 300_000));
    let outdated = take_job(&mut app).unwrap();
    paste(&mut app, &long_text("2002", 300_000));
    send(&mut app, Event::Decoded(outdated.run()));
    assert!(is_decoding(&app));
    run_jobs(&mut app);
    assert_eq!(selected_code(&app), Some("2002"));

    paste(&mut app, &long_text("2001", 300_000));
    paste(&mut app, "{short}");
    run_jobs(&mut app);
    assert_eq!(paste_page(&app).selected_finding(), None);
}

#[test]
fn decoding_can_be_cancelled_and_restarted() {
    let mut app = app();
    paste(&mut app, &long_text("2001", 300_000));
    let job = take_job(&mut app).unwrap();
    app.update(Action::GoBack);
    assert!(app.services.notice.as_deref().is_some_and(|notice| notice.contains("cancelled")));
    assert!(matches!(paste_page(&app).progress, Progress::Cancelled));
    // The job ends without a report.
    assert_eq!(job.run().report, None);
    app.update(Action::Open);
    assert!(is_decoding(&app));
    run_jobs(&mut app);
    assert_eq!(selected_code(&app), Some("2001"));
    app.update(Action::GoBack);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn new_text_cancels_the_previous_job() {
    let mut app = app();
    paste(&mut app, &long_text("2001", 300_000));
    let job = take_job(&mut app).unwrap();
    paste(&mut app, "{short}");
    assert_eq!(job.run().report, None);
}

#[test]
fn report_reaches_the_page_below_an_overlay() {
    let mut app = app();
    paste(&mut app, &long_text("2001", 300_000));
    app.update(Action::ShowHelp);
    run_jobs(&mut app);
    app.update(Action::GoBack);
    assert!(paste_page(&app).selected_finding().is_some());
}

#[test]
fn recalls_earlier_pastes() {
    let mut app = app();
    paste(&mut app, "{one}");
    paste(&mut app, "{two}");
    app.update(Action::EditText);
    type_text(&mut app, "x");
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
    assert!(app.services.notice.is_some());
    assert_eq!(recall(&mut app, Action::NextPaste), "{two}");
}

#[test]
fn typing_after_a_paste_appends() {
    let mut app = app();
    let body = format!("one\n{}\nlast", long_text("2001", 0));
    paste(&mut app, &body);
    assert!(paste_page(&app).selected_finding().is_some());
    app.update(Action::EditText);
    type_text(&mut app, "xy");
    assert_eq!(pasted(&app), Some(format!("{body}xy").as_str()));
    app.update(Action::SelectNextFinding);
    send(&mut app, Event::Key(Key::plain(KeyCode::Backspace)));
    assert_eq!(pasted(&app), Some(format!("{body}x").as_str()));
    // After the cursor was moved, typing inserts there.
    for key in [KeyCode::Up, KeyCode::Up, KeyCode::Up, KeyCode::Home] {
        send(&mut app, Event::Key(Key::plain(key)));
    }
    type_text(&mut app, "ab");
    assert!(pasted(&app).is_some_and(|text| text.contains("ab") && text.ends_with("lastx")));
}

#[test]
fn evidence_in_a_long_paste_is_scrolled_into_view() {
    let mut app = app();
    let after = "a line of a log that is longer than the part of the screen is wide\n".repeat(40);
    paste(&mut app, &format!("{after}{}\n{after}", long_text("2001", 0).trim()));
    run_jobs(&mut app);
    let height = paste_page(&app).at.text.height;
    let area = &paste_page(&app).editor.view().area;
    let row = area.screen_cursor().row - usize::from(area.scroll_offset().0);
    assert_eq!(row, usize::from(height) / 3);
}

#[test]
fn pasted_phrases_are_searched_for() {
    for phrase in ["license expired", "uipath  1001\n", "Why am I getting an Error Code 6000?"] {
        let mut app = app();
        app.update(Action::Open);
        paste(&mut app, phrase);
        assert_eq!((open(&app).len(), app.stack.list.line.text()), (0, phrase.trim()));
        let notice = app.services.notice.as_deref().unwrap();
        assert_eq!(notice, "searching for the pasted text; Ctrl-P decodes it instead");
        app.update(Action::OpenPaste);
        assert_eq!(pasted(&app), Some(phrase.trim()));
        // A search that was changed is not the pasted text.
        update(&mut app, &[Action::GoBack, Action::Clear, Action::OpenPaste]);
        assert_eq!(pasted(&app), Some(""));
    }
    let mut app = app();
    type_text(&mut app, "pd ");
    paste(&mut app, "license expired");
    assert_eq!(app.stack.list.line.text(), "pd license expired");
}

#[test]
fn typed_words_become_a_search() {
    let long = "word ".repeat(60);
    for (text, searched) in
        [("license expired", "license expired"), ("{\"a\": 1}", ""), (&long, "")]
    {
        let mut app = app();
        app.update(Action::OpenPaste);
        type_text(&mut app, text);
        app.update(Action::GoBack);
        assert_eq!((open(&app).len(), app.stack.list.line.text()), (0, searched), "{text}");
    }
}

#[test]
fn letters_are_keys_until_the_text_is_edited() {
    let mut app = app();
    let body = long_text("2001", 0);
    paste(&mut app, &body);
    type_text(&mut app, "jkz");
    assert_eq!(pasted(&app), Some(body.as_str()));
    assert_eq!(app.services.notice.as_deref(), Some("press i to edit the text"));
    type_text(&mut app, "y");
    assert_eq!(open(&app), ["paste", "share"]);
    app.update(Action::GoBack);
    type_text(&mut app, "i?");
    assert_eq!(pasted(&app), Some(format!("{body}?").as_str()));
    app.update(Action::GoBack);
    type_text(&mut app, "?");
    assert_eq!(open(&app), ["paste", "help"]);
}

#[test]
fn enter_edits_a_text_without_a_finding() {
    let mut app = app();
    paste(&mut app, "{one}");
    update(&mut app, &[Action::Open]);
    type_text(&mut app, "x");
    assert_eq!(pasted(&app), Some("{one}x"));
}

#[test]
fn pretty_printing_keeps_the_text_and_the_highlights() {
    let mut app = app();
    let body = r#"log: {"error":{"message":"Invalid Input Provided","code":2001}}"#;
    paste(&mut app, body);
    app.update(Action::PrettyPrint);
    let view = paste_page(&app).editor.view();
    assert!(
        view.area.lines().contains(&"    \"code\": 2001".to_owned()),
        "{:?}",
        view.area.lines()
    );
    assert_eq!(pasted(&app), Some(body));
    app.update(Action::EditText);
    assert_eq!(paste_page(&app).editor.view().area.lines(), [body]);
}

#[test]
fn long_paste_shows_the_selected_error() {
    let mut app = app();
    paste(&mut app, &(long_text("2001", 300_000) + &long_text("2002", 300_000)));
    run_jobs(&mut app);
    for code in ["2001", "2002"] {
        assert_eq!(selected_code(&app), Some(code));
        let page = paste_page(&app);
        let start = page.selected_finding().unwrap().span.start;
        assert!(page.editor.window().contains(&start), "{code}");
        type_text(&mut app, "n");
    }
    assert_eq!(selected_code(&app), Some("2001"));
}

#[test]
fn response_of_an_intermediary_opens_its_status() {
    let mut app = app();
    paste(&mut app, "HTTP/1.1 502 Bad Gateway\nServer: nginx\n\n<center>nginx</center>\n");
    app.update(Action::Open);
    assert_eq!(open(&app).last(), Some(&"entry"));
    let visit = pane(&app).visit.as_ref().expect("an open entry");
    assert_eq!((visit.entry.catalog.id, visit.entry.code), ("http", "502"));
}
