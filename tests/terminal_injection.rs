//! Terminal injection through any input of errdex: no command prints an escape sequence or hidden
//! character from its input, and the browser never draws one. Which characters are hidden is taken
//! from the Unicode data.

#![allow(clippy::unwrap_used)] // test helpers

#[path = "support/screen.rs"]
#[allow(dead_code)] // only the snapshots use all of it
mod screen;
#[path = "common/unicode.rs"]
mod unicode;

use std::ffi::OsStr;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::LazyLock;

use assert_cmd::Command;
use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use errdex::present::Subject;
use errdex::report::{Page, json, text};
use errdex::share::{self, Payload};
use errdex::tui::{App, Event, Options, Outcome};
use screen::{buffer, press};

/// Attacks, each with its effect on a terminal.
const ATTACKS: &[(&str, &str)] = &[
    ("sets the title", "\x1b]0;owned\x07"),
    ("sets the title, ended by ST", "\x1b]2;owned\x1b\\"),
    ("writes the clipboard", "\x1b]52;c;cm0gLXJmIH4=\x07"),
    ("reads the clipboard", "\x1b]52;c;?\x07"),
    ("hides the target of a link", "\x1b]8;;http://evil.example\x1b\\vendor\x1b]8;;\x1b\\"),
    ("requests a setting, which arrives as keys", "\x1bP$qm\x1b\\"),
    ("requests the terminal's name", "\x1b[>q\x1b[c\x1b[0x"),
    ("requests the title, which arrives as keys", "\x1b[21t"),
    ("requests the cursor position", "\x1b[6n"),
    ("clears the screen", "\x1b[2J\x1b[H\x1b[3J"),
    ("overwrites an earlier line", "\x1b[1A\x1b[2KAll is well"),
    ("leaves the alternate screen", "\x1b[?1049l"),
    ("reports all mouse movement", "\x1b[?1003h"),
    ("ends a bracketed paste", "\x1b[201~q\r"),
    ("hides what follows", "\x1b[8m"),
    ("switches to line drawing", "\x0e\x1b(0"),
    ("resets the terminal", "\x1bc"),
    ("programs a key", "\x1b[0;59;\"rm -rf ~\"p"),
    ("transfers an image", "\x1b_Gf=100,a=T;AAAA\x1b\\"),
    ("uses tmux passthrough", "\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\"),
    ("uses 8-bit control characters", "\u{9b}2J\u{9d}0;owned\u{9c}"),
    ("overwrites its own line", "code 2001\rcode 1001"),
    ("deletes with backspaces", "2001\x08\x08\x08\x081001"),
    ("sends bell, tab, form feed, delete and NUL", "\x07\x0b\x0c\x7f\0"),
    ("reverses the text direction", "\u{202e}1002\u{202c}\u{2066}x\u{2069}\u{200f}\u{61c}"),
    ("hides characters", "20\u{200b}01\u{200d}\u{feff}\u{2060}\u{ad}\u{180e}"),
    ("uses Unicode line separators", "2001\u{2028}x\u{2029}y\u{85}z"),
    ("hides text in tag characters", "2001\u{e0069}\u{e0067}\u{e007f}"),
    ("uses interlinear annotations", "\u{fff9}2001\u{fffa}1001\u{fffb}"),
];

static UNPRINTABLE: LazyLock<Vec<RangeInclusive<char>>> =
    LazyLock::new(|| unicode::ranges(unicode::UNPRINTABLE));

static MARKS: LazyLock<Vec<RangeInclusive<char>>> =
    LazyLock::new(|| unicode::ranges(unicode::MARKS));

/// The most marks on a character.
const MAX_MARKS: usize = 8;

/// Whether a terminal might interpret the character or not show it.
fn is_harmful(c: char) -> bool {
    unicode::contains(&UNPRINTABLE, c)
}

/// The known attacks; every character that is not assigned to a purpose of its own, and the first and
/// last one of each other range of harmful ones; and many marks on a character.
fn attacks() -> Vec<(String, String)> {
    let known = ATTACKS.iter().map(|(what, attack)| ((*what).to_owned(), (*attack).to_owned()));
    let classes = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]";
    let mut harmful: Vec<char> = unicode::ranges(classes).into_iter().flatten().collect();
    harmful.extend(UNPRINTABLE.iter().flat_map(|range| [*range.start(), *range.end()]));
    let characters = harmful.chunks(3000).map(|chars| {
        let what = format!("has hidden characters from U+{:04X} on", u32::from(chars[0]));
        (what, chars.iter().collect::<String>())
    });
    let many = |count| MARKS.iter().cloned().flatten().cycle().take(count).collect::<String>();
    let marks = ("has many marks on one character".to_owned(), format!("e{}", many(3000)));
    known.chain(characters).chain([marks]).collect()
}

