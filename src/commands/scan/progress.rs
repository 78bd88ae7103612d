//! A line on standard error while a scan runs, if that is a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::sink::Layout;

/// How often the line is written.
const INTERVAL: Duration = Duration::from_millis(200);

/// Moves to the start of the line and clears it.
const CLEAR: &str = "\r\x1b[K";

/// How far a scan is.
#[derive(Debug)]
pub struct Progress {
    counters: Arc<Counters>,
    line: Mutex<Option<(Sender<()>, JoinHandle<()>)>>,
}

#[derive(Debug, Default)]
struct Counters {
    bytes: AtomicU64,
    found: AtomicU64,
}

impl Progress {
    /// Starts to write the line, unless it would be between the results.
    #[expect(clippy::disallowed_methods, reason = "nothing is written")]
    pub fn start(layout: Layout) -> Self {
        let counters = Arc::<Counters>::default();
        let is_shown = io::stderr().is_terminal()
            && match layout {
                Layout::Table | Layout::SummaryJson => true,
                Layout::Json => !io::stdout().is_terminal(),
                Layout::Lines | Layout::TableOnStderr => false,
            };
        let line = is_shown.then(|| {
            let (stop, stopped) = mpsc::channel();
            let counters = Arc::clone(&counters);
            let write = move || {
                let start = Instant::now();
                while stopped.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                    counters.write(start.elapsed());
                }
            };
            (stop, thread::spawn(write))
        });
        Self { counters, line: Mutex::new(line) }
    }

    pub fn add_bytes(&self, bytes: usize) {
        self.counters.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub fn add_found(&self, found: usize) {
        self.counters.found.fetch_add(found as u64, Ordering::Relaxed);
    }

    /// Clears the line, for a message.
    pub fn hide(&self) {
        if self.line.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            write(CLEAR);
        }
    }

    /// Ends the line.
    pub fn stop(&self) {
        let line = self.line.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, thread)) = line {
            drop(stop);
            // It cannot panic, and nothing depends on it.
            let _ = thread.join();
            write(CLEAR);
        }
    }
}

impl Counters {
    fn write(&self, elapsed: Duration) {
        let bytes = self.bytes.load(Ordering::Relaxed);
        let found = self.found.load(Ordering::Relaxed);
        let rate = (u128::from(bytes) * 1000 / elapsed.as_millis().max(1)) >> 20;
        write(&format!("{CLEAR}{} MiB, {rate} MiB/s, {found} found", bytes >> 20));
    }
}

#[expect(clippy::disallowed_methods, reason = "it writes numbers, and clears the line")]
fn write(text: &str) {
    // Standard error may be closed.
    let _ = io::stderr().write_all(text.as_bytes());
}
