//! The shape of an error object, as catalog files write it: a table of member names, each with
//! the name of its type, a nested table, or an array of one table. `?` marks a member that may be
//! absent or null.

use super::pointer::Pointer;
use super::{Member, ValueType};
use crate::catalog::entry::{leak, leak_str};

/// Reads a shape.
///
/// # Errors
/// The member whose value is none of the three, or whose type is unknown.
pub fn read_shape(table: &toml::Table) -> Result<&'static [Member], String> {
    let members: Result<Vec<_>, _> = table.iter().map(|(key, value)| member(key, value)).collect();
    members.map(leak)
}

fn member(key: &str, value: &toml::Value) -> Result<Member, String> {
    let (name, mut optional) = optional(key);
    let member = format!("member `{name}` of the shape");
    let value_type = match value {
        toml::Value::String(word) => {
            let (word, optional_word) = self::optional(word);
            optional |= optional_word;
            let json_type = word.parse();
            ValueType::JsonType(
                json_type
                    .map_err(|expected| format!("{member} is `{word}`, expected {expected}"))?,
            )
        }
        toml::Value::Table(table) => ValueType::Object(read_shape(table)?),
        toml::Value::Array(items) => match items.as_slice() {
            [toml::Value::Table(table)] => ValueType::Objects(read_shape(table)?),
            _ => return Err(format!("{member} is an array, expected it to hold one table")),
        },
        _ => return Err(format!("{member} is a {}, expected a word", value.type_str())),
    };
    Ok(Member { name: leak_str(name.to_owned()), value_type, optional })
}

/// The name without the `?`, and whether it had one. A key can have it too, for nested tables.
fn optional(text: &str) -> (&str, bool) {
    text.strip_suffix('?').map_or((text, false), |text| (text, true))
}

/// Reads a pointer to a member of the shape.
///
/// # Errors
/// What is wrong with the pointer.
pub fn read_pointer(text: &str, shape: &[Member]) -> Result<Pointer, String> {
    let pointer =
        Pointer::parse(text).map_err(|error| format!("the pointer is `{text}`, {error}"))?;
    if find_member(&pointer, shape).is_none() {
        return Err(format!("the pointer `{text}` leads to no member of the shape"));
    }
    Ok(pointer)
}

fn find_member<'s>(pointer: &Pointer, shape: &'s [Member]) -> Option<&'s Member> {
    let (mut members, mut found) = (shape, None);
    for token in pointer.tokens() {
        let member = members.iter().find(|member| member.name == token)?;
        members = match member.value_type {
            ValueType::Object(members) => members,
            ValueType::JsonType(_) | ValueType::Objects(_) => &[],
        };
        found = Some(member);
    }
    found
}
