//! Placeholders: where a message of a catalog contains a value when the API sends it.

/// The first placeholder of a message: the text before it, its name, and the text after it.
///
/// Placeholders are one word in square brackets, braces or angle brackets (`[Status]`, `{0}`,
/// `<id>`), or plain lower-case words in parentheses after a space (`(defined length)`).
pub fn placeholder(message: &str) -> Option<(&str, &str, &str)> {
    message.char_indices().find_map(|(at, open)| {
        let close = match open {
            '[' => ']',
            '{' => '}',
            '<' => '>',
            '(' => ')',
            _ => return None,
        };
        let inside = &message[at + 1..];
        let end = inside.find(close)?;
        let (name, after) = (&inside[..end], &inside[end + 1..]);
        let before = &message[..at];
        // After a colon, brackets contain a list of values: `Allowed values: [folder].`
        let is_list = before.trim_end().ends_with(':');
        let is_name =
            if open == '(' { before.ends_with(' ') && is_lower_case(name) } else { is_word(name) };
        (is_name && !is_list).then_some((before, name, after))
    })
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn is_lower_case(name: &str) -> bool {
    name.len() > 2 && name.chars().all(|c| c.is_ascii_lowercase() || c == ' ')
}
