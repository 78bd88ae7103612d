//! The members of a body, whoever it is from.

use super::clean;
use super::embedded;
use super::repair::Repairs;
use super::value::{Node, Value};

/// A member of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Where: a JSON pointer.
    pub at: String,
    /// A text, or a number or word as it is written.
    pub value: String,
}

/// The first members of the first object in `text` that hold neither objects nor lists, at most so
/// many.
#[must_use]
pub fn fields(text: &str, most: usize) -> Vec<Field> {
    let text = clean::clean(text.as_bytes(), &mut Repairs::default());
    let mut fields = Vec::new();
    // One object is enough; those within it are visited after it.
    let found = std::cell::Cell::new(false);
    embedded::objects(&|| found.get(), &text, &mut Repairs::default(), &mut |_, node| {
        if !found.replace(true) {
            collect(node, "", most, &mut fields);
        }
    });
    fields
}

fn collect(node: &Node<'_>, at: &str, most: usize, fields: &mut Vec<Field>) {
    if fields.len() >= most {
        return;
    }
    let mut leaf = |value: &str| fields.push(Field { at: at.to_owned(), value: value.to_owned() });
    match &node.value {
        Value::Object(members, _) => {
            for member in members {
                let name = member.name.replace('~', "~0").replace('/', "~1");
                collect(&member.node, &format!("{at}/{name}"), most, fields);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{at}/{index}"), most, fields);
            }
        }
        Value::String(text) => leaf(text),
        Value::Number(text) => leaf(text),
        Value::Boolean(word) => leaf(if *word { "true" } else { "false" }),
        Value::Null => leaf("null"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_named_by_pointers() {
        let text = r#"HTTP/1.1 500
            {"fault":{"id":17,"a/b~":"x","on":true,"by":null,"list":["p",{"q":"r"}]}} {"other":1}"#;
        let told: Vec<_> =
            fields(text, 10).into_iter().map(|it| format!("{}={}", it.at, it.value)).collect();
        let all = ["/fault/id=17", "/fault/a~1b~0=x", "/fault/on=true", "/fault/by=null"];
        assert_eq!(told[..4], all);
        assert_eq!(told[4..], ["/fault/list/0=p", "/fault/list/1/q=r"]);
        assert_eq!(fields(text, 2).len(), 2);
        assert_eq!(fields("no body", 10), []);
    }
}
