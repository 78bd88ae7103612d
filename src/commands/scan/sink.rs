//! Where results go: at once, or counted and printed at the end.

use std::io::{self, Write};

use errdex::catalog::Catalogs;
use errdex::decode::Confidence;
use errdex::report::{self, Page};
use errdex::scan::{Filter, Occurrence, Summary};

use crate::cli::ScanArgs;
use crate::commands::context::Context;
use crate::commands::output::{self, Output, message};
use crate::exit::Exit;

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A table at the end.
    Table,
    /// The same on standard error, beside the copy of the input.
    TableOnStderr,
    /// A line for each occurrence, and the table at the end.
    Lines,
    /// A JSON object for each occurrence.
    Json,
    /// The summary as JSON.
    SummaryJson,
}

impl Layout {
    fn of(args: &ScanArgs) -> Self {
        match args {
            ScanArgs { summary_json: true, .. } => Self::SummaryJson,
            ScanArgs { tee: true, .. } => Self::TableOnStderr,
            _ if args.json.enabled => Self::Json,
            ScanArgs { follow: true, .. } => Self::Lines,
            _ => Self::Table,
        }
    }
}

/// Collects what is found in all inputs.
pub struct Sink<'c> {
    pub catalogs: &'c Catalogs,
    pub layout: Layout,
    histogram: bool,
    pub summary: Summary,
    out: &'c mut Output,
    width: usize,
    filter: Filter,
    /// How many were left out because they are only possible.
    possible: u64,
    /// How many of those that were counted are only possible.
    shown_possible: u64,
    error: Option<io::Error>,
}

impl<'c> Sink<'c> {
    pub fn new(args: &ScanArgs, filter: Filter, context: &'c mut Context) -> Self {
        let Context { catalogs, out, width, .. } = context;
        Self {
            catalogs,
            layout: Layout::of(args),
            histogram: args.histogram,
            summary: Summary::default(),
            out,
            width: *width,
            filter,
            possible: 0,
            shown_possible: 0,
            error: None,
        }
    }

    /// Adds what was found in a file. Returns whether more can be written.
    pub fn add(&mut self, file: &str, found: &[Occurrence]) -> bool {
        for occurrence in found.iter().filter(|it| self.filter.is_wanted(it)) {
            if !self.filter.is_certain_enough(occurrence) {
                self.possible += occurrence.count;
                continue;
            }
            if occurrence.confidence == Confidence::Possible {
                self.shown_possible += occurrence.count;
            }
            self.summary.add(occurrence);
            let written = match self.layout {
                Layout::Json => report::scan::occurrence(self.out, file, occurrence),
                Layout::Lines => {
                    let page = &mut Page::new(self.out, self.width);
                    report::scan::line(page, self.catalogs, file, occurrence)
                }
                Layout::Table | Layout::TableOnStderr | Layout::SummaryJson => Ok(()),
            };
            self.error = self.error.take().or(written.err());
        }
        let is_at_once = matches!(self.layout, Layout::Json | Layout::Lines);
        if is_at_once && self.error.is_none() {
            self.error = self.out.flush().err();
        }
        self.error.is_none()
    }

    /// Prints what is printed at the end.
    pub fn finish(&mut self) -> io::Result<Exit> {
        self.error.take().map_or(Ok(()), Err)?;
        let (catalogs, summary) = (self.catalogs, &self.summary);
        let (width, histogram) = (self.width, self.histogram);
        let table = |out: &mut dyn Write| -> io::Result<()> {
            let page = &mut Page::new(out, width);
            report::scan::summary(page, catalogs, summary)?;
            if histogram { report::scan::histogram(page, summary) } else { Ok(()) }
        };
        match self.layout {
            Layout::Json => {}
            Layout::SummaryJson => report::scan::summary_json(self.out, summary)?,
            Layout::Table | Layout::Lines => table(self.out)?,
            Layout::TableOnStderr => {
                let mut out = output::open_stderr();
                table(&mut out)?;
                out.flush()?;
            }
        }
        self.out.flush()?;
        if self.possible > 0 && !matches!(self.layout, Layout::Json | Layout::SummaryJson) {
            let level = Confidence::Possible;
            message(format!("{} only possible; add `--min-confidence {level}`", self.possible));
        }
        Ok(if self.summary.count() > self.shown_possible {
            Exit::Found
        } else if self.possible + self.shown_possible > 0 {
            Exit::NotCertain
        } else {
            Exit::NotFound
        })
    }
}
