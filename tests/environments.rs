//! The real binary in broken environments: homes, terminals, locales, arguments, descriptors and
//! devices. Every case has an expected exit code, and none panics or hangs.
//!
//! Terminals of one cell are in `tests/screens.rs`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)] // test helpers

#[path = "support/tty.rs"]
#[allow(dead_code)] // not every test uses all of it
mod tty;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use errdex::config::SAMPLE;
use tty::{TIMEOUT, Tty};

const BINARY: &str = env!("CARGO_BIN_EXE_errdex");

const BODY: &str = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":[]}}"#;

/// Commands: the arguments in a shell, the exit code, and the start of standard output and standard
/// error in a working environment.
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

/// A home directory with a body to decode.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("body.txt"), BODY).unwrap();
    home
}

/// Runs a shell script, in which `"$0"` is the binary, with an empty environment.
fn shell(home: &Path, script: &str, environment: &[(&str, &OsStr)]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", script, BINARY]).current_dir(home).timeout(TIMEOUT);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", home);
    command.env("BODY", home.join("body.txt"));
    for (name, value) in environment {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    // A read-only directory could not be removed.
    fs::set_permissions(home, fs::Permissions::from_mode(0o755)).unwrap();
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!stderr.contains("internal error"), "a panic: {stderr}");
    stderr
}

/// The exit code; there is none if the program was killed because it hung.
fn exit_code(output: &Output) -> i32 {
    output.status.code().expect("the program exits")
}

/// A command prefix that enforces permissions even if root runs the tests.
fn unprivileged() -> &'static str {
    if nix::unistd::geteuid().is_root() {
        "/usr/bin/setpriv --bounding-set=-dac_override,-dac_read_search"
    } else {
        ""
    }
}

#[test]
fn every_command_exits_as_expected() {
    let home = home();
    for (arguments, expected, begins, message) in COMMANDS {
        let output = shell(home.path(), &format!("\"$0\" {arguments} < /dev/null"), &[]);
        assert_eq!(exit_code(&output), expected, "{arguments}: {}", stderr(&output));
        assert!(
            stdout(&output).trim_start().starts_with(begins),
            "{arguments}: {}",
            stdout(&output)
        );
        assert!(stderr(&output).starts_with(message), "{arguments}: {}", stderr(&output));
        assert_eq!(
            stderr(&output).is_empty(),
            message.is_empty(),
            "{arguments}: {}",
            stderr(&output)
        );
    }
}

/// An environment that must not change the output of any command: its name, shell commands to run
/// first, and variables, which can be invalid UTF-8.
type Environment = (&'static str, &'static str, &'static [(&'static str, &'static [u8])]);

/// Without HOME, the home directory of the account is used. This keeps the configuration in it out of
/// the tests.
const NO_CONFIG: (&str, &[u8]) = ("XDG_CONFIG_HOME", b"/no/such/place");

const HARMLESS: [Environment; 20] = [
    ("a home that is read-only", "chmod 555 .;", &[]),
    ("a home without execute permission", "mkdir locked; chmod 444 locked; HOME=locked;", &[]),
    ("no home", "unset HOME;", &[NO_CONFIG]),
    ("an empty home", "", &[("HOME", b""), NO_CONFIG]),
    ("a missing home", "", &[("HOME", b"/no/such/home")]),
    ("a home that is a file", "HOME=$BODY;", &[]),
    ("a home that is not UTF-8", "", &[("HOME", b"/no/such/\xff")]),
    ("a folder as the configuration file", "mkdir -p .config/errdex/config.toml;", &[]),
    ("a file as the config folder", "mkdir .config; touch .config/errdex;", &[]),
    ("a circular link as the config folder", "ln -s .config .config;", &[]),
    ("a deleted working folder", "mkdir gone; cd gone; rmdir ../gone;", &[]),
    ("no TERM", "unset TERM;", &[]),
    ("an empty TERM", "", &[("TERM", b"")]),
    ("an unknown TERM", "", &[("TERM", b"klingon-9000")]),
    ("a TERM that is not UTF-8", "", &[("TERM", b"\xff\xfe")]),
    ("the locale C", "", &[("LANG", b"C"), ("LC_ALL", b"C")]),
    ("a Japanese locale without Unicode", "", &[("LC_ALL", b"ja_JP.eucJP")]),
    ("an unknown locale", "", &[("LANG", b"xx_YY.\xff"), ("LC_ALL", b"xx_YY.\xff")]),
    ("settings that are not UTF-8", "", &[("NO_COLOR", b"\xff"), ("ERRDEX_THEME", b"\xff")]),
    ("no PATH", "PATH=;", &[]),
];

#[test]
fn broken_environments_do_not_change_output() {
    // One command for each kind of input: standard input, the configuration, a file.
    let relevant =
        ["", "lookup 1001", "search --json --limit 0 licence", "decode \"$BODY\"", "keys"];
    for (arguments, expected, ..) in COMMANDS {
        if !relevant.contains(&arguments) {
            continue;
        }
        let usual = shell(home().path(), &format!("\"$0\" {arguments} < /dev/null"), &[]);
        for (name, before, environment) in HARMLESS {
            let home = home();
            let environment: Vec<_> =
                environment.iter().map(|(name, value)| (*name, OsStr::from_bytes(value))).collect();
            let run = format!("{before} {} \"$0\" {arguments} < /dev/null", unprivileged());
            let output = shell(home.path(), &run, &environment);
            assert_eq!(exit_code(&output), expected, "{name}: {arguments}: {}", stderr(&output));
            assert_eq!(stdout(&output), stdout(&usual), "{name}: {arguments}");
            assert_eq!(stderr(&output), stderr(&usual), "{name}: {arguments}");
        }
    }
}

/// Errors: the name, the command, the exit code, and the message.
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
        "a folder as the configuration file",
        "\"$0\" --config . list",
        2,
        "errdex: cannot read `.`: is a directory, expected a file",
    ),
    (
        "a folder in ERRDEX_CONFIG",
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
        "a file without read permission",
        "chmod 0 body.txt; SUDO \"$0\" decode body.txt",
        2,
        "errdex: cannot open `body.txt`: permission denied",
    ),
    (
        "a full device",
        "\"$0\" list > /dev/full",
        2,
        "errdex: cannot write to standard output: no space left on device",
    ),
    (
        "a full device and long output",
        "\"$0\" export --format html > /dev/full",
        2,
        "errdex: cannot write to standard output: no space left on device",
    ),
    ("a full device for the message", "\"$0\" lookup nosuch 2> /dev/full", 1, ""),
    ("a full device for an error message", "\"$0\" decode nosuch 2> /dev/full", 2, ""),
    ("a full device for all output", "\"$0\" list > /dev/full 2>&1", 2, ""),
    ("a full device for a usage error", "\"$0\" list --nosuch > /dev/full 2>&1", 2, ""),
    (
        "a full device for help",
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
        "errdex: cannot open `no\u{fffd}`: no such file; to look up a code, run `errdex lookup no�`",
    ),
];

