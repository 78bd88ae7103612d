//! The shell's part: does what the state asks for outside the browser, and says what became of it.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use super::clipboard::{self, Surroundings};
use super::effect::{Effect, Outcome};
use super::terminal::Session;
use crate::files;

/// Carries out an effect.
///
/// # Errors
///
/// When the terminal is lost; whatever else fails is an outcome.
pub(super) fn carry_out(effect: Effect, session: &mut Session) -> io::Result<Outcome> {
    Ok(match effect {
        Effect::Copy { what, text } => {
            if let Some(says) = clipboard::copy(&Surroundings::here().ways(), &text) {
                Outcome::Said(format!("{what} {says}"))
            } else {
                session.show(&text)?;
                Outcome::Back(session.size()?)
            }
        }
        Effect::Show(text) => {
            session.show(&text)?;
            Outcome::Back(session.size()?)
        }
        Effect::Suspend => {
            session.suspend()?;
            Outcome::Back(session.size()?)
        }
        Effect::Open(url) => Outcome::Said(open(&url)),
        Effect::Save { what, path, text, replace } => save(&what, &path, &text, replace),
    })
}

fn save(what: &str, typed: &str, text: &str, replace: bool) -> Outcome {
    let path = expand(typed);
    let written = if replace { files::replace(&path, text) } else { files::create(&path, text) };
    match written {
        Ok(()) => Outcome::Saved(format!("{what} saved to {}", path.display())),
        Err(files::Error::Exists(_)) if path.is_dir() => {
            Outcome::Said(format!("`{}` is a folder, expected a file", path.display()))
        }
        Err(error @ files::Error::Exists(_)) => {
            Outcome::Exists(format!("{error}; Enter again replaces it"))
        }
        Err(error @ files::Error::Write { .. }) => Outcome::Said(crate::error::describe(&error)),
    }
}

/// The path that was typed, its `~` as in a shell.
fn expand(typed: &str) -> PathBuf {
    match typed.strip_prefix("~/").map(|rest| (rest, etcetera::home_dir())) {
        Some((rest, Ok(home))) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}

/// Hands an address to the desktop, without a shell, and with nothing of ours to write to.
fn open(url: &str) -> String {
    let surroundings = Surroundings::here();
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return format!("`{url}` is no web page");
    }
    if !surroundings.has_display() {
        return format!("{url}: no display to open it on");
    }
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32.exe", &["url.dll,FileProtocolHandler"])
    } else if surroundings.wsl {
        ("wslview", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    {
        // What stops or ends the browser's job is not meant for it.
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    match command.spawn() {
        Ok(mut child) => {
            // Nobody waits for its answer, but somebody must take it.
            thread::spawn(move || child.wait());
            format!("{url} handed to {program}")
        }
        Err(error) => format!("{url}: cannot run {program} ({error})"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_replaced_only_when_that_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.md");
        let typed = path.to_str().unwrap();
        assert_eq!(
            save("note", typed, "one", false),
            Outcome::Saved(format!("note saved to {typed}"))
        );
        let again = save("note", typed, "two", false);
        assert_eq!(
            again,
            Outcome::Exists(format!("`{typed}` already exists; Enter again replaces it"))
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert!(matches!(save("note", typed, "two", true), Outcome::Saved(_)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn what_cannot_be_saved_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no/note.md");
        let cases = [(folder.path(), "is a folder"), (&missing, "cannot write `")];
        for (path, says) in cases {
            let Outcome::Said(text) = save("note", path.to_str().unwrap(), "x", false) else {
                panic!("{} was saved", path.display());
            };
            assert!(text.contains(says), "{text}");
        }
    }

    #[test]
    fn only_web_pages_are_opened() {
        assert_eq!(open("file:///etc/passwd"), "`file:///etc/passwd` is no web page");
    }
}
