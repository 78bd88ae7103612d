//! Results as JSON, each on one line. What a terminal could obey is written as `\uXXXX`, so
//! that JSON too is safe to look at.

mod shape;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

use crate::catalog::{Catalog, Catalogs, EntryRef};
use crate::text::is_unprintable;
use crate::{decode, search};

/// Writes an array of entries.
///
/// # Errors
/// The writer's.
pub fn entries(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    entries: impl IntoIterator<Item = EntryRef>,
) -> io::Result<()> {
    write(out, &shape::entries(catalogs, entries))
}

/// Writes an array of entries, each with its `score`.
///
/// # Errors
/// The writer's.
pub fn matches(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    matches: &[search::Match],
) -> io::Result<()> {
    let scored = |found: &search::Match| shape::Scored {
        entry: shape::Entry::new(catalogs, found.entry),
        score: found.score,
    };
    write(out, &matches.iter().map(scored).collect::<Vec<_>>())
}

/// Writes an array of the catalogs without their entries.
///
/// # Errors
/// The writer's.
pub fn list(out: &mut dyn Write, catalogs: &Catalogs) -> io::Result<()> {
    write(out, &catalogs.iter().map(shape::Overview::new).collect::<Vec<_>>())
}

/// Writes whole catalogs.
///
/// # Errors
/// The writer's.
pub fn export(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    chosen: &[&'static Catalog],
) -> io::Result<()> {
    let whole = chosen.iter().map(|catalog| shape::Whole::new(catalogs, catalog)).collect();
    write(out, &shape::Export { schema: 1, catalogs: whole })
}

/// Writes the decoder's report.
///
/// # Errors
/// The writer's.
pub fn report(out: &mut dyn Write, catalogs: &Catalogs, report: &decode::Report) -> io::Result<()> {
    write(out, &shape::Report::new(catalogs, report))
}

/// Keys whose values are from a catalog or from errdex itself, never from the paste.
const UNMASKED: [&str; 9] = [
    "verdict",
    "vendor",
    "confidence",
    "entry",
    "template",
    "http",
    "kind",
    "intermediary",
    "repairs",
];

/// Writes the decoder's report, with `mask` applied to every string that may be from the paste.
///
/// # Errors
/// The writer's.
pub fn masked_report(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    report: &decode::Report,
    mask: &mut dyn FnMut(&str) -> String,
) -> io::Result<()> {
    let mut value = serde_json::to_value(shape::Report::new(catalogs, report))?;
    mask_strings(&mut value, mask);
    write(out, &value)
}

fn mask_strings(value: &mut Value, mask: &mut dyn FnMut(&str) -> String) {
    match value {
        Value::String(text) => *text = mask(text),
        Value::Array(items) => items.iter_mut().for_each(|item| mask_strings(item, mask)),
        Value::Object(members) => {
            for (name, member) in members {
                if !UNMASKED.contains(&name.as_str()) {
                    mask_strings(member, mask);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Visible))?;
    writeln!(out)
}

/// Compact JSON with unprintable characters escaped.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        for part in fragment.split_inclusive(is_unprintable) {
            let seen = part.trim_end_matches(is_unprintable);
            writer.write_all(seen.as_bytes())?;
            for unit in part[seen.len()..].encode_utf16() {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unprintable_characters_are_escaped_and_read_back() {
        let text = "a\x1b\u{7f}\u{9b}\u{202e}\u{e0001}\"\\é😀";
        let mut out = Vec::new();
        write(&mut out, &text).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(json, "\"a\\u001b\\u007f\\u009b\\u202e\\udb40\\udc01\\\"\\\\é😀\"\n");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
