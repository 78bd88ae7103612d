//! HTML and the XML of documentation (`DocBook`, xml2rfc, DITA) into a tree.

use html5gum::{DefaultEmitter, State, Token, Tokenizer};

use super::super::lines::LineIndex;
use super::Builder;

/// The names of other vocabularies, and the element of HTML with that meaning.
const SYNONYMS: &[(&str, &str)] = &[
    ("informaltable", "table"),
    ("texttable", "table"),
    ("simpletable", "table"),
    ("row", "tr"),
    ("strow", "tr"),
    ("sthead", "tr"),
    ("entry", "td"),
    ("stentry", "td"),
    ("variablelist", "dl"),
    ("parml", "dl"),
    ("term", "dt"),
    ("pt", "dt"),
    ("pd", "dd"),
    ("para", "p"),
    ("simpara", "p"),
    ("t", "p"),
    ("itemizedlist", "ul"),
    ("orderedlist", "ul"),
    ("simplelist", "ul"),
    ("member", "li"),
    ("literal", "code"),
    ("constant", "code"),
    ("errorcode", "code"),
    ("errorname", "code"),
    ("symbol", "code"),
    ("codeph", "code"),
    ("tt", "code"),
    ("samp", "code"),
    ("kbd", "code"),
    ("spanx", "code"),
    ("programlisting", "pre"),
    ("codeblock", "pre"),
    ("screen", "pre"),
    ("sourcecode", "pre"),
    ("artwork", "pre"),
    ("ulink", "a"),
    ("eref", "a"),
    ("emphasis", "em"),
    ("b", "strong"),
];

/// Attributes that elements of documentation do not have: with one, an element has only the name of a
/// synonym, as `<constant name="locked" value="409">`.
const DATA: &[&str] = &["name", "value", "code"];

/// Adds the elements and the text of HTML to a tree. `text` adds text that is not in a code block.
pub fn read(
    source: &str,
    lines: &LineIndex,
    base: usize,
    builder: &mut Builder,
    text: &mut impl FnMut(&str, &mut Builder),
) {
    let mut tokens = Tokenizer::new_with_emitter(source, DefaultEmitter::<usize>::new_with_span());
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => {
                builder.line = lines.line(base + tag.span.start);
                let name = lossy(&tag.name);
                let attributes: Vec<_> =
                    tag.attributes.iter().map(|(key, value)| (lossy(key), lossy(value))).collect();
                let role = attributes
                    .iter()
                    .find(|(key, _)| key == "role")
                    .map_or("", |(_, value)| value.as_str());
                let is_data = attributes.iter().any(|(key, _)| DATA.contains(&key.as_str()));
                let element = match role {
                    "" if is_data => name.as_str(),
                    _ => canonical(&name, role, builder),
                };
                builder.open_as(&name, element, attributes);
                if tag.self_closing {
                    builder.close(&name);
                } else if matches!(name.as_str(), "script" | "style") {
                    tokens.set_state(if name == "script" {
                        State::ScriptData
                    } else {
                        State::RawText
                    });
                }
            }
            Token::EndTag(tag) => builder.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(string) => {
                builder.line = lines.line(base + string.span.start);
                text(&String::from_utf8_lossy(&string), builder);
            }
            Token::Comment(comment) => cdata(&String::from_utf8_lossy(&comment), builder),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Outside SVG, HTML reads `<![CDATA[…]]>` as a comment.
fn cdata(comment: &str, builder: &mut Builder) {
    if let Some(text) = comment.strip_prefix("[CDATA[") {
        builder.text(text.strip_suffix("]]").unwrap_or(text));
    }
}

fn canonical<'a>(tag: &'a str, role: &str, builder: &Builder) -> &'a str {
    match (role, tag) {
        ("table" | "grid", _) => "table",
        ("row", _) => "tr",
        ("cell" | "gridcell" | "rowheader", _) => "td",
        ("columnheader", _) => "th",
        (_, "listitem") if builder.in_definition_list() => "dd",
        (_, "listitem") => "li",
        _ => SYNONYMS.iter().find(|(other, _)| *other == tag).map_or(tag, |(_, name)| name),
    }
}
