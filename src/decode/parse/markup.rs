//! XML elements. They become the same objects as JSON does, so that the same shapes match.

use std::borrow::Cow;

use super::value::{Member, Node, Value};

/// Deeper nesting is not parsed.
const MAX_DEPTH: usize = 32;

/// Every outermost XML element of the text that contains elements, as an object with one member.
pub fn elements(text: &str) -> Vec<Node<'_>> {
    if !text.contains("</") {
        return Vec::new();
    }
    let mut roots = Vec::new();
    let mut open: Vec<OpenElement<'_>> = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find('<') {
        let start = at + offset;
        let Some(length) = text[start..].find('>') else { break };
        let end = start + length + 1;
        at = end;
        let tag = &text[start + 1..end - 1];
        if let Some(name) = tag.strip_prefix('/') {
            let Some(index) = open.iter().rposition(|opened| opened.name == name.trim()) else {
                continue;
            };
            // An element that is never closed is empty: what follows it is its sibling.
            let inner: Vec<Member<'_>> =
                open.drain(index + 1..).flat_map(|unclosed| unclosed.children).collect();
            let Some(mut element) = open.pop() else { continue };
            element.children.extend(inner);
            let span = element.start..end;
            let node = if element.children.is_empty() {
                leaf(text, element.content, start)
            } else {
                Node { span: span.clone(), value: Value::object(element.children) }
            };
            let member = Member::new(local_name(element.name), node);
            if let Some(parent) = open.last_mut() {
                parent.children.push(member);
            } else if matches!(member.node.value, Value::Object { .. }) {
                roots.push(Node { span, value: Value::object(vec![member]) });
            }
        } else if !tag.ends_with('/')
            && tag.starts_with(|c: char| c.is_ascii_alphabetic())
            && open.len() < MAX_DEPTH
        {
            let name = tag.split([' ', '\n', '\t']).next().unwrap_or(tag);
            open.push(OpenElement { name, start, content: end, children: Vec::new() });
        }
    }
    roots
}

/// An element whose closing tag is still to come.
struct OpenElement<'t> {
    name: &'t str,
    /// Where its tag starts.
    start: usize,
    /// Where its content starts.
    content: usize,
    children: Vec<Member<'t>>,
}

/// An element's name without its namespace.
fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn leaf(text: &str, start: usize, end: usize) -> Node<'_> {
    let content = text[start..end].trim();
    let offset = start + (text[start..end].len() - text[start..end].trim_start().len());
    scalar(content, offset)
}

fn scalar(content: &str, start: usize) -> Node<'_> {
    let digits = !content.is_empty() && content.bytes().all(|byte| byte.is_ascii_digit());
    let value = match content {
        "" => Value::Null,
        content if digits => Value::Number(content),
        content => Value::String(Cow::Borrowed(content)),
    };
    Node { span: start..start + content.len(), value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Pointer;

    fn text_at<'t>(nodes: &'t [Node<'t>], pointer: &str) -> Option<&'t str> {
        let pointer = Pointer::parse(pointer).expect("a pointer");
        nodes.first().and_then(|node| node.lookup(&pointer)).and_then(Node::text)
    }

    #[test]
    fn xml_becomes_objects() {
        let nodes = elements("x <error><code> 2001 </code><br><m:message>a b</m:message></error>");
        assert_eq!(text_at(&nodes, "/error/code"), Some("2001"));
        assert_eq!(text_at(&nodes, "/error/message"), Some("a b"));
        assert!(elements("<p>text</p> a < b > c").is_empty());
    }
}
