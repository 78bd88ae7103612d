//! The serde types of catalog files, before any check. Values that the checker may reject keep their
//! span in the file.

use serde::Deserialize;
use toml::Spanned;

use super::entry::{Basis, EntryKind, Origin, Retry};
use super::signature::Weight;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub schema: Spanned<u32>,
    pub id: Spanned<String>,
    pub name: Spanned<String>,
    pub tab: Spanned<String>,
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
    pub source: Source,
    #[serde(default)]
    pub signature: Vec<Signature>,
    #[serde(default)]
    pub hints: Hints,
    pub section: Vec<Section>,
    pub entry: Vec<Entry>,
    #[serde(default)]
    pub sample: Vec<Sample>,
    #[serde(default)]
    pub counter_sample: Vec<CounterSample>,
    #[serde(default)]
    pub synonyms: Synonyms,
}

/// The file of the general synonyms, and the table of a catalog.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonyms {
    pub groups: Vec<Spanned<Vec<Spanned<String>>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub title: Spanned<String>,
    pub url: Spanned<String>,
    pub captured: Spanned<toml::value::Datetime>,
    pub exhaustive: bool,
    pub note: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: Spanned<String>,
    pub title: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub section: Spanned<String>,
    pub code: Spanned<String>,
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
    pub kind: Option<EntryKind>,
    #[serde(default)]
    pub names: Vec<Spanned<String>>,
    pub category: Option<Spanned<String>>,
    #[serde(default)]
    pub messages: Vec<Spanned<String>>,
    pub http: Option<Http>,
    pub description: Option<Spanned<String>>,
    pub action: Option<Spanned<String>>,
    pub retry: Retry,
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
    pub origin: Option<Origin>,
    pub note: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub status: Spanned<u16>,
    pub basis: Basis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    pub methods: Vec<Spanned<String>>,
    pub path: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub id: Spanned<String>,
    pub format: Format,
    pub shape: Option<Spanned<toml::Table>>,
    pub code: Option<Spanned<String>>,
    pub message: Option<Spanned<String>>,
    pub details: Option<Spanned<String>>,
    pub status: Option<Spanned<String>>,
    pub header: Option<Spanned<String>>,
    pub pattern: Option<Spanned<String>>,
    pub needle: Option<Spanned<String>>,
    #[serde(default)]
    pub sections: Vec<Spanned<String>>,
    pub weight: Weight,
    #[serde(default)]
    pub fixed_messages: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Json,
    Header,
    Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hints {
    pub hosts: Vec<Spanned<String>>,
    pub headers: Vec<Spanned<String>>,
    pub markers: Vec<Spanned<String>>,
    pub shared_words: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    pub body: Spanned<String>,
    pub expect: Option<Codes>,
}

/// One code, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Codes {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CounterSample {
    pub body: String,
}
