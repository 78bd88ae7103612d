//! Files are written completely or not at all, even if a save is killed. Unwritable paths are reported.

#![cfg(unix)]
#![allow(clippy::unwrap_used)] // test helpers

use std::collections::BTreeSet;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use errdex::config::SAMPLE;
use errdex::files;

/// Generous, for slow machines.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The environment variable with the folder for [`save_repeatedly`].
const FOLDER: &str = "ERRDEX_TEST_FOLDER";

/// The number of bytes to save: enough for a kill to interrupt a write.
const LENGTH: usize = 2 << 20;

const KILLS: u32 = 60;

/// A text whose completeness can be checked: one repeated letter and a final dot.
fn text(number: usize) -> String {
    let letter = char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]);
    let mut text = String::from(letter).repeat(LENGTH - 1);
    text.push('.');
    text
}

fn is_complete(text: &str) -> bool {
    let letters = &text[..text.len().saturating_sub(1)];
    text.len() == LENGTH
        && text.ends_with('.')
        && letters.bytes().all(|byte| byte == letters.as_bytes()[0])
}

fn file_names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Runs one of the ignored tests below in a separate process.
fn ignored_test(test: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    let script = format!("exec \"$0\" --exact {test} --ignored --nocapture");
    command.arg("-c").arg(script).arg(env::current_exe().unwrap());
    command.env(FOLDER, folder).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
#[ignore = "run by other tests in a separate process"]
fn save_repeatedly() {
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

/// Repeatedly kills a process that keeps saving, each time at a different point of a save.
fn kill_saves(kills: u32) {
    let folder = tempfile::tempdir().unwrap();
    let replaced = folder.path().join("replaced");
    files::create(&replaced, &text(25)).unwrap();
    for kill in 0..kills {
        let mut child = ignored_test("save_repeatedly", folder.path()).spawn().unwrap();
        wait_for_save(&mut child, folder.path());
        // Steps of the golden ratio cover a save evenly.
        thread::sleep(Duration::from_micros(u64::from(kill) * 6_180 % 10_000));
        child.kill().unwrap();
        child.wait().unwrap();

        assert!(is_complete(&fs::read_to_string(&replaced).unwrap()), "kill {kill}");
        let mut temporary = 0;
        for name in file_names(folder.path()) {
            let path = folder.path().join(&name);
            if name.starts_with("new-") {
                assert!(is_complete(&fs::read_to_string(&path).unwrap()), "{name} at kill {kill}");
            } else if name.starts_with(".errdex-") {
                temporary += 1;
            } else {
                assert_eq!(name, "replaced");
                continue;
            }
            fs::remove_file(path).unwrap();
        }
        assert!(temporary <= 1, "a killed save leaves at most one temporary file");
    }
}

/// Waits until the process has started to save.
fn wait_for_save(child: &mut Child, folder: &Path) {
    let end = Instant::now() + TIMEOUT;
    while !file_names(folder).iter().any(|name| name.starts_with("new-")) {
        assert!(child.try_wait().unwrap().is_none(), "the process has exited");
        assert!(Instant::now() < end, "the process never saves");
        thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn killed_save_leaves_old_or_new_text() {
    kill_saves(KILLS);
}

#[test]
#[ignore = "takes minutes"]
fn survives_two_thousand_killed_saves() {
    kill_saves(2_000);
}

/// Runs the binary in a temporary home, from a shell that first runs `before`.
fn errdex(home: &Path, before: &str, arguments: &str) -> Output {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{before} \"$0\" {arguments}")).arg(env!("CARGO_BIN_EXE_errdex"));
    command.env_clear().env("HOME", home).env("PATH", env::var_os("PATH").unwrap());
    command.current_dir(home).stdin(Stdio::null()).output().unwrap()
}

fn exit_code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn killed_init_leaves_no_partial_config() {
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

/// A command prefix that enforces permissions even if root runs the tests.
fn unprivileged() -> &'static str {
    if nix::unistd::geteuid().is_root() {
        "exec setpriv --bounding-set=-dac_override,-dac_read_search"
    } else {
        "exec"
    }
}

#[test]
#[cfg(target_os = "linux")] // the system's messages differ elsewhere
fn reports_unwritable_paths() {
    /// The name, the preparation of the home, the arguments, and the message.
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
    for (name, prepare, arguments, expected) in cases {
        let home = tempfile::tempdir().unwrap();
        prepare(home.path());
        let before = file_names(home.path());
        let output = errdex(home.path(), unprivileged(), arguments);
        let message = stderr(&output).replace(home.path().to_str().unwrap(), "HOME");
        assert_eq!((exit_code(&output), message), (2, format!("errdex: {expected}\n")), "{name}");
        assert_eq!(file_names(home.path()), before, "{name}");
    }
}

fn read_only() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(0o555)
}

#[test]
fn init_follows_a_dangling_link() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("dotfiles")).unwrap();
    symlink("dotfiles/errdex.toml", home.path().join("c.toml")).unwrap();
    let init = errdex(home.path(), "exec", "--config c.toml config init");
    assert_eq!(exit_code(&init), 0, "{}", stderr(&init));
    assert!(home.path().join("c.toml").is_symlink());
    assert_eq!(fs::read_to_string(home.path().join("dotfiles/errdex.toml")).unwrap(), SAMPLE);
}
