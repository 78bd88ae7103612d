//! The types that languages print before values: `main.Foo{`, `array(3) {`, `string(22) "`,
//! `map[string]interface {}{`, `stdClass Object\n(`, `#<`.

use super::{MAX_TYPE_NAME, MAX_TYPE_WORDS, is_member, tokens};
use crate::text::head;

/// The length of the type before the value that starts at `start`. `None` if there is none.
pub fn length(text: &str, start: usize) -> Option<usize> {
    let rest = head(&text[start..], MAX_TYPE_NAME);
    // Brackets with a short content may be part of the type, and what follows them is the value.
    let (mut at, mut words, mut groups, mut found) = (0, 0, 0, None);
    loop {
        let Some(word) = word_length(&rest[at..]) else { return found };
        let is_type_word = at == 0 && tokens::is_type_word(&rest[..word]);
        at += word;
        words += usize::from(word > 0);
        let gap = rest[at..].len() - rest[at..].trim_start().len();
        let value = at + gap;
        let Some(next) = rest[value..].chars().next() else { return found };
        let is_quote = tokens::closing_quotes(next).is_some();
        let Some(close) = tokens::closing_bracket(next) else {
            if is_type_word && gap > 0 && (is_quote || next.is_ascii_digit())
                || is_quote && groups > 0
            {
                return Some(value);
            }
            let is_next_word = gap > 0 && tokens::is_type_char(next);
            if !is_next_word || words >= MAX_TYPE_WORDS + groups {
                return found;
            }
            at = value;
            continue;
        };
        let is_generic = next == '<' && !rest[..at].ends_with('#');
        // After a group, a bracket on the next line belongs to the next member.
        if groups > 0 && rest[at..value].contains('\n') || is_generic && (gap > 0 || word == 0) {
            return found;
        }
        let inner = &rest[value + 1..];
        if !is_generic {
            if next == '<' || value > 0 && is_member(text, start + value + 1) {
                return Some(value);
            }
            let is_adjacent = gap == 0 && (word > 0 && words == 1 || groups > 0);
            let is_list = at > 0
                && (inner.trim_start().starts_with(close) || tokens::is_list_type(&rest[..at]));
            if is_adjacent || is_list {
                found = Some(value);
            }
        }
        let Some(end) = inner.find(tokens::is_closing_of_type) else { return found };
        at = value + 1 + end + 1;
        groups += 1;
        // What follows `[1] ` is another value, but what follows `array(1) ` is its own.
        let is_spaced = close != ')' && rest[at..].starts_with(char::is_whitespace);
        if !inner[end..].starts_with(close) || is_spaced {
            return found;
        }
    }
}

/// The length of the part of a type at the start of a text. `None` if that is a name with a colon.
fn word_length(text: &str) -> Option<usize> {
    let length = text.find(|c| !tokens::is_type_char(c)).unwrap_or(text.len());
    let name = &text[..length];
    let has_colon = name.contains(':') && name.split("::").any(|step| step.contains(':'));
    (!has_colon).then_some(length)
}
