//! Files that are written: each is there whole or not at all, be the program killed or the disk
//! full, and none is replaced unasked.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Why a file was not written; nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is something of that name already.
    #[error("`{}` exists already", .0.display())]
    Exists(PathBuf),
    /// It can't be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Writes a new file.
///
/// # Errors
///
/// When there is something of that name, or when the file can't be written.
pub fn create(path: &Path, text: &str) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        return Err(Error::Exists(path.to_owned()));
    }
    let fault = |source| Error::Write { path: path.to_owned(), source };
    let file = beside(path, text, None).map_err(fault)?;
    // Somebody else may have been faster.
    file.persist_noclobber(path).map(drop).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
        _ => fault(error.error),
    })
}

/// Writes a file in the place of one that may be there. It keeps its permissions; a link stays one,
/// and what it leads to is replaced.
///
/// # Errors
///
/// When the file can't be written.
pub fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let fault = |source| Error::Write { path: path.to_owned(), source };
    let target = match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        found => found,
    }
    .map_err(fault)?;
    let permissions = match target.metadata() {
        Ok(there) if there.is_file() => Some(there.permissions()),
        Ok(_) => return Err(fault(io::Error::other("it is no file"))),
        Err(_) => None,
    };
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(fault(io::ErrorKind::PermissionDenied.into()));
    }
    let file = beside(&target, text, permissions).map_err(fault)?;
    file.persist(&target).map(drop).map_err(|error| fault(error.error))
}

/// The text in a file of another name in the folder of `path`, safe on the disk.
fn beside(path: &Path, text: &str, like: Option<fs::Permissions>) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(".errdex-");
    #[cfg(unix)]
    {
        // The umask takes its part, as from every new file.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = like {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names in a folder, in order.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
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
    fn what_cannot_be_written_is_told_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no/such/note.md");
        for error in [create(&missing, "x").unwrap_err(), replace(folder.path(), "x").unwrap_err()]
        {
            assert!(error.to_string().starts_with("cannot write `"), "{error}");
        }
        assert!(matches!(create(folder.path(), "x"), Err(Error::Exists(_))));
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    #[cfg(unix)]
    fn permissions_and_links_stay() {
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
    fn a_file_that_is_kept_from_writing_is_left_alone() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.md");
        create(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(replace(&path, "two").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}
