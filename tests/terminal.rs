//! The real browser in a real pseudo-terminal: what it shows, what it makes of a paste, and that it
//! gives the terminal back on every way out.

#![cfg(unix)]
#![allow(clippy::unwrap_used)] // helpers of tests

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use errdex::tui::terminal::Session;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{MouseProtocolMode, Parser, Screen};

/// Far longer than anything here takes, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a terminal of its own.
struct Tty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    parser: Arc<Mutex<Parser>>,
    /// All that was written to the terminal.
    raw: Arc<Mutex<Vec<u8>>>,
    reader: thread::JoinHandle<()>,
    /// The line discipline's settings before the program ran.
    before: String,
}

impl Tty {
    fn run(program: &str, arguments: &[&str]) -> Self {
        Self::run_with(program, arguments, &[])
    }

    fn run_with(program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let pty = native_pty_system().openpty(size(80, 24)).unwrap();
        let before = modes(&*pty.master);
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        // Nothing of the tester's surroundings decides how things are copied or what is set.
        for name in [
            "CI",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "COLORTERM",
            "NO_COLOR",
            "TMUX",
            "SSH_TTY",
            "SSH_CONNECTION",
            "SSH_CLIENT",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "WSL_DISTRO_NAME",
            "ERRDEX_CONFIG",
            "ERRDEX_THEME",
            "ERRDEX_MOUSE",
            "ERRDEX_BORDERS",
        ] {
            command.env_remove(name);
        }
        command.env("HOME", env!("CARGO_TARGET_TMPDIR"));
        command.env("XDG_CONFIG_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-config"));
        for (name, value) in environment {
            command.env(name, value);
        }
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let child = pty.slave.spawn_command(command).unwrap();
        let parser =
            Arc::new(Mutex::new(Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0)));
        let mut output = pty.master.try_clone_reader().unwrap();
        let raw = Arc::new(Mutex::new(Vec::new()));
        let (screen, log) = (Arc::clone(&parser), Arc::clone(&raw));
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                log.lock().unwrap().extend_from_slice(&bytes[..count]);
                screen.lock().unwrap().process(&bytes[..count]);
            }
        });
        let writer = pty.master.take_writer().unwrap();
        Self { master: pty.master, writer, child, parser, raw, reader, before }
    }

    fn errdex() -> Self {
        Self::run(env!("CARGO_BIN_EXE_errdex"), &[])
    }

    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen is as it should be.
    fn wait(&self, what: &str, is: impl Fn(&Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is(self.parser.lock().unwrap().screen()) {
            let shown = self.parser.lock().unwrap().screen().contents();
            assert!(Instant::now() < end, "never came: {what}; the screen is\n{shown}");
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    fn wait_without(&self, text: &str) {
        self.wait(&format!("a screen without {text}"), |screen| !screen.contents().contains(text));
    }

    /// Waits for the end; returns the exit code, the signal, and the last screen's text. Fails
    /// unless the terminal is as it was before.
    fn end(mut self) -> (u32, Option<String>, String) {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "it doesn't end");
            thread::sleep(Duration::from_millis(2));
        };
        assert_eq!(modes(&*self.master), self.before, "the line discipline is not as before");
        drop(self.writer);
        drop(self.master);
        self.reader.join().unwrap();
        let parser = self.parser.lock().unwrap();
        let screen = parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen stays");
        assert!(!screen.bracketed_paste(), "bracketed paste stays on");
        assert!(!screen.hide_cursor(), "the cursor stays hidden");
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None, "the mouse stays ours");
        (status.exit_code(), status.signal().map(str::to_owned), screen.contents())
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, ..PtySize::default() }
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

#[test]
fn a_session() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    tty.wait("the modes", |screen| screen.alternate_screen() && screen.bracketed_paste());

    tty.send("lic exp");
    tty.wait_for("› lic exp");
    tty.wait_for("LicenseExpired");

    tty.send("\r");
    tty.wait_for("Esc back");
    tty.wait("a hidden cursor", Screen::hide_cursor);

    // Nothing in a paste acts as a key, be it `q`, Enter, Escape or Ctrl-C.
    tty.send("\x1b[200~{\"q\":\rq\r\nq\x1bq\x03q}\x1b[201~");
    tty.wait_for("Your paste");
    tty.wait_for("q␛q␃q}");

    tty.send("\x1bOP");
    tty.wait_for("In the paste box");
    tty.send("\x1b");
    tty.wait_without("In the paste box");
    tty.wait_for("Your paste");
    tty.send("\x1b");
    tty.wait_for("LicenseExpired");

    tty.send("\x03");
    let (code, signal, _) = tty.end();
    assert_eq!((code, signal), (0, None));
}

