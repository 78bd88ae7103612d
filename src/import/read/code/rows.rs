//! Items to rows: constants, members of enums, entries of maps, calls.

use super::items::{Item, Part};
use super::lexer::{Token, TokenKind};

/// Values of a row beyond this are ignored.
pub const MAX_FIELDS: usize = 24;

/// A constant with its values, each under the name of a column; values without a name have positions.
#[derive(Debug, Default)]
pub struct Row {
    pub name: String,
    pub fields: Vec<(String, String)>,
    pub comment: String,
    /// Whether a member of an enum without a value.
    pub is_bare: bool,
}

/// Words in the names of fields of an error; other names are those of codes.
const FIELD_WORDS: &[&str] = &[
    "code", "message", "msg", "desc", "text", "status", "title", "reason", "detail", "name",
    "http", "type", "number", "cause", "hint", "help", "value", "label", "severity", "level",
    "category", "retry", "solution", "action", "errno", "key",
];

fn is_field(name: &str) -> bool {
    let name = name.to_lowercase();
    name == "id" || FIELD_WORDS.iter().any(|word| name.ends_with(word))
}

/// Whether the items of a group are fields of one error, not several errors.
pub fn is_record(items: &[Item]) -> bool {
    let names: Vec<String> =
        items.iter().filter_map(|item| Some(assignment(&item.parts)?.name)).collect();
    !names.is_empty()
        && names.iter().filter(|name| is_field(name)).count() * 2 >= names.len()
        && names.iter().all(|name| !name.contains(['.', '/', '-', ' ']) && !is_upper(name))
}

fn is_upper(name: &str) -> bool {
    name.contains('_') && name.chars().all(|c| !c.is_lowercase())
}

/// A member of an enum without a value, or an alternative of a union.
pub fn member(item: &Item, in_union: bool) -> Option<Row> {
    let name = match item.parts.as_slice() {
        [Part::Token(Token { kind: TokenKind::String, text, .. })] if in_union => text,
        [part, ..] if in_union => part.word()?,
        [part] => part.word()?,
        // `NAME Type = iota` is an assignment; `NAME Type` is not.
        [keyword, part] if keyword.word() == Some("case") => part.word()?,
        _ => return None,
    };
    let is_name = in_union
        || name.chars().next().is_some_and(char::is_uppercase)
        || !item.comment.is_empty() && !KEYWORDS.contains(&name);
    is_name.then(|| Row {
        name: name.to_owned(),
        fields: attributes(item),
        comment: clean(&item.comment),
        is_bare: true,
    })
}

/// A class of errors with its constant fields, or what it passes to the class that it extends.
pub fn class(item: &Item) -> Option<Row> {
    let is_keyword = |part: &Part| matches!(part.word(), Some("class" | "object"));
    let keyword = item.parts.iter().position(is_keyword)?;
    let name = item.parts.get(keyword + 1)?.word()?.to_owned();
    let body = item.parts.last().filter(|part| matches!(part, Part::Group('{', _)));
    let items = body.and_then(Part::group).map_or(&[][..], |(_, items)| items);
    let fields = items
        .iter()
        .filter_map(|item| assignment(&item.parts))
        .filter(|row| is_field(&row.name) && !is_upper(&row.name));
    let fields = fields.filter_map(|row| {
        Some((row.name, row.fields.into_iter().find(|(column, _)| column.is_empty())?.1))
    });
    let mut fields: Vec<(String, String)> = fields.take(MAX_FIELDS).collect();
    let is_error = ["Error", "Exception", "Fault"].iter().any(|word| {
        item.parts.iter().any(|part| part.word().is_some_and(|text| text.contains(word)))
    });
    if is_error && fields.is_empty() {
        fields = super_arguments(&item.parts[keyword + 2..], items);
    }
    let documented = is_error && !item.comment.is_empty();
    (!fields.is_empty() || documented).then(|| Row {
        name,
        fields,
        comment: clean(&item.comment),
        ..Row::default()
    })
}

