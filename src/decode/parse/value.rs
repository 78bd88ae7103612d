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
    /// Values in the brackets of an object, without names: a list, or an object whose members are
    /// printed in their order.
    Tuple {
        items: Vec<Node<'t>>,
        /// Whether the closing bracket was found.
        closed: bool,
    },
    String(Cow<'t, str>),
    /// A number as it is written.
    Number(&'t str),
    Boolean(bool),
    Null,
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    let letters = name.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
    letters.map(|byte| byte.to_ascii_lowercase())
}

#[derive(Debug, Clone, PartialEq)]
pub struct Member<'t> {
    pub name: Cow<'t, str>,
    /// Whether the name is an identifier of a program, which each language writes in another case,
    /// and not the name that was sent.
    pub is_identifier: bool,
    pub node: Node<'t>,
}

impl<'t> Member<'t> {
    /// A member with the name that was sent.
    pub fn new(name: impl Into<Cow<'t, str>>, node: Node<'t>) -> Self {
        Self { name: name.into(), is_identifier: false, node }
    }

    /// A member whose name is an identifier.
    pub fn identifier(name: impl Into<Cow<'t, str>>, node: Node<'t>) -> Self {
        Self { is_identifier: true, ..Self::new(name, node) }
    }

    /// Whether it has that name in any spelling: `errorCode` is also `ErrorCode` and `error_code`.
    pub fn is_named(&self, name: &str) -> bool {
        if let ([a, ..], [b, ..]) = (self.name.as_bytes(), name.as_bytes())
            && (a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && !a.eq_ignore_ascii_case(b))
        {
            return false;
        }
        self.name == name || letters(&self.name).eq(letters(name))
    }

    /// Whether its name was sent in another spelling than `name`.
    pub fn is_respelled(&self, name: &str) -> bool {
        !self.is_identifier && self.name != name
    }
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

    /// The items. Empty if the node is not a list.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Array(items) | Value::Tuple { items, .. } => items,
            _ => &[],
        }
    }

    /// The value of the member of that name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.member(name).map(|member| &member.node)
    }

    /// The member of that name, preferably in the same spelling.
    pub fn member(&self, name: &str) -> Option<&Member<'t>> {
        let mut named = self.members().iter().filter(|member| member.is_named(name));
        let first = named.next()?;
        if first.name == name {
            return Some(first);
        }
        Some(named.find(|member| member.name == name).unwrap_or(first))
    }

    /// The node that a pointer leads to.
    pub fn lookup(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.tokens().try_fold(self, |node, token| node.get(&token))
    }

    /// The members of an object, each with its name, or the items of an array with their indices.
    pub fn children(&self) -> impl Iterator<Item = (Cow<'_, str>, &Self)> {
        let members = self.members().iter();
        let items = self.items().iter().enumerate();
        members
            .map(|member| (Cow::Borrowed(member.name.as_ref()), &member.node))
            .chain(items.map(|(index, item)| (Cow::Owned(index.to_string()), item)))
    }

    /// Whether it is an object, closed or not.
    pub fn is_object(&self) -> bool {
        matches!(self.value, Value::Object { .. })
    }

    /// Whether it is a list in the brackets of an object.
    pub fn is_tuple(&self) -> bool {
        matches!(self.value, Value::Tuple { .. })
    }

    /// Visits the node, if it is an object, and every object below it.
    pub fn visit_objects<'n>(&'n self, visit: &mut dyn FnMut(&'n Self)) {
        if self.is_object() || self.is_tuple() {
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
