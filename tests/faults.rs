//! Broken environments, through the real binary: homes, terminals, locales, arguments, descriptors,
//! devices. Every row has the expected exit code; none panics or hangs.
//!
//! Terminals of one cell are in `tests/screens.rs`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)] // helpers of tests

#[path = "support/tty.rs"]
#[allow(dead_code)] // no test needs all of it
mod tty;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use errdex::config::SAMPLE;
use tty::{PATIENCE, Tty};

const BINARY: &str = env!("CARGO_BIN_EXE_errdex");

const BODY: &str = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":[]}}"#;

/// One of each kind of command with what follows it in a shell, its exit code, and how its output
/// and its talk begin when nothing is wrong.
const COMMANDS: [(&str, i32, &str, &str); 14] = [
    ("", 1, "Not recognised", "errdex: the input is empty"),
    ("NameAlreadyUsed", 0, "UiPath", ""),
    ("lookup 1001", 0, "PagerDuty 1001", ""),
    ("lookup nosuch", 1, "", "errdex: no catalog has a code, name or alias `nosuch`"),
    ("search --json --limit 0 licence", 0, "[", ""),
    ("decode \"$BODY\"", 0, "Identified: PagerDuty 2001", ""),
    ("decode", 1, "Not recognised", "errdex: the input is empty"),
    ("list", 0, "", ""),
    ("export --format csv", 0, "vendor,", ""),
    ("keys", 0, "", ""),
    ("config check", 0, "", ""),
    ("completions bash", 0, "_errdex", ""),
    ("man", 0, ".ie", ""),
    ("--plain 6009", 0, "Seven Bridges 6009", ""),
];

/// A home with a body to decode.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("body.txt"), BODY).unwrap();
    home
}

/// Runs a shell script, in which `"$0"` is the binary, with an empty environment.
fn shell(home: &Path, script: &str, environment: &[(&str, &OsStr)]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", script, BINARY]).current_dir(home).timeout(PATIENCE);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", home);
    command.env("BODY", home.join("body.txt"));
    for (name, value) in environment {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    // What was made read-only could not be cleared away.
    fs::set_permissions(home, fs::Permissions::from_mode(0o755)).unwrap();
    output
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn talk(output: &Output) -> String {
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!talk.contains("internal error"), "a panic: {talk}");
    talk
}

/// The exit code; there is none when the program was killed because it hung.
fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

/// The prefix of the binary for which permissions are enforced, even if root runs the tests.
fn unprivileged() -> &'static str {
    if nix::unistd::geteuid().is_root() {
        "/usr/bin/setpriv --bounding-set=-dac_override,-dac_read_search"
    } else {
        ""
    }
}

#[test]
fn every_command_ends_as_expected() {
    let home = home();
    for (arguments, expected, begins, message) in COMMANDS {
        let output = shell(home.path(), &format!("\"$0\" {arguments} < /dev/null"), &[]);
        assert_eq!(code(&output), expected, "{arguments}: {}", talk(&output));
        assert!(out(&output).trim_start().starts_with(begins), "{arguments}: {}", out(&output));
        assert!(talk(&output).starts_with(message), "{arguments}: {}", talk(&output));
        assert_eq!(talk(&output).is_empty(), message.is_empty(), "{arguments}: {}", talk(&output));
    }
}

