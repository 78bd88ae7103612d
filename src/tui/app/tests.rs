mod pasting;
mod reading;
mod searching;
mod taking;

use std::sync::LazyLock;

use ratatui::crossterm::event::KeyCode;

use super::*;
use crate::tui::effects::worker::Decoded;
use crate::tui::keymap::Key;

/// All tests search in one index.
static START: LazyLock<Start> = LazyLock::new(|| Start::new(Catalogs::builtin()));

fn app() -> App {
    App::new(START.clone(), (80, 24))
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
    use Action::{FocusSearch, GoBack, Open, OpenPaste, SelectNextTab, ShowHelp};
    let table: &[(&[Action], &[&str])] = &[
        (&[], &[]),
        (&[Open], &["detail"]),
        (&[Open, Open], &["detail"]),
        (&[Open, GoBack], &[]),
        (&[GoBack, GoBack], &[]),
        (&[ShowHelp], &["help"]),
        (&[Open, ShowHelp, GoBack], &["detail"]),
        (&[Open, SelectNextTab], &["detail"]),
        (&[Open, OpenPaste], &["detail", "paste"]),
        (&[Open, OpenPaste, GoBack], &["detail"]),
        (&[OpenPaste, Open], &["paste"]),
        (&[OpenPaste, ShowHelp, GoBack, GoBack], &[]),
        (&[Open, ShowHelp, FocusSearch], &[]),
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
    for actions in [&[][..], &[Action::Open], &[Action::OpenPaste], &[Action::ShowHelp]] {
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
    assert_eq!(app.notice.as_deref(), Some("nothing matches; Esc clears the search"));
}

#[test]
fn where_only_others_match_a_key_leads_there_and_escape_back_to_all() {
    let mut app = app();
    app.browse.turn(1);
    let tab = app.browse.tabs[app.browse.tab].title();
    write(&mut app, "LicenseExpired");
    let all = app.browse.tabs[0].count;
    app.update(Action::Open);
    let says = format!("Tab leads to {all} elsewhere; none at {tab}");
    assert_eq!((open(&app), app.notice.as_deref()), (vec![], Some(says.as_str())));

    let esc = Event::Key(Key::plain(KeyCode::Esc));
    app.handle(esc.clone());
    assert_eq!((app.browse.line.text(), app.browse.tab), ("", 1));
    app.handle(esc.clone());
    assert_eq!((app.browse.tab, app.notice.as_deref()), (0, None));
    app.handle(esc);
    assert_eq!(app.notice.as_deref(), Some("Ctrl-C quits"));
}

/// The entry that is being read: vendor and code.
fn reading(app: &App) -> Option<(&'static str, &'static str)> {
    let open = app.pages.iter().any(|page| matches!(page, Page::Detail(_) | Page::Entry { .. }));
    app.detail().filter(|_| open).map(|detail| (detail.record.catalog.id, detail.record.code))
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
fn a_command_is_found_by_typing_and_done() {
    let mut app = app();
    app.update(Action::OpenPalette);
    write(&mut app, "paste box");
    app.update(Action::Open);
    assert_eq!(open(&app), ["paste"]);
    app.update(Action::OpenPalette);
    write(&mut app, "tab uipath");
    app.update(Action::Open);
    assert_eq!((open(&app).len(), app.browse.tabs[app.browse.tab].title()), (0, "UiPath"));
    app.update(Action::OpenPalette);
    write(&mut app, "earlier paste");
    write(&mut app, "zzz");
    update(&mut app, &[Action::Open, Action::GoBack]);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn an_unavailable_command_reports_where_it_is_available() {
    let mut app = app();
    app.update(Action::OpenPalette);
    write(&mut app, "next finding");
    app.update(Action::Open);
    assert_eq!(app.notice.as_deref(), Some("only available in: Paste box"));
}

#[test]
fn the_first_command_is_never_to_quit() {
    for actions in [&[][..], &[Action::Open], &[Action::OpenPaste]] {
        let mut app = app();
        update(&mut app, actions);
        update(&mut app, &[Action::OpenPalette, Action::Open]);
        assert!(app.is_running(), "{actions:?}");
    }
}

#[test]
fn what_can_be_done_follows_what_is_there() {
    use Action::{GoBack, Open, OpenPaste, PageDown, SelectNextFinding, SelectNextRelated, Share};
    let can = |app: &App, actions: &[Action]| -> Vec<bool> {
        actions.iter().map(|&action| app.can(action, app.screen)).collect()
    };
    let mut app = app();
    assert_eq!(can(&app, &[Open, Share, GoBack]), [true, true, false]);
    write(&mut app, "zzzzqqqqxxxx");
    assert_eq!(can(&app, &[Open, Share, GoBack]), [false, false, true]);
    app.update(OpenPaste);
    let actions = [Open, SelectNextFinding, PageDown, Share, GoBack];
    assert_eq!(can(&app, &actions), [false, false, false, false, true]);
    write(&mut app, "1001");
    // Two vendors have this code; both fit on the screen.
    assert_eq!(can(&app, &actions), [true, true, false, true, true]);
    app.handle(Event::Resize(40, 12));
    assert_eq!(can(&app, &actions), [true; 5]);
    app.update(Action::Clear);
    write(&mut app, "nothing known");
    assert_eq!(can(&app, &actions), [false, false, false, true, true]);

    let mut app = self::app();
    write(&mut app, "1001");
    app.update(Open);
    assert_eq!(can(&app, &[Open, SelectNextRelated]), [false, true]);
    app.update(SelectNextRelated);
    assert_eq!(can(&app, &[Open]), [true]);
}

#[test]
fn what_would_do_nothing_is_not_offered() {
    use Action::{
        CopyCode, CopyMessage, MoveDown, Open, OpenNextEntry, SelectNextRelated, SelectNextTab,
        Share,
    };
    let mut app = app();
    write(&mut app, "1001");
    assert!(app.can(SelectNextTab, app.screen));
    update(&mut app, &[Open]);
    assert!(app.can(OpenNextEntry, app.screen) && app.can(MoveDown, app.screen));
    update(&mut app, &[SelectNextRelated, Open]);
    assert_eq!(open(&app), ["detail", "entry"]);
    assert!(!app.can(OpenNextEntry, app.screen));
    app.handle(Event::Resize(120, 200));
    assert!(!app.can(MoveDown, app.screen));

    let mut app = self::app();
    write(&mut app, "zzzzqqqqxxxx");
    assert!(!app.can(SelectNextTab, app.screen));
    paste(&mut app, "nothing known");
    app.update(Share);
    assert!(!app.can(CopyCode, app.screen) && !app.can(CopyMessage, app.screen));

    let listed = |app: &mut App| {
        update(app, &[Action::OpenPalette]);
        let items = app.commands().unwrap().items;
        items.iter().any(|item| item.label == "Copy the code")
    };
    let mut app = self::app();
    assert!(listed(&mut app));
    update(&mut app, &[Action::GoBack, Action::OpenPaste]);
    assert!(!listed(&mut app));
}
