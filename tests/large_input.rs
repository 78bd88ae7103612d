//! Memory and time are linear in the size of the input, and input beyond the limit is rejected.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The length of each decoded input.
const LENGTH: usize = 2_000_000;

/// Bytes of memory allowed for each byte of input and for the program itself.
const FACTOR: usize = 30;
const BASE: usize = 100_000_000;

/// Seconds of processor time: far more than linear time needs, far less than quadratic time.
const SECONDS: usize = 300;

const ERROR: i32 = 2;
const MESSAGE: &str = "more than 100 MiB; cut out the response, such as with `tail -c 1M`";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Decodes a file with the memory and time allowed for an input of `length` bytes.
fn decode(file: &Path, input: Stdio, length: usize) -> Output {
    let memory = (BASE + FACTOR * length) / 1024;
    let script = format!("ulimit -v {memory} && ulimit -t {SECONDS} && exec \"$0\" decode \"$1\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_errdex")]).arg(file).stdin(input);
    command.env("XDG_CONFIG_HOME", path("no-config")).output().expect("a shell")
}

#[test]
fn memory_and_time_are_linear() {
    let error =
        r#"{"error":{"status":404,"code":5002,"message":"Requested file does not exist."}},"#;
    let line = "ERROR PUT API call to https://api.pagerduty.com/services/PX failed 400 Bad \
                Request. Code: 2001, Errors: [timeout cannot be null], Message: Invalid Input\n";
    let dotted_name = "a.".repeat(LENGTH / 4);
    let cases = [
        ("a dotted name", dotted_name.as_str(), "=1 b=2"),
        ("one body", "{\"items\":[", error),
        ("a log", "", line),
        ("unclosed brackets", "", "{\"a\":["),
        ("nested escapes", "", "\\\"{\\"),
        ("markup", "", "<a b='<![CDATA["),
        ("percent-encoding", "", "%22%"),
        ("strings with escapes", "", "[\"\\\\n%22\","),
        ("soft line breaks", "", "=22=\n"),
        ("numbers", "", "1001 "),
        ("one word", "", "a"),
    ];
    for (name, start, unit) in cases {
        let file = path(&format!("large-{}", name.replace(' ', "-")));
        let times = (LENGTH - start.len()) / unit.len();
        let text = [start, &unit.repeat(times)].concat();
        std::fs::write(&file, text).expect("the file can be written");
        let output = decode(&file, Stdio::null(), LENGTH);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1 | 3)),
            "{name}: {:?} {stderr}",
            output.status
        );
        assert!(!output.stdout.is_empty(), "{name}");
        std::fs::remove_file(&file).expect("the file was written");
    }
}

#[test]
fn rejects_oversized_file_without_reading_it() {
    let file = path("too-large");
    File::create(&file).and_then(|file| file.set_len((100 << 20) + 1)).expect("a sparse file");
    // The memory is too small to read it.
    let output = decode(&file, Stdio::null(), 0);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(ERROR), "{stderr}");
    assert!(stderr.contains("too-large") && stderr.contains(MESSAGE), "{stderr}");
    assert!(output.stdout.is_empty());
}

#[test]
fn rejects_endless_pipe_at_the_limit() {
    let zeros = || File::open("/dev/zero").expect("Linux has it").into();
    let output = decode(Path::new("-"), zeros(), 20 << 20);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(ERROR), "{stderr}");
    assert!(stderr.starts_with("errdex: cannot read standard input: "), "{stderr}");
    assert!(stderr.contains(MESSAGE), "{stderr}");
}
