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
    reader: thread::JoinHandle<()>,
    /// The line discipline's settings before the program ran.
    before: String,
}

impl Tty {
    fn run(program: &str, arguments: &[&str]) -> Self {
        let pty = native_pty_system().openpty(size(80, 24)).unwrap();
        let before = modes(&*pty.master);
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        command.env_remove("NO_COLOR");
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let child = pty.slave.spawn_command(command).unwrap();
        let parser =
            Arc::new(Mutex::new(Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0)));
        let mut output = pty.master.try_clone_reader().unwrap();
        let screen = Arc::clone(&parser);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                screen.lock().unwrap().process(&bytes[..count]);
            }
        });
        let writer = pty.master.take_writer().unwrap();
        Self { master: pty.master, writer, child, parser, reader, before }
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
        let kill = std::process::Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(kill.success());
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
