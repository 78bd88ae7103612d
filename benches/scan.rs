//! Scanning a log beside `rg` with twenty literals and `cat`, each as a process of one thread, on
//! logs that are generated: one line in ten has a decoy, and a few have an error. Errors have either the
//! same text, another number each, or another name each, which all are decoded. Processor time is measured, since it hardly depends on what else
//! the machine does; the fastest run counts. The output is the table of `docs/performance.md`.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The size of the log.
const SIZE: usize = 200 << 20;

/// How often each program is run; the fastest counts.
const RUNS: usize = 7;

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

/// Makes what differs between errors from a random number.
type Job = fn(u64) -> String;

const KINDS: [(&str, Job); 3] = [
    ("repeated", |_| "7".to_owned()),
    ("different numbers", |random| (random % 1_000_000_007).to_string()),
    ("different names", name),
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
    let [log, literals] = ["log", "literals"].map(|name| folder.path().join(name));
    fs::write(&literals, LITERALS).expect("a file");
    println!("| {} MiB | cat | rg | errdex | errdex / rg |\n|---|---|---|---|---|", SIZE >> 20);
    let shares = [15_u32, 100].into_iter();
    for (share, (kind, job)) in shares.flat_map(|share| KINDS.map(|kind| (share, kind))) {
        write_log(&log, share.into(), job);
        let scan = time(env!("CARGO_BIN_EXE_errdex"), &["scan", "--summary-json"], &[&log]);
        let rg = time("rg", &["-j1", "-c", "-F", "-f"], &[&literals, &log]);
        let cat = time("cat", &[], &[&log]);
        let (percent, ratio) = (f64::from(share) / 100.0, scan / rg);
        println!("| {percent} % errors, {kind} | {cat:.0} | {rg:.0} | {scan:.0} | {ratio:.2} |");
    }
}

/// The least processor time of a program, in milliseconds.
fn time(program: &str, args: &[&str], paths: &[&Path]) -> f64 {
    let run = |_| {
        let before = processor_time();
        let mut command = Command::new(program);
        command.args(args).args(paths).stdout(Stdio::null());
        command.status().unwrap_or_else(|error| panic!("`{program}` cannot be run: {error}"));
        processor_time().saturating_sub(before)
    };
    let least = (0..RUNS).map(run).min().expect("a run");
    least.as_secs_f64() * 1000.0
}

/// The processor time of all programs that have ended.
#[cfg(unix)]
fn processor_time() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the times of programs");
    let micros = [usage.user_time(), usage.system_time()]
        .map(|time| time.tv_sec() * 1_000_000 + time.tv_usec());
    Duration::from_micros(micros.iter().sum::<i64>().cast_unsigned())
}

/// The time since the first call.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// A name of letters.
fn name(mut random: u64) -> String {
    let letter = |_| {
        random = random.rotate_right(5);
        char::from(b'a' + u8::try_from(random % 26).unwrap_or(0))
    };
    (0..9).map(letter).collect()
}

/// Writes a log in which so many of 10,000 lines have an error.
fn write_log(path: &Path, errors: u64, job: Job) {
    let mut out = std::io::BufWriter::new(File::create(path).expect("a file"));
    let (mut written, mut random) = (0, 0x9E37_79B9_7F4A_7C15_u64);
    while written < SIZE {
        // xorshift, so that the log is the same on every run.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let pick = |texts: &[&'static str]| texts[(random >> 32) as usize % texts.len()];
        let body = match random % 10_000 {
            it if it < errors => format!("ERROR job={} {}", job(random), pick(&ERRORS)),
            it if it < 1000 + errors => format!("INFO {}", pick(&DECOYS)),
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
