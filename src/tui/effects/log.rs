//! Reads logs on background threads: all errors of one while the log page opens, then the text around
//! those that are shown.

use std::borrow::Cow;
use std::io::{self, Cursor, ErrorKind, Read};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use memchr::memchr;

use crate::catalog::Catalogs;
use crate::decode::{CancelToken, Decoder, Report};
use crate::error;
use crate::files::log;
use crate::scan::{Filter, Matcher, Occurrence, Scanner, records};
use crate::text::head;
use crate::tui::effects::{JobHandle, Lazy};

/// How often what was found is reported: rarely enough that drawing takes little of the time.
const INTERVAL: Duration = Duration::from_millis(50);

/// The most bytes of a log around a position that are read, before and after.
const REACH: u64 = 80 << 10;

/// A log to browse.
#[derive(Debug, Clone)]
pub struct LogInput {
    /// Where it is.
    pub source: LogSource,
    /// Which errors are wanted.
    pub filter: Filter,
}

/// Where a log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogSource {
    /// Files, in this order.
    Files(Arc<[PathBuf]>),
    /// A text that was pasted.
    Text(Arc<str>),
}

impl LogSource {
    /// How many files there are.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Files(paths) => paths.len(),
            Self::Text(_) => 1,
        }
    }

    /// The name of a file.
    pub(crate) fn name(&self, file: usize) -> Cow<'_, str> {
        match self {
            Self::Files(paths) => {
                paths.get(file).map(|path| path.to_string_lossy()).unwrap_or_default()
            }
            Self::Text(_) => "your paste".into(),
        }
    }

    /// The size of all files, unless one of them is compressed.
    fn size(&self) -> Option<u64> {
        match self {
            Self::Files(paths) => paths.iter().map(|path| log::plain_size(path).ok()?).sum(),
            Self::Text(text) => Some(text.len() as u64),
        }
    }

    fn open(&self, file: usize) -> io::Result<Box<dyn Read + '_>> {
        match self {
            Self::Files(paths) => match log::open(&paths[file])? {
                Some(text) => Ok(text),
                None => Err(io::Error::other("skipped, since it is binary")),
            },
            Self::Text(text) => Ok(Box::new(Cursor::new(text.as_bytes()))),
        }
    }
}

/// A log to read.
#[derive(Debug, Clone)]
pub struct LogJob {
    id: u64,
    input: LogInput,
    catalogs: Catalogs,
    cancel: CancelToken,
}

impl LogJob {
    pub(crate) fn new(id: u64, input: &LogInput, catalogs: &Catalogs) -> (Self, JobHandle) {
        let (handle, cancel) = JobHandle::new(id);
        (Self { id, input: input.clone(), catalogs: catalogs.clone(), cancel }, handle)
    }

    /// Reads the log and sends what is found. A time without a year is the last one before `now`.
    pub fn run(self, now: Timestamp, send: &mut dyn FnMut(LogEvent)) {
        let source = &self.input.source;
        let mut send = |update| send(LogEvent { job: self.id, update });
        send(LogUpdate::Size(source.size()));
        let matcher = Matcher::new(&self.catalogs, now);
        let mut start = 0;
        for file in 0..source.count() {
            let mut scanner = Scanner::new(&matcher);
            let read = self.read(file, start, &mut scanner, &mut send);
            start += scanner.bytes();
            if let Err(error) = read {
                let error = format!("{}: {}", source.name(file), error::describe(&error));
                send(LogUpdate::Error(error));
            }
        }
        send(LogUpdate::End);
    }

    /// Reads a file. `start` is the size of those before it.
    fn read(
        &self,
        file: usize,
        start: u64,
        scanner: &mut Scanner<'_>,
        send: &mut impl FnMut(LogUpdate),
    ) -> io::Result<()> {
        let mut input = self.input.source.open(file)?;
        let mut batch = LogBatch { file, start, ..LogBatch::default() };
        let mut reported = Instant::now();
        while !self.cancel.is_cancelled() {
            let read = match input.read(scanner.spare()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read,
            };
            // What was read before an error counts too.
            let length = *read.as_ref().unwrap_or(&0);
            let found = if length == 0 { scanner.finish() } else { scanner.advance(length) };
            batch.add(found, &self.input.filter);
            batch.end = start + scanner.bytes();
            if length == 0 || reported.elapsed() >= INTERVAL {
                send(LogUpdate::Found(batch));
                batch = LogBatch { file, start, ..LogBatch::default() };
                reported = Instant::now();
            }
            if read? == 0 {
                break;
            }
        }
        Ok(())
    }
}

