//! Invariants for any input, shared by the fuzz targets and `tests/invariants.rs`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use errdex::catalog::{self, Catalog, Catalogs, SourceFile, append_note, read_notes};
use errdex::config::Config;
use errdex::decode::{Decoder, Report};
use errdex::import::read::{Format, read};
use errdex::import::understand::Choices;
use errdex::import::write::catalog::Metadata;
use errdex::import::write::merge::merge;
use errdex::import::{ImportError, draft};
use errdex::scan::{Matcher, Occurrence, Scanner};
use errdex::search::{Index, Match, Query, Results};
use errdex::tui::keymap::{Key, Scope};
use errdex::tui::{Action, Colours, Theme};
use jiff::Timestamp;

static CATALOGS: LazyLock<Catalogs> = LazyLock::new(Catalogs::builtin);
static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(&CATALOGS));
static MATCHER: LazyLock<Matcher> =
    LazyLock::new(|| Matcher::new(&CATALOGS, Timestamp::UNIX_EPOCH));
/// A few entries of each catalog, to run more queries per second.
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let truncate = |catalog: &Catalog| {
        let entries = &catalog.entries[..ENTRIES_PER_CATALOG.min(catalog.entries.len())];
        &*Box::leak(Box::new(Catalog { entries, ..*catalog }))
    };
    Index::new(&Catalogs::new(CATALOGS.iter().map(truncate).collect()))
});
const ENTRIES_PER_CATALOG: usize = 6;

/// The number of best matches to check in detail.
const BEST: usize = 3;

/// Decodes any bytes: spans are within the input and on character boundaries, a claim has evidence,
/// and a finding with an entry has a code.
pub(crate) fn decode(input: &[u8]) -> Report {
    let report = DECODER.decode(input, None);
    check_report(input, &report);
    report
}

/// Scans any bytes in chunks: what is found does not depend on the chunks, is in order of its records
/// and within the input, and lines are counted.
pub(crate) fn scan(input: &[u8]) -> Vec<Occurrence> {
    let scan = |chunk: usize| {
        let mut scanner = Scanner::new(&MATCHER);
        let mut found: Vec<Occurrence> =
            input.chunks(chunk).flat_map(|part| scanner.push(part)).collect();
        found.extend(scanner.finish());
        assert_eq!(scanner.bytes(), input.len() as u64);
        let lines = input.split_inclusive(|byte| *byte == b'\n').count();
        assert_eq!(scanner.lines(), lines as u64);
        found
    };
    let found = scan(1 << 16);
    // The first byte chooses the length of the chunks.
    assert_eq!(found, scan(1 + usize::from(input.first().copied().unwrap_or(0))));
    assert!(found.iter().all(|it| it.offset < input.len() as u64 && it.line > 0));
    found
}

fn check_report(input: &[u8], report: &Report) {
    let text = std::str::from_utf8(input).ok();
    for finding in report.findings.iter().chain(&report.alternatives) {
        let evidence = finding.evidence.iter().map(|evidence| &evidence.span);
        let captures = finding.captures.iter().map(|capture| &capture.span);
        let details = finding.details.iter().map(|detail| &detail.span);
        for span in evidence.chain(captures).chain(details).chain([&finding.span]) {
            assert!(span.start <= span.end && span.end <= input.len(), "{span:?}");
            assert!(text.is_none_or(|text| text.get(span.clone()).is_some()), "{span:?}");
        }
        assert!((0.0..=1.0).contains(&finding.score), "{}", finding.score);
        assert!(!finding.is_claim() || !finding.evidence.is_empty());
        assert!(finding.entry.is_none() || finding.code.is_some());
    }
}

/// Searches for any text: matches are sorted by score, and every highlight is within its text.
pub(crate) fn query(typed: &str) -> Results {
    let query = Query::new(typed);
    let results = INDEX.search(&query);
    // The nearest matches are below the full ones. A path is compared before the scores.
    let has_path = typed.contains('/');
    let is_ordered = |a: &Match, b: &Match| match (a.is_nearest(), b.is_nearest()) {
        (false, true) => true,
        (true, false) => false,
        _ => has_path || a.score >= b.score,
    };
    assert!(results.matches.is_sorted_by(is_ordered));
    assert!(results.notices.iter().all(|notice| !notice.is_empty()));
    for found in results.matches.iter().take(BEST) {
        for text in [found.entry.title(), found.entry.code, typed] {
            check_highlights(text, &query.highlights(text));
        }
    }
    results
}

fn check_highlights(text: &str, marks: &[Range<usize>]) {
    for mark in marks {
        assert!(text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()), "{mark:?} {text}");
    }
    assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start), "{marks:?} {text}");
}

