//! OpenAPI and Swagger: responses, examples, enums and extensions.

use std::sync::LazyLock;

use regex::Regex;

use super::ReadError;
use super::data::{self, Value};
use crate::import::document::Document;

/// Whether JSON is a description of an API.
pub fn is_json(text: &str) -> bool {
    static VERSION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""(openapi|swagger)"\s*:\s*"[123]"#).expect("the pattern is valid"));
    VERSION.is_match(text)
}

/// Whether YAML is a description of an API.
pub fn is_yaml(text: &str) -> bool {
    static VERSION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"(?m)^["']?(openapi|swagger)["']?:\s*["']?[123]\."#).expect("the pattern is valid"));
    VERSION.is_match(text)
}

/// Reads a description of an API in JSON or YAML.
pub fn read(text: &str) -> Result<Document, ReadError> {
    let value = if text.trim_start().starts_with('{') { data::parse_json(text) } else { data::parse_yaml(text) }?;
    let mut document = Document { title: value.get("info").and_then(|info| info.text("title")).map(str::to_owned), ..Document::default() };
    data::add_tables(&value, &mut document.blocks);
    Ok(document)
}

#[allow(unused)]
fn unused(_: &Value) {}
