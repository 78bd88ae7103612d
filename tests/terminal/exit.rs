//! Every way to exit or suspend the browser.

use std::io::Read;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, native_pty_system};
use vt100::MouseProtocolMode;

use crate::tty::{TIMEOUT, Tty, modes, size};

/// Opens a page of the browser.
type Open = fn(&mut Tty);

/// Pages that use the terminal in different ways.
const PAGES: [Open; 3] = [
    |_| {},
    |tty| {
        tty.send(
            "\x1b[200~{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}\x1b[201~",
        );
        tty.wait_for("Your paste");
        tty.wait_for("PagerDuty 2001");
    },
    |tty| {
        tty.send("\x14v");
        tty.wait_for("Press any key to go back.");
    },
];

#[test]
fn signals_restore_the_terminal() {
    for (name, description) in [
        ("TERM", "Terminated"),
        ("HUP", "Hangup"),
        ("INT", "Interrupt"),
        ("QUIT", "Quit"),
        ("ABRT", "Aborted"),
        ("ALRM", "Alarm clock"),
        ("USR1", "User defined signal 1"),
        ("USR2", "User defined signal 2"),
        ("XCPU", "CPU time limit exceeded"),
    ] {
        for open in PAGES {
            let mut tty = Tty::errdex();
            tty.wait_for("type a code");
            open(&mut tty);
            let id = tty.child.process_id().unwrap().to_string();
            kill(name, &id);
            let (_, signal, _) = tty.end();
            assert!(signal.is_some_and(|signal| signal.starts_with(description)), "{name}");
        }
    }
}

#[test]
#[cfg(debug_assertions)]
fn an_abort_restores_the_terminal() {
    let paste = format!("\x1b[200~{{}}{}\x1b[201~", " x".repeat(4096));
    // While a frame is drawn, and on another thread.
    for (place, keys) in [("draw", ""), ("decode", paste.as_str())] {
        let failpoint = format!("{place}: abort");
        let environment = [("ERRDEX_FAILPOINT", failpoint.as_str())];
        let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &[], &environment);
        if !keys.is_empty() {
            tty.wait_for("type a code");
            tty.send(keys);
        }
        let (_, signal, shown) = tty.end();
        assert!(signal.is_some_and(|signal| signal.starts_with("Aborted")), "{place}");
        assert!(shown.contains("errdex: aborted"), "{shown}");
    }
}

#[test]
fn any_size_is_drawn() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    for (columns, rows) in [(u16::MAX, u16::MAX), (0, 0), (u16::MAX, 1), (1, u16::MAX)] {
        // Not of the emulator, which does not limit its size.
        tty.master.resize(size(columns, rows)).unwrap();
        thread::sleep(Duration::from_millis(100));
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
#[cfg(debug_assertions)]
fn panics_restore_the_terminal_and_leak_nothing() {
    // Long enough to be decoded in the background.
    let secret = format!("\x1b[200~{{\"password\":\"swordfish\"}}{}\x1b[201~", " x".repeat(4096));
    for (location, keys, backtrace) in [
        ("draw", "", "0"),
        ("draw", "", "1"),
        ("update", "x", "0"),
        ("decode", secret.as_str(), "1"),
    ] {
        let failpoint = format!("{location}: cannot read password=hunter2");
        let environment = [("ERRDEX_FAILPOINT", failpoint.as_str()), ("RUST_BACKTRACE", backtrace)];
        let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &[], &environment);
        if !keys.is_empty() {
            tty.wait_for("type a code");
            tty.send(keys);
        }
        let raw = Arc::clone(&tty.raw);
        let (code, signal, _) = tty.end();
        assert_eq!((code, signal), (2, None), "{location}");
        for private in ["hunter2", "swordfish"] {
            let raw = String::from_utf8_lossy(&raw.lock().unwrap()).into_owned();
            // The paste box shows the paste; the report must not.
            let report = raw.rsplit("\x1b[?1049l").next().unwrap();
            assert!(report.contains("errdex: internal error, version "), "{report}");
            assert!(!report.contains(private), "{location}: {report}");
            assert!(!report.contains("\x1b[?2026h"), "{location}: a frame follows the report");
        }
    }
}

#[test]
fn startup_errors_do_not_touch_the_terminal() {
    let tty = Tty::run(env!("CARGO_BIN_EXE_errdex"), &["--config", "/no/such/file"]);
    let raw = Arc::clone(&tty.raw);
    let (code, _, shown) = tty.end();
    assert_eq!(code, 2);
    assert!(shown.starts_with("errdex: ") && shown.contains("/no/such/file"), "{shown}");
    assert!(!raw.lock().unwrap().contains(&0x1b));
}

#[test]
fn broken_pipe_is_silent() {
    let script = format!(
        "{} export --format json | head -c 9; echo; echo done",
        env!("CARGO_BIN_EXE_errdex")
    );
    let (code, _, shown) = Tty::run("sh", &["-c", &script]).end();
    assert_eq!(code, 0);
    assert_eq!(shown.trim_end(), "{\"schema\"\ndone");
}

/// Suspends the program with that process id.
type Suspend = fn(&mut Tty, &str);

#[test]
fn ctrl_z_suspends_and_fg_resumes() {
    check_suspend(&["sh"], |tty, _| tty.send("\x1a"));
}

