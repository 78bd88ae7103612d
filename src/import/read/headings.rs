//! A heading for each code: headings of the same level and what follows each become a table.

use std::collections::HashMap;

use crate::import::document::{Block, Cell, Document, Table, TableKind};
use crate::import::shape;

/// Text under a heading beyond this is not repeated in the table.
const MAX_BODY: usize = 4000;

/// Adds the tables of headings, each before its first heading.
pub fn add_tables(document: &mut Document) {
    let blocks = std::mem::take(&mut document.blocks);
    let mut tables: Vec<(usize, Table)> = Vec::new();
    for level in 1..=7 {
        tables.extend(tables_of_level(&blocks, level));
    }
    tables.sort_by_key(|&(at, _)| at);
    let mut tables = tables.into_iter().peekable();
    for (at, block) in blocks.into_iter().enumerate() {
        while let Some((_, table)) = tables.next_if(|&(start, _)| start == at) {
            document.blocks.push(Block::Table(table));
        }
        document.blocks.push(block);
    }
}

/// The tables of headings of a level. A heading of a higher level ends a table.
fn tables_of_level(blocks: &[Block], level: u8) -> Vec<(usize, Table)> {
    let mut tables = Vec::new();
    let mut rows: Vec<(usize, Vec<Cell>)> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading { level: other, text } if *other == level => {
                rows.push((at, vec![text.clone(), Cell::default()]));
            }
            Block::Heading { level: other, .. } if *other < level => {
                tables.extend(finish(&mut rows));
            }
            Block::Heading { text, .. } | Block::Paragraph(text) => append(&mut rows, text),
            Block::List(items) => items.iter().for_each(|item| append(&mut rows, item)),
            Block::Table(table) => {
                for row in table.rows.iter().take(20) {
                    append(&mut rows, &join(row));
                }
            }
            Block::Example { .. } => {}
        }
    }
    tables.extend(finish(&mut rows));
    tables
}

fn join(row: &[Cell]) -> Cell {
    let text: Vec<&str> =
        row.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
    let code = row.iter().flat_map(|cell| cell.code.clone()).collect();
    Cell { text: text.join(": "), code, ..Cell::default() }
}

fn append(rows: &mut [(usize, Vec<Cell>)], text: &Cell) {
    let Some((_, row)) = rows.last_mut() else { return };
    let body = &mut row[1];
    if body.text.len() > MAX_BODY {
        return;
    }
    if !body.text.is_empty() {
        body.text.push('\n');
    }
    body.text.push_str(&text.text);
    body.code.extend_from_slice(&text.code);
    body.links.extend_from_slice(&text.links);
}

fn finish(rows: &mut Vec<(usize, Vec<Cell>)>) -> Option<(usize, Table)> {
    let mut rows = std::mem::take(rows);
    remove_numbers(&mut rows);
    if let Some(table) = fields(&rows) {
        return Some((rows.first()?.0, table));
    }
    let with_code = rows.iter().filter(|(_, row)| has_code(&row[0])).count();
    let &(start, _) = rows.first()?;
    let rows: Vec<Vec<Cell>> = rows.into_iter().map(|(_, row)| row).collect();
    let is_table = with_code >= 2 && with_code * 3 >= rows.len();
    is_table
        .then(|| (start, Table { rows, kind: TableKind::Headings, line: 0, ..Table::default() }))
}

/// Removes the numbers of sections before codes, as in `4.2 ERR-001 Order not found`.
fn remove_numbers(rows: &mut [(usize, Vec<Cell>)]) {
    let has_number = |(_, row): &(usize, Vec<Cell>)| numbered(&row[0].text).is_some();
    if rows.iter().all(has_number) {
        for (_, row) in rows {
            row[0].text = numbered(&row[0].text).unwrap_or_default().to_owned();
        }
    }
}

/// What follows the number of a section, if that is a code.
fn numbered(heading: &str) -> Option<&str> {
    let (number, rest) = heading.split_once(' ')?;
    let is_number = number.contains('.') && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let word = rest.split([' ', ':']).next()?;
    (is_number && shape::of(word).is_some()).then_some(rest)
}

/// The fewest headings whose texts have the same fields.
const MIN_RECORDS: usize = 2;

/// The table of headings that are texts, each with lines such as `` Error code: `E1` `` below it.
fn fields(rows: &[(usize, Vec<Cell>)]) -> Option<Table> {
    let records: Vec<Vec<(&str, &str)>> = rows.iter().map(|(_, row)| labelled(&row[1])).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (label, _) in records.iter().flatten() {
        *counts.entry(label).or_default() += 1;
    }
    let mut labels: Vec<&str> = Vec::new();
    for (label, _) in records.iter().flatten() {
        if counts[label] * 5 >= rows.len() * 4 && !labels.contains(label) {
            labels.push(label);
        }
    }
    let codes = rows.iter().filter(|(_, row)| has_code(&row[0])).count();
    if rows.len() < MIN_RECORDS || labels.is_empty() || codes * 3 >= rows.len() * 2 {
        return None;
    }
    let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
    let table_rows = rows.iter().zip(&records).map(|((_, row), record)| {
        let value = |label: &&str| {
            let found = record.iter().find(|(other, _)| other == label);
            cell(found.map_or("", |(_, value)| value))
        };
        std::iter::once(row[0].clone()).chain(labels.iter().map(value)).collect()
    });
    let header = std::iter::once(Cell::default()).chain(labels.iter().map(|label| cell(label)));
    Some(Table { header: header.collect(), rows: table_rows.collect(), ..Table::default() })
}

/// The lines of a text that are a label and a value that is marked as code.
fn labelled(body: &Cell) -> Vec<(&str, &str)> {
    let fields = body.text.lines().filter_map(|line| line.split_once(':'));
    let fields = fields.map(|(label, value)| (label.trim(), value.trim()));
    let is_field = |(label, value): &(&str, &str)| {
        let is_label = (2..=30).contains(&label.len()) && label.split(' ').count() <= 4;
        let is_label = is_label && label.contains(char::is_alphabetic);
        is_label && body.code.iter().any(|code| code == value)
    };
    fields.filter(is_field).collect()
}

/// Whether a word of a heading can be a code: marked, with a digit, an underscore or capitals.
fn has_code(heading: &Cell) -> bool {
    let is_code = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        (digits > 0 && (capitals > 0 || letters == 0))
            || (word.contains('_') && letters > 2)
            || (capitals > 1
                && letters > 3
                && (capitals == letters || capitals < letters && word.len() > 6))
    };
    // The number of a section, as in `8. Error codes`, is not a code.
    let text = heading.text.split_once(". ").map_or(heading.text.as_str(), |(number, rest)| {
        let is_section = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_section { rest } else { &heading.text }
    });
    !heading.code.is_empty() || text.split_whitespace().any(is_code)
}
