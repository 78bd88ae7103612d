//! What is read of JSON and of whatever is pasted in its place, each value with its place in the
//! text.

mod reader;

use std::borrow::Cow;
use std::ops::Range;

pub(super) use reader::{read_members, read_object};

/// A value and its place. A string's place is that of its content, without the quotes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'t> {
    pub(super) span: Range<usize>,
    pub(super) value: Value<'t>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'t> {
    /// Members, and whether the object was closed.
    Object(Vec<Member<'t>>, bool),
    Array(Vec<Node<'t>>),
    String(Cow<'t, str>),
    /// A number as it is written.
    Number(&'t str),
    Boolean(bool),
    Null,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) node: Node<'t>,
}

/// What had to be forgiven to read a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Forgiven {
    /// The text ended, or turned into something else, before the value was closed.
    pub(super) cut: bool,
    /// It is no JSON: other quotes, other words, other separators.
    pub(super) dialect: bool,
}

impl Node<'_> {
    /// The member of that name, if the node is an object.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match &self.value {
            Value::Object(members, _) => {
                members.iter().find(|member| member.name == name).map(|member| &member.node)
            }
            _ => None,
        }
    }

    /// The node that an RFC 6901 pointer leads to.
    pub(super) fn pointer(&self, pointer: &str) -> Option<&Self> {
        pointer.split('/').skip(1).try_fold(self, |node, step| node.get(step))
    }

    /// Visits the node, when it is an object, and every object below it.
    pub(super) fn walk<'n>(&'n self, visit: &mut dyn FnMut(&'n Self)) {
        match &self.value {
            Value::Object(members, _) => {
                visit(self);
                for member in members {
                    member.node.walk(visit);
                }
            }
            Value::Array(items) => {
                for item in items {
                    item.walk(visit);
                }
            }
            _ => {}
        }
    }

    /// The text of a string, or of a number or word as it is written.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            Value::Number(text) => Some(text),
            _ => None,
        }
    }
}
