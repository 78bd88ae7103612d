//! Runs the browser in a pseudo-terminal and measures its response times.

use std::io::{self, Read, Write};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};
use std::{env, thread};

use errdex::catalog::Catalogs;
use errdex::tui;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::generated;

/// Environment variable that makes this process run the browser with the given number of entries; 0
/// for the built-in catalogs.
const ENTRIES: &str = "ERRDEX_BENCH_ENTRIES";

const SIZES: [usize; 3] = [0, 10_000, 100_000];

/// Queries to type letter by letter.
const TYPED: [&str; 6] =
    ["license", "user not found", "2001", "perm 403", "forbiden access", "lcnsexprd"];

/// The escape sequence that ends a frame.
const FRAME: &[u8] = b"\x1b[?2026l";

/// Clears the search line.
const CLEAR: &str = "\x15";

const STARTS: usize = 41;

/// Generating large catalogs takes a while on a busy machine.
const FRAME_TIMEOUT: Duration = Duration::from_secs(180);

pub(crate) fn main() -> io::Result<()> {
    if let Ok(entries) = env::var(ENTRIES) {
        return browse(entries.parse().unwrap_or(0));
    }
    let mut starts: Vec<Duration> = Vec::new();
    for _ in 0..STARTS {
        let mut session = Session::start(CommandBuilder::new(env!("CARGO_BIN_EXE_errdex")))?;
        starts.push(session.first_frame()?);
        session.end()?;
    }
    report("first frame, built-in catalogs", starts);
    for entries in SIZES {
        let mut command = CommandBuilder::new(env::current_exe()?);
        command.env(ENTRIES, entries.to_string());
        let mut session = Session::start(command)?;
        session.first_frame()?;
        session.warm_up(entries)?;
        let name = if entries == 0 { "built in".to_owned() } else { entries.to_string() };
        report(&format!("key to redraw, {name}"), session.redraw_times(entries)?);
        report(&format!("key to echo while typing, {name}"), session.echo_times()?);
        session.end()?;
    }
    Ok(())
}

fn browse(entries: usize) -> io::Result<()> {
    let catalogs = if entries == 0 { Catalogs::builtin() } else { generated::catalogs(entries) };
    tui::run(tui::Options::new(catalogs)).map_err(io::Error::other)
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let percentile = |percent: usize| {
        let time = times.get((times.len() * percent / 100).min(times.len() - 1));
        time.map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    let (median, p95, worst) = (percentile(50), percentile(95), percentile(100));
    println!(
        "{what:40} median {median:7.2} ms   95 % {p95:7.2} ms   worst {worst:7.2} ms   of {}",
        times.len()
    );
}

struct Session {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// Output of the browser with the time it arrived.
    output: Receiver<(Instant, Vec<u8>)>,
    started: Instant,
}

impl Session {
    fn start(mut command: CommandBuilder) -> io::Result<Self> {
        let size = PtySize { rows: 40, cols: 120, ..PtySize::default() };
        let pty = native_pty_system().openpty(size).map_err(io::Error::other)?;
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        let mut reader = pty.master.try_clone_reader().map_err(io::Error::other)?;
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let started = Instant::now();
        let child = pty.slave.spawn_command(command).map_err(io::Error::other)?;
        let writer = pty.master.take_writer().map_err(io::Error::other)?;
        Ok(Self { master: pty.master, writer, child, output, started })
    }

    fn send(&mut self, keys: &str) -> io::Result<Instant> {
        let sent = Instant::now();
        self.writer.write_all(keys.as_bytes())?;
        self.writer.flush()?;
        Ok(sent)
    }

    /// The time from process start to the end of the first frame.
    fn first_frame(&mut self) -> io::Result<Duration> {
        Ok(self.next_frame()? - self.started)
    }

    /// Waits for the end of the next frame and returns its time.
    fn next_frame(&mut self) -> io::Result<Instant> {
        let mut frame = Vec::new();
        loop {
            let output = self.output.recv_timeout(FRAME_TIMEOUT);
            let (at, bytes) = output.map_err(|error| {
                io::Error::other(format!("no frame within {} s: {error}", FRAME_TIMEOUT.as_secs()))
            })?;
            // The end sequence may be split between two reads.
            frame.extend(bytes);
            if frame.windows(FRAME.len()).any(|window| window == FRAME) {
                return Ok(at);
            }
        }
    }

    /// Waits until no output arrives for the given time; returns the time of the last byte, if any.
    fn last_output(&mut self, quiet: Duration) -> Option<Instant> {
        let mut last = None;
        while let Ok((at, _)) = self.output.recv_timeout(quiet) {
            last = Some(at);
        }
        last
    }

    /// Types until the index is ready.
    fn warm_up(&mut self, entries: usize) -> io::Result<()> {
        // Indexing takes seconds on a busy machine.
        self.send("x")?;
        self.last_output(Duration::from_millis(300 + entries as u64 / 25));
        for keys in [CLEAR, "lic", CLEAR] {
            self.send(keys)?;
            self.last_output(Self::quiet(entries));
        }
        Ok(())
    }

    /// The time without output after which a redraw has ended.
    fn quiet(entries: usize) -> Duration {
        Duration::from_millis(50 + entries as u64 / 1000)
    }

    /// Measures the time from each key to the end of the redraw.
    fn redraw_times(&mut self, entries: usize) -> io::Result<Vec<Duration>> {
        let quiet = Self::quiet(entries);
        let mut times = Vec::new();
        for text in TYPED {
            for key in text.chars() {
                let sent = self.send(key.encode_utf8(&mut [0; 4]))?;
                times.extend(self.last_output(quiet).map(|at| at - sent));
            }
            self.send(CLEAR)?;
            self.last_output(quiet);
        }
        Ok(times)
    }

    /// Measures the time from each key to the next frame at typing speed.
    fn echo_times(&mut self) -> io::Result<Vec<Duration>> {
        let mut times = Vec::new();
        for text in TYPED {
            for key in text.chars() {
                while self.output.try_recv().is_ok() {}
                let sent = self.send(key.encode_utf8(&mut [0; 4]))?;
                times.push(self.next_frame()? - sent);
                thread::sleep(Duration::from_millis(80).saturating_sub(sent.elapsed()));
            }
            self.send(CLEAR)?;
            self.last_output(Duration::from_secs(1));
        }
        Ok(times)
    }

    fn end(mut self) -> io::Result<()> {
        self.send("\x03")?;
        self.child.wait()?;
        drop(self.master);
        Ok(())
    }
}
