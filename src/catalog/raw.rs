//! The serde types of catalog files, before any check. Values that the checker may reject keep their
//! span in the file.

use serde::Deserialize;
use toml::Spanned;

use super::entry::{Basis, EntryKind, Origin, Retry};
use super::signature::Weight;

/// A text and its span in the file.
pub type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub schema: Spanned<u32>,
    /// The catalog that an overlay extends. An overlay has none of the next five keys.
    pub extends: Option<Text>,
    pub id: Option<Text>,
    pub name: Option<Text>,
    pub tab: Option<Text>,
    #[serde(default)]
    pub aliases: Vec<Text>,
    pub source: Option<Source>,
    #[serde(default)]
    pub signature: Vec<Signature>,
    #[serde(default)]
    pub hints: Hints,
    #[serde(default)]
    pub section: Vec<Section>,
    #[serde(default)]
    pub entry: Vec<Entry>,
    #[serde(default)]
    pub sample: Vec<Sample>,
    #[serde(default)]
    pub sample_form: Vec<SampleForm>,
    #[serde(default)]
    pub counter_sample: Vec<CounterSample>,
    #[serde(default)]
    pub synonyms: Synonyms,
}

/// The file of the general synonyms, and the table of a catalog.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonyms {
    #[serde(default)]
    pub groups: Vec<Spanned<Vec<Text>>>,
    #[serde(default)]
    pub expansions: Vec<Spanned<Vec<Text>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub title: Text,
    pub url: Text,
    pub captured: Spanned<toml::value::Datetime>,
    pub exhaustive: bool,
    pub note: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: Text,
    pub title: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub section: Text,
    pub code: Text,
    #[serde(default)]
    pub aliases: Vec<Text>,
    pub kind: Option<EntryKind>,
    #[serde(default)]
    pub names: Vec<Text>,
    pub category: Option<Text>,
    #[serde(default)]
    pub messages: Vec<Spanned<Message>>,
    pub http: Option<Http>,
    pub description: Option<Text>,
    pub action: Option<Text>,
    pub retry: Option<Retry>,
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
    pub origin: Option<Origin>,
    pub source: Option<Page>,
    pub note: Option<Text>,
    #[serde(default)]
    pub keywords: Vec<Text>,
}

/// A message, alone or with the next step for it.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a text, or a table with `text` and `action`")]
pub enum Message {
    Text(String),
    WithAction(MessageWithAction),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageWithAction {
    pub text: String,
    pub action: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub title: Text,
    pub url: Text,
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
    pub methods: Vec<Text>,
    pub path: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub id: Text,
    pub format: Format,
    pub shape: Option<Spanned<toml::Table>>,
    pub code: Option<Text>,
    pub message: Option<Text>,
    pub details: Option<Text>,
    pub status: Option<Text>,
    pub header: Option<Text>,
    pub pattern: Option<Text>,
    pub needle: Option<Text>,
    #[serde(default)]
    pub sections: Vec<Text>,
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
    pub hosts: Vec<Text>,
    pub headers: Vec<Text>,
    pub markers: Vec<Text>,
    pub shared_words: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    pub body: Text,
    pub expect: Option<Codes>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleForm {
    pub sections: Vec<Text>,
    pub body: Text,
}

/// One code, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a code, or a list of codes")]
pub enum Codes {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CounterSample {
    pub body: String,
}
