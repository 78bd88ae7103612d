//! JSON and YAML into values.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::Value;
use crate::import::read::{Format, ReadError, pattern};

/// Values nested deeper than this are an error.
const MAX_DEPTH: usize = 128;

/// Aliases of YAML may repeat at most this many values.
const MAX_ALIASED: usize = 1_000_000;

/// Whether a text that starts with a bracket is JSON: one value or one per line.
pub fn is_json(text: &str) -> bool {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    matches!(values.next(), Some(Ok(_)))
}

/// Parses JSON. Several values become a list.
pub fn parse_json(text: &str) -> Result<Value, ReadError> {
    let values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    let values: Result<Vec<Value>, _> = values.map(|value| value.map(convert)).collect();
    let mut values = values.map_err(|error| invalid(Format::Json, &error))?;
    Ok(if values.len() == 1 { values.remove(0) } else { Value::List(values) })
}

fn invalid(format: Format, error: &dyn std::fmt::Display) -> ReadError {
    ReadError::Invalid { format, message: error.to_string() }
}

fn convert(value: serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Scalar(value.to_string()),
        serde_json::Value::Number(value) => Value::Scalar(value.to_string()),
        serde_json::Value::String(value) => Value::Scalar(value),
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(convert).collect()),
        serde_json::Value::Object(entries) => {
            Value::Map(entries.into_iter().map(|(key, value)| (key, convert(value))).collect())
        }
    }
}

/// Whether most lines have the form of YAML, and the text is valid.
pub fn is_yaml(text: &str) -> bool {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"^\s*(- )*("[^"]*"|'[^']*'|[\w./$@<-][\w./$@ -]*):( .*)?$|^\s*- \S.*$|^---\s*$"#)
    });
    let lines = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .take(500);
    let (mut all, mut alike, mut keys) = (0, 0, 0);
    for line in lines {
        all += 1;
        let is_alike = LINE.is_match(line);
        alike += usize::from(is_alike || line.starts_with(' '));
        keys += usize::from(is_alike && line.contains(':'));
    }
    all > 2
        && alike * 20 >= all * 19
        && keys * 3 >= all
        && parse_yaml(text).is_ok_and(|value| is_plausible(&value))
}

/// Whether a value is a list, or a map without repeated keys: these are stanzas of plain text.
fn is_plausible(value: &Value) -> bool {
    match value {
        Value::List(_) => true,
        Value::Map(entries) => {
            let mut keys = std::collections::HashSet::new();
            entries.iter().all(|(key, _)| keys.insert(key))
        }
        _ => false,
    }
}

/// Parses YAML. Several documents become a list.
pub fn parse_yaml(text: &str) -> Result<Value, ReadError> {
    let mut loader = Loader::default();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| invalid(Format::Yaml, &error))?;
        loader.event(event)?;
    }
    let mut documents = loader.documents;
    Ok(if documents.len() == 1 { documents.remove(0) } else { Value::List(documents) })
}

/// A list or map that is not complete.
struct Open {
    value: Value,
    /// The key of a map whose value comes next.
    key: Option<String>,
    anchor: usize,
}

#[derive(Default)]
struct Loader {
    open: Vec<Open>,
    documents: Vec<Value>,
    anchors: HashMap<usize, Value>,
    aliased: usize,
}

impl Loader {
    fn event(&mut self, event: Event) -> Result<(), ReadError> {
        match event {
            Event::Scalar(text, style, anchor, _) => self.add(scalar(&text, style), anchor)?,
            Event::SequenceStart(anchor, _) => self.start(Value::List(Vec::new()), anchor)?,
            Event::MappingStart(anchor, _) => self.start(Value::Map(Vec::new()), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open { value, anchor, .. }) = self.open.pop() {
                    self.add(value, anchor)?;
                }
            }
            Event::Alias(anchor) => {
                let value = self.anchors.get(&anchor).cloned().unwrap_or(Value::Null);
                self.charge(&value)?;
                self.add(value, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, value: Value, anchor: usize) -> Result<(), ReadError> {
        if self.open.len() == MAX_DEPTH {
            return Err(invalid(
                Format::Yaml,
                &format!("values are nested more than {MAX_DEPTH} levels deep"),
            ));
        }
        self.open.push(Open { value, key: None, anchor });
        Ok(())
    }

    fn charge(&mut self, value: &Value) -> Result<(), ReadError> {
        self.aliased += count(value);
        let is_allowed = self.aliased <= MAX_ALIASED;
        is_allowed
            .then_some(())
            .ok_or_else(|| invalid(Format::Yaml, &"aliases repeat too many values"))
    }

    fn add(&mut self, value: Value, anchor: usize) -> Result<(), ReadError> {
        if anchor > 0 {
            self.charge(&value)?;
            self.anchors.insert(anchor, value.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(value);
            return Ok(());
        };
        match (&mut open.value, open.key.take()) {
            (Value::List(items), _) => items.push(value),
            (Value::Map(entries), Some(key)) if key == "<<" => merge(entries, value),
            (Value::Map(entries), Some(key)) => entries.push((key, value)),
            (Value::Map(_), None) => open.key = Some(key_text(value)),
            _ => {}
        }
        Ok(())
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    match text {
        "" | "~" | "null" | "Null" if style == ScalarStyle::Plain => Value::Null,
        _ => Value::Scalar(text.to_owned()),
    }
}

fn key_text(key: Value) -> String {
    match key {
        Value::Scalar(text) => text,
        _ => "null".to_owned(),
    }
}

fn merge(entries: &mut Vec<(String, Value)>, value: Value) {
    if let Value::Map(merged) = value {
        for (key, value) in merged {
            if !entries.iter().any(|(name, _)| *name == key) {
                entries.push((key, value));
            }
        }
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Null => 1,
        Value::Scalar(text) => 1 + text.len() / 64,
        Value::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Map(entries) => 1 + entries.iter().map(|(_, value)| 1 + count(value)).sum::<usize>(),
    }
}