/// The constants that a class passes to the one that it extends: `extends Base(1, "text")`, or
/// `super("text")` in a constructor.
fn super_arguments(heritage: &[Part], body: &[Item]) -> Vec<(String, String)> {
    let is_extended = |part: &Part| {
        part.is(":") || part.is("<") || matches!(part.word(), Some("extends" | "with"))
    };
    let extended = heritage.iter().position(is_extended).unwrap_or(heritage.len());
    let calls = heritage[extended..].iter().filter_map(Part::group);
    let constructors = body.iter().flat_map(|item| &item.parts).filter_map(Part::group);
    let statements = constructors.flat_map(|(_, items)| items).filter(|item| {
        matches!(item.parts.first().and_then(Part::word), Some("super" | "parent" | "base"))
    });
    let calls = calls.filter(|(bracket, _)| *bracket == '(');
    let super_calls = statements.filter_map(|item| item.parts.iter().rev().find_map(Part::group));
    let is_constant = |(_, value): &(String, String)| {
        value.contains(' ') || value.bytes().all(|byte| byte.is_ascii_digit())
    };
    let arguments = calls.chain(super_calls).flat_map(|(_, items)| values(items));
    arguments.filter(is_constant).take(MAX_FIELDS).collect()
}

/// A declared error: `error NAME(…)`, `exception NAME {…}`, `NAME : exception`.
pub fn declared_error(item: &Item) -> Option<Row> {
    let is_keyword = |part: &Part| matches!(part.word(), Some("error" | "exception"));
    let name = match item.parts.as_slice() {
        [keyword, name, Part::Group('(' | '{', _)] if is_keyword(keyword) => name.word()?,
        [name, colon, keyword] if colon.is(":") && is_keyword(keyword) => name.word()?,
        _ => return None,
    };
    let comment = clean(&item.comment);
    Some(Row { name: name.to_owned(), comment, is_bare: false, ..Row::default() })
}

/// Statements that are not constants.
const KEYWORDS: &[&str] = &[
    "option",
    "import",
    "package",
    "syntax",
    "using",
    "use",
    "from",
    "return",
    "throw",
    "throws",
    "if",
    "for",
    "while",
    "switch",
    "match",
    "else",
    "catch",
    "try",
    "func",
    "function",
    "fn",
    "def",
    "impl",
    "trait",
    "interface",
    "extension",
    "protocol",
    "namespace",
    "module",
    "extern",
    "reserved",
    "typedef",
    "fun",
    "default",
    "struct",
    "class",
    "enum",
    "message",
    "service",
    "rpc",
    "type",
    "#include",
    "#ifndef",
    "#ifdef",
    "#if",
    "#endif",
    "#pragma",
    "#else",
    "#undef",
    "#region",
    "#endregion",
    "this",
    "break",
    "continue",
    "pass",
    "with",
    "raise",
    "require",
];

pub fn row(item: &Item, repeated: &[&str]) -> Option<Row> {
    let mut words = item.parts.iter().map_while(Part::word);
    let first = words.clone().find(|word| {
        !matches!(
            *word,
            "export" | "pub" | "public" | "private" | "static" | "final" | "abstract" | "default"
        )
    });
    if first.is_some_and(|word| KEYWORDS.contains(&word))
        || words.any(|word| matches!(word, "class" | "enum" | "interface" | "struct"))
    {
        return None;
    }
    let mut row = row_of(&item.parts, repeated)?;
    if is_container(&row, &item.parts) {
        // A variant with fields; anything else is a table.
        if !matches!(item.parts.as_slice(), [name, _] if name.word().is_some()) {
            return None;
        }
        row.fields.clear();
    }
    row.fields.extend(attributes(item));
    row.fields.truncate(MAX_FIELDS);
    row.comment = clean(&item.comment);
    let is_empty = row.name.is_empty() || row.fields.is_empty() && row.comment.is_empty();
    (!is_empty).then_some(row)
}