/// Environments that must not change the output of any command: their name, what the shell does
/// before, and the variables, which need not be UTF-8.
type Environment = (&'static str, &'static str, &'static [(&'static str, &'static [u8])]);

/// Without a home variable, that of the account is used, which must not be the tester's.
const ELSEWHERE: (&str, &[u8]) = ("XDG_CONFIG_HOME", b"/no/such/place");

const HARMLESS: [Environment; 20] = [
    ("a home that is read-only", "chmod 555 .;", &[]),
    ("a home that can't be entered", "mkdir locked; chmod 444 locked; HOME=locked;", &[]),
    ("no home", "unset HOME;", &[ELSEWHERE]),
    ("an empty home", "", &[("HOME", b""), ELSEWHERE]),
    ("a home that is not there", "", &[("HOME", b"/no/such/home")]),
    ("a home that is a file", "HOME=$BODY;", &[]),
    ("a home that is not UTF-8", "", &[("HOME", b"/no/such/\xff")]),
    ("a folder as the configuration", "mkdir -p .config/errdex/config.toml;", &[]),
    ("a file as the configuration's folder", "mkdir .config; touch .config/errdex;", &[]),
    ("a link to itself as the configuration's folder", "ln -s .config .config;", &[]),
    ("a working folder that is gone", "mkdir gone; cd gone; rmdir ../gone;", &[]),
    ("no TERM", "unset TERM;", &[]),
    ("an empty TERM", "", &[("TERM", b"")]),
    ("an unknown TERM", "", &[("TERM", b"klingon-9000")]),
    ("a TERM that is not UTF-8", "", &[("TERM", b"\xff\xfe")]),
    ("the locale C", "", &[("LANG", b"C"), ("LC_ALL", b"C")]),
    ("a Japanese locale of before Unicode", "", &[("LC_ALL", b"ja_JP.eucJP")]),
    ("a locale that is not there", "", &[("LANG", b"xx_YY.\xff"), ("LC_ALL", b"xx_YY.\xff")]),
    ("settings that are not UTF-8", "", &[("NO_COLOR", b"\xff"), ("ERRDEX_THEME", b"\xff")]),
    ("no PATH", "PATH=;", &[]),
];

#[test]
fn environments_change_no_output() {
    // One of each that reads something: the input, the configuration, a file.
    let read = ["", "lookup 1001", "search --json --limit 0 licence", "decode \"$BODY\"", "keys"];
    for (arguments, expected, ..) in COMMANDS {
        if !read.contains(&arguments) {
            continue;
        }
        let usual = shell(home().path(), &format!("\"$0\" {arguments} < /dev/null"), &[]);
        for (name, before, environment) in HARMLESS {
            let home = home();
            let environment: Vec<_> =
                environment.iter().map(|(name, value)| (*name, OsStr::from_bytes(value))).collect();
            let run = format!("{before} {} \"$0\" {arguments} < /dev/null", unprivileged());
            let output = shell(home.path(), &run, &environment);
            assert_eq!(code(&output), expected, "{name}: {arguments}: {}", talk(&output));
            assert_eq!(out(&output), out(&usual), "{name}: {arguments}");
            assert_eq!(talk(&output), talk(&usual), "{name}: {arguments}");
        }
    }
}

/// The name, the command, the exit code, and the message.
const ERRORS: [(&str, &str, i32, &str); 16] = [
    (
        "a folder to decode",
        "\"$0\" decode .",
        2,
        "errdex: cannot read `.`: is a directory, expected a file",
    ),
    (
        "a folder as standard input",
        "\"$0\" decode < .",
        2,
        "errdex: cannot read standard input: is a directory, expected a file",
    ),
    (
        "a folder as the configuration",
        "\"$0\" --config . list",
        2,
        "errdex: cannot read `.`: is a directory, expected a file",
    ),
    (
        "a folder as the configuration of the environment",
        "ERRDEX_CONFIG=. \"$0\" list",
        2,
        "errdex: cannot read `.`: is a directory, expected a file",
    ),
    (
        "a file as a folder",
        "\"$0\" decode body.txt/x",
        2,
        "errdex: cannot open `body.txt/x`: not a directory",
    ),
    (
        "a file that may not be read",
        "chmod 0 body.txt; SUDO \"$0\" decode body.txt",
        2,
        "errdex: cannot open `body.txt`: permission denied",
    ),
    (
        "a device without room",
        "\"$0\" list > /dev/full",
        2,
        "errdex: cannot write to standard output: no space left on device",
    ),
    (
        "a device without room, and a long answer",
        "\"$0\" export --format html > /dev/full",
        2,
        "errdex: cannot write to standard output: no space left on device",
    ),
    ("no room for the message", "\"$0\" lookup nosuch 2> /dev/full", 1, ""),
    ("no room for the message of an error", "\"$0\" decode nosuch 2> /dev/full", 2, ""),
    ("no room for anything", "\"$0\" list > /dev/full 2>&1", 2, ""),
    ("no room for wrong usage", "\"$0\" list --nosuch > /dev/full 2>&1", 2, ""),
    (
        "no room for help",
        "\"$0\" --help > /dev/full",
        2,
        "errdex: cannot write to standard output: no space left on device",
    ),
    (
        "words that are not UTF-8",
        "\"$0\" lookup \"$(printf '\\377\\376')\"",
        2,
        "error: invalid UTF-8 was detected in one or more arguments\n\nUsage: errdex lookup [OPTIONS] <CODE>...\n\nFor more information, try '--help'.",
    ),
    (
        "a vendor that is not UTF-8",
        "\"$0\" lookup 1001 --vendor \"$(printf '\\377')\"",
        2,
        "error: invalid UTF-8 was detected in one or more arguments\n\nUsage: errdex lookup [OPTIONS] <CODE>...\n\nFor more information, try '--help'.",
    ),
    (
        "a file name that is not UTF-8",
        "\"$0\" decode \"$(printf 'no\\377')\"",
        2,
        "errdex: cannot open `no\u{fffd}`: no such file (pipe text in to decode it; look up a code with `errdex lookup`)",
    ),
];

#[test]
fn errors_are_reported() {
    for (name, run, expected, message) in ERRORS {
        let home = home();
        let output = shell(home.path(), &run.replace("SUDO", unprivileged()), &[]);
        assert_eq!((code(&output), talk(&output).trim_end()), (expected, message), "{name}");
        assert_eq!(out(&output), "", "{name}");
    }
}

#[test]
fn names_of_files_need_not_be_utf_8() {
    let home = home();
    let run = "cp body.txt \"$(printf 'b\\377')\"; \"$0\" decode \"$(printf 'b\\377')\"";
    let output = shell(home.path(), run, &[]);
    assert_eq!((code(&output), talk(&output).as_str()), (0, ""));
    assert!(out(&output).starts_with("Identified: PagerDuty 2001"), "{}", out(&output));
    let run = "printf 'mouse = 1' > \"$(printf 'c\\377')\"; \
               \"$0\" --config \"$(printf 'c\\377')\" config check";
    let output = shell(home.path(), run, &[]);
    assert_eq!(code(&output), 2);
    assert!(out(&output).starts_with("c\u{fffd}:1: mouse is"), "{}", out(&output));
}

#[test]
fn closed_descriptors_act_like_empty_ones() {
    for (arguments, expected, ..) in COMMANDS {
        let home = home();
        let usual = shell(home.path(), &format!("\"$0\" {arguments} < /dev/null"), &[]);
        for closed in 0..8 {
            let close = |bit: u32, how| if closed & 1 << bit == 0 { "" } else { how };
            let (input, output, error) = (close(0, "<&-"), close(1, ">&-"), close(2, "2>&-"));
            // What isn't closed is there, and standard input is empty.
            let input = if input.is_empty() { "< /dev/null" } else { input };
            let name = format!("\"$0\" {arguments} {input} {output} {error}");
            let found = shell(home.path(), &name, &[]);
            assert_eq!(code(&found), expected, "{name}");
            let unless_closed =
                |text: String, closed: &str| if closed.is_empty() { text } else { String::new() };
            assert_eq!(out(&found), unless_closed(out(&usual), output), "{name}");
            assert_eq!(talk(&found), unless_closed(talk(&usual), error), "{name}");
            assert_eq!(fs::read_to_string(home.path().join("body.txt")).unwrap(), BODY, "{name}");
        }
    }
}

#[test]
fn no_file_is_written_to_through_a_closed_descriptor() {
    for close in ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"] {
        let home = home();
        let output =
            shell(home.path(), &format!("\"$0\" --config c.toml config init {close}"), &[]);
        assert_eq!(code(&output), 0, "{close}");
        assert_eq!(fs::read_to_string(home.path().join("c.toml")).unwrap(), SAMPLE, "{close}");
        // The message of an error must not get into the file that is read either.
        let run = format!("\"$0\" --config c.toml lookup nosuch {close}");
        assert_eq!(code(&shell(home.path(), &run, &[])), 1, "{close}");
        assert_eq!(fs::read_to_string(home.path().join("c.toml")).unwrap(), SAMPLE, "{close}");
    }
}

