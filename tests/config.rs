//! The configuration: the shipped sample, and the real binary in a temporary home. Also what is
//! documented of the keys and of what can be typed in a search.

#[path = "common/golden.rs"]
mod common;

use std::path::Path;
use std::process::Output;
use std::{env, fs};

use assert_cmd::Command;
use common::golden;
use errdex::config::{Config, SAMPLE};
use errdex::search::syntax;
use errdex::tui::keymap::export;
use errdex::tui::keymap::{Keymap, Scope};
use serde_json::Value;

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory can be written");
    String::from_utf8(out).expect("it is UTF-8")
}

/// Runs the binary in a temporary home.
fn errdex(home: &Path, args: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::cargo_bin("errdex").expect("the binary is built");
    command.args(args).env_clear().env("HOME", home).envs(environment.iter().copied());
    command.output().expect("the binary runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

/// Compares the part of a file that begins after `start` and ends before `end` with what it should
/// be; with `UPDATE_GOLDEN` in the environment, it is written.
fn part(path: &str, (start, end): (&str, &str), expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).expect("the file is there");
    let (before, rest) = text.split_once(start).expect("its part begins");
    let (found, after) =
        if end.is_empty() { (rest, "") } else { rest.split_once(end).expect("its part ends") };
    if env::var_os("UPDATE_GOLDEN").is_some() {
        let text = format!("{before}{start}{expected}{end}{after}");
        fs::write(&path, text).expect("the file can be written");
        return;
    }
    assert_eq!(found, expected, "{}; UPDATE_GOLDEN=1 cargo test writes it", path.display());
}

#[test]
fn the_sample_names_every_binding() {
    let keys = written(|out| export::toml(out, &Keymap::default()));
    part("assets/config.toml", ("`errdex keys --json`.\n", ""), &keys);
}

#[test]
fn the_sample_is_the_defaults() {
    let (untouched, remarks) = Config::read(SAMPLE);
    assert_eq!(remarks, []);
    let set: String = SAMPLE
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(set) if !set.starts_with(' ') => format!("{set}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let (config, remarks) = Config::read(&set);
    assert_eq!(remarks, []);
    assert_eq!(format!("{config:?}").replace("Owned", ""), format!("{untouched:?}"));
    for key in ["theme", "mouse", "borders", "color"] {
        assert!(set.contains(&format!("\n{key} = ")), "{key} is not in the sample");
    }
}

#[test]
fn the_documented_keys_are_the_table() {
    let keys = written(|out| export::markdown(out, &Keymap::default()));
    part("README.md", ("<!-- keys -->\n\n", "\n<!-- end of keys -->"), &keys);
}

#[test]
fn the_documented_filters_are_the_table() {
    let filters = written(|out| syntax::markdown(out));
    part("README.md", ("<!-- filters -->\n\n", "\n<!-- end of filters -->"), &filters);
}

#[test]
fn keys_are_printed() {
    let home = tempfile::tempdir().expect("a folder");
    golden("keys.txt", &out(&errdex(home.path(), &["keys"], &[])));
    let json = errdex(home.path(), &["keys", "--json"], &[]);
    let rows: Value = serde_json::from_str(&out(&json)).expect("JSON");
    let rows = rows.as_array().expect("an array");
    let keymap = Keymap::default();
    assert_eq!(rows.len(), keymap.bindings(Scope::ALL).count());
    let quit = rows.iter().find(|row| row["action"] == "quit").expect("a way out");
    assert_eq!((&quit["scope"], &quit["keys"][0]), (&"global".into(), &"ctrl-c".into()));
}

#[test]
fn init_writes_the_sample_once_and_check_reads_it() {
    let home = tempfile::tempdir().expect("a folder");
    let path = out(&errdex(home.path(), &["config", "path"], &[]));
    let path = Path::new(path.trim());
    assert!(path.starts_with(home.path()) && !path.exists());
    let check = errdex(home.path(), &["config", "check"], &[]);
    assert_eq!(code(&check), 0);
    assert!(out(&check).contains("no such file"), "{}", out(&check));

    let init = errdex(home.path(), &["config", "init"], &[]);
    assert_eq!((code(&init), out(&init).as_str()), (0, ""));
    assert_eq!(fs::read_to_string(path).expect("the sample"), SAMPLE);
    assert!(out(&errdex(home.path(), &["config", "check"], &[])).contains(": OK"));

    fs::write(path, "theme = \"light\"\n").expect("a change");
    let again = errdex(home.path(), &["config", "init"], &[]);
    assert_eq!(code(&again), 2);
    assert!(talk(&again).contains("already exists"), "{}", talk(&again));
    assert_eq!(fs::read_to_string(path).expect("the change"), "theme = \"light\"\n");
}

#[test]
fn check_reports_everything_that_is_wrong() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("c.toml");
    let text = "mose = false\n[keys.list]\nmove-up = [\"ctrl-nix\"]\nopen = [\"x\"]\n";
    fs::write(&file, text).expect("a file");
    let asked = ["--config", &file.to_string_lossy(), "config", "check"];
    let check = errdex(home.path(), &asked, &[("ERRDEX_MOUSE", "maybe")]);
    assert_eq!(code(&check), 2);
    golden("config_check.txt", &out(&check).replace(&*home.path().to_string_lossy(), "HOME"));
    let warned = home.path().join("w.toml");
    fs::write(&warned, "mose = false\n").expect("a file");
    let check =
        errdex(home.path(), &["config", "check"], &[("ERRDEX_CONFIG", &warned.to_string_lossy())]);
    assert_eq!(code(&check), 0, "an unknown key is not an error");
    assert!(out(&check).contains(":1: warning: unknown key `mose`, expected"), "{}", out(&check));
}

#[test]
fn a_file_that_was_asked_for_must_be_there() {
    let home = tempfile::tempdir().expect("a folder");
    for args in [&["--config", "no/such.toml", "list"][..], &["--config", "no/such.toml"]] {
        let output = errdex(home.path(), args, &[]);
        assert_eq!((code(&output), out(&output).as_str()), (2, ""), "{args:?}");
        assert!(talk(&output).contains("cannot read `no/such.toml`"), "{}", talk(&output));
    }
    // An invalid one is not an error for other commands.
    let file = home.path().join("c.toml");
    fs::write(&file, "= = =").expect("a file");
    let output = errdex(home.path(), &["--config", &file.to_string_lossy(), "list"], &[]);
    assert_eq!(code(&output), 0);
}

#[test]
fn no_home_is_no_reason_to_fail() {
    let mut command = Command::cargo_bin("errdex").expect("the binary is built");
    let output = command.arg("list").env_clear().output().expect("the binary runs");
    assert_eq!(code(&output), 0, "{}", talk(&output));
}

#[test]
fn colour_is_set_by_the_file_unless_the_environment_or_the_flag_overrides_it() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("c.toml");
    fs::write(&file, "color = \"always\"\n").expect("a file");
    let file = file.to_string_lossy();
    let coloured = |args: &[&str], environment: &[(&str, &str)]| {
        let args = [&["--config", &*file, "lookup", "6009"][..], args].concat();
        out(&errdex(home.path(), &args, environment)).contains('\u{1b}')
    };
    assert!(coloured(&[], &[]));
    assert!(!coloured(&[], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[]));
}

#[test]
fn line_by_line_needs_no_terminal() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::cargo_bin("errdex").expect("the binary is built");
    command.args(["--plain", "6009"]).env_clear().env("HOME", home.path());
    let output = command.write_stdin("1920\n").output().expect("the binary runs");
    let text = out(&output);
    assert_eq!(code(&output), 0);
    assert!(text.starts_with("Seven Bridges 6009") && text.contains("UiPath 1920"), "{text}");
    assert!(!text.contains('\u{1b}'));
}
