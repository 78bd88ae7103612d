//! Properties, INI and TOML: keys with values, in sections.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{Value, document};
use crate::import::document::Document;
use crate::import::read::pattern;

/// A key and its value: `error.1001=text`, `"1001" = "text";`.
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"^\s*(?:"([^"]+)"|([\w.\-/]+))\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(.*?))\s*;?\s*$"#)
});

/// The heading of a section.
static SECTION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\[+([^\]]+)\]+\s*$"));

/// Whether nearly all lines are keys with values.
pub fn is_properties(text: &str) -> bool {
    let lines: Vec<&str> = lines(text).collect();
    let pairs = lines.iter().filter(|line| PAIR.is_match(line)).count();
    let sections = lines.iter().filter(|line| SECTION.is_match(line)).count();
    pairs >= 3 && (pairs + sections) * 10 >= lines.len() * 9
}

/// Reads properties.
pub fn read(text: &str) -> Document {
    let value = toml::from_str::<toml::Table>(text)
        .map_or_else(|_| parse(text), |table| convert(toml::Value::Table(table)));
    document(&value)
}

/// The lines of a text that are not comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let is_comment = |line: &&str| {
        let line = line.trim();
        line.is_empty() || line.starts_with(['#', ';', '!']) || line.starts_with("/*")
    };
    text.lines().filter(move |line| !is_comment(line))
}

/// The sections of a text, and what the dots of keys separate, as maps.
fn parse(text: &str) -> Value {
    let mut root = Value::Map(Vec::new());
    let mut groups = HashMap::new();
    let mut section: Vec<&str> = Vec::new();
    let joined = text.replace("\\\r\n", " ").replace("\\\n", " ");
    for line in lines(&joined) {
        if let Some(found) = SECTION.captures(line) {
            section = found.get(1).map_or(Vec::new(), |name| vec![name.as_str()]);
        } else if let Some(found) = PAIR.captures(line) {
            let part = |index: usize| found.get(index).map(|it| it.as_str());
            let key = part(1).or(part(2)).unwrap_or_default();
            let value = part(3).or(part(4)).unwrap_or_default();
            let (group, key) = key.rsplit_once('.').map_or((None, key), |(a, b)| (Some(a), b));
            let path = section.iter().copied().chain(group);
            insert(&mut root, &mut groups, path, key, value.replace("\\\"", "\""));
        }
    }
    root
}

/// Inserts a text below a path. `groups` has where each name is, by the path to it.
fn insert<'k>(
    root: &mut Value,
    groups: &mut HashMap<String, usize>,
    path: impl Iterator<Item = &'k str>,
    key: &str,
    text: String,
) {
    let (mut map, mut above) = (root, String::new());
    for name in path {
        let Value::Map(entries) = map else { return };
        above.push('\0');
        above.push_str(name);
        let position = *groups.entry(above.clone()).or_insert_with(|| {
            entries.push((name.to_owned(), Value::Map(Vec::new())));
            entries.len() - 1
        });
        map = &mut entries[position].1;
    }
    if let Value::Map(entries) = map {
        entries.push((key.to_owned(), Value::Scalar(text)));
    }
}

fn convert(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Scalar(text),
        toml::Value::Array(items) => Value::List(items.into_iter().map(convert).collect()),
        toml::Value::Table(table) => {
            Value::Map(table.into_iter().map(|(key, value)| (key, convert(value))).collect())
        }
        toml::Value::Integer(number) => Value::Scalar(number.to_string()),
        toml::Value::Float(number) => Value::Scalar(number.to_string()),
        toml::Value::Boolean(value) => Value::Scalar(value.to_string()),
        toml::Value::Datetime(time) => Value::Scalar(time.to_string()),
    }
}
