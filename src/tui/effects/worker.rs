//! The thread that decodes texts too long to be decoded between two keys. Of the jobs that wait
//! there, only the newest is done.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::decode::{CancelToken, Decoder, Report};
use crate::tui::effects::lazy::Lazy;
use crate::tui::failpoint;

/// How long a frame is delayed for a job that may be done before the wait would be visible.
const FRAME_BUDGET: Duration = Duration::from_millis(8);

/// What a page keeps of its job, which is cancelled when the handle is dropped.
#[derive(Debug)]
pub struct JobHandle {
    id: u64,
    cancel: CancelToken,
}

impl JobHandle {
    /// Whether this is the report of the job.
    pub fn matches(&self, decoded: &Decoded) -> bool {
        self.id == decoded.id
    }
}

impl Drop for JobHandle {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// A text to decode on the worker.
#[derive(Debug, Clone)]
pub struct Job {
    id: u64,
    text: String,
    decoder: Lazy<Decoder>,
    cancel: CancelToken,
}

impl Job {
    pub(crate) fn new(id: u64, text: &str, decoder: &Lazy<Decoder>) -> (Self, JobHandle) {
        let cancel = CancelToken::default();
        let handle = JobHandle { id, cancel: cancel.clone() };
        (Self { id, text: text.to_owned(), decoder: decoder.clone(), cancel }, handle)
    }

    /// Decodes the text.
    #[must_use]
    pub fn run(self) -> Decoded {
        let report = self.decoder.decode_cancellable(self.text.as_bytes(), None, &self.cancel);
        Decoded { id: self.id, report: report.map(Box::new) }
    }
}

/// The result of a job.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    id: u64,
    /// `None` when the job was cancelled.
    pub report: Option<Box<Report>>,
}

/// The thread that decodes.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    results: Receiver<Decoded>,
    /// The newest job, until its result has come.
    newest: Option<u64>,
    /// Whether a job was submitted since the last frame.
    is_fresh: bool,
}

impl Worker {
    pub fn start(name: &'static str) -> io::Result<Self> {
        let (jobs, waiting) = channel::<Job>();
        let (sender, results) = channel();
        thread::Builder::new().name(name.into()).spawn(move || {
            while let Ok(mut job) = waiting.recv() {
                while let Ok(newer) = waiting.try_recv() {
                    job = newer;
                }
                failpoint::panic_at(name);
                if sender.send(job.run()).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { jobs, results, newest: None, is_fresh: false })
    }

    /// Gives the thread a job.
    pub fn submit(&mut self, job: Job) {
        self.newest = Some(job.id);
        self.is_fresh = true;
        // The thread ends with this struct, not before.
        let _ = self.jobs.send(job);
    }

    /// The result of a job submitted since the last frame, if it comes soon enough for this one.
    pub fn poll_before_frame(&mut self) -> Option<Decoded> {
        if std::mem::take(&mut self.is_fresh) { self.poll(FRAME_BUDGET) } else { None }
    }

    /// The next result, if one comes within that time.
    pub fn poll(&mut self, timeout: Duration) -> Option<Decoded> {
        match self.results.recv_timeout(timeout) {
            Ok(decoded) => {
                self.newest = self.newest.filter(|newest| *newest != decoded.id);
                Some(decoded)
            }
            Err(RecvTimeoutError::Timeout) => None,
            // The thread panicked, which ends the program.
            Err(RecvTimeoutError::Disconnected) => {
                self.newest = None;
                None
            }
        }
    }

    /// Whether a result is still to come.
    pub fn is_busy(&self) -> bool {
        self.newest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;
    use crate::tui::effects::lazy::lazy;

    fn decoder() -> Lazy<Decoder> {
        lazy(&Catalogs::builtin(), Decoder::new)
    }

    #[test]
    fn the_newest_text_is_decoded_and_ends_the_wait() {
        let decoder = decoder();
        let mut worker = Worker::start("decode").unwrap();
        let mut handles = Vec::new();
        for id in 1..=20 {
            let text = format!("{{\"error\":{{\"code\":{}}}}}", 2000 + id);
            let (job, handle) = Job::new(id, &text, &decoder);
            handles.push(handle);
            worker.submit(job);
        }
        let mut ids = Vec::new();
        while worker.is_busy() {
            ids.extend(worker.poll(Duration::from_secs(1)).map(|decoded| decoded.id));
        }
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(ids.last(), Some(&20));
        assert_eq!(worker.poll(Duration::ZERO), None);
    }

    #[test]
    fn a_cancelled_job_ends_without_a_report() {
        let mut worker = Worker::start("decode").unwrap();
        let (job, handle) = Job::new(1, "{\"error\":{\"code\":2001}}", &decoder());
        drop(handle);
        worker.submit(job);
        let decoded = worker.poll(Duration::from_secs(10));
        assert_eq!(decoded, Some(Decoded { id: 1, report: None }));
        assert!(!worker.is_busy());
    }
}
