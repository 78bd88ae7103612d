//! Where results go: at once, or counted and printed at the end.

use std::io::{self, Write};

use errdex::catalog::Catalogs;
use errdex::decode::Confidence;
use errdex::report::{self, Page};
use errdex::scan::{Filter, Occurrence, Summary};

use super::super::context::Context;
use super::super::output::{self, Output, message};
use crate::cli::ScanArgs;
use crate::exit::Exit;

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A table at the end, with a histogram or without.
    Table { histogram: bool },
    /// The same on standard error.
    TableBeside { histogram: bool },
    /// A line for each occurrence, and the table at the end.
    Lines,
    /// A JSON object for each occurrence.
    Json,
    /// The summary as JSON.
    SummaryJson,
}

impl Layout {
    pub fn of(args: &ScanArgs) -> Self {
        let histogram = args.histogram;
        match args {
            ScanArgs { summary_json: true, .. } => Self::SummaryJson,
            ScanArgs { tee: true, .. } => Self::TableBeside { histogram },
            _ if args.json.enabled => Self::Json,
            ScanArgs { follow: true, .. } => Self::Lines,
            _ => Self::Table { histogram },
        }
    }
}

/// Collects what all inputs have.
pub struct Sink<'c> {
    pub catalogs: &'c Catalogs,
    pub layout: Layout,
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
    pub fn new(layout: Layout, filter: Filter, context: &'c mut Context) -> Self {
        let Context { catalogs, out, width, .. } = context;
        Self {
            catalogs,
            layout,
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
                Layout::Table { .. } | Layout::TableBeside { .. } | Layout::SummaryJson => Ok(()),
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
        match self.layout {
            Layout::Json => {}
            Layout::SummaryJson => report::scan::summary_json(self.out, &self.summary)?,
            Layout::Table { histogram } => {
                let page = &mut Page::new(self.out, self.width);
                table(page, self.catalogs, &self.summary, histogram)?;
            }
            Layout::Lines => {
                let page = &mut Page::new(self.out, self.width);
                table(page, self.catalogs, &self.summary, false)?;
            }
            Layout::TableBeside { histogram } => {
                let mut out = output::open_stderr();
                let page = &mut Page::new(&mut out, self.width);
                table(page, self.catalogs, &self.summary, histogram)?;
                out.flush()?;
            }
        }
        self.out.flush()?;
        if self.possible > 0 && !matches!(self.layout, Layout::Json | Layout::SummaryJson) {
            let level = Confidence::Possible;
            message(format!("{} only possible; add `--min-confidence {level}`", self.possible));
        }
        Ok(
            match (self.summary.count() > self.shown_possible, self.possible + self.shown_possible)
            {
                (true, _) => Exit::Found,
                (false, 0) => Exit::NotFound,
                (false, _) => Exit::NotCertain,
            },
        )
    }
}

fn table(
    page: &mut Page<'_>,
    catalogs: &Catalogs,
    summary: &Summary,
    histogram: bool,
) -> io::Result<()> {
    report::scan::summary(page, catalogs, summary)?;
    if histogram { report::scan::histogram(page, summary) } else { Ok(()) }
}
