//! Lists the scalar members of an unrecognised body.

use super::embedded;
use super::markup;
use super::value::{Node, Value};
use crate::catalog::Pointer;
use crate::decode::cancel::CancelToken;
use crate::decode::input::normalize::{Encoding, normalize};
use crate::decode::input::repair::Repairs;

/// A member of a body that is neither an object nor a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarField {
    /// Its path.
    pub at: Pointer,
    /// A text, or a number or word as it is written.
    pub value: String,
}

/// The members of the first object in `text` that are neither objects nor lists, at most `max`.
#[must_use]
pub fn fields(text: &str, max: usize) -> Vec<ScalarField> {
    let text = normalize(text.as_bytes(), 0..text.len(), Encoding::Utf8, &mut Repairs::default());
    let mut fields = Vec::new();
    // The objects inside the first are visited after it.
    let done = CancelToken::default();
    embedded::visit_objects(&done, &text, &mut Repairs::default(), &mut |_, node| {
        if node.is_object() && !done.is_cancelled() {
            done.cancel();
            collect(node, &Pointer::default(), max, &mut fields);
        }
    });
    fields
}

/// The elements of the first XML document in `text` that have no elements inside, at most `max`.
#[must_use]
pub fn element_fields(text: &str, max: usize) -> Vec<ScalarField> {
    let mut fields = Vec::new();
    if let Some(root) = markup::elements(text).first() {
        collect(root, &Pointer::default(), max, &mut fields);
    }
    fields
}

fn collect(node: &Node<'_>, at: &Pointer, max: usize, fields: &mut Vec<ScalarField>) {
    if fields.len() >= max {
        return;
    }
    let value = match &node.value {
        Value::Object { .. } | Value::Array(_) | Value::Tuple { .. } => {
            for (name, child) in node.children() {
                collect(child, &at.child(&name), max, fields);
            }
            return;
        }
        Value::String(text) => text,
        Value::Number(text) => *text,
        Value::Boolean(true) => "true",
        Value::Boolean(false) => "false",
        Value::Null => "null",
    };
    fields.push(ScalarField { at: at.clone(), value: value.to_owned() });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_named_by_pointers() {
        let fields =
            element_fields("<Error><Code>Gone</Code><Message>It is gone</Message></Error>", 9);
        let fields: Vec<_> = fields.iter().map(|it| (it.at.as_str(), &*it.value)).collect();
        assert_eq!(fields, [("/Error/Code", "Gone"), ("/Error/Message", "It is gone")]);
    }

    #[test]
    fn members_are_named_by_pointers() {
        let text = r#"HTTP/1.1 500
            {"fault":{"id":17,"a/b~":"x","on":true,"by":null,"list":["p",{"q":"r"}]}} {"other":1}"#;
        let listed: Vec<_> =
            fields(text, 10).into_iter().map(|it| format!("{}={}", it.at, it.value)).collect();
        let all = ["/fault/id=17", "/fault/a~1b~0=x", "/fault/on=true", "/fault/by=null"];
        assert_eq!(listed[..4], all);
        assert_eq!(listed[4..], ["/fault/list/0=p", "/fault/list/1/q=r"]);
        assert_eq!(fields(text, 2).len(), 2);
        assert_eq!(fields("no body", 10), []);
    }
}
