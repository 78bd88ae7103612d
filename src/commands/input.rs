//! Reads input up to a size limit, since an endless pipe would exhaust memory.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use anyhow::{Context, bail};

use super::output::message;

/// Size limit in bytes.
pub const MAX_BYTES: u64 = 100 << 20;

/// The error for a text instead of a file name.
const FOUND_TEXT: &str = "expected a file, found text; pipe it in with `… | errdex decode`, or run \
                          `errdex decode` and paste it";

/// Reads a file, or standard input for `-`.
pub fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        return read_stdin();
    }
    let name = path.display();
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!(not_a_file(&name.to_string()))
        }
        // A text is often longer than the name of a file can be.
        Err(error) if error.kind() == io::ErrorKind::InvalidFilename => bail!(FOUND_TEXT),
        opened => opened.with_context(|| format!("cannot open `{name}`"))?,
    };
    // Reject a large file before reading it.
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let bytes = if length > MAX_BYTES { Err(too_long()) } else { read(file, MAX_BYTES, too_long) };
    bytes.with_context(|| format!("cannot read `{name}`"))
}

/// The error for a name without a file, which may be meant as a text or a code.
fn not_a_file(name: &str) -> String {
    if name.contains(char::is_whitespace) || name.starts_with(['{', '[', '<']) {
        return FOUND_TEXT.to_owned();
    }
    let advice = if name.contains(['.', '/', '\\']) {
        "check the path".to_owned()
    } else {
        format!("to look up a code, run `errdex lookup {name}`")
    };
    format!("cannot open `{name}`: no such file; {advice}")
}

/// Reads standard input.
pub fn read_stdin() -> anyhow::Result<Vec<u8>> {
    let input = io::stdin();
    if input.is_terminal() {
        message("paste the response, then press Enter and Ctrl-D");
    }
    read(input.lock(), MAX_BYTES, too_long).context("cannot read standard input")
}

/// Reads input of at most `max` bytes; `too_long` is the error for more.
pub fn read(input: impl Read, max: u64, too_long: fn() -> io::Error) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max { Err(too_long()) } else { Ok(bytes) }
}

/// The error for input over the limit.
pub fn too_long() -> io::Error {
    let most = MAX_BYTES >> 20;
    io::Error::other(format!(
        "more than {most} MiB; cut out the response, such as with `tail -c 1M`"
    ))
}
