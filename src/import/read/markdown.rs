//! Markdown with HTML, MDX, templates and `ReadMe` blocks.

mod magic_blocks;
mod preprocess;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::lines::LineIndex;
use super::markup::{Builder, blocks, html};
use crate::import::document::Document;
use preprocess::Prepared;

/// Code blocks that are in fact markup are read again; this bounds how often.
const MAX_NESTING: usize = 3;

/// Reads Markdown.
pub fn read(text: &str) -> Document {
    let Prepared { title, text, numbers } = preprocess::run(text);
    let lines = LineIndex::numbered(&text, numbers);
    let mut builder = Builder::new();
    Reader { lines: &lines, builder: &mut builder, nesting: 0 }.read(&text, 0);
    let mut document = blocks::read(&builder.finish());
    document.title = title.or(document.title);
    document
}

/// Adds Markdown to a tree, such as that of a description in an API document.
pub fn read_into(text: &str, builder: &mut Builder) {
    let lines = LineIndex::new("");
    Reader { lines: &lines, builder, nesting: 1 }.read(text, 0);
}

/// Whether a text has the line between the headings and the rows of a table.
pub fn has_table(text: &str) -> bool {
    text.lines().any(|line| line.starts_with('|') && preprocess::is_delimiter(line))
}

struct Reader<'a> {
    lines: &'a LineIndex,
    builder: &'a mut Builder,
    nesting: usize,
}

