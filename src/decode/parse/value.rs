//! Values of JSON and of what is pasted in its place, each with its span in the text.

use std::borrow::Cow;
use std::ops::Range;

use crate::catalog::Pointer;

/// A value and its span. The span of a string is that of its content, without the quotes.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'t> {
    pub span: Range<usize>,
    pub value: Value<'t>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value<'t> {
    Object {
        members: Vec<Member<'t>>,
        /// Whether the closing brace was found.
        closed: bool,
    },
    Array(Vec<Node<'t>>),
    String(Cow<'t, str>),
    /// A number as it is written.
    Number(&'t str),
    Boolean(bool),
    Null,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Member<'t> {
    pub name: Cow<'t, str>,
    pub node: Node<'t>,
}

impl<'t> Value<'t> {
    /// An object with its closing brace.
    pub fn object(members: Vec<Member<'t>>) -> Self {
        Self::Object { members, closed: true }
    }
}

impl<'t> Node<'t> {
    /// The members. Empty if the node is not an object.
    pub fn members(&self) -> &[Member<'t>] {
        match &self.value {
            Value::Object { members, .. } => members,
            _ => &[],
        }
    }

    /// The member of that name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|member| member.name == name).map(|member| &member.node)
    }

    /// The node that a pointer leads to.
    pub fn lookup(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.tokens().try_fold(self, |node, token| node.get(&token))
    }

    /// The members of an object, each with its name, or the items of an array with their indices.
    pub fn children(&self) -> impl Iterator<Item = (Cow<'_, str>, &Self)> {
        let items = match &self.value {
            Value::Array(items) => items.as_slice(),
            _ => &[],
        };
        let members = self.members().iter();
        let items = items.iter().enumerate();
        members
            .map(|member| (Cow::Borrowed(member.name.as_ref()), &member.node))
            .chain(items.map(|(index, item)| (Cow::Owned(index.to_string()), item)))
    }

    /// Whether it is an object, closed or not.
    pub fn is_object(&self) -> bool {
        matches!(self.value, Value::Object { .. })
    }

    /// Visits the node, if it is an object, and every object below it.
    pub fn visit_objects<'n>(&'n self, visit: &mut dyn FnMut(&'n Self)) {
        if self.is_object() {
            visit(self);
        }
        self.children().for_each(|(_, child)| child.visit_objects(visit));
    }

    /// The text of a string, or of a number as it is written.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            Value::Number(text) => Some(text),
            _ => None,
        }
    }
}
