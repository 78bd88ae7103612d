//! A program in a pseudo-terminal of its own, with nothing of the tester's surroundings.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{MouseProtocolMode, Parser, Screen};

/// Far longer than anything here takes, on the slowest machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A program in a terminal of its own.
pub(crate) struct Tty {
    pub(crate) master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) parser: Arc<Mutex<Parser>>,
    /// All that was written to the terminal.
    pub(crate) raw: Arc<Mutex<Vec<u8>>>,
    reader: thread::JoinHandle<()>,
    /// The line discipline's settings before the program ran.
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
        Self::spawn(command, size(80, 24))
    }

    /// Runs a shell script in `home` with nothing but this environment, on a screen so wide that
    /// every message fits on one line.
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

    /// Gives the terminal another size.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let mut parser = self.parser.lock().unwrap();
        parser.screen_mut().set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// The text on the screen.
    pub(crate) fn screen(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// Waits until the screen is as it should be.
    pub(crate) fn wait(&self, what: &str, is: impl Fn(&Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is(self.parser.lock().unwrap().screen()) {
            let shown = self.parser.lock().unwrap().screen().contents();
            assert!(Instant::now() < end, "never came: {what}; the screen is\n{shown}");
            thread::sleep(Duration::from_millis(2));
        }
    }

    pub(crate) fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    pub(crate) fn wait_without(&self, text: &str) {
        self.wait(&format!("a screen without {text}"), |screen| !screen.contents().contains(text));
    }

    /// Waits for the end; returns the exit code, the signal, and the last screen's text. Fails
    /// unless the terminal is as it was before.
    pub(crate) fn end(mut self) -> (u32, Option<String>, String) {
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
        let raw = self.raw.lock().unwrap();
        let synchronised = |mode: &[u8; 8]| raw.windows(8).rposition(|bytes| bytes == mode);
        let (begun, ended) = (synchronised(b"\x1b[?2026h"), synchronised(b"\x1b[?2026l"));
        assert!(begun <= ended, "synchronised output stays on");
        (status.exit_code(), status.signal().map(str::to_owned), screen.contents())
    }
}

pub(crate) fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, ..PtySize::default() }
}

/// The line discipline's settings.
pub(crate) fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// A folder with a program of that name that runs `script`.
pub(crate) fn program(name: &str, script: &str) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// The search path with that folder before all others.
pub(crate) fn path_with(folder: &tempfile::TempDir) -> String {
    format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default())
}
