//! Reads catalogs and notes, which other people can have written: only regular files of a limited size,
//! and no links out of a directory of catalogs.

use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::path::Path;

use crate::catalog::SourceFile;
use crate::error;

/// The size limit of a file in bytes.
pub const MAX_BYTES: u64 = 32 << 20;

/// Reads a file, or the catalogs of a directory in the order of their names.
#[must_use]
pub fn read_path(path: &Path) -> Vec<SourceFile> {
    let read = || -> io::Result<Vec<SourceFile>> {
        if !fs::metadata(path)?.is_dir() {
            return Ok(vec![source_file(path, open_regular(path).and_then(read_text))]);
        }
        let directory = path.canonicalize()?;
        let mut entries: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
        entries.retain(|entry| entry.path().extension().is_some_and(|it| it == "toml"));
        entries.sort_by_key(DirEntry::file_name);
        let read = |entry: DirEntry| source_file(&entry.path(), read_entry(&entry, &directory));
        Ok(entries.into_iter().map(read).collect())
    };
    read().unwrap_or_else(|error| vec![source_file(path, Err(error))])
}

fn source_file(path: &Path, text: io::Result<String>) -> SourceFile {
    let text = text.map_err(|error| error::describe(&error));
    SourceFile { path: path.display().to_string(), text }
}

/// Reads a file of a directory. A link must not lead out of it: anyone who can write to the directory
/// could have other files read.
fn read_entry(entry: &DirEntry, directory: &Path) -> io::Result<String> {
    let path = entry.path();
    expect_inside(&path, directory)?;
    read_text(open_regular(&path)?)
}

/// Fails for a link that leads out of a directory, or nowhere.
pub fn expect_inside(path: &Path, directory: &Path) -> io::Result<()> {
    if !path.is_symlink() {
        return Ok(());
    }
    let target = path.canonicalize()?;
    if target.starts_with(directory.canonicalize()?) {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "a link to `{}`, outside of its directory; name that file in the configuration",
        target.display()
    )))
}

/// Opens a regular file. Opening a pipe would block.
pub fn open_regular(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    File::open(path)
}

/// The error for a file over the limit.
pub fn too_large() -> io::Error {
    io::Error::other(format!("larger than {} MiB", MAX_BYTES >> 20))
}

/// The text of a file, which is UTF-8 and not too large.
pub fn read_text(file: File) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        io::Error::other(format!("not UTF-8 at byte {at}"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