/// Reads any text as a catalog file: every error has a position in the file; an accepted catalog can
/// be searched and used for decoding, including its own samples.
pub(crate) fn catalog(text: &str) {
    match catalog::read("any.toml", text) {
        Ok(catalog) => check_catalog(Box::leak(Box::new(catalog))),
        Err(errors) => {
            assert!(!errors.is_empty());
            let positions: Vec<_> = errors.iter().map(|error| (error.line, error.column)).collect();
            assert!(positions.is_sorted(), "{positions:?}");
            let lines: Vec<&str> = text.split('\n').collect();
            for error in &errors {
                let line = lines.get(error.line - 1).expect("the line is in the file");
                assert!((1..=line.chars().count() + 1).contains(&error.column), "{error}");
                assert!(!error.reason.is_empty() && !error.reason.contains('\n'), "{error}");
            }
        }
    }
}

/// Merges any text as a user's file, and reads it as notes: errors have a position in the file, every
/// built-in catalog and entry stays, and nothing is shared between catalogs.
pub(crate) fn overlay(text: &str) {
    let file = SourceFile { path: "any.toml".to_owned(), text: Ok(text.to_owned()) };
    let merged = CATALOGS.merge(&[file], &[]);
    let ids: BTreeSet<_> = merged.catalogs.entry_refs().map(|entry| entry.id()).collect();
    assert_eq!(ids.len(), merged.catalogs.entry_refs().count(), "an entry is listed twice");
    match &merged.files[0].outcome {
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(CATALOGS.entry_refs().eq(merged.catalogs.entry_refs()));
        }
        Ok(contribution) => {
            let catalog = merged.catalogs.find(contribution.catalog).expect("it is a catalog");
            if contribution.is_overlay {
                let base = CATALOGS.find(contribution.catalog).expect("it extends a catalog");
                let new = contribution.added.len();
                assert_eq!(catalog.entries.len(), base.entries.len() + new);
            }
        }
    }
    if let Ok(notes) = read_notes("notes.toml", text) {
        for record in &notes {
            let appended = append_note(text, record);
            let read = read_notes("notes.toml", &appended).expect("a note that was read is valid");
            assert_eq!(read.last(), Some(record));
        }
    }
}

fn check_catalog(catalog: &'static Catalog) {
    let catalogs = Catalogs::new(vec![catalog]);
    let index = Index::new(&catalogs);
    let decoder = Decoder::new(&catalogs);
    for entry in catalogs.entry_refs().take(BEST) {
        let found = catalogs.lookup(entry.code);
        // A code of only white space or `#` cannot be looked up.
        let query = entry.code.trim().trim_start_matches('#');
        assert!(query != entry.code || found.iter().any(|found| found.entry == entry));
        // The matches are not checked: as a query, `!1` excludes 1.
        let results = index.search(&Query::new(entry.code));
        assert!(results.matches.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }
    let bodies = catalog.samples.iter().map(|it| it.body);
    for body in bodies.chain(catalog.counter_samples.iter().map(|it| it.body)) {
        check_report(body.as_bytes(), &decoder.decode(body.as_bytes(), None));
    }
}

/// Reads any text as a configuration and as a theme: every diagnostic has a line, no key has two
/// bindings, quitting has a key, and every bound key can be written and parsed.
pub(crate) fn config(text: &str) {
    let (config, diagnostics) = Config::read(text);
    let lines = text.split('\n').count();
    for diagnostic in &diagnostics {
        assert!(diagnostic.line.is_some_and(|line| (1..=lines).contains(&line)), "{diagnostic}");
        assert!(
            !diagnostic.message.is_empty() && !diagnostic.message.contains('\n'),
            "{diagnostic}"
        );
    }
    assert!(diagnostics.is_sorted_by_key(|diagnostic| diagnostic.line));
    let default = Config::default().theme;
    let known = config.theme == default || Theme::names().any(|name| name == config.theme);
    assert!(known, "{}", config.theme);
    let keymap = &config.keymap;
    assert!(keymap.clashes().next().is_none());
    let quit = keymap.bindings(&[Scope::Global]).find(|row| row.action == Action::Quit);
    assert!(quit.is_some_and(|row| !row.keys.is_empty()));
    for &key in keymap.bindings(Scope::ALL).flat_map(|row| row.keys.iter()) {
        assert_eq!(key.config_name().parse(), Ok::<Key, _>(key));
    }
    if let Err(error) = Theme::parse(text, Colours::True) {
        assert!(!error.to_string().is_empty());
    }
}

/// Imports any bytes as a page, in each format: the draft passes the checker, and merging it into itself
/// changes nothing.
pub(crate) fn import(page: &[u8]) {
    let metadata = Metadata {
        id: "page".to_owned(),
        name: None,
        url: None,
        captured: "2026-11-21".to_owned(),
    };
    for format in [None].into_iter().chain(Format::ALL.iter().copied().map(Some)) {
        let Ok(document) = read(page, format, "page") else { continue };
        match draft(&document, &Choices::default(), &metadata, &[], &CATALOGS) {
            Ok(draft) => {
                assert_eq!(draft.catalog.entries.len(), draft.found.entries.len());
                assert_eq!(merge(&draft.text, &draft.text).as_ref(), Ok(&draft.text));
            }
            Err(ImportError::Nothing(found)) => assert!(found.entries.is_empty()),
            Err(error @ ImportError::Invalid(_)) => panic!("{format:?}: {error}"),
        }
    }
}
