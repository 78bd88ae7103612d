//! A ready entry for a code that its vendor's catalog doesn't list, to be completed by whoever
//! finds out what it means.

use std::fmt::Write as _;

use super::verdict::Finding;
use crate::catalog::Catalog;

/// The entry in the form of a catalog file; none when the finding is listed or has no code.
pub(super) fn draft_entry(finding: &Finding) -> Option<String> {
    let code = finding.code.as_deref().filter(|_| finding.entry.is_none())?;
    let section = nearest_section(finding.catalog, code)?;
    let mut stub = String::from("[[entry]]\n");
    let mut line = |key: &str, value: &str| {
        // Writing to a string can't fail.
        let _ = writeln!(stub, "{key} = {value}");
    };
    line("section", &quoted(section));
    line("code", &quoted(code));
    if let Some(said) = &finding.message {
        line("messages", &format!("[{}]", quoted(said)));
    }
    if let Some(status) = finding.http.as_ref().map(|http| http.status) {
        line("http", &format!("{{ status = {status}, basis = \"observed\" }}"));
    }
    line("action", "\"…\"");
    line("retry", "\"unknown\"");
    line("origin", "\"observed\"");
    Some(stub)
}

/// The section of the listed code that begins most like this one, and is nearest among those.
fn nearest_section(catalog: &'static Catalog, code: &str) -> Option<&'static str> {
    let shared = |other: &str| code.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let number = code.parse::<i64>().ok();
    let distance = |other: &str| match (number, other.parse::<i64>()) {
        (Some(a), Ok(b)) => a.abs_diff(b),
        _ => u64::MAX,
    };
    let nearest = catalog.entries.iter().min_by_key(|entry| {
        let length = code.len().abs_diff(entry.code.len());
        (usize::MAX - shared(entry.code), length, distance(entry.code))
    })?;
    Some(nearest.section)
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalogs;
    use crate::decode::Decoder;

    #[test]
    fn a_stub_is_an_entry_that_the_checker_takes() {
        let catalogs = Catalogs::builtin();
        let body = br#"{"status":404,"code":5099,"message":"No \"such\" file.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5099"}"#;
        let report = Decoder::new(&catalogs).decode(body, None);
        let stub = report.draft_entry.expect("a stub");
        assert!(stub.contains("section = \"files\""), "{stub}");
        let file = format!(
            "schema = 1\nid = \"x\"\nname = \"X\"\ntab = \"X\"\n[source]\ntitle = \"X\"\nurl = \"https://x\"\n\
             captured = 2026-11-20\nexhaustive = false\n[[section]]\nid = \"files\"\ntitle = \"Files\"\n{stub}"
        );
        let catalog = crate::catalog::read("x.toml", &file).expect("a sound catalog");
        assert_eq!(
            (catalog.entries[0].code, catalog.entries[0].messages),
            ("5099", &["No \"such\" file."][..])
        );
    }
}
