//! Decoding away from the keys: a text too long for the time between two keys goes to a thread,
//! and of those that wait there only the newest is decoded.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use super::event::Event;
use super::inject;
use crate::catalog::Catalogs;
use crate::decode::{Decoder, Report, Stop};

/// The decoder, made when the first text comes, since it takes longer than a frame may.
#[derive(Debug, Clone)]
pub(crate) struct LateDecoder {
    catalogs: Catalogs,
    decoder: Arc<OnceLock<Decoder>>,
}

impl LateDecoder {
    pub(crate) fn new(catalogs: &Catalogs) -> Self {
        Self { catalogs: catalogs.clone(), decoder: Arc::default() }
    }

    pub(crate) fn decode(&self, text: &str) -> Report {
        self.decoder().decode(text.as_bytes(), None)
    }

    fn decode_unless(&self, stop: Stop<'_>, text: &str) -> Option<Report> {
        self.decoder().decode_unless(stop, text.as_bytes(), None)
    }

    fn decoder(&self) -> &Decoder {
        self.decoder.get_or_init(|| Decoder::new(&self.catalogs))
    }
}

/// A text to decode away from the keys.
#[derive(Debug)]
pub struct Job {
    pub(crate) number: u64,
    pub(crate) text: String,
    pub(crate) decoder: LateDecoder,
    /// Whether nobody wants the report any more.
    pub(crate) given_up: Arc<AtomicBool>,
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    pub(crate) number: u64,
    /// None when the job was given up.
    pub(crate) report: Option<Box<Report>>,
}

impl Job {
    /// Decodes the text; the event tells the browser.
    #[must_use]
    pub fn run(self) -> Event {
        let given_up = || self.given_up.load(Ordering::Relaxed);
        let report = self.decoder.decode_unless(&given_up, &self.text).map(Box::new);
        Event::Decoded(Decoded { number: self.number, report })
    }
}

/// The thread that decodes.
#[derive(Debug)]
pub(crate) struct Worker {
    jobs: Sender<Job>,
    done: Receiver<Event>,
    /// The newest job given; no number is 0.
    newest: u64,
}

impl Worker {
    pub(crate) fn start() -> io::Result<Self> {
        let (jobs, waiting) = channel::<Job>();
        let (sender, done) = channel();
        thread::Builder::new().name("decode".into()).spawn(move || {
            while let Ok(mut job) = waiting.recv() {
                while let Ok(newer) = waiting.try_recv() {
                    job = newer;
                }
                inject::panic_at("decode");
                if sender.send(job.run()).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { jobs, done, newest: 0 })
    }

    /// Gives the thread a text to decode.
    pub(crate) fn give(&mut self, job: Job) {
        self.newest = job.number;
        // The thread ends with this struct, not before.
        let _ = self.jobs.send(job);
    }

    /// What is done within that time, if anything.
    pub(crate) fn take(&mut self, within: Duration) -> Option<Event> {
        let event = match self.done.recv_timeout(within) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => return None,
            // The decoder panicked, which ends the program.
            Err(RecvTimeoutError::Disconnected) => {
                self.newest = 0;
                return None;
            }
        };
        if matches!(&event, Event::Decoded(decoded) if decoded.number == self.newest) {
            self.newest = 0;
        }
        Some(event)
    }

    /// Whether something is still to come.
    pub(crate) fn is_busy(&self) -> bool {
        self.newest > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_text_is_decoded_and_ends_the_wait() {
        let decoder = LateDecoder::new(&Catalogs::builtin());
        let mut worker = Worker::start().unwrap();
        for number in 1..=20 {
            let text = format!("{{\"error\":{{\"code\":{}}}}}", 2000 + number);
            let (decoder, given_up) = (decoder.clone(), Arc::default());
            worker.give(Job { number, text, decoder, given_up });
        }
        let mut numbers = Vec::new();
        while worker.is_busy() {
            match worker.take(Duration::from_secs(1)) {
                Some(Event::Decoded(done)) => numbers.push(done.number),
                other => panic!("{other:?}"),
            }
        }
        assert!(numbers.is_sorted(), "{numbers:?}");
        assert_eq!(numbers.last(), Some(&20));
        assert_eq!(worker.take(Duration::ZERO), None);
    }
    #[test]
    fn a_job_that_is_given_up_ends_without_a_report() {
        let decoder = LateDecoder::new(&Catalogs::builtin());
        let mut worker = Worker::start().unwrap();
        let given_up = Arc::new(AtomicBool::new(true));
        worker.give(Job {
            number: 1,
            text: "{\"error\":{\"code\":2001}}".to_owned(),
            decoder,
            given_up,
        });
        let done = worker.take(Duration::from_secs(10));
        assert_eq!(done, Some(Event::Decoded(Decoded { number: 1, report: None })));
        assert!(!worker.is_busy());
    }
}
