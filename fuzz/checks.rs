//! What must hold for any input: the fuzz targets and `tests/any_input.rs` run the same checks.

use std::ops::Range;
use std::sync::LazyLock;

use errdex::catalog::{self, Catalog, Catalogs};
use errdex::config::Config;
use errdex::decode::{Decoder, Report};
use errdex::search::{Index, Query, Results};
use errdex::tui::keymap::{Key, Scope};
use errdex::tui::{Action, Colours, Theme};

static CATALOGS: LazyLock<Catalogs> = LazyLock::new(Catalogs::builtin);
static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(&CATALOGS));
/// Few entries of each catalog, so that many queries a second can be asked; how all of them are
/// searched is the same.
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let few = |catalog: &Catalog| {
        let entries = &catalog.entries[..FEW.min(catalog.entries.len())];
        &*Box::leak(Box::new(Catalog { entries, ..*catalog }))
    };
    Index::new(&Catalogs::new(CATALOGS.iter().map(few).collect()))
});
const FEW: usize = 6;

/// How many of the best entries of an answer are looked at closely.
const BEST: usize = 3;

/// A paste of any bytes: spans are on character boundaries inside it, a claim has evidence, and an
/// entry has a code.
pub(crate) fn decode(input: &[u8]) -> Report {
    let report = DECODER.decode(input, None);
    check_report(input, &report);
    report
}

fn check_report(input: &[u8], report: &Report) {
    let text = std::str::from_utf8(input).ok();
    for finding in report.findings.iter().chain(&report.alternatives) {
        let evidence = finding.evidence.iter().map(|evidence| &evidence.span);
        let captures = finding.captures.iter().map(|capture| &capture.span);
        for span in evidence.chain(captures).chain([&finding.span]) {
            assert!(span.start <= span.end && span.end <= input.len(), "{span:?}");
            assert!(text.is_none_or(|text| text.get(span.clone()).is_some()), "{span:?}");
        }
        assert!((0.0..=1.0).contains(&finding.score), "{}", finding.score);
        assert!(!finding.is_claim() || !finding.evidence.is_empty());
        assert!(finding.entry.is_none() || finding.code.is_some());
    }
}

/// A query of any text: the best come first, and every highlight is a part of its text.
pub(crate) fn query(typed: &str) -> Results {
    let query = Query::new(typed);
    let results = INDEX.search(&query);
    assert!(results.matches.windows(2).all(|pair| pair[0].score >= pair[1].score));
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

/// A catalog file of any text: every fault has its place in the file; what is accepted can be
/// searched and decoded with, together with its own samples.
pub(crate) fn catalog(text: &str) {
    match catalog::read("any.toml", text) {
        Ok(catalog) => check_catalog(Box::leak(Box::new(catalog))),
        Err(faults) => {
            assert!(!faults.is_empty());
            let places: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column)).collect();
            assert!(places.is_sorted(), "{places:?}");
            let lines: Vec<&str> = text.split('\n').collect();
            for fault in &faults {
                let line = lines.get(fault.line - 1).expect("the line is in the file");
                assert!((1..=line.chars().count() + 1).contains(&fault.column), "{fault}");
                assert!(!fault.reason.is_empty() && !fault.reason.contains('\n'), "{fault}");
            }
        }
    }
}

fn check_catalog(catalog: &'static Catalog) {
    let catalogs = Catalogs::new(vec![catalog]);
    let index = Index::new(&catalogs);
    let decoder = Decoder::new(&catalogs);
    for record in catalogs.entry_refs().take(BEST) {
        let found = catalogs.lookup(record.code);
        // A code of white space or of `#` alone can't be asked for.
        let asked = record.code.trim().trim_start_matches('#');
        assert!(asked != record.code || found.iter().any(|found| found.entry == record));
        // `!1` as a query asks for all that is not 1: what is found is no matter here.
        let results = index.search(&Query::new(record.code));
        assert!(results.matches.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }
    let bodies = catalog.samples.iter().map(|it| it.body);
    for body in bodies.chain(catalog.counter_samples.iter().map(|it| it.body)) {
        check_report(body.as_bytes(), &decoder.decode(body.as_bytes(), None));
    }
}

/// A configuration of any text, and a theme: every remark has its line; no key has two meanings,
/// there is a way out, and what is bound can be spelled.
pub(crate) fn config(text: &str) {
    let (config, remarks) = Config::read(text);
    let lines = text.split('\n').count();
    for remark in &remarks {
        assert!(remark.line.is_some_and(|line| (1..=lines).contains(&line)), "{remark}");
        assert!(!remark.text.is_empty() && !remark.text.contains('\n'), "{remark}");
    }
    assert!(remarks.is_sorted_by_key(|remark| remark.line));
    let usual = Config::default().theme;
    let known = config.theme == usual || Theme::names().any(|name| name == config.theme);
    assert!(known, "{}", config.theme);
    let keymap = &config.keymap;
    assert!(keymap.clashes().next().is_none());
    let quit = keymap.bindings(&[Scope::Anywhere]).find(|row| row.action == Action::Quit);
    assert!(quit.is_some_and(|row| !row.keys.is_empty()));
    for &key in keymap.bindings(Scope::ALL).flat_map(|row| row.keys.iter()) {
        assert_eq!(key.spelled().parse(), Ok::<Key, _>(key));
    }
    if let Err(error) = Theme::read(text, Colours::True) {
        assert!(!error.to_string().is_empty());
    }
}
