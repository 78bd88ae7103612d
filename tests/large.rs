//! Large input: memory and time grow with its size alone, and there is a limit that is told.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Bytes of an input that is decoded whole.
const LENGTH: usize = 2_000_000;

/// Bytes of memory for each byte of input, as documented, and what the program takes by itself.
const FACTOR: usize = 40;
const BASE: usize = 100_000_000;

/// Seconds of the processor: far more than is needed, far less than quadratic time would take.
const SECONDS: usize = 300;

const FAULT: i32 = 2;
const TOLD: &str = "it has more than 100 MiB, the most that is read; cut out the response";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Decodes a file with no more memory and time than there is for that many bytes.
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
    let steps = "a.".repeat(LENGTH / 4);
    let cases = [
        ("a name of many steps", steps.as_str(), "=1 b=2"),
        ("one body", "{\"items\":[", error),
        ("a log", "", line),
        ("what is never closed", "", "{\"a\":["),
        ("escapes upon escapes", "", "\\\"{\\"),
        ("markup", "", "<a b='<![CDATA["),
        ("numbers", "", "1001 "),
        ("one word", "", "a"),
    ];
    for (what, start, again) in cases {
        let file = path(&format!("large-{}", what.replace(' ', "-")));
        let times = (LENGTH - start.len()) / again.len();
        let text = [start, &again.repeat(times)].concat();
        std::fs::write(&file, text).expect("the file can be written");
        let output = decode(&file, Stdio::null(), LENGTH);
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{what}: {:?} {talk}", output.status);
        assert!(!output.stdout.is_empty(), "{what}");
        std::fs::remove_file(&file).expect("the file was written");
    }
}

#[test]
fn what_is_beyond_the_limit_is_told_unread() {
    let file = path("too-large");
    File::create(&file).and_then(|file| file.set_len((100 << 20) + 1)).expect("a sparse file");
    // There is not the memory to read it.
    let output = decode(&file, Stdio::null(), 0);
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(FAULT), "{talk}");
    assert!(talk.contains("too-large") && talk.contains(TOLD), "{talk}");
    assert!(output.stdout.is_empty());
}

#[test]
fn an_endless_pipe_is_read_to_the_limit() {
    let zeros = || File::open("/dev/zero").expect("Linux has it").into();
    let output = decode(Path::new("-"), zeros(), 20 << 20);
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(FAULT), "{talk}");
    assert!(talk.starts_with("errdex: cannot read standard input: "), "{talk}");
    assert!(talk.contains(TOLD), "{talk}");
}
