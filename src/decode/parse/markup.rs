//! Errors that are neither JSON nor prose: XML elements, `key=value` pairs of logfmt, and form or
//! query strings. Each becomes the same objects as JSON does, so that the same shapes match.

use std::borrow::Cow;

use super::value::{Member, Node, Value};

/// Deeper nesting is not parsed.
const MAX_DEPTH: usize = 32;

/// The pairs of a line that are parsed: no error has more members.
const MAX_PAIRS: usize = 1000;

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
            let member = Member { name: Cow::Borrowed(local_name(element.name)), node };
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

/// Every line with at least two `key=value` pairs, as an object. A dot in a key nests:
/// `error.code=2001`.
pub fn pairs(text: &str) -> Vec<Node<'_>> {
    let mut objects = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if line.matches('=').nth(1).is_some() {
            let members = line_pairs(line, start);
            if !members.is_empty() {
                let span = start..start + line.len();
                objects.push(Node { span, value: Value::object(members) });
            }
        }
        start += line.len() + 1;
    }
    objects
}

fn line_pairs(line: &str, start: usize) -> Vec<Member<'_>> {
    let mut members = Vec::new();
    let mut at = 0;
    for _ in 0..MAX_PAIRS {
        let Some(offset) = line[at..].find('=') else { break };
        let equals = at + offset;
        let name_start = line[at..equals]
            .rfind([' ', '\t', '&', '?', ','])
            .map_or(at, |delimiter| at + delimiter + 1);
        let name = &line[name_start..equals];
        let (value_start, value_end, next) = pair_value(line, equals + 1);
        at = next;
        if !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']'))
        {
            let node = scalar(&line[value_start..value_end], start + value_start);
            let steps = name.split(['.', '[', ']']).filter(|step| !step.is_empty());
            let path: Vec<&str> = steps.take(MAX_DEPTH + 1).collect();
            if path.len() <= MAX_DEPTH {
                insert(&mut members, &path, node);
            }
        }
    }
    members
}

/// Where a value starts and ends, and where the next pair may start.
fn pair_value(line: &str, start: usize) -> (usize, usize, usize) {
    let rest = &line[start..];
    if let Some(quoted) = rest.strip_prefix('"') {
        let end = quoted.find('"').unwrap_or(quoted.len());
        return (start + 1, start + 1 + end, (start + 2 + end).min(line.len()));
    }
    let end = start + rest.find([' ', '\t', '&', ';']).unwrap_or(rest.len());
    (start, end, end)
}

fn insert<'t>(members: &mut Vec<Member<'t>>, path: &[&'t str], node: Node<'t>) {
    let Some((first, deeper)) = path.split_first() else { return };
    if deeper.is_empty() {
        members.push(Member { name: Cow::Borrowed(first), node });
        return;
    }
    let span = node.span.clone();
    let index = members.iter().position(|member| member.name == *first).unwrap_or_else(|| {
        let node = Node { span: span.clone(), value: Value::object(Vec::new()) };
        members.push(Member { name: Cow::Borrowed(first), node });
        members.len() - 1
    });
    let outer = &mut members[index].node;
    outer.span = outer.span.start.min(span.start)..outer.span.end.max(span.end);
    if let Value::Object { members: inner, .. } = &mut outer.value {
        insert(inner, deeper, node);
    }
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

    #[test]
    fn pairs_become_objects() {
        let nodes =
            pairs("level=error error.code=2001 error.message=\"Invalid Input Provided\" x=");
        assert_eq!(text_at(&nodes, "/error/code"), Some("2001"));
        assert_eq!(text_at(&nodes, "/error/message"), Some("Invalid Input Provided"));
        let nodes = pairs("error[code]=3001&error[message]=Invalid");
        assert_eq!(text_at(&nodes, "/error/code"), Some("3001"));
    }
}
