//! `errdex decode`: the errors in a response.

use errdex::decode::{Decoder, Verdict};
use errdex::report::{json, text};

use super::context::Context;
use super::input;
use super::output::message;
use crate::cli::DecodeArgs;
use crate::exit::Exit;

pub fn run(args: &DecodeArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let vendor = context.vendor(&args.vendor)?;
    let input = args.file.as_deref().map_or_else(input::read_stdin, input::read_file)?;
    if input.trim_ascii().is_empty() {
        message("errdex: the input is empty, expected a response or a log line");
    }
    let report = Decoder::new(&context.catalogs).decode(&input, vendor);
    if args.json.enabled {
        json::report(&mut context.out, &report)?;
    } else {
        text::report(&mut context.page(), &report)?;
    }
    Ok(match report.verdict {
        Verdict::Identified | Verdict::UnknownCode | Verdict::VendorOnly => Exit::Found,
        Verdict::Ambiguous | Verdict::Possible => Exit::NotCertain,
        Verdict::NotRecognised => Exit::NotFound,
    })
}
