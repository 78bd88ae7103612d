//! The punctuation and the words by which languages, clients and shells print values. Notations
//! that differ only in these differ only in a row of a table.

use super::super::value::Value;

/// The brackets around elements. The last is that of Ruby's `#<OpenStruct code=1>`.
const BRACKETS: [(char, char); 4] = [('{', '}'), ('[', ']'), ('(', ')'), ('<', '>')];

/// The quotes around a string, with those that close it.
const QUOTES: [(&str, &str); 4] = [("\"", "\""), ("'", "'"), ("“”„«»", "“”„«»\""), ("‘’‚", "‘’‚'")];

/// What is before the quote of a string in Python, Objective-C and Erlang.
const STRING_PREFIXES: [&str; 5] = ["u", "b", "r", "@", "<<"];

/// What is between a name and its value. Those that start with another come first.
const SEPARATORS: [(&str, Separator); 4] = [
    ("=>", Separator::Arrow),
    ("->", Separator::Arrow),
    (":", Separator::Colon),
    ("=", Separator::Equals),
];

/// What follows a separator that is none: `Foo::Bar`, `https://`, `a == b`, `a =~ b`.
const NO_SEPARATORS: [&str; 4] = ["::", "://", "==", "=~"];

/// The words of JSON for values.
const JSON_WORDS: [(&str, Value<'_>); 3] =
    [("null", Value::Null), ("true", Value::Boolean(true)), ("false", Value::Boolean(false))];

/// Those of other notations. A value that was left out is null too.
const WORDS: [(&str, Value<'_>); 21] = [
    ("None", Value::Null),
    ("nil", Value::Null),
    ("<nil>", Value::Null),
    ("<null>", Value::Null),
    ("NULL", Value::Null),
    ("Null", Value::Null),
    ("$null", Value::Null),
    ("undefined", Value::Null),
    ("undef", Value::Null),
    ("Nothing", Value::Null),
    ("NA", Value::Null),
    ("~", Value::Null),
    ("0 elements", Value::Array(Vec::new())),
    ("[Object]", Value::Null),
    ("[Array]", Value::Null),
    ("True", Value::Boolean(true)),
    ("TRUE", Value::Boolean(true)),
    ("$true", Value::Boolean(true)),
    ("False", Value::Boolean(false)),
    ("FALSE", Value::Boolean(false)),
    ("$false", Value::Boolean(false)),
];

/// The characters that those words start with; most values start with another.
const WORD_STARTS: [char; 12] = ['n', 't', 'f', 'u', 'N', 'T', 'F', '$', '<', '[', '~', '0'];

/// What C# prints in place of a list, whose items are not known: its type.
pub const OPAQUE: &str = "System.";

/// The types that are written before a value with a space: `Just 1`, R's `chr "a"`.
const TYPE_WORDS: [&str; 5] = ["Just", "Some", "chr", "int", "num"];

/// The types whose single item in parentheses is a list: `List(a)`. That of others, `Some(a)`, is
/// the value itself.
const LISTS: [&str; 11] = [
    "List",
    "Vector",
    "Seq",
    "Set",
    "Array",
    "ArrayBuffer",
    "ArraySeq",
    "array",
    "list",
    "c",
    "tuple",
];

/// What is between a name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    Colon,
    Equals,
    Arrow,
    /// As in Clojure's `:code 1`.
    Space,
}

/// The bracket that closes `open`.
pub fn closing_bracket(open: char) -> Option<char> {
    BRACKETS.iter().find(|(start, _)| *start == open).map(|(_, end)| *end)
}

/// Whether a character closes the brackets of a type, or can't be in them: `map[string]int`.
pub fn is_closing_of_type(c: char) -> bool {
    matches!(c, '}' | ']' | ')' | '>' | '"' | '\'' | '{' | '(' | '=' | '\n')
}

/// The quotes that can close a string after `open`.
pub fn closing_quotes(open: char) -> Option<&'static str> {
    // Most text has none but those of ASCII.
    if open.is_ascii() && !matches!(open, '"' | '\'') {
        return None;
    }
    QUOTES.iter().find(|(quotes, _)| quotes.contains(open)).map(|(_, closing)| *closing)
}

/// The length of what some languages write before the quote of a string.
pub fn string_prefix(text: &str) -> usize {
    let prefix = STRING_PREFIXES.iter().find(|prefix| {
        text.strip_prefix(**prefix).is_some_and(|quoted| quoted.starts_with(['"', '\'']))
    });
    prefix.map_or(0, |prefix| prefix.len())
}

/// The separator at the start of a text, with its length.
pub fn separator(text: &str) -> Option<(Separator, usize)> {
    if !text.starts_with([':', '=', '-'])
        || NO_SEPARATORS.iter().any(|other| text.starts_with(other))
    {
        return None;
    }
    let found = SEPARATORS.iter().find(|(token, _)| text.starts_with(token));
    found.map(|(token, separator)| (*separator, token.len()))
}

/// The word for a value at the start of a text, with its length and whether it is one of JSON.
pub fn value_word(text: &str) -> Option<(Value<'static>, usize, bool)> {
    if !text.starts_with(WORD_STARTS) {
        return None;
    }
    let find = |words: &[(&str, Value<'static>)]| {
        let (word, value) = words.iter().find(|(word, _)| {
            text.strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(|c: char| is_word_char(c) || c == '('))
        })?;
        Some((value.clone(), word.len()))
    };
    let json = find(&JSON_WORDS).map(|(value, length)| (value, length, true));
    json.or_else(|| find(&WORDS).map(|(value, length)| (value, length, false)))
}

/// Whether a type is written before its value with a space.
pub fn is_type_word(word: &str) -> bool {
    TYPE_WORDS.contains(&word)
}

/// Whether a type is that of a list in parentheses.
pub fn is_list_type(name: &str) -> bool {
    LISTS.contains(&name.rsplit(['.', ':', '\\']).next().unwrap_or(name))
}

/// Whether a character can be in a name without quotes.
pub fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '@' | '.' | '-')
}

/// Whether a character can be in the name of a type: `&main.Foo`, `App\Foo`, `%Foo`, `*foo::Bar`.
pub fn is_type_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '$' | '@' | '.' | ':' | '\\' | '&' | '*' | '#' | '%' | '!' | '`')
}

/// Whether a character can be in a word or a number.
pub fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.')
}

/// Whether a token is a number.
pub fn is_number(token: &str) -> bool {
    let digits = token.strip_prefix('-').unwrap_or(token);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
}
