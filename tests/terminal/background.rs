//! The theme follows the terminal's background.

use std::thread;
use std::time::Duration;

use crate::tty::Tty;

const QUERY: &str = "\x1b]11;?\x07";

#[test]
fn theme_matches_the_background() {
    // The 256-colour index of headings in the dark and the light theme.
    for (reply, colour) in [("0000/0000/0000", "38;5;74"), ("ffff/ffff/ffff", "38;5;24")] {
        let mut tty = Tty::errdex();
        tty.wait_for("type a code");
        tty.wait("the query", |_| tty.has_written(QUERY));
        // The reply is late, split, mixed with keys, and ends with a different terminator than the query.
        tty.send("20");
        tty.wait_for("› 20");
        assert!(!tty.has_written(colour), "{reply}");
        tty.send("0\x1b]11;rg");
        thread::sleep(Duration::from_millis(50));
        tty.send(&format!("b:{reply}\x1b\\1"));
        tty.wait_for("› 2001 ");
        tty.wait("the theme", |_| tty.has_written(colour));
        tty.send("\x03");
        assert_eq!(tty.end().0, 0);
    }
}

#[test]
fn queries_the_background_only_if_needed() {
    for environment in [("NO_COLOR", "1"), ("TERM", "linux"), ("ERRDEX_THEME", "light")] {
        let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &[], &[environment]);
        tty.wait_for("type a code");
        // The query would follow the first frame.
        tty.send("2001");
        tty.wait_for("› 2001");
        assert!(!tty.has_written("\x1b]11"), "{environment:?}");
        tty.send("\x03");
        assert_eq!(tty.end().0, 0);
    }
}

#[test]
fn theme_option_overrides_the_environment() {
    let mut tty = Tty::run_with(
        env!("CARGO_BIN_EXE_errdex"),
        &["--theme", "light", "2001"],
        &[("ERRDEX_THEME", "dark")],
    );
    tty.wait_for("› 2001");
    tty.wait("a colour of the light theme", |_| tty.has_written("38;5;24"));
    assert!(!tty.has_written("38;5;74") && !tty.has_written(QUERY));
    tty.send("\x0btheme dark");
    tty.wait("the colour of the dark theme", |_| tty.has_written("38;5;74"));
    tty.send("\r");
    tty.wait_for("theme = \"dark\" in the configuration");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}
