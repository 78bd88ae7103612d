//! The drawn screen.

use ratatui::backend::TestBackend;
use ratatui::prelude::Terminal;

use super::*;
use crate::catalog::{Catalog, Catalogs, Endpoint, Entry, Section, Source};
use crate::text::is_unprintable;
use crate::tui::keymap::Keymap;
use crate::tui::layout;
use crate::tui::theme::Role;

/// One character of each kind that a terminal would interpret or not show.
const HIDDEN: &str = "x\x1b[31m\x07\t\r\u{85}\u{9b}1m\u{ad}\u{61c}\u{200b}\u{200f}\u{2028}\u{2029}\
                      \u{202e}\u{2060}\u{2066}\u{feff}\u{fff9}\u{e0041}y";

/// An address that would end the escape sequence of a link.
const HOSTILE_URL: &str = "https://x.io/\x1b\\\x07\u{9c}\x1b]0;title\x07";

/// A catalog with hidden characters in every text.
fn hostile_catalog() -> &'static Catalog {
    const TEXTS: &[&str] = &[HIDDEN, HIDDEN];
    let model = Catalogs::builtin().find("uipath").unwrap();
    let entry = Entry {
        section: HIDDEN,
        code: HIDDEN,
        aliases: TEXTS,
        names: TEXTS,
        category: Some(HIDDEN),
        messages: TEXTS,
        description: Some(HIDDEN),
        action: Some(HIDDEN),
        endpoints: &[Endpoint { methods: TEXTS, path: HIDDEN }],
        note: Some(HIDDEN),
        ..model.entries[0]
    };
    Box::leak(Box::new(Catalog {
        id: HIDDEN,
        name: HIDDEN,
        tab: HIDDEN,
        aliases: &[],
        source: Source { title: HIDDEN, url: HOSTILE_URL, captured: HIDDEN, ..model.source },
        sections: &[Section { id: HIDDEN, title: HIDDEN }],
        entries: vec![entry, Entry { section: "other", ..entry }].leak(),
        signatures: &[],
        samples: &[],
        counter_samples: &[],
        ..*model
    }))
}

#[test]
fn draws_no_control_characters() {
    use Action::{
        CopyNote, DeleteWord, Open, OpenPalette, OpenPaste, SaveNote, SelectNextRelated,
        SelectNextTab, Share, ShowHelp,
    };
    let scripts: &[&[Action]] = &[
        &[],
        &[SelectNextTab],
        &[Open],
        &[Open, SelectNextRelated, Open],
        &[ShowHelp],
        &[OpenPalette],
        &[Share],
        &[SaveNote],
        &[SaveNote, DeleteWord],
        &[OpenPaste],
        &[Share, CopyNote],
    ];
    let mut keymap = Keymap::default();
    keymap.rebind(Scope::List, Action::ShowHelp, vec![Key::ctrl('\u{202e}')]);
    for size @ (columns, rows) in [(80, 24), (40, 12), (250, 80)] {
        for script in scripts {
            let catalogs = Catalogs::new(vec![hostile_catalog()]);
            let options = Options { keymap: keymap.clone(), ..Options::new(catalogs) };
            let mut app = App::new(options, size);
            for &action in *script {
                app.update(action);
            }
            let typed = |c: char| Event::Key(Key::char(c));
            for event in
                [None, Some(Event::Paste(HIDDEN.replace('x', "{\n"))), Some(typed('\u{202e}'))]
            {
                if let Some(event) = event {
                    send(&mut app, event);
                }
                let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
                terminal.draw(|frame| draw(&app, frame)).unwrap();
                for cell in terminal.backend().buffer().content() {
                    assert!(!cell.symbol().contains(is_unprintable), "{script:?}: {cell:?}");
                }
            }
        }
    }
}

/// The cells of the screen with escape sequences.
fn links(app: &App, terminal: &mut Terminal<TestBackend>) -> Vec<String> {
    terminal.draw(|frame| draw(app, frame)).unwrap();
    let symbols = terminal.backend().buffer().content().iter().map(|cell| cell.symbol().to_owned());
    symbols.filter(|symbol| symbol.contains(is_unprintable)).collect()
}

