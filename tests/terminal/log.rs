//! The log page on files.

use std::fmt::Write;
use std::fs;

use tempfile::TempDir;

use crate::tty::Tty;

/// A log with two codes, one of them only in the last third.
fn log() -> TempDir {
    let mut text = String::new();
    for line in 0..3000 {
        let message = match line {
            1500.. if line % 50 == 7 => {
                r#"{"errorCode":1001,"message":"The name Billing is already used."}"#
            }
            _ if line % 100 == 0 => {
                r#"pagerduty: {"error":{"message":"Invalid Input Provided","code":2001}}"#
            }
            _ => "INFO GET /v1/items status=200",
        };
        let (minute, second) = (line / 60, line % 60);
        writeln!(text, "2026-11-21T03:{minute:02}:{second:02}Z {message}").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("app.log"), text).unwrap();
    folder
}

fn browse(folder: &TempDir, arguments: &[&str]) -> Tty {
    let path = folder.path().join("app.log");
    let mut all = vec!["scan", "--browse", path.to_str().unwrap()];
    all.extend(arguments);
    Tty::run(env!("CARGO_BIN_EXE_errdex"), &all)
}

#[test]
fn codes_occurrences_and_records_of_a_file() {
    let folder = log();
    let mut tty = browse(&folder, &[]);
    tty.wait_for("60 errors, 2 codes");
    tty.wait_for("PagerDuty 2001");
    tty.wait_for("2026-11-21 UTC");
    // The occurrences, the record of the second one, and back to the codes.
    tty.send("j\r");
    tty.wait_for("UiPath 1001  NameAlreadyUsed");
    tty.wait_for("1 of 30");
    tty.wait_for("1508 │");
    tty.wait_for("errorCode");
    tty.send("j\r");
    tty.wait_for("Identified: UiPath 1001");
    tty.send("\x1b");
    tty.wait_for("2 of 30");
    tty.send("\x1b");
    tty.wait_for("Codes");
    // A click on the first third of the timeline leaves one code.
    tty.send("\x1b[<0;10;2M\x1b[<0;10;2m");
    tty.wait_for("in this time");
    tty.wait_without("UiPath");
    tty.send("y");
    tty.wait_for("Copy or save: PagerDuty 2001");
    tty.send("\x1b");
    tty.wait_without("Copy or save");
    tty.send("0");
    tty.wait_for("UiPath 1001");
    // Dragged over the first third, and back from the end to the last third.
    tty.send("\x1b[<0;2;2M\x1b[<32;10;2M\x1b[<32;20;2M\x1b[<0;20;2m");
    tty.wait_for("03:00:00 – ");
    tty.wait_without("UiPath");
    tty.send("0\x1b[<0;79;2M\x1b[<32;60;2M\x1b[<0;60;2m");
    tty.wait_for("UiPath 1001");
    tty.wait_without("03:00:00 – ");
    tty.send("0");
    tty.send("q");
    tty.wait_for("Alt-l returns to the log");
    tty.send("\x1bl");
    tty.wait_for("60 errors, 2 codes");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn options_choose_what_is_listed() {
    let folder = log();
    for (arguments, expected) in [
        (&["--vendor", "uipath"][..], "30 errors, 1 code"),
        (&["--code", "2001"], "30 errors, 1 code"),
        (&["--since", "2026-11-21T03:30"], "36 errors, 2 codes"),
        (&["--until", "2026-11-21T03:01"], "151 KB  1 error"),
    ] {
        let mut tty = browse(&folder, arguments);
        tty.wait_for(expected);
        tty.wait_without("Reading");
        tty.send("\x03");
        assert_eq!(tty.end().0, 0);
    }
}

#[test]
fn a_long_pasted_log_is_browsed() {
    let folder = log();
    let text = fs::read_to_string(folder.path().join("app.log")).unwrap();
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    tty.send(&format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")));
    tty.wait_for("60 errors, 2 codes");
    tty.wait_for("your paste");
    tty.wait_without("Reading");
    tty.send("\x1b");
    tty.wait_for("64 KB around the match");
    tty.send("b");
    tty.wait_for("60 errors, 2 codes");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn reading_a_large_log_does_not_block_keys() {
    let folder = tempfile::tempdir().unwrap();
    let line = r#"2026-11-21T03:00:00Z {"error":{"message":"Invalid Input Provided","code":2001}}"#;
    fs::write(folder.path().join("app.log"), format!("{line}\n").repeat(100_000)).unwrap();
    let mut tty = browse(&folder, &[]);
    tty.wait_for("Reading");
    tty.wait_for("PagerDuty 2001");
    tty.send("\r");
    tty.wait("occurrences while reading", |screen| {
        let shown = screen.contents();
        shown.contains("Reading") && shown.contains("1 │ 2026-11-21")
    });
    tty.send("\x1b");
    tty.wait_for("Codes");
    tty.send("\x1b");
    tty.wait_for("reading cancelled");
    tty.wait_for("Cancelled:");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}
