//! A reader of values that are laid out in lines: blocks of `name: value` whose indentation nests
//! them (YAML, TOML, INI, Format-List, R's and Swift's dumps), tables with a header (CSV, PowerShell,
//! psql), and pairs within a line (logfmt, queries). What a line holds is read as in brackets.

mod line;
mod table;

use std::borrow::Cow;
use std::ops::Range;

use self::line::{Alignment, Content, Line};
use super::brackets::{is_member, parse_members, parse_value};
use super::value::{Member, Node, Value};

/// Deeper nesting is not parsed.
const MAX_DEPTH: usize = 32;
/// How many names of a line are tried before it is taken for running text.
const MAX_ATTEMPTS: usize = 8;
/// How many members back the name of a dotted path is looked for.
const MAX_SIBLINGS: usize = 32;
/// What separates the names of a path: `error.code`, `error[code]`, `$error$code`.
const STEPS: [char; 4] = ['.', '[', ']', '$'];

/// The object of every block, row and line with members.
pub fn objects(text: &str) -> Vec<Node<'_>> {
    let mut start = 0;
    let lines = text.split('\n').map(|line| {
        let parsed = Line::parse(text, start..start + line.trim_end_matches([' ', '\r']).len());
        start += line.len() + 1;
        parsed
    });
    let mut reader =
        Reader { text, lines: lines.collect(), at: 0, end: 0, depth: 0, is_dump: false };
    let mut objects = Vec::new();
    while reader.at < reader.lines.len() {
        if let Some((rows, end)) = table::rows(text, &reader.lines[reader.at..]) {
            objects.extend(rows);
            reader.at += end;
        } else if !reader.block(&mut objects) {
            inline_members(text, &reader.lines[reader.at].span, &mut objects);
            reader.at += 1;
        }
    }
    objects
}

struct Reader<'t> {
    text: &'t str,
    lines: Vec<Line<'t>>,
    at: usize,
    /// The end of the current block.
    end: usize,
    depth: usize,
    /// Whether the current block is a dump of Swift, whose dashes mark every value.
    is_dump: bool,
}

impl<'t> Reader<'t> {
    /// Parses the block that starts at the current line. Returns whether there is one, of at least
    /// two members.
    fn block(&mut self, objects: &mut Vec<Node<'t>>) -> bool {
        let first = self.at;
        self.end = self.block_end();
        if self.end < first + 2 {
            return false;
        }
        let span = self.lines[first].span.start..self.lines[self.end - 1].span.end;
        self.is_dump = self.lines[first..self.end].iter().any(|line| line.is_opened);
        while self.at < self.end {
            let before = self.at;
            let value = self.value(false);
            objects.push(Node { span: span.clone(), value });
            self.at = self.at.max(before + 1);
        }
        true
    }

    /// Where the lines end that belong together.
    fn block_end(&self) -> usize {
        let lines = &self.lines[self.at..];
        if matches!(lines[0].content, Content::Blank) {
            return self.at;
        }
        let depth = lines[0].depth;
        let mut last: Option<Alignment> = None;
        let mut end = 0;
        for (index, line) in lines.iter().enumerate() {
            let is_next = end == index;
            let is_part = match &line.content {
                // Only a section, or a path, continues after an empty line.
                Content::Blank => continue,
                Content::Section { .. } | Content::Path(_) => true,
                Content::Member(_, alignment) if line.depth == depth => {
                    let fits = last.is_none_or(|last| last.fits(*alignment));
                    last = Some(*alignment);
                    is_next && fits
                }
                Content::Member(..) => is_next && line.depth > depth,
                Content::Text => {
                    let follows_path = || matches!(lines[index - 1].content, Content::Path(_));
                    is_next
                        && (line.is_marked || index > 0 && (line.depth > depth || follows_path()))
                }
            };
            if !is_part {
                break;
            }
            end = index + 1;
        }
        self.at + end
    }

