//! reStructuredText: sections, tables of all forms, lists, directives.

mod directives;
mod inline;
mod tables;

use std::sync::LazyLock;

use regex::Regex;

use super::markup::{Builder, blocks};
use crate::import::document::Document;
use crate::import::read::{Line, numbered_lines, pattern};

/// Blocks indented in more blocks than this are ignored.
const MAX_DEPTH: usize = 32;

static BULLET: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[-*+•]|\(?(?:\d+|#|[a-zA-Z])[.)])\s+\S"));
static FIELD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^:([^:`][^:]*):(?:\s+(.*))?$"));
static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\.\. (?:\|[^|]+\| )?([\w:+.-]+)::(?:\s+(.*))?$"));
static TARGET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\.\. _`?([^:`]+)`?:"));

/// Reads reStructuredText.
pub fn read(text: &str) -> Document {
    let lines = numbered_lines(text);
    let mut builder = Builder::new();
    let mut reader = Reader { builder: &mut builder, levels: Vec::new(), depth: 0, anchor: None };
    reader.blocks(&lines);
    blocks::read(&builder.finish())
}

struct Reader<'b> {
    builder: &'b mut Builder,
    /// The characters of underlines by level, and whether the title has a line above it.
    levels: Vec<(char, bool)>,
    depth: usize,
    /// The target before the next heading or block.
    anchor: Option<String>,
}

impl Reader<'_> {
    fn blocks(&mut self, lines: &[Line]) {
        if self.depth > MAX_DEPTH {
            return;
        }
        let mut rest = lines;
        // Consecutive entries form one list.
        let mut list = "";
        while let Some(&(number, line)) = rest.first() {
            if line.is_empty() {
                rest = &rest[1..];
                continue;
            }
            let kind = Self::list_kind(rest);
            if kind != list {
                self.close_list(list);
                if !kind.is_empty() {
                    self.builder.open(kind);
                }
                list = kind;
            }
            self.builder.line = number;
            let length = self.block(rest, kind);
            rest = &rest[length.max(1).min(rest.len())..];
        }
        self.close_list(list);
    }

    fn close_list(&mut self, list: &str) {
        if !list.is_empty() {
            self.builder.close(list);
        }
    }

    /// The element of the list that the first line is an entry of.
    fn list_kind(lines: &[Line]) -> &'static str {
        let line = lines[0].1;
        if BULLET.is_match(line) && title(lines).is_none() {
            return "ul";
        }
        if FIELD.is_match(line) {
            return "dl";
        }
        if let Some(name) = DIRECTIVE.captures(line).and_then(|found| found.get(1)) {
            return if directives::is_object(name.as_str()) { "dl" } else { "" };
        }
        let has_definition = lines
            .get(1)
            .is_some_and(|(_, next)| next.starts_with([' ', '\t']) && !next.trim().is_empty());
        if has_definition
            && !line.starts_with([' ', '\t', '+', '=', '|', '.'])
            && !line.ends_with("::")
        {
            "dl"
        } else {
            ""
        }
    }

    /// Reads a block, and returns how many lines it has.
    fn block(&mut self, lines: &[Line], kind: &str) -> usize {
        let line = lines[0].1;
        if line.starts_with("..") && (line.len() == 2 || line[2..].starts_with(' ')) {
            return self.explicit(lines);
        }
        if kind == "ul" {
            return self.item(lines);
        }
        if kind == "dl" {
            return self.definition(lines);
        }
        if let Some(length) = tables::read(self, lines) {
            return length;
        }
        if let Some((title, level, length)) = title(lines) {
            self.heading(title, level);
            return length;
        }
        if line.starts_with([' ', '\t']) {
            let (body, length) = indented(lines);
            self.nested(&body);
            return length;
        }
        self.paragraph(lines)
    }

    fn nested(&mut self, lines: &[Line]) {
        self.depth += 1;
        self.blocks(lines);
        self.depth -= 1;
    }

    fn heading(&mut self, title: &str, style: (char, bool)) {
        let known = self.levels.iter().position(|&level| level == style);
        let level = known.unwrap_or_else(|| {
            self.levels.push(style);
            self.levels.len() - 1
        });
        let name = format!("h{}", level.min(5) + 1);
        let attributes =
            self.anchor.take().map(|anchor| ("id".to_owned(), anchor)).into_iter().collect();
        self.builder.open_as(&name, &name, attributes);
        inline::read(title, self.builder);
        self.builder.close(&name);
    }

    fn paragraph(&mut self, lines: &[Line]) -> usize {
        let end = lines.iter().position(|(_, line)| line.is_empty()).unwrap_or(lines.len());
        let is_literal = lines[end - 1].1.ends_with("::");
        let text: Vec<&str> =
            lines[..end].iter().map(|(_, line)| line.trim_start_matches("| ")).collect();
        let is_line_block = lines[0].1.starts_with("| ");
        let joined = text.join("\n");
        let text = if is_literal { joined.trim_end_matches(':') } else { &joined };
        self.builder.open("p");
        for (at, line) in text.split('\n').enumerate().filter(|_| is_line_block) {
            if at > 0 {
                self.builder.open("br");
            }
            inline::read(line, self.builder);
        }
        if !is_line_block {
            inline::read(text, self.builder);
        }
        self.builder.close("p");
        if !is_literal {
            return end;
        }
        let (body, length) = indented(&lines[end..]);
        self.literal("", &body);
        end + length
    }

    fn literal(&mut self, language: &str, lines: &[Line]) {
        let text: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
        self.builder.open_as("pre", "pre", vec![("language".to_owned(), language.to_owned())]);
        self.builder.text(text.join("\n").trim_end());
        self.builder.close("pre");
    }

    fn item(&mut self, lines: &[Line]) -> usize {
        let line = lines[0].1;
        let marker = line.find(char::is_whitespace).unwrap_or(line.len());
        let text = line[marker..].trim_start();
        let (body, length) = hanging(lines, text);
        self.builder.open("li");
        self.nested(&body);
        self.builder.close("li");
        length
    }

    /// `:field: body` or a term with an indented definition.
    fn definition(&mut self, lines: &[Line]) -> usize {
        let line = lines[0].1;
        let (term, text) = match FIELD.captures(line) {
            Some(field) => (
                field.get(1).map_or("", |name| name.as_str()),
                field.get(2).map_or("", |text| text.as_str()),
            ),
            None => (line, ""),
        };
        let (body, length) = hanging(lines, text);
        self.entry(term, &body);
        length
    }

    fn entry(&mut self, term: &str, body: &[Line]) {
        let attributes =
            self.anchor.take().map(|anchor| ("id".to_owned(), anchor)).into_iter().collect();
        self.builder.open_as("dt", "dt", attributes);
        inline::read(term, self.builder);
        self.builder.close("dt");
        self.builder.open("dd");
        self.nested(body);
        self.builder.close("dd");
    }

    /// A target, directive or comment.
    fn explicit(&mut self, lines: &[Line]) -> usize {
        let line = lines[0].1;
        let (body, length) = indented(&lines[1..]);
        if let Some(directive) = DIRECTIVE.captures(line) {
            let argument = directive.get(2).map_or("", |argument| argument.as_str());
            directives::read(self, &directive[1], argument, &body);
        } else if let Some(target) = TARGET.captures(line) {
            self.anchor = Some(target[1].to_owned());
            return 1;
        }
        1 + length
    }
}

/// A title with its underline, its style and how many lines it has.
fn title<'t>(lines: &[Line<'t>]) -> Option<(&'t str, (char, bool), usize)> {
    let line = |at: usize| lines.get(at).map_or("", |(_, line)| *line);
    if let Some(mark) = underline(line(0)) {
        let text = line(1).trim();
        let is_title = !text.is_empty() && underline(line(2)) == Some(mark) && line(2).len() >= 2;
        return is_title.then_some((text, (mark, true), 3));
    }
    let mark = underline(line(1))?;
    let text = line(0);
    let is_title = !text.is_empty()
        && !text.starts_with(' ')
        && (line(1).len() >= text.chars().count() || line(1).len() > 3);
    is_title.then_some((text, (mark, false), 2))
}

/// The character of a line of punctuation.
fn underline(line: &str) -> Option<char> {
    let mark = line.chars().next()?;
    let is_mark = mark.is_ascii_punctuation() && !matches!(mark, '|' | '(' | ')' | '[' | ']');
    (is_mark && line.len() >= 3 && line.chars().all(|c| c == mark)).then_some(mark)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The indented lines at the start, without their indentation, and how many these are.
fn indented<'t>(lines: &[Line<'t>]) -> (Vec<Line<'t>>, usize) {
    let end = lines
        .iter()
        .position(|(_, line)| !line.is_empty() && indentation(line) == 0)
        .unwrap_or(lines.len());
    let body = &lines[..end];
    let indent = body
        .iter()
        .filter(|(_, line)| !line.is_empty())
        .map(|(_, line)| indentation(line))
        .min()
        .unwrap_or(0);
    let body = body.iter().map(|&(number, line)| (number, line.get(indent..).unwrap_or_default()));
    (body.collect(), end)
}

/// An entry whose first line has text behind a marker, and its indented lines.
fn hanging<'t>(lines: &[Line<'t>], text: &'t str) -> (Vec<Line<'t>>, usize) {
    let (body, length) = indented(&lines[1..]);
    let first = (!text.is_empty()).then_some((lines[0].0, text));
    (first.into_iter().chain(body).collect(), 1 + length)
}
