//! Snapshots of the screen after key scripts, at several sizes and in every theme.

#![allow(clippy::unwrap_used)] // test helpers

#[path = "screens/accessibility.rs"]
mod accessibility;
#[path = "screens/log.rs"]
mod log;
#[path = "support/screen.rs"]
mod screen;

use std::sync::LazyLock;

use errdex::catalog::Catalogs;
use errdex::tui::{App, Colours, Event, Gesture, Options, Outcome, Theme};
use ratatui::prelude::{Buffer, Position};
use screen::{Look, buffer, press, send, styles, text};

/// Columns and rows.
type Size = (u16, u16);

/// The sizes of snapshots of text and styles.
const STYLED: [Size; 4] = [(80, 24), (120, 40), (40, 12), (1, 1)];

/// The size of text-only snapshots; its styles are those of the other sizes.
const LARGEST: Size = (250, 80);

const BODY: &str = r#"HTTP/1.1 400 Bad Request
Content-Type: application/json

{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken"]}}"#;

const UNLISTED: &str = r#"{"status":404,"code":5099,"message":"No \"such\" file.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5099"}"#;

/// Errors of two vendors in one paste.
const SEVERAL: &str = r#"{"error":{"message":"Invalid Input Provided","code":2001}}
{"errorCode":1001,"message":"The name Billing is already used."}"#;

/// The name of a screen and the script that opens it.
type Screen = (&'static str, fn(&mut App));

/// The list page.
const SEARCH_SCREENS: &[Screen] = &[
    ("start", |_| {}),
    ("search", |app| press(app, "lic exp")),
    ("search_typo", |app| press(app, "lisence expird")),
    ("search_keeps_selection", |app| press(app, "lic exp<Down>ired")),
    ("search_closest", |app| press(app, "license revoked 1901")),
    ("search_code", |app| press(app, "20019")),
    ("search_filter", |app| press(app, "http:409 vendor:uipath")),
    ("search_message", |app| press(app, "acl s3")),
    ("recent", |app| press(app, "1920<Enter><Esc><Esc>")),
    ("search_endpoint", |app| press(app, "odata/users")),
    ("search_unmatched_filter", |app| press(app, "vendor:nosuch 1001")),
    ("tab", |app| press(app, "2001<Tab>")),
    ("no_match", |app| press(app, "zzzzqqqqxxxx")),
    ("no_match_in_tab", |app| press(app, "<Tab>lic exp<Enter>")),
];

/// A focused entry.
const ENTRY_SCREENS: &[Screen] = &[
    ("detail", |app| press(app, "lic exp<Enter><Down>")),
    ("zoom", |app| press(app, "lic exp<Enter>z")),
    ("find", |app| press(app, "getobjectacl<Enter>/policy<Enter>")),
    ("related", |app| press(app, "1300<Enter><Tab><Tab>")),
    ("related_opened", |app| press(app, "1001<Enter><Tab><Enter>")),
];

/// The paste page.
const PASTE_SCREENS: &[Screen] = &[
    ("paste_empty", |app| press(app, "<C-p>")),
    ("paste", |app| paste(app, BODY)),
    ("paste_entry", |app| {
        paste(app, BODY);
        press(app, "<Enter>");
    }),
    ("paste_several", |app| {
        paste(app, SEVERAL);
        press(app, "<Tab>");
    }),
    ("paste_pretty", |app| {
        paste(app, BODY);
        press(app, "f");
    }),
    ("paste_unknown", |app| paste(app, "hello there,\nthis is not\x1b[31m an error")),
    ("paste_unlisted", |app| paste(app, UNLISTED)),
    ("paste_ambiguous", |app| press(app, "<C-p>1001<Tab>")),
    // There is no worker here, so the text stays undecoded.
    ("paste_long", |app| paste(app, &" a line of a long record\n".repeat(5000))),
];

/// A page of documentation to review.
#[cfg(feature = "import")]
const ERRORS_PAGE: &str = "# Invoice API: error codes

| Code | HTTP | Text | What to do |
|------|------|------|------------|
| 4711 | 409, 423 | Invoice is locked. | Wait until the booking has finished. |
| 4712 | 404 | Invoice does not exist. | |
| see below | 500 | Something else. | |

## Parameters

| Name | Type | Description |
|------|------|-------------|
| draft | boolean | Whether drafts are listed. |
| page_size | integer | The number of invoices. |
";

/// The review of a documentation page.
#[cfg(feature = "import")]
const REVIEW_SCREENS: &[Screen] = &[
    ("review", |_| {}),
    ("review_other_roles", |app| press(app, "<Down><Down><Down><Down><Right><Right>")),
    ("review_skipped_table", |app| press(app, "<End> <Enter>")),
    ("review_entries", |app| press(app, "<Tab><Down>")),
    ("review_no_entries", |app| press(app, " ")),
    ("review_save", |app| press(app, "s<C-u>bad id<Enter>")),
];

/// Overlays and notices.
const OVERLAY_SCREENS: &[Screen] = &[
    ("help", |app| press(app, "?")),
    ("help_end", |app| press(app, "1001<Enter><F1><End>")),
    ("help_search", |app| press(app, "?/copy")),
    ("palette", |app| press(app, "1001<Enter>:")),
    ("palette_filtered", |app| press(app, "<C-k>paste<Down>")),
    ("share", |app| {
        paste(app, BODY);
        press(app, "<C-t>");
    }),
    ("copied", |app| {
        press(app, "1920<C-t>c");
        let message = "code copied with OSC 52; your terminal may ignore it";
        send(app, Event::Outcome(Outcome::Message(message.to_owned())));
    }),
    ("save", |app| press(app, "1920<C-t>s")),
    ("save_overwrite", |app| {
        press(app, "1920<C-t>s<Enter>");
        let message = "`uipath-1920.md` already exists; press Enter again to overwrite";
        send(app, Event::Outcome(Outcome::Exists(message.to_owned())));
    }),
];

/// Every theme with all its colours.
const LOOKS: &[Look] = &[
    Look { theme: "terminal", colours: Colours::True },
    Look { theme: "dark", colours: Colours::True },
    Look { theme: "light", colours: Colours::True },
    Look { theme: "high-contrast", colours: Colours::True },
    Look { theme: "plain", colours: Colours::None },
];

/// All tests share one index.
static OPTIONS: LazyLock<Options> = LazyLock::new(|| Options::new(Catalogs::builtin()));

fn app(size: Size) -> App {
    app_with(size, |_| {})
}

fn app_with(size: Size, change: impl Fn(&mut Options)) -> App {
    let mut options = OPTIONS.clone();
    change(&mut options);
    App::new(options, size)
}

/// Starts with the review of a page.
#[cfg(feature = "import")]
fn review(options: &mut Options) {
    let document = errdex::import::read::read(ERRORS_PAGE.as_bytes(), None, "invoices.md").unwrap();
    options.review = Some(errdex::tui::Review {
        document,
        choices: errdex::import::understand::Choices::default(),
        metadata: errdex::import::write::catalog::Metadata {
            id: "invoices".to_owned(),
            name: None,
            url: None,
            captured: "2026-11-20".to_owned(),
        },
        samples: Vec::new(),
    });
}

/// The screen after a script, in a theme.
fn in_theme(size: Size, theme: &Theme, script: impl Fn(&mut App)) -> Buffer {
    draw_with(size, |options| options.theme = theme.clone(), script)
}

/// The screen after a script, with other options.
fn draw_with(size: Size, change: impl Fn(&mut Options), script: impl Fn(&mut App)) -> Buffer {
    let mut app = app_with(size, change);
    script(&mut app);
    buffer(&app, size)
}

fn click(app: &mut App, column: u16, row: u16) {
    send(app, Event::Mouse(Gesture::Click, Position::new(column, row)));
}

fn wheel(app: &mut App, gesture: Gesture, column: u16, row: u16) {
    send(app, Event::Mouse(gesture, Position::new(column, row)));
}

/// The screen's text at 80×24.
fn shown(app: &App) -> String {
    text(&buffer(app, (80, 24)))
}

fn paste(app: &mut App, text: &str) {
    send(app, Event::Paste(text.to_owned()));
}

/// All screens.
fn screens() -> impl Iterator<Item = &'static Screen> {
    [SEARCH_SCREENS, ENTRY_SCREENS, PASTE_SCREENS, OVERLAY_SCREENS].into_iter().flatten()
}

#[test]
fn search_screens() {
    assert_snapshots(SEARCH_SCREENS, |_| {});
}

#[test]
fn entry_screens() {
    assert_snapshots(ENTRY_SCREENS, |_| {});
}

#[test]
fn paste_screens() {
    assert_snapshots(PASTE_SCREENS, |_| {});
}

#[test]
fn overlay_screens() {
    assert_snapshots(OVERLAY_SCREENS, |_| {});
}

#[test]
#[cfg(feature = "import")]
fn review_screens() {
    assert_snapshots(REVIEW_SCREENS, review);
}

/// Compares screens with their snapshots: the text at every size, and the styles of every theme.
fn assert_snapshots(screens: &[Screen], change: fn(&mut Options)) {
    for (name, script) in screens {
        let draw = |look: &Look, size| {
            let change = |options: &mut Options| {
                options.theme = look.theme();
                change(options);
            };
            draw_with(size, change, script)
        };
        let sizes: [Vec<Buffer>; 4] =
            STYLED.map(|size| LOOKS.iter().map(|look| draw(look, size)).collect());
        for buffers in &sizes {
            assert_text_snapshot(name, &buffers[0]);
            for (look, buffer) in LOOKS.iter().zip(buffers) {
                assert_eq!(text(buffer), text(&buffers[0]), "{name}: {look} changes the text");
            }
        }
        assert_text_snapshot(name, &draw(&LOOKS[0], LARGEST));
        assert_style_snapshot(name, &styles(LOOKS, &sizes));
    }
}

fn assert_style_snapshot(name: &str, styles: &str) {
    insta::assert_snapshot!(format!("{name}_styles"), styles);
}

fn assert_text_snapshot(name: &str, buffer: &Buffer) {
    let name = format!("{name}_{}x{}", buffer.area.width, buffer.area.height);
    insta::assert_snapshot!(name, text(buffer));
}

#[test]
fn every_theme_has_snapshots() {
    let tested: Vec<_> = LOOKS.iter().map(|look| look.theme).collect();
    assert_eq!(tested, Theme::names().collect::<Vec<_>>());
}

#[test]
fn approximates_colours_with_small_palettes() {
    let colours = [Colours::True, Colours::Indexed, Colours::Sixteen, Colours::None];
    for theme in Theme::names() {
        let looks = colours.map(|colours| Look { theme, colours });
        let draw = |look: &Look| in_theme((80, 24), &look.theme(), |app| press(app, "license exp"));
        let drawn = looks.iter().map(draw).collect();
        insta::assert_snapshot!(format!("colours_{theme}"), styles(&looks, &[drawn]));
    }
}

#[test]
fn search_narrows_with_every_character() {
    let mut app = app((80, 24));
    let mut frames = Vec::new();
    for key in "lic exp".chars() {
        press(&mut app, &key.to_string());
        frames.push(shown(&app).lines().take(8).collect::<Vec<_>>().join("\n"));
    }
    insta::assert_snapshot!("search_letter_by_letter", frames.join("\n\n"));
}

#[test]
fn mouse_selects_and_opens() {
    let mut app = app((80, 24));
    press(&mut app, "1001");
    click(&mut app, 4, 4);
    assert!(shown(&app).contains("2 of 2"), "{}", shown(&app));
    click(&mut app, 4, 4);
    assert!(shown(&app).contains("Esc back"), "{}", shown(&app));
    // The link to the other vendor's entry.
    press(&mut app, "<Esc><Up>");
    let row = shown(&app).lines().position(|line| line.contains("→ UiPath 1001")).unwrap();
    click(&mut app, 45, u16::try_from(row).unwrap());
    assert!(shown(&app).contains("━ UiPath Orchestrator API ━"), "{}", shown(&app));
    press(&mut app, "<Esc>");
    let column = shown(&app).lines().next().unwrap().find("UiPath").unwrap();
    click(&mut app, u16::try_from(column).unwrap(), 0);
    assert!(shown(&app).contains("1 of 1 "), "{}", shown(&app));
}

#[test]
fn wheel_scrolls_the_pane_under_the_mouse() {
    let mut app = app((80, 24));
    wheel(&mut app, Gesture::WheelDown, 4, 5);
    assert!(shown(&app).contains(" 4 of "), "{}", shown(&app));
    press(&mut app, "1001 uipath");
    let top = shown(&app);
    wheel(&mut app, Gesture::WheelDown, 60, 10);
    let scrolled = shown(&app);
    assert!(scrolled.contains(" 1 of ") && scrolled != top, "{scrolled}");
    wheel(&mut app, Gesture::WheelUp, 60, 10);
    assert_eq!(shown(&app), top);
}

#[test]
fn mouse_events_are_safe_at_any_position() {
    for (columns, rows) in [(80, 24), (200, 30), (40, 12), (3, 2)] {
        let mut app = app((columns, rows));
        for script in ["", "lic exp<Enter>", "zzzz", "?", "<C-k>", "<C-p>x", "1001<Enter><Tab>"] {
            for column in (0..columns + 2).step_by(13) {
                for row in (0..rows + 2).step_by(3) {
                    press(&mut app, "<Esc><Esc><Esc><Esc>");
                    press(&mut app, script);
                    click(&mut app, column, row);
                    wheel(&mut app, Gesture::WheelDown, column, row);
                    wheel(&mut app, Gesture::WheelUp, column, row);
                    assert!(app.is_running());
                }
            }
        }
    }
}

#[test]
fn draws_at_every_size() {
    for script in ["", "lic exp<Enter>", "zzzzqqqq", "?", "<C-p>日本語 2001", "日本語日本語"]
    {
        let mut app = app((80, 24));
        press(&mut app, script);
        for columns in (0..=90).step_by(3) {
            for rows in 0..=14 {
                send(&mut app, Event::Resize(columns, rows));
                press(&mut app, "<PageDown><Up>");
                let drawn = buffer(&app, (columns, rows));
                assert_eq!((drawn.area.width, drawn.area.height), (columns, rows), "{script}");
            }
        }
    }
}

#[test]
fn draws_at_a_new_size_before_the_resize_event() {
    let shown = |size| {
        let mut app = app(size);
        press(&mut app, "lic exp<Enter><End>");
        text(&buffer(&app, (120, 40)))
    };
    assert_eq!(shown((40, 12)), shown((120, 40)));
}

#[test]
fn draws_control_characters_as_symbols() {
    let mut app = app((80, 24));
    paste(&mut app, "one\x1b]0;title\x07\ntwo\u{9b}31m\u{202e}");
    let drawn = text(&buffer(&app, (80, 24)));
    assert!(drawn.contains("one␛]0;title␇"), "{drawn}");
    assert!(!drawn.contains(|c: char| c.is_control() && c != '\n'), "{drawn}");
    assert!(!drawn.contains('\u{202e}'), "{drawn}");
}

#[test]
fn wide_and_combining_characters_fit_the_screen() {
    for text in ["日本語のエラー", "e\u{301}chec d\u{301}", "👩‍💻 error", "ｅｒｒｏｒ"]
    {
        let mut app = app((80, 24));
        press(&mut app, "<C-p>");
        press(&mut app, text);
        for script in ["", "<C-k>", "<Esc><Esc>"] {
            press(&mut app, script);
            let drawn = shown(&app);
            for line in drawn.lines() {
                let width = unicode_width::UnicodeWidthStr::width(line);
                assert!(width <= 80, "{text}: {line}");
            }
        }
    }
}
