//! What is put around a text or before each of its lines: quotes, code fences, the marks of quoted
//! mail and of diffs, the prefixes of log writers.

use crate::decode::input::source_map::Builder;
use crate::text::{head, leading, steps};

/// The longest prefix of a log writer.
const MAX_PREFIX: usize = 90;

/// What ends the prefix of a log writer that has no known form.
const DELIMITERS: [&str; 4] = ["| ", "]: ", "] ", "\t"];

/// The words of a prefix: levels, and the streams of containers.
const PREFIX_WORDS: [&str; 14] = [
    "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "ERR", "FATAL", "CRITICAL",
    "stdout", "stderr", "F", "P",
];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What is around a block of code.
const FENCE: &str = "```";

/// The languages that are written after a fence.
const LANGUAGES: [&str; 9] =
    ["json", "log", "text", "txt", "console", "http", "bash", "xml", "yaml"];

/// Quotes around a text.
const QUOTES: [(&str, &str); 8] = [
    (FENCE, FENCE),
    ("`", "`"),
    ("b'", "'"),
    ("'", "'"),
    ("\"", "\""),
    ("“", "”"),
    ("‘", "’"),
    ("«", "»"),
];

/// Removes the quotes or the code fence around a text.
pub fn without_enclosing_quotes(text: &str) -> Option<Builder> {
    let trimmed = text.trim();
    let (open, mut content) = QUOTES.iter().find_map(|(open, close)| {
        let inner = trimmed.strip_prefix(open)?.strip_suffix(close)?;
        (open == &FENCE || !contains_unescaped(inner, close)).then_some((open, inner))
    })?;
    let mut at = text.len() - text.trim_start().len() + open.len();
    if open == &FENCE
        && let Some(language) = LANGUAGES.iter().find(|language| content.starts_with(**language))
    {
        at += language.len();
        content = &content[language.len()..];
    }
    let mut out = Builder::with_capacity(text.len());
    out.copy(content, at);
    (!content.trim().is_empty()).then_some(out)
}

/// Whether a quote is in a text without a backslash before it.
fn contains_unescaped(text: &str, quote: &str) -> bool {
    text.match_indices(quote).any(|(at, _)| !text[..at].ends_with('\\'))
}

/// Removes the marks of quoted mail and Markdown: `> `, also nested.
pub fn without_quote_marks(text: &str) -> Option<Builder> {
    if !text.starts_with('>') && !text.contains("\n>") {
        return None;
    }
    rewrite_lines(text, |line| {
        let rest = line.trim_start_matches(['>', ' ']);
        if line.starts_with('>') { line.len() - rest.len() } else { 0 }
    })
}

/// Removes the marks of a diff, if every line begins with one or with a space, and at least two
/// with one.
pub fn without_diff_marks(text: &str) -> Option<Builder> {
    let is_changed = |line: &str| line.starts_with(['+', '-']);
    let is_part = |line: &str| line.starts_with([' ', '\\']) || line.starts_with("@@");
    let is_diff = filled_lines(text).all(|line| is_changed(line) || is_part(line));
    if !is_diff || filled_lines(text).filter(|line| is_changed(line)).nth(1).is_none() {
        return None;
    }
    rewrite_lines(text, |line| usize::from(is_changed(line)))
}

/// Removes the prefix of each of several lines, where every line has one: of a form that many log writers use,
/// or up to the same delimiter.
pub fn without_prefixes(text: &str) -> Option<Builder> {
    filled_lines(text).nth(1)?;
    if filled_lines(text).all(|line| prefix_length(line) > 0) {
        return rewrite_lines(text, prefix_length);
    }
    let delimiter = DELIMITERS.into_iter().find(|delimiter| {
        filled_lines(text).all(|line| delimited_prefix(line, delimiter).is_some())
    })?;
    rewrite_lines(text, |line| delimited_prefix(line, delimiter).unwrap_or(0))
}

/// The length of the prefix that ends with the first `delimiter`. The start of a body is not a
/// prefix.
fn delimited_prefix(line: &str, delimiter: &str) -> Option<usize> {
    let end = head(line, MAX_PREFIX + delimiter.len()).find(delimiter)? + delimiter.len();
    (!line[..end].contains(['{', '"'])).then_some(end)
}

/// The length of a prefix made of times, levels and words in brackets.
fn prefix_length(line: &str) -> usize {
    let mut at = 0;
    while let Some(length) = prefix_part(&line[at..]) {
        steps::add(length);
        at += length;
    }
    at
}

/// The length of the part of a prefix at the start of `line`, with the space after it.
fn prefix_part(line: &str) -> Option<usize> {
    let length = syslog_header(line)
        .or_else(|| month_and_host(line))
        .or_else(|| time(line))
        .or_else(|| brackets(line))
        .or_else(|| service(line))
        .or_else(|| prefix_word(line))?;
    let rest = &line[length..];
    let separator = [": ", " - ", " ", "\t"].iter().find(|separator| rest.starts_with(**separator));
    match separator {
        Some(separator) => Some(length + separator.len()),
        None => rest.is_empty().then_some(length),
    }
}

