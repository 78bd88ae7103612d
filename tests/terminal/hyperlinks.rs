//! The address of a vendor's page as a link of the terminal.

use std::fs;

use crate::tty::Tty;

/// Runs the browser with a setting, and returns whether it has written a link.
fn writes_links(setting: &str, environment: &[(&str, &str)], args: &[&str]) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fs::write(&path, format!("hyperlinks = \"{setting}\"\n")).unwrap();
    let config = [("ERRDEX_CONFIG", path.to_str().unwrap())];
    let environment = [&config, environment].concat();
    let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), args, &environment);
    // The text is the same with and without links.
    tty.wait_for("https://docs.uipath.com/");
    tty.wait_for("api-guide/");
    tty.send("\x03");
    let raw = tty.raw.clone();
    tty.end();
    let raw = String::from_utf8_lossy(&raw.lock().unwrap()).into_owned();
    let link = "\x1b]8;id=errdex;https://docs.uipath.com/orchestrator/automation-cloud/latest/\
                api-guide/response-codes\x1b\\https://docs.uipath.com/";
    assert_eq!(raw.contains(link), raw.contains("\x1b]8;"), "{raw:?}");
    raw.contains(link)
}

#[test]
fn the_setting_decides() {
    assert!(writes_links("always", &[], &["1901"]));
    assert!(!writes_links("never", &[("TERM", "xterm-kitty")], &["1901"]));
}

#[test]
fn terminals_with_hyperlinks_are_recognised() {
    assert!(writes_links("auto", &[("TERM", "xterm-kitty")], &["1901"]));
    assert!(writes_links("auto", &[("VTE_VERSION", "7006"), ("NO_COLOR", "1")], &["1901"]));
    assert!(!writes_links("auto", &[], &["1901"]));
    assert!(!writes_links("auto", &[("TERM", "linux"), ("VTE_VERSION", "7006")], &["1901"]));
}