/// As in a container whose session leader is outside: the kernel reports it as process 0.
#[cfg(target_os = "linux")]
#[test]
fn suspend_works_in_a_pid_namespace() {
    const SHELL: &[&str] = &["unshare", "--user", "--map-root-user", "--pid", "--fork", "sh"];
    let available =
        std::process::Command::new(SHELL[0]).args(&SHELL[1..]).args(["-c", ":"]).output();
    if available.is_ok_and(|output| output.status.success()) {
        check_suspend(SHELL, |tty, _| tty.send("\x1a"));
    } else {
        eprintln!("skipped: cannot create a namespace here");
    }
}

#[test]
fn sigtstp_suspends_and_fg_resumes() {
    check_suspend(&["sh"], |_, id| kill("TSTP", id));
}

fn kill(signal: &str, id: &str) {
    let kill = std::process::Command::new("kill").args(["-s", signal, id]).status().unwrap();
    assert!(kill.success());
}

/// Starts the browser in a shell that resumes it after each stop when Enter is pressed; returns its
/// process id.
fn run_in_shell(shell: &[&str]) -> (Tty, String) {
    let script = format!(
        "set -m; n=0; sh -c 'echo id $$.; exec {}'; while s=$?; [ $s -gt 128 ]; do \
         n=$((n + 1)); echo stop $n with $s; read line; fg >/dev/null; done; echo ended with $s",
        env!("CARGO_BIN_EXE_errdex")
    );
    let arguments: Vec<&str> = shell[1..].iter().copied().chain(["-c", &script]).collect();
    let tty = Tty::run(shell[0], &arguments);
    tty.wait_for("type a code");
    let raw = String::from_utf8_lossy(&tty.raw.lock().unwrap()).into_owned();
    let (_, after) = raw.split_once("id ").unwrap();
    let id = after.split_once('.').unwrap().0.to_owned();
    (tty, id)
}

fn check_suspend(shell: &[&str], suspend: Suspend) {
    let (mut tty, id) = run_in_shell(shell);
    tty.send("lic exp");
    tty.wait_for("LicenseExpired");
    for time in 1..=2 {
        suspend(&mut tty, &id);
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
                && screen.mouse_protocol_mode() == MouseProtocolMode::ButtonMotion
        });
    }
    tty.send("\x03");
    // The exit code of the shell does not matter.
    let (_, _, shown) = tty.end();
    assert!(shown.contains("ended with 0"), "{shown}");
}

#[test]
fn the_plain_view_is_shown_again_after_a_stop() {
    const LAST_LINE: &str = "Press any key to go back.";
    let suspend: [Suspend; 2] = [|tty, _| tty.send("\x1a"), |_, id| kill("TSTP", id)];
    for suspend in suspend {
        let (mut tty, id) = run_in_shell(&["sh"]);
        tty.send("\x14v");
        tty.wait_for(LAST_LINE);
        let shown = |raw: &[u8]| String::from_utf8_lossy(raw).matches(LAST_LINE).count();
        for time in 1..=2 {
            suspend(&mut tty, &id);
            tty.wait_for(&format!("stop {time} with 14"));
            assert_eq!(modes(&*tty.master), tty.before);
            tty.send("\r");
            tty.wait("the text again on the main screen", |screen| {
                !screen.alternate_screen() && shown(&tty.raw.lock().unwrap()) == time + 1
            });
        }
        tty.send("x");
        tty.wait("the browser", |screen| {
            screen.alternate_screen() && screen.contents().contains("type a code")
        });
        tty.send("\x03");
        let (_, _, shown) = tty.end();
        assert!(shown.contains("ended with 0"), "{shown}");
    }
}

#[test]
fn detects_a_resize_while_suspended() {
    let browser = env!("CARGO_BIN_EXE_errdex");
    let script = format!("set -m; {browser}; echo stopped; read line; fg >/dev/null");
    let mut tty = Tty::run("sh", &["-c", &script]);
    tty.wait_for("│");
    tty.send("\x1a");
    // Only now does the shell read what is typed.
    tty.wait_for("stopped");
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
fn ctrl_z_without_a_shell_does_nothing() {
    // A session leader has no shell to resume it.
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    tty.send("\x1a2001");
    tty.wait_for("› 2001");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn sigtstp_without_a_shell_does_nothing() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    kill("TSTP", &tty.child.process_id().unwrap().to_string());
    tty.send("2001");
    tty.wait_for("› 2001");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn sigstop_and_sigcont_reset_the_modes() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    let id = tty.child.process_id().unwrap().to_string();
    kill("STOP", &id);
    // A shell or another program can change the terminal in the meantime.
    tty.parser.lock().unwrap().process(b"\x1b[?1049l\x1b[?2004l\x1b[?1000lelsewhere");
    kill("CONT", &id);
    tty.wait_for("type a code");
    tty.wait("the modes", |screen| {
        screen.alternate_screen()
            && screen.bracketed_paste()
            && screen.mouse_protocol_mode() == MouseProtocolMode::ButtonMotion
    });
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn closing_the_terminal_ends_the_browser() {
    let pty = native_pty_system().openpty(size(80, 24)).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_errdex"));
    command.env("TERM", "xterm-256color");
    command.env("XDG_CONFIG_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-config"));
    let mut child = pty.slave.spawn_command(command).unwrap();
    // The first bytes show that it has entered the terminal.
    pty.master.try_clone_reader().unwrap().read_exact(&mut [0; 64]).unwrap();
    drop(pty);
    let end = Instant::now() + TIMEOUT;
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "the browser does not exit");
        thread::sleep(Duration::from_millis(2));
    }
}
