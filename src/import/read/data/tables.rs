//! The tables in a value.

use super::Value;
use crate::import::document::{Block, Cell, Table, TableKind};
use crate::import::read::markup::grid;
use crate::import::read::rich::{self, cell};

/// Objects in a row are flattened to this depth.
const MAX_FLATTEN: usize = 3;

/// Tables with more columns than this are not tables of codes.
const MAX_COLUMNS: usize = 200;

/// Values of an outer object are repeated for inner rows up to this length.
const MAX_REPEATED: usize = 200;

/// A record of a table: names of columns and values.
type Record = Vec<(String, String)>;

/// Adds a table for each array or map of objects, and for each map of texts.
pub fn add_tables(value: &Value, blocks: &mut Vec<Block>) {
    Walker { blocks, path: Vec::new() }.walk(value, &Vec::new());
    add_documents("", value, blocks);
}

/// Keys whose value is the heading of the other values.
const HEADINGS: [&str; 4] = ["title", "name", "summary", "heading"];

/// Adds the tables and lists in texts, below the heading of each.
fn add_documents(heading: &str, value: &Value, blocks: &mut Vec<Block>) {
    match value {
        Value::Scalar(text) if rich::is_document(text) => {
            blocks.extend(rich::document(heading, text));
        }
        Value::List(items) => items.iter().for_each(|item| add_documents(heading, item, blocks)),
        Value::Map(entries) => {
            let title = HEADINGS.iter().find_map(|key| value.text(key));
            for (key, value) in entries {
                add_documents(title.unwrap_or(key), value, blocks);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

struct Walker<'a> {
    blocks: &'a mut Vec<Block>,
    path: Vec<String>,
}

impl Walker<'_> {
    /// `outer` has values of the objects around the value.
    fn walk(&mut self, value: &Value, outer: &Record) {
        match value {
            Value::List(items) => self.list(items, outer),
            Value::Map(entries) => self.map(entries, outer),
            Value::Null | Value::Scalar(_) => {}
        }
    }

    fn list(&mut self, items: &[Value], outer: &Record) {
        let objects = items
            .iter()
            .filter(|item| matches!(item, Value::Map(_)))
            .map(|item| (outer.clone(), item));
        let objects: Vec<(Record, &Value)> = objects.collect();
        if objects.is_empty() {
            for item in items.iter().filter(|item| matches!(item, Value::List(_))) {
                self.walk(item, outer);
            }
            self.rows_of_lists(items);
            return;
        }
        self.objects(&objects);
    }

    /// A table whose rows are arrays.
    fn rows_of_lists(&mut self, items: &[Value]) {
        let is_row = |item: &&Value| matches!(item, Value::List(values) if values.len() > 1 && values.iter().all(|value| value.as_text().is_some()));
        if items.len() < 2 || !items.iter().all(|item| is_row(&item)) {
            return;
        }
        let rows = items
            .iter()
            .map(|item| item.items().iter().filter_map(Value::as_text).map(cell).collect());
        let mut rows: Vec<Vec<Cell>> = rows.collect();
        grid::fill_up(&mut rows);
        self.push(Vec::new(), rows);
    }

    fn map(&mut self, entries: &[(String, Value)], outer: &Record) {
        let maps = entries.iter().filter(|(_, value)| matches!(value, Value::Map(_))).count();
        let is_text = |value: &Value| !value.as_text().is_some_and(rich::is_document);
        let scalars = entries.iter().filter(|(_, value)| is_flat(value) && is_text(value)).count();
        if maps >= 2 && maps * 5 >= entries.len() * 4 && share_keys(entries) {
            let objects: Vec<_> =
                entries.iter().map(|(key, value)| (keyed(key, outer), value)).collect();
            return self.objects(&objects);
        }
        if scalars >= 2 && scalars * 5 >= entries.len() * 4 {
            let rows = entries
                .iter()
                .filter_map(|(key, value)| Some(vec![cell(key), cell(&flat_text(value)?)]));
            let rows = rows.collect();
            self.push(Vec::new(), rows);
        }
        self.parallel_lists(entries);
        let lists: Vec<&(String, Value)> =
            entries.iter().filter(|(_, value)| is_list_of_maps(value)).collect();
        if lists.len() >= 2 && lists.len() * 5 >= entries.len() * 4 {
            let objects = lists.iter().flat_map(|(key, value)| {
                value.items().iter().map(move |item| (keyed(key, outer), item))
            });
            let objects: Vec<_> = objects.collect();
            return self.objects(&objects);
        }
        for (key, value) in entries {
            self.path.push(key.clone());
            self.walk(value, outer);
            self.path.pop();
        }
    }

    /// A table whose columns are lists, such as an enum with the list of its descriptions.
    fn parallel_lists(&mut self, entries: &[(String, Value)]) {
        let is_list = |value: &Value| value.items().len() > 1 && is_flat(value);
        let lists = || entries.iter().filter(|(_, value)| is_list(value));
        let values = lists().find(|(key, _)| key == "enum").map(|(_, value)| value.items());
        let Some(length) = values.map(<[Value]>::len) else { return };
        let columns: Vec<&(String, Value)> =
            lists().filter(|(_, value)| value.items().len() == length).collect();
        if columns.len() < 2 {
            return;
        }
        let text = |value: &Value| cell(value.as_text().unwrap_or_default());
        let rows = (0..length)
            .map(|row| columns.iter().map(|(_, value)| text(&value.items()[row])).collect());
        let rows = rows.collect();
        self.push(columns.iter().map(|(key, _)| cell(key)).collect(), rows);
    }

    /// A table of objects, each with values from around it, and then the tables in them.
    fn objects(&mut self, objects: &[(Record, &Value)]) {
        let records: Vec<Record> =
            objects.iter().map(|(outer, object)| record(object, outer)).collect();
        self.records(&records);
        for (record, object) in objects {
            let key = record.iter().find(|(name, _)| name.is_empty());
            self.path.push(key.map_or_else(String::new, |(_, key)| key.clone()));
            self.parallel_lists(object.entries());
            self.path.pop();
        }
        let mut nested: Vec<&str> = Vec::new();
        for (_, object) in objects {
            for (key, value) in object.entries() {
                if !is_flat(value) && !nested.contains(&key.as_str()) && nested.len() < MAX_COLUMNS
                {
                    nested.push(key);
                }
            }
        }
        for key in nested {
            self.path.push(key.to_owned());
            self.nested(objects, &records, key);
            self.path.pop();
        }
    }

    /// The values under a key of all objects: lists of objects form one table.
    fn nested(&mut self, objects: &[(Record, &Value)], records: &[Record], key: &str) {
        let values = objects
            .iter()
            .zip(records)
            .filter_map(|((_, object), record)| Some((object.get(key)?, record)));
        let (lists, others): (Vec<_>, Vec<_>) =
            values.partition(|(value, _)| is_list_of_maps(value));
        let group = lists.iter().flat_map(|(value, record)| {
            let outer = outer_record(record, key);
            value.items().iter().map(move |item| (outer.clone(), item))
        });
        let group: Vec<(Record, &Value)> = group.collect();
        if !group.is_empty() {
            self.objects(&group);
        }
        for (value, record) in others {
            if has_table(value) {
                self.walk(value, &outer_record(record, key));
            }
        }
    }

    fn records(&mut self, records: &[Record]) {
        let mut columns: Vec<&str> = Vec::new();
        for (name, _) in records.iter().flatten() {
            if columns.len() < MAX_COLUMNS && !columns.contains(&name.as_str()) {
                columns.push(name);
            }
        }
        let value = |record: &Record, column: &str| {
            let found = record.iter().find(|(name, _)| name == column);
            found.map_or_else(Cell::default, |(_, value)| cell(value))
        };
        let rows = records
            .iter()
            .map(|record| columns.iter().map(|column| value(record, column)).collect())
            .collect();
        let header = columns.iter().map(|column| cell(column)).collect();
        self.push(header, rows);
    }

    fn push(&mut self, header: Vec<Cell>, rows: Vec<Vec<Cell>>) {
        if rows.is_empty() || rows[0].is_empty() {
            return;
        }
        let caption = (!self.path.is_empty()).then(|| self.path.join("."));
        self.blocks.push(Block::Table(Table {
            caption,
            header,
            rows,
            kind: TableKind::Objects,
            line: 1,
            ..Table::default()
        }));
    }
}

/// Whether a value has something that `walk` makes a table of.
fn has_table(value: &Value) -> bool {
    match value {
        Value::List(_) => is_list_of_maps(value),
        Value::Map(entries) => {
            entries.len() > 1 && entries.iter().any(|(_, value)| !is_flat(value))
                || entries.len() > 3
        }
        _ => false,
    }
}

/// The values that are repeated in the rows of a nested table.
fn outer_record(record: &Record, nested: &str) -> Record {
    let prefix = format!("{nested}.");
    let short = record
        .iter()
        .filter(|(name, value)| value.len() <= MAX_REPEATED && !name.starts_with(&prefix));
    short.take(8).cloned().collect()
}

/// A key of a map as a value of the first column, whose name is empty.
fn keyed(key: &str, outer: &Record) -> Record {
    let key = [(String::new(), key.to_owned())];
    key.into_iter().chain(outer.iter().filter(|(name, _)| !name.is_empty()).cloned()).collect()
}

fn record(object: &Value, outer: &Record) -> Record {
    let (keys, outer): (Record, Record) =
        outer.iter().cloned().partition(|(name, _)| name.is_empty());
    let mut record = keys;
    flatten("", object, 0, &mut record);
    for (name, value) in outer {
        if !record.iter().any(|(other, _)| *other == name) {
            record.push((name, value));
        }
    }
    record
}

fn flatten(prefix: &str, value: &Value, depth: usize, record: &mut Record) {
    if record.len() >= MAX_COLUMNS {
        return;
    }
    if let Some(text) = flat_text(value) {
        record.push((if prefix.is_empty() { "value".to_owned() } else { prefix.to_owned() }, text));
    } else if depth < MAX_FLATTEN {
        for (key, value) in value.entries() {
            let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            flatten(&name, value, depth + 1, record);
        }
    }
}

/// Whether a value is text, or a list of texts.
fn is_flat(value: &Value) -> bool {
    match value {
        Value::Null | Value::Scalar(_) => true,
        Value::List(items) => {
            items.iter().all(|item| matches!(item, Value::Null | Value::Scalar(_)))
        }
        Value::Map(_) => false,
    }
}

fn flat_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Scalar(text) => Some(text.clone()),
        Value::List(items) if is_flat(value) => {
            Some(items.iter().filter_map(Value::as_text).collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

fn is_list_of_maps(value: &Value) -> bool {
    let maps = value.items().iter().filter(|item| matches!(item, Value::Map(_))).count();
    maps > 0 && maps * 2 >= value.items().len()
}

/// Whether the objects of a map are alike.
fn share_keys(entries: &[(String, Value)]) -> bool {
    let maps = entries.iter().filter(|(_, value)| matches!(value, Value::Map(_))).count();
    let Some((_, first)) = entries.iter().find(|(_, value)| !value.entries().is_empty()) else {
        return false;
    };
    first.entries().iter().take(20).any(|(key, _)| {
        let with_key = entries.iter().filter(|(_, value)| value.get(key).is_some()).count();
        with_key * 2 >= maps && with_key > 1
    })
}
