//! Declarations by indentation, in interface languages without brackets: a line such as
//! `union LookupError`, and indented below it names, each with a deeper text.

use super::blocks::Line;
use crate::import::document::{Block, Cell, Table, TableKind};
use crate::import::read::rich::cell;

/// The fewest declarations with described members.
const MIN_DECLARATIONS: usize = 2;

/// The most words of a declaration, and of a member.
const MAX_WORDS: usize = 8;
const MAX_MEMBER_WORDS: usize = 3;

/// A declaration and the lines that are indented below it.
struct Declaration<'t> {
    title: Line<'t>,
    lines: Vec<Line<'t>>,
}

/// A name, what follows it on its line, and the text below it.
struct Member<'t> {
    name: &'t str,
    rest: &'t str,
    text: String,
}

/// Whether a text consists of declarations.
pub fn is_outline(text: &str) -> bool {
    let lines: Vec<Line> = text.lines().enumerate().collect();
    read(&lines).is_some()
}

/// The tables of a text that consists of declarations.
pub fn read(lines: &[Line]) -> Option<Vec<Block>> {
    let declarations = declarations(lines);
    let (mut described, mut others) = (0, 0);
    let mut blocks = Vec::new();
    for declaration in &declarations {
        let Some((note, members)) = members(&declaration.lines) else {
            others += 1;
            continue;
        };
        described += usize::from(members.iter().any(|member| !member.text.is_empty()));
        if !members.is_empty() {
            blocks.push(Block::Table(table(declaration.title, &note, &members)));
        }
    }
    (described >= MIN_DECLARATIONS && others * 4 <= declarations.len()).then_some(blocks)
}

fn declarations<'t>(lines: &[Line<'t>]) -> Vec<Declaration<'t>> {
    let mut declarations: Vec<Declaration> = Vec::new();
    let is_filled = |line: &&Line| !line.1.trim().is_empty() && !line.1.trim().starts_with('#');
    for &(number, line) in lines.iter().filter(is_filled) {
        if line.starts_with([' ', '\t']) {
            if let Some(declaration) = declarations.last_mut() {
                declaration.lines.push((number, line));
            }
        } else {
            declarations.push(Declaration { title: (number, line), lines: Vec::new() });
        }
    }
    declarations.retain(|it| !it.lines.is_empty());
    declarations.retain(|it| it.title.1.split_whitespace().count() <= MAX_WORDS);
    declarations
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The text and the members of a declaration, if its lines are members.
fn members<'t>(lines: &[Line<'t>]) -> Option<(String, Vec<Member<'t>>)> {
    let least = lines.iter().map(|(_, line)| indent(line)).min()?;
    let mut note = String::new();
    let mut members: Vec<Member> = Vec::new();
    for (_, line) in lines {
        let text = line.trim();
        if indent(line) > least || text.starts_with(['"', '\'']) {
            let target = members.last_mut().map_or(&mut note, |member| &mut member.text);
            target.push_str(text);
            target.push('\n');
            continue;
        }
        let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if !is_name || rest.split_whitespace().count() >= MAX_MEMBER_WORDS && !rest.contains('=') {
            return None;
        }
        members.push(Member { name, rest: rest.trim(), text: String::new() });
    }
    Some((note, members))
}

fn table((line, title): Line, note: &str, members: &[Member]) -> Table {
    let has_rest = members.iter().any(|member| !member.rest.is_empty());
    let text = |text: &str| cell(text.trim().trim_matches('"'));
    let rows = members.iter().map(|member| {
        let rest = has_rest.then(|| text(member.rest));
        [Some(text(member.name)), rest, Some(text(&member.text))].into_iter().flatten().collect()
    });
    let rest = has_rest.then(|| text("value"));
    let header: Vec<Cell> =
        [Some(text("name")), rest, Some(text("comment"))].into_iter().flatten().collect();
    Table {
        caption: Some(title.trim_end_matches(':').to_owned()),
        note: Some(text(note).text),
        header,
        rows: rows.collect(),
        kind: TableKind::Constants,
        line,
    }
}
