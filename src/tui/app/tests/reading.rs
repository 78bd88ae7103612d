//! Reading entries and going from one to the next.

use super::*;

#[test]
fn reading_scrolls_and_stays_inside() {
    let mut app = app();
    app.handle(Event::Resize(80, 9));
    app.update(Action::Open);
    let top = |app: &mut App| *app.pages[0].top().unwrap();
    app.update(Action::MoveDown);
    assert_eq!(top(&mut app), 1);
    app.update(Action::GoToLast);
    let end = top(&mut app);
    app.update(Action::PageDown);
    assert_eq!(top(&mut app), end);
    // On a larger screen the first key already counts from what is in sight.
    app.handle(Event::Resize(80, 12));
    app.update(Action::MoveUp);
    assert_eq!(top(&mut app), end - 3 - 1);
    app.update(Action::GoToFirst);
    assert_eq!(top(&mut app), 0);
}

#[test]
fn related_entries_are_jumped_to_and_left_step_by_step() {
    let mut app = app();
    write(&mut app, "1001 uipath");
    update(&mut app, &[Action::Open, Action::SelectNextRelated, Action::Open]);
    assert_eq!(reading(&app), Some(("pagerduty", "1001")));
    update(&mut app, &[Action::SelectNextRelated, Action::Open]);
    assert_eq!((reading(&app), app.pages.len()), (Some(("uipath", "1001")), 3));
    update(&mut app, &[Action::GoBack, Action::GoBack]);
    assert_eq!(reading(&app), Some(("uipath", "1001")));
    update(&mut app, &[Action::GoBack]);
    assert_eq!((reading(&app), app.browse.line.text()), (None, "1001 uipath"));
}

#[test]
fn back_and_forward_lead_through_what_was_read() {
    use Action::{HistoryBack, HistoryForward, Open, SelectNextRelated};
    let mut app = app();
    write(&mut app, "1001 uipath");
    update(&mut app, &[Open, SelectNextRelated, Open, HistoryBack]);
    assert_eq!(reading(&app), Some(("uipath", "1001")));
    update(&mut app, &[HistoryBack]);
    assert_eq!(app.notice.as_deref(), Some("no entry was read before this"));
    update(&mut app, &[HistoryForward]);
    assert_eq!(reading(&app), Some(("pagerduty", "1001")));
    // From the list, back leads to what was read last.
    update(&mut app, &[Action::FocusSearch, HistoryBack]);
    assert_eq!(reading(&app), Some(("pagerduty", "1001")));
}

#[test]
fn a_link_to_a_search_searches() {
    let mut app = app();
    write(&mut app, "409 http");
    update(&mut app, &[Action::SelectNextTab, Action::SelectPreviousTab]);
    let http = app.browse.shown.iter().position(|record| record.catalog.id == "http").unwrap();
    app.browse.selected = http;
    update(&mut app, &[Action::Open, Action::SelectPreviousRelated, Action::Open]);
    assert_eq!((open(&app).len(), app.browse.tab), (0, 0));
    assert!(app.browse.line.text().starts_with("http:409 vendor:"), "{}", app.browse.line.text());
}

#[test]
fn a_link_that_is_chosen_is_in_sight() {
    let mut app = app();
    app.handle(Event::Resize(80, 12));
    write(&mut app, "1300 uipath");
    app.update(Action::Open);
    for _ in 0..app.related.links().count() * 2 {
        app.update(Action::SelectNextRelated);
        let at = app.reading_area(app.screen).detail;
        let lines = app.detail().unwrap().link_lines(at.width.into()).unwrap();
        let top = app.reading_top();
        assert!(top <= lines.start && lines.end <= top + usize::from(at.height));
    }
}

#[test]
fn the_next_entry_is_read_without_leaving() {
    let mut app = app();
    write(&mut app, "license");
    app.update(Action::Open);
    write(&mut app, "n");
    assert_eq!((app.browse.selected, open(&app).as_slice()), (1, &["detail"][..]));
    write(&mut app, "N");
    assert_eq!(app.browse.selected, 0);
}

#[test]
fn what_the_list_shows_is_read_again_beside_it() {
    let mut app = app();
    write(&mut app, "license");
    update(&mut app, &[Action::Open, Action::OpenNextEntry, Action::HistoryBack]);
    assert_eq!((app.browse.selected, open(&app).as_slice()), (0, &["detail"][..]));
    update(&mut app, &[Action::GoBack, Action::GoBack]);
    write(&mut app, "pagerduty 2001");
    update(&mut app, &[Action::HistoryBack]);
    assert_eq!(open(&app), ["entry"]);
}

/// The texts of the entry in sight.
fn read(app: &App) -> String {
    let lines = app.detail().unwrap().lines(100);
    lines.iter().fold(String::new(), |text, line| text + &line.to_string() + "\n")
}

#[test]
fn the_entry_of_a_finding_tells_the_status_of_the_response() {
    let body = r#"{"message":"The name Billing is already used.","errorCode":1001}"#;
    for (head, says) in [
        ("", "not documented"),
        ("HTTP/1.1 400 Bad Request\n\n", "400 Bad Request in the response (not documented)"),
    ] {
        let mut app = app();
        paste(&mut app, &format!("{head}{body}"));
        update(&mut app, &[Action::Open]);
        assert_eq!(reading(&app), Some(("uipath", "1001")));
        assert!(read(&app).contains(&format!("HTTP   {says}\n")), "{}", read(&app));
        // It stays with the visit.
        update(&mut app, &[Action::SelectNextRelated, Action::Open, Action::HistoryBack]);
        assert!(read(&app).contains(&format!("HTTP   {says}\n")), "{}", read(&app));
    }
}
