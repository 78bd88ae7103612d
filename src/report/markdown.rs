//! Catalogs as Markdown (`CommonMark`): a heading for each catalog, section and entry.

use std::io::{self, Write};

use crate::catalog::{Catalog, EntryRef};
use crate::present::{self, Field, Line, NOT_DOCUMENTED, Run, TextRole};
use crate::text::printable;

/// Writes whole catalogs.
///
/// # Errors
/// Fails if writing fails.
pub fn export(out: &mut dyn Write, catalogs: &[&'static Catalog]) -> io::Result<()> {
    for (index, catalog) in catalogs.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        self::catalog(out, catalog)?;
    }
    Ok(())
}

fn catalog(out: &mut dyn Write, catalog: &'static Catalog) -> io::Result<()> {
    let source = catalog.source;
    writeln!(out, "# {}\n", prose(catalog.name))?;
    let (title, url) = (prose(source.title), printable(source.url));
    writeln!(out, "Source: [{title}](<{url}>), as of {}.", prose(source.captured))?;
    if let Some(note) = source.note {
        writeln!(out, "{}", prose(note))?;
    }
    for section in catalog.sections {
        writeln!(out, "\n## {}", prose(section.title))?;
        for entry in catalog.entry_refs().filter(|entry| entry.section == section.id) {
            let heading = present::code_and_title(entry).to_string();
            writeln!(out, "\n### {}\n", prose(&heading))?;
            fields(out, &present::entry(entry, None))?;
        }
    }
    Ok(())
}

/// Writes one entry by itself, so that its heading names the vendor.
///
/// # Errors
/// Fails if writing fails.
pub fn entry(out: &mut dyn Write, entry: EntryRef) -> io::Result<()> {
    writeln!(out, "### {}\n", prose(&present::heading(entry).to_string()))?;
    fields(out, &present::entry(entry, None))
}

/// Writes fields as a list.
pub(super) fn fields(out: &mut dyn Write, fields: &[Field]) -> io::Result<()> {
    for field in fields {
        let label = field.full_label();
        match field.lines.as_slice() {
            [] => writeln!(out, "- **{label}:** *{NOT_DOCUMENTED}*")?,
            [only] => writeln!(out, "- **{label}:** {}", line(only))?,
            lines => {
                writeln!(out, "- **{label}:**")?;
                lines.iter().try_for_each(|each| writeln!(out, "  - {}", line(each)))?;
            }
        }
    }
    Ok(())
}

/// A line in which everything that an API sends is code.
fn line(line: &Line) -> String {
    let lead =
        line.lead.iter().map(|lead| Run { role: lead.role, text: format!("{} ", lead.text) });
    let runs: Vec<_> = lead.chain(line.runs.iter().cloned()).collect();
    let parts = runs.chunk_by(|a, b| a.role.is_literal() && b.role.is_literal()).map(|runs| {
        let joined: String = runs.iter().map(|run| run.text.as_str()).collect();
        match runs[0].role {
            role if role.is_literal() => code(&joined),
            TextRole::Link => format!("<{}>", printable(&joined)),
            // A plus would begin a list.
            TextRole::Good if joined == "+ " => "\\+ ".to_owned(),
            _ => prose(&joined),
        }
    });
    parts.collect()
}

/// Escapes markup.
pub(super) fn prose(text: &str) -> String {
    let text = printable(text);
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        // An underscore inside a word, as in `PASSWORD_LOCKED`, is not markup.
        let inside = before.is_alphanumeric() && chars.peek().is_some_and(|c| c.is_alphanumeric());
        if r"\`*[]<>&|~#$".contains(c) || (c == '_' && !inside) {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// Text as code, fenced by more backticks than it has in a row.
pub(super) fn code(text: &str) -> String {
    let text = printable(text);
    let fence = "`".repeat(backticks(&text) + 1);
    // CommonMark removes one space at both ends, which allows a backtick there.
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// The most backticks in a row.
pub(super) fn backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    #[test]
    fn nothing_acts_as_markup() {
        assert_eq!(prose("a *b* <c> [d](e) & f|g"), "a \\*b\\* \\<c\\> \\[d\\](e) \\& f\\|g");
        assert_eq!(prose("_a_ PASSWORD_LOCKED"), "\\_a\\_ PASSWORD_LOCKED");
        assert_eq!(code("plain [x]"), "`plain [x]`");
        assert_eq!(code("a `b` c"), "``a `b` c``");
        assert_eq!(code("`b`"), "`` `b` ``");
    }

    #[test]
    fn an_entry_by_itself_names_its_vendor() {
        let catalogs = Catalogs::builtin();
        let mut out = Vec::new();
        entry(&mut out, catalogs.lookup("1901")[0].entry).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("### UiPath 1901  "), "{text}");
    }

    #[test]
    fn every_entry_has_a_heading() {
        let catalogs = Catalogs::builtin();
        let mut out = Vec::new();
        export(&mut out, &catalogs.iter().collect::<Vec<_>>()).unwrap();
        let text = String::from_utf8(out).unwrap();
        let headings = text.lines().filter(|line| line.starts_with("### ")).count();
        assert_eq!(headings, catalogs.entry_refs().count());
    }
}
