//! Inline markup of `AsciiDoc`.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::import::read::lines::LineIndex;
use crate::import::read::markup::{Builder, html};
use crate::import::read::pattern;

static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\\(?P<escaped>[*_`{<\[#|]+)",
        r"|``(?P<code2>[^`]+)``",
        r"|`\+?(?P<code>[^`]+?)\+?`",
        r"|\+\+\+(?P<pass>.*?)\+\+\+",
        r"|pass:\w*\[(?P<pass2>[^\]]*)\]",
        r"|footnote:\w*\[[^\]]*\]|indexterm2?:\[[^\]]*\]|\(\(\([^)]*\)\)\)|image:\S+?\[[^\]]*\]",
        r"|<<(?P<ref>[^,>]+)(?:,(?P<ref_text>[^>]*))?>>",
        r"|(?P<url>(?:link:|xref:|https?://)[^\s\[\]]+)\[(?P<url_text>[^\]]*)\]",
        r"|\[\[(?P<anchor>[^\]]+)\]\]",
        r"|\[[.#%\w-]+\]#(?P<marked>[^#]+)#",
        r"|\*\*(?P<strong2>[^*]+)\*\*",
        r"|\*(?P<strong>[^*\s](?:[^*\n]*[^*\s])?)\*",
        r"|__(?P<em2>[^_]+)__",
        r"|_(?P<em>[^_\s](?:[^_\n]*[^_\s])?)_",
        r"|\{(?P<attribute>[a-zA-Z][\w-]*)\}",
        r"|(?P<br> \+(?:\n|$))",
    ))
});

/// Attributes that every document has.
const BUILT_IN: &[(&str, &str)] = &[
    ("nbsp", " "),
    ("zwsp", ""),
    ("empty", ""),
    ("blank", ""),
    ("sp", " "),
    ("vbar", "|"),
    ("pipe", "|"),
    ("plus", "+"),
    ("asterisk", "*"),
    ("lt", "<"),
    ("gt", ">"),
    ("amp", "&"),
    ("apos", "'"),
    ("quot", "\""),
    ("startsb", "["),
    ("endsb", "]"),
    ("backtick", "`"),
    ("tilde", "~"),
    ("cpp", "C++"),
];

/// Adds text with inline markup; attributes are replaced by their values.
pub fn read(text: &str, attributes: &HashMap<String, String>, builder: &mut Builder) {
    let mut end = 0;
    for found in MARKUP.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let before = text[..whole.start()].chars().next_back();
        let after = text[whole.end()..].chars().next();
        let in_word = before.is_some_and(char::is_alphanumeric)
            || after.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let single = ["strong", "em"].iter().any(|name| found.name(name).is_some());
        if single && in_word {
            continue;
        }
        plain(&text[end..whole.start()], builder);
        end = whole.end();
        let group = |names: &[&str]| {
            names.iter().find_map(|name| found.name(name)).map(|group| group.as_str())
        };
        if let Some(code) = group(&["code", "code2"]) {
            builder.open("code");
            plain(&resolve(code, attributes), builder);
            builder.close("code");
        } else if let Some(text) = group(&["escaped", "marked", "em", "em2"]) {
            plain(text, builder);
        } else if let Some(text) = group(&["pass", "pass2"]) {
            html::read(text, &LineIndex::new(""), 0, builder, &mut |text, builder| {
                builder.text(text);
            });
        } else if let Some(strong) = group(&["strong", "strong2"]) {
            builder.open("strong");
            plain(&resolve(strong, attributes), builder);
            builder.close("strong");
        } else if let Some(target) = group(&["ref"]) {
            link(target, group(&["ref_text"]).unwrap_or(target).trim(), builder);
        } else if let Some(url) = group(&["url"]) {
            let target = url.trim_start_matches("link:").trim_start_matches("xref:");
            let label = group(&["url_text"]).unwrap_or_default();
            let label = label
                .split(",window")
                .next()
                .unwrap_or_default()
                .trim_end_matches('^')
                .trim_matches('"');
            link(target, if label.is_empty() { target } else { label }, builder);
        } else if let Some(anchor) = group(&["anchor"]) {
            builder.open_as("a", "a", vec![("id".to_owned(), anchor.to_owned())]);
            builder.close("a");
        } else if found.name("attribute").is_some() {
            plain(&resolve(whole.as_str(), attributes), builder);
        } else if found.name("br").is_some() {
            builder.open("br");
        }
    }
    plain(&text[end..], builder);
}

fn link(target: &str, text: &str, builder: &mut Builder) {
    builder.open_as("a", "a", vec![("href".to_owned(), target.to_owned())]);
    plain(&text.replace('`', ""), builder);
    builder.close("a");
}

/// Text with the values of attributes; unknown ones stay, as they may be placeholders.
fn resolve(text: &str, attributes: &HashMap<String, String>) -> String {
    let Some(start) = text.find('{') else { return text.to_owned() };
    let mut result = text[..start].to_owned();
    let mut rest = &text[start..];
    while let Some(end) = rest.find('}') {
        let name = &rest[1..end];
        let built_in = BUILT_IN.iter().find(|(known, _)| *known == name).map(|&(_, value)| value);
        match attributes.get(name).map(String::as_str).or(built_in) {
            Some(value) => result.push_str(value),
            None => result.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
        let Some(next) = rest.find('{') else { break };
        result.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    result.push_str(rest);
    result
}

/// Adds text in which only entities are markup.
fn plain(text: &str, builder: &mut Builder) {
    if text.contains('&') {
        let text = text.replace('<', "&lt;");
        html::read(&text, &LineIndex::new(""), 0, builder, &mut |text, builder| builder.text(text));
    } else {
        builder.text(text);
    }
}
