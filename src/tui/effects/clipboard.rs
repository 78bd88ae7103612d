//! Copies text by whatever is available: tmux, the terminal (OSC 52) or a desktop program. A desktop
//! program keeps the text after the browser exits; a library inside the browser could not.

use std::env;
use std::io::{self, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::execute;

use crate::tui::terminal::lock_screen;

/// How long a program may take to accept a text.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The longest text for OSC 52: xterm, for example, accepts 100 kB of base64.
const OSC52_LIMIT: usize = 74_000;

/// A method to copy text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyMethod {
    /// A program that copies its standard input: the words of its command line, and the status
    /// message.
    Program(&'static str, &'static str),
    /// An escape sequence for the terminal.
    Osc52,
}

const TMUX: CopyMethod = CopyMethod::Program("tmux load-buffer -w -", "copied to the tmux buffer");
/// Before 3.2, tmux cannot pass the text on to the terminal.
const OLD_TMUX: CopyMethod =
    CopyMethod::Program("tmux load-buffer -", "copied to the tmux buffer; paste with prefix ]");
const WAYLAND: CopyMethod = CopyMethod::Program("wl-copy", "copied to the clipboard (wl-copy)");
const XCLIP: CopyMethod =
    CopyMethod::Program("xclip -selection clipboard", "copied to the clipboard (xclip)");
const XSEL: CopyMethod =
    CopyMethod::Program("xsel --clipboard --input", "copied to the clipboard (xsel)");
const MACOS: CopyMethod = CopyMethod::Program("pbcopy", "copied to the clipboard (pbcopy)");
const WINDOWS: CopyMethod = CopyMethod::Program(CLIP_EXE, "copied to the clipboard (clip.exe)");

const CLIP_EXE: &str = "clip.exe";

/// What determines the available copy methods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub struct Environment {
    pub tmux: bool,
    pub ssh: bool,
    pub wayland: bool,
    pub x11: bool,
    pub wsl: bool,
    /// Whether the terminal does not support escape sequences such as OSC 52.
    pub plain: bool,
}

impl Environment {
    /// The environment of this process.
    pub fn detect() -> Self {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        Self {
            tmux: is_set("TMUX"),
            ssh: ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"].into_iter().any(is_set),
            wayland: is_set("WAYLAND_DISPLAY"),
            x11: is_set("DISPLAY"),
            wsl: is_set("WSL_DISTRO_NAME"),
            plain: matches!(env::var("TERM").as_deref(), Ok("dumb" | "linux")),
        }
    }

    /// Whether a window can open on the user's screen.
    pub fn has_display(self) -> bool {
        let desktop = cfg!(any(target_os = "macos", windows)) || self.wayland || self.x11;
        !self.ssh && (desktop || self.wsl)
    }

    /// The copy methods, in the order to try them.
    pub fn copy_methods(self) -> Vec<CopyMethod> {
        // Over SSH, a desktop program would set the clipboard of the remote machine.
        let desktop = !self.tmux && !self.ssh;
        let methods = [
            (self.tmux, TMUX),
            (self.tmux, OLD_TMUX),
            (desktop && cfg!(target_os = "macos"), MACOS),
            (desktop && self.wayland, WAYLAND),
            (desktop && self.x11, XCLIP),
            (desktop && self.x11, XSEL),
            (desktop && (cfg!(windows) || self.wsl), WINDOWS),
            (!self.plain, CopyMethod::Osc52),
        ];
        methods.into_iter().filter_map(|(usable, method)| usable.then_some(method)).collect()
    }
}

/// Copies `text` by the first method that works and returns its confirmation.
pub fn copy(methods: &[CopyMethod], text: &str) -> Option<&'static str> {
    methods.iter().find_map(|method| match *method {
        CopyMethod::Program(command, confirmation) => {
            run_program(command, text).is_ok().then_some(confirmation)
        }
        CopyMethod::Osc52 if text.len() > OSC52_LIMIT => None,
        CopyMethod::Osc52 => execute!(lock_screen(), CopyToClipboard::to_clipboard_from(text))
            .is_ok()
            .then_some("copied with OSC 52; your terminal may ignore it"),
    })
}

fn run_program(command: &str, text: &str) -> io::Result<()> {
    let mut child = silent_command(command).stdin(Stdio::piped()).spawn()?;
    let bytes = if command == CLIP_EXE {
        // clip.exe assumes the current code page unless there is a UTF-16 byte order mark.
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    } else {
        text.as_bytes().to_vec()
    };
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read must not block the browser.
        thread::spawn(move || stdin.write_all(&bytes));
    }
    if wait(&mut child)? { Ok(()) } else { Err(io::Error::other("the program failed")) }
}

/// A command line, in words, without access to the terminal.
pub fn silent_command(line: &str) -> Command {
    let mut words = line.split(' ');
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Whether the program succeeds before the timeout.
fn wait(child: &mut Child) -> io::Result<bool> {
    let deadline = Instant::now() + TIMEOUT;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        thread::sleep(Duration::from_millis(2));
    }
    child.kill()?;
    child.wait()?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn copy_methods_depend_on_the_environment() {
        const BARE: Environment = Environment {
            tmux: false,
            ssh: false,
            wayland: false,
            x11: false,
            wsl: false,
            plain: false,
        };
        let table: &[(Environment, &[CopyMethod])] = &[
            (BARE, &[CopyMethod::Osc52]),
            (Environment { plain: true, ..BARE }, &[]),
            (Environment { tmux: true, x11: true, ..BARE }, &[TMUX, OLD_TMUX, CopyMethod::Osc52]),
            (Environment { tmux: true, ssh: true, ..BARE }, &[TMUX, OLD_TMUX, CopyMethod::Osc52]),
            (Environment { ssh: true, x11: true, ..BARE }, &[CopyMethod::Osc52]),
            (
                Environment { wayland: true, x11: true, ..BARE },
                &[WAYLAND, XCLIP, XSEL, CopyMethod::Osc52],
            ),
            (Environment { wsl: true, ..BARE }, &[WINDOWS, CopyMethod::Osc52]),
        ];
        for (environment, methods) in table {
            assert_eq!(environment.copy_methods(), *methods, "{environment:?}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn the_first_method_that_works_is_confirmed() {
        const MISSING: CopyMethod = CopyMethod::Program("errdex-no-such-program", "missing");
        const FAILS: CopyMethod = CopyMethod::Program("false", "fails");
        const WORKS: CopyMethod = CopyMethod::Program("cat", "works");
        assert_eq!(copy(&[MISSING, FAILS, WORKS], "text"), Some("works"));
        assert_eq!(copy(&[WORKS], &"text ".repeat(1_000_000)), Some("works"));
        assert_eq!(copy(&[MISSING, FAILS], "text"), None);
        assert_eq!(copy(&[CopyMethod::Osc52], &"x".repeat(OSC52_LIMIT + 1)), None);
    }

    #[test]
    fn there_is_no_display_over_ssh() {
        let display = Environment { x11: true, ..Environment::default() };
        assert!(display.has_display());
        assert!(!Environment { ssh: true, ..display }.has_display());
    }
}
