//! Decodes long texts on a background thread. Only the most recent queued job runs.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::decode::{CancelToken, Decoder, Report};
use crate::tui::effects::Lazy;
use crate::tui::failpoint;

/// How long a frame may be delayed to include the result of a new job.
const FRAME_BUDGET: Duration = Duration::from_millis(8);

/// A page's handle to its job. Dropping it cancels the job.
#[derive(Debug)]
pub struct JobHandle {
    id: u64,
    cancel: CancelToken,
}

impl JobHandle {
    /// The handle to a new job, which checks the token.
    pub fn new(id: u64) -> (Self, CancelToken) {
        let cancel = CancelToken::default();
        (Self { id, cancel: cancel.clone() }, cancel)
    }

    pub fn id(&self) -> u64 {
        self.id
    }

    /// Whether this is the result of the job.
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
pub struct DecodeJob {
    id: u64,
    text: String,
    decoder: Lazy<Decoder>,
    cancel: CancelToken,
}

impl DecodeJob {
    pub(crate) fn new(id: u64, text: &str, decoder: &Lazy<Decoder>) -> (Self, JobHandle) {
        let (handle, cancel) = JobHandle::new(id);
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

/// The background thread.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<DecodeJob>,
    results: Receiver<Decoded>,
    /// The newest job, until its result arrives.
    newest: Option<u64>,
    /// Whether a job was submitted since the last frame.
    is_fresh: bool,
}

impl Worker {
    pub fn start(name: &'static str) -> io::Result<Self> {
        let (jobs, waiting) = channel::<DecodeJob>();
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

    /// Queues a job.
    pub fn submit(&mut self, job: DecodeJob) {
        self.newest = Some(job.id);
        self.is_fresh = true;
        // Cannot fail: the thread outlives `self`, unless it panicked.
        let _ = self.jobs.send(job);
    }

    /// The result of a job submitted since the last frame, if it arrives in time for this one.
    pub fn poll_before_frame(&mut self) -> Option<Decoded> {
        if std::mem::take(&mut self.is_fresh) { self.poll(FRAME_BUDGET) } else { None }
    }

    /// The next result, if one arrives within `timeout`.
    pub fn poll(&mut self, timeout: Duration) -> Option<Decoded> {
        let result = self.results.recv_timeout(timeout);
        let is_finished = match &result {
            Ok(decoded) => Some(decoded.id) == self.newest,
            // Disconnected: the thread panicked, which ends the program.
            Err(error) => *error == RecvTimeoutError::Disconnected,
        };
        if is_finished {
            self.newest = None;
        }
        result.ok()
    }

    /// Whether a result is pending.
    pub fn is_busy(&self) -> bool {
        self.newest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;
    use crate::tui::effects::lazy;

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
            let (job, handle) = DecodeJob::new(id, &text, &decoder);
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
        let (job, handle) = DecodeJob::new(1, "{\"error\":{\"code\":2001}}", &decoder());
        drop(handle);
        worker.submit(job);
        let decoded = worker.poll(Duration::from_secs(10));
        assert_eq!(decoded, Some(Decoded { id: 1, report: None }));
        assert!(!worker.is_busy());
    }
}
