//! The blocks of `ReadMe`, `[block:parameters]`, a JSON object, `[/block]`; and tables of Yandex with
//! rows of several lines, between `#|` and `|#`.

use std::fmt::Write;

use serde_json::Value;

/// The kind of a table with rows of several lines.
const LONG_TABLE: &str = "long table";

/// The kind of the block that a line starts, and the line that ends it.
pub fn start(line: &str) -> Option<(&str, &'static str)> {
    if line.trim() == "#|" {
        return Some((LONG_TABLE, "|#"));
    }
    let kind = line.trim().strip_prefix("[block:")?.strip_suffix(']')?;
    Some((kind, "[/block]"))
}

/// The table of rows such as `|| cell | cell ||`, in which cells can have several lines.
fn long_table(body: &str) -> String {
    let rows = body.split("||").filter(|row| !row.trim().is_empty()).map(|row| {
        let cells = row.split('|').map(|cell| format!("<td>{}</td>", cell.trim()));
        format!("<tr>{}</tr>", cells.collect::<String>())
    });
    format!("<table>{}</table>", rows.collect::<String>()).replace('\n', "<br>")
}

/// One line of Markdown or HTML with the content of a block.
pub fn to_markdown(kind: &str, body: &str) -> String {
    if kind == LONG_TABLE {
        return long_table(body);
    }
    let Ok(value) = serde_json::from_str::<Value>(body) else { return String::new() };
    match kind {
        "parameters" => table(&value),
        "api-header" => format!("## {}", string(&value["title"])),
        "code" => value["codes"].as_array().into_iter().flatten().map(code).collect(),
        "html" => string(&value["html"]).replace('\n', " "),
        "callout" => {
            format!("{} {}", string(&value["title"]), string(&value["body"]).replace('\n', " "))
        }
        _ => String::new(),
    }
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The cells have keys such as `0-1` and `h-1`, in any order.
fn table(value: &Value) -> String {
    let mut cells: Vec<(Option<usize>, usize, &str)> = Vec::new();
    for (key, value) in value["data"].as_object().into_iter().flatten() {
        let Some((row, column)) = key.split_once('-') else { continue };
        let Ok(column) = column.parse() else { continue };
        let row = row.parse().ok();
        if row.is_some() || key.starts_with('h') {
            cells.push((row, column, string(value)));
        }
    }
    cells.sort_unstable();
    let columns = cells.iter().map(|&(_, column, _)| column + 1).max().unwrap_or_default().min(100);
    let mut html = "<table>".to_owned();
    for row in cells.chunk_by(|a, b| a.0 == b.0) {
        html.push_str("<tr>");
        let tag = if row[0].0.is_none() { "th" } else { "td" };
        let mut row = row.iter().peekable();
        for column in 0..columns {
            let text = row.next_if(|cell| cell.1 == column).map_or("", |cell| cell.2);
            let _ = write!(html, "<{tag}>{}</{tag}>", text.replace('\n', "<br>"));
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
    html
}

fn code(value: &Value) -> String {
    let text =
        string(&value["code"]).replace('&', "&amp;").replace('<', "&lt;").replace('\n', "&#10;");
    let language = string(&value["language"]).replace(['"', '<', '>'], "");
    format!("<pre language=\"{language}\">{text}</pre>")
}