fn row_of(parts: &[Part], repeated: &[&str]) -> Option<Row> {
    if let Some((Part::Group('(', items), _)) = parts.split_last()
        && parts.iter().filter_map(Part::word).any(|word| word.eq_ignore_ascii_case("values"))
    {
        return positional(items);
    }
    match parts {
        // A macro with parameters.
        [directive, _, Part::Group('(', _), _, ..] if directive.word() == Some("#define") => None,
        [directive, name, value @ ..] if directive.word() == Some("#define") => {
            Some(Row { name: name.word()?.to_owned(), fields: fields(value), ..Row::default() })
        }
        [Part::Group(_, items)] => positional(items),
        _ => assignment(parts).or_else(|| call(parts, repeated)),
    }
}

/// Whether the values of a row are a table on their own.
fn is_container(row: &Row, parts: &[Part]) -> bool {
    let is_named =
        !row.fields.is_empty() && row.fields.iter().all(|(column, _)| !column.is_empty());
    let mut groups = parts.iter().filter_map(Part::group);
    is_named
        && !groups.any(|(_, items)| {
            is_record(items)
                || items.iter().flat_map(|item| &item.parts).filter_map(Part::group).any(
                    |(_, items)| {
                        is_record(items)
                            && !row.fields.iter().any(|(column, _)| column.contains('.'))
                    },
                )
        })
}

/// `NAME = value`, `name: value`, `"name" => value`, `case NAME: return value`.
fn assignment(parts: &[Part]) -> Option<Row> {
    let operator = |symbols: &[&str]| {
        parts.iter().position(|part| symbols.iter().any(|symbol| part.is(symbol)))
    };
    let at = operator(&["=", "=>", "->"]).or_else(|| operator(&[":"]))?;
    let mut key = &parts[..at];
    // `NAME: Type = value`
    if parts[at].is("=")
        && let Some(colon) = key.iter().position(|part| part.is(":"))
    {
        key = &key[..colon];
    }
    // `NAME As Type = value`
    if let Some(at) = key.iter().position(|part| matches!(part.word(), Some("As" | "as")))
        && at > 0
    {
        key = &key[..at];
    }
    // `Name Type = value`
    if let [name, kind] = key
        && name.word().is_some_and(|name| name.chars().next().is_some_and(char::is_uppercase))
        && kind.word().is_some()
    {
        key = &key[..1];
    }
    let constant = clause_argument(key);
    let is_clause = parts[at].is("->") && matches!(key, [_, Part::Group('(', _)]);
    if is_clause && constant.is_none() {
        return None;
    }
    let indexed = || if parts[at].is("=") { indexed(key) } else { None };
    let name = constant.or_else(indexed).or_else(|| key_text(key))?;
    if matches!(name.as_str(), "default" | "_") {
        return None;
    }
    let value = &parts[at + 1..];
    if value.is_empty() {
        return None;
    }
    let value = if value[0].word() == Some("return") { &value[1..] } else { value };
    Some(Row { name, fields: fields(value), ..Row::default() })
}

/// The constant for which a clause of a function is: `message(1001) -> "text"`.
fn clause_argument(key: &[Part]) -> Option<String> {
    let [function, Part::Group('(', arguments)] = key else { return None };
    let [Item { parts, .. }] = arguments.as_slice() else { return None };
    let is_constant = |part: &Part| {
        matches!(part, Part::Token(Token { kind: TokenKind::Number | TokenKind::String, .. }))
    };
    let is_clause =
        function.word().is_some() && matches!(parts.as_slice(), [only] if is_constant(only));
    is_clause.then(|| key_text(parts)).flatten()
}

/// The constant at which an element is set: `messages[1001] = "text"`, `errors["CODE"] = …`.
fn indexed(key: &[Part]) -> Option<String> {
    let [path @ .., Part::Group('[', index)] = key else { return None };
    let [Item { parts, .. }] = index.as_slice() else { return None };
    let is_constant = match parts.last()? {
        Part::Token(Token { kind: TokenKind::Number | TokenKind::String, .. }) => true,
        part => part.word().is_some_and(|word| word.starts_with(char::is_uppercase)),
    };
    // Two words in a row are a declaration: `int sizes[4] = …`.
    let is_path = path.iter().enumerate().all(|(at, part)| match part.word() {
        Some(_) => at % 2 == 0,
        None => at % 2 == 1 && [".", "->", "::"].iter().any(|symbol| part.is(symbol)),
    });
    if is_constant && path.len() % 2 == 1 && is_path { key_text(parts) } else { None }
}

