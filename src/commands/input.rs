//! What is read: as much as a response can have, and no more. An endless pipe would take all memory.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use anyhow::Context;

use super::tell;

/// Bytes that are read at most.
pub(super) const LIMIT: u64 = 100 << 20;

/// All of a file; of standard input for `-`.
pub(super) fn file(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        return standard();
    }
    let name = path.display();
    let file = File::open(path).with_context(|| format!("cannot open `{name}`"))?;
    // What is too long is not read to its limit first.
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let bytes = if length > LIMIT { Err(too_long()) } else { read(file) };
    bytes.with_context(|| format!("cannot read `{name}`"))
}

/// All of standard input.
pub(super) fn standard() -> anyhow::Result<Vec<u8>> {
    let input = io::stdin();
    if input.is_terminal() {
        tell("paste the response, then press Enter and Ctrl-D");
    }
    read(input.lock()).context("cannot read standard input")
}

fn read(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT { Err(too_long()) } else { Ok(bytes) }
}

/// There is more than is read.
pub(super) fn too_long() -> io::Error {
    let most = LIMIT >> 20;
    io::Error::other(format!(
        "it has more than {most} MiB, the most that is read; cut out the response, such as with `tail -c 1M`"
    ))
}
