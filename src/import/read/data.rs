//! JSON, YAML, properties and TOML: arrays and maps of objects become tables.

mod examples;
mod parse;
mod properties;
mod tables;

pub use examples::add_table as add_examples;
pub use parse::{is_json, is_yaml, parse_json, parse_yaml};
pub use properties::{is_properties, read as read_properties};
pub use tables::add_tables;

use super::{ReadError, smithy};
use crate::import::document::Document;

/// A value of JSON or YAML. Scalars are kept as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// A string, number or boolean.
    Scalar(String),
    /// An array.
    List(Vec<Value>),
    /// An object, in order.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text of a scalar under a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The keys and values of a map.
    pub fn entries(&self) -> &[(String, Value)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The values of a list.
    pub fn items(&self) -> &[Value] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }
}

/// Reads JSON.
pub fn read_json(text: &str) -> Result<Document, ReadError> {
    let value = parse_json(text)?;
    Ok(smithy::read_json(&value).unwrap_or_else(|| document(&value)))
}

/// Reads YAML.
pub fn read_yaml(text: &str) -> Result<Document, ReadError> {
    Ok(document(&parse_yaml(text)?))
}

/// The tables in a value.
fn document(value: &Value) -> Document {
    let mut blocks = Vec::new();
    add_tables(value, &mut blocks);
    Document { title: value.text("title").map(str::to_owned), blocks }
}
