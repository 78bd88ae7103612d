//! A draft for a code that its vendor's catalog doesn't list.

use std::fmt;

use super::Finding;
use crate::catalog::Catalog;
use crate::text::toml_string;

/// What a response shows of an unlisted code. `Display` writes it as an entry of a catalog file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEntry {
    /// The id of the catalog that does not list the code.
    pub catalog: &'static str,
    /// The section of the most similar code.
    pub section: &'static str,
    /// The code.
    pub code: String,
    /// The message of the response.
    pub message: Option<String>,
    /// The HTTP status of the response.
    pub status: Option<u16>,
}

impl DraftEntry {
    /// The draft for a finding. `None` if its code is listed, or if it has none.
    #[must_use]
    pub fn new(finding: &Finding) -> Option<Self> {
        let code = finding.code.clone().filter(|_| finding.entry.is_none())?;
        Some(Self {
            catalog: finding.catalog.id,
            section: nearest_section(finding.catalog, &code)?,
            code,
            message: finding.message.clone(),
            status: finding.http.as_ref().map(|http| http.status),
        })
    }
}

/// The section of the listed code with the longest common prefix, then length, then number.
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

/// Stands for the action, which nobody has written yet.
const ACTION: &str = "action = \"…\"";

impl DraftEntry {
    /// The draft with an empty action, which the checker rejects until it is written.
    #[must_use]
    pub fn to_edit(&self) -> String {
        self.to_string().replace(ACTION, "action = \"\"")
    }
}

impl fmt::Display for DraftEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "[[entry]]")?;
        writeln!(f, "section = {}", toml_string(self.section))?;
        writeln!(f, "code = {}", toml_string(&self.code))?;
        if let Some(message) = &self.message {
            writeln!(f, "messages = [{}]", toml_string(message))?;
        }
        if let Some(status) = self.status {
            writeln!(f, "http = {{ status = {status}, basis = \"observed\" }}")?;
        }
        writeln!(f, "{ACTION}\nretry = \"unknown\"\norigin = \"observed\"")
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalogs;
    use crate::decode::Decoder;

    #[test]
    fn a_draft_passes_the_check_of_catalog_files() {
        let catalogs = Catalogs::builtin();
        let body = br#"{"status":404,"code":5099,"message":"No \"such\" file.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5099"}"#;
        let report = Decoder::new(&catalogs).decode(body, None);
        let draft = report.draft_entry.expect("a draft").to_string();
        assert!(draft.contains("section = \"files\""), "{draft}");
        let file = format!(
            "schema = 1\nid = \"x\"\nname = \"X\"\ntab = \"X\"\n[source]\ntitle = \"X\"\nurl = \"https://x\"\n\
             captured = 2026-11-20\nexhaustive = false\n[[section]]\nid = \"files\"\ntitle = \"Files\"\n{draft}"
        );
        let catalog = crate::catalog::read("x.toml", &file).expect("a sound catalog");
        assert_eq!(
            (catalog.entries[0].code, catalog.entries[0].messages),
            ("5099", &["No \"such\" file."][..])
        );
    }
}
