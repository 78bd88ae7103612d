//! The list page: the first screen, recent entries, the preview, and reading from the list.

use super::*;

fn type_key(app: &mut App, key: Key) {
    send(app, Event::Key(key));
}

fn shown(app: &App, (columns, rows): (u16, u16)) -> String {
    let mut terminal =
        ratatui::Terminal::new(ratatui::backend::TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(app, frame)).unwrap();
    terminal.backend().to_string()
}

fn listed(app: &App) -> Vec<&'static str> {
    app.stack.list.results.entries.iter().map(|entry| entry.code).collect()
}

#[test]
fn the_first_screen_explains_until_the_first_key() {
    let mut app = app();
    let has_examples = |app: &App| shown(app, (80, 24)).contains("→ lic exp");
    send(&mut app, Event::Resize(80, 24));
    assert!(has_examples(&app));
    type_key(&mut app, Key::plain(KeyCode::Down));
    assert!(!has_examples(&app));

    let options = Options { query: "2001".to_owned(), ..OPTIONS.clone() };
    assert!(!has_examples(&App::new(options, (80, 24))));
}

#[test]
fn a_click_on_an_example_searches_for_it() {
    let mut app = app();
    let screen = shown(&app, (80, 24));
    let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains("→ lic")).unwrap();
    // Every line of the backend is in quotes.
    let x = line.chars().position(|c| c == '→').unwrap() - 1;
    let at = Position::new(u16::try_from(x).unwrap() + 4, u16::try_from(y).unwrap());
    send(&mut app, Event::Mouse(Gesture::Click, at));
    assert_eq!(app.stack.list.line.text(), "lic exp");
}

#[test]
fn an_empty_search_lists_recent_entries_first() {
    let mut app = app();
    for query in ["1001 uipath", "pagerduty 2001", "1001 uipath"] {
        type_text(&mut app, query);
        update(&mut app, &[Action::Open, Action::GoBack, Action::GoBack]);
    }
    assert_eq!(listed(&app)[..2], ["1001", "2001"]);
    assert_eq!(listed(&app).len(), Catalogs::builtin().entry_refs().count());
    assert!(shown(&app, (80, 24)).contains("recent first"));
}

#[test]
fn the_preview_scrolls_while_typing() {
    let mut app = app();
    send(&mut app, Event::Resize(80, 12));
    type_text(&mut app, "1001");
    let down =
        Key { code: KeyCode::Down, modifiers: ratatui::crossterm::event::KeyModifiers::SHIFT };
    type_key(&mut app, down);
    let scroll = |app: &App| {
        (app.stack.list.preview.detail.scroll.offset, app.stack.list.results.scroll.selected)
    };
    assert_eq!(scroll(&app), (1, Some(0)));
    app.update(Action::ScrollPreviewUp);
    assert_eq!((scroll(&app), app.stack.list.line.text()), ((0, Some(0)), "1001"));
}

#[test]
fn zoom_lasts_until_it_is_pressed_again() {
    let mut app = app();
    type_text(&mut app, "license");
    let width = |app: &App| {
        app.stack.list.preview.detail.lines.iter().map(ratatui::text::Line::width).max()
    };
    app.update(Action::Open);
    let before = width(&app);
    update(&mut app, &[Action::Zoom]);
    assert!(width(&app) > before);
    app.update(Action::OpenNextEntry);
    assert!(!shown(&app, (80, 24)).contains('│'));
    update(&mut app, &[Action::OpenPreviousEntry, Action::Zoom]);
    assert_eq!(width(&app), before);
    assert!(!App::new(OPTIONS.clone(), (40, 12)).is_enabled(Action::Zoom));
}

#[test]
fn a_letter_without_a_binding_starts_a_search() {
    let mut app = app();
    type_text(&mut app, "license");
    app.update(Action::Open);
    type_text(&mut app, "tim");
    assert_eq!((app.stack.list.line.text(), app.stack.list.focus), ("tim", Focus::Search));

    // A paste is not lost.
    paste(&mut app, r#"{"errorCode":1001,"message":"x"}"#);
    app.update(Action::Open);
    type_text(&mut app, "t");
    assert_eq!(open(&app), ["paste", "entry"]);
    assert_eq!(app.services.notice.as_deref(), Some("press s to search"));
}

#[test]
fn the_list_continues_after_a_link() {
    let mut app = app();
    type_text(&mut app, "1001 ");
    update(&mut app, &[Action::Open, Action::SelectNextRelated, Action::Open]);
    assert_eq!(open(&app), ["detail", "entry"]);
    type_text(&mut app, "n");
    assert_eq!((open(&app), app.stack.list.results.scroll.selected), (vec!["detail"], Some(1)));
}

#[test]
fn the_history_returns_to_the_list() {
    let mut app = app();
    type_text(&mut app, "1001 uipath");
    update(&mut app, &[Action::Open, Action::SelectNextRelated, Action::Open]);
    update(&mut app, &[Action::SelectNextRelated, Action::Open]);
    assert_eq!(open(&app).len(), 3);
    update(&mut app, &[Action::HistoryBack, Action::HistoryBack]);
    assert_eq!((open(&app), focused_entry(&app)), (vec!["detail"], Some(("uipath", "1001"))));
}

#[test]
fn finds_text_in_an_entry() {
    let mut app = app();
    send(&mut app, Event::Resize(80, 12));
    type_text(&mut app, "1001 uipath");
    app.update(Action::Open);
    type_text(&mut app, "/SOURCE");
    let pane = &app.stack.list.preview;
    let first = pane.detail.scroll.offset;
    assert!(first > 0 && shown(&app, (80, 12)).contains("1 of "), "{}", shown(&app, (80, 12)));
    let top = pane.detail.lines[first..first + pane.detail.scroll.height].iter();
    assert!(top.map(ToString::to_string).any(|line| line.to_lowercase().contains("source")));

    type_text(&mut app, "zz");
    assert!(shown(&app, (80, 12)).contains("no match"));
    app.update(Action::GoBack);
    assert_eq!((open(&app), app.stack.list.line.text()), (vec!["detail"], "1001 uipath"));
    app.update(Action::GoBack);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn hints_can_be_clicked() {
    let mut app = app();
    let hints = shown(&app, (80, 24)).lines().nth(23).unwrap().to_owned();
    let column = hints.chars().collect::<String>().find("paste").unwrap() - 1;
    send(&mut app, Event::Mouse(Gesture::Click, Position::new(u16::try_from(column).unwrap(), 23)));
    assert_eq!(open(&app), ["paste"]);
    send(&mut app, Event::Mouse(Gesture::Click, Position::new(79, 23)));
    assert_eq!(open(&app), ["paste"]);
}

#[test]
fn the_preview_begins_with_what_matches() {
    let mut app = app();
    send(&mut app, Event::Resize(80, 24));
    type_text(&mut app, "pagerduty webhook");
    let mut lines = app.stack.list.preview.detail.lines.iter().map(ToString::to_string);
    assert_eq!(lines.find(|line| line.contains("Not Found")).unwrap(), "▸ Webhook Not Found");

    // A match below the first screen is scrolled to.
    send(&mut app, Event::Resize(80, 12));
    app.stack.list.search("vendor:sap http:409 attributes", &app.services);
    app.stack.list.sync(&app.services);
    let detail = &app.stack.list.preview.detail;
    let first = detail.first_match.unwrap();
    let visible = detail.scroll.offset..detail.scroll.offset + detail.scroll.height;
    assert!(detail.scroll.offset > 0 && visible.contains(&first), "{detail:?}");
}
