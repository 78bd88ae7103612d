//! Runs a program in a pseudo-terminal, isolated from the environment of the tests.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{MouseProtocolMode, Parser, Screen};

/// Generous, for slow machines.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(60);

/// A program in a pseudo-terminal.
pub(crate) struct Tty {
    pub(crate) master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) parser: Arc<Mutex<Parser>>,
    /// Everything written to the terminal.
    pub(crate) raw: Arc<Mutex<Vec<u8>>>,
    reader: thread::JoinHandle<()>,
    /// The settings of the line discipline before the program ran.
    pub(crate) before: String,
}

impl Tty {
    pub(crate) fn run(program: &str, arguments: &[&str]) -> Self {
        Self::run_with(program, arguments, &[])
    }

    pub(crate) fn run_with(
        program: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        // Variables that affect copying or settings.
        for name in [
            "CI",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "COLORTERM",
            "NO_COLOR",
            "DOMTERM",
            "KITTY_WINDOW_ID",
            "KONSOLE_VERSION",
            "TERM_PROGRAM",
            "VTE_VERSION",
            "WT_SESSION",
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
            "ERRDEX_CATALOGS",
            "XDG_DATA_HOME",
        ] {
            command.env_remove(name);
        }
        command.env("HOME", env!("CARGO_TARGET_TMPDIR"));
        command.env("XDG_CONFIG_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-config"));
        for (name, value) in environment {
            command.env(name, value);
        }
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        Self::spawn(command, size(80, 24))
    }

    /// Runs a shell script in `home` with only this environment, on a screen wide enough for every
    /// message to fit on one line.
    pub(crate) fn script(script: &str, home: &Path, environment: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", script]);
        command.env_clear();
        for (name, value) in environment {
            command.env(name, value);
        }
        command.cwd(home);
        Self::spawn(command, size(240, 24))
    }

    fn spawn(command: CommandBuilder, size: PtySize) -> Self {
        let pty = native_pty_system().openpty(size).unwrap();
        let before = modes(&*pty.master);
        let child = pty.slave.spawn_command(command).unwrap();
        let screen = Parser::new(size.rows.try_into().unwrap(), size.cols.try_into().unwrap(), 0);
        let parser = Arc::new(Mutex::new(screen));
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

    pub(crate) fn errdex() -> Self {
        Self::run(env!("CARGO_BIN_EXE_errdex"), &[])
    }

    pub(crate) fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Whether these bytes were written to the terminal.
    pub(crate) fn has_written(&self, bytes: &str) -> bool {
        String::from_utf8_lossy(&self.raw.lock().unwrap()).contains(bytes)
    }

    /// Resizes the terminal.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let mut parser = self.parser.lock().unwrap();
        parser.screen_mut().set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// The text on the screen.
    pub(crate) fn screen(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// Waits until the screen meets a condition.
    pub(crate) fn wait(&self, what: &str, is: impl Fn(&Screen) -> bool) {
        let end = Instant::now() + TIMEOUT;
        while !is(self.parser.lock().unwrap().screen()) {
            let shown = self.parser.lock().unwrap().screen().contents();
            assert!(Instant::now() < end, "timed out waiting for {what}; the screen is\n{shown}");
            thread::sleep(Duration::from_millis(2));
        }
    }

    pub(crate) fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    pub(crate) fn wait_without(&self, text: &str) {
        self.wait(&format!("a screen without {text}"), |screen| !screen.contents().contains(text));
    }

    /// Waits for the program to exit; returns the exit code, the signal, and the text on the screen.
    /// Fails if the terminal was not restored.
    pub(crate) fn end(mut self) -> (u32, Option<String>, String) {
        let end = Instant::now() + TIMEOUT;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "the program does not exit");
            thread::sleep(Duration::from_millis(2));
        };
        assert_eq!(modes(&*self.master), self.before, "the line discipline was not restored");
        drop(self.writer);
        drop(self.master);
        self.reader.join().unwrap();
        let parser = self.parser.lock().unwrap();
        let screen = parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was not left");
        assert!(!screen.bracketed_paste(), "bracketed paste is still on");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert_eq!(
            screen.mouse_protocol_mode(),
            MouseProtocolMode::None,
            "mouse reporting is still on"
        );
        let raw = self.raw.lock().unwrap();
        let synchronised = |mode: &[u8; 8]| raw.windows(8).rposition(|bytes| bytes == mode);
        let (last_start, last_end) = (synchronised(b"\x1b[?2026h"), synchronised(b"\x1b[?2026l"));
        assert!(last_start <= last_end, "synchronised output is still on");
        (status.exit_code(), status.signal().map(str::to_owned), screen.contents())
    }
}

pub(crate) fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, ..PtySize::default() }
}

/// The settings of the line discipline.
pub(crate) fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// Creates a folder with a program that runs `script`.
pub(crate) fn program(name: &str, script: &str) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// The search path with the folder in front.
pub(crate) fn path_with(folder: &tempfile::TempDir) -> String {
    format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default())
}