#[test]
fn addresses_are_links_of_the_terminal() {
    let options = Options { hyperlinks: true, ..Options::new(Catalogs::builtin()) };
    let mut app = App::new(options, (60, 14));
    let mut terminal = Terminal::new(TestBackend::new(60, 14)).unwrap();
    type_text(&mut app, "1901");
    update(&mut app, &[Action::Open, Action::GoToLast]);
    let address =
        "https://docs.uipath.com/orchestrator/automation-cloud/latest/api-guide/response-codes";
    let rows = links(&app, &mut terminal);
    assert_eq!(rows.len(), 2, "the address takes two rows");
    let start = format!("\x1b]8;id=errdex;{address}\x1b\\");
    let shown: String = rows
        .iter()
        .map(|row| row.strip_prefix(&start).unwrap().strip_suffix("\x1b]8;;\x1b\\").unwrap())
        .collect();
    assert_eq!(shown, address);

    // An overlay may cover it.
    app.update(Action::ShowHelp);
    assert_eq!(links(&app, &mut terminal), [""; 0]);
    app.update(Action::GoBack);
    assert_eq!(links(&app, &mut terminal), rows);
    // Nothing of it is left once it is scrolled off the screen.
    app.update(Action::GoToFirst);
    assert_eq!(links(&app, &mut terminal), [""; 0]);
    let mut fresh = Terminal::new(TestBackend::new(60, 14)).unwrap();
    assert_eq!(links(&app, &mut fresh), [""; 0]);
    assert_eq!(terminal.backend().to_string(), fresh.backend().to_string());

    let mut app = App::new(Options::new(Catalogs::builtin()), (60, 14));
    type_text(&mut app, "1901");
    update(&mut app, &[Action::Open, Action::GoToLast]);
    assert_eq!(links(&app, &mut terminal), [""; 0]);
}

#[test]
fn an_address_cannot_end_its_link() {
    let catalogs = Catalogs::new(vec![hostile_catalog()]);
    let options = Options { hyperlinks: true, ..Options::new(catalogs) };
    let mut app = App::new(options, (80, 80));
    let mut terminal = Terminal::new(TestBackend::new(80, 80)).unwrap();
    send(&mut app, Event::Key(Key::plain(KeyCode::Enter)));
    let links = links(&app, &mut terminal);
    assert!(!links.is_empty());
    for link in links {
        let rest =
            link.strip_prefix("\x1b]8;id=errdex;https://x.io/%1B\\%07%C2%9C%1B]0;title%07\x1b\\");
        let shown = rest.and_then(|rest| rest.strip_suffix("\x1b]8;;\x1b\\")).unwrap();
        assert!(!shown.contains(is_unprintable), "{shown:?}");
    }
}

#[test]
fn highlights_evidence_next_to_hidden_characters() {
    let body = "\u{202e}\u{200b}\x1b\u{61c} {\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}";
    let mut app = App::new(Options::new(Catalogs::builtin()), (120, 24));
    send(&mut app, Event::Paste(body.to_owned()));
    let mut terminal = Terminal::new(TestBackend::new(120, 24)).unwrap();
    terminal.draw(|frame| draw(&app, frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let evidence = app.services.theme[Role::Evidence];
    let text = layout::paste(app.services.screen).text;
    let marked: String = (text.positions().map(|at| &buffer[at]))
        .filter(|cell| cell.fg == evidence.fg.unwrap() && cell.symbol() != " ")
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert!(marked.contains("InvalidInputProvided") && marked.contains("2001"), "{marked}");
    assert!(!marked.contains('{') && !marked.contains('�'), "{marked}");
}

/// The text of the screen at 80×40 after opening the entry of a paste.
fn opened_entry(body: &str) -> String {
    let mut app = App::new(Options::new(Catalogs::builtin()), (80, 40));
    send(&mut app, Event::Paste(body.to_owned()));
    app.update(Action::Open);
    let mut terminal = Terminal::new(TestBackend::new(80, 40)).unwrap();
    terminal.draw(|frame| draw(&app, frame)).unwrap();
    terminal.backend().to_string()
}

#[test]
fn success_needs_no_retry() {
    let catalogs = Catalogs::builtin();
    let success =
        catalogs.entry_refs().find(|entry| entry.kind == crate::catalog::EntryKind::Success);
    let options = Options { query: success.unwrap().code.to_owned(), ..Options::new(catalogs) };
    let app = App::new(options, (120, 40));
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    terminal.draw(|frame| draw(&app, frame)).unwrap();
    let shown = terminal.backend().to_string();
    assert!(shown.contains("nothing to retry"), "{shown}");
}

#[test]
fn message_contains_captured_values() {
    let shown = opened_entry(
        r#"{"code":"TextMaxLengthMismatch","message":"Value is too long to the defined length of 100."}"#,
    );
    assert!(shown.contains("Value is too long to the defined length of 100."), "{shown}");
}

#[test]
fn matching_endpoint_is_shown_first() {
    for query in ["/odata/Jobs", "odata/jobs", "post odata jobs"] {
        let options = Options { query: query.to_owned(), ..Options::new(Catalogs::builtin()) };
        let app = App::new(options, (240, 40));
        let lines = &pane(&app).detail.lines;
        let endpoint =
            lines.iter().map(ToString::to_string).find(|line| line.contains("Endpoint "));
        assert!(endpoint.as_ref().unwrap().contains("/odata/Jobs"), "{query}: {endpoint:?}");
    }
}
