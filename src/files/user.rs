//! The user's catalogs, overlays and notes on disk: where they are, and how they are loaded and saved.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::read::{MAX_BYTES, expect_inside, open_regular, read_path, read_text, too_large};
use crate::catalog::{
    Catalogs, Contribution, FileError, Merged, NoteRecord, SourceFile, append_note, read_notes,
    remove_notes,
};
use crate::error;
use crate::files;
use crate::text::toml_string;

/// Where the user's files are.
#[derive(Debug, Clone, Default)]
pub struct UserFiles {
    /// The directory of the user's data, if there is a home directory. Its `catalogs` directory is
    /// read before all others, and need not exist.
    pub data_dir: Option<PathBuf>,
    /// Further files, and directories of files; later ones win.
    pub catalogs: Vec<PathBuf>,
    /// The file of the notes instead of `notes.toml` in the data directory.
    pub notes: Option<PathBuf>,
}

/// The files at a point in time, to be compared with a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(Vec<(PathBuf, Option<(SystemTime, u64)>)>);

/// What was loaded.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The catalogs, and a report on each file.
    pub merged: Merged,
    /// Why there are no notes, if their file is faulty.
    pub notes_error: Option<String>,
}

impl Loaded {
    /// One line for each file that cannot be used.
    pub fn errors(&self) -> impl Iterator<Item = String> {
        let of_files = self.merged.files.iter().filter_map(|file| {
            let error = file.outcome.as_ref().err()?;
            Some(error.message(&file.path))
        });
        of_files.chain(self.notes_error.clone())
    }
}

impl UserFiles {
    /// Reads all files and merges them into `base`.
    #[must_use]
    pub fn load(&self, base: &Catalogs) -> Loaded {
        let (notes, notes_error) = match self.read_notes() {
            Ok(notes) => (notes, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        Loaded { merged: base.merge(&self.read_catalogs(), &notes), notes_error }
    }

    /// The state of the files, to detect changes.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let own = self.catalogs_dir();
        let mut paths = Vec::new();
        for path in own.iter().chain(&self.catalogs) {
            paths.push(path.clone());
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            paths.extend(entries.map(|entry| entry.path()));
        }
        paths.extend(self.notes_path());
        paths.sort();
        let state = |path: PathBuf| {
            let metadata = fs::metadata(&path).ok();
            let state = metadata.and_then(|it| Some((it.modified().ok()?, it.len())));
            (path, state)
        };
        Fingerprint(paths.into_iter().map(state).collect())
    }

    /// The directory of the user's own catalogs.
    #[must_use]
    pub fn catalogs_dir(&self) -> Option<PathBuf> {
        self.data_dir.as_ref().map(|data| data.join("catalogs"))
    }

    /// The file of the notes.
    #[must_use]
    pub fn notes_path(&self) -> Option<PathBuf> {
        self.notes.clone().or_else(|| Some(self.data_dir.as_ref()?.join("notes.toml")))
    }

    /// The catalogs and overlays, in the order in which they are merged.
    #[must_use]
    pub fn read_catalogs(&self) -> Vec<SourceFile> {
        let own = self.catalogs_dir().filter(|directory| directory.exists());
        own.iter().chain(&self.catalogs).flat_map(|path| read_path(path)).collect()
    }

    /// Adds entries, as tables of a catalog file, to the overlay of the user's own that extends the
    /// catalog `id`. It is created if need be; returns its path.
    ///
    /// # Errors
    /// Fails if the overlay would have errors, or cannot be written. It is then unchanged.
    pub fn add_entries(&self, id: &str, entries: &str) -> Result<PathBuf, SaveError> {
        let directory = self.catalogs_dir().ok_or(SaveError::NoHome)?;
        let path = directory.join(format!("{id}-overlay.toml"));
        let at = |source| SaveError::Io { path: path.clone(), source };
        fs::create_dir_all(&directory).map_err(at)?;
        let _lock = self.lock().map_err(at)?;
        expect_inside(&path, &directory).map_err(at)?;
        let text = match open_regular(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                format!("schema = 1\nextends = {}\n", toml_string(id))
            }
            opened => opened.and_then(read_text).map_err(at)?,
        };
        let text = format!("{}\n\n{}\n", text.trim_end(), entries.trim());
        let contribution = self.check(&path, &text)?;
        if !contribution.is_overlay || contribution.catalog != id {
            return Err(SaveError::NoOverlay { path, id: id.to_owned() });
        }
        files::replace(&path, &text)?;
        Ok(path)
    }

