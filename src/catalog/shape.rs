//! The shape of an error object, as catalog files write it: a table of member names, each with
//! the word for what it holds, a nested table, or an array of one table. `?` marks a member that
//! may be absent or null.

use super::signature::{JsonType, Member, ValueType};

/// Reads a shape.
///
/// # Errors
/// The member whose value is none of the three forms, or whose word is unknown.
pub(super) fn read_shape(table: &toml::Table) -> Result<Vec<Member>, String> {
    table.iter().map(|(key, value)| member(key, value)).collect()
}

fn member(key: &str, value: &toml::Value) -> Result<Member, String> {
    let (name, mut optional) = optional(key);
    let holds = match value {
        toml::Value::String(word) => {
            let (word, optional_word) = self::optional(word);
            optional |= optional_word;
            ValueType::JsonType(plain(name, word)?)
        }
        toml::Value::Table(table) => ValueType::Object(leak(read_shape(table)?)),
        toml::Value::Array(items) => match items.as_slice() {
            [toml::Value::Table(table)] => ValueType::Objects(leak(read_shape(table)?)),
            _ => {
                return Err(format!(
                    "member `{name}` of the shape is an array, expected it to hold one table"
                ));
            }
        },
        _ => {
            return Err(format!(
                "member `{name}` of the shape is a {}, expected a word",
                value.type_str()
            ));
        }
    };
    Ok(Member { name: Box::leak(name.to_owned().into_boxed_str()), holds, optional })
}

/// A nested table can't carry a `?` of its own, so its key may.
fn optional(text: &str) -> (&str, bool) {
    text.strip_suffix('?').map_or((text, false), |text| (text, true))
}

fn plain(name: &str, word: &str) -> Result<JsonType, String> {
    JsonType::ALL.iter().copied().find(|plain| plain.as_str() == word).ok_or_else(|| {
        let words: Vec<_> = JsonType::ALL.iter().map(|plain| plain.as_str()).collect();
        format!("member `{name}` of the shape is `{word}`, expected one of {}", words.join(", "))
    })
}

/// Checks that a pointer leads to a member of the shape.
///
/// # Errors
/// What the pointer should have been.
pub(super) fn check_pointer(pointer: &str, shape: &[Member]) -> Result<(), String> {
    let missing = || format!("the pointer `{pointer}` leads to no member of the shape");
    let Some(path) = pointer.strip_prefix('/') else {
        return Err(format!("the pointer is `{pointer}`, expected it to begin with `/`"));
    };
    let mut members = shape;
    let mut steps = path.split('/').peekable();
    while let Some(step) = steps.next() {
        let member = members.iter().find(|member| member.name == step).ok_or_else(missing)?;
        members = match member.holds {
            ValueType::Object(members) => members,
            ValueType::JsonType(_) | ValueType::Objects(_) if steps.peek().is_none() => {
                return Ok(());
            }
            ValueType::JsonType(_) | ValueType::Objects(_) => return Err(missing()),
        };
    }
    Ok(())
}

fn leak(members: Vec<Member>) -> &'static [Member] {
    Box::leak(members.into_boxed_slice())
}
