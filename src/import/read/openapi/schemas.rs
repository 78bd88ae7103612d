//! Schemas: enums with descriptions, alternatives with constant properties, errors with examples.

use super::operations::{Usage, status_in};
use super::{Record, data, rich, table};
use crate::import::document::{Block, TableKind};
use crate::import::read::data::Value;

/// Schemas nested deeper than this are ignored.
const MAX_DEPTH: usize = 40;

/// Adds the tables of all schemas.
pub fn add_tables(api: &Value, usage: &Usage, blocks: &mut Vec<Block>) {
    let mut reader = Reader { usage, blocks, path: Vec::new(), errors: Vec::new() };
    let components = api.get("components");
    let named =
        components.and_then(|components| components.get("schemas")).or(api.get("definitions"));
    for (name, schema) in named.map(Value::entries).unwrap_or_default() {
        let columns = reader.usage.columns(name);
        reader.path.push(name.clone());
        reader.error(name, schema, &columns);
        reader.schema(schema, &columns, 0);
        reader.path.pop();
    }
    for response in &usage.responses {
        let mut columns: Record = vec![("status".to_owned(), response.status.clone())];
        columns.push(("endpoints".to_owned(), response.endpoints.join("\n")));
        for (_, media) in response.value.get("content").map(Value::entries).unwrap_or_default() {
            reader.inline(media.get("schema"), &response.status, &columns);
        }
        reader.inline(response.value.get("schema"), &response.status, &columns);
    }
    for (name, value) in
        api.entries().iter().chain(api.get("info").map(Value::entries).unwrap_or_default())
    {
        if name.starts_with("x-") {
            data::add_tables(value, reader.blocks);
        }
    }
    let errors = std::mem::take(&mut reader.errors);
    blocks.extend(table(Some("errors".to_owned()), TableKind::Objects, &errors));
}

struct Reader<'a> {
    usage: &'a Usage<'a>,
    blocks: &'a mut Vec<Block>,
    path: Vec<String>,
    /// Schemas of errors whose properties are constant.
    errors: Vec<Record>,
}

impl Reader<'_> {
    fn inline(&mut self, schema: Option<&Value>, name: &str, columns: &Record) {
        if let Some(schema) = schema {
            self.path.push(name.to_owned());
            self.schema(schema, columns, 0);
            self.path.pop();
        }
    }

    fn caption(&self) -> String {
        let parts = self
            .path
            .iter()
            .filter(|part| !matches!(part.as_str(), "properties" | "items" | "allOf" | "schema"));
        parts.cloned().collect::<Vec<_>>().join(".")
    }

    fn schema(&mut self, schema: &Value, columns: &Record, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let status = self.path.last().and_then(|key| status_in(key)).map(str::to_owned);
        let mut columns = columns.clone();
        if let Some(status) = status.filter(|_| depth > 0) {
            columns.retain(|(name, _)| name != "status");
            columns.push(("status".to_owned(), status));
        }
        self.values(schema, &columns);
        for key in ["anyOf", "oneOf"] {
            let alternatives = schema.get(key).map(Value::items).unwrap_or_default();
            self.alternatives(alternatives, &columns);
        }
        for (key, value) in schema.entries() {
            match key.as_str() {
                "example" | "examples" | "default" | "enum" => continue,
                _ if key.starts_with("x-enum") || key == "x-ms-enum" => continue,
                _ if key.starts_with("x-") => data::add_tables(value, self.blocks),
                _ => {}
            }
            self.path.push(key.clone());
            match value {
                Value::Map(_) => self.schema(value, &columns, depth + 1),
                Value::List(items) => {
                    for item in items {
                        self.schema(item, &columns, depth + 1);
                    }
                }
                _ => {}
            }
            self.path.pop();
        }
    }

    /// The values of an enum with their names and descriptions.
    fn values(&mut self, schema: &Value, columns: &Record) {
        let values: Vec<&str> = schema
            .get("enum")
            .map(Value::items)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_text)
            .collect();
        let description = schema.text("description").unwrap_or_default();
        if values.len() < 2 {
            // A table or list in the description of a property.
            if description.contains('\n') {
                let tables = rich::blocks(description)
                    .into_iter()
                    .filter(|block| matches!(block, Block::Table(_)));
                self.blocks.extend(tables);
            }
            return;
        }
        let listed = listed(description);
        let records = values.iter().enumerate().map(|(index, value)| {
            let mut record: Record = vec![("value".to_owned(), (*value).to_owned())];
            let names = ["x-enum-varnames", "x-enumNames", "x-enum-names"]
                .iter()
                .find_map(|key| described(schema.get(key)?, index, value));
            record.extend(names.map(|name| ("name".to_owned(), name)));
            let text = [
                "x-enum-descriptions",
                "x-enumDescriptions",
                "x-enum-description",
                "x-enums",
                "x-ms-enum",
                "x-extensible-enum",
            ]
            .iter()
            .find_map(|key| described(schema.get(key)?, index, value));
            let text = text.or_else(|| {
                listed.iter().find(|(term, _)| term == value).map(|(_, text)| text.clone())
            });
            record.extend(text.map(|text| ("description".to_owned(), text)));
            record.extend(columns.iter().cloned());
            record
        });
        let records: Vec<Record> = records.collect();
        let caption = self.caption();
        // Bare values of a schema that no error response uses are not codes of errors.
        let is_bare = records.iter().all(|record| record.len() == 1);
        if is_bare && self.usage.has_error_schemas() && !caption.to_lowercase().contains("error") {
            return;
        }
        self.blocks.extend(table(Some(caption), TableKind::Objects, &records));
    }

    /// Alternatives whose properties have one value each.
    fn alternatives(&mut self, alternatives: &[Value], columns: &Record) {
        let records = alternatives.iter().filter_map(|alternative| {
            let mut record = constants(alternative, false);
            if record.is_empty() {
                return None;
            }
            for key in ["title", "description"] {
                let text =
                    alternative.text(key).filter(|_| !record.iter().any(|(name, _)| name == key));
                record.extend(text.map(|text| (key.to_owned(), text.to_owned())));
            }
            record.extend(columns.iter().cloned());
            Some(record)
        });
        let records: Vec<Record> = records.collect();
        self.blocks.extend(table(Some(self.caption()), TableKind::Objects, &records));
    }

    /// A schema that describes one error.
    fn error(&mut self, name: &str, schema: &Value, columns: &Record) {
        let lower = name.to_lowercase();
        let is_named =
            ["error", "exception", "fault", "problem"].iter().any(|word| lower.contains(word));
        if !is_named && !self.usage.is_error_schema(name) {
            return;
        }
        let constants = constants(schema, true);
        if constants.is_empty() {
            return;
        }
        let mut record: Record = vec![("schema".to_owned(), name.to_owned())];
        record.extend(constants);
        let description =
            schema.text("description").map(|text| ("description".to_owned(), text.to_owned()));
        record
            .extend(description.filter(|_| !record.iter().any(|(name, _)| name == "description")));
        record.extend(
            columns
                .iter()
                .filter(|(name, _)| !record.iter().any(|(other, _)| other == name))
                .cloned()
                .collect::<Record>(),
        );
        self.errors.push(record);
    }
}

