//! Very large catalogs: the search is done away from the keys.

use super::*;
use crate::tui::effects::worker::LateIndex;
use crate::tui::{Gesture, Mouse};

/// The browser over catalogs that are searched away from the keys.
fn app_over_large_catalogs() -> App {
    let mut app = app();
    app.browse = Browse::with(&app.catalogs, LateIndex::new(&app.catalogs), "", 0);
    app
}

fn press(app: &mut App, key: KeyCode) {
    app.handle(Event::Key(Key::plain(key)));
}

/// What is listed, for as far as it is in order.
fn listed(app: &App) -> Vec<EntryRef> {
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

    app.handle(job.run().into());
    let mut small = self::app();
    write(&mut small, "license");
    assert_eq!(listed(&app), listed(&small));
    assert_eq!((open(&app), app.browse.entry_ref()), (vec!["detail"], Some(listed(&small)[1])));
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
    app.handle(early.run().into());
    assert_eq!((open(&app), listed(&app)), (vec![], before));
    let late = app.take_search().unwrap();
    app.handle(late.run().into());
    assert_eq!((open(&app), app.browse.is_due()), (vec![], false));
    assert!(app.browse.entry_ref().is_some_and(|record| record.title().contains("icense")));
}

#[test]
fn commands_wait_for_what_matches_and_a_click_on_what_goes_away_does_nothing() {
    let mut app = app_over_large_catalogs();
    write(&mut app, "license");
    let job = app.take_search().unwrap();
    app.update(Action::OpenPalette);
    write(&mut app, "open the entry");
    press(&mut app, KeyCode::Enter);
    app.update(Action::OpenPalette);
    write(&mut app, "go to the tab uipath");
    press(&mut app, KeyCode::Enter);
    assert_eq!((open(&app), app.browse.tab), (vec![], 0));
    app.handle(job.run().into());
    assert_eq!(open(&app), [""; 0], "other keys were pressed since");
    assert_eq!(app.browse.tabs[app.browse.tab].title(), "UiPath");

    write(&mut app, "d");
    let at = layout::browse(app.screen, false).list;
    for _ in 0..2 {
        let click = Mouse { gesture: Gesture::Click, column: at.x, row: at.y };
        app.handle(Event::Mouse(click));
        assert!(app.notice.is_some());
    }
    let job = app.take_search().unwrap();
    app.handle(job.run().into());
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn escape_and_tabs_and_the_paste_box_live_while_a_search_is_under_way() {
    let mut app = app_over_large_catalogs();
    let all = listed(&app);
    write(&mut app, "license");
    let job = app.take_search().unwrap();
    press(&mut app, KeyCode::Esc);
    assert_eq!((app.browse.line.text(), listed(&app)), ("", all.clone()));
    app.handle(job.run().into());
    assert_eq!(listed(&app), all, "the search was given up");

    write(&mut app, "license");
    paste(&mut app, "two words");
    assert_eq!(open(&app), ["paste"]);
    let searched = app.take_search().unwrap().run();
    app.handle(searched.into());
    assert_eq!(open(&app), ["paste"]);
    press(&mut app, KeyCode::Esc);

    write(&mut app, "d");
    press(&mut app, KeyCode::Tab);
    assert_eq!(app.browse.tab, 0);
    let searched = app.take_search().unwrap().run();
    app.handle(searched.into());
    assert!(app.browse.tab > 0, "the tab was turned when the matches were there");
}
