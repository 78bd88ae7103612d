mod catalogs;
mod draw;
mod entry;
mod list;
mod log;
mod paste;
mod share;
mod soak;

use std::sync::LazyLock;

use ratatui::crossterm::event::KeyCode;

use super::*;
use crate::catalog::Catalogs;
use crate::tui::effects::DecodeJob;
use crate::tui::pages::EntryPane;
use crate::tui::terminal::Background;
use crate::tui::theme::{Colours, Theme};

/// All tests share one index.
static OPTIONS: LazyLock<Options> = LazyLock::new(|| Options::new(Catalogs::builtin()));

fn app() -> App {
    App::new(OPTIONS.clone(), (80, 24))
}

/// Handles an event; its effects are kept for [`effects`].
fn send(app: &mut App, event: Event) {
    app.services.effects = app.handle(event);
}

/// The effects of all events so far.
fn effects(app: &mut App) -> Vec<Effect> {
    mem::take(&mut app.services.effects)
}

/// The newest text to decode on the worker.
fn take_job(app: &mut App) -> Option<DecodeJob> {
    effects(app).into_iter().rev().find_map(|effect| match effect {
        Effect::Decode(job) => Some(job),
        _ => None,
    })
}

fn type_text(app: &mut App, text: &str) {
    text.chars().for_each(|c| send(app, Event::Key(Key::char(c))));
}

fn update(app: &mut App, actions: &[Action]) {
    for &action in actions {
        app.update(action);
    }
}

fn paste(app: &mut App, text: &str) {
    send(app, Event::Paste(text.to_owned()));
}

/// The pages open above the list, from the bottom up.
fn open(app: &App) -> Vec<&'static str> {
    let name = |page: &Page| match page {
        Page::Paste(_) => "paste",
        Page::Log(_) => "log",
        Page::Entry(_) => "entry",
        Page::Review(_) => "review",
        Page::Help(_) => "help",
        Page::Palette(_) => "palette",
        Page::Share(_) => "share",
        Page::SharePreview(_) => "preview",
        Page::SavePrompt(_) => "save",
        Page::TextEditor(_) => "editor",
    };
    let detail = (app.stack.list.focus == Focus::Entry).then_some("detail");
    detail.into_iter().chain(app.stack.pages.iter().map(name)).collect()
}

/// The pane that shows the entry in full.
fn pane(app: &App) -> &EntryPane {
    match app.stack.base() {
        Some(Page::Entry(page)) => &page.pane,
        _ => &app.stack.list.preview,
    }
}

fn pasted(app: &App) -> Option<&str> {
    app.stack.pages.iter().find_map(|page| match page {
        Page::Paste(page) => Some(page.editor.text()),
        _ => None,
    })
}

