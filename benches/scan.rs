//! Scanning a log beside `rg` with twenty literals and `cat`, each as a process on one core. The log
//! is generated: one line in ten has a decoy, and a few have an error. Errors of which each has a
//! different number are decoded one by one, others once.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The size of the log.
const SIZE: usize = 200 << 20;

/// How often each program is run; the fastest counts.
const RUNS: usize = 5;

const LITERALS: &str = "\"code\":\nerrorCode\nPagerDuty\nUiPath\nOrchestrator\nsevenbridges\nSevenBridges\n\
    pagerduty.com\nuipath.com\nx-message-code\nEvent object\nAPI call to\nError code\nerror code\nBadRequest\n\
    HTTP Status\nEntityNotFound\nSCIM error\napi-status-codes\nRate limit\n";

const DECOYS: [&str; 4] = [
    r#"{"level":"info","msg":"done","code":0,"took":12}"#,
    r#"{"level":"warn","error":{"code":"ECONNRESET","message":"socket hang up"}}"#,
    r#"{"event":"upload","code":"8712345","ok":true}"#,
    r#"{"status":200,"code":31337,"message":"accepted"}"#,
];

const ERRORS: [&str; 4] = [
    r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken"]}}"#,
    r#"{"message":"The name Invoice Queue is already used.","errorCode":1001,"resourceIds":null}"#,
    r#"{"status":404,"code":5002,"message":"Requested file does not exist.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5002"}"#,
    "PUT API call to https://api.pagerduty.com/services/PX failed 400 Bad Request. Code: 2001, Errors: [timeout cannot be null], Message: Invalid Input",
];

const WORDS: [&str; 12] = [
    "connection opened",
    "cache hit",
    "job finished",
    "rows flushed",
    "heartbeat",
    "session closed",
    "queue depth",
    "config loaded",
    "metrics sent",
    "batch done",
    "retry scheduled",
    "pool resized",
];

fn main() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let literals = folder.path().join("literals");
    fs::write(&literals, LITERALS).expect("a file");
    for (per_ten_thousand, are_distinct) in [(15, false), (15, true), (100, false), (100, true)] {
        let log = folder.path().join("log");
        write_log(&log, per_ten_thousand, are_distinct);
        let errors = if are_distinct { "distinct errors" } else { "errors" };
        println!("{} MiB, {} % {errors}", SIZE >> 20, f64::from(per_ten_thousand) / 100.0);
        let paths = [log.as_path(), literals.as_path()];
        report("cat", "cat", &[], &paths[..1]);
        report("rg -c -F -f", "rg", &["-j1", "-c", "-F", "-f"], &[paths[1], paths[0]]);
        report(
            "errdex scan",
            env!("CARGO_BIN_EXE_errdex"),
            &["scan", "--summary-json"],
            &paths[..1],
        );
    }
}

/// Prints the shortest time of a program.
fn report(name: &str, program: &str, args: &[&str], paths: &[&Path]) {
    let run = || -> Option<Duration> {
        let start = Instant::now();
        let mut command = Command::new(program);
        command.args(args).args(paths).stdout(Stdio::null()).status().ok()?;
        Some(start.elapsed())
    };
    match (0..RUNS).filter_map(|_| run()).min() {
        Some(time) => println!("  {name:<12} {:>7.1} ms", time.as_secs_f64() * 1000.0),
        None => println!("  {name:<12} not installed"),
    }
}

fn write_log(path: &Path, per_ten_thousand: u32, are_distinct: bool) {
    let mut out = std::io::BufWriter::new(File::create(path).expect("a file"));
    let (mut written, mut random) = (0, 0x9E37_79B9_7F4A_7C15_u64);
    while written < SIZE {
        // xorshift, so that the log is the same on every run.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let pick = |texts: &[&'static str]| texts[(random >> 32) as usize % texts.len()];
        let job = if are_distinct { random % 1_000_000_007 } else { 7 };
        let body = match random % 10_000 {
            it if it < u64::from(per_ten_thousand) => {
                format!("ERROR job={job} {}", pick(&ERRORS))
            }
            it if it < 1000 + u64::from(per_ten_thousand) => format!("INFO {}", pick(&DECOYS)),
            _ => format!(
                "INFO {} path=/api/v2/items ms={} id={random:016x}",
                pick(&WORDS),
                random % 900
            ),
        };
        let second = written / 4000;
        let (hour, minute) = (second / 3600 % 24, second / 60 % 60);
        let line =
            format!("2026-11-21T{hour:02}:{minute:02}:{:02}Z [worker] {body}\n", second % 60);
        out.write_all(line.as_bytes()).expect("the log is written");
        written += line.len();
    }
}