/// The properties of a schema that have one value: a constant, or an example if these count.
fn constants(schema: &Value, with_examples: bool) -> Record {
    let mut record = Record::new();
    let parts =
        std::iter::once(schema).chain(schema.get("allOf").map(Value::items).unwrap_or_default());
    for part in parts {
        for (name, property) in part.get("properties").map(Value::entries).unwrap_or_default() {
            let single = match property.get("enum").map(Value::items) {
                Some([only]) => only.as_text(),
                _ => None,
            };
            let example = with_examples
                .then(|| property.text("example").or(property.text("default")))
                .flatten();
            if let Some(value) = property.text("const").or(single).or(example) {
                record.push((name.clone(), value.to_owned()));
            } else if let Some(inner) = property.get("properties") {
                let nested = Value::Map(vec![("properties".to_owned(), inner.clone())]);
                let nested = if record.len() < 32 {
                    constants(&nested, with_examples)
                } else {
                    Record::new()
                };
                record.extend(
                    nested.into_iter().map(|(inner, value)| (format!("{name}.{inner}"), value)),
                );
            }
        }
    }
    record
}

/// The text of an extension for a value: by position, by key, or by a key with that value.
fn described(extension: &Value, index: usize, value: &str) -> Option<String> {
    match extension {
        Value::List(items) => match items.get(index)? {
            Value::Scalar(text) => Some(text.clone()),
            _ => items.iter().find_map(|item| entry_text(item, value)),
        },
        Value::Map(_) => match extension.get(value) {
            Some(found) => found.as_text().or(found.text("description")).map(str::to_owned),
            None => {
                extension.get("values")?.items().iter().find_map(|item| entry_text(item, value))
            }
        },
        _ => None,
    }
}

fn entry_text(item: &Value, value: &str) -> Option<String> {
    let is_value = item
        .entries()
        .iter()
        .any(|(key, found)| key != "description" && found.as_text() == Some(value));
    let text = item.text("description").or(item.text("label")).or(item.text("summary"));
    text.filter(|_| is_value).map(str::to_owned)
}

/// The terms and texts that a description lists.
fn listed(description: &str) -> Vec<(String, String)> {
    if !description.contains('\n') && !description.contains('`') {
        return Vec::new();
    }
    let tables = rich::blocks(description).into_iter().filter_map(|block| match block {
        Block::Table(table) => Some(table.rows),
        _ => None,
    });
    let pairs = tables.flatten().filter_map(|row| {
        let mut cells = row.into_iter().map(|cell| cell.text);
        let term = cells.next()?;
        let texts: Vec<String> = cells.filter(|text| !text.is_empty()).collect();
        Some((term, texts.join(" ")))
    });
    pairs.collect()
}
