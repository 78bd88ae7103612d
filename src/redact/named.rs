//! Values that running text names: assignments, headers, elements, options of a command.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::names::{Class, VOCABULARY};
use crate::text::head;

/// The longest value in quotes or on a line.
const MAX_VALUE: usize = 8 * 1024;

/// The longest value that may have names with values again.
const MAX_NESTED: usize = 512;

/// A value and its name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'t> {
    pub name: &'t str,
    pub span: Range<usize>,
}

/// A name with the sign of an assignment. The text before it may be an opening quote.
static ASSIGNMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?P<name>[\p{L}_@$][\w.$-]*(?: [\w-]+)?)(?P<close>\\*["'”’]?)[ \t]*(?:=>|->|:=|[:=])[ \t]*"#,
    )
    .ok()
});

/// Other ways to name a value, which they have as `value`.
pub const PATTERNS: [&str; 7] = [
    // The text of an element.
    r"<(?:[\w-]+:)?(?P<name>[\w.-]+)(?:\s[^<>]*)?>(?P<value>[^<]+|<!\[CDATA\[[^<>]*\]\]>)</",
    // Quoted names and values side by side: tuples, attributes.
    r#"["'](?P<name>[\w.-]+)["'][\s,;]+(?:value\s*=>?\s*)?["'](?P<value>[^"']+)["'](?:[^"':=\w]|$)"#,
    // A pair of name and value in lines.
    r#"(?:name|key)["']?\s*[:=]\s*["']?(?P<name>[\w.-]+)["']?\s*[,;]?\s*["']?value["']?\s*[:=]\s*["']?(?P<value>[^"'\r\n,}]+)"#,
    // Columns.
    r"(?P<name>[\w.-]+)[ ]*[|\t][ ]*(?P<value>[^|\s][^|\t\r\n]*)",
    // A part of a form.
    r#"name="(?P<name>[^"\r\n]+)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n(?P<value>[^\r\n]+)"#,
    // A key in PEM or PGP armour.
    "-----BEGIN (?P<name>[A-Z0-9 ]+)-----(?P<value>[^-]+)",
    // An option of a command.
    r#"(?:^|\s)(?P<name>--?[A-Za-z_][\w-]*)[ \t]+["']?(?P<value>[^\s"'-][^\s"']*)"#,
];

static OTHERS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| PATTERNS.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect());

/// The named values of a text. They may overlap.
pub fn values(text: &str) -> Vec<Named<'_>> {
    let mut values: Vec<Named<'_>> = Vec::new();
    for pattern in OTHERS.iter() {
        values.extend(pattern.captures_iter(text).filter_map(|found| {
            let (name, value) = (found.name("name")?, found.name("value")?);
            Some(Named { name: name.as_str(), span: value.range() })
        }));
    }
    let mut at = 0;
    while let Some(found) = ASSIGNMENT.as_ref().and_then(|it| it.captures_at(text, at))
        && let (Some(whole), Some(name)) = (found.get(0), found.name("name"))
    {
        at = whole.end();
        let class = VOCABULARY.class_of_words(name.as_str());
        if !matches!(class, Class::Secret | Class::Id) {
            continue;
        }
        let quoted = found.name("close").is_some_and(|close| !close.is_empty());
        let enclosing = text[..name.start()].chars().next_back().filter(|_| !quoted);
        let operator = text[name.end()..at].trim().trim_start_matches(['\\', '"', '\'', '”', '’']);
        let extent = if is_header(name.as_str()) {
            ValueExtent::Line
        } else if class == Class::Secret && operator.starts_with(':') {
            ValueExtent::Words
        } else {
            ValueExtent::Word
        };
        let span = value_span(&text[at..], enclosing, extent);
        let span = at + span.start..at + span.end;
        if span.len() > MAX_NESTED {
            at = span.end;
        }
        values.push(Named { name: name.as_str(), span });
    }
    values
}

/// How far a value reaches that is not in quotes.
#[derive(Debug, Clone, Copy)]
enum ValueExtent {
    /// Up to a space or punctuation.
    Word,
    /// Up to punctuation.
    Words,
    /// Up to the end of the line, and over the lines folded below it.
    Line,
}

/// Whether the name is that of a header whose value can have any punctuation.
fn is_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("cookie") || name.ends_with("authorization")
}