/// What was found in the next part of a log.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogBatch {
    /// The number of the file.
    pub file: usize,
    /// The size of the files before it.
    pub start: u64,
    /// How many bytes were read so far, of all files.
    pub end: u64,
    /// The errors.
    pub found: Vec<Occurrence>,
    /// How many were left out because they are not certain enough.
    pub uncertain: u64,
}

impl LogBatch {
    fn add(&mut self, found: Vec<Occurrence>, filter: &Filter) {
        for occurrence in found.into_iter().filter(|it| filter.is_wanted(it)) {
            if filter.is_certain_enough(&occurrence) {
                self.found.push(occurrence);
            } else {
                self.uncertain += occurrence.count;
            }
        }
    }
}

/// The file that was read last. A compressed one need not be read again for a later part.
type OpenFile = (PathBuf, log::Parts);

/// Positions of a log whose text is read.
#[derive(Debug, Clone)]
pub struct LogTextJob {
    id: u64,
    source: LogSource,
    /// Files and offsets, in ascending order.
    positions: Vec<(usize, u64)>,
    decoder: Lazy<Decoder>,
    cancel: CancelToken,
}

impl LogTextJob {
    pub(crate) fn new(
        id: u64,
        source: &LogSource,
        positions: Vec<(usize, u64)>,
        decoder: &Lazy<Decoder>,
    ) -> (Self, JobHandle) {
        let (handle, cancel) = JobHandle::new(id);
        let (source, decoder) = (source.clone(), decoder.clone());
        (Self { id, source, positions, decoder, cancel }, handle)
    }

    /// Reads the text of each position.
    pub fn run(self, send: &mut dyn FnMut(LogEvent)) {
        self.run_with(&mut None, send);
    }

    /// The same, with the file that an earlier job has opened.
    fn run_with(self, open: &mut Option<OpenFile>, send: &mut dyn FnMut(LogEvent)) {
        let mut send = |update| send(LogEvent { job: self.id, update });
        for &(file, offset) in &self.positions {
            if self.cancel.is_cancelled() {
                break;
            }
            let range = offset.saturating_sub(REACH)..offset + REACH;
            let start = range.start;
            let part = self.part(file, range, open);
            if self.cancel.is_cancelled() {
                break;
            }
            let text = part.map(|part| Box::new(self.decode(&part, start, offset)));
            let text = text.map_err(|error| error::describe(&error));
            send(LogUpdate::Text { file, offset, text });
        }
        send(LogUpdate::End);
    }

    fn part(
        &self,
        file: usize,
        range: Range<u64>,
        open: &mut Option<OpenFile>,
    ) -> io::Result<Vec<u8>> {
        let paths = match &self.source {
            LogSource::Files(paths) => paths,
            LogSource::Text(text) => {
                let at = |offset| usize::try_from(offset).unwrap_or(usize::MAX).min(text.len());
                return Ok(text.as_bytes()[at(range.start)..at(range.end)].to_vec());
            }
        };
        let path = &paths[file];
        match open {
            Some((other, parts)) if other == path => parts.read(range, &self.cancel),
            _ => open.insert((path.clone(), log::Parts::open(path)?)).1.read(range, &self.cancel),
        }
    }

