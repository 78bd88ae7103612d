//! Files that are written: each is there whole or not at all, be the program killed or the disk
//! full, and none is replaced unasked.
//!
//! A text goes to a file of its own name in the same folder first, and takes its place in one step.
//! A save that is killed before that leaves this file, called `.errdex-` and six letters, and may be
//! deleted at any time.

use std::error;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Write};
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

/// Writes a new file. A link that leads to nothing stays one: the file is made where it leads.
///
/// # Errors
///
/// When there is something of that name, or when the file can't be written.
pub fn create(path: &Path, text: &str) -> Result<(), Error> {
    let fault = |source| Error::Write { path: path.to_owned(), source };
    let target = target(path).map_err(fault)?;
    if target.symlink_metadata().is_ok() {
        return Err(Error::Exists(path.to_owned()));
    }
    let file = beside(&target, text, None).map_err(fault)?;
    // Somebody else may have been faster.
    file.persist_noclobber(&target).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
        _ => fault(error.error),
    })?;
    keep_name(&target);
    Ok(())
}

/// Writes a file in the place of one that may be there. It keeps its permissions, its group, and its
/// owner where the system lets us; a link stays one, and what it leads to is replaced. Attributes
/// beyond these, such as access lists, are lost. A file of several names (hard links) is left alone,
/// since the others would keep the old text.
///
/// # Errors
///
/// When the file can't be written.
pub fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let fault = |source| Error::Write { path: path.to_owned(), source };
    let target = target(path).map_err(fault)?;
    let there = match target.metadata() {
        Ok(there) if there.is_dir() => return Err(fault(ErrorKind::IsADirectory.into())),
        Ok(there) if !there.is_file() => {
            return Err(fault(io::Error::other("it is no ordinary file")));
        }
        Ok(there) if there.permissions().readonly() => {
            return Err(fault(ErrorKind::PermissionDenied.into()));
        }
        Ok(there) if names(&there) > 1 => {
            let names = names(&there);
            return Err(fault(io::Error::other(format!(
                "it has {names} names (hard links), expected one; save to another file"
            ))));
        }
        Ok(there) => Some(there),
        Err(_) => None,
    };
    let file = beside(&target, text, there.as_ref()).map_err(fault)?;
    file.persist(&target).map_err(|error| fault(error.error))?;
    keep_name(&target);
    Ok(())
}

/// An error with its causes, and what helps against the last of them where the file system is at
/// the bottom of it.
#[must_use]
pub fn told(error: &(dyn error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut last = error;
    while let Some(cause) = last.source() {
        text = format!("{text}: {cause}");
        last = cause;
    }
    match last.downcast_ref().and_then(advice) {
        Some(advice) => format!("{text}; {advice}"),
        None => text,
    }
}

/// What helps, where there is more to say than the error does.
fn advice(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        ErrorKind::NotFound => "check the path; its folder must be there",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "a file stands where a folder is expected; check the path"
        }
        ErrorKind::IsADirectory => "expected a file; name one in that folder",
        ErrorKind::PermissionDenied => "name another file, or get the right to this one",
        ErrorKind::ReadOnlyFilesystem => "the device is read-only; name a file elsewhere",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room, or write elsewhere",
        ErrorKind::FileTooLarge => "`ulimit -f` shows how large files may be",
        ErrorKind::InvalidFilename => "take a shorter name",
        _ => return None,
    })
}

/// From now on a write beyond the size that files may have is an error like that of a full disk;
/// left alone, the signal would end the program.
#[cfg(unix)]
pub fn outlive_size_limit() {
    // Without it nothing but the message is lost.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

/// Where a path leads: through its links, also where the last of them leads to nothing.
fn target(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == ErrorKind::NotFound => match path.read_link() {
            // A circle of links is another error, so this ends.
            Ok(next) => target(&folder(path).join(next)),
            Err(_) => Ok(path.to_owned()),
        },
        found => found,
    }
}

/// The text in a file of another name in the folder of `path`, safe on the disk; in other things
/// `like` the file that it is to replace.
fn beside(path: &Path, text: &str, like: Option<&Metadata>) -> io::Result<NamedTempFile> {
    // Made by us, it has the permissions of every new file, and errors don't tell its passing name.
    let make = |path: &Path| File::options().write(true).create_new(true).open(path);
    let mut file = Builder::new().prefix(".errdex-").make_in(folder(path), make)?;
    file.as_file_mut().write_all(text.as_bytes())?;
    if let Some(like) = like {
        #[cfg(unix)]
        own(file.as_file(), like)?;
        file.as_file().set_permissions(like.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// The folder of a path.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives a file the group and, where the system lets us, the owner of another.
#[cfg(unix)]
fn own(file: &File, like: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let own = file.metadata()?;
    if own.gid() != like.gid() {
        // Under another group, its permissions would let in others.
        fchown(file, None, Some(like.gid()))?;
    }
    if own.uid() != like.uid() {
        // Only the administrator may give files away; to others the file is theirs from now on.
        let _ = fchown(file, Some(like.uid()), None);
    }
    Ok(())
}

/// How many names a file has.
#[cfg(unix)]
fn names(file: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    file.nlink()
}

/// How many names a file has; where that isn't told, one.
#[cfg(not(unix))]
fn names(_: &Metadata) -> u64 {
    1
}

/// Has the name of a file outlast a loss of power too. The file is whole without it, so that it is
/// no error where a folder can't be opened.
fn keep_name(path: &Path) {
    let _ = File::open(folder(path)).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use std::fs;

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
    fn a_link_to_nothing_stays_and_leads_to_what_is_written() {
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

            symlink("round", at("round")).unwrap();
            assert!(matches!(write(&at("round"), "text"), Err(Error::Write { .. })));
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_file_of_two_names_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        create(&one, "old").unwrap();
        fs::hard_link(&one, &two).unwrap();
        let error = told(&replace(&one, "new").unwrap_err());
        assert!(error.ends_with("it has 2 names (hard links), expected one; save to another file"));
        assert_eq!(fs::read_to_string(&one).unwrap(), "old");
        fs::remove_file(two).unwrap();
        replace(&one, "new").unwrap();
        assert_eq!(names(folder.path()), ["one"]);
    }

    #[test]
    #[cfg(unix)]
    fn the_group_stays() {
        use std::os::unix::fs::{MetadataExt, chown};

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.md");
        create(&path, "one").unwrap();
        let before = path.metadata().unwrap();
        // Whoever runs this may be in no other group; the administrator may choose any.
        let other = if chown(&path, None, Some(12_345)).is_ok() { 12_345 } else { before.gid() };
        replace(&path, "two").unwrap();
        let after = path.metadata().unwrap();
        assert_eq!((after.uid(), after.gid()), (before.uid(), other));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    #[cfg(unix)]
    fn what_is_no_file_is_left_alone() {
        assert!(replace(Path::new("/dev/null"), "text").is_err());
        let folder = tempfile::tempdir().unwrap();
        let error = told(&replace(folder.path(), "text").unwrap_err());
        assert!(error.ends_with("is a directory; expected a file; name one in that folder"));
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
