//! Catalogs that are loaded while the browser is open.

use super::*;
use crate::catalog::SourceFile;

/// The built-in catalogs with one that comes before the others in the tabs.
fn load(app: &mut App, is_requested: bool) {
    let text = "schema = 1\nid = \"acme\"\nname = \"Acme API\"\ntab = \"Acme\"\n\
                [source]\ntitle = \"Errors\"\nurl = \"https://acme.example\"\ncaptured = 2026-01-01\nexhaustive = false\n\
                [[section]]\nid = \"errors\"\ntitle = \"Errors\"\n\
                [[entry]]\nsection = \"errors\"\ncode = \"77\"\nmessages = [\"Anvil dropped\"]\n\
                action = \"Pick it up.\"\nretry = \"never\"\n";
    let file = SourceFile { path: "acme.toml".into(), text: Ok(text.to_owned()) };
    let merged = Catalogs::builtin().merge(&[file], &[]);
    let catalogs = merged.catalogs.with_first(&["acme".to_owned()]);
    assert!(catalogs.find("acme").is_some(), "{:?}", merged.files);
    let loaded = LoadedCatalogs {
        index: lazy(&catalogs, crate::search::Index::new),
        decoder: lazy(&catalogs, crate::decode::Decoder::new),
        catalogs,
        errors: Vec::new(),
        is_requested,
    };
    send(app, Event::CatalogsLoaded(Box::new(loaded)));
}

#[test]
fn what_is_read_stays_where_it_is() {
    let mut app = app();
    type_text(&mut app, "9003");
    update(&mut app, &[Action::Open, Action::MoveDown, Action::MoveDown, Action::Find]);
    type_text(&mut app, "the");
    let before = (pane(&app).detail.scroll, pane(&app).visit.clone());
    assert!(before.0.offset > 0);
    load(&mut app, false);
    assert_eq!((pane(&app).detail.scroll, pane(&app).visit.clone()), before);
    assert_eq!(pane(&app).find.as_ref().unwrap().line.text(), "the");
    assert_eq!(app.services.notice, None);
}

#[test]
fn the_finding_of_a_paste_stays_selected() {
    let mut app = app();
    let body = |code| format!("{{\"error\":{{\"message\":\"x\",\"code\":{code}}}}}\n");
    paste(&mut app, &format!("{}{}", body(2001), body(2010)));
    update(&mut app, &[Action::SelectNextFinding]);
    let selected = |app: &App| app.stack.paste_page().unwrap().selected;
    assert_eq!(selected(&app), 1);
    load(&mut app, false);
    assert_eq!(selected(&app), 1);
}

#[test]
fn the_palette_goes_to_the_tabs_as_they_are_now() {
    let mut app = app();
    update(&mut app, &[Action::OpenPalette]);
    type_text(&mut app, "only uipath");
    load(&mut app, false);
    update(&mut app, &[Action::Open]);
    assert_eq!(app.stack.list.results.active().title(), "UiPath");
}

#[test]
fn the_history_leads_to_the_loaded_entries() {
    let mut app = app();
    type_text(&mut app, "2001");
    update(&mut app, &[Action::Open, Action::GoBack]);
    load(&mut app, true);
    assert_eq!(app.services.notice.as_deref(), Some("catalogs loaded again"));
    update(&mut app, &[Action::HistoryBack]);
    let shown = pane(&app).visit.as_ref().unwrap().entry;
    let loaded = app.services.catalogs.entry(shown.id()).unwrap();
    assert!(std::ptr::eq(shown.catalog, loaded.catalog));
}
