//! Catalogs as one self-contained HTML page. Every entry has an anchor
//! (`#vendor-section-code`), so that a runbook can point at it.

use std::io::{self, Write};

use crate::catalog::{Catalog, EntryRef};
use crate::present::{self, Line, NOT_DOCUMENTED, Run, TextRole};
use crate::text::printable;

const HEAD: &str = include_str!("../../assets/export.html");

/// Writes whole catalogs.
///
/// # Errors
/// Fails if writing fails.
pub fn export(out: &mut dyn Write, catalogs: &[&'static Catalog]) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    for catalog in catalogs {
        self::catalog(out, catalog)?;
    }
    writeln!(out, "</body>\n</html>")
}

fn catalog(out: &mut dyn Write, catalog: &'static Catalog) -> io::Result<()> {
    let source = catalog.source;
    writeln!(out, "<h1 id=\"{}\">{}</h1>", text(catalog.id), text(catalog.name))?;
    let (title, url) = (text(source.title), text(source.url));
    let note = source.note.map(text).unwrap_or_default();
    let date = source.captured;
    writeln!(out, "<p>Source: <a href=\"{url}\">{title}</a>, as of {date}. {note}</p>")?;
    for section in catalog.sections {
        writeln!(out, "<h2>{}</h2>", text(section.title))?;
        for it in catalog.entry_refs().filter(|it| it.section == section.id) {
            entry(out, it)?;
        }
    }
    Ok(())
}

fn entry(out: &mut dyn Write, entry: EntryRef) -> io::Result<()> {
    let (vendor, section, code) = entry.id();
    let anchor = text(&format!("{vendor}-{section}-{code}")).replace(' ', "-");
    let heading = text(&present::code_and_title(entry).to_string());
    writeln!(out, "<h3 id=\"{anchor}\">{heading}</h3>\n<dl>")?;
    for field in present::entry(entry, None) {
        writeln!(out, "<dt>{}</dt><dd>", text(&field.full_label()))?;
        if !field.is_documented() {
            writeln!(out, "<em>{NOT_DOCUMENTED}</em>")?;
        }
        for line in &field.lines {
            writeln!(out, "<p>{}</p>", marked_up(line))?;
        }
        writeln!(out, "</dd>")?;
    }
    writeln!(out, "</dl>")
}

fn marked_up(line: &Line) -> String {
    let lead = line.lead.iter().map(|lead| element(lead) + " ");
    lead.chain(line.runs.iter().map(element)).collect()
}

fn element(run: &Run) -> String {
    let text = text(&run.text);
    match run.role {
        role if role.is_literal() => format!("<code>{text}</code>"),
        TextRole::Link => format!("<a href=\"{text}\">{text}</a>"),
        TextRole::Muted => format!("<em>{text}</em>"),
        _ => text,
    }
}

/// Escapes markup, also for quoted attributes.
fn text(text: &str) -> String {
    printable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::catalog::Catalogs;

    #[test]
    fn nothing_acts_as_markup() {
        assert_eq!(text("<a href=\"x\">&\u{1b}"), "&lt;a href=&quot;x&quot;&gt;&amp;␛");
    }

    #[test]
    fn every_entry_has_its_own_anchor() {
        let catalogs = Catalogs::builtin();
        let mut out = Vec::new();
        export(&mut out, &catalogs.iter().collect::<Vec<_>>()).unwrap();
        let page = String::from_utf8(out).unwrap();
        let anchors: Vec<_> = page.lines().filter(|line| line.starts_with("<h3 id=")).collect();
        assert_eq!(anchors.len(), catalogs.entry_refs().count());
        let unique: HashSet<_> = anchors.iter().map(|line| line.split('"').nth(1)).collect();
        assert_eq!(unique.len(), anchors.len());
    }
}