    /// Saves a catalog to the user's own; returns its path. A file or a catalog with its id is
    /// replaced only with `overwrite`.
    ///
    /// # Errors
    /// Fails if the catalog has errors, exists already, or cannot be written.
    pub fn save_catalog(
        &self,
        id: &str,
        text: &str,
        overwrite: bool,
    ) -> Result<PathBuf, SaveError> {
        let directory = self.catalogs_dir().ok_or(SaveError::NoHome)?;
        let path = directory.join(format!("{id}.toml"));
        let contribution = self.check(&path, text)?;
        if let Some(origin) = contribution.replaces.filter(|_| !overwrite) {
            return Err(SaveError::Exists { id: id.to_owned(), origin });
        }
        let at = |source| SaveError::Io { path: path.clone(), source };
        fs::create_dir_all(&directory).map_err(at)?;
        expect_inside(&path, &directory).map_err(at)?;
        let write = if overwrite { files::replace } else { files::create };
        write(&path, text)?;
        Ok(path)
    }

    /// What a file would contribute with this text.
    fn check(&self, path: &Path, text: &str) -> Result<Contribution, SaveError> {
        let name = path.display().to_string();
        let mut files = self.read_catalogs();
        files.retain(|file| file.path != name);
        files.push(SourceFile { path: name, text: Ok(text.to_owned()) });
        let merged = Catalogs::builtin().merge(&files, &[]);
        let outcome = merged.files.into_iter().last().map(|file| file.outcome);
        outcome.unwrap_or_else(|| Ok(Contribution::default())).map_err(SaveError::Invalid)
    }

    /// The notes.
    ///
    /// # Errors
    /// Fails if the file exists and cannot be read, or has errors.
    pub fn read_notes(&self) -> Result<Vec<NoteRecord>, NotesError> {
        let Some(path) = self.notes_path() else { return Ok(Vec::new()) };
        // The default file need not exist, nor its directory be readable.
        if self.notes.is_none() && fs::metadata(&path).is_err() {
            return Ok(Vec::new());
        }
        let text = read_notes_text(&path)?;
        parse_notes(&path, &text)
    }

    /// Appends a note to the file of the notes, which is created if need be.
    ///
    /// # Errors
    /// Fails if the file has errors, or cannot be written.
    pub fn add_note(&self, record: &NoteRecord) -> Result<PathBuf, NotesError> {
        self.change_notes(|_, text| Ok(append_note(text, record)))
    }

    /// Removes the notes that `is_removed`; returns them.
    ///
    /// # Errors
    /// Fails if the file has errors, or cannot be written, or if a note cannot be cut out of it.
    pub fn remove_notes(
        &self,
        is_removed: impl Fn(&NoteRecord) -> bool,
    ) -> Result<Vec<NoteRecord>, NotesError> {
        let mut removed = Vec::new();
        self.change_notes(|path, text| {
            let records = parse_notes(path, text)?;
            let positions: Vec<_> =
                (0..records.len()).filter(|index| is_removed(&records[*index])).collect();
            let left = remove_notes(text, &positions)
                .ok_or_else(|| NotesError::ByHand(path.to_owned()))?;
            removed = records.into_iter().filter(|record| is_removed(record)).collect();
            Ok(left)
        })?;
        Ok(removed)
    }

