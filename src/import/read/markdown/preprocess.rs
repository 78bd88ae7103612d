//! Makes Markdown of what the tools around it add: front matter, templates, attributes, components.
//! The number of lines stays the same.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::magic_blocks;
use crate::import::read::pattern;

static TEMPLATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\{\{[%<].*?[%>]\}\}|\{%.*?%\}|\{/\*.*?\*/\}|<!--.*?-->",
        r"|\{\{ *(?:site|page|include|config|book)\.[^}]*\}\}|\{\{ *(?:root_url|baseurl|relref|ref)\b[^}]*\}\}",
        r#"|\{: *[.#][^}]*\}|\{" *"\}|\{@link [^}]*\}"#,
    ))
});

/// Lines that are instructions, not content.
static INSTRUCTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(import\s.*['\x22];?|export (default|const|function)\b.*|:{3,}.*|!{3} .*|={3} \x22.*\x22|\s*\{:.*\}",
        r"|\s*<[A-Z]\w*(\s+(id|anchor)=\S+)?\s*/>|\[\[_?TOC_?\]\]|\[TOC\])\s*$",
    ))
});

static TIGHT_HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(#{1,6})([^\s#!{/].*)$"));

static DELIMITER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$"));

/// The title of the front matter, and the text to be parsed as Markdown.
pub fn run(text: &str) -> (Option<String>, String) {
    let (title, skip) = front_matter(text);
    let mut output: Vec<Cow<str>> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if number < skip {
            output.push("".into());
            continue;
        }
        if let Some(open) = fence {
            if line.trim_start().starts_with(open) {
                fence = None;
            }
            output.push(line.into());
            continue;
        }
        if let Some(marker) =
            ["```", "~~~"].into_iter().find(|marker| line.trim_start().starts_with(marker))
        {
            // A fence that is opened and closed on one line is code in a paragraph.
            fence = (!line.trim_start()[3..].contains(marker)).then_some(marker);
            output.push(line.into());
            continue;
        }
        if let Some(kind) = magic_blocks::kind(line) {
            let mut body = String::new();
            let mut count = 1;
            for (_, line) in lines.by_ref() {
                count += 1;
                if line.trim() == "[/block]" {
                    break;
                }
                body.push_str(line);
                body.push('\n');
            }
            output.push(magic_blocks::to_markdown(kind, &body).into());
            output.extend((1..count).map(|_| Cow::from("")));
            continue;
        }
        output.push(prepare(line, output.last()));
    }
    join_tables(&mut output);
    (title, output.join("\n"))
}

fn prepare<'a>(line: &'a str, before: Option<&Cow<str>>) -> Cow<'a, str> {
    if INSTRUCTION.is_match(line) {
        return "".into();
    }
    let columns = before
        .filter(|before| before.contains('|') && line.contains('-') && DELIMITER.is_match(line));
    if let Some(columns) = columns.map(|before| count_cells(before))
        && columns > 1
        && columns != count_cells(line)
    {
        return format!("|{}", "---|".repeat(columns)).into();
    }
    let line = if line.contains(['{', '<']) { TEMPLATE.replace_all(line, "") } else { line.into() };
    match TIGHT_HEADING.replace(&line, "$1 $2") {
        Cow::Owned(heading) => heading.into(),
        Cow::Borrowed(_) => line,
    }
}

/// The number of cells of a row, without the outer bars.
fn count_cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let mut escaped = false;
    let mut cells = 1;
    for c in row.chars() {
        cells += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    cells
}

/// Moves empty lines out of tables.
fn join_tables(lines: &mut [Cow<str>]) {
    let is_row = |line: &str| line.trim_start().starts_with('|');
    let mut end = None;
    for at in 0..lines.len() {
        if lines[at].trim().is_empty() {
            continue;
        }
        if is_row(&lines[at]) {
            let starts_table = lines
                .get(at + 1)
                .is_some_and(|next| next.contains('-') && DELIMITER.is_match(next));
            match end {
                Some(end) if end < at && !starts_table => lines[end..=at].rotate_right(1),
                _ => {}
            }
            end = Some(end.filter(|_| !starts_table).map_or(at + 1, |end: usize| end + 1));
        } else {
            end = None;
        }
    }
}

/// The title of the front matter, and how many lines it has.
fn front_matter(text: &str) -> (Option<String>, usize) {
    let mut lines = text.lines().enumerate();
    let mut start = lines.by_ref().skip_while(|(_, line)| line.trim().is_empty());
    let marker = match start.next() {
        Some((_, line)) if matches!(line.trim_end(), "---" | "+++") => line.trim_end(),
        _ => return (None, 0),
    };
    let mut title = None;
    for (number, line) in lines {
        if line.trim_end() == marker {
            return (title, number + 1);
        }
        let value =
            line.split_once([':', '=']).filter(|(key, _)| key.eq_ignore_ascii_case("title"));
        if let Some((_, value)) = value {
            title = Some(value.trim().trim_matches(['"', '\'']).to_owned())
                .filter(|title| !title.is_empty());
        }
    }
    (None, 0)
}
