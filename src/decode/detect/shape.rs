//! Compares an object with the shape of a signature.

pub mod positional;

use super::candidate::Part;
use crate::catalog::{JsonType, Member, Pointer, ValueType};
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::value::{self, Node, Value};
use crate::decode::report::Location;

/// How many unexpected members of an object are counted.
const MAX_UNEXPECTED: usize = 50;

/// How many members of a shape an object has.
#[derive(Debug, Clone, Copy, Default)]
pub struct MemberCount {
    pub all: usize,
    /// Those that the shape does not require.
    pub optional: usize,
}

/// How the members of an object differ from those of a vendor.
#[derive(Debug, Clone, Copy, Default)]
pub struct Differences {
    /// They are in another order.
    pub reordered: bool,
    /// Names were sent in another spelling, such as `ErrorCode` for `errorCode`.
    pub respelled: bool,
    /// The object is the only member of another one, `error`.
    pub wrapped: bool,
}

/// How an object differs from a shape that it has. Further members don't prevent a match.
pub struct ShapeMatch<'a> {
    text: &'a MappedText<'a>,
    pub differences: Differences,
    pub members: MemberCount,
    /// Members that the shape doesn't have.
    pub unexpected: Vec<Part>,
}

/// The way from the object to a value in it, of which few are ever printed.
#[derive(Clone, Copy)]
enum Path<'p> {
    Root,
    Member(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
}

impl Path<'_> {
    fn pointer(self) -> Pointer {
        match self {
            Self::Root => Pointer::default(),
            Self::Member(parent, name) => parent.pointer().child(name),
            Self::Item(parent, index) => parent.pointer().child(&index.to_string()),
        }
    }
}

impl<'a> ShapeMatch<'a> {
    /// The match. `None` if a member is missing or has another type.
    pub fn new(text: &'a MappedText<'a>, node: &Node<'_>, shape: &[Member]) -> Option<Self> {
        let mut shape_match = Self {
            text,
            differences: Differences::default(),
            members: MemberCount::default(),
            unexpected: Vec::new(),
        };
        shape_match.match_object(node, shape, Path::Root).then_some(shape_match)
    }

    fn match_object(&mut self, node: &Node<'_>, shape: &[Member], path: Path<'_>) -> bool {
        let Value::Object { members, .. } = &node.value else { return false };
        // Most objects in logs are too small for any form.
        if members.len() < shape.iter().filter(|member| !member.optional).count() {
            return false;
        }
        for member in shape {
            let Some(found) = node.member(member.name) else {
                if member.optional {
                    continue;
                }
                return false;
            };
            let is_unset = member.optional && found.node.value == Value::Null;
            if !is_unset && !self.match_member(&found.node, member, path) {
                return false;
            }
            self.members.all += 1;
            self.members.optional += usize::from(member.optional);
            self.differences.respelled |= found.is_respelled(member.name);
        }
        let rank =
            |member: &value::Member<'_>| shape.iter().position(|known| member.is_named(known.name));
        self.differences.reordered |= !members.iter().filter_map(rank).is_sorted();
        let unexpected = members.iter().filter(|member| rank(member).is_none());
        for member in unexpected.take(MAX_UNEXPECTED) {
            self.unexpected.push(Part {
                text: member.name.to_string(),
                span: self.text.input_span(&member.node.span),
                location: Location::Pointer(Path::Member(&path, &member.name).pointer()),
            });
        }
        true
    }

    /// Whether an item of a list has a shape. What is missing in one that was cut off may have been
    /// there.
    fn match_item(&mut self, item: &Node<'_>, shape: &[Member], path: Path<'_>) -> bool {
        let is_cut = matches!(item.value, Value::Object { closed: false, .. });
        is_cut || self.match_object(item, shape, path)
    }

    fn match_member(&mut self, node: &Node<'_>, member: &Member, path: Path<'_>) -> bool {
        let path = Path::Member(&path, member.name);
        match (member.value_type, &node.value) {
            (ValueType::JsonType(json_type), value) => is_of_type(value, json_type),
            (ValueType::Object(shape), _) => self.match_object(node, shape, path),
            (ValueType::Objects(shape), value) if is_list(value) => node
                .items()
                .iter()
                .enumerate()
                .all(|(index, item)| self.match_item(item, shape, Path::Item(&path, index))),
            (ValueType::Objects(shape), _) if is_list_of_elements(node) => {
                node.members().iter().all(|member| {
                    self.match_item(&member.node, shape, Path::Member(&path, &member.name))
                })
            }
            (ValueType::Objects(_), _) => false,
        }
    }
}

/// Whether a value is a list as XML has it: an element with elements of one name.
fn is_list_of_elements(node: &Node<'_>) -> bool {
    let [first, others @ ..] = node.members() else { return false };
    first.node.is_object() && others.iter().all(|it| it.node.is_object() && it.name == first.name)
}

fn is_of_type(value: &Value<'_>, json_type: JsonType) -> bool {
    match (json_type, value) {
        (JsonType::Any, _)
        | (JsonType::String | JsonType::Strings, Value::String(_))
        | (JsonType::Number, Value::Number(_))
        | (JsonType::Boolean, Value::Boolean(_))
        | (JsonType::Object, Value::Object { .. })
        | (JsonType::Null, Value::Null) => true,
        (JsonType::Integer, Value::Number(text)) => is_integer(text),
        (JsonType::Integer, Value::String(text)) => is_integer(text),
        (JsonType::Strings, Value::Array(items) | Value::Tuple { items, .. }) => {
            items.iter().all(|item| matches!(item.value, Value::String(_)))
        }
        (JsonType::Array | JsonType::Strings, value) => is_list(value),
        _ => false,
    }
}

/// Whether a value is a list. Many languages print an empty one as an empty object.
fn is_list(value: &Value<'_>) -> bool {
    match value {
        Value::Array(_) | Value::Tuple { .. } => true,
        Value::Object { members, closed } => members.is_empty() && *closed,
        _ => false,
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