    /// Replaces the file of the notes. A lock keeps two processes from losing each other's notes.
    fn change_notes(
        &self,
        change: impl FnOnce(&Path, &str) -> Result<String, NotesError>,
    ) -> Result<PathBuf, NotesError> {
        let path = self.notes_path().ok_or(NotesError::NoHome)?;
        let at = |source| NotesError::Io { path: path.clone(), source };
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory).map_err(at)?;
        }
        let _lock = self.lock().map_err(at)?;
        if let Some(directory) = self.data_dir.as_ref().filter(|_| self.notes.is_none()) {
            expect_inside(&path, directory).map_err(at)?;
        }
        let text = read_notes_text(&path)?;
        parse_notes(&path, &text)?;
        let text = change(&path, &text)?;
        // What is written can be read again.
        parse_notes(&path, &text)?;
        if text.len() as u64 > MAX_BYTES {
            return Err(at(too_large()));
        }
        files::replace(&path, &text)?;
        Ok(path)
    }

    /// Waits for the lock, which is released when the file is closed. It is not the file of the notes,
    /// which is replaced, and not beside it, where version control would see it.
    fn lock(&self) -> io::Result<Option<File>> {
        let Some(directory) = &self.data_dir else { return Ok(None) };
        fs::create_dir_all(directory)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(directory.join("notes.lock"))?;
        file.lock()?;
        Ok(Some(file))
    }
}

/// Why a catalog cannot be saved, or entries cannot be added to an overlay.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// There is no home directory.
    #[error("no home directory, so no place for catalogs")]
    NoHome,
    /// The file cannot be read, or its directory cannot be created.
    #[error("cannot use `{}`: {}", path.display(), error::describe(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The file would have errors.
    #[error("not saved: {}", reason(.0))]
    Invalid(FileError),
    /// The file is not an overlay of the catalog.
    #[error("not saved: `{}` is not an overlay of `{id}`", path.display())]
    NoOverlay {
        /// The file.
        path: PathBuf,
        /// The catalog.
        id: String,
    },
    /// There is a catalog with that id.
    #[error("a catalog `{id}` exists already: {origin}")]
    Exists {
        /// The id.
        id: String,
        /// The file that it comes from, or that it is built in.
        origin: String,
    },
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] files::Error),
}

impl SaveError {
    /// Whether it can be saved by overwriting what is there.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Exists { .. } | Self::Write(files::Error::Exists(_)))
    }
}

/// What is wrong, without the path and the position, which are not those of what was typed.
fn reason(error: &FileError) -> String {
    match error {
        FileError::Invalid(errors) => {
            errors.first().map(|error| error.reason.clone()).unwrap_or_default()
        }
        FileError::Unreadable(reason) => reason.clone(),
    }
}

/// Why notes cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum NotesError {
    /// There is no home directory.
    #[error(
        "no home directory, so no place for notes; name a file with `notes` in the configuration"
    )]
    NoHome,
    /// The file cannot be read, or its directory cannot be created.
    #[error("cannot use `{}`: {}", path.display(), error::describe(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The file has errors.
    #[error("{0}")]
    Invalid(FileError),
    /// A note cannot be cut out of the file.
    #[error("cannot cut the note out of `{}`; edit the file by hand", .0.display())]
    ByHand(PathBuf),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] files::Error),
}

fn parse_notes(path: &Path, text: &str) -> Result<Vec<NoteRecord>, NotesError> {
    let notes = read_notes(&path.display().to_string(), text);
    notes.map_err(|errors| NotesError::Invalid(FileError::Invalid(errors)))
}

/// The text of the notes; empty if there is no file.
fn read_notes_text(path: &Path) -> Result<String, NotesError> {
    let file = match open_regular(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(String::new()),
        opened => opened,
    };
    let text = file.and_then(read_text);
    text.map_err(|source| NotesError::Io { path: path.to_owned(), source })
}
