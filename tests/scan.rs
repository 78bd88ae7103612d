//! The scanner: it finds what the decoder claims for each record, in streams of any form, and
//! summaries can be merged in any order. The command, through the binary.

#[path = "common/golden.rs"]
mod golden;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use errdex::catalog::Catalogs;
use errdex::decode::{Confidence, Decoder, Finding, Reason, Verdict};
use errdex::scan::{Matcher, Occurrence, Scanner, Summary, records};
use golden::golden;
use proptest::prelude::*;
use serde_json::Value;

static MATCHER: LazyLock<Matcher> = LazyLock::new(|| {
    Matcher::new(&Catalogs::builtin(), "2026-11-22T00:00:00Z".parse().expect("a time"))
});
static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(&Catalogs::builtin()));

/// The pastes of the development corpus.
static PASTES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let files = fs::read_dir(folder).expect("the corpus").map(|it| it.expect("a file").path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|it| it == "jsonl")).collect();
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
    for it in &found {
        summary.add(it);
    }
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
        let lines: Vec<Vec<u8>> = text
            .split(|byte| *byte == b'\n')
            .map(|line| [prefix.as_bytes(), line].concat())
            .collect();
        lines.join(&b'\n')
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mixtures_give_what_the_decoder_claims(log in log(), chunk in 1..5000_usize) {
        prop_assert_eq!(scanned(&log, chunk), decoded(&log));
    }

    #[test]
    fn positions_are_exact(log in log(), chunk in 1..5000_usize) {
        let (found, summary) = scan(&log, chunk);
        for it in found {
            let before = &log[..usize::try_from(it.offset).expect("an offset")];
            prop_assert_eq!(it.line, before.split(|byte| *byte == b'\n').count() as u64);
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

/// Records of errors that are logged again, with the places of their times, ids and other numbers.
const REPEATED: [&str; 6] = [
    r#"TIME ERROR [ID] job=LONG {"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name NUMBER has already been taken"]}}"#,
    r#"TIME WARN uipath job ID: {"message":"The queue ID is already used.","errorCode":1001,"resourceIds":null}"#,
    r#"{"time":"TIME","trace":"ID","user":LONG,"at":"TIME","body":{"status":404,"code":NUMBER,"message":"Requested file does not exist.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#NUMBER"}}"#,
    "PUT https://api.pagerduty.com/incidents/ID failed 400 Bad Request. Code: 2001, Errors: [no ID at TIME], Message: Invalid Input",
    r#"ERROR {"code":NUMBER,"message":"ID of LONG"}"#,
    r#"pagerduty LONG: {"error":{"message":"Invalid Input Provided","code":LONG}}"#,
];

/// Times, ids and numbers that differ between records that are else the same.
const TIMES: [&str; 3] = ["2026-11-20T03:14:07Z", "2026-11-21T03:14:07Z", "2026-11-22T03:14:07Z"];
const IDS: [&str; 3] = [
    "4bf92f35-77b3-4da6-a3ce-929d0e0e4730",
    "4bf92f35-77b3-4da6-a3ce-929d0e0e4731",
    "00f067aa-0ba9-02b7-0000-000000000001",
];
const NUMBERS: [&str; 3] = ["5000", "5001", "5002"];
const LONG: [&str; 5] = ["1234567", "7654321", "2001200", "0000000", "7000000"];

/// Checks that the records of a log give what each gives alone.
fn check_alone(records: &[String]) -> Result<(), TestCaseError> {
    let (mut log, mut alone) = (String::new(), Vec::new());
    for record in records {
        let offset = log.len() as u64;
        let line = log.lines().count() as u64;
        let (found, _) = scan(record.as_bytes(), 4096);
        alone.extend(found.into_iter().map(|it| Occurrence {
            line: it.line + line,
            offset: it.offset + offset,
            ..it
        }));
        log += record;
    }
    prop_assert_eq!(scan(log.as_bytes(), 4096).0, alone);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repeated_records_give_what_each_gives_alone(
        records in proptest::collection::vec(
            (0..REPEATED.len(), 0..3_usize, 0..3_usize, 0..3_usize, 0..5_usize, 0..5_usize),
            1..20,
        ),
    ) {
        let records = records.into_iter().map(|(record, time, id, number, long, other)| {
            REPEATED[record]
                .replacen("TIME", TIMES[time], 1)
                .replace("TIME", TIMES[time / 2])
                .replace("ID", IDS[id])
                .replace("NUMBER", NUMBERS[number])
                .replacen("LONG", LONG[long], 1)
                .replace("LONG", LONG[other])
                + "\n"
        });
        check_alone(&records.collect::<Vec<_>>())?;
    }

    #[test]
    fn numbers_in_any_paste_do_not_matter_unless_they_do_alone(
        paste in 0..PASTES.len(),
        // Where in the line a number is, with what is before it.
        at in any::<prop::sample::Index>(),
        before in proptest::sample::select(&[" ", "=", ":", "\"", "#", "%", "&#", "/", "job="][..]),
        numbers in proptest::collection::vec(0..LONG.len(), 2..6),
    ) {
        let line = "ERROR ".to_owned() + &PASTES[paste].replace('\n', " ");
        let ends = line.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(end, _)| end);
        let at = *at.get(&ends.chain([line.len()]).collect::<Vec<_>>());
        let (start, end) = line.split_at(at);
        let with = |number: usize| format!("{start}{before}{}{end}\n", LONG[number]);
        check_alone(&numbers.into_iter().map(with).collect::<Vec<_>>())?;
    }
}

#[test]
fn codes_of_any_form_are_found() {
    let long = "x".repeat(100);
    let codes = [
        "E-1001",
        "auth/invalid-email",
        "Storage.NotFound",
        "Größe",
        "not enough space",
        "#77",
        "_id",
        &long,
    ];
    let mut catalog = r#"
schema = 1
id = "acme"
name = "Acme"
tab = "Acme"
source = { title = "Errors", url = "https://acme.example/errors", captured = 2026-11-21, exhaustive = true }

[[section]]
id = "errors"
title = "errors"

[[signature]]
id = "error"
format = "json"
weight = "medium"
shape = { code = "string", message = "string" }
code = "/code"
message = "/message"
"#
    .to_owned();
    for code in codes {
        let entry =
            format!("\n[[entry]]\nsection = \"errors\"\ncode = \"{code}\"\nretry = \"never\"\n");
        catalog += &(entry + "action = \"Check.\"\nmessages = [\"Acme failed.\"]\n");
    }
    let catalog = errdex::catalog::read("acme.toml", &catalog).expect("the catalog is valid");
    let catalogs = Catalogs::new(vec![Box::leak(Box::new(catalog))]);
    let matcher = Matcher::new(&catalogs, "2026-11-22T00:00:00Z".parse().expect("a time"));
    for code in codes {
        let record = format!(r#"ERROR {{"code":"{code}","message":"Acme failed."}}"#);
        let report = Decoder::new(&catalogs).decode(record.as_bytes(), None);
        assert!(report.findings.iter().any(Finding::is_claim), "{code}");
        let mut scanner = Scanner::new(&matcher);
        scanner.push(record.as_bytes());
        assert_eq!(scanner.finish()[0].code.as_deref(), Some(code));
    }
}

/// A summary that was written and read.
fn read_back(summary: &Summary) -> Summary {
    let text = serde_json::to_string(summary).expect("JSON");
    serde_json::from_str(&text).expect("a summary")
}

const LOG: &str = "tests/fixtures/scan.log";

fn errdex(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errdex"));
    command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).arg("scan").args(args);
    command
}

fn run(args: &[&str]) -> Output {
    errdex(args).output().expect("the binary runs")
}

fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut command = errdex(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // The program may end before it has read all.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the binary ends");
    writer.join().expect("the input is written");
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn temporary(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("a temporary file");
    path
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of ASCII")
}

#[test]
fn results_are_printed_as_documented() {
    golden("scan.txt", &stdout(&run(&["--histogram", LOG])));
    golden("scan.jsonl", &stdout(&run(&["--json", LOG])));
    golden("scan_summary.json", &stdout(&run(&["--summary-json", LOG])));
}

#[test]
fn a_histogram_needs_times() {
    let error = br#"ERROR {"error":{"message":"Invalid Input Provided","code":2001}}"#;
    let last = |input: &[u8]| {
        let output = stdout(&run_with(&["--histogram"], input));
        output.lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(last(error), "no histogram, since no error has a time");
    assert_eq!(last(b"all is well"), "no vendor errors found");
}

#[test]
fn exit_codes_are_those_of_other_commands() {
    let possible = br#"ERROR {"error":{"message":"odd","code":2001}}"#;
    assert_eq!(run(&[LOG]).status.code(), Some(0));
    assert_eq!(run(&["Cargo.toml", "--vendor", "sap"]).status.code(), Some(1));
    assert_eq!(run(&["no-such-file"]).status.code(), Some(2));
    assert_eq!(run(&["--since", "soon", LOG]).status.code(), Some(2));
    assert_eq!(run_with(&[], possible).status.code(), Some(3));
    assert_eq!(run_with(&["--min-confidence", "possible"], possible).status.code(), Some(3));
}

#[test]
fn filters_select_occurrences() {
    let codes = |args: &[&str]| -> Vec<String> {
        let output = stdout(&run(&[&["--json", LOG], args].concat()));
        let code =
            |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["code"].to_string();
        output.lines().map(code).collect()
    };
    assert_eq!(codes(&[]).len(), 4);
    assert_eq!(codes(&["--vendor", "uipath"]), ["\"1001\""]);
    assert_eq!(codes(&["--code", "2100"]), ["\"2100\""]);
    assert_eq!(
        codes(&["--since", "2026-11-21T03:15", "--until", "2026-11-21T03:18"]),
        ["\"2100\""]
    );
    assert_eq!(codes(&["--until", "2026-11-21"]), [""; 0]);
}

#[test]
fn compressed_files_are_read_as_they_are() {
    let log = fs::read(LOG).expect("the log");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&log).expect("memory");
    let gzip = gzip.finish().expect("memory");
    let zstd =
        ruzstd::encoding::compress_to_vec(&log[..], ruzstd::encoding::CompressionLevel::Fastest);
    let plain = run(&["--summary-json", LOG]).stdout;
    // Several members or frames follow each other in one file.
    for (name, content) in [("scan.gz", &gzip), ("scan.zst", &zstd)] {
        let file = temporary(name, content);
        assert_eq!(run(&["--summary-json", path(&file)]).stdout, plain, "{name}");
        let file = temporary(name, &content.repeat(2));
        let twice: Summary =
            serde_json::from_slice(&run(&["--summary-json", path(&file)]).stdout).expect("JSON");
        assert_eq!(twice.bytes, 2 * log.len() as u64, "{name}");
        let truncated = temporary(name, &content[..content.len() / 2]);
        assert_eq!(run(&[path(&truncated)]).status.code(), Some(2), "{name}");
    }
}

#[test]
fn tee_copies_its_input() {
    let log = [&fs::read(LOG).expect("the log")[..], b"\xFF\x00\x1b[1m no line end"].concat();
    let output = run_with(&["--tee"], &log);
    assert_eq!(output.stdout, log);
    assert!(String::from_utf8_lossy(&output.stderr).contains("Invalid Input Provided"));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn summaries_of_files_are_merged_by_the_command() {
    let log = fs::read_to_string(LOG).expect("the log");
    let middle = log.find("2026-11-21T03:15:10Z").expect("a record");
    let part = |name: &str, text: &str| {
        let log = temporary(&format!("{name}.log"), text.as_bytes());
        temporary(&format!("{name}.json"), &run(&["--summary-json", path(&log)]).stdout)
    };
    let (first, second) = (part("scan-a", &log[..middle]), part("scan-b", &log[middle..]));
    let merged = run(&["--merge", "--summary-json", path(&second), path(&first)]);
    assert_eq!(stdout(&merged), stdout(&run(&["--summary-json", LOG])));
    assert_eq!(run(&["--merge", LOG]).status.code(), Some(2));
}

#[test]
fn binary_files_are_skipped_with_a_notice() {
    let binary = temporary("scan.bin", b"PagerDuty\0\x01");
    let output = run(&[path(&binary)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("skipped, since it is binary"));
}

/// The most memory that a scan of an input had, in KiB.
#[cfg(target_os = "linux")]
fn peak_memory(write: impl FnOnce(&mut std::process::ChildStdin)) -> u64 {
    let mut command = errdex(&["--summary-json"]);
    let mut child =
        (command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()).expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    write(&mut stdin);
    // All but the last few bytes were read, and the end of the input is not reached yet.
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("a process");
    drop(stdin);
    child.wait().expect("the binary ends");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
    peak.trim_end_matches("kB").trim().parse().expect("a number")
}

#[test]
#[cfg(target_os = "linux")]
fn memory_is_limited_whatever_the_input() {
    const LIMIT: u64 = 64 << 10;
    let fill = |length: usize| "x /\\".repeat(length / 4);
    let mib = fill(1 << 20);
    let long_line = peak_memory(|input| {
        for part in 0..112 {
            let hit = if part % 16 == 0 { r#"{"error":{"code":2001,"# } else { "" };
            input.write_all(format!("{hit}{mib}").as_bytes()).expect("a pipe");
        }
    });
    let binary = peak_memory(|input| {
        let bytes: Vec<u8> =
            (0..1_u32 << 20).map(|it| it.wrapping_mul(it).to_le_bytes()[1] | 1).collect();
        (0..32).for_each(|_| input.write_all(&bytes).expect("a pipe"));
    });
    let compressed = peak_memory(|input| {
        let mut gzip = flate2::write::GzEncoder::new(input, flate2::Compression::fast());
        (0..32).for_each(|_| gzip.write_all(mib.as_bytes()).expect("a pipe"));
        gzip.finish().expect("a pipe");
    });
    let codes = peak_memory(|input| {
        for code in 0..6000 {
            let body = format!(
                "{{\"error\":{{\"message\":\"x\",\"code\":9{code},\"errors\":[\"y\"]}}}}\n"
            );
            input.write_all(body.as_bytes()).expect("a pipe");
        }
    });
    let peaks = [long_line, binary, compressed, codes];
    assert!(peaks.iter().all(|peak| *peak < LIMIT), "{peaks:?}");
}

#[test]
fn a_closed_output_ends_the_scan() {
    let mut command = errdex(&["--json"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    let log = fs::read(LOG).expect("the log");
    // An endless input.
    while stdin.write_all(&log).is_ok() {}
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
#[cfg(unix)]
fn a_file_is_followed_until_an_interrupt_prints_the_table() {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    use std::io::{BufRead, BufReader, Read};

    let log = fs::read(LOG).expect("the log");
    let file = temporary("scan-followed.log", b"");
    let mut child =
        errdex(&["--follow", path(&file)]).stdout(Stdio::piped()).spawn().expect("the binary runs");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut append = fs::OpenOptions::new().append(true).open(&file).expect("the file");
    append.write_all(&log).expect("the file is written");
    let mut line = String::new();
    output.read_line(&mut line).expect("a line");
    assert!(line.contains("2026-11-21 03:14:09  pagerduty  2001"), "{line}");
    let id = Pid::from_raw(i32::try_from(child.id()).expect("an id"));
    kill(id, Signal::SIGINT).expect("the signal is sent");
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("text");
    assert!(rest.contains("count  2026-11-21 UTC"), "{rest}");
    assert_eq!(child.wait().expect("the binary ends").code(), Some(0));
}
