//! `errdex decode`: what a paste says.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use errdex::catalog::Catalogs;
use errdex::decode::{Decoder, Verdict};
use errdex::report::{json, text};

use super::{Exit, STDOUT, page, tell, vendor};
use crate::cli::Decode;

/// Bytes that a paste may have; without a limit, an endless pipe would take all memory.
const LIMIT: u64 = 64 << 20;

pub(super) fn run(catalogs: &Catalogs, args: &Decode, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let vendor = vendor(catalogs, &args.vendor)?;
    let input = match args.file.as_deref() {
        None => standard_input()?,
        Some(path) if path == Path::new("-") => standard_input()?,
        Some(path) => {
            let name = path.display();
            let file = File::open(path).with_context(|| format!("cannot open `{name}`"))?;
            read(file).with_context(|| format!("cannot read `{name}`"))?
        }
    };
    if input.trim_ascii().is_empty() {
        tell("errdex: the input is empty, expected a response or a line of a log");
    }
    let report = Decoder::new(catalogs).decode(&input, vendor);
    if args.json.wanted {
        json::report(out, catalogs, &report).context(STDOUT)?;
    } else {
        text::report(&mut page(out), catalogs, &report).context(STDOUT)?;
    }
    Ok(match report.verdict {
        Verdict::Identified | Verdict::UnknownCode | Verdict::VendorOnly => Exit::Found,
        Verdict::Ambiguous => Exit::Ambiguous,
        Verdict::NotRecognised => Exit::Nothing,
    })
}

/// All of standard input.
pub(super) fn standard_input() -> anyhow::Result<Vec<u8>> {
    let input = io::stdin();
    if input.is_terminal() {
        tell("paste the response, then press Enter and Ctrl-D");
    }
    read(input.lock()).context("cannot read standard input")
}

fn read(input: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        bail!("it has more than {} MiB, expected one response", LIMIT >> 20);
    }
    Ok(bytes)
}
