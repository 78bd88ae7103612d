//! Stanzas: a name with indented values or texts under it, or `key: value` lines between empty lines.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::Line;
use crate::import::document::{Block, Cell, Table, TableKind};
use crate::import::read::pattern;
use crate::import::shape;

static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^\s+([a-z][\w-]{1,7})\s+"(.*)"\s*$"#));

static FIELD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([A-Za-z][\w /-]{0,30}):(?:\s+(.*))?$"));

/// A name with digits, underscores or only capitals, alone or before a gap.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^([A-Za-z]*[A-Z\d_]+[_A-Z\d][\w.-]*|-?\d+):?(?:(?: {2,}|\t\s*)(\S.*))?$")
});

/// The columns of a stanza and their values.
type Record = Vec<(String, String)>;

/// The table of a text that consists of stanzas.
pub fn read(lines: &[Line]) -> Option<Vec<Block>> {
    let table = messages(lines).or_else(|| fields(lines)).or_else(|| headed(lines));
    table.map(|table| vec![Block::Table(table)])
}

/// The fewest names with a text under them.
const MIN_NAMES: usize = 3;

/// Names at the start of lines, perhaps with a text beside them, and indented texts below.
fn headed(lines: &[Line]) -> Option<Table> {
    let mut records: Vec<Record> = Vec::new();
    let (mut others, mut described) = (0, 0);
    // The line below a name alone is its text, also without indentation.
    let mut head = None;
    for (at, (_, line)) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            let Some(record) = records.last_mut() else { continue };
            if let Some((_, text)) = record.get_mut(2) {
                *text = format!("{text}\n{}", line.trim());
            } else {
                record.push(("description".to_owned(), line.trim().to_owned()));
                described += 1;
            }
        } else if let Some(found) = HEAD.captures(line.trim_end()) {
            head = found.get(2).is_none().then_some(at);
            let text = found.get(2).map_or("", |text| text.as_str());
            let columns = [("name", &found[1]), ("text", text)];
            records.push(columns.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec());
        } else if let Some(record) = records.last_mut()
            && head.is_some_and(|head| head + 1 == at)
        {
            record.push(("description".to_owned(), line.trim().to_owned()));
            described += 1;
        } else {
            others += 1;
        }
    }
    let are_names = records.len() >= MIN_NAMES && (others <= 1 || others * 5 <= records.len());
    (are_names && described * 3 >= records.len()).then(|| table(&records, lines))
}

/// `NAME STATE` with lines such as `eng "text"`.
fn messages(lines: &[Line]) -> Option<Table> {
    let mut records: Vec<Record> = Vec::new();
    let mut values = 0;
    for (_, line) in lines {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(value) = VALUE.captures(line) {
            if let Some(record) = records.last_mut() {
                record.push((value[1].to_owned(), value[2].replace("\\\"", "\"")));
                values += 1;
            }
        } else if !line.starts_with([' ', '\t']) {
            let mut words = line.split_whitespace();
            let name = words.next().unwrap_or_default().to_owned();
            let states: Vec<&str> = words.collect();
            records.push(vec![("name".to_owned(), name), ("state".to_owned(), states.join(" "))]);
        }
    }
    records.retain(|record| record.len() > 2);
    (records.len() > 1 && values * 2 >= records.len()).then(|| table(&records, lines))
}

/// Lines `key: value` in groups with the same first key.
fn fields(lines: &[Line]) -> Option<Table> {
    let mut records: Vec<Record> = Vec::new();
    let (mut in_fields, mut others) = (0, 0);
    for group in lines.split(|(_, line)| line.trim().is_empty()) {
        let mut record = Record::new();
        for (_, line) in group {
            match FIELD.captures(line.trim_end()) {
                Some(field) => record.push((
                    field[1].to_owned(),
                    field.get(2).map_or("", |value| value.as_str()).to_owned(),
                )),
                None => match record.last_mut() {
                    Some((_, value)) if line.starts_with([' ', '\t']) => {
                        value.push(' ');
                        value.push_str(line.trim());
                    }
                    _ => others += 1,
                },
            }
        }
        if record.len() > 1 {
            in_fields += 1;
            records.push(record);
        }
    }
    // `ORA-00001: text` begins the fields of a code.
    if shape::common(records.iter().map(|record| record[0].0.as_str())).is_some() {
        for record in &mut records {
            let (code, text) = record.remove(0);
            let fields = [("code", code), ("message", text)];
            record.splice(0..0, fields.map(|(name, value)| (name.to_owned(), value)));
        }
    }
    let first = records.first()?.first()?.0.clone();
    let alike = records.iter().filter(|record| record[0].0 == first).count();
    (alike > 1 && alike * 5 >= in_fields * 4 && others <= in_fields).then(|| table(&records, lines))
}

fn table(records: &[Record], lines: &[Line]) -> Table {
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in records.iter().flatten() {
        if !columns.contains(&name.as_str()) && columns.len() < 64 {
            columns.push(name);
        }
    }
    let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
    let value = |record: &Record, column: &str| {
        let found = record.iter().find(|(name, _)| name == column);
        cell(found.map_or("", |(_, value)| value))
    };
    let rows = records
        .iter()
        .map(|record| columns.iter().map(|column| value(record, column)).collect())
        .collect();
    let header = columns.iter().map(|column| cell(column)).collect();
    Table {
        header,
        rows,
        kind: TableKind::Columns,
        line: lines.first().map_or(1, |line| line.0),
        ..Table::default()
    }
}
