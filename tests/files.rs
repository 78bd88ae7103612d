//! Files are written as a whole or not at all: saves that are killed, paths that cannot be written.

#![cfg(unix)]
#![allow(clippy::unwrap_used)] // helpers of tests

use std::collections::BTreeSet;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use errdex::config::SAMPLE;
use errdex::files;

/// Far longer than anything here takes, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Names the folder to a process that is to save.
const FOLDER: &str = "ERRDEX_TEST_FOLDER";

/// Bytes of what is saved: large enough for a kill to come while it is written.
const LENGTH: usize = 2 << 20;

const KILLS: u32 = 60;

/// A text that shows whether it is whole: one letter, over and over, and an end.
fn text(number: usize) -> String {
    let letter = char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]);
    let mut text = String::from(letter).repeat(LENGTH - 1);
    text.push('.');
    text
}

fn is_whole(text: &str) -> bool {
    let letters = &text[..text.len().saturating_sub(1)];
    text.len() == LENGTH
        && text.ends_with('.')
        && letters.bytes().all(|byte| byte == letters.as_bytes()[0])
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// One of the ignored tests below, as a process of its own; `before` is what the shell does first.
fn itself(before: &str, test: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    let script = format!("{before} exec \"$0\" --exact {test} --ignored --nocapture");
    command.arg("-c").arg(script).arg(env::current_exe().unwrap());
    command.env(FOLDER, folder).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
#[ignore = "run by other tests, in its own process"]
fn saves_forever() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    for number in 0.. {
        files::replace(&folder.join("replaced"), &text(number)).unwrap();
        files::create(&folder.join(format!("new-{number}")), &text(number)).unwrap();
        if let Some(older) = number.checked_sub(2) {
            fs::remove_file(folder.join(format!("new-{older}"))).unwrap();
        }
    }
}

/// Kills a process that saves without end, again and again, at moments all over a save.
fn kill(kills: u32) {
    let folder = tempfile::tempdir().unwrap();
    let replaced = folder.path().join("replaced");
    files::create(&replaced, &text(25)).unwrap();
    for kill in 0..kills {
        let mut child = itself("", "saves_forever", folder.path()).spawn().unwrap();
        wait_for_a_save(&mut child, folder.path());
        // Steps of the golden ratio come upon every part of a save.
        thread::sleep(Duration::from_micros(u64::from(kill) * 6_180 % 10_000));
        child.kill().unwrap();
        child.wait().unwrap();

        assert!(is_whole(&fs::read_to_string(&replaced).unwrap()), "kill {kill}");
        let mut unsaved = 0;
        for name in names(folder.path()) {
            let path = folder.path().join(&name);
            if name.starts_with("new-") {
                assert!(is_whole(&fs::read_to_string(&path).unwrap()), "{name} at kill {kill}");
            } else if name.starts_with(".errdex-") {
                unsaved += 1;
            } else {
                assert_eq!(name, "replaced");
                continue;
            }
            fs::remove_file(path).unwrap();
        }
        assert!(unsaved <= 1, "a killed save leaves at most one file");
    }
}

/// Waits until the process is in the midst of saving.
fn wait_for_a_save(child: &mut Child, folder: &Path) {
    let end = Instant::now() + PATIENCE;
    while !names(folder).iter().any(|name| name.starts_with("new-")) {
        assert!(child.try_wait().unwrap().is_none(), "it can't save");
        assert!(Instant::now() < end, "it never saves");
        thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn a_killed_save_leaves_the_old_or_the_new_text() {
    kill(KILLS);
}

#[test]
#[ignore = "takes minutes"]
fn two_thousand_saves_are_killed() {
    kill(2_000);
}

/// The binary in a home of its own, below a shell that does something before.
fn errdex(home: &Path, before: &str, arguments: &str) -> Output {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{before} \"$0\" {arguments}")).arg(env!("CARGO_BIN_EXE_errdex"));
    command.env_clear().env("HOME", home).env("PATH", env::var_os("PATH").unwrap());
    command.current_dir(home).stdin(Stdio::null()).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_killed_init_leaves_no_half_of_a_configuration() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/errdex");
    for kill in 0..20 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_errdex"))
            .args(["config", "init"])
            .env_clear()
            .env("HOME", home.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_micros(kill * 1_000));
        child.kill().unwrap();
        child.wait().unwrap();
        if let Ok(text) = fs::read_to_string(folder.join("config.toml")) {
            assert_eq!(text, SAMPLE);
            fs::remove_file(folder.join("config.toml")).unwrap();
        }
    }
}

/// The prefix of a command for which permissions are enforced, even if root runs the tests.
fn unprivileged() -> &'static str {
    if nix::unistd::geteuid().is_root() {
        "exec setpriv --bounding-set=-dac_override,-dac_read_search"
    } else {
        "exec"
    }
}

#[test]
#[cfg(target_os = "linux")] // for the words of the system
fn paths_that_cannot_be_written_are_reported_and_unchanged() {
    /// The name, what is done to the home, the arguments, and the message.
    type Case = (&'static str, fn(&Path), &'static str, &'static str);
    let cases: [Case; 5] = [
        (
            "a home that is read-only",
            |home| fs::set_permissions(home, read_only()).unwrap(),
            "config init",
            "cannot create `HOME/.config/errdex`: permission denied",
        ),
        (
            "a folder that is read-only",
            |home| {
                fs::create_dir_all(home.join(".config/errdex")).unwrap();
                fs::set_permissions(home.join(".config/errdex"), read_only()).unwrap();
            },
            "config init",
            "cannot write `HOME/.config/errdex/config.toml`: permission denied",
        ),
        (
            "a file instead of a folder",
            |home| fs::write(home.join(".config"), "mine").unwrap(),
            "config init",
            "cannot create `HOME/.config/errdex`: not a directory",
        ),
        (
            "a folder instead of a file",
            |home| fs::create_dir(home.join("c.toml")).unwrap(),
            "--config c.toml config init",
            "`c.toml` already exists (not overwritten); delete it or use --config",
        ),
        (
            "a circular link",
            |home| symlink("c.toml", home.join("c.toml")).unwrap(),
            "--config c.toml config init",
            "cannot write `c.toml`: too many levels of symbolic links",
        ),
    ];
    for (what, make, arguments, expected) in cases {
        let home = tempfile::tempdir().unwrap();
        make(home.path());
        let before = names(home.path());
        let output = errdex(home.path(), unprivileged(), arguments);
        let message = talk(&output).replace(home.path().to_str().unwrap(), "HOME");
        assert_eq!((code(&output), message), (2, format!("errdex: {expected}\n")), "{what}");
        assert_eq!(names(home.path()), before, "{what}");
    }
}

fn read_only() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(0o555)
}

#[test]
fn a_dangling_link_as_the_configuration_is_followed() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("dotfiles")).unwrap();
    symlink("dotfiles/errdex.toml", home.path().join("c.toml")).unwrap();
    let init = errdex(home.path(), "exec", "--config c.toml config init");
    assert_eq!(code(&init), 0, "{}", talk(&init));
    assert!(home.path().join("c.toml").is_symlink());
    assert_eq!(fs::read_to_string(home.path().join("dotfiles/errdex.toml")).unwrap(), SAMPLE);
}
