//! `errdex decode`: the errors in a response.

use std::io::Write;

use errdex::decode::{Decoder, Report, Verdict};
use errdex::present::Subject;
use errdex::report::{json, text};
use errdex::share::{Payload, share};

use super::context::Context;
use super::output::message;
use super::{date, editor, input};
use crate::cli::DecodeArgs;
use crate::exit::Exit;

pub fn run(args: &DecodeArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let vendor = context.vendor(&args.vendor)?;
    let input = args.file.as_deref().map_or_else(input::read_stdin, input::read_file)?;
    if input.trim_ascii().is_empty() {
        message("errdex: the input is empty, expected a response or a log line");
    }
    let report = Decoder::new(&context.catalogs).decode(&input, vendor);
    if args.draft {
        return draft(&report, context);
    }
    if args.note {
        let payload = if args.with_response { Payload::NoteWithPaste } else { Payload::Note };
        let text = &String::from_utf8_lossy(&input);
        let subject = Subject::Response { text, report: &report, finding: report.findings.first() };
        if let Some(note) = share(payload, subject, &date::now()) {
            context.out.write_all(note.text.as_bytes())?;
        }
    } else if args.json.enabled {
        json::report(&mut context.out, &report)?;
    } else {
        text::report(&mut context.page(), &report)?;
    }
    Ok(exit(&report))
}

fn exit(report: &Report) -> Exit {
    match report.verdict {
        Verdict::Identified | Verdict::UnknownCode | Verdict::VendorOnly => Exit::Found,
        Verdict::Ambiguous | Verdict::Possible => Exit::NotCertain,
        Verdict::NotRecognised => Exit::NotFound,
    }
}

/// Prints the draft of an entry as an overlay; on a terminal, lets the user edit and save it.
fn draft(report: &Report, context: &mut Context) -> anyhow::Result<Exit> {
    let Some(draft) = &report.draft_entry else {
        message("no unlisted code to draft");
        return Ok(Exit::NotFound);
    };
    let id = draft.catalog;
    if !context.terminals.output {
        write!(context.out, "schema = 1\nextends = \"{id}\"\n\n{draft}")?;
        return Ok(Exit::Found);
    }
    let draft = draft.to_edit();
    let entries = editor::edit(&draft, ".toml")?;
    if entries.trim().is_empty() || entries == draft {
        message("the draft is unchanged; nothing is saved");
        return Ok(Exit::NotFound);
    }
    let saved = context.user_files.add_entries(id, &entries);
    let path = saved.map_err(|error| editor::keep(error.into(), &entries, ".toml"))?;
    message(format!("saved to {}", path.display()));
    Ok(Exit::Found)
}
