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
    assert_eq!((app.browse.line.text(), app.notice), ("", None));
    app.handle(esc);
    assert_eq!(app.notice, Some("Ctrl-C quits"));
    write(&mut app, "x");
    assert_eq!(app.notice, None);
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
