//! One line of a layout: its indentation, its marker and what it holds.

use std::ops::Range;

use super::STEPS;
use crate::decode::parse::brackets::{parse_members, parse_value};
use crate::decode::parse::value::{Member, Node, Value};
use crate::text::head;

/// The longest name of a member.
const MAX_NAME: usize = 60;
/// The most words of a name: `HTTP status code: 400`.
const MAX_NAME_WORDS: usize = 3;

/// A line without its indentation and its marker.
#[derive(Debug)]
pub struct Line<'t> {
    pub span: Range<usize>,
    /// How far its marker, or else its content, is from the start of the line.
    pub depth: usize,
    /// How far its content is from the start of the line.
    pub indent: usize,
    /// Whether it has the dash of a list's item.
    pub has_dash: bool,
    /// Whether it has a marker, with which also text without a name is a value.
    pub is_marked: bool,
    /// Whether that is the mark of an object in a dump of Swift.
    pub is_opened: bool,
    pub content: Content<'t>,
}

#[derive(Debug)]
pub enum Content<'t> {
    Blank,
    /// `name: value`
    Member(Member<'t>, Alignment),
    /// `[name]`, or `[[name]]` for an item of a list.
    Section {
        name: &'t str,
        is_item: bool,
    },
    /// R's `$name$name`; its value is the next line.
    Path(&'t str),
    /// Other text, or several members.
    Text,
}

/// Where the separator of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alignment {
    separator: u8,
    /// Whether there is a space before it.
    is_spaced: bool,
    column: usize,
}

impl Alignment {
    /// Whether a line can follow in the same block: in the same style, or aligned.
    pub fn fits(self, next: Self) -> bool {
        self.separator == next.separator
            && (self.is_spaced == next.is_spaced || self.column == next.column)
    }
}

impl<'t> Line<'t> {
    pub fn parse(text: &'t str, span: Range<usize>) -> Self {
        let line = &text[span.clone()];
        // R nests with ` ..$ `.
        let indented = line.trim_start_matches([' ', '\t', '.']);
        let indented = indented.strip_prefix("$ ").unwrap_or(indented);
        let opened = indented.strip_prefix("▿ ").unwrap_or(indented);
        let unmarked =
            opened.strip_prefix("- ").or_else(|| opened.strip_prefix("* ")).unwrap_or(opened);
        let content = unmarked.trim_start();
        let start = span.end - content.len();
        Self {
            depth: line.len() - indented.len(),
            indent: line.len() - content.len(),
            has_dash: unmarked.len() < opened.len(),
            is_opened: opened.len() < indented.len(),
            is_marked: unmarked.len() < indented.len(),
            content: Content::parse(text, start..span.end),
            span: start..span.end,
        }
    }
}

impl<'t> Content<'t> {
    fn parse(text: &'t str, span: Range<usize>) -> Self {
        let line = &text[span.clone()];
        if line.is_empty() || line.starts_with("---") || line.starts_with(['#', ';']) {
            return Self::Blank;
        }
        if let Some(name) = section_name(line) {
            return Self::Section { name, is_item: line.starts_with("[[") };
        }
        if line.starts_with('$') && is_path(line) {
            return Self::Path(line);
        }
        let member = match parse_members(&text[..span.end], span.start) {
            Some(Node { value: Value::Object { mut members, .. }, .. }) if members.len() == 1 => {
                members.pop()
            }
            Some(_) => None,
            None => member_with_long_name(text, &span),
        };
        let Some(member) = member else { return Self::Text };
        let column = line.find([':', '=']).unwrap_or_default();
        let alignment = Alignment {
            separator: line.as_bytes()[column],
            is_spaced: line[..column].ends_with([' ', '\t']),
            column,
        };
        Self::Member(member, alignment)
    }
}

/// The name in a line such as `[error]` or `[[error.details]]`.
fn section_name(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let inner = inner.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(inner);
    (is_name(inner) && inner.starts_with(char::is_alphabetic)).then_some(inner)
}

pub fn is_name(text: &str) -> bool {
    is_path(text) && !text.contains(['$', '[', ']'])
}

fn is_path(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-') || STEPS.contains(&c);
    text.len() <= MAX_NAME && text.chars().all(is_part)
}

/// A member whose name is several words: `Error code: 2001`.
fn member_with_long_name<'t>(text: &'t str, line: &Range<usize>) -> Option<Member<'t>> {
    let start = head(&text[line.clone()], MAX_NAME);
    let (name, _) = start.split_once([':', '='])?;
    let after = line.start + name.len() + 1;
    let name = name.trim_end();
    let is_name = name.starts_with(char::is_alphabetic)
        && name.split(' ').count() <= MAX_NAME_WORDS
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'))
        && (after == line.end || text[after..line.end].starts_with([' ', '\t']));
    let node = parse_value(text, after..line.end);
    is_name.then_some(Member::identifier(name, node))
}