#[test]
fn a_burst_of_keys_is_a_paste() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    tty.send("{\"message\": \"quit\",\r\"q\": \x03 \"the end\"}");
    tty.wait_for("Your paste");
    tty.wait_for("␃ \"the end\"}");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_large_paste_arrives_whole() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    let body = "q\r\x1b[A".repeat(200_000);
    tty.send(&format!("\x1b[200~{body}\x1b[201~"));
    // Each `\r` is one `\n`.
    tty.wait_for("1000000 bytes");
    tty.wait_for("Not recognised");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_huge_paste_holds_up_no_key() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    let body =
        (1000..).map(|i| format!("{{\"errorCode\":{i},\"message\":\"The name x is used.\"}}"));
    let body: String = body.take(100_000).collect();
    tty.send(&format!("\x1b[200~{body}\x1b[201~"));
    tty.wait_for("Decoding");
    tty.send("\r");
    tty.wait("the answer to the key before that of the decoder", |screen| {
        let shown = screen.contents();
        shown.contains("still decoding") && shown.contains("Decoding")
    });
    tty.wait_without("Decoding");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn the_mouse_is_told_and_given_back() {
    let mut tty = Tty::errdex();
    tty.wait("the mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::PressRelease);
    tty.wait_for("1 of ");
    // A press and its release on the third row of the list, as SGR has them: counted from 1.
    tty.send("\x1b[<0;5;6M\x1b[<0;5;6m");
    tty.wait_for("3 of ");
    tty.send("\x1b[<65;5;6M");
    tty.wait_for("6 of ");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_pipe_is_decoded_and_keys_come_from_the_terminal() {
    let script = format!("printf 'from a pipe\\n' | {}", env!("CARGO_BIN_EXE_errdex"));
    let mut tty = Tty::run("sh", &["-c", &script]);
    tty.wait_for("from a pipe");
    tty.wait_for("Your paste");
    tty.send("\x1b");
    tty.wait_for("type a code");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_new_size_is_used_at_once() {
    let mut tty = Tty::errdex();
    tty.wait_for("│");
    tty.parser
        .lock()
        .unwrap()
        .screen_mut()
        .set_size(12.try_into().unwrap(), 40.try_into().unwrap());
    tty.master.resize(size(40, 12)).unwrap();
    tty.wait("the narrow layout", |screen| {
        let contents = screen.contents();
        !contents.contains('│') && contents.lines().count() == 12
    });
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

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
    let test = ["--exact", "panics_with_the_terminal_taken", "--ignored", "--nocapture"];
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

const QUESTION: &str = "\x1b]11;?\x07";

impl Tty {
    fn has_written(&self, bytes: &str) -> bool {
        String::from_utf8_lossy(&self.raw.lock().unwrap()).contains(bytes)
    }
}

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

/// A folder with a program of that name that runs `script`.
fn program(name: &str, script: &str) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn path_with(folder: &tempfile::TempDir) -> String {
    format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default())
}

const LEAK: &str = "{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001,\"errors\":[\"bob@example.com has no password=hunter2\"]}}";

#[test]
fn inside_tmux_a_note_is_handed_to_tmux_without_secrets() {
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
    tty.wait_for("Take away: PagerDuty 2001");
    tty.send("n");
    tty.wait_for("incident note, 2 secrets masked, handed to tmux");
    tty.wait_without("noise");
    let note = std::fs::read_to_string(folder.path().join("tmux.load-buffer-w-")).unwrap();
    assert!(note.starts_with("# PagerDuty 2001: Invalid Input Provided\n"), "{note}");
    assert!(note.contains("Masked: 1 password, 1 e-mail address."), "{note}");
    assert!(!note.contains("hunter2") && !note.contains("bob@example.com"), "{note}");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn over_ssh_the_terminal_is_asked_and_no_success_is_claimed() {
    let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &["1920"], &[("SSH_TTY", "x")]);
    tty.wait_for("› 1920");
    tty.send("\x14c");
    tty.wait_for("code sent by OSC 52; whether the terminal took it isn't known");
    let raw = String::from_utf8_lossy(&tty.raw.lock().unwrap()).into_owned();
    assert!(raw.contains("\x1b]52;c;MTkyMA=="), "{raw:?}");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn where_nothing_can_be_copied_to_the_text_is_shown_alone() {
    let mut tty = Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &["1920"], &[("TERM", "linux")]);
    tty.wait_for("› 1920");
    tty.send("\x14n");
    tty.wait_for("Press a key to go back.");
    tty.wait("the terminal's own screen and mouse", |screen| {
        !screen.alternate_screen() && screen.mouse_protocol_mode() == MouseProtocolMode::None
    });
    tty.wait_for("# UiPath 1920");
    tty.wait_without("│");
    tty.send("x");
    tty.wait_for("› 1920");
    tty.wait("the alternate screen", Screen::alternate_screen);
    tty.send("\x03");
    let (_, _, shown) = tty.end();
    assert!(shown.contains("# UiPath 1920"), "it stays to be selected\n{shown}");
}

#[test]
fn a_note_is_saved_and_nothing_is_replaced_unasked() {
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
    tty.wait_for("Enter again replaces it");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    tty.send("\r");
    tty.wait_for("incident note saved to");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("# UiPath 1920"));
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_storm_of_sizes_ends_with_the_last_one() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    for step in 0..200 {
        tty.master.resize(size(20 + step % 90, 3 + step % 40)).unwrap();
    }
    tty.parser
        .lock()
        .unwrap()
        .screen_mut()
        .set_size(24.try_into().unwrap(), 80.try_into().unwrap());
    tty.master.resize(size(80, 24)).unwrap();
    tty.send("2001");
    tty.wait("the last size", |screen| {
        screen.contents().contains("› 2001") && screen.contents().contains('│')
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

#[test]
#[cfg(target_os = "linux")]
fn while_nothing_happens_nothing_is_done() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    let status = format!("/proc/{}/status", tty.child.process_id().unwrap());
    // Whoever waits without working gives the processor up once, and not again.
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
fn a_terminal_that_cannot_draw_is_answered_line_by_line() {
    let mut tty =
        Tty::run_with(env!("CARGO_BIN_EXE_errdex"), &[], &[("TERM", "dumb"), ("CI", "true")]);
    tty.wait_for("errdex> ");
    tty.send("6009\r");
    tty.wait_for("Source");
    tty.wait_for("errdex> ");
    assert!(!tty.raw.lock().unwrap().contains(&0x1b), "no escape sequence is written");
    tty.send("quit\r");
    assert_eq!(tty.end().0, 0);
}
