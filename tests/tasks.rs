//! The tasks in `docs/tasks.md`: sends exactly the documented keys, starting at the shell prompt, and
//! expects the answer on the screen.

#![cfg(unix)]
#![allow(clippy::unwrap_used)] // test helpers

#[path = "support/tty.rs"]
#[allow(dead_code)] // not every test uses all of it
mod tty;

use std::fs;
use std::path::Path;

use tty::Tty;
use vt100::Screen;

const DOCUMENT: &str = include_str!("../docs/tasks.md");

const RESPONSE: &str = r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#;

/// The text on the screen at the end of each task.
const ANSWERS: &[(&str, &[&str])] = &[
    ("Find a known code", &["PagerDuty 2001", "Invalid Input Provided", "Next step"]),
    ("Find by symptom", &["UiPath 1901  LicenseExpired", "administrator renew"]),
    ("Identify a response on the clipboard", &["Identified: PagerDuty 2001", "Next step"]),
    ("Identify a piped response", &["Identified: PagerDuty 2001", "Next step"]),
    ("Copy the incident note", &["incident note copied"]),
    (
        "The same number at another vendor",
        &["PD", "Incident Already Resol", "UI", "NameAlreadyUsed"],
    ),
    ("Which errors an endpoint can return", &["1 of 3", "ParameterMissing", "NameAlreadyUsed"]),
    ("All errors with HTTP 409 at one vendor", &["1 of 8", "1300", "1671", "3219", "409 Conflict"]),
    ("The errors in a log over time", &["2 errors, 1 code", "03:14:07", "03:19:07", "Next step"]),
];

/// Key names with what the terminal sends; empty for keys that only other tools receive.
const NAMED: &[(&str, &str)] =
    &[("Enter", "\r"), ("Ctrl-T", "\x14"), ("Ctrl-F", ""), ("Alt-Tab", ""), ("Click", "")];

/// The keys for a task in one tool.
#[derive(Debug)]
struct KeySequence {
    tool: &'static str,
    /// The documented number of keys.
    count: usize,
    keys: Vec<&'static str>,
}

impl KeySequence {
    /// Parses a line such as ``errdex, 11: `errdex` `Enter` `2001` ``.
    fn parse(line: &'static str) -> Self {
        let (tool, rest) = line.split_once(", ").unwrap();
        let (count, keys) = rest.split_once(": ").unwrap();
        let keys = keys.split('`').skip(1).step_by(2).collect();
        Self { tool, count: count.parse().unwrap(), keys }
    }

    fn presses(&self) -> usize {
        let presses = |key: &&str| if is_named(key) { 1 } else { key.chars().count() };
        self.keys.iter().map(presses).sum()
    }
}

fn is_named(key: &str) -> bool {
    matches!(key, "↑" | "Paste") || NAMED.iter().any(|(name, _)| *name == key)
}

/// The tasks with their key sequences, in document order.
fn tasks() -> Vec<(&'static str, Vec<KeySequence>)> {
    let sections = DOCUMENT.split("\n### ").skip(1);
    let tasks = sections.map(|section| {
        let (title, body) = section.split_once('\n').unwrap();
        (title, body.split("\n- ").skip(1).map(KeySequence::parse).collect())
    });
    tasks.collect()
}

#[test]
fn documented_key_counts_are_correct() {
    for (task, sequences) in tasks() {
        let row = DOCUMENT.lines().find(|line| line.starts_with(&format!("| {task} |"))).unwrap();
        let cells: Vec<_> = row.split('|').map(str::trim).skip(2).collect();
        for (tool, cell) in ["errdex", "fzf", "web page"].into_iter().zip(cells) {
            let Some(sequence) = sequences.iter().find(|sequence| sequence.tool == tool) else {
                assert_eq!(cell, "none", "{task}: {tool}");
                continue;
            };
            assert_eq!(sequence.presses(), sequence.count, "{task}: {sequence:?}");
            assert_eq!(
                cell.split(',').next(),
                Some(&*sequence.count.to_string()),
                "{task}: {tool}"
            );
        }
    }
}

#[test]
fn documented_keys_lead_to_the_answer() {
    let tasks = tasks();
    let titles: Vec<_> = tasks.iter().map(|(task, _)| *task).collect();
    assert_eq!(titles, ANSWERS.iter().map(|(task, _)| *task).collect::<Vec<_>>());
    for ((task, sequences), (_, answers)) in tasks.iter().zip(ANSWERS) {
        let sequence = sequences.iter().find(|sequence| sequence.tool == "errdex").unwrap();
        let mut tty = shell();
        press(&mut tty, &sequence.keys);
        for answer in *answers {
            tty.wait(&format!("{answer} for “{task}”"), |screen| {
                screen.contents().contains(answer)
            });
        }
        tty.send("\x03");
        tty.wait("the shell's next prompt", |screen| screen.contents().matches("$ ").count() > 1);
        tty.send("exit\r");
        assert_eq!(tty.end().0, 0, "{task}");
    }
}

/// A shell with errdex in its path. It appears to run over SSH, so text is copied with OSC 52.
fn shell() -> Tty {
    let line = |minute| format!("2026-11-21T03:{minute}:07Z {RESPONSE}\n");
    // The home directory of the shell.
    fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/app.log"), line(14) + &line(19)).unwrap();
    let folder = Path::new(env!("CARGO_BIN_EXE_errdex")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let environment = [("PATH", path.as_str()), ("PS1", "$ "), ("ENV", ""), ("SSH_TTY", "x")];
    let tty = Tty::run_with("sh", &["-i"], &environment);
    tty.wait_for("$");
    tty
}

/// Presses the keys one by one, waiting for the effect of each.
fn press(tty: &mut Tty, keys: &[&str]) {
    let start = keys.iter().position(|key| *key == "Enter").unwrap();
    let (command, rest) = keys.split_at(start);
    for key in command {
        // This shell has no history, so the last command is typed.
        let last = format!("echo '{RESPONSE}'");
        tty.send(if *key == "↑" { &last } else { key });
    }
    tty.send("\r");
    tty.wait("the browser", Screen::alternate_screen);
    tty.wait_for("Ctrl-C quit");
    let mut menu = false;
    for key in &rest[1..] {
        if let Some((_, sends)) = NAMED.iter().find(|(name, _)| name == key) {
            tty.send(sends);
        } else if *key == "Paste" {
            tty.send(&format!("\x1b[200~{RESPONSE}\x1b[201~"));
            tty.wait_for("Identified");
        } else {
            tty.send(key);
            // The search line shows typed text; a menu acts at once.
            if !menu {
                tty.wait_for(&format!("› {key}"));
            }
        }
        menu = *key == "Ctrl-T";
    }
}