/// What is broken, what is run in a terminal until the browser is there, and the environment.
type Browser = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const BROWSERS: [Browser; 9] = [
    ("no TERM", "\"$BINARY\"", &[]),
    ("an unknown TERM", "\"$BINARY\"", &[("TERM", "klingon-9000")]),
    ("no home", "unset HOME; \"$BINARY\"", &[("XDG_CONFIG_HOME", "/no/such/place")]),
    ("a home that is read-only", "chmod 555 .; SUDO \"$BINARY\"", &[]),
    ("the locale C", "\"$BINARY\"", &[("LC_ALL", "C")]),
    ("closed standard input", "\"$BINARY\" <&-", &[]),
    ("closed standard error", "\"$BINARY\" 2>&-", &[]),
    ("closed standard input and error", "\"$BINARY\" <&- 2>&-", &[]),
    ("a working folder that is gone", "mkdir gone; cd gone; rmdir ../gone; \"$BINARY\"", &[]),
];

#[test]
fn the_browser_opens_in_broken_environments() {
    for (name, run, environment) in BROWSERS {
        let home = home();
        let path = std::env::var("PATH").unwrap();
        let usual = [("BINARY", BINARY), ("PATH", &path), ("HOME", home.path().to_str().unwrap())];
        let environment = [&usual[..], environment].concat();
        let mut tty = Tty::script(&run.replace("SUDO", unprivileged()), home.path(), &environment);
        tty.wait_for("type a code");
        tty.send("6009");
        tty.wait_for("1 of 1");
        tty.send("\x03");
        let (code, _, screen) = tty.end();
        assert_eq!(code, 0, "{name}");
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert!(!screen.contains("internal error"), "{name}: {screen}");
    }
}

#[test]
fn check_reports_a_configuration_that_cannot_be_read() {
    let home = home();
    let run = "mkdir -p .config/errdex/config.toml; \"$0\" config check";
    let output = shell(home.path(), run, &[]);
    let path = home.path().join(".config/errdex/config.toml");
    let expected = format!("cannot read `{}`: is a directory, expected a file\n", path.display());
    assert_eq!((code(&output), out(&output)), (2, expected));
}
