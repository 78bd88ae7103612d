//! Catalogs as Markdown (`CommonMark`): a heading for each catalog, section and entry.

use std::io::{self, Write};

use super::fields::{Field, fields, heading};
use crate::catalog::{Catalog, Catalogs, EntryRef};
use crate::text::printable;

/// Writes whole catalogs.
///
/// # Errors
/// The writer's.
pub fn export(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    chosen: &[&'static Catalog],
) -> io::Result<()> {
    for (index, catalog) in chosen.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        self::catalog(out, catalogs, catalog)?;
    }
    Ok(())
}

fn catalog(out: &mut dyn Write, catalogs: &Catalogs, catalog: &'static Catalog) -> io::Result<()> {
    let source = catalog.source;
    writeln!(out, "# {}\n", prose(catalog.name))?;
    let (title, url) = (prose(source.title), printable(source.url));
    writeln!(out, "Source: [{title}](<{url}>), read {}.", prose(source.captured))?;
    if let Some(note) = source.note {
        writeln!(out, "{}", prose(note))?;
    }
    for section in catalog.sections {
        writeln!(out, "\n## {}", prose(section.title))?;
        for record in catalog.entry_refs().filter(|record| record.section == section.id) {
            writeln!(out)?;
            writeln!(out, "### {}\n", prose(&heading(record)))?;
            body(out, catalogs, record)?;
        }
    }
    Ok(())
}

/// Writes one entry by itself, so that its heading names the vendor.
///
/// # Errors
/// The writer's.
pub fn entry(out: &mut dyn Write, catalogs: &Catalogs, record: EntryRef) -> io::Result<()> {
    writeln!(out, "### {} {}\n", prose(record.catalog.tab), prose(&heading(record)))?;
    body(out, catalogs, record)
}

fn body(out: &mut dyn Write, catalogs: &Catalogs, record: EntryRef) -> io::Result<()> {
    for Field { label, texts, literal } in fields(catalogs, record) {
        let dress = if literal { code } else { prose };
        match texts.as_slice() {
            [] => writeln!(out, "- **{label}:** *not documented*")?,
            [text] => writeln!(out, "- **{label}:** {}", dress(text))?,
            texts => {
                writeln!(out, "- **{label}:**")?;
                for text in texts {
                    writeln!(out, "  - {}", dress(text))?;
                }
            }
        }
    }
    Ok(())
}

/// Text in which nothing acts as markup.
pub(super) fn prose(text: &str) -> String {
    let text = printable(text);
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        // An underscore inside a word, as in `PASSWORD_LOCKED`, is no markup.
        let inside = before.is_alphanumeric() && chars.peek().is_some_and(|c| c.is_alphanumeric());
        if r"\`*[]<>&|~#$".contains(c) || (c == '_' && !inside) {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// Text to the letter, fenced by more backticks than it has in a row.
pub(super) fn code(text: &str) -> String {
    let text = printable(text);
    let fence = "`".repeat(backticks(&text) + 1);
    // CommonMark takes one space off at both ends, so that a backtick can stand there.
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
        entry(&mut out, &catalogs, catalogs.lookup("1901")[0].entry).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("### UiPath 1901  "), "{text}");
    }

    #[test]
    fn every_entry_has_a_heading() {
        let catalogs = Catalogs::builtin();
        let mut out = Vec::new();
        export(&mut out, &catalogs, &catalogs.iter().collect::<Vec<_>>()).unwrap();
        let text = String::from_utf8(out).unwrap();
        let headings = text.lines().filter(|line| line.starts_with("### ")).count();
        assert_eq!(headings, catalogs.entry_refs().count());
    }
}
