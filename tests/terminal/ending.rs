//! Every way out, for good or until the shell's `fg`.

use std::io::Read;
use std::thread;
use std::time::{Duration, Instant};

use errdex::tui::terminal::Session;
use portable_pty::{CommandBuilder, native_pty_system};
use vt100::MouseProtocolMode;

use crate::tty::{PATIENCE, Tty, modes, size};

#[test]
fn signals_end_it_and_give_the_terminal_back() {
    for (name, says) in [("TERM", "Terminated"), ("HUP", "Hangup"), ("INT", "Interrupt")] {
        let tty = Tty::errdex();
        tty.wait_for("type a code");
        let id = tty.child.process_id().unwrap().to_string();
        kill(name, &id);
        let (_, signal, _) = tty.end();
        assert!(signal.is_some_and(|signal| signal.starts_with(says)), "{name}");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_read() {
    let itself = std::env::current_exe().unwrap();
    let test = ["--exact", "ending::panics_with_the_terminal_taken", "--ignored", "--nocapture"];
    let tty = Tty::run(itself.to_str().unwrap(), &test);
    let (code, _, shown) = tty.end();
    assert_ne!(code, 0);
    assert!(shown.contains("a fault in the browser"), "{shown}");
}

#[test]
#[ignore = "run by the test above, in a terminal of its own"]
fn panics_with_the_terminal_taken() {
    let mut session = Session::enter().unwrap();
    session.draw(|frame| frame.render_widget("taken", frame.area())).unwrap();
    panic!("a fault in the browser");
}

/// A way to stop the program with that process id.
type Stop = fn(&mut Tty, &str);

#[test]
fn it_stops_and_comes_back_as_it_was() {
    it_comes_back_from(|tty, _| tty.send("\x1a"));
}

#[test]
fn it_is_stopped_from_outside_and_comes_back_as_it_was() {
    it_comes_back_from(|_, id| kill("TSTP", id));
}

fn kill(signal: &str, id: &str) {
    let kill = std::process::Command::new("kill").args(["-s", signal, id]).status().unwrap();
    assert!(kill.success());
}

fn it_comes_back_from(stop: Stop) {
    let script = format!(
        "set -m; sh -c 'echo id $$.; exec {}'; while s=$?; [ $s -gt 128 ]; do \
         echo stopped with $s; read line; fg >/dev/null; done; echo ended with $s",
        env!("CARGO_BIN_EXE_errdex")
    );
    let mut tty = Tty::run("sh", &["-c", &script]);
    tty.wait_for("type a code");
    let raw = String::from_utf8_lossy(&tty.raw.lock().unwrap()).into_owned();
    let (_, after) = raw.split_once("id ").unwrap();
    let id = after.split_once('.').unwrap().0.to_owned();
    tty.send("lic exp");
    tty.wait_for("LicenseExpired");
    for _ in 0..2 {
        stop(&mut tty, &id);
        tty.wait_for("stopped with 14");
        tty.wait("the modes of the shell", |screen| {
            !screen.alternate_screen()
                && !screen.bracketed_paste()
                && !screen.hide_cursor()
                && screen.mouse_protocol_mode() == MouseProtocolMode::None
        });
        assert_eq!(modes(&*tty.master), tty.before);
        tty.send("\r");
        tty.wait_for("LicenseExpired");
        tty.wait("the modes", |screen| {
            screen.alternate_screen()
                && screen.bracketed_paste()
                && screen.mouse_protocol_mode() == MouseProtocolMode::PressRelease
        });
    }
    tty.send("\x03");
    let (code, _, shown) = tty.end();
    assert_eq!(code, 0);
    assert!(shown.contains("ended with 0"), "{shown}");
}

#[test]
fn a_size_that_changed_while_it_was_stopped_is_used() {
    let script = format!("set -m; {}; read line; fg >/dev/null", env!("CARGO_BIN_EXE_errdex"));
    let mut tty = Tty::run("sh", &["-c", &script]);
    tty.wait_for("│");
    tty.send("\x1a");
    tty.wait("the shell's screen", |screen| !screen.alternate_screen());
    tty.resize(40, 12);
    tty.send("\r");
    tty.wait("the narrow layout", |screen| {
        screen.alternate_screen() && screen.contents().lines().count() == 12
    });
    tty.wait_for("1 of ");
    tty.wait_without("│");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_stop_that_nobody_could_end_does_no_harm() {
    // The leader of a session has no shell to bring it back.
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    tty.send("\x1a2001");
    tty.wait_for("› 2001");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_stop_from_outside_that_nobody_could_end_does_no_harm() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    kill("TSTP", &tty.child.process_id().unwrap().to_string());
    tty.send("2001");
    tty.wait_for("› 2001");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_terminal_that_was_stopped_by_force_is_taken_anew() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    let id = tty.child.process_id().unwrap().to_string();
    kill("STOP", &id);
    // What a shell or another program makes of it meanwhile.
    tty.parser.lock().unwrap().process(b"\x1b[?1049l\x1b[?2004l\x1b[?1000lelsewhere");
    kill("CONT", &id);
    tty.wait_for("type a code");
    tty.wait("the modes", |screen| {
        screen.alternate_screen()
            && screen.bracketed_paste()
            && screen.mouse_protocol_mode() == MouseProtocolMode::PressRelease
    });
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_terminal_that_is_closed_ends_it() {
    let pty = native_pty_system().openpty(size(80, 24)).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_errdex"));
    command.env("TERM", "xterm-256color");
    command.env("XDG_CONFIG_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-config"));
    let mut child = pty.slave.spawn_command(command).unwrap();
    // The first bytes say that it has the terminal.
    pty.master.try_clone_reader().unwrap().read_exact(&mut [0; 64]).unwrap();
    drop(pty);
    let end = Instant::now() + PATIENCE;
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "it doesn't end");
        thread::sleep(Duration::from_millis(2));
    }
}