    fn line(&self) -> Option<&Line<'t>> {
        self.lines[..self.end].get(self.at)
    }

    /// Parses the lines from the current one on that are not less deep, as an object or a list.
    fn value(&mut self, is_in_section: bool) -> Value<'t> {
        let Some(first) = self.line() else { return Value::Null };
        let depth = first.depth;
        let is_list = first.has_dash && !self.is_dump;
        let (mut members, mut items) = (Vec::new(), Vec::new());
        self.depth += 1;
        while self.depth <= MAX_DEPTH
            && let Some(line) = self.line()
            && line.depth >= depth
            && (!is_list || line.has_dash)
        {
            let span = line.span.clone();
            match &line.content {
                Content::Section { .. } if is_in_section => break,
                Content::Member(..) if is_list => {
                    let line = &mut self.lines[self.at];
                    (line.depth, line.has_dash) = (line.indent, false);
                    let value = self.value(is_in_section);
                    items.push(Node { span, value });
                }
                Content::Blank => self.at += 1,
                &Content::Section { name, is_item } => {
                    self.at += 1;
                    let value = self.value(true);
                    let node = Node { span: span.clone(), value };
                    let value = if is_item { Value::Array(vec![node]) } else { node.value };
                    insert(&mut members, &path(name), Node { span, value });
                }
                &Content::Path(name) => {
                    self.at += 1;
                    if let Some(node) = self.value_of_path() {
                        members.push(Member::identifier(name, node));
                    }
                }
                Content::Member(member, _) => {
                    let (member, depth) = (member.clone(), line.depth);
                    self.at += 1;
                    let node = self.with_deeper_lines(member.node, depth);
                    members.push(Member { node, ..member });
                }
                Content::Text => {
                    self.at += 1;
                    items.push(parse_value(self.text, span));
                }
            }
        }
        self.depth -= 1;
        if members.is_empty() { Value::Array(items) } else { Value::object(nested(members)) }
    }

    /// R's value in the line after its path, in which `[1] ` counts the values.
    fn value_of_path(&mut self) -> Option<Node<'t>> {
        let line = self.line().filter(|line| matches!(line.content, Content::Text))?;
        let count = if self.text[line.span.clone()].starts_with("[1] ") { 4 } else { 0 };
        let start = line.span.start + count;
        let node = parse_value(self.text, start..line.span.end);
        self.at += 1;
        Some(node)
    }

    /// A member's value with the deeper lines that follow: further text, or the members and items
    /// that it stands for.
    fn with_deeper_lines(&mut self, node: Node<'t>, depth: usize) -> Node<'t> {
        let mut end = node.span.end;
        while let Some(line) = self.line()
            && line.depth > depth
            && matches!(line.content, Content::Text)
            && !line.is_marked
        {
            end = line.span.end;
            self.at += 1;
        }
        if end > node.span.end {
            let span = node.span.start..end;
            let text = self.text[span.clone()].trim_start_matches(['|', '>', '-']);
            let words: Vec<_> = text.split_whitespace().collect();
            return Node { span, value: Value::String(Cow::Owned(words.join(" "))) };
        }
        let is_list =
            |line: &Line<'_>| line.has_dash && line.depth == depth && node.value == Value::Null;
        let is_empty = !matches!(node.value, Value::Number(_) | Value::Boolean(_));
        if self.line().is_some_and(|line| line.depth > depth || is_list(line)) {
            let start = self.at;
            let value = self.value(true);
            let last = self.lines[start.max(self.at.saturating_sub(1))].span.end;
            let span = self.lines[start].span.start..last;
            // Swift shows what an optional is in a line of its own.
            return match value {
                _ if !is_empty => node,
                Value::Object { mut members, .. }
                    if self.is_dump && members.len() == 1 && members[0].name == "some" =>
                {
                    members.swap_remove(0).node
                }
                value => Node { span, value },
            };
        }
        node
    }
}

/// The members in a line of running text: logfmt, queries, `failed: code: 1, message: x`.
fn inline_members<'t>(text: &'t str, line: &Range<usize>, objects: &mut Vec<Node<'t>>) {
    let mut at = line.start;
    for _ in 0..MAX_ATTEMPTS {
        let rest = &text[at..line.end];
        let Some(separator) = rest.find([':', '=']) else { return };
        let name = rest[..separator].trim_end();
        let start = name.rfind([' ', '\t', '&', '?', ',', ';', '(']).map_or(0, |before| before + 1);
        if name[start..].starts_with(|c: char| c.is_ascii_digit()) {
            // A time.
            at += separator + 1;
            continue;
        }
        match parse_members(&text[..line.end], at + start) {
            Some(Node { span, value: Value::Object { members, .. } })
                if members.len() > 1 && !is_heading(text, &members[0].node) =>
            {
                at = span.end.max(at + separator + 1);
                objects.push(Node { span, value: Value::object(nested(members)) });
            }
            _ => at += separator + 1,
        }
    }
}

/// Whether a value starts with a name, so that its own name is none: `failed: code: 1`.
fn is_heading(text: &str, node: &Node<'_>) -> bool {
    matches!(node.value, Value::String(_)) && is_member(text, node.span.start)
}

