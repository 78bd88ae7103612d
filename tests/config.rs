//! The configuration: the shipped sample, the real binary in a temporary home, and the documentation
//! of the key bindings and search filters.

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

fn to_text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("writing to memory never fails");
    String::from_utf8(out).expect("it is UTF-8")
}

/// Runs the binary in a temporary home.
fn errdex(home: &Path, args: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::cargo_bin("errdex").expect("the binary is built");
    command.args(args).env_clear().env("HOME", home).envs(environment.iter().copied());
    command.output().expect("the binary runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn exit_code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

/// Compares the part of a file between `start` and `end` with the expected text. If `UPDATE_GOLDEN` is
/// set, writes the expected text instead.
fn check_section(path: &str, (start, end): (&str, &str), expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).expect("the file exists");
    let (before, rest) = text.split_once(start).expect("the section has a start");
    let (found, after) = if end.is_empty() {
        (rest, "")
    } else {
        rest.split_once(end).expect("the section has an end")
    };
    if env::var_os("UPDATE_GOLDEN").is_some() {
        let text = format!("{before}{start}{expected}{end}{after}");
        fs::write(&path, text).expect("the file can be written");
        return;
    }
    assert_eq!(found, expected, "{}; UPDATE_GOLDEN=1 cargo test writes it", path.display());
}

#[test]
fn sample_config_lists_every_binding() {
    let keys = to_text(|out| export::toml(out, &Keymap::default()));
    check_section("assets/config.toml", ("`errdex keys --json`.\n", ""), &keys);
}

#[test]
fn sample_config_equals_defaults() {
    let (unchanged, diagnostics) = Config::read(SAMPLE);
    assert_eq!(diagnostics, []);
    let uncommented: String = SAMPLE
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let (config, diagnostics) = Config::read(&uncommented);
    assert_eq!(diagnostics, []);
    assert_eq!(format!("{config:?}").replace("Owned", ""), format!("{unchanged:?}"));
    for key in ["theme", "mouse", "borders", "color", "hyperlinks"] {
        assert!(uncommented.contains(&format!("\n{key} = ")), "{key} is not in the sample");
    }
}

#[test]
fn every_key_binding_is_documented() {
    let keys = to_text(|out| export::markdown(out, &Keymap::default()));
    check_section("docs/keys.md", ("<!-- keys -->\n\n", "\n<!-- end of keys -->"), &keys);
}

#[test]
fn every_filter_is_documented() {
    let filters = to_text(|out| syntax::markdown(out));
    check_section(
        "docs/command-line.md",
        ("<!-- filters -->\n\n", "\n<!-- end of filters -->"),
        &filters,
    );
}

#[test]
fn keys_command_prints_every_binding() {
    let home = tempfile::tempdir().expect("a folder");
    golden("keys.txt", &stdout(&errdex(home.path(), &["keys"], &[])));
    let json = errdex(home.path(), &["keys", "--json"], &[]);
    let rows: Value = serde_json::from_str(&stdout(&json)).expect("JSON");
    let rows = rows.as_array().expect("an array");
    let keymap = Keymap::default();
    assert_eq!(rows.len(), keymap.bindings(Scope::ALL).count());
    let quit = rows.iter().find(|row| row["action"] == "quit").expect("a binding for quit");
    assert_eq!((&quit["scope"], &quit["keys"][0]), (&"global".into(), &"ctrl-c".into()));
}

#[test]
fn init_writes_the_sample_and_never_overwrites() {
    let home = tempfile::tempdir().expect("a folder");
    let path = stdout(&errdex(home.path(), &["config", "path"], &[]));
    let path = Path::new(path.trim());
    assert!(path.starts_with(home.path()) && !path.exists());
    let check = errdex(home.path(), &["config", "check"], &[]);
    assert_eq!(exit_code(&check), 0);
    assert!(stdout(&check).contains("no such file"), "{}", stdout(&check));

    let init = errdex(home.path(), &["config", "init"], &[]);
    assert_eq!((exit_code(&init), stdout(&init).as_str()), (0, ""));
    assert_eq!(fs::read_to_string(path).expect("the sample"), SAMPLE);
    assert!(stdout(&errdex(home.path(), &["config", "check"], &[])).contains(": OK"));

    fs::write(path, "theme = \"light\"\n").expect("a change");
    let again = errdex(home.path(), &["config", "init"], &[]);
    assert_eq!(exit_code(&again), 2);
    assert!(stderr(&again).contains("already exists"), "{}", stderr(&again));
    assert_eq!(fs::read_to_string(path).expect("the change"), "theme = \"light\"\n");
}

#[test]
fn check_reports_every_error() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("c.toml");
    let text = "mose = false\n[keys.list]\nmove-up = [\"ctrl-nix\"]\nopen = [\"x\"]\n";
    fs::write(&file, text).expect("a file");
    let args = ["--config", &file.to_string_lossy(), "config", "check"];
    let check = errdex(home.path(), &args, &[("ERRDEX_MOUSE", "maybe")]);
    assert_eq!(exit_code(&check), 2);
    golden("config_check.txt", &stdout(&check).replace(&*home.path().to_string_lossy(), "HOME"));
    let unknown_key = home.path().join("w.toml");
    fs::write(&unknown_key, "mose = false\n").expect("a file");
    let check = errdex(
        home.path(),
        &["config", "check"],
        &[("ERRDEX_CONFIG", &unknown_key.to_string_lossy())],
    );
    assert_eq!(exit_code(&check), 0, "an unknown key is not an error");
    assert!(
        stdout(&check).contains(":1: warning: unknown key `mose`, expected"),
        "{}",
        stdout(&check)
    );
}

