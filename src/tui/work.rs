//! Work away from the keys: a text too long to be decoded between two keys, or a search of very
//! large catalogs, goes to a thread, and of the jobs that wait there only the newest is done.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use super::inject;
use crate::catalog::{Catalog, Catalogs, EntryRef};
use crate::decode::{Decoder, Report, Stop};
use crate::search::{Index, Query, Results};

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

/// The index, made when it is first asked for: that of very large catalogs takes seconds.
#[derive(Debug, Clone)]
pub(crate) struct LateIndex {
    catalogs: Catalogs,
    index: Arc<OnceLock<Index>>,
}

impl LateIndex {
    pub(crate) fn new(catalogs: &Catalogs) -> Self {
        Self { catalogs: catalogs.clone(), index: Arc::default() }
    }

    /// The index, if it is there.
    pub(crate) fn get(&self) -> Option<&Index> {
        self.index.get()
    }

    /// The index, waited for if it is not there yet.
    pub(crate) fn make(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.catalogs))
    }
}

/// Something to be done away from the keys.
#[derive(Debug)]
pub struct Job {
    pub(crate) number: u64,
    pub(crate) task: Task,
}

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Task {
    Decode {
        text: String,
        decoder: LateDecoder,
        /// Whether nobody wants the report any more.
        given_up: Arc<AtomicBool>,
    },
    Search(Search),
}

/// A search, given up as soon as it is not the newest.
#[derive(Debug)]
pub(crate) struct Search {
    pub(crate) query: Query,
    /// The tab that is open, whose first rows are wanted.
    pub(crate) tab: usize,
    pub(crate) catalog: Option<&'static Catalog>,
    pub(crate) newest: Arc<AtomicU64>,
    pub(crate) index: LateIndex,
}

/// How many rows a search puts in order: more than a screen shows.
pub(crate) const ROWS: usize = 256;

impl Search {
    fn run(self, number: u64) -> Searched {
        let index = self.index.make();
        let wanted = self.newest.load(Ordering::Relaxed) == number && !self.query.is_empty();
        let ranking = wanted.then(|| index.search(&self.query));
        let rows = ranking.iter().flat_map(|found| found.entries(self.catalog)).collect();
        Searched { number, query: self.query, ranking, tab: self.tab, rows }
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Searched {
    pub(crate) number: u64,
    pub(crate) query: Query,
    /// None when it was given up, or when nothing was asked for.
    pub(crate) ranking: Option<Results>,
    /// The tab that the rows are of.
    pub(crate) tab: usize,
    pub(crate) rows: Vec<EntryRef>,
}

/// What came of decoding a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    pub(crate) number: u64,
    /// None when the job was given up.
    pub(crate) report: Option<Box<Report>>,
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    /// A text is decoded, or was given up.
    Decoded(Decoded),
    /// Very large catalogs are searched, or that was given up.
    Searched(Box<Searched>),
}

impl Done {
    /// The number of the job.
    fn number(&self) -> u64 {
        match self {
            Self::Decoded(decoded) => decoded.number,
            Self::Searched(searched) => searched.number,
        }
    }
}

impl Job {
    /// Does it; what came of it is an event of the browser.
    #[must_use]
    pub fn run(self) -> Done {
        let number = self.number;
        match self.task {
            Task::Decode { text, decoder, given_up } => {
                let given_up = || given_up.load(Ordering::Relaxed);
                let report = decoder.decode_unless(&given_up, &text).map(Box::new);
                Done::Decoded(Decoded { number, report })
            }
            Task::Search(search) => Done::Searched(Box::new(search.run(number))),
        }
    }
}

/// A thread for one kind of job.
#[derive(Debug)]
pub(crate) struct Worker {
    jobs: Sender<Job>,
    done: Receiver<Done>,
    /// The newest job given; no number is 0.
    newest: u64,
}

impl Worker {
    pub(crate) fn start(name: &'static str) -> io::Result<Self> {
        let (jobs, waiting) = channel::<Job>();
        let (sender, done) = channel();
        thread::Builder::new().name(name.into()).spawn(move || {
            while let Ok(mut job) = waiting.recv() {
                while let Ok(newer) = waiting.try_recv() {
                    job = newer;
                }
                inject::panic_at(name);
                if sender.send(job.run()).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { jobs, done, newest: 0 })
    }

    /// Gives the thread a job.
    pub(crate) fn give(&mut self, job: Job) {
        self.newest = job.number;
        // The thread ends with this struct, not before.
        let _ = self.jobs.send(job);
    }

    /// What is done within that time, if anything.
    pub(crate) fn take(&mut self, within: Duration) -> Option<Done> {
        let done = match self.done.recv_timeout(within) {
            Ok(done) => done,
            Err(RecvTimeoutError::Timeout) => return None,
            // The thread panicked, which ends the program.
            Err(RecvTimeoutError::Disconnected) => {
                self.newest = 0;
                return None;
            }
        };
        if done.number() == self.newest {
            self.newest = 0;
        }
        Some(done)
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
        let mut worker = Worker::start("decode").unwrap();
        for number in 1..=20 {
            let text = format!("{{\"error\":{{\"code\":{}}}}}", 2000 + number);
            let (decoder, given_up) = (decoder.clone(), Arc::default());
            worker.give(Job { number, task: Task::Decode { text, decoder, given_up } });
        }
        let mut numbers = Vec::new();
        while worker.is_busy() {
            match worker.take(Duration::from_secs(1)) {
                Some(Done::Decoded(done)) => numbers.push(done.number),
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
        let mut worker = Worker::start("decode").unwrap();
        let given_up = Arc::new(AtomicBool::new(true));
        let text = "{\"error\":{\"code\":2001}}".to_owned();
        worker.give(Job { number: 1, task: Task::Decode { text, decoder, given_up } });
        let done = worker.take(Duration::from_secs(10));
        assert_eq!(done, Some(Done::Decoded(Decoded { number: 1, report: None })));
        assert!(!worker.is_busy());
    }
}
