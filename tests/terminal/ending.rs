//! Every way out, for good or until the shell's `fg`.

use std::io::Read;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, native_pty_system};
use vt100::MouseProtocolMode;

use crate::tty::{PATIENCE, Tty, modes, size};

#[test]
fn signals_end_it_and_give_the_terminal_back() {
    for (name, says) in
        [("TERM", "Terminated"), ("HUP", "Hangup"), ("INT", "Interrupt"), ("QUIT", "Quit")]
    {
        let tty = Tty::errdex();
        tty.wait_for("type a code");
        let id = tty.child.process_id().unwrap().to_string();
        kill(name, &id);
        let (_, signal, _) = tty.end();
        assert!(signal.is_some_and(|signal| signal.starts_with(says)), "{name}");
    }
}

/// A build with debug assertions panics where it is told to.
#[test]
#[cfg(debug_assertions)]
fn a_panic_anywhere_gives_the_terminal_back_and_tells_its_place_alone() {
    // Long enough to be decoded away from the keys.
    let secret = format!("\x1b[200~{{\"password\":\"swordfish\"}}{}\x1b[201~", " x".repeat(4096));
    for (place, keys) in [("draw", ""), ("update", "x"), ("decode", secret.as_str())] {
        let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &[], &[("ERRDEX_INJECT", place)]);
        if !keys.is_empty() {
            tty.wait_for("type a code");
            tty.send(keys);
        }
        let raw = Arc::clone(&tty.raw);
        let (code, signal, shown) = tty.end();
        assert_eq!((code, signal), (2, None), "{place}");
        assert!(shown.contains("errdex: internal error, version "), "{shown}");
        for private in ["hunter2", "swordfish"] {
            let raw = String::from_utf8_lossy(&raw.lock().unwrap()).into_owned();
            // The box shows what is pasted, the report doesn't.
            let report = raw.rsplit("\x1b[?1049l").next().unwrap();
            assert!(!report.contains(private), "{place}: {report}");
            assert!(!report.contains("\x1b[?2026h"), "{place}: a frame follows the report");
        }
    }
}

#[test]
fn an_error_at_the_start_never_touches_the_terminal() {
    let tty = Tty::run(env!("CARGO_BIN_EXE_errdex"), &["--config", "/no/such/file"]);
    let raw = Arc::clone(&tty.raw);
    let (code, _, shown) = tty.end();
    assert_eq!(code, 2);
    assert!(shown.starts_with("errdex: ") && shown.contains("/no/such/file"), "{shown}");
    assert!(!raw.lock().unwrap().contains(&0x1b));
}

#[test]
fn a_broken_pipe_is_quiet() {
    let script = format!(
        "{} export --format json | head -c 9; echo; echo done",
        env!("CARGO_BIN_EXE_errdex")
    );
    let (code, _, shown) = Tty::run("sh", &["-c", &script]).end();
    assert_eq!(code, 0);
    assert_eq!(shown.trim_end(), "{\"schema\"\ndone");
}

/// A way to stop the program with that process id.
type Stop = fn(&mut Tty, &str);

#[test]
fn it_stops_and_comes_back_as_it_was() {
    it_comes_back_from(&["sh"], |tty, _| tty.send("\x1a"));
}

/// As in a container whose session was begun outside of it: that is process 0 to those inside.
#[cfg(target_os = "linux")]
#[test]
fn it_stops_and_comes_back_where_the_session_is_out_of_sight() {
    const SHELL: &[&str] = &["unshare", "--user", "--map-root-user", "--pid", "--fork", "sh"];
    let can = std::process::Command::new(SHELL[0]).args(&SHELL[1..]).args(["-c", ":"]).output();
    if can.is_ok_and(|output| output.status.success()) {
        it_comes_back_from(SHELL, |tty, _| tty.send("\x1a"));
    } else {
        eprintln!("skipped: no namespace of its own can be had here");
    }
}

#[test]
fn it_is_stopped_from_outside_and_comes_back_as_it_was() {
    it_comes_back_from(&["sh"], |_, id| kill("TSTP", id));
}

fn kill(signal: &str, id: &str) {
    let kill = std::process::Command::new("kill").args(["-s", signal, id]).status().unwrap();
    assert!(kill.success());
}

fn it_comes_back_from(shell: &[&str], stop: Stop) {
    let script = format!(
        "set -m; n=0; sh -c 'echo id $$.; exec {}'; while s=$?; [ $s -gt 128 ]; do \
         n=$((n + 1)); echo stop $n with $s; read line; fg >/dev/null; done; echo ended with $s",
        env!("CARGO_BIN_EXE_errdex")
    );
    let arguments: Vec<&str> = shell[1..].iter().copied().chain(["-c", &script]).collect();
    let mut tty = Tty::run(shell[0], &arguments);
    tty.wait_for("type a code");
    let raw = String::from_utf8_lossy(&tty.raw.lock().unwrap()).into_owned();
    let (_, after) = raw.split_once("id ").unwrap();
    let id = after.split_once('.').unwrap().0.to_owned();
    tty.send("lic exp");
    tty.wait_for("LicenseExpired");
    for time in 1..=2 {
        stop(&mut tty, &id);
        tty.wait_for(&format!("stop {time} with 14"));
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
    // What the shell itself ends with is no matter.
    let (_, _, shown) = tty.end();
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
