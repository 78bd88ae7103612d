//! Ways to put a text where it can be pasted from, each by what is at hand: tmux, the terminal
//! (OSC 52), or the desktop's own program. A program of the desktop keeps the text when the browser
//! is gone, which a library inside the browser could not.

use std::env;
use std::io::{self, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::execute;

/// How long a program may take to accept a text.
const PATIENCE: Duration = Duration::from_secs(2);

/// Bytes that terminals take by OSC 52; xterm, for one, takes 100 kB of base64.
const OSC52_LIMIT: usize = 74_000;

/// A program that takes a text from its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    name: &'static str,
    arguments: &'static [&'static str],
    /// What became of the text, as far as is known.
    confirmation: &'static str,
}

/// A way to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Hand it to a program.
    Program(Program),
    /// Ask the terminal to take it.
    Osc52,
}

const fn program(
    name: &'static str,
    arguments: &'static [&'static str],
    confirmation: &'static str,
) -> Way {
    Way::Program(Program { name, arguments, confirmation })
}

const TMUX: Way = program("tmux", &["load-buffer", "-w", "-"], "handed to tmux");
/// Before tmux 3.2 it can't hand it on to the terminal.
const OLD_TMUX: Way =
    program("tmux", &["load-buffer", "-"], "handed to tmux; its prefix and ] paste it");
const WAYLAND: Way = program("wl-copy", &[], "handed to wl-copy");
const XCLIP: Way = program("xclip", &["-selection", "clipboard"], "handed to xclip");
const XSEL: Way = program("xsel", &["--clipboard", "--input"], "handed to xsel");
const MACOS: Way = program("pbcopy", &[], "handed to pbcopy");
const WINDOWS: Way = program("clip.exe", &[], "handed to clip.exe");

/// What decides which ways there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each holds or not, in any combination")]
pub struct Surroundings {
    pub tmux: bool,
    pub ssh: bool,
    pub wayland: bool,
    pub x11: bool,
    pub wsl: bool,
    /// Whether the terminal knows no escape sequences such as OSC 52.
    pub plain: bool,
}

impl Surroundings {
    /// Those of this process.
    pub fn here() -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let term = env::var("TERM").unwrap_or_default();
        Self {
            tmux: set("TMUX"),
            ssh: ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"].into_iter().any(set),
            wayland: set("WAYLAND_DISPLAY"),
            x11: set("DISPLAY"),
            wsl: set("WSL_DISTRO_NAME"),
            plain: matches!(term.as_str(), "dumb" | "linux"),
        }
    }

    /// Whether a window can open where the person sits.
    pub fn has_display(self) -> bool {
        let desktop = cfg!(any(target_os = "macos", windows)) || self.wayland || self.x11;
        !self.ssh && (desktop || self.wsl)
    }

    /// The ways to try, one after the other.
    pub fn ways(self) -> Vec<Way> {
        let mut ways = Vec::new();
        if self.tmux {
            ways.extend([TMUX, OLD_TMUX]);
        } else if !self.ssh {
            // A clipboard on the far side of a connection is nobody's.
            if cfg!(target_os = "macos") {
                ways.push(MACOS);
            }
            if self.wayland {
                ways.push(WAYLAND);
            }
            if self.x11 {
                ways.extend([XCLIP, XSEL]);
            }
            if cfg!(windows) || self.wsl {
                ways.push(WINDOWS);
            }
        }
        if !self.plain {
            ways.push(Way::Osc52);
        }
        ways
    }
}

/// Copies a text by the first of the ways that works, and tells what became of it; none where none
/// of them works.
pub fn copy(ways: &[Way], text: &str) -> Option<&'static str> {
    ways.iter().find_map(|way| match way {
        Way::Program(program) => feed(program, text).is_ok().then_some(program.confirmation),
        Way::Osc52 if text.len() > OSC52_LIMIT => None,
        Way::Osc52 => execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
            .is_ok()
            .then_some("sent by OSC 52; whether the terminal took it isn't known"),
    })
}

fn feed(program: &Program, text: &str) -> io::Result<()> {
    let mut child = Command::new(program.name)
        .args(program.arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let bytes = if Way::Program(*program) == WINDOWS {
        // The one encoding that it tells from the code page of the day.
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    } else {
        text.as_bytes().to_vec()
    };
    if let Some(mut stdin) = child.stdin.take() {
        // A program that doesn't read must not hang the browser.
        thread::spawn(move || stdin.write_all(&bytes));
    }
    if wait(&mut child)? { Ok(()) } else { Err(io::Error::other("it failed")) }
}

/// Whether the program ends well, and in time.
fn wait(child: &mut Child) -> io::Result<bool> {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn the_surroundings_decide() {
        const BARE: Surroundings = Surroundings {
            tmux: false,
            ssh: false,
            wayland: false,
            x11: false,
            wsl: false,
            plain: false,
        };
        let table: &[(Surroundings, &[Way])] = &[
            (BARE, &[Way::Osc52]),
            (Surroundings { plain: true, ..BARE }, &[]),
            (Surroundings { tmux: true, x11: true, ..BARE }, &[TMUX, OLD_TMUX, Way::Osc52]),
            (Surroundings { tmux: true, ssh: true, ..BARE }, &[TMUX, OLD_TMUX, Way::Osc52]),
            (Surroundings { ssh: true, x11: true, ..BARE }, &[Way::Osc52]),
            (
                Surroundings { wayland: true, x11: true, ..BARE },
                &[WAYLAND, XCLIP, XSEL, Way::Osc52],
            ),
            (Surroundings { wsl: true, ..BARE }, &[WINDOWS, Way::Osc52]),
        ];
        for (surroundings, ways) in table {
            assert_eq!(surroundings.ways(), *ways, "{surroundings:?}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn the_first_way_that_works_is_told() {
        const MISSING: Way = program("errdex-no-such-program", &[], "missing");
        const FAILS: Way = program("false", &[], "fails");
        const WORKS: Way = program("cat", &[], "works");
        assert_eq!(copy(&[MISSING, FAILS, WORKS], "text"), Some("works"));
        assert_eq!(copy(&[WORKS], &"text ".repeat(1_000_000)), Some("works"));
        assert_eq!(copy(&[MISSING, FAILS], "text"), None);
        assert_eq!(copy(&[Way::Osc52], &"x".repeat(OSC52_LIMIT + 1)), None);
    }

    #[test]
    fn a_window_opens_only_where_the_person_sits() {
        let display = Surroundings { x11: true, ..Surroundings::default() };
        assert!(display.has_display());
        assert!(!Surroundings { ssh: true, ..display }.has_display());
    }
}
