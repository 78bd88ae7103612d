//! `errdex scan`: the errors in logs.

pub mod filter;
mod progress;
mod sink;

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use errdex::files::log;
use errdex::scan::{Matcher, Occurrence, Scanner, Summary};
use jiff::Timestamp;

use super::context::Context;
use super::output::message;
use crate::cli::ScanArgs;
use crate::exit::Exit;
use progress::Progress;
use sink::Sink;

/// How long to wait at the end of a file that is followed.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

pub fn run(args: &ScanArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let now = Timestamp::now();
    let filter = filter::filter(args, context, now)?;
    let mut sink = Sink::new(args, filter, context);
    if args.merge {
        for path in &args.files {
            sink.summary.merge(read_summary(path)?);
        }
        return Ok(sink.finish()?);
    }
    let matcher = Matcher::new(sink.catalogs, now);
    let progress = Progress::start(sink.layout);
    let sink = Mutex::new(sink);
    let scan = Scan { matcher: &matcher, sink: &sink, progress: &progress };
    let scanned = on_interrupt(&sink, &progress, || {
        if args.tee { scan.tee() } else { Ok(scan.files(&args.files, args.follow)) }
    });
    progress.stop();
    let exit = sink.into_inner().unwrap_or_else(PoisonError::into_inner).finish()?;
    Ok(if scanned? { exit } else { Exit::Error })
}

/// Reads the counts that `--summary-json` printed.
fn read_summary(path: &Path) -> anyhow::Result<Summary> {
    let name = path.display();
    let bytes = super::input::read_file(path)?;
    let mut summary = Summary::default();
    // Several may follow each other, as printed by several processes.
    for part in serde_json::Deserializer::from_slice(&bytes).into_iter() {
        summary.merge(part.with_context(|| format!("`{name}` has no summary of a scan"))?);
    }
    Ok(summary)
}

/// Runs `scan`. If the user interrupts it, what was found so far is printed and the program ends.
#[cfg(unix)]
fn on_interrupt<T>(sink: &Mutex<Sink<'_>>, progress: &Progress, scan: impl FnOnce() -> T) -> T {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return scan() };
    let handle = signals.handle();
    thread::scope(|scope| {
        scope.spawn(move || {
            if signals.forever().next().is_some() {
                progress.stop();
                let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
                let exit = sink.finish().unwrap_or(Exit::Error);
                std::process::exit(exit as i32);
            }
        });
        let scanned = scan();
        handle.close();
        scanned
    })
}

/// Runs `scan`.
#[cfg(not(unix))]
fn on_interrupt<T>(_: &Mutex<Sink<'_>>, _: &Progress, scan: impl FnOnce() -> T) -> T {
    scan()
}

/// A scan of several inputs.
#[derive(Clone, Copy)]
struct Scan<'s, 'c> {
    matcher: &'s Matcher,
    sink: &'s Mutex<Sink<'c>>,
    progress: &'s Progress,
}

/// Why scanning stops although the input has more.
enum Stop {
    /// The results cannot be written.
    Output,
    /// The input cannot be read.
    Input(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Input(error)
    }
}

impl Scan<'_, '_> {
    /// Copies standard input to standard output. Returns whether all could be read.
    #[expect(clippy::disallowed_methods, reason = "a copy has the same bytes")]
    fn tee(self) -> anyhow::Result<bool> {
        let mut input = log::stdin()?;
        let mut output = io::stdout().lock();
        let mut scanner = Scanner::new(self.matcher);
        loop {
            let length = match input.read(scanner.spare()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read.context("cannot read standard input")?,
            };
            let written =
                output.write_all(&scanner.spare()[..length]).and_then(|()| output.flush());
            match written {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => break,
                written => written.context(super::STDOUT)?,
            }
            if length == 0 || self.deliver("-", &scanner.advance(length)).is_err() {
                break;
            }
        }
        // What could not be written is not an error of the scan.
        let _ = self.finish("-", &mut scanner);
        Ok(true)
    }

