//! `errdex note`: notes of the user's team on entries.

use std::io::{self, IsTerminal, Read, Write};

use anyhow::{Context as _, bail, ensure};
use errdex::catalog::{Catalog, EntryRef, NoteRecord};
use errdex::report::json;
use errdex::text::printable;

use super::context::Context;
use super::output::message;
use super::{date, editor};
use crate::cli::NoteArgs;
use crate::exit::Exit;

/// The size limit of a note in bytes.
const MAX_BYTES: usize = 64 << 10;

pub fn run(args: &NoteArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let (Some(vendor), Some(code)) = (&args.vendor, &args.code) else {
        return list(args, context);
    };
    if args.list {
        return list(args, context);
    }
    if let Some(number) = args.remove {
        return remove(number, args, context);
    }
    let entry = find_entry(context.find_vendor(vendor)?, code, args.section.as_deref())?;
    add(entry, args, context)
}

/// The entry with that code, else with that alias or name; an error if there is none, or several.
fn find_entry(
    vendor: &'static Catalog,
    code: &str,
    section: Option<&str>,
) -> anyhow::Result<EntryRef> {
    let mut found: Vec<_> = vendor
        .entry_refs()
        .filter(|entry| section.is_none_or(|section| entry.section == section))
        .filter_map(|entry| Some((entry.matched_by(code)?, entry)))
        .collect();
    found.sort_by_key(|(by, _)| *by);
    let (best, others) = match found.as_slice() {
        [] => bail!("{} has no code `{code}`; see `errdex list`", vendor.name),
        [(_, only)] => return Ok(*only),
        [(best_by, best), others @ ..] => {
            (best, others.iter().filter(move |(by, _)| by == best_by))
        }
    };
    let sections: Vec<_> = others.map(|(_, entry)| entry.section).collect();
    ensure!(
        sections.is_empty(),
        "{} has several codes `{code}`; select one with --section {} or --section {}",
        vendor.name,
        best.section,
        sections.join(" or --section ")
    );
    Ok(*best)
}

fn add(entry: EntryRef, args: &NoteArgs, context: &Context) -> anyhow::Result<Exit> {
    if let Some(text) = &args.text {
        return save(entry, text, args, context);
    }
    if io::stdin().is_terminal() {
        let text = editor::edit("", ".txt")?;
        let saved = save(entry, &text, args, context);
        return saved.map_err(|error| editor::keep(error, &text, ".txt"));
    }
    let mut text = String::new();
    io::stdin().take(MAX_BYTES as u64 + 1).read_to_string(&mut text)?;
    save(entry, &text, args, context)
}

fn save(entry: EntryRef, text: &str, args: &NoteArgs, context: &Context) -> anyhow::Result<Exit> {
    ensure!(!text.trim().is_empty(), "the note is empty; nothing is saved");
    ensure!(text.len() <= MAX_BYTES, "the note is longer than {} KiB", MAX_BYTES >> 10);
    let record = NoteRecord::new(entry, text, &date::today(), args.author.as_deref());
    let path = context.user_files.add_note(&record)?;
    message(format!("noted on {} {} in {}", entry.catalog.tab, entry.code, path.display()));
    Ok(Exit::Found)
}

/// The notes on the code of the vendor, or on any of what is not given, each with its number among
/// all notes.
fn selected(args: &NoteArgs, context: &Context) -> anyhow::Result<Vec<(usize, NoteRecord)>> {
    let catalog = args.vendor.as_ref().and_then(|word| context.catalogs.find(word));
    // Notes can be on what no catalog has any more.
    let vendor = args.vendor.as_deref().map(|word| catalog.map_or(word, |catalog| catalog.id));
    let code = args.code.as_deref().map(|code| {
        let entry = catalog.and_then(|catalog| find_entry(catalog, code, None).ok());
        entry.map_or(code, |entry| entry.entry.code)
    });
    let is_selected = |(_, record): &(usize, NoteRecord)| {
        vendor.is_none_or(|vendor| record.vendor == vendor)
            && code.is_none_or(|code| record.code == code)
            && (args.section.is_none() || record.section == args.section)
    };
    let notes = context.user_files.read_notes()?;
    Ok((1..).zip(notes).filter(is_selected).collect())
}

fn list(args: &NoteArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let notes = selected(args, context)?;
    if args.json.enabled {
        json::notes(&mut context.out, notes.iter().map(|(_, record)| record))?;
        return Ok(Exit::found(!notes.is_empty()));
    }
    for (number, record) in &notes {
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

/// Removes the note with that number in the list, or the only one that is selected.
fn remove(number: Option<usize>, args: &NoteArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let notes = selected(args, context)?;
    let (_, record) = match (notes.as_slice(), number) {
        ([], _) => {
            message("no such note");
            return Ok(Exit::NotFound);
        }
        ([only], None) => only,
        (several, None) => bail!(
            "there are {} such notes; name one by its number in the list, such as --remove {}",
            several.len(),
            several[0].0
        ),
        (several, Some(number)) => {
            let found = several.iter().find(|(other, _)| *other == number);
            found.with_context(|| {
                format!("none of these notes is number {number}; see `errdex note --list`")
            })?
        }
    };
    for record in context.user_files.remove_notes(|note| note == record)? {
        write!(context.out, "{}", record.to_toml())?;
    }
    message("removed");
    Ok(Exit::Found)
}
