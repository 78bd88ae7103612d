//! The scanner: it finds what the decoder claims for each record, in streams of any form, and
//! summaries can be merged in any order.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use errdex::catalog::Catalogs;
use errdex::decode::{Confidence, Decoder, Reason, Verdict};
use errdex::scan::{Matcher, Occurrence, Scanner, Summary, records};
use proptest::prelude::*;
use serde_json::Value;

static MATCHER: LazyLock<Matcher> =
    LazyLock::new(|| Matcher::new(&Catalogs::builtin(), "2026-11-22T00:00:00Z".parse().expect("a time")));
static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(&Catalogs::builtin()));

/// The pastes of the development corpus.
static PASTES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = fs::read_dir(folder).expect("the corpus").map(|it| it.expect("a file").path()).collect();
    files.sort();
    let text = |path| fs::read_to_string(path).expect("a file of the corpus");
    let cases: Vec<String> = files.into_iter().map(text).collect();
    let paste = |line: &str| {
        let case: Value = serde_json::from_str(line).expect("a case");
        case["raw"].as_str().expect("its text").to_owned()
    };
    let pastes = cases.iter().flat_map(|cases| cases.lines()).map(paste);
    // Those in UTF-16 are binary for a scan.
    pastes.filter(|paste| !paste.contains('\0')).collect()
});

/// What is claimed: the position and what it is.
type Claim = (u64, &'static str, Option<String>);

/// What the decoder claims for each record.
fn decoded(log: &[u8]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (range, text_end) in records(log) {
        let report = DECODER.decode(&log[range.start..text_end], None);
        if report.verdict == Verdict::Ambiguous {
            continue;
        }
        for finding in report.findings.iter().filter(|finding| finding.is_claim()) {
            let is_bare = finding.evidence.iter().any(|it| it.reason == Reason::BareCode);
            let at = range.start + finding.span.start;
            if at < range.end && !is_bare {
                claims.push((at as u64, finding.catalog.id, finding.code.clone()));
            }
        }
    }
    claims
}

fn scan(log: &[u8], chunk: usize) -> (Vec<Occurrence>, Summary) {
    let mut scanner = Scanner::new(&MATCHER);
    let mut found = Vec::new();
    for part in log.chunks(chunk) {
        found.extend(scanner.push(part));
    }
    found.extend(scanner.finish());
    let mut summary = Summary::default();
    found.retain(|it| it.confidence != Confidence::Possible);
    found.iter().for_each(|it| summary.add(it));
    summary.bytes = scanner.bytes();
    summary.lines = scanner.lines();
    (found, summary)
}

fn scanned(log: &[u8], chunk: usize) -> Vec<Claim> {
    scan(log, chunk).0.into_iter().map(|it| (it.offset, it.vendor, it.code)).collect()
}

#[test]
fn nothing_that_is_claimed_is_missed() {
    let mut missed = Vec::new();
    let mut claims = 0;
    for paste in PASTES.iter() {
        let expected = decoded(paste.as_bytes());
        claims += expected.len();
        if scanned(paste.as_bytes(), 4096) != expected {
            let found = scanned(paste.as_bytes(), 4096);
            missed.push(format!("{expected:?}\n{found:?}\n{paste}"));
        }
    }
    assert!(claims > 300, "{claims}");
    assert!(missed.is_empty(), "{}:\n{}", missed.len(), missed.join("\n\n"));
}

/// Lines that logs have between errors, some with words that errors have too.
const NOISE: [&str; 7] = [
    "2026-11-21T03:14:07.123Z INFO request done path=/api/v2/items status=200 ms=12",
    r#"{"ts":1795230847.2,"level":"info","msg":"done","code":0,"traceId":"4bf92f3577b34da6"}"#,
    r#"{"time":"2026-11-21T03:14:08Z","level":"error","error":{"code":"ENOENT","message":"no such file"}}"#,
    "Nov 21 03:14:09 host app[12]: worker 7 started, exit code 0",
    "10.0.0.1 - - [21/Nov/2026:03:14:07 +0000] \"GET /user HTTP/1.1\" 404 153",
    "    at com.example.Service.call(Service.java:42)",
    "",
];

/// Where a log writer puts the lines of its output.
const PREFIXES: [&str; 6] = [
    "",
    "[pod/app-7d9/main] ",
    "app-1  | ",
    "2026-11-21T03:14:07.1234567Z ",
    "2026-11-21T03:14:07.123456789Z stderr F ",
    "Nov 21 03:14:07 host app[12]: ",
];

/// A log of pastes with noise between, as one log writer has it.
fn log() -> impl Strategy<Value = Vec<u8>> {
    let block = prop_oneof![
        2 => (0..PASTES.len()).prop_map(|at| PASTES[at].clone().into_bytes()),
        3 => proptest::sample::select(&NOISE[..]).prop_map(|line| line.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..60),
    ];
    let blocks = proptest::collection::vec(block, 1..12);
    (blocks, proptest::sample::select(&PREFIXES[..])).prop_map(|(blocks, prefix)| {
        let text = blocks.join(&b'\n');
        let lines: Vec<Vec<u8>> =
            text.split(|byte| *byte == b'\n').map(|line| [prefix.as_bytes(), line].concat()).collect();
        lines.join(&b'\n')
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mixtures_give_what_the_decoder_claims(log in log(), chunk in 1..5000_usize) {
        prop_assert_eq!(scanned(&log, chunk), decoded(&log));
    }

    #[test]
    fn positions_are_exact(log in log(), chunk in 1..5000_usize) {
        let (found, summary) = scan(&log, chunk);
        for it in found {
            let before = &log[..usize::try_from(it.offset).expect("an offset")];
            prop_assert_eq!(it.line, 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64);
        }
        prop_assert_eq!(summary.bytes, log.len() as u64);
        let lines = log.split_inclusive(|byte| *byte == b'\n').count();
        prop_assert_eq!(summary.lines, lines as u64);
    }

    #[test]
    fn merged_summaries_are_that_of_the_whole(
        log in log(),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..5),
        order in any::<u64>(),
    ) {
        // Parts start where records start.
        let starts: Vec<usize> = records(&log).map(|(range, _)| range.start).collect();
        let mut cuts: Vec<usize> =
            cuts.iter().filter(|_| !starts.is_empty()).map(|cut| *cut.get(&starts)).collect();
        cuts.extend([0, log.len()]);
        cuts.sort_unstable();
        let mut parts: Vec<Summary> =
            cuts.windows(2).map(|cut| read_back(&scan(&log[cut[0]..cut[1]], 1000).1)).collect();
        // Merged two by two, in any order.
        let mut order = order;
        while parts.len() > 1 {
            let mut take = |parts: &mut Vec<Summary>| {
                let at = usize::try_from(order % parts.len() as u64).expect("an index");
                order /= 2;
                parts.swap_remove(at)
            };
            let (mut merged, other) = (take(&mut parts), take(&mut parts));
            merged.merge(other);
            parts.push(read_back(&merged));
        }
        prop_assert_eq!(parts.pop().expect("a part"), scan(&log, 4096).1, "{:?} at {:?}", String::from_utf8_lossy(&log), cuts);
    }
}

/// A summary that was written and read.
fn read_back(summary: &Summary) -> Summary {
    let text = serde_json::to_string(summary).expect("JSON");
    serde_json::from_str(&text).expect("a summary")
}
