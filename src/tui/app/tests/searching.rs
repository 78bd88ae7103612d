//! Very large catalogs: the search is done away from the keys.

use super::*;

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
