//! Which elements are of HTML, and what the attributes of others hold.

use super::{NodeId, Tree, is_block};
use crate::import::document::Cell;

/// Elements that belong to a paragraph.
pub const INLINE: &[&str] = &[
    "a", "abbr", "b", "br", "code", "del", "dfn", "em", "font", "i", "img", "ins", "mark", "q",
    "s", "small", "span", "strike", "strong", "sub", "sup", "u", "var", "wbr", "xref", "link",
    "label", "time", "bcp14", "cref", "button", "input",
];

/// Elements of HTML, whose attributes are not content.
pub fn is_known(name: &str) -> bool {
    is_block(name)
        || INLINE.contains(&name)
        || matches!(
            name,
            "html"
                | "head"
                | "title"
                | "name"
                | "meta"
                | "style"
                | "script"
                | "center"
                | "caption"
                | "colgroup"
                | "col"
                | "thead"
                | "tbody"
                | "tfoot"
                | "td"
                | "th"
                | "noscript"
                | "svg"
                | "picture"
                | "video"
                | "audio"
                | "canvas"
                | "iframe"
                | "object"
                | "figcaption"
                | "search"
                | "dialog"
                | "select"
                | "textarea"
                | "template"
                | "rfc"
                | "book"
                | "article"
                | "refentry"
                | "refsect1"
                | "refsect2"
                | "refsect3"
                | "sect1"
                | "sect2"
                | "sect3"
                | "sect4"
                | "chapter"
                | "appendix"
                | "preface"
                | "topic"
                | "concept"
                | "reference"
                | "front"
                | "middle"
                | "back"
                | "references"
                | "abstract"
                | "note"
                | "author"
                | "date"
                | "seriesinfo"
                | "info"
                | "qandaset"
        )
}

/// The attributes of a component that a reader of the page sees.
pub fn attribute_columns(tree: &Tree, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
    const LAYOUT: &[&str] = &[
        "class",
        "classname",
        "style",
        "id",
        "key",
        "width",
        "height",
        "align",
        "icon",
        "defaultopen",
        "slot",
        "ref",
        "src",
        "href",
        "cols",
        "variant",
        "color",
        "size",
        "anchor",
        "xmlns",
        "version",
        "xml:id",
        "xml:lang",
        "lang",
        "layout",
    ];
    let attributes =
        tree.attributes(id).iter().map(|(name, value)| (name.as_str(), value.as_str()));
    attributes.filter(|(name, value)| {
        !value.is_empty()
            && !LAYOUT.contains(name)
            && !name.starts_with("data-")
            && !name.starts_with("on")
            && !name.starts_with("xmlns")
    })
}

/// The text of an attribute, which may be an expression of JSX.
pub fn attribute_text(value: &str) -> Cell {
    let inner = value.strip_prefix('{').and_then(|value| value.strip_suffix('}')).unwrap_or(value);
    Cell { text: inner.trim_matches(['"', '\'', '`', ' ']).to_owned(), ..Cell::default() }
}