    /// Scans files, several at the same time. Returns whether all could be read.
    fn files(self, files: &[PathBuf], is_followed: bool) -> bool {
        let stdin = [PathBuf::from("-")];
        let files = if files.is_empty() { &stdin } else { files };
        let processors = thread::available_parallelism().map_or(1, usize::from);
        // Each file that is followed needs its own thread.
        let workers = if is_followed { files.len() } else { processors.min(files.len()) };
        let (next, failures) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let follow = is_followed && path != Path::new("-");
                        let scanned = if follow { self.follow(path) } else { self.file(path) };
                        match scanned {
                            Ok(()) => {}
                            Err(Stop::Output) => break,
                            Err(Stop::Input(error)) => {
                                failures.fetch_add(1, Ordering::Relaxed);
                                self.progress.hide();
                                let error = errdex::error::describe(&error);
                                message(format!(
                                    "errdex: cannot read `{}`: {error}",
                                    path.display()
                                ));
                            }
                        }
                    }
                });
            }
        });
        failures.into_inner() == 0
    }

    fn file(self, path: &Path) -> Result<(), Stop> {
        let name = path.to_string_lossy();
        let Some(mut input) = log::open(path)? else {
            self.progress.hide();
            message(format!("{name}: skipped, since it is binary"));
            return Ok(());
        };
        let mut scanner = Scanner::new(self.matcher);
        // What was read before an error counts too.
        let read = self.read(&name, &mut scanner, &mut *input);
        self.finish(&name, &mut scanner)?;
        read
    }

    /// Scans an input up to its end.
    fn read(self, name: &str, scanner: &mut Scanner<'_>, input: &mut dyn Read) -> Result<(), Stop> {
        loop {
            match input.read(scanner.spare()) {
                Ok(0) => return Ok(()),
                Ok(length) => {
                    self.progress.add_bytes(length);
                    self.deliver(name, &scanner.advance(length))?;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Scans a file and what is appended to it, also after it was replaced or truncated.
    fn follow(self, path: &Path) -> Result<(), Stop> {
        let name = path.to_string_lossy();
        loop {
            let mut file = fs::File::open(path)?;
            let mut scanner = Scanner::new(self.matcher);
            loop {
                let before = scanner.bytes();
                self.read(&name, &mut scanner, &mut file)?;
                if scanner.bytes() == before {
                    // A record is complete if nothing follows for a while.
                    self.deliver(&name, &scanner.end_record())?;
                    if is_replaced(&file, path, scanner.bytes()) {
                        break;
                    }
                }
                thread::sleep(POLL_INTERVAL);
            }
            self.finish(&name, &mut scanner)?;
        }
    }

    /// Scans the last record and counts what was read.
    fn finish(self, name: &str, scanner: &mut Scanner<'_>) -> Result<(), Stop> {
        let found = scanner.finish();
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        sink.summary.bytes += scanner.bytes();
        sink.summary.lines += scanner.lines();
        drop(sink);
        self.deliver(name, &found)
    }

    fn deliver(self, name: &str, found: &[Occurrence]) -> Result<(), Stop> {
        if found.is_empty() {
            return Ok(());
        }
        self.progress.add_found(found.len());
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        if sink.add(name, found) { Ok(()) } else { Err(Stop::Output) }
    }
}

/// Whether the file of that name is another one by now, or has less than was read.
#[cfg(unix)]
fn is_replaced(file: &fs::File, path: &Path, read: u64) -> bool {
    use std::os::unix::fs::MetadataExt;
    // A file that was removed may be created soon.
    let (Ok(old), Ok(new)) = (file.metadata(), fs::metadata(path)) else { return false };
    (old.dev(), old.ino()) != (new.dev(), new.ino()) || new.len() < read
}

/// Whether the file has less than was read.
#[cfg(not(unix))]
fn is_replaced(_: &fs::File, path: &Path, read: u64) -> bool {
    fs::metadata(path).is_ok_and(|new| new.len() < read)
}