/// The output of a command on both streams, in an empty environment.
fn written<S: AsRef<OsStr>>(folder: &Path, arguments: &[S], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errdex"));
    command.env_clear().env("HOME", folder).env("XDG_CONFIG_HOME", folder).current_dir(folder);
    let output = command.args(arguments).write_stdin(input).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 4), "{output:?}");
    [output.stdout, output.stderr].concat()
}

#[track_caller]
fn assert_harmless(name: &str, written: &[u8]) {
    let written = std::str::from_utf8(written).unwrap();
    let harmful = |c: &char| *c != '\n' && is_harmful(*c);
    let found: Vec<char> = written.chars().filter(harmful).collect();
    assert_eq!(found, [], "{name}: {written}");
    assert!(most_marks(written) <= MAX_MARKS, "{name}: {written}");
}

/// The most marks in a row.
fn most_marks(text: &str) -> usize {
    let runs = text.split(|c| !unicode::contains(&MARKS, c));
    runs.map(|run| run.chars().count()).max().unwrap_or_default()
}

/// Bodies with the attack in every part that is shown.
fn bodies(attack: &str) -> Vec<String> {
    let json = serde_json::to_string(attack).unwrap();
    vec![
        attack.to_owned(),
        format!("HTTP/1.1 400 {attack}\r\nServer: {attack}\r\n\r\n{attack}"),
        format!(r#"{{"error":{{"message":{json},"code":2001,"errors":[{json}]}}}}"#),
        format!(r#"{{"error":{{"message":"{attack}","code":2001,"errors":["{attack}"]}}}}"#),
        format!(
            r#"{{"status":404,"code":{json},"message":{json},"more_info":"http://docs.sevenbridges.com/{attack}"}}"#
        ),
        format!(
            "2026-11-20 ERROR {attack} {{\"message\":\"The name {attack} is already used.\",\"errorCode\":1001,\"resourceIds\":null}}"
        ),
        format!("<html><title>502 {attack}</title><center>nginx{attack}</center></html>"),
    ]
}

#[test]
fn sanitizes_response_bodies() {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    // The text report itself uses colours.
    let colours = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap();
    for (what, attack) in attacks() {
        for body in bodies(&attack) {
            let report = decoder.decode(body.as_bytes(), None);
            let mut written = Vec::new();
            json::report(&mut written, &report).unwrap();
            assert_harmless(&format!("{what}, as JSON"), &written);
            let mut written = Vec::new();
            text::report(&mut Page::new(&mut written, 80), &report).unwrap();
            let written = String::from_utf8(written).unwrap();
            assert_harmless(
                &format!("{what}, as text"),
                colours.replace_all(&written, "").as_bytes(),
            );
            let finding = report.findings.first();
            let subject = Subject::Response { text: &body, report: &report, finding };
            for &payload in Payload::ALL {
                if let Some(shared) = share::share(payload, subject, "today") {
                    assert_harmless(
                        &format!("{what}, shared as {payload}"),
                        shared.text.as_bytes(),
                    );
                }
            }
        }
    }
}

#[test]
fn no_response_adds_a_line_to_a_report() {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    for line_end in ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\x0b", "\x0c"] {
        let attack = format!("a{line_end}# forged");
        let body = &bodies(&attack)[2];
        let report = decoder.decode(body.as_bytes(), None);
        let mut written = Vec::new();
        text::report(&mut Page::new(&mut written, 80), &report).unwrap();
        let finding = report.findings.first();
        let subject = Subject::Response { text: body, report: &report, finding };
        let shared = share::share(Payload::Note, subject, "today").unwrap();
        for text in [String::from_utf8(written).unwrap(), shared.text] {
            assert!(text.contains("forged"), "{text}");
            let is_line_end = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            let mut lines = text.split(is_line_end);
            let forged = lines.find(|line| line.trim_start().starts_with("# forged"));
            assert_eq!(forged, None, "{line_end:?}: {text}");
        }
    }
}

/// All attacks in one text, without NUL, which arguments cannot contain.
fn all_attacks() -> String {
    let attacks: Vec<_> = attacks().into_iter().map(|(_, attack)| attack).collect();
    attacks.join(" ").replace('\0', "")
}

#[test]
fn sanitizes_catalogs_and_notes_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let catalogs = folder.path().join(".local/share/errdex/catalogs");
    fs::create_dir_all(&catalogs).unwrap();
    let texts = regex::Regex::new(r#"(?m)^(name|title|description|action|note) = ".*"$"#).unwrap();
    // Control characters are errors in a catalog, so that both ways are tried.
    let accepted = all_attacks().replace(char::is_control, "");
    for attack in [all_attacks(), accepted] {
        let text = toml::Value::from(attack).to_string();
        let model = include_str!("../examples/globex.toml");
        let hostile =
            texts.replace_all(model, |found: &regex::Captures| format!("{} = {text}", &found[1]));
        fs::write(catalogs.join("globex.toml"), hostile.as_ref()).unwrap();
        let note = format!(
            "[[note]]\nvendor = \"pagerduty\"\ncode = \"2001\"\ndate = 2026-11-20\ntext = {text}\nauthor = {text}\n"
        );
        fs::write(catalogs.parent().unwrap().join("notes.toml"), note).unwrap();
        for arguments in [
            &["lookup", "pagerduty", "2001"][..],
            &["lookup", "4711"],
            &["lookup", "4711", "--json"],
            &["note", "pagerduty", "2001"],
            &["list"],
            &["catalog", "list"],
            &["catalog", "check"],
            &["catalog", "diff", "globex", "pagerduty"],
            &["export", "--format", "csv"],
            &["export", "--format", "html"],
            &["export", "--format", "markdown"],
            &["export", "--format", "json"],
        ] {
            let written = written(folder.path(), arguments, b"");
            let written = String::from_utf8(written).unwrap().replace('\t', " ");
            assert_harmless(&format!("{arguments:?}"), written.as_bytes());
        }
    }
}

#[test]
fn sanitizes_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    for body in bodies(&all_attacks()) {
        for arguments in [&["decode"][..], &["decode", "--json"], &["--plain"], &[]] {
            let written = written(folder.path(), arguments, body.as_bytes());
            assert_harmless(&format!("{arguments:?}"), &written);
        }
    }
}