    /// Finds the record of a position and decodes it.
    fn decode(&self, part: &[u8], start: u64, offset: u64) -> LogText {
        let at = usize::try_from(offset - start).unwrap_or(usize::MAX).min(part.len());
        // The first line may be incomplete.
        let first = match memchr(b'\n', &part[..at]) {
            Some(end) if start > 0 => end + 1,
            _ => 0,
        };
        let mut records = records(&part[first..]);
        let record = records.find(|(range, _)| range.contains(&(at - first)));
        let (range, end) = record.unwrap_or((at - first..part.len() - first, part.len() - first));
        let text = |range: Range<usize>| String::from_utf8_lossy(&part[range]);
        let (start, end) = (first + range.start, first + end);
        let mut all = text(first..start).into_owned();
        let at = all.len() + text(start..at).len();
        let record = all.len()..all.len() + text(start..end).len();
        all += &text(start..end);
        let report = self.decoder.decode(all[record.clone()].as_bytes(), None);
        all += &text(end..part.len());
        // A character may have been split.
        let at = head(&all, at).len();
        LogText { text: all, record, at, report }
    }
}

/// The text around an error.
#[derive(Debug, Clone, PartialEq)]
pub struct LogText {
    /// Its record, with lines before and after it.
    pub text: String,
    /// Where the record is in the text.
    pub record: Range<usize>,
    /// Where the error is in the text.
    pub at: usize,
    /// What the decoder finds in the record.
    pub report: Report,
}

/// News of a job.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEvent {
    job: u64,
    /// What is new.
    pub update: LogUpdate,
}

impl LogEvent {
    /// Whether it is from a job.
    pub(crate) fn is_from(&self, job: &JobHandle) -> bool {
        job.id() == self.job
    }
}

/// What is new of a log.
#[derive(Debug, Clone, PartialEq)]
pub enum LogUpdate {
    /// Its size, if that is known before it is read.
    Size(Option<u64>),
    /// Errors were found.
    Found(LogBatch),
    /// A file could not be read.
    Error(String),
    /// The text around an error was read.
    Text {
        /// The number of the file.
        file: usize,
        /// The offset of the error in it.
        offset: u64,
        /// The text, or why it could not be read.
        text: Result<Box<LogText>, String>,
    },
    /// The job has ended.
    End,
}

/// The threads that read.
#[derive(Debug)]
pub struct LogReader {
    sender: Sender<LogEvent>,
    events: Receiver<LogEvent>,
    /// How many jobs have not ended.
    running: usize,
    /// The jobs of the thread that reads texts, once there is one.
    texts: Option<Sender<LogTextJob>>,
}

impl LogReader {
    pub fn new() -> Self {
        let (sender, events) = channel();
        Self { sender, events, running: 0, texts: None }
    }

    /// Reads a log.
    pub fn scan(&mut self, job: LogJob) {
        let sender = self.sender.clone();
        // Fails only when the browser ends.
        let scan = move || job.run(Timestamp::now(), &mut |event| drop(sender.send(event)));
        if thread::Builder::new().name("log".into()).spawn(scan).is_ok() {
            self.running += 1;
        }
    }

    /// Reads the text of positions, after that of earlier jobs.
    pub fn read(&mut self, job: LogTextJob) {
        let texts = self.texts.take().or_else(|| self.start_texts());
        if texts.as_ref().is_some_and(|texts| texts.send(job).is_ok()) {
            self.running += 1;
        }
        self.texts = texts;
    }

    fn start_texts(&self) -> Option<Sender<LogTextJob>> {
        let (jobs, waiting) = channel::<LogTextJob>();
        let sender = self.sender.clone();
        let read = move || {
            let mut open = None;
            for job in waiting {
                job.run_with(&mut open, &mut |event| drop(sender.send(event)));
            }
        };
        thread::Builder::new().name("log text".into()).spawn(read).ok()?;
        Some(jobs)
    }

    /// Whether news are expected.
    pub fn is_busy(&self) -> bool {
        self.running > 0
    }

