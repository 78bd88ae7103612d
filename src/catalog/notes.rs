//! Notes of the user's team on entries: a TOML file with a `[[note]]` table each, which is only ever
//! appended to, so that version control merges it.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::check::{self, CheckError};
use super::entry::{EntryRef, TeamNote, leak_str};
use super::raw::Text;
use crate::text::{toml_string, visible_char};

/// A note of the user's team, and the entry that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRecord {
    /// The id of the catalog.
    pub vendor: String,
    /// The section, if the code is in several.
    pub section: Option<String>,
    /// The code.
    pub code: String,
    /// The note.
    pub note: TeamNote,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    note: Vec<RawNote>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNote {
    vendor: Text,
    section: Option<Text>,
    code: Text,
    text: Text,
    date: Spanned<Datetime>,
    author: Option<Text>,
}

/// Reads and checks a file of notes; `file` is only for messages.
///
/// The texts are leaked: notes live as long as the catalogs.
///
/// # Errors
/// Every error of the file, in order.
pub fn read_notes(file: &str, text: &str) -> Result<Vec<NoteRecord>, Vec<CheckError>> {
    check::run(file, text, |checker, raw: File| {
        let mut records = Vec::with_capacity(raw.note.len());
        for raw in raw.note {
            let is_date = raw.date.get_ref().date.is_some();
            checker.expect(&raw.date, is_date, |date| {
                format!("date is `{date}`, expected a date such as 2026-11-20")
            });
            let lines = raw.text.get_ref();
            let is_text = !lines.trim().is_empty()
                && !lines.contains(|c: char| c.is_control() && c != '\n' && c != '\t');
            checker.expect(&raw.text, is_text, |_| {
                "the text is blank or has control characters, expected lines of text".to_owned()
            });
            records.push(NoteRecord {
                vendor: checker.line(raw.vendor).to_owned(),
                section: checker.optional_line(raw.section).map(str::to_owned),
                code: checker.line(raw.code).to_owned(),
                note: TeamNote {
                    text: leak_str(raw.text.into_inner().trim_end().to_owned()),
                    date: leak_str(raw.date.into_inner().to_string()),
                    author: checker.optional_line(raw.author),
                },
            });
        }
        Some(records)
    })
}

impl NoteRecord {
    /// A note on an entry. Control characters are made visible; what else must not be printed, such
    /// as a variation selector after an emoji, is kept in the file. The texts are leaked.
    #[must_use]
    pub fn new(entry: EntryRef, text: &str, date: &str, author: Option<&str>) -> Self {
        let visible = |c: char| if c.is_control() { visible_char(c) } else { c };
        let clean = |text: &str| {
            let lines: Vec<String> =
                text.lines().map(|line| line.chars().map(visible).collect()).collect();
            leak_str(lines.join("\n").trim().to_owned())
        };
        let is_shared = entry.catalog.entries.iter().filter(|it| it.code == entry.code).count() > 1;
        let author = author.map(|author| clean(&author.replace('\n', " ")));
        Self {
            vendor: entry.catalog.id.to_owned(),
            section: is_shared.then(|| entry.section.to_owned()),
            code: entry.code.to_owned(),
            note: TeamNote {
                text: clean(text),
                date: leak_str(date.to_owned()),
                author: author.filter(|author| !author.is_empty()),
            },
        }
    }

    /// Whether the note is about the entry of that catalog, section and code.
    #[must_use]
    pub fn is_about(&self, (catalog, section, code): (&str, &str, &str)) -> bool {
        self.vendor == catalog
            && self.code == code
            && self.section.as_ref().is_none_or(|it| it == section)
    }

    /// The note as a table of the file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let Self { vendor, section, code, note } = self;
        let mut keys = vec![("vendor", toml_string(vendor))];
        keys.extend(section.as_ref().map(|section| ("section", toml_string(section))));
        keys.push(("code", toml_string(code)));
        keys.push(("text", toml_string(note.text)));
        keys.push(("date", note.date.to_owned()));
        keys.extend(note.author.map(|author| ("author", toml_string(author))));
        let lines = keys.iter().map(|(key, value)| format!("{key} = {value}\n"));
        format!("[[note]]\n{}", lines.collect::<String>())
    }
}

/// A file of notes with one more at its end.
#[must_use]
pub fn append_note(text: &str, record: &NoteRecord) -> String {
    let text = text.trim_end();
    let gap = if text.is_empty() { "" } else { "\n\n" };
    format!("{text}{gap}{}", record.to_toml())
}

/// A file of notes without those at the given positions. `None` if they cannot be cut out of the
/// text, which then has to be edited by hand.
#[must_use]
pub fn remove_notes(text: &str, positions: &[usize]) -> Option<String> {
    let before = read_notes("", text).ok()?;
    let kept = |index: usize| !positions.contains(&index);
    let mut left = String::new();
    let mut next_note = 0;
    let mut is_kept = true;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("[[note]]") {
            is_kept = kept(next_note);
            next_note += 1;
        }
        if is_kept {
            left.push_str(line);
        }
    }
    let expected = before.into_iter().enumerate().filter(|(index, _)| kept(*index));
    let expected: Vec<_> = expected.map(|(_, record)| record).collect();
    // A text of several lines can look like a table.
    (read_notes("", &left).ok()? == expected).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(code: &str, text: &'static str) -> NoteRecord {
        NoteRecord {
            vendor: "pagerduty".into(),
            section: None,
            code: code.into(),
            note: TeamNote { text, date: "2026-11-20", author: Some("Ana") },
        }
    }

    #[test]
    fn what_is_appended_is_read_back() {
        let notes = [
            record("2001", "Check \"Title\" first.\nSee C:\\runbooks"),
            NoteRecord { section: Some("errors".into()), ..record("1001", "é \u{1F600}") },
        ];
        let text =
            notes.iter().fold("# Team notes\n".to_owned(), |text, it| append_note(&text, it));
        assert_eq!(read_notes("notes.toml", &text), Ok(notes.to_vec()));
        assert!(text.starts_with("# Team notes\n\n[[note]]\nvendor = \"pagerduty\"\n"));
    }

    #[test]
    fn a_note_is_cut_out_of_the_file() {
        let notes = [record("1", "one"), record("2", "two"), record("3", "three")];
        let text = notes.iter().fold(String::new(), |text, it| append_note(&text, it));
        let left = remove_notes(&text, &[1]).unwrap();
        assert_eq!(read_notes("", &left), Ok(vec![notes[0].clone(), notes[2].clone()]));
    }

    #[test]
    fn a_text_that_looks_like_a_table_is_left_alone() {
        let text = "[[note]]\nvendor = \"a\"\ncode = \"1\"\ntext = \"\"\"\n[[note]]\n\"\"\"\ndate = 2026-11-20\n";
        assert_eq!(read_notes("", text).unwrap().len(), 1);
        assert_eq!(remove_notes(text, &[1]), None);
    }

    #[test]
    fn errors_have_their_position() {
        let text = "[[note]]\nvendor = \"a\"\ncode = \"1\"\ntext = \" \"\ndate = 10:00:00\n";
        let errors: Vec<_> =
            read_notes("n.toml", text).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            errors,
            [
                "n.toml:4:8: the text is blank or has control characters, expected lines of text",
                "n.toml:5:8: date is `10:00:00`, expected a date such as 2026-11-20",
            ]
        );
    }
}