#[test]
fn sanitizes_arguments() {
    let folder = tempfile::tempdir().unwrap();
    let attack = &all_attacks();
    let option = &format!("--{attack}");
    for arguments in [
        &["search", attack][..],
        &["search", "--explain", attack],
        &["search", "--json", attack],
        &["search", &format!("vendor:{attack}")],
        &["lookup", attack],
        &["lookup", "--json", attack],
        &["lookup", "2001", "--vendor", attack],
        &["decode", attack],
        &["decode", "--vendor", attack],
        &["--config", attack, "list"],
        &["--config", attack, "config", "check"],
        &["--color", attack],
        &["completions", attack],
        &["export", "--format", attack],
        &["config", attack],
        &["list", option],
        &[attack, "--plain"],
        &[option],
    ] {
        assert_harmless(&format!("{arguments:?}"), &written(folder.path(), arguments, b""));
    }
}

#[test]
#[cfg(unix)]
fn sanitizes_file_names() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    // The length of a file name is limited, and it cannot contain a slash.
    for attacks in ATTACKS.chunks(8) {
        let attack: String = attacks.iter().map(|(_, attack)| *attack).collect();
        let config = format!("{}.toml", attack.replace(['\0', '/'], ""));
        fs::write(folder.path().join(&config), "theme = 1\nnot = [").unwrap();
        for arguments in
            [&["--config", &config, "list"][..], &["--config", &config, "config", "path"]]
        {
            assert_harmless("file name", &written(folder.path(), arguments, b""));
        }
    }
    let bytes = [OsStr::new("decode"), OsStr::from_bytes(b"\x9b2J\xff\x1b]0;owned\x07")];
    assert_harmless("not UTF-8", &written(folder.path(), &bytes, b""));
}