/// The value at the start of a text: in quotes, or up to the quote that encloses it with its name and
/// no farther than `extent`.
fn value_span(text: &str, enclosing: Option<char>, extent: ValueExtent) -> Range<usize> {
    const QUOTES: [char; 5] = ['"', '\'', '“', '‘', '`'];
    let text = head(text, MAX_VALUE);
    let opened = text.strip_prefix("W/").unwrap_or(text);
    let opened = opened.trim_start_matches(['\\', '[', '{', '(', ' ']);
    let opening = text.len() - opened.len();
    if let Some(quote) = opened.chars().next().filter(|c| QUOTES.contains(c)) {
        let start = opening + quote.len_utf8();
        let is_escaped = text[..opening].ends_with('\\');
        let mut escaped = false;
        for (at, c) in text[start..].char_indices() {
            match c {
                '\\' if !is_escaped && !escaped => escaped = true,
                '\n' if is_escaped => return start..start + at,
                c if c == closing(quote) && !escaped => return start..start + at,
                _ => escaped = false,
            }
        }
        return start..text.len();
    }
    let line = folded_line(text);
    let close = enclosing.filter(|c| QUOTES.contains(c)).map(closing);
    let line = close.and_then(|close| line.find(close)).unwrap_or(line.len());
    let is_punctuation = |c: char| ",;&<>\"')}]|".contains(c);
    let ends = |c: char| match extent {
        ValueExtent::Word => c.is_whitespace() || is_punctuation(c),
        ValueExtent::Words => is_punctuation(c),
        ValueExtent::Line => false,
    };
    0..text[..line].find(ends).unwrap_or(line)
}

fn closing(quote: char) -> char {
    match quote {
        '“' => '”',
        '‘' => '’',
        quote => quote,
    }
}

/// The first line with the lines that are folded below it.
fn folded_line(text: &str) -> &str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let is_folded = line.starts_with([' ', '\t']) && !line.contains([':', '{', '"']);
        if end > 0 && !is_folded {
            break;
        }
        end += line.len();
    }
    text[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of a text, each after its name.
    fn found(text: &str) -> Vec<String> {
        let value = |it: Named<'_>| format!("{}|{}", it.name, &text[it.span]);
        values(text).into_iter().map(value).collect()
    }

    /// For each pattern, a text that only it applies to, with the value.
    const CASES: [(&str, &str); PATTERNS.len()] = [
        ("<wsse:Password Type='x'>abc def</wsse:Password>", "abc def"),
        ("('Cookie', 'a b')", "a b"),
        ("- name: PIN\n  value: abc", "abc"),
        ("| password | abc |", "abc "),
        ("name=\"password\"\r\n\r\nabc def\r\n", "abc def"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END", "\nabc\n"),
        ("tool --password abc -v", "abc"),
    ];

    #[test]
    fn every_pattern_has_a_case_that_needs_it() {
        for (index, (text, value)) in CASES.iter().enumerate() {
            for (other, pattern) in PATTERNS.iter().enumerate() {
                let pattern = Regex::new(pattern).unwrap();
                let is_found = pattern.captures_iter(text).any(|it| &it["value"] == *value);
                assert_eq!(is_found, index == other, "{pattern} in {text}");
            }
            let assigned =
                found(text).iter().filter(|it| it.ends_with(&format!("|{value}"))).count();
            assert_eq!(assigned, 1, "{text} is no assignment");
        }
    }

    #[test]
    fn assignments_end_where_their_sign_lets_them() {
        for (text, expected) in [
            (r#""password" : "a \"b\" c", "x""#, r#"password|a \"b\" c"#),
            (r#"\"password\":\"abc\",\"x\":1"#, "password|abc\\"),
            ("password='a b' x", "password|a b"),
            ("“password”: “a b” x", "password|a b"),
            ("password=abc&x=1", "password|abc"),
            ("password=abc def", "password|abc"),
            ("password => abc", "password|abc"),
            ("password -> abc", "password|abc"),
            ("password := abc", "password|abc"),
            ("password: abc def\nx", "password|abc def"),
            ("{password: abc, x: 1}", "password|abc"),
            ("API Key: abc", "API Key|abc"),
            ("x Cookie: a=b; c=d\nx", "Cookie|a=b; c=d"),
            ("HTTP_COOKIE=a=b; c=d", "HTTP_COOKIE|a=b; c=d"),
            ("-H 'Cookie: a=b; c=d' http://x", "Cookie|a=b; c=d"),
            ("Authorization: Digest\n  abc\nx: y", "Authorization|Digest\n  abc"),
            ("ETag: W/\"abc\"", "ETag|abc"),
            ("password: \"abc", "password|abc"),
        ] {
            let found = found(text);
            assert!(found.iter().any(|it| it.ends_with(expected)), "{text}: {found:?}");
        }
        assert!(found("user=abc name: x").is_empty());
    }
}