    /// The next news.
    pub fn poll(&mut self) -> Option<LogEvent> {
        let event = self.events.try_recv().ok()?;
        if event.update == LogUpdate::End {
            self.running -= 1;
        }
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::effects::lazy;

    const LOG: &str = "\
2026-11-21T03:14:07Z start
2026-11-21T03:14:08Z pagerduty: {\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}
    at request (app.js:1)
2026-11-21T03:14:09Z end
";

    fn updates(job: LogJob) -> Vec<LogUpdate> {
        let mut updates = Vec::new();
        job.run(Timestamp::UNIX_EPOCH, &mut |event| updates.push(event.update));
        updates
    }

    fn input(source: LogSource) -> LogInput {
        LogInput { source, filter: Filter::default() }
    }

    #[test]
    fn errors_are_found_and_their_records_read() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a.log", "b.log"].map(|name| folder.path().join(name));
        std::fs::write(&paths[0], LOG).unwrap();
        std::fs::write(&paths[1], LOG).unwrap();
        let files = LogSource::Files(paths.into());
        let catalogs = Catalogs::builtin();
        for (source, count) in [(LogSource::Text(LOG.into()), 1), (files, 2)] {
            let (job, _handle) = LogJob::new(1, &input(source.clone()), &catalogs);
            let updates = updates(job);
            let size = (LOG.len() * count) as u64;
            assert_eq!(updates.first(), Some(&LogUpdate::Size(Some(size))));
            assert_eq!(updates.last(), Some(&LogUpdate::End));
            let batches: Vec<_> = updates
                .iter()
                .filter_map(|update| match update {
                    LogUpdate::Found(batch) => Some(batch),
                    _ => None,
                })
                .collect();
            assert_eq!(batches.last().unwrap().end, size);
            let positions: Vec<_> = batches
                .iter()
                .flat_map(|batch| batch.found.iter().map(|found| (batch.file, found.offset)))
                .collect();
            assert_eq!(positions.len(), count);
            let decoder = lazy(&catalogs, Decoder::new);
            let (job, _handle) = LogTextJob::new(2, &source, positions, &decoder);
            let mut texts = Vec::new();
            job.run(&mut |event| texts.extend(text(event.update)));
            assert_eq!(texts.len(), count);
            for text in texts {
                let record = &text.text[text.record.clone()];
                assert!(record.starts_with("2026-11-21T03:14:08Z"), "{record}");
                assert!(record.ends_with("(app.js:1)\n"), "{record}");
                assert!(text.text[text.at..].starts_with("{\"error\""));
                assert_eq!(text.report.findings[0].code.as_deref(), Some("2001"));
            }
        }
    }

    fn text(update: LogUpdate) -> Option<LogText> {
        match update {
            LogUpdate::Text { text, .. } => Some(*text.unwrap()),
            _ => None,
        }
    }

    #[test]
    fn a_cancelled_job_finds_nothing() {
        let source = LogSource::Text(LOG.into());
        let (job, handle) = LogJob::new(1, &input(source), &Catalogs::builtin());
        drop(handle);
        let updates = updates(job);
        assert!(matches!(updates[..], [LogUpdate::Size(_), LogUpdate::End]), "{updates:?}");
    }

    #[test]
    fn missing_and_binary_files_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["missing", "core"].map(|name| folder.path().join(name));
        std::fs::write(&paths[1], "a\0b").unwrap();
        let (job, _handle) =
            LogJob::new(1, &input(LogSource::Files(paths.into())), &Catalogs::builtin());
        let updates = updates(job);
        let errors: Vec<_> = updates
            .iter()
            .filter_map(|update| match update {
                LogUpdate::Error(error) => Some(error.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(errors.len(), 2);
        assert!(errors[1].ends_with("core: skipped, since it is binary"), "{errors:?}");
    }

    #[test]
    fn the_reader_is_busy_until_its_jobs_end() {
        let mut reader = LogReader::new();
        let source = LogSource::Text(LOG.into());
        let (job, _handle) = LogJob::new(1, &input(source), &Catalogs::builtin());
        reader.scan(job);
        let mut found = 0;
        while reader.is_busy() {
            if let Some(LogEvent { update: LogUpdate::Found(batch), .. }) = reader.poll() {
                found += batch.found.len();
            }
        }
        assert_eq!(found, 1);
        let decoder = lazy(&Catalogs::builtin(), Decoder::new);
        let source = LogSource::Text(LOG.into());
        let mut handles = Vec::new();
        for id in 2..5 {
            let (job, handle) = LogTextJob::new(id, &source, vec![(0, 60)], &decoder);
            handles.push(handle);
            reader.read(job);
        }
        let mut texts = 0;
        while reader.is_busy() {
            texts += usize::from(reader.poll().and_then(|event| text(event.update)).is_some());
        }
        assert_eq!(texts, 3);
    }
}