#[test]
fn sanitizes_config_errors() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.toml");
    for (what, attack) in ATTACKS {
        let quoted = toml::Value::from(*attack).to_string();
        // If the file can be parsed, each invalid value is reported.
        let values = format!(
            "{quoted} = 1\ntheme = {quoted}\n[keys.list]\nmove-up = [{quoted}]\n[{quoted}]\nx=1"
        );
        for text in [values, format!("theme = \"{attack}\""), (*attack).to_owned()] {
            fs::write(&config, &text).unwrap();
            let config = config.to_str().unwrap();
            let arguments = ["--config", config, "config", "check"];
            assert_harmless(&format!("{what}, {text}"), &written(folder.path(), &arguments, b""));
        }
    }
}

#[test]
fn sanitizes_invalid_utf_8() {
    let folder = tempfile::tempdir().unwrap();
    for body in [
        &b"\x9b2J\x9d0;owned\x9c {\"error\":{\"code\":2001,\"message\":\"\xff\x9b2J\"}}"[..],
        b"\xff\xfe{\0\"\0c\0o\0d\0e\0\"\0:\0\x1b\0\x9b\0}\0",
        b"\x1b\x9b\x90\x9c\x00",
    ] {
        for arguments in [&["decode"][..], &["decode", "--json"]] {
            assert_harmless(&format!("{body:?}"), &written(folder.path(), arguments, body));
        }
    }
}

#[test]
fn sanitizes_the_browser_screen() {
    let options = Options::new(Catalogs::builtin());
    for (what, attack) in &attacks() {
        let check = |app: &App, at: &str| {
            for size in [(80, 24), (200, 60)] {
                let drawn = screen::text(&buffer(app, size));
                let harmful = |c: char| c != '\n' && is_harmful(c);
                assert!(!drawn.contains(harmful), "{what}, {at}:\n{drawn}");
                assert!(most_marks(&drawn) <= MAX_MARKS, "{what}, {at}:\n{drawn}");
            }
        };
        let app = || App::new(options.clone(), (80, 24));
        for body in bodies(attack) {
            let mut app = app();
            screen::send_and_decode(&mut app, Event::Paste(body));
            check(&app, "pasted");
            press(&mut app, "<Enter>");
            check(&app, "entry");
            press(&mut app, "<Esc><C-y>");
            check(&app, "share menu");
        }
        // Each key starts a search.
        let start: String = attack.chars().take(50).collect();
        let mut typed = app();
        press(&mut typed, &start);
        check(&typed, "typed");
        let mut options_with_query = options.clone();
        options_with_query.query = attack.clone();
        options_with_query.notice = Some(attack.clone());
        check(&App::new(options_with_query, (80, 24)), "query and notice");
        let mut outcome = app();
        screen::send(&mut outcome, Event::Outcome(Outcome::Message(attack.clone())));
        check(&outcome, "outcome");
        let mut palette = app();
        press(&mut palette, "<C-k>");
        press(&mut palette, &start);
        check(&palette, "palette");
        let mut note = app();
        press(&mut note, "<Enter>a");
        screen::send(&mut note, Event::Paste(attack.clone()));
        check(&note, "note");
    }
}

#[test]
fn no_cell_is_longer_than_a_character_with_its_marks() {
    for repeated in ["\u{301}", "\u{17d2}\u{1780}", "\u{11ff}", "\u{fe0f}", "\u{e0101}"] {
        let text = format!("e{}", repeated.repeat(20_000));
        let body = format!(r#"{{"error":{{"message":"{text}","code":2001}}}}"#);
        let mut app = App::new(Options::new(Catalogs::builtin()), (80, 24));
        screen::send_and_decode(&mut app, Event::Paste(body));
        let longest = |app: &App| {
            let screen = buffer(app, (80, 24));
            screen.content().iter().map(|cell| cell.symbol().chars().count()).max().unwrap()
        };
        assert!(longest(&app) <= 16, "{repeated:?}");
        press(&mut app, "<Enter>");
        assert!(longest(&app) <= 16, "{repeated:?}");
    }
}
