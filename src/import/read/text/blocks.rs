//! The blocks of plain text: groups of lines between empty lines.

use super::super::items;
use super::{columns, glued, outline, pairs, stanzas, stripped};
use crate::import::document::{Block, Cell, Document};

/// A table is looked for in so many lines of a paragraph.
const MAX_PARAGRAPH: usize = 100;

/// A line with its number.
pub type Line<'t> = (usize, &'t str);

/// Reads plain text.
pub fn read(text: &str) -> Document {
    let mut lines: Vec<Line> = text.lines().enumerate().map(|(at, line)| (at + 1, line)).collect();
    remove_comments(&mut lines);
    let mut document = Document::default();
    if let Some(blocks) = outline::read(&lines).or_else(|| stanzas::read(&lines)) {
        document.blocks = blocks;
        return document;
    }
    let mut rest = lines.as_slice();
    // How many lines at the end have not been tried as a table without tags.
    let mut untried = rest.len();
    while let Some(&(_, line)) = rest.first() {
        if rest.len() <= untried && line.starts_with(' ') && line.trim().is_empty() {
            if let Some((table, length)) = stripped::read(rest) {
                document.blocks.push(Block::Table(table));
                rest = &rest[length..];
                continue;
            }
            untried = rest.len() - stripped::region(rest);
        }
        if line.trim().is_empty() {
            rest = &rest[1..];
            continue;
        }
        if let Some(title) = line.strip_prefix("Section:") {
            let text = Cell { text: title.trim().to_owned(), ..Cell::default() };
            document.blocks.push(Block::Heading { level: 2, text });
            rest = &rest[1..];
            continue;
        }
        let found = columns::read(rest)
            .or_else(|| glued::read(rest))
            .or_else(|| pairs::read(rest))
            .or_else(|| columns::one_cell_per_line(rest));
        let (block, length) =
            found.map_or_else(|| paragraph(rest), |(table, length)| (Block::Table(table), length));
        document.blocks.push(block);
        rest = &rest[length.max(1)..];
    }
    items::join_paragraphs(&mut document.blocks);
    document
}

/// Lines that start with `#` are comments if there are several in a row.
fn remove_comments(lines: &mut Vec<Line>) {
    let is_comment = |line: &Line| line.1.starts_with('#');
    if lines.windows(3).any(|run| run.iter().all(is_comment)) {
        for line in lines.iter_mut().filter(|line| is_comment(line)) {
            line.1 = "";
        }
    }
}

fn paragraph(lines: &[Line]) -> (Block, usize) {
    if let Some(json) = example(lines) {
        return json;
    }
    let end = lines.iter().position(|(_, line)| line.trim().is_empty()).unwrap_or(lines.len());
    let group = &lines[..end];
    if let Some(heading) = heading(group) {
        return heading;
    }
    // A table or an example may follow the lines of a paragraph without an empty line.
    let starts_block = |lines: &[Line]| {
        columns::read(lines).is_some()
            || glued::read(lines).is_some()
            || pairs::read(lines).is_some()
            || example(lines).is_some()
    };
    let end = (1..end.min(MAX_PARAGRAPH)).find(|&at| starts_block(&lines[at..])).unwrap_or(end);
    let text: Vec<&str> = lines[..end]
        .iter()
        .map(|(_, line)| line.trim().trim_start_matches(['•', '*']).trim_start())
        .collect();
    let text = Cell { text: text.join("\n"), ..Cell::default() };
    let block = items::of_lines(&text, lines[0].0).map_or(Block::Paragraph(text), Block::Table);
    (block, end)
}

/// A short line alone, or one that is underlined.
fn heading(group: &[Line]) -> Option<(Block, usize)> {
    let text = group[0].1.trim();
    let is_short = text.chars().count() <= 80
        && !text.ends_with(['.', ',', ';', '?', '!'])
        && !text.contains('\t');
    let underlined = group.get(1).is_some_and(|(_, line)| {
        line.trim_end().len() > 2 && line.trim_end().chars().all(|c| "=-~^*#".contains(c))
    });
    let cell = Cell { text: text.trim_matches(['#', '=', ' ', ':']).to_owned(), ..Cell::default() };
    // The headings of manual pages are in capitals, with indented text below.
    let is_shouted = !group[0].1.starts_with(' ')
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(|c| c.is_lowercase() || c.is_ascii_digit())
        && !text.contains("  ")
        && group.get(1).is_some_and(|(_, line)| line.starts_with("   "));
    match (underlined, group.len()) {
        _ if is_shouted => Some((Block::Heading { level: 2, text: cell }, 1)),
        (true, _) => Some((Block::Heading { level: 2, text: cell }, 2)),
        (false, 1) if is_short && !cell.text.is_empty() && !items::starts_with_term(&cell, 0) => {
            Some((Block::Heading { level: 3, text: cell }, 1))
        }
        _ => None,
    }
}

/// A block in braces is an example, to the line that closes it.
fn example(lines: &[Line]) -> Option<(Block, usize)> {
    if !lines[0].1.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut depth = 0i64;
    for (at, (_, line)) in lines.iter().enumerate().take(500) {
        for c in line.chars() {
            depth += i64::from(matches!(c, '{' | '[')) - i64::from(matches!(c, '}' | ']'));
        }
        if depth <= 0 {
            let text: Vec<&str> = lines[..=at].iter().map(|(_, line)| line.trim_end()).collect();
            return (at > 0)
                .then(|| (Block::Example { language: None, text: text.join("\n") }, at + 1));
        }
    }
    None
}
