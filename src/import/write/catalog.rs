//! Writes the catalog file. What was uncertain becomes a comment.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::signature::InferredSignature;
use crate::import::understand::{ImportedEntry, Understanding, line};
use crate::text::toml_string;

/// The next step of an entry for which the page has none.
pub const PLACEHOLDER: &str = "The vendor's page documents no next step.";

/// The address of a page whose address is unknown. The checker expects one.
pub const UNKNOWN_URL: &str = "https://unknown.invalid/";

/// What the page does not have.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// The id of the catalog.
    pub id: String,
    /// The name; the id with capitals if absent.
    pub name: Option<String>,
    /// The address of the page.
    pub url: Option<String>,
    /// The day on which the page was read, as `YYYY-MM-DD`.
    pub captured: String,
}

impl Metadata {
    /// The name of the catalog.
    #[must_use]
    pub fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| name_of_id(&self.id))
    }
}

/// The name of a catalog that has only an id: its words with capitals.
#[must_use]
pub fn name_of_id(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A text as an id: lower-case letters and digits, joined by hyphens.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 48 {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The catalog file.
#[must_use]
pub fn catalog(
    found: &Understanding,
    metadata: &Metadata,
    signatures: &[InferredSignature],
) -> String {
    let mut out = String::new();
    let name = toml_string(&line(&metadata.name()));
    let title = found.title.clone().unwrap_or_else(|| metadata.name());
    let ids = section_ids(&found.sections);
    let write = |out: &mut String| -> std::fmt::Result {
        writeln!(out, "# A draft by `errdex import`. Lines with `#` mark what is uncertain.")?;
        writeln!(
            out,
            "schema = 1\nid = {}\nname = {name}\ntab = {name}\n",
            toml_string(&metadata.id)
        )?;
        writeln!(out, "[source]\ntitle = {}", toml_string(&title))?;
        match &metadata.url {
            Some(url) => writeln!(out, "url = {}", toml_string(url))?,
            None => writeln!(out, "url = {} # replace it by the page's", toml_string(UNKNOWN_URL))?,
        }
        writeln!(out, "captured = {}", metadata.captured)?;
        writeln!(out, "exhaustive = false # true if the page lists all codes\n")?;
        for signature in signatures {
            writeln!(out, "{signature}")?;
        }
        for (id, title) in ids.iter().zip(&found.sections) {
            writeln!(
                out,
                "[[section]]\nid = {}\ntitle = {}\n",
                toml_string(id),
                toml_string(title)
            )?;
        }
        for entry in &found.entries {
            self::entry(out, entry, &ids[entry.section])?;
        }
        for signature in signatures {
            write!(out, "{}", signature.sample())?;
        }
        Ok(())
    };
    // Writing to a string cannot fail.
    let _ = write(&mut out);
    out
}

/// The id of each section, all different.
fn section_ids(titles: &[String]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::with_capacity(titles.len());
    let mut seen = HashSet::new();
    for title in titles {
        let slug = slug(title);
        let base = if slug.is_empty() { "errors".to_owned() } else { slug };
        let mut id = base.clone();
        let mut number = 1;
        while !seen.insert(id.clone()) {
            number += 1;
            id = format!("{base}-{number}");
        }
        ids.push(id);
    }
    ids
}

/// An entry as a table of the file.
fn entry(out: &mut String, entry: &ImportedEntry, section: &str) -> std::fmt::Result {
    for remark in &entry.remarks {
        writeln!(out, "# {remark}")?;
    }
    writeln!(
        out,
        "[[entry]]\nsection = {}\ncode = {}",
        toml_string(section),
        toml_string(&entry.code)
    )?;
    list(out, "aliases", &entry.aliases)?;
    if entry.is_success {
        writeln!(out, "kind = \"success\"")?;
    }
    list(out, "names", &entry.names)?;
    if let Some(category) = &entry.category {
        writeln!(out, "category = {}", toml_string(category))?;
    }
    list(out, "messages", &entry.messages)?;
    if let Some(status) = entry.status {
        writeln!(out, "http = {{ status = {status}, basis = \"documented\" }}")?;
    }
    if let Some(description) = &entry.description {
        writeln!(out, "description = {}", toml_string(description))?;
    }
    match &entry.solution {
        Some(solution) => writeln!(out, "action = {}", toml_string(solution))?,
        None if entry.is_success => {}
        None => writeln!(out, "action = {}", toml_string(PLACEHOLDER))?,
    }
    writeln!(out, "retry = \"{}\"", retry(entry))?;
    if !entry.endpoints.is_empty() {
        writeln!(out, "endpoints = [")?;
        for (methods, path) in &entry.endpoints {
            let methods: Vec<_> = methods.iter().map(|it| toml_string(it)).collect();
            writeln!(
                out,
                "  {{ methods = [{}], path = {} }},",
                methods.join(", "),
                toml_string(path)
            )?;
        }
        writeln!(out, "]")?;
    }
    writeln!(out)
}

/// What the page says about retries as retry advice.
fn retry(entry: &ImportedEntry) -> &'static str {
    match entry.retry {
        Some(true) => "backoff",
        Some(false) if !entry.is_success => "after-fix",
        _ => "unknown",
    }
}

fn list(out: &mut String, key: &str, values: &[String]) -> std::fmt::Result {
    match values {
        [] => Ok(()),
        [only] => writeln!(out, "{key} = [{}]", toml_string(only)),
        values => {
            writeln!(out, "{key} = [")?;
            for value in values {
                writeln!(out, "  {},", toml_string(value))?;
            }
            writeln!(out, "]")
        }
    }
}
