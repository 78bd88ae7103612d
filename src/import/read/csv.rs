//! Values separated by commas, tabs, semicolons, bars or colons.

use csv::ReaderBuilder;

use super::markup::grid;
use super::rich::cell;
use crate::import::document::{Block, Cell, Document, Table, TableKind};

/// The delimiters, each with the fewest values of a line that it separates: many texts have lines with
/// one colon.
const DELIMITERS: [(u8, usize); 5] = [(b'\t', 2), (b',', 2), (b';', 2), (b'|', 2), (b':', 3)];

/// How many records decide about the delimiter.
const SAMPLE: usize = 200;

/// Reads delimited values. Lines before the table, with fewer values, become paragraphs.
pub fn read(text: &str) -> Document {
    let delimiter = delimiter(text).map_or(b',', |it| it.byte);
    let records = records(text, delimiter, usize::MAX);
    let width = usual_width(&records);
    let preamble = records
        .iter()
        .take_while(|record| filled(record) * 2 < width || record.len() < width.min(2))
        .count();
    let mut document = Document::default();
    for record in &records[..preamble] {
        let text = record.join(" ").trim().to_owned();
        if !text.is_empty() {
            document.blocks.push(Block::Paragraph(Cell { text, ..Cell::default() }));
        }
    }
    let line = preamble + 1;
    let mut rows = records[preamble..]
        .iter()
        .filter(|record| filled(record) > 0)
        .map(|record| record.iter().map(|value| cell(value)).collect());
    let header: Vec<Cell> = rows.next().unwrap_or_default();
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    grid::fill_up(&mut rows);
    // A first row with numbers is not a header.
    let has_number = |row: &[Cell]| row.iter().any(|cell| cell.text.parse::<f64>().is_ok());
    let table = if has_number(&header) {
        rows.insert(0, header);
        Table { rows, kind: TableKind::Grid, line, ..Table::default() }
    } else {
        Table { header, rows, kind: TableKind::Grid, line, ..Table::default() }
    };
    if !table.rows.is_empty() {
        document.blocks.push(Block::Table(table));
    }
    document
}

/// Whether a text has the same number of values on most lines, `least` or more.
pub fn is_delimited(text: &str, least: usize) -> bool {
    delimiter(text).is_some_and(|it| it.share >= 90 && it.width >= least)
}

fn filled(record: &[String]) -> usize {
    record.iter().filter(|value| !value.trim().is_empty()).count()
}

/// The records of a text, at most `limit`.
pub fn records(text: &str, delimiter: u8, limit: usize) -> Vec<Vec<String>> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).trim(csv::Trim::Fields);
    let mut reader = builder.from_reader(text.as_bytes());
    let records = reader.records().map_while(Result::ok).take(limit);
    let records = records.map(|record| record.iter().map(str::to_owned).collect());
    records.filter(|record: &Vec<String>| !is_comment(record)).collect()
}

fn is_comment(record: &[String]) -> bool {
    matches!(record, [only] if only.starts_with('#'))
}

fn usual_width(records: &[Vec<String>]) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for record in records {
        *counts.entry(record.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(_, count)| count).map_or(0, |(width, _)| width)
}

/// A delimiter with the usual number of values, and the share of lines with it in percent.
struct Delimiter {
    byte: u8,
    width: usize,
    share: usize,
}

/// The delimiter for which most records have the same number of values.
fn delimiter(text: &str) -> Option<Delimiter> {
    let candidates = DELIMITERS.into_iter().filter_map(|(byte, least)| {
        let records = records(text, byte, SAMPLE);
        let width = usual_width(&records);
        let usual = records.iter().filter(|record| record.len() == width).count();
        let is_usable = width >= least && records.len() > 2;
        is_usable.then(|| Delimiter { byte, width, share: usual * 100 / records.len() })
    });
    candidates.max_by_key(|it| it.share)
}
