//! Lists and lines whose items start with a term: `` `code`: text ``.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::import::document::{Block, Cell, Table, TableKind};
use crate::import::read::pattern;
use crate::import::shape;

/// A code at the start of an item, with a separator behind it.
static TERM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?i:error|error code|code) )?\[?(-?[\p{L}\d_][\p{L}\d_.:/#-]{0,79}?(?: ?\([-\w.]{1,60}\))?)\]?(?:\s*[:=–—]\s+|\s+-{1,2}>?\s+|\s*[→|]\s*|\t+)",
    )
});

/// A label before a code.
static LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?i)(\w+ ){0,3}(code|error|errno|код|código|错误码)\s*[:：]\s*"));

/// The table of a list, if its items start with terms. A cell comes with the length of the marked
/// text at its start.
pub fn of_list(cells: &[(Cell, usize)], line: usize) -> Option<Table> {
    let mut rows: Vec<Option<Vec<Cell>>> =
        cells.iter().map(|(cell, marked)| split(cell, *marked)).collect();
    let is_list = |rows: &[Option<Vec<Cell>>]| {
        let with_term = rows.iter().flatten().count();
        with_term >= 2 && with_term * 5 >= cells.len() * 3
    };
    if !is_list(&rows) {
        rows = first_words(cells);
    }
    if !is_list(&rows) {
        return None;
    }
    let rows = rows
        .into_iter()
        .zip(cells)
        .map(|(row, (cell, _))| row.unwrap_or_else(|| vec![cell.clone(), Cell::default()]));
    Some(Table { rows: rows.collect(), kind: TableKind::Items, line, ..Table::default() })
}

/// The cells split behind their first words, if these are alike: `10000 The order is locked`.
fn first_words(cells: &[(Cell, usize)]) -> Vec<Option<Vec<Cell>>> {
    let mut shapes: HashMap<String, usize> = HashMap::new();
    for shape in cells.iter().filter_map(|(cell, _)| shape::of(first_word(&cell.text)?.0)) {
        *shapes.entry(shape).or_default() += 1;
    }
    let is_alike = |word: &str| {
        let count = shape::of(word).and_then(|shape| shapes.get(&shape));
        count.is_some_and(|count| count * 5 >= cells.len() * 2)
    };
    let split = |cell: &Cell| {
        let (word, rest) = first_word(&cell.text).filter(|(word, _)| is_alike(word))?;
        let links = cell.links.clone();
        let term = Cell { text: word.to_owned(), anchor: cell.anchor.clone(), ..Cell::default() };
        Some(vec![term, Cell { text: rest.to_owned(), links, ..Cell::default() }])
    };
    cells.iter().map(|(cell, _)| split(cell)).collect()
}

/// The first word of a text, and the rest.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = text.trim().split_once(char::is_whitespace)?;
    Some((word.trim_end_matches(['.', ':', ')', ',']), rest.trim()))
}

/// The table of a paragraph, if its lines start with terms.
pub fn of_lines(paragraph: &Cell, line: usize) -> Option<Table> {
    let mut code = paragraph.code.iter().peekable();
    let lines = paragraph.text.lines().filter(|line| !line.trim().is_empty()).map(|text| {
        let mut cell = Cell { text: text.to_owned(), ..Cell::default() };
        while let Some(found) = code.next_if(|code| text.contains(code.as_str())) {
            cell.code.push(found.clone());
        }
        (cell, 0)
    });
    let lines: Vec<(Cell, usize)> = lines.collect();
    if lines.len() < 2 { None } else { of_list(&lines, line) }
}

/// Replaces consecutive paragraphs that start with terms by a table.
pub fn join_paragraphs(blocks: &mut Vec<Block>) {
    let mut run: Vec<(Cell, usize)> = Vec::new();
    let mut joined = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        match block {
            Block::Paragraph(text) if starts_with_term(&text, 0) => run.push((text, 0)),
            block => {
                finish_run(&mut run, &mut joined);
                joined.push(block);
            }
        }
    }
    finish_run(&mut run, &mut joined);
    *blocks = joined;
}

fn finish_run(run: &mut Vec<(Cell, usize)>, blocks: &mut Vec<Block>) {
    let cells = std::mem::take(run);
    match of_list(&cells, 0) {
        Some(table) => blocks.push(Block::Table(table)),
        None => blocks.extend(cells.into_iter().map(|(cell, _)| Block::Paragraph(cell))),
    }
}

/// Whether a paragraph has a term at its start.
pub fn starts_with_term(cell: &Cell, marked: usize) -> bool {
    split(cell, marked).is_some()
}

/// The code behind a label such as `Error code:`, and what follows.
fn labelled(cell: &Cell) -> Option<(&str, &str)> {
    let code = cell.code.first()?;
    let at = cell.text.find(code.as_str())?;
    let label = LABEL.find(&cell.text[..at])?;
    (label.len() == at).then(|| cell.text[at..].split_at(code.len()))
}

fn split(cell: &Cell, marked: usize) -> Option<Vec<Cell>> {
    let text = cell.text.as_str();
    let (term, rest) = if let Some(labelled) = labelled(cell) {
        labelled
    } else if marked > 0 && marked < text.len() && text.is_char_boundary(marked) {
        text.split_at(marked)
    } else {
        let found = TERM.captures(text)?;
        let end = found.get(0)?.end();
        (found.get(1)?.as_str(), &text[end..])
    };
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":-–—=→|>,.".contains(c));
    let term = term.trim().trim_end_matches([':', ' ', '-', '–', '—']);
    if term.is_empty() || rest.is_empty() || term.chars().count() > 120 {
        return None;
    }
    let in_term = cell.code.iter().take_while(|code| term.contains(code.as_str())).count();
    let (term_code, rest_code) = cell.code.split_at(in_term);
    let links = cell.links.clone();
    Some(vec![
        Cell {
            text: term.to_owned(),
            code: term_code.to_vec(),
            links: Vec::new(),
            anchor: cell.anchor.clone(),
        },
        Cell { text: rest.to_owned(), code: rest_code.to_vec(), links, anchor: None },
    ])
}
