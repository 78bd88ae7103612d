//! Directives of reStructuredText.

use super::{BULLET, FIELD, Line, Reader, hanging, inline, tables};
use crate::import::read::csv;

/// Whether a directive describes an object, such as `.. c:macro:: NAME`.
pub fn is_object(name: &str) -> bool {
    let name = name.rsplit(':').next().unwrap_or(name);
    matches!(
        name,
        "macro"
            | "enumerator"
            | "data"
            | "attribute"
            | "exception"
            | "describe"
            | "object"
            | "option"
            | "envvar"
            | "const"
            | "confval"
            | "error"
            | "errorcode"
            | "error-code"
            | "value"
            | "property"
            | "member"
            | "class"
            | "function"
            | "var"
            | "term"
            | "index-entry"
    )
}

/// Reads a directive with its argument and its indented lines.
pub fn read(reader: &mut Reader, name: &str, argument: &str, lines: &[Line]) {
    let (options, body) = split_options(lines);
    match name {
        "list-table" => list_table(reader, argument, &options, body),
        "csv-table" => csv_table(reader, argument, &options, body),
        "table" => {
            reader.builder.element("p", argument);
            reader.nested(body);
        }
        "code-block" | "code" | "sourcecode" | "highlight" | "parsed-literal"
        | "literalinclude" => {
            reader.literal(argument, body);
        }
        "toctree" | "contents" | "include" | "image" | "figure" | "raw" | "only" | "meta"
        | "index" | "tags" => {
            if name == "only" {
                reader.nested(body);
            }
        }
        "rubric" | "admonition" | "topic" => {
            reader.heading(argument, ('\0', false));
            reader.nested(body);
        }
        _ if is_object(name) => {
            reader.entry(argument, lines);
        }
        _ => {
            if !argument.is_empty() {
                reader.builder.open("p");
                inline::read(argument, reader.builder);
                reader.builder.close("p");
            }
            reader.nested(body);
        }
    }
}

type Options<'t> = Vec<(String, &'t str)>;

/// The options of a directive, and the lines after them.
fn split_options<'l, 't>(lines: &'l [Line<'t>]) -> (Options<'t>, &'l [Line<'t>]) {
    let mut options = Options::new();
    let mut end = 0;
    for (_, line) in lines {
        let Some(field) = FIELD.captures(line) else {
            // A continued option.
            if !options.is_empty() && line.starts_with(' ') {
                end += 1;
                continue;
            }
            break;
        };
        options.push((field[1].to_owned(), field.get(2).map_or("", |value| value.as_str())));
        end += 1;
    }
    (options, &lines[end..])
}

fn option<'t>(options: &Options<'t>, name: &str) -> Option<&'t str> {
    options.iter().find(|(key, _)| key == name).map(|&(_, value)| value)
}

fn open_table(reader: &mut Reader, caption: &str) {
    reader.builder.open("table");
    if !caption.is_empty() {
        reader.builder.open("caption");
        inline::read(caption, reader.builder);
        reader.builder.close("caption");
    }
}

/// A list of rows, each a list of cells.
fn list_table(reader: &mut Reader, caption: &str, options: &Options, body: &[Line]) {
    let headers: usize =
        option(options, "header-rows").and_then(|count| count.parse().ok()).unwrap_or(0);
    open_table(reader, caption);
    for (index, row) in list(body).into_iter().enumerate() {
        reader.builder.line = row.first().map_or(reader.builder.line, |line| line.0);
        reader.builder.open("tr");
        for cell in list(&row) {
            tables::cell(reader, if index < headers { "th" } else { "td" }, &cell, 1, 1);
        }
        reader.builder.close("tr");
    }
    reader.builder.close("table");
}

/// The items of a list, each as lines without indentation.
fn list<'t>(lines: &[Line<'t>]) -> Vec<Vec<Line<'t>>> {
    let mut items = Vec::new();
    let mut rest = lines;
    while let Some(&(_, line)) = rest.first() {
        let is_item = BULLET.is_match(line) || matches!(line, "-" | "*" | "+");
        if !is_item {
            rest = &rest[1..];
            continue;
        }
        let (item, length) = hanging(rest, line[1..].trim_start());
        items.push(item);
        rest = &rest[length..];
    }
    items
}

fn csv_table(reader: &mut Reader, caption: &str, options: &Options, body: &[Line]) {
    let delimiter = match option(options, "delim") {
        Some("tab") => b'\t',
        Some("space") => b' ',
        Some(delimiter) if delimiter.len() == 1 => delimiter.as_bytes()[0],
        _ => b',',
    };
    let headers: usize =
        option(options, "header-rows").and_then(|count| count.parse().ok()).unwrap_or(0);
    let text: Vec<&str> = body.iter().map(|(_, line)| *line).collect();
    let mut rows = csv::records(&unspace(&text.join("\n")), delimiter, usize::MAX);
    let header = option(options, "header")
        .map(|header| csv::records(&unspace(header), delimiter, 1))
        .unwrap_or_default();
    let headers = headers + header.len();
    rows.splice(0..0, header);
    open_table(reader, caption);
    for (index, row) in rows.iter().enumerate() {
        reader.builder.open("tr");
        for value in row {
            let name = if index < headers { "th" } else { "td" };
            let lines: Vec<Line> =
                value.lines().map(|line| (reader.builder.line, line.trim())).collect();
            tables::cell(reader, name, &lines, 1, 1);
        }
        reader.builder.close("tr");
    }
    reader.builder.close("table");
}

/// Removes the spaces before quotes, which are not part of the values.
fn unspace(text: &str) -> String {
    text.replace(", \"", ",\"")
}
