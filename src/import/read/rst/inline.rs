//! Inline markup of reStructuredText.

use std::sync::LazyLock;

use regex::Regex;

use crate::import::read::markup::Builder;
use crate::import::read::pattern;

static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"``(?P<literal>.+?)``",
        r"|:(?P<role>[A-Za-z][\w:.+-]*):`(?P<content>[^`]+)`",
        r"|`(?P<link>[^`]+)`__?",
        r"|`(?P<default>[^`]+)`",
        r"|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*",
        r"|\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*",
        r"|\|(?P<substitution>[A-Za-z][^|\n]*)\|_?",
        r"|\[(?:#?\w*|\*)\]_",
        r"|\\(?P<escaped>(?s:.))",
    ))
});

/// Adds text with inline markup.
pub fn read(text: &str, builder: &mut Builder) {
    let mut end = 0;
    for found in MARKUP.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        builder.text(&text[end..whole.start()]);
        end = whole.end();
        if let Some(literal) = found.name("literal") {
            builder.element("code", literal.as_str());
        } else if let Some(content) = found.name("content") {
            role(&found["role"], content.as_str(), builder);
        } else if let Some(content) = found.name("link") {
            link(content.as_str(), builder);
        } else if let Some(content) = found.name("default") {
            builder.element("code", content.as_str());
        } else if let Some(content) = found.name("strong") {
            builder.element("strong", content.as_str());
        } else if let Some(content) = found.name("em").or(found.name("substitution")) {
            builder.text(content.as_str());
        } else if let Some(escaped) =
            found.name("escaped").filter(|escaped| !escaped.as_str().trim().is_empty())
        {
            builder.text(escaped.as_str());
        }
    }
    builder.text(&text[end..]);
}

/// Splits `text <target>`.
fn split_target(content: &str) -> (&str, &str) {
    match content.strip_suffix('>').and_then(|content| content.rsplit_once('<')) {
        Some(("", target)) => (target, target),
        Some((text, target)) => (text.trim(), target),
        None => (content, ""),
    }
}

fn link(content: &str, builder: &mut Builder) {
    let (text, target) = split_target(content);
    builder.open_as("a", "a", vec![("href".to_owned(), target.to_owned())]);
    builder.text(text);
    builder.close("a");
}

fn role(role: &str, content: &str, builder: &mut Builder) {
    let (text, target) = split_target(content);
    match role.rsplit(':').next().unwrap_or(role) {
        "ref" | "doc" | "term" | "numref" | "rfc" | "issue" => link(content, builder),
        "strong" => builder.element("strong", text),
        "sup" | "sub" | "abbr" => builder.text(text),
        _ if target.is_empty() => builder.element("code", text.trim_start_matches(['~', '!', '.'])),
        _ => builder.element("code", text),
    }
}
