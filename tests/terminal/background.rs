//! The terminal's background, which is asked for.

use std::thread;
use std::time::Duration;

use crate::tty::Tty;

const QUESTION: &str = "\x1b]11;?\x07";

#[test]
fn the_theme_suits_the_background_that_the_terminal_tells() {
    // The colour of headings in the dark theme, and in the light one, among 256.
    for (answer, colour) in [("0000/0000/0000", "38;5;74"), ("ffff/ffff/ffff", "38;5;24")] {
        let mut tty = Tty::errdex();
        tty.wait_for("type a code");
        tty.wait("the question", |_| tty.has_written(QUESTION));
        // Late, torn, with keys around it, and with the other end than was asked for.
        tty.send("20");
        tty.wait_for("› 20");
        assert!(!tty.has_written(colour), "{answer}");
        tty.send("0\x1b]11;rg");
        thread::sleep(Duration::from_millis(50));
        tty.send(&format!("b:{answer}\x1b\\1"));
        tty.wait_for("› 2001 ");
        tty.wait("the theme", |_| tty.has_written(colour));
        tty.send("\x03");
        assert_eq!(tty.end().0, 0);
    }
}

#[test]
fn a_terminal_is_asked_only_where_it_can_answer_and_it_matters() {
    for environment in [("NO_COLOR", "1"), ("TERM", "linux"), ("ERRDEX_THEME", "light")] {
        let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &[], &[environment]);
        tty.wait_for("type a code");
        // The question would come behind the first frame, before the next.
        tty.send("2001");
        tty.wait_for("› 2001");
        assert!(!tty.has_written("\x1b]11"), "{environment:?}");
        tty.send("\x03");
        assert_eq!(tty.end().0, 0);
    }
}
