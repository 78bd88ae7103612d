//! `errdex decode`: what a paste says.

use std::io::Write;

use anyhow::Context;
use errdex::catalog::Catalogs;
use errdex::decode::{Decoder, Verdict};
use errdex::report::{json, text};

use super::{Exit, STDOUT, input, page, tell, vendor};
use crate::cli::Decode;

pub(super) fn run(catalogs: &Catalogs, args: &Decode, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let vendor = vendor(catalogs, &args.vendor)?;
    let input = args.file.as_deref().map_or_else(input::standard, input::file)?;
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
        Verdict::Possible | Verdict::Ambiguous => Exit::Ambiguous,
        Verdict::NotRecognised => Exit::Nothing,
    })
}
