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
    LazyLock::new(|| pattern(r"^\s*\|?\s*:?-+:?\s*([|+]\s*:?-+:?\s*)*\|?\s*$"));

/// A text to be parsed as Markdown.
pub struct Prepared {
    /// The title of the front matter.
    pub title: Option<String>,
    /// The text.
    pub text: String,
    /// The numbers of its lines in the source.
    pub numbers: Vec<usize>,
}

/// Prepares a text.
pub fn run(text: &str) -> Prepared {
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
        if let Some((kind, end)) = magic_blocks::start(line) {
            let mut body = String::new();
            let mut count = 1;
            for (_, line) in lines.by_ref() {
                count += 1;
                if line.trim() == end {
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
    let (text, numbers) = separate_tables(&output);
    Prepared { title, text, numbers }
}

fn prepare<'a>(line: &'a str, before: Option<&Cow<str>>) -> Cow<'a, str> {
    if INSTRUCTION.is_match(line) {
        return "".into();
    }
    let columns = before.filter(|before| before.contains('|') && is_delimiter(line));
    if let Some(columns) = columns.map(|before| count_cells(before))
        && columns > 1
        && (columns != count_cells(line) || line.contains(['\t', '+']))
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
            let starts_table = lines.get(at + 1).is_some_and(|next| is_delimiter(next));
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

/// Whether a line separates the headings of a table from its rows.
pub fn is_delimiter(line: &str) -> bool {
    line.contains('-') && DELIMITER.is_match(line)
}

/// Puts empty lines around tables, where Markdown requires them and pages omit them, and merges
/// several rows of headings. Returns the lines and their numbers.
fn separate_tables(lines: &[Cow<str>]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut numbers = Vec::with_capacity(lines.len());
    let mut push = |line: &str, number: usize| {
        text.push_str(line);
        text.push('\n');
        numbers.push(number);
    };
    let (mut in_fence, mut in_table) = (false, false);
    let mut headings: Option<String> = None;
    for (at, line) in lines.iter().enumerate() {
        let number = at + 1;
        in_fence ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        let is_row = !in_fence && line.contains('|');
        let next = |count: usize| lines.get(at + count).map_or("", |line| line.trim());
        if !is_row {
            if in_table && !line.trim().is_empty() && !in_fence {
                push("", number);
            }
            in_table = false;
        } else if is_delimiter(next(1)) && !is_delimiter(line) {
            if let Some(upper) = headings.take() {
                push(&merge_rows(&upper, line), number);
            } else {
                push("", number);
                push(line, number);
            }
            in_table = true;
            continue;
        } else if !in_table
            && next(1).contains('|')
            && is_delimiter(next(2))
            && count_cells(line) == count_cells(next(1))
        {
            push("", number);
            headings = Some(line.to_string());
            continue;
        }
        push(line, number);
    }
    (text, numbers)
}

/// The cells of two rows of headings in one row.
fn merge_rows(upper: &str, lower: &str) -> String {
    let cells = |row: &str| -> Vec<String> {
        let row = row.trim().trim_start_matches('|').trim_end_matches('|').to_owned();
        row.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let merged = cells(upper).into_iter().zip(cells(lower));
    let merged: Vec<String> = merged.map(|(upper, lower)| format!("{upper} {lower}")).collect();
    format!("| {} |", merged.join(" | "))
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
