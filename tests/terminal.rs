//! The real browser in a pseudo-terminal: what it shows, how it handles pastes, and how it restores the
//! terminal on exit.

#![cfg(unix)]
#![allow(clippy::unwrap_used)] // test helpers

#[path = "terminal/background.rs"]
mod background;
#[path = "terminal/exit.rs"]
mod exit;
#[path = "terminal/hyperlinks.rs"]
mod hyperlinks;
#[path = "terminal/log.rs"]
mod log;
#[path = "terminal/paste.rs"]
mod paste;
#[path = "terminal/share.rs"]
mod share;
#[path = "support/tty.rs"]
#[allow(dead_code)] // not every test uses all of it
mod tty;
#[path = "terminal/user_catalogs.rs"]
mod user_catalogs;

use std::thread;
use std::time::Duration;

use tty::{Tty, size};
use vt100::{Color, MouseProtocolMode, Screen};

#[test]
fn searches_pastes_and_quits() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    tty.wait("the modes", |screen| screen.alternate_screen() && screen.bracketed_paste());

    tty.send("lic exp");
    tty.wait_for("› lic exp");
    tty.wait_for("LicenseExpired");

    tty.send("\r");
    tty.wait_for("Esc back");
    tty.wait("a hidden cursor", Screen::hide_cursor);

    // Nothing in a paste acts as a key: not `q`, Enter, Escape or Ctrl-C.
    tty.send("\x1b[200~{\"q\":\rq\r\nq\x1bq\x03q}\x1b[201~");
    tty.wait_for("Your paste");
    tty.wait_for("q␛q␃q}");

    tty.send("\x1bOP");
    tty.wait_for("Paste box");
    tty.send("\x1b");
    tty.wait_without("Paste box");
    tty.wait_for("Your paste");
    tty.send("\x1b");
    tty.wait_for("LicenseExpired");

    tty.send("\x03");
    let (code, signal, _) = tty.end();
    assert_eq!((code, signal), (0, None));
}

#[test]
fn mouse_works_and_is_released() {
    let mut tty = Tty::errdex();
    tty.wait("the mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::ButtonMotion);
    tty.wait_for("1 of ");
    // SGR press and release on the third row of the list; positions start at 1.
    tty.send("\x1b[<0;5;6M\x1b[<0;5;6m");
    tty.wait_for("3 of ");
    tty.send("\x1b[<65;5;6M");
    tty.wait_for("6 of ");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn redraws_after_a_resize() {
    let mut tty = Tty::errdex();
    tty.wait_for("│");
    tty.resize(40, 12);
    tty.wait("the narrow layout", |screen| {
        let contents = screen.contents();
        !contents.contains('│') && contents.lines().count() == 12
    });
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn draws_the_last_of_many_sizes() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    for step in 0..200 {
        tty.master.resize(size(20 + step % 90, 3 + step % 40)).unwrap();
    }
    tty.resize(80, 24);
    tty.send("2001");
    tty.wait("the last size", |screen| {
        screen.contents().contains("› 2001") && screen.contents().contains('│')
    });
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
#[cfg(target_os = "linux")]
fn sleeps_when_idle() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    let status = format!("/proc/{}/status", tty.child.process_id().unwrap());
    // A sleeping process has no further context switches.
    let switches = || {
        let status = std::fs::read_to_string(&status).unwrap();
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"));
        line.unwrap().to_owned()
    };
    thread::sleep(Duration::from_millis(300));
    let before = switches();
    thread::sleep(Duration::from_millis(700));
    assert_eq!(switches(), before);
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn dumb_terminal_uses_plain_mode() {
    let mut tty =
        Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &[], &[("TERM", "dumb"), ("CI", "true")]);
    tty.wait_for("errdex> ");
    tty.send("6009\r");
    tty.wait_for("Source");
    tty.wait_for("errdex> ");
    assert!(!tty.has_written("\x1b"), "no escape sequence is written");
    tty.send("quit\r");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn mouse_can_be_disabled() {
    let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &[], &[("ERRDEX_MOUSE", "false")]);
    tty.wait_for("1 of ");
    tty.wait("bracketed paste, which is enabled along with the mouse", Screen::bracketed_paste);
    tty.send("2001");
    tty.wait_for("› 2001");
    assert!(!tty.has_written("\x1b[?1002h"));
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn no_color_disables_colours() {
    let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &["lic exp"], &[("NO_COLOR", "1")]);
    tty.wait_for("LicenseExpired");
    tty.send("\r");
    tty.wait_for("Esc back");
    tty.wait("a screen without colour, with a bold row", |screen| {
        let cells = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
        let cells: Vec<_> = cells.filter_map(|(row, column)| screen.cell(row, column)).collect();
        cells
            .iter()
            .all(|cell| (cell.fgcolor(), cell.bgcolor()) == (Color::Default, Color::Default))
            && cells.iter().any(|cell| cell.contents() == "▌" && cell.bold())
    });
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}
