//! Runs effects and reports their outcome.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::thread;

use crate::error;
use crate::files::{self, UserFiles};
use crate::share::Shared;
use crate::tui::effects::clipboard::{self, Environment};
use crate::tui::effects::{Effect, Loader, LogReader, Outcome, Worker};
use crate::tui::terminal::Session;

/// Runs an effect. Returns `None` for work on a thread, whose outcome is polled later.
///
/// # Errors
///
/// If the terminal is lost. Other failures are reported in the outcome.
pub fn run(
    effect: Effect,
    session: &mut Session,
    worker: &mut Worker,
    loader: &mut Loader,
    logs: &mut LogReader,
) -> io::Result<Option<Outcome>> {
    Ok(Some(match effect {
        Effect::Decode(job) => {
            worker.submit(job);
            return Ok(None);
        }
        Effect::ScanLog(job) => {
            logs.scan(job);
            return Ok(None);
        }
        Effect::ReadLog(job) => {
            logs.read(job);
            return Ok(None);
        }
        Effect::LoadCatalogs { is_requested } => {
            if loader.start(is_requested) || !is_requested {
                return Ok(None);
            }
            Outcome::Message("no catalog file has changed".to_owned())
        }
        Effect::AddNote(record) => added(loader.files().add_note(&record)),
        Effect::AddEntries { catalog, text } => added(loader.files().add_entries(catalog, &text)),
        Effect::SaveCatalog { id, text, overwrite } => {
            save_catalog(loader.files(), &id, &text, overwrite)
        }
        Effect::Copy(Shared { name, text }) => {
            match clipboard::copy(&Environment::detect().copy_methods(), &text) {
                Some(confirmation) => Outcome::Message(format!("{name} {confirmation}")),
                None => show(&text, session)?,
            }
        }
        Effect::Show(text) => show(&text, session)?,
        Effect::QueryBackground => {
            Session::query_background()?;
            return Ok(None);
        }
        Effect::Suspend => {
            session.suspend()?;
            Outcome::Resumed(session.size()?)
        }
        Effect::Open(url) => Outcome::Message(open(&url)),
        Effect::Save { shared, path, overwrite } => save(&shared, &path, overwrite),
    }))
}

fn save_catalog(files: &UserFiles, id: &str, text: &str, overwrite: bool) -> Outcome {
    match files.save_catalog(id, text, overwrite) {
        Err(error) if error.is_conflict() => {
            Outcome::Exists(format!("press Enter again to replace it: {}", error::describe(&error)))
        }
        result => added(result),
    }
}

fn added<E: Error + 'static>(path: Result<PathBuf, E>) -> Outcome {
    match path {
        Ok(path) => Outcome::Added(format!("saved to {}", path.display())),
        Err(error) => Outcome::Message(error::describe(&error)),
    }
}

fn show(text: &str, session: &mut Session) -> io::Result<Outcome> {
    session.show(text)?;
    Ok(Outcome::Resumed(session.size()?))
}

fn save(Shared { name, text }: &Shared, typed: &str, overwrite: bool) -> Outcome {
    let path = expand_home(typed);
    let result = if overwrite { files::replace(&path, text) } else { files::create(&path, text) };
    match result {
        Ok(()) => Outcome::Saved(format!("{name} saved to {}", path.display())),
        Err(files::Error::Exists(_)) if path.is_dir() => {
            Outcome::Message(format!("`{}` is a directory, expected a file", path.display()))
        }
        Err(files::Error::Exists(_)) => Outcome::Exists(format!(
            "`{}` already exists; press Enter again to overwrite",
            path.display()
        )),
        Err(error @ files::Error::Write { .. }) => Outcome::Message(error::describe(&error)),
    }
}

/// Expands a leading `~/`.
fn expand_home(typed: &str) -> PathBuf {
    match typed.strip_prefix("~/").map(|rest| (rest, etcetera::home_dir())) {
        Some((rest, Ok(home))) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}

/// Opens a URL on the desktop, without a shell and without access to the terminal.
fn open(url: &str) -> String {
    let environment = Environment::detect();
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return format!("not a web page: {url}");
    }
    if !environment.has_display() {
        return format!("no display to open {url}");
    }
    let programs = [
        (cfg!(target_os = "macos"), "open"),
        (cfg!(windows), "rundll32.exe url.dll,FileProtocolHandler"),
        (environment.wsl, "wslview"),
    ];
    let program = programs.iter().find(|(usable, _)| *usable).map_or("xdg-open", |(_, name)| name);
    let mut command = clipboard::silent_command(program);
    command.arg(url);
    #[cfg(unix)]
    {
        // Signals to our process group must not reach the web browser.
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    match command.spawn() {
        Ok(mut child) => {
            // Avoids a zombie process.
            thread::spawn(move || child.wait());
            format!("opened with {program}: {url}")
        }
        Err(error) => format!("cannot run {program} ({error}): {url}"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn note(text: &str) -> Shared {
        Shared { name: "note".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn files_are_overwritten_only_on_request() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.md");
        let typed = path.to_str().unwrap();
        assert_eq!(
            save(&note("one"), typed, false),
            Outcome::Saved(format!("note saved to {typed}"))
        );
        let again = save(&note("two"), typed, false);
        assert_eq!(
            again,
            Outcome::Exists(format!("`{typed}` already exists; press Enter again to overwrite"))
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert!(matches!(save(&note("two"), typed, true), Outcome::Saved(_)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn reports_why_saving_failed() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no/note.md");
        let cases = [(folder.path(), "is a directory"), (&missing, "cannot write `")];
        for (path, expected) in cases {
            let Outcome::Message(text) = save(&note("x"), path.to_str().unwrap(), false) else {
                panic!("{} was saved", path.display());
            };
            assert!(text.contains(expected), "{text}");
        }
    }

    #[test]
    fn only_web_pages_are_opened() {
        assert_eq!(open("file:///etc/passwd"), "not a web page: file:///etc/passwd");
    }
}
