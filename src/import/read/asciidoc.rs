//! `AsciiDoc`: sections, tables with spans and block cells, lists.

mod inline;
mod tables;

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::markup::{Builder, blocks, html};
use crate::import::document::Document;
use crate::import::read::{Line, numbered_lines, pattern};

/// Blocks in more blocks than this are ignored.
const MAX_DEPTH: usize = 32;

static HEADING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(={1,6}|#{1,6})\s+(\S.*?)(?:\s+=+)?$"));
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^:!?([\w][\w-]*)!?:(?:\s+(.*))?$"));
static BULLET: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(\*{1,5}|-|\.{1,5}|\d+\.|<\d+>)\s+(\S.*)$"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(\S.*?)(:{2,4}|;;)(?:\s+(.*))?$"));
static BLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\[(?:\[([\w:.-]+)[^\]]*\]|(.*))\]$"));

/// Reads `AsciiDoc`.
pub fn read(text: &str) -> Document {
    let lines = numbered_lines(text);
    let mut builder = Builder::new();
    let mut reader = Reader {
        builder: &mut builder,
        attributes: HashMap::new(),
        block: BlockAttributes::default(),
        depth: 0,
        title: None,
    };
    let front_matter = match lines.first() {
        Some((_, "---")) => {
            lines.iter().skip(1).position(|(_, line)| *line == "---").map_or(0, |end| end + 2)
        }
        _ => 0,
    };
    reader.blocks(&lines[front_matter..]);
    let title = reader.title.take();
    let mut document = blocks::read(&builder.finish());
    document.title = title.or(document.title);
    document
}

/// What is in brackets, and the title, before a block.
#[derive(Debug, Default)]
struct BlockAttributes {
    list: String,
    title: String,
    anchor: Option<String>,
}

struct Reader<'b> {
    builder: &'b mut Builder,
    /// The attributes of the document, for references such as `{product}`.
    attributes: HashMap<String, String>,
    block: BlockAttributes,
    depth: usize,
    title: Option<String>,
}

impl Reader<'_> {
    fn blocks(&mut self, lines: &[Line]) {
        if self.depth > MAX_DEPTH {
            return;
        }
        let mut rest = lines;
        let mut list = "";
        while let Some(&(number, line)) = rest.first() {
            self.builder.line = number;
            if line.is_empty() || line == "+" {
                rest = &rest[1..];
                continue;
            }
            if self.metadata(line) {
                rest = &rest[1..];
                continue;
            }
            let kind = list_kind(line);
            if kind != list {
                self.close_list(list);
                if !kind.is_empty() {
                    self.builder.open(kind);
                }
                list = kind;
            }
            let length = match kind {
                "ul" => self.item(rest),
                "dl" => self.label(rest),
                _ => self.block(rest),
            };
            self.block = BlockAttributes::default();
            rest = &rest[length.max(1).min(rest.len())..];
        }
        self.close_list(list);
    }

    fn close_list(&mut self, list: &str) {
        if !list.is_empty() {
            self.builder.close(list);
        }
    }

    /// Attributes, anchors, titles and comments; returns whether the line is one.
    fn metadata(&mut self, line: &str) -> bool {
        if let Some(attribute) = ATTRIBUTE.captures(line) {
            let value = attribute.get(2).map_or("", |value| value.as_str()).to_owned();
            self.attributes.insert(attribute[1].to_owned(), value);
            return true;
        }
        if let Some(block) = BLOCK.captures(line) {
            match (block.get(1), block.get(2)) {
                (Some(anchor), _) => self.block.anchor = Some(anchor.as_str().to_owned()),
                (_, Some(list)) => {
                    let anchor = list.as_str().split(',').find_map(|part| {
                        part.trim().strip_prefix('#').or(part.trim().strip_prefix("id="))
                    });
                    self.block.anchor = anchor
                        .map(|anchor| anchor.trim_matches('"').to_owned())
                        .or(self.block.anchor.take());
                    list.as_str().clone_into(&mut self.block.list);
                }
                _ => {}
            }
            return true;
        }
        if let Some(title) = line
            .strip_prefix('.')
            .filter(|title| title.starts_with(|c: char| c.is_alphanumeric() || c == '`'))
        {
            title.clone_into(&mut self.block.title);
            return true;
        }
        let is_macro = [
            "include::",
            "ifdef::",
            "ifndef::",
            "ifeval::",
            "endif::",
            "image::",
            "toc::",
            "<<<",
            "'''",
        ];
        (line.starts_with("//") && line != "////")
            || is_macro.iter().any(|name| line.starts_with(name))
    }

    fn block(&mut self, lines: &[Line]) -> usize {
        let line = lines[0].1;
        if let Some(length) = tables::read(self, lines) {
            return length;
        }
        if let Some(heading) = HEADING.captures(line) {
            self.heading(heading[1].len(), &heading[2]);
            return 1;
        }
        if let Some(mark) = delimiter(line) {
            return self.delimited(lines, mark);
        }
        self.paragraph(lines)
    }

    fn nested(&mut self, lines: &[Line]) {
        let block = std::mem::take(&mut self.block);
        self.depth += 1;
        self.blocks(lines);
        self.depth -= 1;
        self.block = block;
    }

    fn inline(&mut self, text: &str) {
        inline::read(text, &self.attributes, self.builder);
    }

    fn heading(&mut self, level: usize, text: &str) {
        if level == 1 && self.title.is_none() {
            self.title = Some(text.to_owned());
        }
        let name = format!("h{level}");
        let attributes =
            self.block.anchor.take().map(|anchor| ("id".to_owned(), anchor)).into_iter().collect();
        self.builder.open_as(&name, &name, attributes);
        self.inline(text);
        self.builder.close(&name);
    }

    /// A block between two equal lines.
    fn delimited(&mut self, lines: &[Line], mark: char) -> usize {
        let fence = lines[0].1;
        let closing = if mark == '`' { "```" } else { fence };
        let end = lines[1..]
            .iter()
            .position(|(_, line)| *line == closing)
            .map_or(lines.len(), |end| end + 1);
        let body = &lines[1..end.min(lines.len())];
        let text = || body.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        match mark {
            '/' => {}
            '-' | '.' | '`' if fence != "--" => self.literal(&text()),
            '+' => {
                let lines = crate::import::read::lines::LineIndex::new("");
                html::read(&text(), &lines, 0, self.builder, &mut |text, builder| {
                    builder.text(text);
                });
            }
            _ => {
                if !self.block.title.is_empty() {
                    let title = std::mem::take(&mut self.block.title);
                    self.builder.open("p");
                    self.builder.open("strong");
                    self.inline(&title);
                    self.builder.close("strong");
                    self.builder.close("p");
                }
                self.nested(body);
            }
        }
        end + 1
    }

    fn literal(&mut self, text: &str) {
        let mut parts = self.block.list.split(',').map(str::trim);
        let language = parts
            .next()
            .filter(|style| style.starts_with("source"))
            .and_then(|_| parts.next())
            .unwrap_or_default();
        self.builder.open_as("pre", "pre", vec![("language".to_owned(), language.to_owned())]);
        self.builder.text(text);
        self.builder.close("pre");
    }

    fn paragraph(&mut self, lines: &[Line]) -> usize {
        let in_list = self.depth > 0;
        let ends = |(_, line): &Line| {
            line.is_empty()
                || (in_list && !list_kind(line).is_empty())
                || delimiter(line).is_some()
                || tables::is_delimiter(line)
                || *line == "+"
        };
        let end = lines.iter().skip(1).position(ends).map_or(lines.len(), |end| end + 1);
        let text = join(&lines[..end]);
        if lines[0].1.starts_with(' ') {
            self.literal(&text);
            return end;
        }
        self.builder.open("p");
        self.inline(&text);
        self.builder.close("p");
        end
    }

    fn item(&mut self, lines: &[Line]) -> usize {
        let Some(item) = BULLET.captures(lines[0].1) else { return 1 };
        let (marker, text) = (item[1].to_owned(), item.get(2).map_or("", |text| text.as_str()));
        let is_sibling = |line: &str| BULLET.captures(line).is_some_and(|other| other[1] == marker);
        let (body, length) = entry(lines, text, is_sibling);
        self.builder.open("li");
        self.nested(&body);
        self.builder.close("li");
        length
    }

    fn label(&mut self, lines: &[Line]) -> usize {
        let Some(label) = LABEL.captures(lines[0].1) else { return 1 };
        let marker = label[2].to_owned();
        let text = label.get(3).map_or("", |text| text.as_str());
        let is_sibling = |line: &str| LABEL.captures(line).is_some_and(|other| other[2] == marker);
        let (body, length) = entry(lines, text, is_sibling);
        let attributes =
            self.block.anchor.take().map(|anchor| ("id".to_owned(), anchor)).into_iter().collect();
        self.builder.open_as("dt", "dt", attributes);
        self.inline(&label[1]);
        self.builder.close("dt");
        if !body.is_empty() {
            self.builder.open("dd");
            self.nested(&body);
            self.builder.close("dd");
        }
        length
    }
}

