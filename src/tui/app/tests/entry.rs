//! Scrolling entries and moving between them.

use super::*;
use crate::tui::widgets::Scroll;

#[test]
fn entry_scrolls_within_its_lines() {
    let mut app = app();
    send(&mut app, Event::Resize(80, 9));
    send(&mut app, Event::Key(Key::plain(KeyCode::Enter)));
    let top = |app: &mut App| app.stack.list.preview.detail.scroll.offset;
    app.update(Action::MoveDown);
    assert_eq!(top(&mut app), 1);
    app.update(Action::GoToLast);
    let end = top(&mut app);
    app.update(Action::PageDown);
    assert_eq!(top(&mut app), end);
    // On a larger screen, the first key scrolls from the visible offset.
    send(&mut app, Event::Resize(80, 12));
    app.update(Action::MoveUp);
    assert_eq!(top(&mut app), end - 3 - 1);
    app.update(Action::GoToFirst);
    assert_eq!(top(&mut app), 0);
}

#[test]
fn related_entries_open_and_close_one_by_one() {
    let mut app = app();
    type_text(&mut app, "1001 uipath");
    update(&mut app, &[Action::Open, Action::SelectNextRelated, Action::Open]);
    assert_eq!(focused_entry(&app), Some(("pagerduty", "1001")));
    update(&mut app, &[Action::SelectNextRelated, Action::Open]);
    assert_eq!((focused_entry(&app), open(&app).len()), (Some(("uipath", "1001")), 3));
    update(&mut app, &[Action::GoBack, Action::GoBack]);
    assert_eq!(focused_entry(&app), Some(("uipath", "1001")));
    update(&mut app, &[Action::GoBack]);
    assert_eq!((focused_entry(&app), app.stack.list.line.text()), (None, "1001 uipath"));
}

#[test]
fn history_goes_back_and_forward() {
    use Action::{HistoryBack, HistoryForward, Open, SelectNextRelated};
    let mut app = app();
    type_text(&mut app, "1001 uipath");
    update(&mut app, &[Open, SelectNextRelated, Open, HistoryBack]);
    assert_eq!(focused_entry(&app), Some(("uipath", "1001")));
    update(&mut app, &[HistoryBack]);
    assert_eq!(app.services.notice.as_deref(), Some("no earlier entry"));
    update(&mut app, &[HistoryForward]);
    assert_eq!(focused_entry(&app), Some(("pagerduty", "1001")));
    // From the list, back opens the last entry again.
    update(&mut app, &[Action::FocusSearch, HistoryBack]);
    assert_eq!(focused_entry(&app), Some(("pagerduty", "1001")));
}

#[test]
fn search_link_starts_a_search() {
    let mut app = app();
    type_text(&mut app, "409 http");
    update(&mut app, &[Action::SelectNextTab, Action::SelectPreviousTab]);
    let http =
        app.stack.list.results.entries.iter().position(|entry| entry.catalog.id == "http").unwrap();
    app.stack.list.results.scroll.select(http);
    update(&mut app, &[Action::Open, Action::SelectPreviousRelated, Action::Open]);
    assert_eq!((open(&app).len(), app.stack.list.results.tab), (0, 0));
    assert!(
        app.stack.list.line.text().starts_with("http:409 vendor:"),
        "{}",
        app.stack.list.line.text()
    );
}

#[test]
fn selected_link_is_visible() {
    let mut app = app();
    send(&mut app, Event::Resize(80, 12));
    type_text(&mut app, "1300 uipath");
    app.update(Action::Open);
    for _ in 0..app.stack.list.preview.related.links().count() * 2 {
        app.update(Action::SelectNextRelated);
        let pane = &app.stack.list.preview;
        let lines = pane.detail.items[pane.link.unwrap()].clone();
        let Scroll { offset, height, .. } = pane.detail.scroll;
        assert!(offset <= lines.start && lines.end <= offset + height);
    }
}

#[test]
fn opens_next_and_previous_entry_of_the_list() {
    let mut app = app();
    type_text(&mut app, "license");
    app.update(Action::Open);
    type_text(&mut app, "n");
    assert_eq!(
        (app.stack.list.results.scroll.selected, open(&app).as_slice()),
        (Some(1), &["detail"][..])
    );
    type_text(&mut app, "N");
    assert_eq!(app.stack.list.results.scroll.selected, Some(0));
}

#[test]
fn history_selects_entries_that_are_listed() {
    let mut app = app();
    type_text(&mut app, "license");
    update(&mut app, &[Action::Open, Action::OpenNextEntry, Action::HistoryBack]);
    assert_eq!(
        (app.stack.list.results.scroll.selected, open(&app).as_slice()),
        (Some(0), &["detail"][..])
    );
    update(&mut app, &[Action::GoBack, Action::GoBack]);
    type_text(&mut app, "pagerduty 2001");
    update(&mut app, &[Action::HistoryBack]);
    assert_eq!(open(&app), ["entry"]);
}

/// The text of the entry on the screen.
fn entry_text(app: &App) -> String {
    pane(app).detail.lines.iter().fold(String::new(), |text, line| text + &line.to_string() + "\n")
}

#[test]
fn finding_entry_shows_the_response_status() {
    let body = r#"{"message":"The name Billing is already used.","errorCode":1001}"#;
    for (head, expected) in [
        ("", "not documented"),
        ("HTTP/1.1 400 Bad Request\n\n", "400 Bad Request, from the status line"),
    ] {
        let mut app = app();
        paste(&mut app, &format!("{head}{body}"));
        update(&mut app, &[Action::Open]);
        assert_eq!(focused_entry(&app), Some(("uipath", "1001")));
        assert!(entry_text(&app).contains(&format!("HTTP   {expected}\n")), "{}", entry_text(&app));
        // The visit keeps the status.
        update(&mut app, &[Action::SelectNextRelated, Action::Open, Action::HistoryBack]);
        assert!(entry_text(&app).contains(&format!("HTTP   {expected}\n")), "{}", entry_text(&app));
    }
}
