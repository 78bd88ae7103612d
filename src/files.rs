//! Files. A write is atomic: the text goes to a temporary file in the same directory, which is then
//! renamed. Below are the user's own files and logs.

pub mod log;
mod read;
mod user;

use std::fs::{File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

pub use read::read_path;
pub use user::{Fingerprint, Loaded, NotesError, SaveError, UserFiles};

/// Why a file was not written. An existing file is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path exists.
    #[error("`{}` already exists", .0.display())]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

/// Writes a new file. A link to a path that does not exist is followed.
///
/// # Errors
///
/// Fails if the path exists or the file cannot be written.
pub fn create(path: &Path, text: &str) -> Result<(), Error> {
    write_new(path, text).map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
        _ => Error::Write { path: path.to_owned(), source },
    })
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let target = follow_links(path)?;
    if target.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    write_temp(&target, text, None)?.persist_noclobber(&target)?;
    Ok(())
}

/// Creates or replaces a file, keeping its permissions. A link stays a link, and the file that it
/// points to is replaced.
///
/// # Errors
///
/// Fails if the file cannot be written, is read-only, or is not a regular file.
pub fn replace(path: &Path, text: &str) -> Result<(), Error> {
    write_over(path, text).map_err(|source| Error::Write { path: path.to_owned(), source })
}

fn write_over(path: &Path, text: &str) -> io::Result<()> {
    let target = follow_links(path)?;
    write_temp(&target, text, replaceable(&target)?)?.persist(&target)?;
    Ok(())
}

/// The permissions of the file to replace; `None` if it does not exist.
fn replaceable(path: &Path) -> io::Result<Option<Permissions>> {
    match path.metadata() {
        Err(_) => Ok(None),
        Ok(existing) if existing.is_dir() => Err(ErrorKind::IsADirectory.into()),
        Ok(existing) if !existing.is_file() => Err(io::Error::other("not a regular file")),
        Ok(existing) if existing.permissions().readonly() => {
            Err(ErrorKind::PermissionDenied.into())
        }
        Ok(existing) => Ok(Some(existing.permissions())),
    }
}

/// Resolves links. The resulting path need not exist.
fn follow_links(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => match path.read_link() {
            // Circular links fail with another error, so the loop ends.
            Ok(next) => follow_links(&directory(path).join(next)),
            Err(_) => Ok(path.to_owned()),
        },
        found => found,
    }
}

/// Writes the text to a temporary file in the directory of `path`.
fn write_temp(
    path: &Path,
    text: &str,
    permissions: Option<Permissions>,
) -> io::Result<NamedTempFile> {
    // Use the default permissions; those of `tempfile` are stricter.
    let create = |path: &Path| File::options().write(true).create_new(true).open(path);
    let directory = directory(path);
    if !directory.exists() {
        return Err(io::Error::new(ErrorKind::NotFound, "no such directory"));
    }
    let mut file = Builder::new().prefix(".errdex-").make_in(directory, create)?;
    file.as_file_mut().write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_never_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.md");
        create(&path, "one").unwrap();
        assert!(matches!(create(&path, "two"), Err(Error::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        replace(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(names(folder.path()), ["note.md"]);
    }

    #[test]
    fn an_error_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no/such/note.md");
        for error in [create(&missing, "x").unwrap_err(), replace(folder.path(), "x").unwrap_err()]
        {
            assert!(error.to_string().starts_with("cannot write `"), "{error}");
        }
        for write in [create, replace] {
            let error = crate::error::describe(&write(&missing, "x").unwrap_err());
            assert!(error.ends_with("note.md`: no such directory"), "{error}");
        }
        assert!(matches!(create(folder.path(), "x"), Err(Error::Exists(_))));
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    #[cfg(unix)]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("note.md"), folder.path().join("link.md"));
        create(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("note.md", &link).unwrap();
        replace(&link, "two").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        assert!(matches!(create(&link, "three"), Err(Error::Exists(_))));
    }

    #[test]
    #[cfg(unix)]
    fn a_dangling_link_is_followed() {
        use std::os::unix::fs::symlink;

        for write in [create, replace] {
            let folder = tempfile::tempdir().unwrap();
            let at = |name: &str| folder.path().join(name);
            fs::create_dir(at("to")).unwrap();
            symlink("second", at("first")).unwrap();
            symlink("to/note.md", at("second")).unwrap();
            write(&at("first"), "text").unwrap();
            assert!(at("first").is_symlink() && at("second").is_symlink());
            assert_eq!(fs::read_to_string(at("to/note.md")).unwrap(), "text");
            assert_eq!(names(folder.path()), ["first", "second", "to"]);

            symlink("circle", at("circle")).unwrap();
            assert!(matches!(write(&at("circle"), "text"), Err(Error::Write { .. })));
        }
    }

    #[test]
    #[cfg(unix)]
    fn only_writable_files_are_replaced() {
        use std::os::unix::fs::PermissionsExt;

        assert!(replace(Path::new("/dev/null"), "text").is_err());
        let folder = tempfile::tempdir().unwrap();
        assert!(replace(folder.path(), "text").is_err());
        let path = folder.path().join("note.md");
        create(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(replace(&path, "two").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}
