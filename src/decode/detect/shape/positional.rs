//! Objects that are printed without the names of their members, as by Go's `%v` and Scala:
//! `{Invalid Input Provided 2001 [Name is taken]}`. The order and the types of the values show what
//! they are; only forms with a code and a message are tried.

use std::borrow::Cow;

use super::ShapeMatch;
use crate::catalog::{JsonForm, JsonType, Member, ValueType};
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::value::{self, Node, Value};

/// The most words or items of an object.
const MAX_ITEMS: usize = 100;

/// The object with the names of the form, if its values fit.
pub fn with_names<'a>(
    text: &'a MappedText<'a>,
    node: &'a Node<'a>,
    form: &JsonForm,
) -> Option<Node<'a>> {
    if !matches!(&node.value, Value::Tuple { items, closed: true } if items.len() <= MAX_ITEMS) {
        return None;
    }
    let message = form.message.as_ref()?.tokens().last()?;
    let code = form.code.as_ref()?.tokens().last()?;
    let naming = Naming { text: text.as_str(), message: &message, code: &code };
    // Absent members may be printed as nothing. Go's clients declare the code first.
    let variants = [(true, false), (false, false), (true, true), (false, true)];
    variants.into_iter().find_map(|(with_optional, code_first)| {
        let named = naming.object(node, form.shape, with_optional, code_first)?;
        ShapeMatch::new(text, &named, form.shape).map(|_| named)
    })
}

struct Naming<'a, 'n> {
    text: &'a str,
    /// The name of the message, which alone can be several words.
    message: &'n str,
    code: &'n str,
}

impl<'a> Naming<'a, '_> {
    fn object(
        &self,
        node: &Node<'a>,
        shape: &[Member],
        with_optional: bool,
        code_first: bool,
    ) -> Option<Node<'a>> {
        let Value::Tuple { items, closed: true } = &node.value else { return None };
        let mut members: Vec<&Member> =
            shape.iter().filter(|member| with_optional || !member.optional).collect();
        if code_first {
            let index = members.iter().position(|member| member.name == self.code)?;
            members[..=index].rotate_right(1);
        }
        let name = |items: &[Node<'a>]| {
            let members = self.members(items, &members, with_optional, code_first)?;
            Some(Node { span: node.span.clone(), value: Value::object(members) })
        };
        name(items).or_else(|| name(&self.words(items)?))
    }

    /// Each item with its name. What is too much belongs to the message.
    fn members(
        &self,
        items: &[Node<'a>],
        members: &[&Member],
        with_optional: bool,
        code_first: bool,
    ) -> Option<Vec<value::Member<'a>>> {
        let mut further = items.len().checked_sub(members.len())?;
        let mut items = items.iter();
        let mut named = Vec::new();
        for member in members {
            let first = items.next()?;
            let node = match member.value_type {
                ValueType::JsonType(JsonType::String) if member.name == self.message => {
                    let last = items.by_ref().take(further).last().unwrap_or(first);
                    further = 0;
                    let span = first.span.start..last.span.end;
                    let text = self.text[span.clone()].trim_end_matches(',');
                    let is_message = text.contains(char::is_alphabetic);
                    let value = Value::String(Cow::Borrowed(text));
                    is_message.then_some(Node { span, value })?
                }
                ValueType::JsonType(JsonType::String)
                    if member.name == self.code && !is_symbol(first) =>
                {
                    return None;
                }
                ValueType::JsonType(_) => first.clone(),
                ValueType::Object(shape) => self.object(first, shape, with_optional, code_first)?,
                ValueType::Objects(shape) => {
                    let objects = first.items().iter();
                    let objects = objects.map(|item| self.object(item, shape, true, false));
                    let value = Value::Array(objects.collect::<Option<_>>()?);
                    Node { span: first.span.clone(), value }
                }
            };
            named.push(value::Member::new(member.name.to_owned(), node));
        }
        (further == 0).then_some(named)
    }

    /// The items with texts split into words. `None` if they are too many.
    fn words(&self, items: &[Node<'a>]) -> Option<Vec<Node<'a>>> {
        let mut words = Vec::new();
        for item in items {
            if item.text().is_none() {
                words.push(item.clone());
                continue;
            }
            let mut at = item.span.start;
            for word in self.text[item.span.clone()].split(' ') {
                let span = at..at + word.len();
                at = span.end + 1;
                let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
                let value = if is_number {
                    Value::Number(word)
                } else {
                    Value::String(Cow::Borrowed(word))
                };
                if !word.is_empty() {
                    words.push(Node { span, value });
                }
            }
        }
        (words.len() <= MAX_ITEMS).then_some(words)
    }
}

/// Whether a value can be a code that is a word.
fn is_symbol(node: &Node<'_>) -> bool {
    node.text().is_some_and(|text| {
        text.starts_with(char::is_uppercase)
            && text.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}
