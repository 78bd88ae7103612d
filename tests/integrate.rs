//! The lines that `errdex integrate` prints, each tried in its program in a pseudo-terminal where it
//! is installed.

#![cfg(unix)]
#![allow(clippy::unwrap_used)] // test helpers

#[path = "support/tty.rs"]
#[allow(dead_code)] // not every test uses all of it
mod tty;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tempfile::TempDir;
use tty::Tty;

const BODY: &str = r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#;

/// Whether a program is installed; reports that a test is skipped if not.
fn is_installed(program: &str) -> bool {
    let is_installed = Command::new(program).arg("-V").output().is_ok();
    if !is_installed {
        eprintln!("skipped: {program} is not installed");
    }
    is_installed
}

/// Creates a home directory with a body to print and a configuration file: its first lines, then
/// what errdex prints.
fn home(file: &str, first: &str, integrate: &[&str]) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("body.json"), format!("{BODY}\n")).unwrap();
    let mut errdex = Command::new(env!("CARGO_BIN_EXE_errdex"));
    let output = errdex.arg("integrate").args(integrate).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let path = home.path().join(file);
    fs::write(&path, format!("{first}\n{lines}")).unwrap();
    (home, path)
}

/// Runs a program that finds errdex in its path.
fn run(program: &str, arguments: &[&str], home: &Path) -> Tty {
    let binaries = Path::new(env!("CARGO_BIN_EXE_errdex")).parent().unwrap();
    let path = format!("{}:{}", binaries.display(), env::var("PATH").unwrap());
    let home = home.display().to_string();
    let environment = [
        ("PATH", path.as_str()),
        ("HOME", &home),
        ("ZDOTDIR", &home),
        ("XDG_CONFIG_HOME", &home),
        ("XDG_DATA_HOME", &home),
        ("TMUX_TMPDIR", &home),
        ("LC_ALL", "C.UTF-8"),
    ];
    let script = format!("cd '{home}' && exec {program} {}", arguments.join(" "));
    Tty::run_with("sh", &["-c", &script], &environment)
}

/// The key opens the browser on the word before the cursor; afterwards the line is as before.
fn opens_the_word_before_the_cursor(mut shell: Tty, key: &str) {
    shell.wait_for("ready>");
    shell.send("echo retry 2001 ");
    shell.wait_for("echo retry 2001");
    shell.send(key);
    shell.wait_for("PagerDuty 2001");
    shell.wait_for("› 2001");
    shell.send("\x03");
    shell.wait_without("PagerDuty 2001");
    shell.wait_for("ready> echo retry 2001");
    shell.send("done\r");
    shell.wait_for("\nretry 2001 done");
    // An empty line opens the browser without a search.
    shell.send(key);
    shell.wait_for("All ");
    shell.send("\x03");
    shell.wait_for("\nretry 2001 done");
    shell.send("exit\r");
    assert_eq!(shell.end().0, 0);
}

#[test]
fn bash_opens_the_word_before_the_cursor() {
    if is_installed("bash") {
        for (arguments, key) in [(&["bash"][..], "\x1bi"), (&["bash", "--key", "ctrl-g"], "\x07")] {
            let (home, _) = home(".bashrc", "PS1='ready> '", arguments);
            let shell = run("bash", &["--rcfile", ".bashrc", "-i"], home.path());
            opens_the_word_before_the_cursor(shell, key);
        }
    }
}

#[test]
fn zsh_opens_the_word_before_the_cursor() {
    if is_installed("zsh") {
        let (home, _) = home(".zshrc", "PS1='ready> '\nbindkey -e", &["zsh"]);
        opens_the_word_before_the_cursor(run("zsh", &["-d", "-i"], home.path()), "\x1bi");
    }
}

#[test]
fn fish_opens_the_word_before_the_cursor() {
    if is_installed("fish") {
        let prompt = "function fish_prompt; echo 'ready> '; end\nset fish_greeting";
        let (home, _) = home("errdex.fish", prompt, &["fish"]);
        let shell = run("fish", &["--no-config", "-i", "-C", "'source errdex.fish'"], home.path());
        opens_the_word_before_the_cursor(shell, "\x1bi");
    }
}

#[test]
fn tmux_decodes_the_pane_in_a_popup() {
    if !is_installed("tmux") {
        return;
    }
    let pane = "set -g default-command 'bash --rcfile .bashrc -i'";
    let (home, _) = home("tmux.conf", pane, &["tmux", "--key", "g"]);
    let mut errdex = Command::new(env!("CARGO_BIN_EXE_errdex"));
    let bash = errdex.args(["integrate", "bash"]).output().unwrap().stdout;
    fs::write(home.path().join(".bashrc"), [b"PS1='ready> '\n".to_vec(), bash].concat()).unwrap();
    let mut tmux = run("tmux", &["-u", "-f", "tmux.conf", "new-session"], home.path());
    tmux.wait_for("ready>");
    // The error has scrolled off the screen.
    tmux.send("cat body.json; seq 1000\r");
    tmux.wait_for("\n1000\nready>");
    for key in ["\x02g", "\x1bi"] {
        tmux.send(key);
        tmux.wait_for("Identified: PagerDuty 2001");
        tmux.send("\x03");
        // The popup no longer covers the lines.
        tmux.wait_for("\n1000\nready>");
    }
    tmux.send("exit\r");
    assert_eq!(tmux.end().0, 0);
}

#[test]
fn kitty_and_wezterm_get_their_own_notation() {
    let (_home, kitty) = home("kitty.conf", "", &["kitty", "--key", "ctrl-alt-e"]);
    let kitty = fs::read_to_string(kitty).unwrap();
    let map = kitty.lines().find(|line| line.starts_with("map ")).unwrap();
    assert!(map.starts_with("map alt+ctrl+e launch ") && map.ends_with(" errdex"), "{map}");
    let (_home, wezterm) = home("wezterm.lua", "", &["wezterm"]);
    let wezterm = fs::read_to_string(wezterm).unwrap();
    assert!(wezterm.contains("key = 'i', mods = 'CTRL|SHIFT',"), "{wezterm}");
}