/// Members with those whose names are paths inside of others.
fn nested(members: Vec<Member<'_>>) -> Vec<Member<'_>> {
    if !members.iter().any(|member| member.name.contains(STEPS)) {
        return members;
    }
    let mut nested = Vec::new();
    for Member { name, node, .. } in members {
        insert(&mut nested, &path(&name), node);
    }
    nested.into_iter().map(with_lists).collect()
}

/// A member whose value's names are all numbers has a list: `errors[0].name`.
fn with_lists(member: Member<'_>) -> Member<'_> {
    let Member { node: Node { span, value: Value::Object { members, closed } }, .. } = member
    else {
        return member;
    };
    let is_index = |it: &Member<'_>| it.name.bytes().all(|byte| byte.is_ascii_digit());
    let is_list = members.iter().all(is_index);
    let members: Vec<_> = members.into_iter().map(with_lists).collect();
    let value = if is_list {
        Value::Array(members.into_iter().map(|member| member.node).collect())
    } else {
        Value::Object { members, closed }
    };
    Member { node: Node { span, value }, ..member }
}

fn path(name: &str) -> Vec<Cow<'static, str>> {
    let steps = name.split(STEPS).filter(|step| !step.is_empty());
    steps.take(MAX_DEPTH).map(|step| Cow::Owned(step.to_owned())).collect()
}

fn insert<'t>(members: &mut Vec<Member<'t>>, path: &[Cow<'t, str>], node: Node<'t>) {
    let Some((name, deeper)) = path.split_first() else { return };
    let known = members.iter_mut().rev().take(MAX_SIBLINGS).find(|member| member.name == *name);
    match known.map(|member| &mut member.node) {
        Some(Node { span, value: Value::Object { members: inner, .. } }) if !deeper.is_empty() => {
            *span = span.start.min(node.span.start)..span.end.max(node.span.end);
            insert(inner, deeper, node);
        }
        Some(Node { value: Value::Array(items), .. })
            if deeper.is_empty() && matches!(node.value, Value::Array(_)) =>
        {
            if let Value::Array(further) = node.value {
                items.extend(further);
            }
        }
        _ if deeper.is_empty() => members.push(Member::identifier(name.clone(), node)),
        _ => {
            let mut inner = Vec::new();
            let span = node.span.clone();
            insert(&mut inner, deeper, node);
            let node = Node { span, value: Value::object(inner) };
            members.push(Member::identifier(name.clone(), node));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Pointer;

    /// The values at the pointers, in the first object that has the first of them.
    fn values(text: &str, pointers: &[&str]) -> Vec<String> {
        let pointers: Vec<_> =
            pointers.iter().map(|it| Pointer::parse(it).expect("a pointer")).collect();
        let objects = objects(text);
        let object = objects.iter().find(|it| it.lookup(&pointers[0]).is_some());
        let values = pointers.iter().filter_map(|it| object?.lookup(it)?.text());
        values.map(str::to_owned).collect()
    }

    #[test]
    fn blocks_become_objects() {
        let expected = ["2001", "Invalid: input"];
        for text in [
            "error:\n  code: 2001\n  message: 'Invalid: input'",
            "failed\n\nerror:\n  message: Invalid: input\n  errors:\n  - a: b\n  code: 2001\n",
            "[error]\ncode = 2001\nmessage = \"Invalid: input\"\n\n[error.more]\na = 1\n",
            " $ error:List of 2\n  ..$ message: chr \"Invalid: input\"\n  ..$ code   : int 2001",
            "$error\n$error$code\n[1] 2001\n\n$error$message\n[1] \"Invalid: input\"\n",
            "▿ Foo\n  ▿ error: Foo.Error\n    - code: 2001\n    - message: \"Invalid: input\"",
            "a.error.code=2001 error.code=2001 error.message=\"Invalid: input\" x=",
            "GET https://a.b/c?error[code]=2001&error[message]='Invalid: input'&d=",
            "error.code,error.message\n2001,Invalid: input",
        ] {
            assert_eq!(values(text, &["/error/code", "/error/message"]), expected, "{text}");
        }
    }

    #[test]
    fn wrapped_text_is_one_value() {
        for text in [
            "code    : 2001\nmessage : Invalid\n          input\n",
            "code: 2001\nmessage: |\n  Invalid\n  input\n",
        ] {
            assert_eq!(values(text, &["/code", "/message"]), ["2001", "Invalid input"], "{text}");
        }
    }

    #[test]
    fn rows_become_objects() {
        for text in [
            "code;\"message\"\n1;x\n2001;\"Invalid; input\"\n",
            "| code | message |\n|---|---|\n| 2001 | Invalid; input |\n",
            " code |    message\n------+----------------\n 2001 | Invalid; input\n(1 row)",
            "  code message\n  ---- -------\n  2001 Invalid; input\n",
        ] {
            let objects = objects(text);
            let last = objects.last().and_then(|row| row.get("message")).and_then(Node::text);
            assert_eq!(last, Some("Invalid; input"), "{text}");
        }
    }

    #[test]
    fn running_text_has_no_objects() {
        for text in [
            "2026-11-20T03:12:45Z INFO [worker-7] GET /api 200",
            "Error: the request failed\nCaused by: x",
            "first, second\nthird, fourth and more",
            "",
        ] {
            let objects = objects(text);
            assert!(objects.iter().all(|it| it.get("code").is_none()), "{text}: {objects:?}");
        }
    }
}
