//! `errdex note`: notes of the user's team on entries.

use std::io::{self, IsTerminal, Read, Write};

use anyhow::{Context as _, bail, ensure};
use errdex::catalog::{Catalog, EntryRef, NoteRecord, TeamNote};
use errdex::report::json;
use errdex::text::printable;
use jiff::Timestamp;

use super::context::Context;
use super::editor;
use super::output::message;
use crate::cli::NoteArgs;
use crate::exit::Exit;

/// The size limit of a note in bytes.
const MAX_BYTES: usize = 64 << 10;

pub fn run(args: &NoteArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let vendor = match &args.vendor {
        Some(word) => Some(context.find_vendor(word)?),
        None => None,
    };
    match (vendor, &args.code, args.remove) {
        (Some(vendor), Some(code), None) if !args.list => {
            let entry = find_entry(vendor, code, args.section.as_deref())?;
            add(entry, args, context)
        }
        (Some(vendor), Some(code), Some(number)) => remove(vendor, code, number, args, context),
        _ => list(vendor, args, context),
    }
}

/// The entry with that code; an error if there is none, or if the code is in several sections.
fn find_entry(
    vendor: &'static Catalog,
    code: &str,
    section: Option<&str>,
) -> anyhow::Result<EntryRef> {
    let mut entries: Vec<_> =
        vendor.entry_refs().filter(|entry| entry.matched_by(code).is_some()).collect();
    entries.retain(|entry| section.is_none_or(|section| entry.section == section));
    match entries.as_slice() {
        [entry] => Ok(*entry),
        [] => bail!(
            "{} has no code `{code}`; see `errdex search --vendor {}`",
            vendor.name,
            vendor.id
        ),
        several => {
            let sections: Vec<_> = several.iter().map(|entry| entry.section).collect();
            bail!(
                "{} has several codes `{code}`; select one with --section {}",
                vendor.name,
                sections.join(" or --section ")
            )
        }
    }
}

fn add(entry: EntryRef, args: &NoteArgs, context: &Context) -> anyhow::Result<Exit> {
    let text = match &args.text {
        Some(text) => text.clone(),
        None if io::stdin().is_terminal() => editor::edit("", ".txt")?,
        None => {
            let mut text = String::new();
            io::stdin().take(MAX_BYTES as u64 + 1).read_to_string(&mut text)?;
            text
        }
    };
    let text = text.replace("\r\n", "\n").trim().to_owned();
    ensure!(!text.is_empty(), "the note is empty; nothing is saved");
    ensure!(text.len() <= MAX_BYTES, "the note is longer than {} KiB", MAX_BYTES >> 10);
    let is_ambiguous =
        entry.catalog.entries.iter().filter(|other| other.code == entry.code).count() > 1;
    let record = NoteRecord {
        vendor: entry.catalog.id.to_owned(),
        section: is_ambiguous.then(|| entry.section.to_owned()),
        code: entry.code.to_owned(),
        note: TeamNote {
            text: clean(&text).leak(),
            date: Timestamp::now().strftime("%Y-%m-%d").to_string().leak(),
            author: args.author.as_ref().map(|author| &*clean(author).leak()),
        },
    };
    let path = context.user_files.add_note(&record)?;
    message(format!("noted on {} {} in {}", entry.catalog.tab, entry.code, path.display()));
    Ok(Exit::Found)
}

/// The text without characters that a terminal would interpret, but with its line ends.
fn clean(text: &str) -> String {
    text.lines().map(|line| printable(line).into_owned()).collect::<Vec<_>>().join("\n")
}

/// Whether the note is on the code of the vendor, or on any of what is not given.
fn is_on(record: &NoteRecord, vendor: Option<&Catalog>, args: &NoteArgs) -> bool {
    vendor.is_none_or(|vendor| record.vendor == vendor.id)
        && args.code.as_ref().is_none_or(|code| record.code.eq_ignore_ascii_case(code))
        && (args.section.is_none() || record.section == args.section)
}

fn list(
    vendor: Option<&'static Catalog>,
    args: &NoteArgs,
    context: &mut Context,
) -> anyhow::Result<Exit> {
    let mut notes = context.user_files.read_notes()?;
    notes.retain(|note| is_on(note, vendor, args));
    if args.json.enabled {
        json::notes(&mut context.out, &notes)?;
        return Ok(Exit::found(!notes.is_empty()));
    }
    for (number, record) in (1..).zip(&notes) {
        let NoteRecord { vendor, code, note, .. } = record;
        let author = note.author.map(|author| format!(", {author}")).unwrap_or_default();
        let heading = format!("{number}. {vendor} {code} ({}{author})", note.date);
        writeln!(context.out, "{}", printable(&heading))?;
        for line in note.text.lines() {
            writeln!(context.out, "   {}", printable(line))?;
        }
    }
    if notes.is_empty() {
        message("no notes");
    }
    Ok(Exit::found(!notes.is_empty()))
}

fn remove(
    vendor: &'static Catalog,
    code: &str,
    number: Option<usize>,
    args: &NoteArgs,
    context: &mut Context,
) -> anyhow::Result<Exit> {
    let mut notes = context.user_files.read_notes()?;
    notes.retain(|note| is_on(note, Some(vendor), args));
    let record = match (notes.as_slice(), number) {
        ([], _) => {
            message(format!("no notes on {} {code}", vendor.tab));
            return Ok(Exit::NotFound);
        }
        ([only], None | Some(1)) => only,
        (several, Some(number)) => several.get(number.wrapping_sub(1)).with_context(|| {
            format!("there are {} notes, none is number {number}", several.len())
        })?,
        (several, None) => bail!(
            "there are {} notes on {} {code}; name one, such as --remove 1 (see --list)",
            several.len(),
            vendor.tab
        ),
    };
    let removed = context.user_files.remove_notes(|note| note == record)?;
    for record in removed {
        write!(context.out, "{}", record.to_toml())?;
    }
    message(format!("removed from {} {code}", vendor.tab));
    Ok(Exit::Found)
}
