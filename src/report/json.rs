//! Results as JSON, each on one line. What must not be printed is written as `\uXXXX`, so that the
//! output is safe to print and loses nothing.
//!
//! The shapes are stable: keys may be added, but are never changed or removed. They are written in
//! the order listed here.

mod user_files;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Value, json};

use crate::catalog::{Catalog, Catalogs, Entry, EntryRef, MessageAction, Source, reason_phrase};
use crate::decode::{Advice, DraftEntry, Evidence, Finding, HttpStatus, Intermediary, Report};
use crate::search::Results;
use crate::text::{PrintableFilter, is_printable_ascii};

pub use user_files::{catalog_files, diff, notes, sample_tests};

/// Writes an array of entries.
///
/// # Errors
/// Fails if writing fails.
pub fn entries(out: &mut dyn Write, entries: impl IntoIterator<Item = EntryRef>) -> io::Result<()> {
    write(out, &entries.into_iter().map(entry_value).collect::<Value>())
}

/// Writes an array of entries, each with its `score`, whether it matches in `full` or is the
/// `nearest`, and what it lacks of the query.
///
/// # Errors
/// Fails if writing fails.
pub fn matches(out: &mut dyn Write, results: &Results) -> io::Result<()> {
    let scored = results.matches.iter().map(|found| {
        let mut entry = entry_value(found.entry);
        entry["score"] = found.score.into();
        entry["match"] = if found.is_nearest() { "nearest" } else { "full" }.into();
        entry["unmatched"] = results.unmatched(found).collect();
        entry
    });
    write(out, &scored.collect::<Value>())
}

/// Writes an array of the catalogs without their entries.
///
/// # Errors
/// Fails if writing fails.
pub fn list(out: &mut dyn Write, catalogs: &Catalogs) -> io::Result<()> {
    write(out, &catalogs.iter().map(catalog_summary).collect::<Value>())
}

/// Writes whole catalogs.
///
/// # Errors
/// Fails if writing fails.
pub fn export(out: &mut dyn Write, catalogs: &[&'static Catalog]) -> io::Result<()> {
    let catalogs: Value = catalogs.iter().map(|catalog| catalog_value(catalog)).collect();
    write(out, &json!({ "schema": 1, "catalogs": catalogs }))
}

/// Writes the decoder's report.
///
/// # Errors
/// Fails if writing fails.
pub fn report(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    write(out, &report_value(report))
}

fn catalog_summary(catalog: &Catalog) -> Value {
    json!({
        "id": catalog.id,
        "name": catalog.name,
        "aliases": catalog.aliases,
        "entries": catalog.entries.len(),
        "exhaustive": catalog.source.exhaustive,
        "note": catalog.source.note,
        "source": source(catalog.source),
    })
}

fn catalog_value(catalog: &'static Catalog) -> Value {
    json!({
        "id": catalog.id,
        "name": catalog.name,
        "source": source(catalog.source),
        "entries": catalog.entry_refs().map(entry_value).collect::<Value>(),
    })
}

fn entry_value(entry: EntryRef) -> Value {
    let http = entry.http.map(|http| {
        let reason = reason_phrase(http.status);
        json!({ "status": http.status, "reason": reason, "basis": http.basis })
    });
    json!({
        "vendor": entry.catalog.id,
        "section": entry.section,
        "code": entry.code,
        "aliases": entry.aliases,
        "kind": entry.kind,
        "names": entry.names,
        "messages": entry.messages,
        "category": entry.category,
        "http": http,
        "description": entry.description,
        "action": entry.action,
        "message_actions": message_actions(entry.entry),
        "retry": entry.retry,
        "endpoints": entry.endpoints,
        "origin": entry.origin,
        "note": entry.note,
        "keywords": entry.keywords,
        "notes": entry.team_notes,
        "source": source(entry.source()),
    })
}

/// What to do next for single messages, by message.
fn message_actions(entry: &Entry) -> BTreeMap<&str, &str> {
    let action = |special: &MessageAction| {
        Some((*entry.messages.get(usize::from(special.message))?, special.action))
    };
    entry.message_actions.iter().filter_map(action).collect()
}

fn source(source: Source) -> Value {
    json!({ "title": source.title, "url": source.url, "captured": source.captured })
}

fn report_value(report: &Report) -> Value {
    let findings = |findings: &[Finding]| -> Value { findings.iter().map(finding_value).collect() };
    json!({
        "verdict": report.verdict,
        "findings": findings(&report.findings),
        "alternatives": findings(&report.alternatives),
        "http": report.http.as_ref().map(http_status),
        "intermediary": report.intermediary.map(Intermediary::name),
        "repairs": report.repairs,
        "advice": report.advice.as_ref().map(Advice::to_string),
        "draft_entry": report.draft_entry.as_ref().map(DraftEntry::to_string),
    })
}

fn finding_value(finding: &Finding) -> Value {
    let captures = finding.captures.iter().map(|capture| (&capture.name, &capture.value));
    json!({
        "vendor": finding.catalog.id,
        "code": finding.code,
        "confidence": finding.confidence,
        "score": finding.score,
        "entry": finding.entry_ref().map(entry_value),
        "message": finding.message,
        "template": finding.template_text(),
        "details": finding.details.iter().map(|it| it.text.as_str()).collect::<Value>(),
        "captures": captures.collect::<BTreeMap<_, _>>(),
        "span": [finding.span.start, finding.span.end],
        "count": finding.count,
        "time": finding.time,
        "http": finding.http.as_ref().map(http_status),
        "advice": finding.advice.as_ref().map(Advice::to_string),
        "evidence": finding.evidence.iter().map(|it| evidence(finding, it)).collect::<Value>(),
    })
}

fn evidence(finding: &Finding, evidence: &Evidence) -> Value {
    json!({
        "kind": evidence.kind,
        "location": evidence.location.to_string(),
        "span": [evidence.span.start, evidence.span.end],
        "reason": evidence.describe(finding),
    })
}

fn http_status(http: &HttpStatus) -> Value {
    json!({ "status": http.status, "reason": http.reason, "from": http.from })
}

/// Writes any value on one line.
///
/// # Errors
/// Fails if writing fails.
pub fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
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
        if is_printable_ascii(fragment.as_bytes()) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut filter = PrintableFilter::default();
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| !filter.allows(*c)) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
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
        let marks = format!("\"e{}", "\u{301}".repeat(9));
        let mut out = Vec::new();
        write(&mut out, &marks).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(json, format!("\"\\\"e{}\\u0301\"\n", "\u{301}".repeat(8)));
    }
}