/// The text of a key: its last word with the path before it, its string or its number.
fn key_text(parts: &[Part]) -> Option<String> {
    match parts.last()? {
        Part::Group('[' | '(', items) if parts.len() == 1 => key_text(&items.first()?.parts),
        Part::Group('(' | '{', _) => key_text(&parts[..parts.len() - 1]),
        Part::Group(..) => None,
        Part::Token(token) if token.kind == TokenKind::Number => {
            let negative = parts.len() > 1 && parts[parts.len() - 2].is("-");
            Some(if negative { format!("-{}", token.text) } else { token.text.clone() })
        }
        Part::Token(token) if token.kind == TokenKind::Symbol => None,
        Part::Token(token) => Some(token.text.trim_start_matches('$').to_owned()),
    }
}

/// `NAME(args)`, `define('NAME', value)`, `E('NAME', 'text')`.
fn call(parts: &[Part], repeated: &[&str]) -> Option<Row> {
    let group = parts
        .iter()
        .position(|part| matches!(part, Part::Group('(' | '{', items) if !items.is_empty()))?;
    let (_, arguments) = parts[group].group()?;
    let callee = parts[..group].iter().rev().find_map(Part::word)?;
    if parts.len() > group + 2 {
        return None;
    }
    let mut arguments = values(arguments);
    let is_member = group == 1 && callee.chars().next().is_some_and(char::is_uppercase);
    if is_member && !(repeated.contains(&callee) && starts_with_name(&arguments)) {
        return Some(Row { name: callee.to_owned(), fields: arguments, ..Row::default() });
    }
    let is_entry = group > 1 && is_numbered_text(&arguments);
    if arguments.len() < 2 || !starts_with_name(&arguments) && !is_entry {
        return None;
    }
    let (_, name) = arguments.remove(0);
    Some(Row { name, fields: arguments, ..Row::default() })
}

/// Whether the arguments are a number and a text, as in `messages.put(1001, "The file is locked")`.
fn is_numbered_text(arguments: &[(String, String)]) -> bool {
    let [(_, number), (_, text)] = arguments else { return false };
    let digits = number.strip_prefix('-').unwrap_or(number);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number && text.contains(' ')
}

/// Whether the first argument is the name of a constant.
fn starts_with_name(arguments: &[(String, String)]) -> bool {
    let is_name = |text: &str| {
        text.len() > 2
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'))
    };
    arguments.first().is_some_and(|(_, value)| {
        is_name(value) && value.chars().any(|c| c.is_uppercase() || c == '_' || c == '.')
    })
}

/// `{NAME, 1, "text"}` in a list.
pub fn positional(items: &[Item]) -> Option<Row> {
    let mut fields = values(items);
    let is_null = |value: &str| matches!(value, "NULL" | "null" | "nullptr" | "nil" | "None");
    if fields.len() < 2 || fields[1..].iter().all(|(_, value)| is_null(value)) {
        return None;
    }
    let (column, name) = fields.remove(0);
    if !column.is_empty() {
        fields.insert(0, (column, name));
        let code = fields
            .iter()
            .position(|(column, _)| {
                column.to_lowercase().ends_with("code") || column.to_lowercase().ends_with("name")
            })
            .unwrap_or(0);
        let (_, name) = fields.remove(code);
        return Some(Row { name, fields, ..Row::default() });
    }
    Some(Row { name, fields, ..Row::default() })
}

/// The values of an expression: a scalar, or the arguments and fields of the groups in it.
fn fields(parts: &[Part]) -> Vec<(String, String)> {
    let scalar = scalar(parts);
    let mut fields: Vec<(String, String)> = Vec::new();
    let has_braces = parts.iter().any(|part| matches!(part, Part::Group('{', _)));
    for part in parts {
        if let Some((bracket, items)) = part.group()
            && !(bracket == '[' && has_braces)
        {
            fields.extend(values(items));
        }
    }
    let has_value = parts.iter().any(|part| matches!(part, Part::Token(token) if matches!(token.kind, TokenKind::String | TokenKind::Number)));
    if fields.is_empty() || has_value {
        fields.insert(0, (String::new(), scalar));
    }
    fields.retain(|(_, value)| !value.is_empty());
    fields.truncate(MAX_FIELDS);
    fields
}