fn join(lines: &[Line]) -> String {
    lines.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n")
}

fn list_kind(line: &str) -> &'static str {
    if BULLET.is_match(line) {
        "ul"
    } else if LABEL.is_match(line) && !line.starts_with(['|', '=']) && delimiter(line).is_none() {
        "dl"
    } else {
        ""
    }
}

/// The character of a line that starts a block with delimiters.
fn delimiter(line: &str) -> Option<char> {
    let mark = line.chars().next()?;
    if line == "--" || line.starts_with("```") {
        return Some(mark);
    }
    (line.len() >= 4 && "-.=*_+/".contains(mark) && line.chars().all(|c| c == mark)).then_some(mark)
}

/// The lines of an entry of a list: its text, what is attached by `+`, and entries of other lists in it.
fn entry<'t>(
    lines: &[Line<'t>],
    text: &'t str,
    is_sibling: impl Fn(&str) -> bool,
) -> (Vec<Line<'t>>, usize) {
    let mut body: Vec<Line> =
        (!text.is_empty()).then_some((lines[0].0, text)).into_iter().collect();
    let mut at = 1;
    let mut attached = false;
    while let Some(&(number, line)) = lines.get(at) {
        let is_block = delimiter(line).is_some() || tables::is_delimiter(line);
        if is_sibling(line) || HEADING.is_match(line) || (is_block && !attached && !body.is_empty())
        {
            break;
        }
        if line.is_empty() {
            let next = lines[at..]
                .iter()
                .map(|(_, line)| *line)
                .find(|line| !line.is_empty())
                .unwrap_or_default();
            let continues = next == "+"
                || (!list_kind(next).is_empty() && !is_sibling(next))
                || body.is_empty() && list_kind(next).is_empty();
            if !continues || HEADING.is_match(next) {
                break;
            }
        }
        attached = line == "+" || (attached && line.starts_with('['));
        body.push((number, if is_block { line } else { line.trim_start() }));
        at += 1;
        if is_block {
            // The block to its end.
            while let Some(&(number, inner)) = lines.get(at) {
                body.push((number, inner));
                at += 1;
                if inner == line {
                    break;
                }
            }
        }
    }
    (body, at)
}
