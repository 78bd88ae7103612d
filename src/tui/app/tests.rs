use ratatui::crossterm::event::KeyCode;

use super::*;

fn app() -> App {
    App::new(Start::new(Catalogs::builtin()), (80, 24))
}

fn write(app: &mut App, text: &str) {
    text.chars().for_each(|c| app.handle(Event::Key(Key::char(c))));
}

fn update(app: &mut App, actions: &[Action]) {
    for &action in actions {
        app.update(action);
    }
}

fn paste(app: &mut App, text: &str) {
    app.handle(Event::Paste(text.to_owned()));
}

/// What is open above the list, from the bottom up.
fn open(app: &App) -> Vec<&'static str> {
    let name = |page: &Page| match page {
        Page::Detail(_) => "detail",
        Page::Paste(_) => "paste",
        Page::Entry { .. } => "entry",
        Page::Help { .. } => "help",
        Page::Palette(_) => "palette",
        Page::Take => "take",
        Page::Save(_) => "save",
    };
    app.pages.iter().map(name).collect()
}

fn pasted(app: &App) -> Option<&str> {
    app.pages.iter().find_map(|page| match page {
        Page::Paste(paste) => Some(paste.text()),
        _ => None,
    })
}

#[test]
fn actions_open_and_close() {
    use Action::{Back, Help, NextTab, Open, Paste, Search};
    let table: &[(&[Action], &[&str])] = &[
        (&[], &[]),
        (&[Open], &["detail"]),
        (&[Open, Open], &["detail"]),
        (&[Open, Back], &[]),
        (&[Back, Back], &[]),
        (&[Help], &["help"]),
        (&[Open, Help, Back], &["detail"]),
        (&[Open, NextTab], &["detail"]),
        (&[Open, Paste], &["detail", "paste"]),
        (&[Open, Paste, Back], &["detail"]),
        (&[Paste, Open], &["paste"]),
        (&[Paste, Help, Back, Back], &[]),
        (&[Open, Help, Search], &[]),
    ];
    for &(actions, expected) in table {
        let mut app = app();
        update(&mut app, actions);
        assert_eq!(open(&app), expected, "{actions:?}");
        assert!(app.is_running());
    }
}

#[test]
fn only_quit_quits_and_it_does_so_anywhere() {
    for actions in [&[][..], &[Action::Open], &[Action::Paste], &[Action::Help]] {
        let mut app = app();
        update(&mut app, actions);
        app.handle(Event::Key(Key::ctrl('c')));
        assert!(!app.is_running(), "{actions:?}");
    }
}