/// The values of the items in a group.
pub fn values(items: &[Item]) -> Vec<(String, String)> {
    let mut result = Vec::new();
    for item in items.iter().take(MAX_FIELDS) {
        if let Some(row) = assignment(&item.parts) {
            result.extend(row.fields.into_iter().map(|(column, value)| {
                (
                    if column.is_empty() {
                        row.name.clone()
                    } else {
                        format!("{}.{column}", row.name)
                    },
                    value,
                )
            }));
            continue;
        }
        let text = scalar(&item.parts);
        if text.is_empty() || item.parts.iter().any(|part| part.group().is_some()) {
            let groups = item.parts.iter().filter_map(Part::group);
            result.extend(groups.flat_map(|(_, items)| values(items)));
        } else {
            result.push((String::new(), text));
        }
    }
    result.truncate(MAX_FIELDS);
    result
}

/// The text of an expression without groups: strings joined, or names and numbers as they are.
pub fn scalar(parts: &[Part]) -> String {
    let tokens = parts.iter().filter_map(|part| match part {
        Part::Token(token) => Some(token),
        Part::Group(..) => None,
    });
    let tokens: Vec<&Token> = tokens.collect();
    let strings: Vec<&str> = tokens
        .iter()
        .filter(|token| token.kind == TokenKind::String)
        .map(|token| token.text.as_str())
        .collect();
    if !strings.is_empty() {
        return strings.concat();
    }
    let numbers: Vec<&&Token> =
        tokens.iter().filter(|token| token.kind == TokenKind::Number).collect();
    if let [number] = numbers.as_slice() {
        let negative = tokens.iter().any(|token| token.text == "-");
        return format!("{}{}", if negative { "-" } else { "" }, number.text);
    }
    tokens.iter().map(|token| token.text.as_str()).collect()
}

/// The texts of attributes such as `[Description("…")]` and `#[error("…")]`.
fn attributes(item: &Item) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut name = String::new();
    for part in &item.attributes {
        match part {
            Part::Token(token) if token.kind == TokenKind::Word => {
                token.text.trim_start_matches('@').clone_into(&mut name);
            }
            Part::Token(_) => {}
            Part::Group('[', items) => {
                for item in items {
                    let name = item.parts.first().and_then(Part::word).unwrap_or_default();
                    let groups = item.parts.iter().filter_map(Part::group);
                    fields.extend(
                        groups
                            .flat_map(|(_, items)| values(items))
                            .map(|(_, value)| (name.to_owned(), value)),
                    );
                }
            }
            Part::Group(_, items) => {
                fields.extend(values(items).into_iter().map(|(_, value)| (name.clone(), value)));
            }
        }
    }
    fields
}

/// Tags of documentation tools before a text that describes the item itself.
const TEXT_TAGS: [&str; 6] = ["notice", "dev", "brief", "description", "summary", "details"];

/// A line of a comment without a tag before its text.
fn without_tag(line: &str) -> &str {
    let tagged = line.strip_prefix(['@', '\\']).and_then(|rest| rest.split_once(' '));
    tagged.filter(|(tag, _)| TEXT_TAGS.contains(tag)).map_or(line, |(_, text)| text.trim())
}

/// The text of a comment without the tags of documentation tools.
pub fn clean(comment: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in comment.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    let is_rule = |c: char| matches!(c, '-' | '=' | '*' | '#' | ' ');
    let lines = text
        .lines()
        .map(|line| without_tag(line.trim().trim_matches(is_rule)))
        .filter(|line| !line.is_empty() && !line.starts_with(['@', '\\']));
    if in_tag { comment.to_owned() } else { lines.collect::<Vec<_>>().join("\n") }
}
