//! A shell script in a pseudo-terminal, as far as faults need one: what the screen shows, keys, and
//! the exit code.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::Parser;

/// Far longer than anything takes, on the slowest machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Wide enough for every message to stand on one line.
const SIZE: PtySize = PtySize { rows: 24, cols: 240, pixel_width: 0, pixel_height: 0 };

pub(crate) struct Tty {
    /// The terminal lives as long as this does.
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    parser: Arc<Mutex<Parser>>,
}

impl Tty {
    /// Runs a script in `home` with nothing but this environment.
    pub(crate) fn run(script: &str, home: &Path, environment: &[(&str, &str)]) -> Self {
        let pty = native_pty_system().openpty(SIZE).unwrap();
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", script]);
        command.env_clear();
        for (name, value) in environment {
            command.env(name, value);
        }
        command.cwd(home);
        let child = pty.slave.spawn_command(command).unwrap();
        let screen = Parser::new(SIZE.rows.try_into().unwrap(), SIZE.cols.try_into().unwrap(), 0);
        let parser = Arc::new(Mutex::new(screen));
        let mut output = pty.master.try_clone_reader().unwrap();
        let screen = Arc::clone(&parser);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                screen.lock().unwrap().process(&bytes[..count]);
            }
        });
        let keys = pty.master.take_writer().unwrap();
        Self { _master: pty.master, keys, child, parser }
    }

    pub(crate) fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// The text on the screen.
    pub(crate) fn screen(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    pub(crate) fn wait_for(&self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.screen().contains(text) {
            assert!(Instant::now() < end, "never came: {text}\n{}", self.screen());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits until the screen shows something else.
    #[allow(dead_code)] // not every test that uses this module needs it
    pub(crate) fn wait_for_another(&self, before: &str) {
        let end = Instant::now() + PATIENCE;
        while self.screen() == before {
            assert!(Instant::now() < end, "nothing changes\n{before}");
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits for the end, and tells the exit code.
    pub(crate) fn end(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "it doesn't end\n{}", self.screen());
            thread::sleep(Duration::from_millis(2));
        }
    }
}