#[test]
fn explicit_config_file_must_exist() {
    let home = tempfile::tempdir().expect("a folder");
    for args in [&["--config", "no/such.toml", "list"][..], &["--config", "no/such.toml"]] {
        let output = errdex(home.path(), args, &[]);
        assert_eq!((exit_code(&output), stdout(&output).as_str()), (2, ""), "{args:?}");
        assert!(stderr(&output).contains("cannot read `no/such.toml`"), "{}", stderr(&output));
    }
    // Other commands ignore an invalid file.
    let file = home.path().join("c.toml");
    fs::write(&file, "= = =").expect("a file");
    let output = errdex(home.path(), &["--config", &file.to_string_lossy(), "list"], &[]);
    assert_eq!(exit_code(&output), 0);
}

#[test]
fn runs_without_a_home_directory() {
    let mut command = Command::cargo_bin("errdex").expect("the binary is built");
    let output = command.arg("list").env_clear().output().expect("the binary runs");
    assert_eq!(exit_code(&output), 0, "{}", stderr(&output));
}

#[test]
fn environment_and_flag_override_configured_colour() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("c.toml");
    fs::write(&file, "color = \"always\"\n").expect("a file");
    let file = file.to_string_lossy();
    let coloured = |args: &[&str], environment: &[(&str, &str)]| {
        let args = [&["--config", &*file, "lookup", "6009"][..], args].concat();
        stdout(&errdex(home.path(), &args, environment)).contains('\u{1b}')
    };
    assert!(coloured(&[], &[]));
    assert!(!coloured(&[], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[]));
}

#[test]
fn plain_mode_needs_no_terminal() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::cargo_bin("errdex").expect("the binary is built");
    command.args(["--plain", "6009"]).env_clear().env("HOME", home.path());
    let output = command.write_stdin("1920\n").output().expect("the binary runs");
    let text = stdout(&output);
    assert_eq!(exit_code(&output), 0);
    assert!(text.starts_with("Seven Bridges 6009") && text.contains("UiPath 1920"), "{text}");
    assert!(!text.contains('\u{1b}'));
}
