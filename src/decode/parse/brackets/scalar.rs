//! Values that are one token: strings, numbers, and words such as `null`.

use super::cursor::Cursor;
use super::{is_member, tokens};
use crate::decode::parse::value::{Node, Value};
use crate::text::leading;

/// Parses a number or a word that is a value by itself.
pub fn number_or_word<'t>(cursor: &mut Cursor<'t>) -> Option<Value<'t>> {
    number(cursor).map(Value::Number).or_else(|| word(cursor))
}

/// Parses a string, also one with the letters before its quote that some languages have.
pub fn string<'t>(cursor: &mut Cursor<'t>) -> Option<Node<'t>> {
    let start = cursor.at;
    let length = tokens::string_prefix(cursor.rest());
    cursor.at += length;
    cursor.leniency.non_strict |= length > 0;
    let (span, text) = cursor.string()?;
    if cursor.text[start..].starts_with("<<") {
        cursor.skip(">>");
    }
    Some(Node { span, value: Value::String(text) })
}

fn number<'t>(cursor: &mut Cursor<'t>) -> Option<&'t str> {
    let rest = cursor.rest();
    let token = leading(rest, tokens::is_word_char);
    let number = token.strip_suffix('L').unwrap_or(token);
    let is_number = tokens::is_number(number) && ends_scalar(cursor, cursor.at + token.len());
    cursor.at += if is_number { token.len() } else { 0 };
    is_number.then_some(number)
}

fn word<'t>(cursor: &mut Cursor<'t>) -> Option<Value<'t>> {
    if cursor.rest().starts_with(tokens::OPAQUE) {
        let is_end = |c| matches!(c, ',' | ';' | ' ' | '}' | ')' | '\n');
        cursor.at += leading(cursor.rest(), |c| !is_end(c)).len();
        return Some(Value::Array(Vec::new()));
    }
    let (value, length, is_strict) = tokens::value_word(cursor.rest())?;
    if !ends_scalar(cursor, cursor.at + length) {
        return None;
    }
    cursor.at += length;
    cursor.leniency.non_strict |= !is_strict;
    Some(value)
}

/// Whether a number or a word can end at `end`: no more words follow.
fn ends_scalar(cursor: &Cursor<'_>, end: usize) -> bool {
    let rest = &cursor.text[end..];
    let next = rest.trim_start_matches([' ', '\t']);
    let is_spaced = next.len() < rest.len();
    next.is_empty()
        || next
            .starts_with([',', ';', '}', ']', ')', '>', '\n', '\r', '"', '|', '&', '/', '<', '#'])
        || is_spaced
            && (next.starts_with('(') || is_member(cursor.text, cursor.text.len() - next.len()))
}
