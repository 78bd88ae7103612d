//! Every error message is provoked and compared with docs/messages.md, which is generated from this
//! and adds what happened and what to do next.

#![cfg(target_os = "linux")] // system errors differ elsewhere
#![allow(clippy::unwrap_used)] // helpers of tests

#[path = "support/messages.rs"]
mod messages;
#[path = "support/tty.rs"]
#[allow(dead_code)] // no test needs all of it
mod tty;

use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::{env, fs};

use assert_cmd::Command;
use messages::{AREAS, Message, UNPROVOKED};
use regex::Regex;
use tty::{PATIENCE, Tty};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/messages.md");

const HEAD: &str = "\
# Messages

Each message with how to trigger it, what happened, and what to do next. This page is written by
`UPDATE_GOLDEN=1 cargo test --test messages`, which runs each of these lines and compares the
message.

Messages are printed to standard error, except those of `errdex config check`, which are its result.
The exit codes are those of `errdex --help`. `unprivileged` means an account other than root.
";

/// How to trigger a message.
pub(crate) enum How {
    /// A line of a shell in an empty home; the message is on standard error.
    Shell(&'static str),
    /// The same in a terminal; the message is on the screen.
    Terminal(&'static str),
    /// A configuration; the message is the output of `errdex config check`.
    Check(&'static str),
    /// A line of a shell that opens the browser, the keys, and a part of the message.
    Browser(&'static str, &'static [&'static str], &'static str),
}

/// A temporary home.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let binaries = Path::new(env!("CARGO_BIN_EXE_errdex")).parent().unwrap();
        let path = format!("{}:{}", binaries.display(), env::var("PATH").unwrap());
        let home = self.path().display().to_string();
        vec![("PATH", path), ("HOME", home), ("TERM", "xterm".to_owned())]
    }

    /// Runs a line of a shell; the exit code, standard output and standard error.
    fn run(&self, line: &str) -> (u32, String, String) {
        let mut command = Command::new("sh");
        command.args(["-c", &script(line)]).current_dir(self.path()).timeout(PATIENCE);
        let output = command.env_clear().envs(self.environment()).output().unwrap();
        // A read-only directory could not be removed.
        fs::set_permissions(self.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let text = |bytes: &[u8]| self.shorten(&String::from_utf8_lossy(bytes));
        let code = output.status.code().expect("it ends by itself");
        (code.try_into().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn terminal(&self, line: &str) -> Tty {
        let environment = self.environment();
        let environment: Vec<_> =
            environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Tty::script(&script(line), self.path(), &environment)
    }

    /// Names no home but `~`.
    fn shorten(&self, text: &str) -> String {
        text.replace(&*self.path().to_string_lossy(), "~")
    }
}

/// The line with permissions enforced, even if root runs the tests.
fn script(line: &str) -> String {
    let root = nix::unistd::geteuid().is_root();
    let prefix = if root { "setpriv --bounding-set=-dac_override,-dac_read_search " } else { "" };
    line.replace("unprivileged ", prefix)
}

/// Triggers a message: what to show as the trigger, the message, and the exit code.
fn trigger(how: &How) -> (String, String, Option<u32>) {
    let home = Home::new();
    match how {
        How::Shell(line) => {
            let (code, out, talk) = home.run(line);
            let message = if line.ends_with("config check") { out } else { talk };
            (format!("$ {line}"), message, Some(code))
        }
        How::Terminal(line) => {
            let (code, _, screen) = home.terminal(line).end();
            (format!("$ {line}"), screen, Some(code))
        }
        How::Check(text) => {
            fs::write(home.path().join("c.toml"), text).unwrap();
            let (code, out, _) = home.run("errdex --config c.toml config check");
            let lines: Vec<_> = text.lines().map(|line| format!("> {line}")).collect();
            (lines.join("\n"), out, Some(code))
        }
        How::Browser(line, keys, part) => {
            let mut tty = home.terminal(line);
            tty.wait_for("of ");
            for keys in *keys {
                let before = tty.screen();
                tty.send(keys);
                tty.wait("another screen", |screen| screen.contents() != before);
            }
            tty.wait_for(part);
            let screen = tty.screen();
            let message = screen.lines().find(|line| line.contains(part)).unwrap_or_default();
            let message = message.trim().to_owned();
            tty.send("\x03");
            assert_eq!(tty.end().0, 0);
            let typed: Vec<_> = keys.iter().copied().map(name_keys).collect();
            let typed =
                if typed.is_empty() { String::new() } else { format!("  # {}", typed.join(" ")) };
            (format!("$ {line}{typed}"), message, None)
        }
    }
}

/// Keys by their names.
fn name_keys(keys: &str) -> String {
    let named = keys.replace('\x14', "Ctrl-T").replace('\x15', "Ctrl-U").replace('\r', " Enter");
    named.trim().to_owned()
}

/// The page with the current messages.
fn document() -> String {
    let mut page = String::from(HEAD);
    for (area, messages) in AREAS {
        writeln!(page, "\n## {area}").unwrap();
        for Message { how, exit, what, next } in *messages {
            let (shown, message, code) = trigger(how);
            assert_eq!(code, *exit, "{shown}\n{message}");
            assert!(!message.trim().is_empty(), "{shown} prints nothing");
            let exit = exit.map(|exit| format!(" Exit code {exit}.")).unwrap_or_default();
            let message = message.trim_end();
            write!(page, "\n```text\n{shown}\n{message}\n```\n\n{what} **Next:** {next}{exit}\n")
                .unwrap();
        }
    }
    page.push_str("\n## Messages that no test can trigger\n\n");
    for (message, why) in UNPROVOKED {
        writeln!(page, "- `{message}`: {why}").unwrap();
    }
    page
}

#[test]
fn the_documented_messages_are_current() {
    let found = document();
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(DOCUMENT, found).unwrap();
        return;
    }
    let documented = fs::read_to_string(DOCUMENT).unwrap_or_default();
    let differs =
        documented.lines().zip(found.lines()).find(|(documented, found)| documented != found);
    assert!(
        documented == found,
        "docs/messages.md differs; UPDATE_GOLDEN=1 cargo test --test messages writes it\n{differs:?}"
    );
}

/// The files with messages.
fn sources() -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<_> = [
        "files.rs",
        "config.rs",
        "commands.rs",
        "message.rs",
        "tui.rs",
        "tui/effects/run.rs",
        "tui/keymap/name.rs",
        "tui/theme/file.rs",
    ]
    .map(|name| source.join(name))
    .into();
    files.extend(fs::read_dir(source.join("commands")).unwrap().map(|entry| entry.unwrap().path()));
    files
}

/// Every message in the source is on the page.
#[test]
fn no_message_is_missing() {
    let page = fs::read_to_string(DOCUMENT).unwrap();
    let worded = Regex::new(
        r#"(?s)(?:#\[error\(|(?:bail!|anyhow!|context|print|with_context\(\|\||wrong|error|other)\(\s*(?:format!\(\s*)?)"((?:[^"\\]|\\.)*)""#,
    )
    .unwrap();
    let (hole, fold) = (Regex::new(r"\{[^}]*\}").unwrap(), Regex::new(r"\\\n\s*").unwrap());
    let mut seen = 0;
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for found in worded.captures_iter(code) {
            let words = fold.replace_all(&found[1], "").replace("\\\"", "\"");
            // What is filled in is another each time; the longest part between is the message.
            let fixed = hole.split(&words).max_by_key(|part| part.len()).unwrap_or_default().trim();
            assert!(page.contains(fixed), "{}: `{words}` is not on the page", path.display());
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} messages are found in the source");
}