impl Reader<'_> {
    fn read(&mut self, text: &str, base: usize) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_DEFINITION_LIST;
        // Consecutive pieces of HTML: a tag may be on several lines.
        let mut html = String::new();
        let mut html_start = 0;
        let mut code: Option<(bool, String)> = None;
        let mut in_head = false;
        let mut soft_break = false;
        for (event, span) in Parser::new_ext(text, options).into_offset_iter() {
            if let Event::Html(piece) = &event {
                if html.is_empty() {
                    html_start = base + span.start;
                }
                html.push_str(piece);
                continue;
            }
            if !html.is_empty()
                && !matches!(event, Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock))
            {
                self.html(&std::mem::take(&mut html), html_start);
            }
            self.builder.line = self.lines.line(base + span.start);
            if std::mem::take(&mut soft_break) {
                // Lines that start in bold are fields of their own.
                if matches!(event, Event::Start(Tag::Strong)) {
                    self.builder.open("br");
                } else {
                    self.builder.text("\n");
                }
            }
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    code = Some((self.open_code(&kind), String::new()));
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((is_fenced, code)) = code.take() {
                        self.code_block(is_fenced, &code, base + span.start);
                    }
                }
                Event::Text(text) => match &mut code {
                    Some((_, code)) => code.push_str(&text),
                    None => self.builder.text(&text),
                },
                Event::Start(tag) => {
                    in_head = in_head || matches!(tag, Tag::TableHead);
                    self.start(tag, in_head);
                }
                Event::End(tag) => {
                    in_head = in_head && tag != TagEnd::TableHead;
                    self.end(tag);
                }
                Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                    self.builder.element("code", &text);
                }
                Event::InlineHtml(tag) => self.html(&tag, base + span.start),
                Event::SoftBreak => soft_break = true,
                Event::HardBreak => self.builder.open("br"),
                Event::Html(_)
                | Event::FootnoteReference(_)
                | Event::Rule
                | Event::TaskListMarker(_) => {}
            }
        }
        if !html.is_empty() {
            self.html(&html, html_start);
        }
    }

    /// Opens a fenced code block, and returns whether it is one.
    fn open_code(&mut self, kind: &CodeBlockKind) -> bool {
        let CodeBlockKind::Fenced(info) = kind else { return false };
        let language = info.split([' ', ',', '{']).next().unwrap_or_default();
        self.builder.open_as("pre", "pre", vec![("language".to_owned(), language.to_owned())]);
        true
    }

    /// An indented block is code only if it is neither in HTML nor a table or list.
    fn code_block(&mut self, is_fenced: bool, code: &str, offset: usize) {
        if is_fenced {
            self.builder.text(code);
            self.builder.close("pre");
        } else if self.nesting < MAX_NESTING
            && (code.starts_with(['<', '|']) || self.builder.is_open("table"))
        {
            self.nesting += 1;
            self.read(code, offset);
            self.nesting -= 1;
        } else {
            self.builder.element("pre", code);
        }
    }

    fn html(&mut self, source: &str, offset: usize) {
        let nesting = self.nesting;
        html::read(source, self.lines, offset, self.builder, &mut |text, builder| {
            if nesting < MAX_NESTING
                && text.contains(['`', '*', '[', '_', '\\'])
                && !builder.is_open("pre")
                && !builder.is_open("script")
            {
                inline(text, builder);
            } else {
                builder.text(text);
            }
        });
    }

    fn start(&mut self, tag: Tag, in_head: bool) {
        match tag {
            Tag::Paragraph => self.builder.open("p"),
            Tag::Heading { level, id, .. } => {
                let attributes =
                    id.map(|id| ("id".to_owned(), id.into_string())).into_iter().collect();
                let name = format!("h{}", level as u8);
                self.builder.open_as(&name, &name, attributes);
            }
            Tag::BlockQuote(_) => self.builder.open("blockquote"),
            Tag::List(_) => self.builder.open("ul"),
            Tag::Item => self.builder.open("li"),
            Tag::DefinitionList => self.builder.open("dl"),
            Tag::DefinitionListTitle => self.builder.open("dt"),
            Tag::DefinitionListDefinition => self.builder.open("dd"),
            Tag::Table(_) => self.builder.open("table"),
            Tag::TableHead => self.builder.open("thead"),
            Tag::TableRow => self.builder.open("tr"),
            Tag::TableCell => self.builder.open(if in_head { "th" } else { "td" }),
            Tag::Emphasis => self.builder.open("em"),
            Tag::Strong => self.builder.open("strong"),
            Tag::Strikethrough => self.builder.open("del"),
            Tag::Link { dest_url, .. } => {
                self.builder.open_as("a", "a", vec![("href".to_owned(), dest_url.into_string())]);
            }
            Tag::Image { .. } => self.builder.open("span"),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let name = match tag {
            TagEnd::Paragraph => "p",
            TagEnd::Heading(level) => return self.builder.close(&format!("h{}", level as u8)),
            TagEnd::BlockQuote(_) => "blockquote",
            TagEnd::List(_) => "ul",
            TagEnd::Item => "li",
            TagEnd::DefinitionList => "dl",
            TagEnd::DefinitionListTitle => "dt",
            TagEnd::DefinitionListDefinition => "dd",
            TagEnd::Table => "table",
            TagEnd::TableHead => "thead",
            TagEnd::TableRow => "tr",
            TagEnd::TableCell => return self.builder.close_cell(),
            TagEnd::Emphasis => "em",
            TagEnd::Strong => "strong",
            TagEnd::Strikethrough => "del",
            TagEnd::Link => "a",
            TagEnd::Image => "span",
            _ => return,
        };
        self.builder.close(name);
    }
}

/// Adds text of HTML, which Markdown in HTML blocks may have marked up.
fn inline(text: &str, builder: &mut Builder) {
    let lines = LineIndex::new("");
    let line = builder.line;
    let unindented: Vec<&str> = text.split('\n').map(str::trim).collect();
    let text_before = text.starts_with(char::is_whitespace);
    if text_before {
        builder.text(" ");
    }
    Reader { lines: &lines, builder, nesting: MAX_NESTING }
        .read_inline(unindented.join("\n").trim());
    if text.ends_with(char::is_whitespace) {
        builder.text(" ");
    }
    builder.line = line;
}

impl Reader<'_> {
    fn read_inline(&mut self, text: &str) {
        for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Start(tag) => self.start(tag, false),
                Event::End(tag) => self.end(tag),
                Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                    self.builder.text(&text);
                }
                Event::Code(text) => self.builder.element("code", &text),
                Event::SoftBreak | Event::HardBreak => self.builder.text("\n"),
                _ => {}
            }
        }
    }
}