#[test]
fn typing_searches_from_the_first_key() {
    let mut app = app();
    write(&mut app, "q?jk");
    assert_eq!(app.browse.line.text(), "q?jk");
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn back_clears_the_search_and_then_says_how_to_quit() {
    let mut app = app();
    write(&mut app, "2001");
    let esc = Event::Key(Key::plain(KeyCode::Esc));
    app.handle(esc.clone());
    assert_eq!((app.browse.line.text(), app.notice.as_deref()), ("", None));
    app.handle(esc);
    assert_eq!(app.notice.as_deref(), Some("Ctrl-C quits"));
    write(&mut app, "x");
    assert_eq!(app.notice.as_deref(), None);
}

#[test]
fn an_entry_is_not_opened_where_there_is_none() {
    let mut app = app();
    write(&mut app, "zzzzqqqqxxxx");
    app.update(Action::Open);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn reading_scrolls_and_stays_inside() {
    let mut app = app();
    app.handle(Event::Resize(80, 9));
    app.update(Action::Open);
    let top = |app: &mut App| *app.pages[0].top().unwrap();
    app.update(Action::Down);
    assert_eq!(top(&mut app), 1);
    app.update(Action::Last);
    let end = top(&mut app);
    app.update(Action::PageDown);
    assert_eq!(top(&mut app), end);
    // On a larger screen the first key already counts from what is in sight.
    app.handle(Event::Resize(80, 12));
    app.update(Action::Up);
    assert_eq!(top(&mut app), end - 3 - 1);
    app.update(Action::First);
    assert_eq!(top(&mut app), 0);
}

#[test]
fn a_pasted_response_opens_the_paste_box_whatever_is_open() {
    for actions in [&[][..], &[Action::Open], &[Action::Open, Action::Help]] {
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
    app.update(Action::Help);
    paste(&mut app, "1001");
    assert_eq!((open(&app).len(), app.browse.line.text()), (0, "1001"));
    paste(&mut app, " \n ");
    assert_eq!(app.browse.line.text(), "1001");
}

#[test]
fn in_the_paste_box_words_and_keys_are_text() {
    let mut app = app();
    app.update(Action::Paste);
    paste(&mut app, "code");
    write(&mut app, "q?");
    app.update(Action::Newline);
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
fn what_is_decoded_is_what_was_pasted() {
    let body = "a\x1b[31m\tb\u{2028}\n\n";
    let mut app = app();
    paste(&mut app, body);
    assert_eq!(pasted(&app), Some(body));
    app.handle(Event::Key(Key::plain(KeyCode::Backspace)));
    app.handle(Event::Key(Key::plain(KeyCode::Delete)));
    assert_eq!(pasted(&app), Some(&body[1..]));
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
        app.handle(job.run());
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
    app.update(Action::Help);
    app.update(Action::Back);
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
    app.handle(late.run());
    assert!(paste_box(&app).is_waiting());
    work(&mut app);
    assert_eq!(paste_box(&app).chosen().and_then(|found| found.code.as_deref()), Some("2002"));

    paste(&mut app, &long("2001", 300_000));
    paste(&mut app, "{short}");
    work(&mut app);
    assert_eq!(paste_box(&app).chosen(), None);
}

#[test]
fn a_report_finds_its_box_below_a_popup() {
    let mut app = app();
    paste(&mut app, &long("2001", 300_000));
    app.update(Action::Help);
    work(&mut app);
    app.update(Action::Back);
    assert!(paste_box(&app).chosen().is_some());
}

#[test]
fn the_texts_of_the_session_can_be_had_again() {
    let mut app = app();
    paste(&mut app, "{one}");
    paste(&mut app, "{two}");
    write(&mut app, "x");
    app.update(Action::Back);
    app.update(Action::Paste);
    let recall = |app: &mut App, action| {
        app.update(action);
        pasted(app).unwrap().to_owned()
    };
    assert_eq!(recall(&mut app, Action::EarlierPaste), "{two}x");
    assert_eq!(recall(&mut app, Action::EarlierPaste), "{two}");
    assert_eq!(recall(&mut app, Action::EarlierPaste), "{one}");
    assert_eq!(recall(&mut app, Action::EarlierPaste), "{one}");
    assert!(app.notice.is_some());
    assert_eq!(recall(&mut app, Action::LaterPaste), "{two}");
}

/// The entry that is being read: vendor and code.
fn reading(app: &App) -> Option<(&'static str, &'static str)> {
    let open = app.pages.iter().any(|page| matches!(page, Page::Detail(_) | Page::Entry { .. }));
    app.detail().filter(|_| open).map(|detail| (detail.record.catalog.id, detail.record.code))
}

#[test]
fn related_entries_are_jumped_to_and_left_step_by_step() {
    let mut app = app();
    write(&mut app, "1001 uipath");
    update(&mut app, &[Action::Open, Action::NextRelated, Action::Open]);
    assert_eq!(reading(&app), Some(("pagerduty", "1001")));
    update(&mut app, &[Action::NextRelated, Action::Open]);
    assert_eq!((reading(&app), app.pages.len()), (Some(("uipath", "1001")), 3));
    update(&mut app, &[Action::Back, Action::Back]);
    assert_eq!(reading(&app), Some(("uipath", "1001")));
    update(&mut app, &[Action::Back]);
    assert_eq!((reading(&app), app.browse.line.text()), (None, "1001 uipath"));
}

#[test]
fn back_and_forward_lead_through_what_was_read() {
    use Action::{NextRelated, Open, VisitBack, VisitForward};
    let mut app = app();
    write(&mut app, "1001 uipath");
    update(&mut app, &[Open, NextRelated, Open, VisitBack]);
    assert_eq!(reading(&app), Some(("uipath", "1001")));
    update(&mut app, &[VisitBack]);
    assert_eq!(app.notice.as_deref(), Some("no entry was read before this"));
    update(&mut app, &[VisitForward]);
    assert_eq!(reading(&app), Some(("pagerduty", "1001")));
    // From the list, back leads to what was read last.
    update(&mut app, &[Action::Search, VisitBack]);
    assert_eq!(reading(&app), Some(("pagerduty", "1001")));
}

#[test]
fn a_link_to_a_search_searches() {
    let mut app = app();
    write(&mut app, "409 http");
    update(&mut app, &[Action::NextTab, Action::PreviousTab]);
    let http = app.browse.shown.iter().position(|record| record.catalog.id == "http").unwrap();
    app.browse.selected = http;
    update(&mut app, &[Action::Open, Action::PreviousRelated, Action::Open]);
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
        app.update(Action::NextRelated);
        let at = app.reading_area().detail;
        let lines = app.detail().unwrap().link_lines(at.width.into()).unwrap();
        let top = app.reading_top();
        assert!(top <= lines.start && lines.end <= top + usize::from(at.height));
    }
}

#[test]
fn digits_go_to_tabs() {
    let mut app = app();
    let alt = |c| Event::Key(Key::alt(KeyCode::Char(c)));
    app.handle(alt('3'));
    assert_eq!((app.browse.tab, app.browse.line.text()), (2, ""));
    app.update(Action::Open);
    write(&mut app, "2");
    assert_eq!((app.browse.tab, open(&app).as_slice()), (1, &["detail"][..]));
    write(&mut app, "9");
    assert_eq!((app.browse.tab, app.notice.as_deref()), (1, Some("there is no such tab")));
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
fn a_command_is_found_by_typing_and_done() {
    let mut app = app();
    app.update(Action::Commands);
    write(&mut app, "paste box");
    app.update(Action::Open);
    assert_eq!(open(&app), ["paste"]);
    app.update(Action::Commands);
    write(&mut app, "tab uipath");
    app.update(Action::Open);
    assert_eq!((open(&app).len(), app.browse.tabs[app.browse.tab].title()), (0, "UiPath"));
    app.update(Action::Commands);
    write(&mut app, "earlier paste");
    write(&mut app, "zzz");
    update(&mut app, &[Action::Open, Action::Back]);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn a_command_of_elsewhere_says_where() {
    let mut app = app();
    app.update(Action::Commands);
    write(&mut app, "next finding");
    app.update(Action::Open);
    assert_eq!(app.notice.as_deref(), Some("that is for the paste box"));
}

#[test]
fn the_first_command_is_never_to_quit() {
    for actions in [&[][..], &[Action::Open], &[Action::Paste]] {
        let mut app = app();
        update(&mut app, actions);
        update(&mut app, &[Action::Commands, Action::Open]);
        assert!(app.is_running(), "{actions:?}");
    }
}

#[test]
fn what_the_list_shows_is_read_again_beside_it() {
    let mut app = app();
    write(&mut app, "license");
    update(&mut app, &[Action::Open, Action::NextEntry, Action::VisitBack]);
    assert_eq!((app.browse.selected, open(&app).as_slice()), (0, &["detail"][..]));
    update(&mut app, &[Action::Back, Action::Back]);
    write(&mut app, "pagerduty 2001");
    update(&mut app, &[Action::VisitBack]);
    assert_eq!(open(&app), ["entry"]);
}

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
    assert!(copied(Action::CopyEntry).starts_with("### 1001  NameAlreadyUsed\n"));
    assert!(copied(Action::CopyNote).starts_with("# UiPath 1001  NameAlreadyUsed\n"));
    assert!(copied(Action::CopyJson).starts_with("[{\"vendor\":\"uipath\""));
    let opened = effect("uipath 1001", &[Action::OpenPage]);
    assert!(matches!(opened, Some(Effect::Open(url)) if url.starts_with("https://")));
    let shown = effect("uipath 1001", &[Action::Take, Action::ShowPlain]);
    assert!(matches!(shown, Some(Effect::Show(text)) if text.starts_with("# UiPath 1001")));
    assert_eq!(effect("x", &[Action::Suspend]), Some(Effect::Suspend));
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

/// The browser over catalogs that are searched away from the keys.
fn app_over_large_catalogs() -> App {
    let mut app = app();
    app.browse = Browse::with(&Catalogs::builtin(), "", 0);
    app
}

fn press(app: &mut App, key: KeyCode) {
    app.handle(Event::Key(Key::plain(key)));
}

/// What is listed, for as far as it is in order.
fn listed(app: &App) -> Vec<Record> {
    app.browse.shown.iter().copied().take(20).collect()
}

#[test]
fn keys_that_need_what_matches_are_held_until_it_is_there() {
    let mut app = app_over_large_catalogs();
    let before = listed(&app);
    write(&mut app, "license");
    let job = app.take_search().unwrap();
    // Nothing has answered yet.
    for key in [KeyCode::Down, KeyCode::Enter] {
        press(&mut app, key);
        assert!(app.notice.is_some(), "{key:?}");
    }
    assert_eq!((open(&app), listed(&app)), (vec![], before));
    assert_eq!(app.browse.line.text(), "license");

    app.handle(job.run());
    let mut small = self::app();
    write(&mut small, "license");
    assert_eq!(listed(&app), listed(&small));
    assert_eq!((open(&app), app.browse.record()), (vec!["detail"], Some(listed(&small)[1])));
    assert!(
        app.browse.tabs.iter().map(|tab| tab.count).eq(small
            .browse
            .tabs
            .iter()
            .map(|tab| tab.count))
    );
}

#[test]
fn whoever_goes_on_typing_gives_up_what_was_held_and_the_search_before() {
    let mut app = app_over_large_catalogs();
    write(&mut app, "licens");
    let early = app.take_search().unwrap();
    press(&mut app, KeyCode::Enter);
    write(&mut app, "e");
    assert_eq!(app.browse.line.text(), "license");
    let before = listed(&app);
    app.handle(early.run());
    assert_eq!((open(&app), listed(&app)), (vec![], before));
    let late = app.take_search().unwrap();
    app.handle(late.run());
    assert_eq!((open(&app), app.browse.is_due()), (vec![], false));
    assert!(app.browse.record().is_some_and(|record| record.title().contains("icense")));
}

#[test]
fn escape_and_tabs_and_the_paste_box_live_while_a_search_is_under_way() {
    let mut app = app_over_large_catalogs();
    let all = listed(&app);
    write(&mut app, "license");
    let job = app.take_search().unwrap();
    press(&mut app, KeyCode::Esc);
    assert_eq!((app.browse.line.text(), listed(&app)), ("", all.clone()));
    app.handle(job.run());
    assert_eq!(listed(&app), all, "the search was given up");

    write(&mut app, "license");
    paste(&mut app, "two words");
    assert_eq!(open(&app), ["paste"]);
    let searched = app.take_search().unwrap().run();
    app.handle(searched);
    assert_eq!(open(&app), ["paste"]);
    press(&mut app, KeyCode::Esc);

    write(&mut app, "d");
    press(&mut app, KeyCode::Tab);
    assert_eq!(app.browse.tab, 0);
    let searched = app.take_search().unwrap().run();
    app.handle(searched);
    assert_eq!(app.browse.tab, 1, "the tab was turned when the matches were there");
}
