//! Copying and saving in different environments.

use vt100::{MouseProtocolMode, Screen};

use crate::tty::{Tty, path_with, program};

const LEAK: &str = "{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001,\"errors\":[\"bob@example.com has no password=hunter2\"]}}";

#[test]
fn tmux_buffer_receives_note_without_secrets() {
    let folder = program("tmux", "cat > \"$0.$1$2$3\"; echo noise; echo noise >&2");
    let mut tty = Tty::run_with(
        env!("CARGO_BIN_EXE_errdex"),
        &[],
        &[("TMUX", "x"), ("PATH", &path_with(&folder))],
    );
    tty.wait_for("type a code");
    tty.send(&format!("\x1b[200~{LEAK}\x1b[201~"));
    tty.wait_for("Your paste");
    tty.send("\x14");
    tty.wait_for("Copy or save: PagerDuty 2001");
    tty.send("n");
    tty.wait_for("incident note (2 values masked) copied to the tmux buffer");
    tty.wait_without("noise");
    let note = std::fs::read_to_string(folder.path().join("tmux.load-buffer-w-")).unwrap();
    assert!(note.starts_with("# PagerDuty 2001  Invalid Input Provided\n"), "{note}");
    assert!(note.contains("[masked] has no password=[masked]"), "{note}");
    assert!(!note.contains("hunter2") && !note.contains("bob@example.com"), "{note}");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn copies_with_osc_52_over_ssh() {
    let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &["1920"], &[("SSH_TTY", "x")]);
    tty.wait_for("› 1920");
    tty.send("\x14c");
    tty.wait_for("code copied with OSC 52; your terminal may ignore it");
    let raw = String::from_utf8_lossy(&tty.raw.lock().unwrap()).into_owned();
    assert!(raw.contains("\x1b]52;c;MTkyMA=="), "{raw:?}");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn shows_text_without_a_copy_method() {
    let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &["1920"], &[("TERM", "linux")]);
    tty.wait_for("› 1920");
    tty.send("\x14n");
    tty.wait_for("Press any key to go back.");
    tty.wait("the main screen without the mouse", |screen| {
        !screen.alternate_screen() && screen.mouse_protocol_mode() == MouseProtocolMode::None
    });
    tty.wait_for("# UiPath 1920");
    tty.wait_without("│");
    tty.send("x");
    tty.wait_for("› 1920");
    tty.wait("the alternate screen", Screen::alternate_screen);
    tty.send("\x03");
    let (_, _, shown) = tty.end();
    assert!(shown.contains("# UiPath 1920"), "it remains on the main screen\n{shown}");
}

#[test]
fn saving_asks_before_overwriting() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("n.md");
    std::fs::write(&path, "mine").unwrap();
    let mut tty = Tty::run(env!("CARGO_BIN_EXE_errdex"), &["1920"]);
    tty.wait_for("› 1920");
    tty.send("\x14s");
    tty.wait_for("Save to: uipath-1920.md");
    tty.send("\x15");
    tty.wait_without("uipath-1920.md");
    tty.send(&format!("\x1b[200~{}\x1b[201~", path.display()));
    tty.wait_for("n.md");
    tty.send("\r");
    tty.wait_for("press Enter again to overwrite");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    tty.send("\r");
    tty.wait_for("incident note saved to");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("# UiPath 1920"));
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}