/// The length of `2026-11-20T03:12:45.123Z`, of a date or of a time.
fn time(line: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '-' | '/' | '+');
    let time = leading(line, |c| is_part(c) || matches!(c, 'T' | 'Z'));
    let marks = time.matches([':', '-', '/']).count();
    (time.starts_with(|c: char| c.is_ascii_digit()) && time.len() >= 8 && marks >= 2)
        .then_some(time.len())
}

/// The length of `Nov 20 03:12:45 host app[1]` up to its colon.
fn month_and_host(line: &str) -> Option<usize> {
    MONTHS.iter().find(|month| line.starts_with(**month))?;
    let day = line[3..].trim_start();
    let time_start = day.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let after_time = &time_start[time(time_start)?..];
    let start = line.len() - after_time.len();
    let host = delimited_prefix(after_time, ": ").map(|end| end - ": ".len());
    Some(start + host.unwrap_or(0))
}

/// The length of `<34>` or, with a version, of `<34>1 2026-11-20T03:12:45Z host app 123 ID -`.
fn syslog_header(line: &str) -> Option<usize> {
    let rest = line.strip_prefix('<')?.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix('>')?;
    let Some(fields) = rest.strip_prefix("1 ") else { return Some(line.len() - rest.len()) };
    let (end, _) = fields.match_indices(' ').nth(5)?;
    Some(line.len() - fields.len() + end)
}

/// The length of `[worker-7]`.
fn brackets(line: &str) -> Option<usize> {
    let end = head(line.strip_prefix('[')?, MAX_PREFIX + 1).find(']')? + 2;
    (!line[..end].contains(['{', '"', ','])).then_some(end)
}

/// The length of `api-1  |`, as of Docker Compose.
fn service(line: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = line.find(|c| !is_part(c)).filter(|&end| end > 0)?;
    let bar = line[name..].trim_start_matches(' ').strip_prefix('|')?;
    Some(line.len() - bar.len())
}

fn prefix_word(line: &str) -> Option<usize> {
    let word = leading(line, |c| c.is_ascii_alphabetic());
    PREFIX_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)).then_some(word.len())
}

fn filled_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').filter(|line| !line.trim().is_empty())
}

/// The text without the start of each line, as long as `start_length` returns.
fn rewrite_lines(text: &str, start_length: impl Fn(&str) -> usize) -> Option<Builder> {
    let mut out = Builder::with_capacity(text.len());
    let (mut at, mut is_changed) = (0, false);
    for line in text.split_inclusive('\n') {
        let start = start_length(line.trim_end_matches(['\r', '\n']));
        out.copy(&line[start..], at + start);
        is_changed |= start > 0;
        at += line.len();
    }
    is_changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(undo: fn(&str) -> Option<Builder>, text: &str) -> Option<String> {
        undo(text).map(Builder::into_string)
    }

    #[test]
    fn a_prefix_of_every_line_is_removed() {
        let body = "{\n  \"code\": 1\n\n}\n";
        for prefix in [
            "app-1  | ",
            "2026-11-20T03:12:45.1234567Z ",
            "2026-11-20 03:12:45,123 ERROR [worker-7] ",
            "Nov 20 03:12:45 host app[12]: ",
            "Nov  3 03:12:45 host app: ",
            "[pod/app-1/main] ",
            "<34>1 2026-11-20T03:12:45Z host app 123 ID - ",
            "2026-11-20T03:12:45Z stdout F ",
            "2026-11-20T03:12:45Z app[web.1]: ",
            "2026-11-20T03:12:45Z\tc0a8-4e\tERROR\t",
        ] {
            let mut text: String = body.lines().map(|line| [prefix, line, "\n"].concat()).collect();
            while let Some(undone) = undone(without_prefixes, &text) {
                text = undone;
            }
            assert_eq!(text, body, "{prefix}");
        }
        for text in ["a | b\nc", "{\"a\": [1]}\n{\"a\": [2]}", "[{\n[}", "code: 1\nmessage: x"] {
            assert_eq!(undone(without_prefixes, text), None, "{text}");
        }
    }

    #[test]
    fn quote_marks_are_removed_on_every_level() {
        let text = "They wrote:\n> > {\n>> \"a\": 1\n>\n> }\n";
        let expected = "They wrote:\n{\n\"a\": 1\n\n}\n";
        assert_eq!(undone(without_quote_marks, text).as_deref(), Some(expected));
    }

    #[test]
    fn diff_marks_are_removed() {
        let text = "@@ -1 +1 @@\n {\n-  \"a\": 1\n+  \"a\": 2\n }\n";
        let expected = "@@ -1 +1 @@\n {\n  \"a\": 1\n  \"a\": 2\n }\n";
        assert_eq!(undone(without_diff_marks, text).as_deref(), Some(expected));
        assert_eq!(undone(without_diff_marks, "- a\nb"), None);
    }

    #[test]
    fn enclosing_quotes_are_removed() {
        for (text, expected) in [
            ("```json\n{}\n```", Some("\n{}\n")),
            (" \"a \\\"b\\\"\"\n", Some("a \\\"b\\\"")),
            ("\"a\": \"b\"", None),
            ("b'{}'", Some("{}")),
            ("``", None),
        ] {
            assert_eq!(undone(without_enclosing_quotes, text).as_deref(), expected, "{text}");
        }
    }
}
