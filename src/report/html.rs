//! Catalogs as one self-contained HTML page with contents and a filter. Every entry has an anchor
//! (`#vendor-section-code`), so that a runbook can link to it. No text of a catalog can act as
//! markup, and the page's security policy allows only its own script and style.

use std::io::{self, Write};

use crate::catalog::{Catalog, EntryRef};
use crate::present::{self, Label, Line, NOT_DOCUMENTED, Run, TextRole};
use crate::text::printable;

const TEMPLATE: &str = include_str!("../../assets/export.html");

/// Where the entries go in the template.
const PLACE: &str = "<!-- entries -->\n";

/// Writes whole catalogs.
///
/// # Errors
/// Fails if writing fails.
pub fn export(out: &mut dyn Write, catalogs: &[&'static Catalog]) -> io::Result<()> {
    let (head, foot) = TEMPLATE.split_once(PLACE).unwrap_or((TEMPLATE, ""));
    out.write_all(head.as_bytes())?;
    contents(out, catalogs)?;
    writeln!(out, "<main>")?;
    for catalog in catalogs {
        self::catalog(out, catalog)?;
    }
    writeln!(out, "</main>")?;
    out.write_all(foot.as_bytes())
}

fn contents(out: &mut dyn Write, catalogs: &[&'static Catalog]) -> io::Result<()> {
    writeln!(out, "<nav>\n<h2>Contents</h2>\n<ul>")?;
    for catalog in catalogs {
        writeln!(out, "<li>{}\n<ul>", content(&[catalog.id], catalog.name, catalog.entries.len()))?;
        for section in catalog.sections {
            let count = entries(catalog, section.id).count();
            let link = content(&[catalog.id, section.id], section.title, count);
            writeln!(out, "<li>{link}</li>")?;
        }
        writeln!(out, "</ul></li>")?;
    }
    writeln!(out, "</ul>\n</nav>")
}

/// A link with the number of entries behind it.
fn content(path: &[&str], title: &str, count: usize) -> String {
    let (anchor, title) = (anchor(path), text(title));
    format!("<a href=\"#{anchor}\">{title}</a> <span class=\"count\">{count}</span>")
}

fn catalog(out: &mut dyn Write, catalog: &'static Catalog) -> io::Result<()> {
    let source = catalog.source;
    writeln!(out, "<section>\n<h2 id=\"{}\">{}</h2>", anchor(&[catalog.id]), text(catalog.name))?;
    let (link, date) = (link(source.url, source.title), text(source.captured));
    let note = source.note.map(text).unwrap_or_default();
    writeln!(out, "<p>Source: {link}, as of {date}. {note}</p>")?;
    for section in catalog.sections {
        let (anchor, title) = (anchor(&[catalog.id, section.id]), text(section.title));
        writeln!(out, "<section>\n<h3 id=\"{anchor}\">{title}</h3>")?;
        entries(catalog, section.id).try_for_each(|it| entry(out, it))?;
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</section>")
}

fn entries(catalog: &'static Catalog, section: &'static str) -> impl Iterator<Item = EntryRef> {
    catalog.entry_refs().filter(move |entry| entry.section == section)
}

fn entry(out: &mut dyn Write, entry: EntryRef) -> io::Result<()> {
    let (vendor, section, code) = entry.id();
    let anchor = anchor(&[vendor, section, code]);
    let heading = text(&present::code_and_title(entry).to_string());
    writeln!(out, "<article id=\"{anchor}\">\n<h4><a href=\"#{anchor}\">{heading}</a></h4>\n<dl>")?;
    for field in present::entry(entry, None) {
        let label = text(&field.full_label());
        if !field.is_documented() {
            writeln!(out, "<dt>{label}</dt><dd class=\"missing\">{NOT_DOCUMENTED}</dd>")?;
            continue;
        }
        let class = if field.label == Label::Source { " class=\"source\"" } else { "" };
        writeln!(out, "<dt>{label}</dt><dd{class}>")?;
        for line in &field.lines {
            writeln!(out, "<p>{}</p>", marked_up(line))?;
        }
        writeln!(out, "</dd>")?;
    }
    writeln!(out, "</dl>\n</article>")
}

fn marked_up(line: &Line) -> String {
    let lead = line.lead.iter().map(|lead| element(lead) + " ");
    lead.chain(line.runs.iter().map(element)).collect()
}

fn element(run: &Run) -> String {
    match run.role {
        role if role.is_literal() => format!("<code>{}</code>", text(&run.text)),
        TextRole::Link => link(&run.text, &run.text),
        TextRole::Muted => format!("<em>{}</em>", text(&run.text)),
        _ => text(&run.text),
    }
}

/// A link to a web page. Other addresses, such as scripts, are only text.
fn link(url: &str, title: &str) -> String {
    let (href, title) = (text(url), text(title));
    let is_web_page = ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme));
    if is_web_page { format!("<a href=\"{href}\" rel=\"noreferrer\">{title}</a>") } else { title }
}

/// The anchor of a catalog, a section or an entry, which needs no escapes in an address.
fn anchor(path: &[&str]) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    path.join("-").replace(|c| !is_safe(c), "-")
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
    use std::process::{Command, Stdio};

    use super::*;
    use crate::catalog::Catalogs;

    #[test]
    fn nothing_acts_as_markup() {
        assert_eq!(text("<a href=\"x\">&\u{1b}"), "&lt;a href=&quot;x&quot;&gt;&amp;␛");
        assert_eq!(link("javascript:alert(1)", "<x>"), "&lt;x&gt;");
        assert_eq!(anchor(&["a b", "c\"#%<"]), "a-b-c----");
    }

    #[test]
    fn every_entry_has_its_own_anchor() {
        let catalogs = Catalogs::builtin();
        let mut out = Vec::new();
        export(&mut out, &catalogs.iter().collect::<Vec<_>>()).unwrap();
        let page = String::from_utf8(out).unwrap();
        let anchors: Vec<_> = page.split(" id=\"").skip(1).map(|it| it.split('"').next()).collect();
        let unique: HashSet<_> = anchors.iter().collect();
        assert_eq!(unique.len(), anchors.len());
        let links: Vec<_> = page.split("href=\"#").skip(1).map(|it| it.split('"').next()).collect();
        assert!(links.len() > catalogs.entry_refs().count());
        assert!(links.iter().all(|link| unique.contains(link)));
    }

    /// The part of the template between two tags.
    fn inline(tag: &str) -> &'static str {
        let (_, rest) = TEMPLATE.split_once(&format!("<{tag}>")).unwrap();
        rest.split_once(&format!("</{tag}>")).unwrap().0
    }

    #[test]
    fn the_policy_allows_only_the_own_script_and_style() {
        assert!(TEMPLATE.contains(PLACE));
        for tag in ["script", "style"] {
            let Some(hash) = sha256(inline(tag)) else {
                eprintln!("skipped: openssl cannot be run");
                return;
            };
            let allowed = format!("{tag}-src 'sha256-{hash}'");
            assert!(TEMPLATE.contains(&allowed), "the policy must have {allowed}");
        }
    }

    /// The SHA-256 sum in base64; `None` without openssl.
    fn sha256(text: &str) -> Option<String> {
        let mut command = Command::new("sh");
        command.args(["-c", "openssl dgst -sha256 -binary | openssl base64"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        child.stdin.take()?.write_all(text.as_bytes()).ok()?;
        let hash = String::from_utf8(child.wait_with_output().ok()?.stdout).ok()?;
        Some(hash.trim().to_owned()).filter(|hash| !hash.is_empty())
    }
}
