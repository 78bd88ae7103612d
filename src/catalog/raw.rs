//! Catalog files as they are written: the serde forms, before any check. Values that a later
//! check can refuse keep their place in the file.

use serde::Deserialize;
use toml::Spanned;

use super::entry::{Basis, EntryKind, Origin, Retry};
use super::signature::Weight;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) schema: Spanned<u32>,
    pub(super) id: Spanned<String>,
    pub(super) name: Spanned<String>,
    pub(super) tab: Spanned<String>,
    #[serde(default)]
    pub(super) aliases: Vec<Spanned<String>>,
    pub(super) source: Source,
    #[serde(default)]
    pub(super) signature: Vec<Signature>,
    #[serde(default)]
    pub(super) hints: Hints,
    pub(super) section: Vec<Section>,
    pub(super) entry: Vec<Entry>,
    #[serde(default)]
    pub(super) sample: Vec<Sample>,
    #[serde(default)]
    pub(super) counter_sample: Vec<CounterSample>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) title: Spanned<String>,
    pub(super) url: Spanned<String>,
    pub(super) captured: Spanned<toml::value::Datetime>,
    pub(super) exhaustive: bool,
    pub(super) note: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) section: Spanned<String>,
    pub(super) code: Spanned<String>,
    #[serde(default)]
    pub(super) aliases: Vec<Spanned<String>>,
    #[serde(default = "error")]
    pub(super) kind: EntryKind,
    #[serde(default)]
    pub(super) names: Vec<Spanned<String>>,
    pub(super) category: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) messages: Vec<Spanned<String>>,
    pub(super) http: Option<Http>,
    pub(super) description: Option<Spanned<String>>,
    pub(super) action: Option<Spanned<String>>,
    pub(super) retry: Retry,
    #[serde(default)]
    pub(super) endpoints: Vec<Endpoint>,
    #[serde(default = "source")]
    pub(super) origin: Origin,
    pub(super) note: Option<Spanned<String>>,
}

fn error() -> EntryKind {
    EntryKind::Error
}

fn source() -> Origin {
    Origin::Source
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Http {
    pub(super) status: Spanned<u16>,
    pub(super) basis: Basis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Endpoint {
    pub(super) methods: Vec<Spanned<String>>,
    pub(super) path: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    pub(super) id: Spanned<String>,
    pub(super) format: Format,
    pub(super) shape: Option<Spanned<toml::Table>>,
    pub(super) code: Option<Spanned<String>>,
    pub(super) message: Option<Spanned<String>>,
    pub(super) details: Option<Spanned<String>>,
    pub(super) status: Option<Spanned<String>>,
    pub(super) header: Option<Spanned<String>>,
    pub(super) pattern: Option<Spanned<String>>,
    pub(super) needle: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) sections: Vec<Spanned<String>>,
    pub(super) weight: Weight,
    #[serde(default)]
    pub(super) fixed_messages: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    Json,
    Header,
    Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Hints {
    pub(super) hosts: Vec<Spanned<String>>,
    pub(super) headers: Vec<Spanned<String>>,
    pub(super) markers: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sample {
    pub(super) body: Spanned<String>,
    #[serde(default)]
    pub(super) expect: Codes,
}

/// One code, or several; none when only the vendor can be known.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Codes {
    One(String),
    Many(Vec<String>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CounterSample {
    pub(super) body: Spanned<String>,
}
