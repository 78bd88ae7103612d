//! Memory and time are linear in the size of the input, and input beyond the limit is rejected.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;

use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Tests that measure memory run one after another.
static MEASURING: Mutex<()> = Mutex::new(());

/// The length of each decoded input.
const LENGTH: usize = 200_000;

/// Bytes of memory allowed besides the input, whatever its length.
const LIMIT: usize = 8_000_000;

/// Memory for the program itself.
const BASE: usize = 100_000_000;

const ERROR: i32 = 2;
const MESSAGE: &str = "more than 100 MiB; cut out the response, such as with `tail -c 1M`";

/// The part of a text of that index.
type Part = fn(usize) -> String;

/// Texts of many small parts, each of which once took more memory or time than it should.
const SHAPES: [(&str, Part); 36] = [
    ("different errors", |i| format!(r#"{{"error":{{"message":"m{i}","code":{i}}}}}"#)),
    ("different messages of one code", |i| {
        format!("{{\"error\":{{\"message\":\"m{i}\",\"code\":2001}}}}\n")
    }),
    ("different errors of Seven Bridges", |i| {
        format!("{{\"status\":404,\"code\":{i},\"message\":\"m{i}\",\"more_info\":\"x\"}}\n")
    }),
    ("different errors of UiPath", |i| {
        format!("{{\"message\":\"m{i}\",\"errorCode\":{i},\"resourceIds\":null}}\n")
    }),
    ("repeated errors", |_| "{\"error\":{\"message\":\"m\",\"code\":2001}}\n".to_owned()),
    ("errors in strings", |i| {
        format!(r#""{{\"a\":\"{{\\\"code\\\":{i},\\\"message\\\":\\\"m\\\"}}\"}}","#)
    }),
    ("wrapped errors", |i| {
        format!("{{\"a\":{{\"b\":{{\"error\":{{\"message\":\"m{i}\",\n\"code\":{i}}}}}}}}}\n")
    }),
    ("one body of errors", |i| {
        let start = if i == 0 { "{\"items\":[" } else { "" };
        format!(r#"{start}{{"error":{{"status":404,"code":{i},"message":"m"}}}},"#)
    }),
    ("a client's lines", |i| {
        format!(
            "ERROR PUT API call to https://api.pagerduty.com/services/P failed 400 Bad Request. \
             Code: {i}, Errors: [timeout cannot be null], Message: Invalid Input\n"
        )
    }),
    ("announced codes", |i| format!("ERROR PagerDuty error code: {i} failed\n")),
    ("errors of exceptions", |i| format!("PagerDutyException: failed with {i}\n")),
    ("hosts with statuses", |_| "api.pagerduty.com -> 404\n".to_owned()),
    ("words of a vendor", |_| "PagerDuty error ".to_owned()),
    ("headers", |_| "X-message-code: A\n".to_owned()),
    ("headers on one line", |_| "X-message-code: ".to_owned()),
    ("status lines", |_| "HTTP/1.1 404 x\n".to_owned()),
    ("statuses", |_| "HTTP 404 ".to_owned()),
    ("plain lines", |i| format!("2026-11-20T03:12:45Z INFO GET /items/{i} 200 in 12 ms\n")),
    ("open members", |_| "{\"a\":[".to_owned()),
    ("open lists", |_| "[[[[1],".to_owned()),
    ("open braces", |_| "{".to_owned()),
    ("digits", |_| "1,".to_owned()),
    ("lists of a digit", |_| "[1]".to_owned()),
    ("a list of digits", |i| if i == 0 { "[0" } else { ",0" }.to_owned()),
    ("a list of nulls", |i| if i == 0 { "{\"errors\":[" } else { "~," }.to_owned()),
    ("values without names", |_| "{Invalid 2001 [a]} ".to_owned()),
    ("pairs", |_| "a=1 ".to_owned()),
    ("YAML", |_| "a:\n  b: c\n".to_owned()),
    ("a list of YAML", |_| "- a: b\n".to_owned()),
    ("CSV", |_| "a,b\n".to_owned()),
    ("XML", |_| "<a><b>1</b></a>".to_owned()),
    ("entities", |_| "&quot;".to_owned()),
    ("escapes", |_| "\\n".to_owned()),
    ("percent-encoding", |_| "%22".to_owned()),
    ("base64", |_| "eyJjb2RlIjoyMDAxLCJtIjoiw6QifQ== ".to_owned()),
    ("no-break spaces", |_| "a\u{a0}".to_owned()),
];

/// A text of that length.
fn text(part: Part, length: usize) -> String {
    let mut text = String::with_capacity(length + 200);
    for index in 0.. {
        text.push_str(&part(index));
        if text.len() >= length {
            break;
        }
    }
    text
}

#[test]
fn memory_is_bounded_for_any_shape() {
    let _alone = MEASURING.lock();
    let decoder = Decoder::new(&Catalogs::builtin());
    // The indices that are built on first use count once.
    let _ = decoder.decode(b"some failed request", None);
    let mut excessive = Vec::new();
    for (name, part) in SHAPES {
        let text = text(part, LENGTH);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let report = decoder.decode(text.as_bytes(), None);
        let used = MEMORY.peak_usage() - before;
        println!("{name}: {used} bytes, {} findings", report.findings.len());
        if used > LIMIT {
            excessive.push((name, used));
        }
    }
    assert!(excessive.is_empty(), "{excessive:?}");
}
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Decodes a file with a limited memory for the process.
#[cfg(target_os = "linux")]
fn decode(file: &Path, input: Stdio, memory: usize) -> Output {
    let script = format!("ulimit -v {} && exec \"$0\" decode \"$1\"", memory / 1024);
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_errdex")]).arg(file).stdin(input);
    command.env("XDG_CONFIG_HOME", path("no-config")).output().expect("a shell")
}

#[cfg(target_os = "linux")]
#[test]
fn rejects_oversized_file_without_reading_it() {
    let file = path("too-large");
    File::create(&file).and_then(|file| file.set_len((100 << 20) + 1)).expect("a sparse file");
    // The memory is too small to read it.
    let output = decode(&file, Stdio::null(), BASE);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(ERROR), "{stderr}");
    assert!(stderr.contains("too-large") && stderr.contains(MESSAGE), "{stderr}");
    assert!(output.stdout.is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn rejects_endless_pipe_at_the_limit() {
    let zeros = || File::open("/dev/zero").expect("Linux has it").into();
    let output = decode(Path::new("-"), zeros(), BASE + 600_000_000);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(ERROR), "{stderr}");
    assert!(stderr.starts_with("errdex: cannot read standard input: "), "{stderr}");
    assert!(stderr.contains(MESSAGE), "{stderr}");
}
