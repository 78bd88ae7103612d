//! Which objects report an error, of any API. The others are data, such as the answer to a
//! successful request: a status or a vendor's name in them reports nothing.

use crate::decode::parse::status;
use crate::decode::parse::value::{Member, Node, Value};

/// The names of members in which errors and log records have their text.
const NAMES: [&str; 17] = [
    "err", "code", "message", "msg", "level", "log", "event", "text", "reason", "detail",
    "details", "stderr", "output", "body", "response", "line", "@message",
];
/// What the names of other members of errors contain.
const PARTS: [&str; 5] = ["error", "fail", "exception", "fault", "denied"];
/// What the value of a member starts with if something failed.
const FAILED: [&str; 5] = ["fail", "fault", "error", "denied", "reject"];

/// Whether an object is an error of any API.
pub fn is_error_object(node: &Node<'_>) -> bool {
    const MEMBERS: [&str; 6] = ["error", "errors", "errorCode", "error_code", "code", "message"];
    node.members().iter().any(|member| MEMBERS.contains(&member.name.as_ref()))
}

/// Whether an object, or one in it, has a member of an error or a log record, or a value such as
/// `Failed`.
pub fn reports_error(node: &Node<'_>) -> bool {
    let is_failure = |text: &str| FAILED.iter().any(|word| starts_with(text, word));
    let is_of_error = |member: &Member<'_>| {
        is_of_error(&member.name) && !is_empty(&member.node)
            || contains_word(&member.name, "status") && is_failure_status(&member.node)
    };
    node.members().iter().any(is_of_error)
        || matches!(&node.value, Value::String(text) if is_failure(text))
        || node.children().any(|(_, child)| reports_error(child))
}

/// Whether a member's name is that of an error or a log record.
fn is_of_error(name: &str) -> bool {
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
        || PARTS.iter().any(|part| contains_word(name, part))
}

/// Whether a value is the status of a failed request.
fn is_failure_status(node: &Node<'_>) -> bool {
    node.text().and_then(status::parse).is_some_and(|status| status >= 400)
}

/// Whether a text contains a word in lower case, whatever the case of the text.
fn contains_word(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a text starts with a word in lower case, whatever the case of the text.
fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether a value means that there is no error.
fn is_empty(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Null | Value::Boolean(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Number(number) => *number == "0",
        Value::Object { members, .. } => members.is_empty(),
        Value::Array(items) | Value::Tuple { items, .. } => items.is_empty(),
        Value::Boolean(true) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::parse::brackets::parse_object;

    #[test]
    fn data_reports_no_error() {
        let reports_error = |text: &str| reports_error(&parse_object(text, 0).0);
        for text in [
            r#"{"id":"P1","summary":"[#1] HTTP 500 on checkout","status":"resolved"}"#,
            r#"{"value":[{"Key":"b4","State":"Successful","errorCode":0,"error":null}]}"#,
        ] {
            assert!(!reports_error(text), "{text}");
        }
        for text in [
            r#"{"a":{"error":{"id":1}}}"#,
            r#"{"level":"info","id":1}"#,
            r#"{"State":"Faulted","Info":"the reason"}"#,
            r#"{"status":404,"title":"x"}"#,
        ] {
            assert!(reports_error(text), "{text}");
        }
    }
}