#[test]
fn reports_errors() {
    for (name, run, expected, message) in ERRORS {
        let home = home();
        let output = shell(home.path(), &run.replace("SUDO", unprivileged()), &[]);
        assert_eq!((exit_code(&output), stderr(&output).trim_end()), (expected, message), "{name}");
        assert_eq!(stdout(&output), "", "{name}");
    }
}

#[test]
fn accepts_file_names_that_are_not_utf_8() {
    let home = home();
    let run = "cp body.txt \"$(printf 'b\\377')\"; \"$0\" decode \"$(printf 'b\\377')\"";
    let output = shell(home.path(), run, &[]);
    assert_eq!((exit_code(&output), stderr(&output).as_str()), (0, ""));
    assert!(stdout(&output).starts_with("Identified: PagerDuty 2001"), "{}", stdout(&output));
    let run = "printf 'mouse = 1' > \"$(printf 'c\\377')\"; \
               \"$0\" --config \"$(printf 'c\\377')\" config check";
    let output = shell(home.path(), run, &[]);
    assert_eq!(exit_code(&output), 2);
    assert!(stdout(&output).starts_with("c\u{fffd}:1: mouse is"), "{}", stdout(&output));
}

#[test]
fn closed_descriptors_behave_like_empty_ones() {
    for (arguments, expected, ..) in COMMANDS {
        let home = home();
        let usual = shell(home.path(), &format!("\"$0\" {arguments} < /dev/null"), &[]);
        for closed in 0..8 {
            let close = |bit: u32, how| if closed & 1 << bit == 0 { "" } else { how };
            let (input, output, error) = (close(0, "<&-"), close(1, ">&-"), close(2, "2>&-"));
            // If standard input is not closed, it is empty.
            let input = if input.is_empty() { "< /dev/null" } else { input };
            let name = format!("\"$0\" {arguments} {input} {output} {error}");
            let found = shell(home.path(), &name, &[]);
            assert_eq!(exit_code(&found), expected, "{name}");
            let unless_closed =
                |text: String, closed: &str| if closed.is_empty() { text } else { String::new() };
            assert_eq!(stdout(&found), unless_closed(stdout(&usual), output), "{name}");
            assert_eq!(stderr(&found), unless_closed(stderr(&usual), error), "{name}");
            assert_eq!(fs::read_to_string(home.path().join("body.txt")).unwrap(), BODY, "{name}");
        }
    }
}

#[test]
fn closed_descriptors_never_corrupt_files() {
    for close in ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"] {
        let home = home();
        let output =
            shell(home.path(), &format!("\"$0\" --config c.toml config init {close}"), &[]);
        assert_eq!(exit_code(&output), 0, "{close}");
        assert_eq!(fs::read_to_string(home.path().join("c.toml")).unwrap(), SAMPLE, "{close}");
        // An error message must not be written to the file being read either.
        let run = format!("\"$0\" --config c.toml lookup nosuch {close}");
        assert_eq!(exit_code(&shell(home.path(), &run, &[])), 1, "{close}");
        assert_eq!(fs::read_to_string(home.path().join("c.toml")).unwrap(), SAMPLE, "{close}");
    }
}

/// What is broken, the command that opens the browser, and the environment.
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
    ("a deleted working folder", "mkdir gone; cd gone; rmdir ../gone; \"$BINARY\"", &[]),
];

#[test]
fn browser_opens_in_broken_environments() {
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
fn check_reports_an_unreadable_config() {
    let home = home();
    let run = "mkdir -p .config/errdex/config.toml; \"$0\" config check";
    let output = shell(home.path(), run, &[]);
    let path = home.path().join(".config/errdex/config.toml");
    let expected = format!("cannot read `{}`: is a directory, expected a file\n", path.display());
    assert_eq!((exit_code(&output), stdout(&output)), (2, expected));
}