#[test]
fn actions_open_and_close_pages() {
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
fn ctrl_c_quits_from_any_page() {
    for actions in [&[][..], &[Action::Open], &[Action::OpenPaste], &[Action::ShowHelp]] {
        let mut app = app();
        update(&mut app, actions);
        send(&mut app, Event::Key(Key::ctrl('c')));
        assert!(!app.is_running(), "{actions:?}");
    }
}

#[test]
fn typing_searches_from_the_first_key() {
    let mut app = app();
    type_text(&mut app, "q?jk");
    assert_eq!(app.stack.list.line.text(), "q?jk");
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn esc_clears_the_search_then_shows_how_to_quit() {
    let mut app = app();
    type_text(&mut app, "2001");
    let esc = Event::Key(Key::plain(KeyCode::Esc));
    send(&mut app, esc.clone());
    assert_eq!((app.stack.list.line.text(), app.services.notice.as_deref()), ("", None));
    send(&mut app, esc);
    assert_eq!(app.services.notice.as_deref(), Some("Ctrl-C quits"));
    type_text(&mut app, "x");
    assert_eq!(app.services.notice.as_deref(), None);
}

#[test]
fn opens_nothing_without_a_match() {
    let mut app = app();
    type_text(&mut app, "zzzzqqqqxxxx");
    app.update(Action::Open);
    assert_eq!(open(&app), [""; 0]);
    assert_eq!(app.services.notice.as_deref(), Some("no match; Esc clears the search"));
}

#[test]
fn notice_names_the_tab_with_matches() {
    let mut app = app();
    app.stack.list.results.cycle_tab(1);
    let tab = app.stack.list.results.tabs[app.stack.list.results.tab].title();
    type_text(&mut app, "LicenseExpired");
    app.update(Action::Open);
    let notice = format!("no match in {tab}; Tab goes to UiPath");
    assert_eq!((open(&app), app.services.notice.as_deref()), (vec![], Some(notice.as_str())));

    let esc = Event::Key(Key::plain(KeyCode::Esc));
    send(&mut app, esc.clone());
    assert_eq!((app.stack.list.line.text(), app.stack.list.results.tab), ("", 1));
    send(&mut app, esc.clone());
    assert_eq!((app.stack.list.results.tab, app.services.notice.as_deref()), (0, None));
    send(&mut app, esc);
    assert_eq!(app.services.notice.as_deref(), Some("Ctrl-C quits"));
}

/// The vendor and code of the focused entry.
fn focused_entry(app: &App) -> Option<(&'static str, &'static str)> {
    let is_open =
        app.stack.list.focus == Focus::Entry || matches!(app.stack.base(), Some(Page::Entry(_)));
    let visit = pane(app).visit.as_ref().filter(|_| is_open)?;
    Some((visit.entry.catalog.id, visit.entry.code))
}

#[test]
fn digits_select_tabs() {
    let mut app = app();
    let alt = |c| Event::Key(Key::alt(KeyCode::Char(c)));
    send(&mut app, alt('3'));
    assert_eq!((app.stack.list.results.tab, app.stack.list.line.text()), (2, ""));
    app.update(Action::Open);
    type_text(&mut app, "2");
    assert_eq!((app.stack.list.results.tab, open(&app).as_slice()), (1, &["detail"][..]));
    type_text(&mut app, "9");
    assert_eq!(
        (app.stack.list.results.tab, app.services.notice.as_deref()),
        (1, Some("no such tab"))
    );
}

#[test]
fn palette_filters_and_runs_commands() {
    let mut app = app();
    app.update(Action::OpenPalette);
    type_text(&mut app, "paste box");
    app.update(Action::Open);
    assert_eq!(open(&app), ["paste"]);
    app.update(Action::OpenPalette);
    type_text(&mut app, "tab uipath");
    app.update(Action::Open);
    assert_eq!(
        (open(&app).len(), app.stack.list.results.tabs[app.stack.list.results.tab].title()),
        (0, "UiPath")
    );
    app.update(Action::OpenPalette);
    type_text(&mut app, "earlier paste");
    type_text(&mut app, "zzz");
    update(&mut app, &[Action::Open, Action::GoBack]);
    assert_eq!(open(&app), [""; 0]);
}

#[test]
fn palette_quits() {
    for typed in ["quit", "exit"] {
        let mut app = app();
        type_text(&mut app, "2001");
        app.update(Action::OpenPalette);
        type_text(&mut app, typed);
        app.update(Action::Open);
        assert!(!app.is_running(), "{typed}");
    }
}

/// The commands that the palette lists.
fn commands(app: &mut App) -> Vec<String> {
    app.update(Action::OpenPalette);
    let Some(Page::Palette(page)) = app.stack.pages.last() else { panic!("no palette") };
    let labels = page.matches().map(|item| item.label.clone()).collect();
    app.update(Action::GoBack);
    labels
}

#[test]
fn palette_lists_only_what_works_here() {
    let mut app = app();
    paste(&mut app, "{unrecognised}");
    let listed = commands(&mut app);
    assert!(listed.contains(&"Edit text".to_owned()), "{listed:?}");
    assert!(!listed.contains(&"Open entry".to_owned()), "{listed:?}");
    assert!(!listed.contains(&"Copy code".to_owned()), "{listed:?}");
    update(&mut app, &[Action::GoBack]);
    let listed = commands(&mut app);
    assert!(listed.contains(&"Copy code".to_owned()), "{listed:?}");
    assert!(!listed.contains(&"Edit text".to_owned()), "{listed:?}");
}

#[test]
fn themes_are_shown_before_they_are_chosen() {
    let mut app = app();
    let before = app.services.theme.clone();
    let select = |app: &mut App| {
        send(app, Event::Key(Key::alt(KeyCode::Char('t'))));
        assert_eq!(app.services.theme, before);
        // Below the theme that `auto` is as long as the background is unknown.
        send(app, Event::Key(Key::plain(KeyCode::Down)));
        send(app, Event::Key(Key::plain(KeyCode::Down)));
        assert_ne!(app.services.theme, before);
    };
    select(&mut app);
    send(&mut app, Event::Key(Key::plain(KeyCode::Esc)));
    assert_eq!(app.services.theme, before);
    select(&mut app);
    paste(&mut app, "{a response}");
    assert_eq!(app.services.theme, before);
    app.update(Action::GoBack);
    select(&mut app);
    let shown = app.services.theme.clone();
    send(&mut app, Event::Key(Key::plain(KeyCode::Enter)));
    assert_eq!((app.services.theme.clone(), open(&app).len()), (shown, 0));
    assert!(app.services.notice.as_deref().is_some_and(|notice| notice.starts_with("theme = ")));
}

#[test]
fn auto_follows_the_background() {
    let named = |name| Theme::named(name, Colours::Sixteen).unwrap();
    let choose = |app: &mut App, name: &str| {
        app.update(Action::ChooseTheme);
        type_text(app, name);
    };
    let queries = |app: &mut App| {
        let effects = effects(app).into_iter();
        effects.filter(|effect| matches!(effect, Effect::QueryBackground)).count()
    };
    let options = Options {
        theme: named("high-contrast"),
        theme_name: "high-contrast",
        can_query_background: true,
        ..OPTIONS.clone()
    };
    let mut app = App::new(options, (80, 24));
    choose(&mut app, "dark");
    assert_eq!(queries(&mut app), 0);
    app.update(Action::GoBack);
    choose(&mut app, "auto");
    assert_eq!((queries(&mut app), &app.services.theme), (1, &named("terminal")));
    send(&mut app, Event::Background(Background::Light));
    assert_eq!(app.services.theme, named("light"));
    send(&mut app, Event::Key(Key::plain(KeyCode::Esc)));
    assert_eq!(app.services.theme, named("high-contrast"));
    choose(&mut app, "auto");
    send(&mut app, Event::Key(Key::plain(KeyCode::Enter)));
    assert_eq!((queries(&mut app), &app.services.theme), (0, &named("light")));
}

#[test]
fn palette_filters_and_sorts_the_list() {
    let mut app = app();
    let run = |app: &mut App, typed: &str| {
        app.update(Action::OpenPalette);
        type_text(app, typed);
        app.update(Action::Open);
    };
    run(&mut app, "only pagerduty");
    run(&mut app, "sort status");
    let statuses: Vec<_> = app
        .stack
        .list
        .results
        .entries
        .iter()
        .filter_map(|it| it.http.map(|http| http.status))
        .collect();
    assert!(statuses.len() > 5 && statuses.is_sorted(), "{statuses:?}");
    assert_eq!(app.stack.list.results.active().title(), "PagerDuty");
}

#[test]
fn quit_is_never_the_first_command() {
    for actions in [&[][..], &[Action::Open], &[Action::OpenPaste]] {
        let mut app = app();
        update(&mut app, actions);
        update(&mut app, &[Action::OpenPalette, Action::Open]);
        assert!(app.is_running(), "{actions:?}");
    }
}

#[test]
fn enabled_actions_follow_the_state() {
    use Action::{GoBack, Open, OpenPaste, PageDown, SelectNextFinding, SelectNextRelated, Share};
    let enabled = |app: &App, actions: &[Action]| -> Vec<bool> {
        actions.iter().map(|&action| app.is_enabled(action)).collect()
    };
    let mut app = app();
    assert_eq!(enabled(&app, &[Open, Share, GoBack]), [true, true, false]);
    type_text(&mut app, "zzzzqqqqxxxx");
    assert_eq!(enabled(&app, &[Open, Share, GoBack]), [false, false, true]);
    app.update(OpenPaste);
    let actions = [Open, SelectNextFinding, PageDown, Share, GoBack];
    assert_eq!(enabled(&app, &actions), [false, false, false, false, true]);
    type_text(&mut app, "1001");
    // Two vendors have this code; both fit on the screen.
    assert_eq!(enabled(&app, &actions), [true, true, false, true, true]);
    send(&mut app, Event::Resize(40, 12));
    assert_eq!(enabled(&app, &actions), [true; 5]);
    app.update(Action::Clear);
    type_text(&mut app, "nothing known");
    assert_eq!(enabled(&app, &actions), [false, false, false, true, true]);

    let mut app = self::app();
    type_text(&mut app, "1001");
    app.update(Open);
    assert_eq!(enabled(&app, &[Open, SelectNextRelated]), [false, true]);
    app.update(SelectNextRelated);
    assert_eq!(enabled(&app, &[Open]), [true]);
}

#[test]
fn actions_without_effect_are_disabled() {
    use Action::{
        CopyCode, CopyMessage, MoveDown, Open, OpenNextEntry, OpenPreviousEntry, SelectNextRelated,
        SelectNextTab, Share,
    };
    let mut app = app();
    type_text(&mut app, "1001");
    assert!(app.is_enabled(SelectNextTab));
    update(&mut app, &[Open]);
    assert!(app.is_enabled(OpenNextEntry) && app.is_enabled(MoveDown));
    update(&mut app, &[SelectNextRelated, Open]);
    assert_eq!(open(&app), ["detail", "entry"]);
    assert!(app.is_enabled(OpenNextEntry) && !app.is_enabled(OpenPreviousEntry));
    send(&mut app, Event::Resize(120, 200));
    assert!(!app.is_enabled(MoveDown));

    let mut app = self::app();
    type_text(&mut app, "zzzzqqqqxxxx");
    assert!(!app.is_enabled(SelectNextTab));
    paste(&mut app, "{nothing known}");
    app.update(Share);
    assert!(!app.is_enabled(CopyCode) && !app.is_enabled(CopyMessage));
}
