//! Every way to read a paste and all named values in it, for a caller that needs more than the
//! errors.

use std::ops::Range;

use super::cancel::CancelToken;
use super::input::decodings::{Wrapping, decoded};
use super::input::normalize::{Encoding, normalize};
use super::input::repair::Repairs;
use super::input::source_map::MappedText;
use super::parse::value::{Node, Value};
use super::parse::{embedded, lines, markup};

/// The names of the members that name the other members of their object, as in
/// `{"name": "Cookie", "value": "…"}`.
const NAMING_MEMBERS: [&str; 6] = ["name", "key", "header", "field", "parameter", "property"];

/// A paste with some of its encodings undone.
#[derive(Debug)]
pub struct Layout<'a> {
    text: &'a MappedText<'a>,
    is_joined: bool,
}

/// A scalar of an object in a paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedValue {
    /// What names it, outermost first: the members on its path, and the text beside it in a pair of
    /// name and value.
    pub names: Vec<String>,
    /// A text, or a number as it is written.
    pub text: String,
    /// Its bytes in the paste.
    pub span: Range<usize>,
}

/// Calls `visit` with each layout of a paste: as normalized, then with its encodings undone, then
/// with its wrapped lines joined too.
pub fn visit_layouts(paste: &str, visit: &mut dyn FnMut(&Layout<'_>)) {
    let (bytes, repairs) = (paste.as_bytes(), &mut Repairs::default());
    let text = normalize(bytes, 0..bytes.len(), Encoding::Utf8, repairs);
    visit(&Layout { text: &text, is_joined: false });
    for wrapping in [Wrapping::None, Wrapping::Hard] {
        if let Some(decoded) = decoded(&text, wrapping, &mut Repairs::default()) {
            visit(&Layout { text: &decoded, is_joined: wrapping == Wrapping::Hard });
        }
    }
}

impl Layout<'_> {
    /// The text of the layout.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// Whether lines that may have been wrapped are joined.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        self.is_joined
    }

    /// The bytes of the paste that a range of the text was read from.
    #[must_use]
    pub fn paste_span(&self, range: &Range<usize>) -> Range<usize> {
        self.text.input_span(range)
    }

    /// The scalars of all objects in the text, in any notation, also inside strings.
    #[must_use]
    pub fn values(&self) -> Vec<NamedValue> {
        let mut values = Vec::new();
        let mut seen = (std::ptr::null(), 0);
        let (cancel, repairs) = (CancelToken::default(), &mut Repairs::default());
        embedded::visit_objects(&cancel, self.text, repairs, &mut |text, node| {
            // The objects below one are visited after it.
            if seen.0 != text.as_str().as_ptr() || seen.1 <= node.span.start {
                seen = (text.as_str().as_ptr(), node.span.end);
                collect(text, node, &mut Vec::new(), &mut values);
            }
        });
        let text = self.text.as_str();
        for root in markup::elements(text).iter().chain(&lines::objects(text)) {
            collect(self.text, root, &mut Vec::new(), &mut values);
        }
        values
    }
}

fn collect(
    text: &MappedText<'_>,
    node: &Node<'_>,
    names: &mut Vec<String>,
    values: &mut Vec<NamedValue>,
) {
    if let Some(scalar) = node.text() {
        let span = text.input_span(&node.span);
        values.push(NamedValue { names: names.clone(), text: scalar.to_owned(), span });
    }
    let depth = names.len();
    let naming = node.members().iter().find(|member| {
        NAMING_MEMBERS.iter().any(|name| member.name.eq_ignore_ascii_case(name))
            && matches!(member.node.value, Value::String(_))
    });
    for member in node.members() {
        let named_by = naming.filter(|naming| !std::ptr::eq(*naming, member));
        names.extend(named_by.and_then(|naming| naming.node.text()).map(str::to_owned));
        names.push(member.name.clone().into_owned());
        collect(text, &member.node, names, values);
        names.truncate(depth);
    }
    let mut previous = None;
    for item in node.items() {
        names.extend(previous.map(str::to_owned));
        collect(text, item, names, values);
        names.truncate(depth);
        previous = item.text().filter(|text| !text.contains(char::is_whitespace));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(paste: &str) -> Vec<(String, String)> {
        let mut values = Vec::new();
        visit_layouts(paste, &mut |layout| {
            let named = layout.values().into_iter();
            values.extend(named.map(|it| (it.names.join("/"), paste[it.span].to_owned())));
        });
        values
    }

    #[test]
    fn values_are_named_by_what_is_around_and_beside_them() {
        let cases = [
            (r#"x {"a":{"b":"c"}}"#, "a/b", "c"),
            (r#"{"cookies":[{"name":"sid","value":"abc"}]}"#, "cookies/sid/value", "abc"),
            (r#"{"raw":["Cookie","sid=1"]}"#, "raw/Cookie", "sid=1"),
            (r#"{"body":"{\"a\":\"b c\"}"}"#, "a", "b c"),
            ("{&quot;a&quot;:&quot;b c&quot;}", "a", "b c"),
        ];
        for (paste, names, value) in cases {
            let found = values(paste);
            assert!(found.contains(&(names.to_owned(), value.to_owned())), "{paste}: {found:?}");
        }
    }
}
