//! Items to rows: constants, members of enums, entries of maps, calls.

use super::items::{Item, Part};
use super::lexer::{Token, TokenKind};
use crate::import::document::{Cell, Table, TableKind};

/// Values of a row beyond this are ignored.
const MAX_FIELDS: usize = 24;

/// A constant with its values, each under the name of a column; values without a name have positions.
#[derive(Debug, Default)]
struct Row {
    name: String,
    fields: Vec<(String, String)>,
    comment: String,
}

/// The tables of all groups of items.
pub fn tables(items: &[Item]) -> Vec<Table> {
    let mut tables = Vec::new();
    collect(items, None, &mut tables);
    tables
}

fn collect(items: &[Item], caption: Option<&str>, tables: &mut Vec<Table>) {
    let rows: Vec<(Row, usize)> = items.iter().filter_map(|item| Some((row(item)?, item.line))).collect();
    let rows = if caption.is_some() && rows.is_empty() { members(items) } else { rows };
    tables.extend(table(rows, caption));
    for item in items {
        let name = type_name(&item.parts);
        for part in &item.parts {
            if let Part::Group(bracket, inner) = part
                && (*bracket == '{' || inner.len() > 1)
            {
                let caption = name.or(caption).filter(|_| *bracket == '{' || name.is_some());
                collect(inner, caption, tables);
            }
        }
    }
}

/// Members of an enum without values.
fn members(items: &[Item]) -> Vec<(Row, usize)> {
    let is_member = |item: &&Item| matches!(item.parts.as_slice(), [part] if part.word().is_some());
    let members = items.iter().filter(is_member);
    let rows = members.filter_map(|item| {
        let name = item.parts[0].word()?.to_owned();
        Some((Row { name, fields: attributes(item), comment: item.comment.clone() }, item.line))
    });
    rows.collect()
}

/// The name of the type, constant or map that a group belongs to.
fn type_name(parts: &[Part]) -> Option<&str> {
    let end = parts.iter().position(|part| matches!(part, Part::Group('{', _)) || part.is("=") || part.is(":") || part.is("=>"));
    let words = parts[..end.unwrap_or(parts.len())].iter().filter_map(Part::word);
    let mut after_keyword = words.clone().skip_while(|word| !matches!(*word, "enum" | "class" | "struct" | "object" | "interface" | "message"));
    let keyword = after_keyword.next();
    let name = after_keyword.find(|word| !matches!(*word, "class" | "struct"));
    keyword.and(name).or_else(|| words.last())
}

fn row(item: &Item) -> Option<Row> {
    let mut row = row_of(&item.parts)?;
    row.fields.extend(attributes(item));
    row.fields.truncate(MAX_FIELDS);
    row.comment = clean(&item.comment);
    (!row.name.is_empty()).then_some(row)
}

fn row_of(parts: &[Part]) -> Option<Row> {
    match parts {
        [directive, name, value @ ..] if directive.word() == Some("#define") => {
            Some(Row { name: name.word()?.to_owned(), fields: fields(value), ..Row::default() })
        }
        [Part::Group(_, items)] => positional(items),
        _ => assignment(parts).or_else(|| call(parts)),
    }
}

/// `NAME = value`, `name: value`, `"name" => value`, `case NAME: return value`.
fn assignment(parts: &[Part]) -> Option<Row> {
    let operator = |symbols: &[&str]| parts.iter().position(|part| symbols.iter().any(|symbol| part.is(symbol)));
    let at = operator(&["=", "=>", "->"]).or_else(|| operator(&[":"]))?;
    let mut key = &parts[..at];
    // `NAME: Type = value`
    if parts[at].is("=")
        && let Some(colon) = key.iter().position(|part| part.is(":"))
    {
        key = &key[..colon];
    }
    let name = key_text(key)?;
    let value = &parts[at + 1..];
    if value.is_empty() {
        return None;
    }
    let value = if value[0].word() == Some("return") { &value[1..] } else { value };
    Some(Row { name, fields: fields(value), ..Row::default() })
}

/// The text of a key: its last word with the path before it, its string or its number.
fn key_text(parts: &[Part]) -> Option<String> {
    match parts.last()? {
        Part::Group('[' | '(', items) if parts.len() == 1 => key_text(&items.first()?.parts),
        Part::Group('(', _) => key_text(&parts[..parts.len() - 1]),
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
fn call(parts: &[Part]) -> Option<Row> {
    let group = parts.iter().rposition(|part| matches!(part, Part::Group('(' | '{', items) if !items.is_empty()))?;
    let (_, arguments) = parts[group].group()?;
    let callee = parts[..group].iter().rev().find_map(Part::word)?;
    let keyword = parts.iter().filter_map(Part::word).any(|word| {
        matches!(word, "if" | "for" | "while" | "switch" | "match" | "return" | "fn" | "func" | "function" | "def" | "class" | "enum" | "struct" | "import" | "throw" | "catch" | "impl" | "trait" | "interface" | "const" | "var" | "namespace" | "message" | "extern")
    });
    if keyword || parts.len() > group + 2 {
        return None;
    }
    let is_constant = callee.chars().next().is_some_and(char::is_uppercase) && parts.len() <= group + 2 && group == 0 || callee.chars().any(|c| c == '_') && callee.chars().all(|c| !c.is_lowercase());
    let mut arguments = values(arguments);
    if is_constant || (group == 1 && callee.chars().next().is_some_and(char::is_uppercase) && callee.len() > 1 && !starts_with_name(&arguments)) {
        return Some(Row { name: callee.to_owned(), fields: arguments, ..Row::default() });
    }
    if arguments.len() < 2 || !starts_with_name(&arguments) {
        return None;
    }
    let (_, name) = arguments.remove(0);
    Some(Row { name, fields: arguments, ..Row::default() })
}

/// Whether the first argument is the name of a constant.
fn starts_with_name(arguments: &[(String, String)]) -> bool {
    let is_name = |text: &str| text.len() > 2 && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'));
    arguments.first().is_some_and(|(_, value)| is_name(value) && value.chars().any(|c| c.is_uppercase() || c == '_' || c == '.'))
}

/// `{NAME, 1, "text"}` in a list.
fn positional(items: &[Item]) -> Option<Row> {
    let mut fields = values(items);
    if fields.len() < 2 {
        return None;
    }
    let (column, name) = fields.remove(0);
    if !column.is_empty() {
        fields.insert(0, (column, name));
        let code = fields.iter().position(|(column, _)| column.to_lowercase().ends_with("code") || column.to_lowercase().ends_with("name")).unwrap_or(0);
        let (_, name) = fields.remove(code);
        return Some(Row { name, fields, ..Row::default() });
    }
    Some(Row { name, fields, ..Row::default() })
}

/// The values of an expression: a scalar, or the arguments and fields of the groups in it.
fn fields(parts: &[Part]) -> Vec<(String, String)> {
    let scalar = scalar(parts);
    let mut fields: Vec<(String, String)> = Vec::new();
    for part in parts {
        if let Some((_, items)) = part.group() {
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
fn values(items: &[Item]) -> Vec<(String, String)> {
    let mut result = Vec::new();
    for item in items.iter().take(MAX_FIELDS) {
        match assignment(&item.parts) {
            Some(row) => result.extend(row.fields.into_iter().map(|(column, value)| {
                (if column.is_empty() { row.name.clone() } else { format!("{}.{column}", row.name) }, value)
            })),
            None => {
                let text = scalar(&item.parts);
                let groups = item.parts.iter().filter_map(Part::group);
                let inner = groups.flat_map(|(_, items)| values(items));
                if text.is_empty() || item.parts.iter().any(|part| part.group().is_some()) {
                    result.extend(inner);
                } else {
                    result.push((String::new(), text));
                }
            }
        }
    }
    result.truncate(MAX_FIELDS);
    result
}

/// The text of an expression without groups: strings joined, or names and numbers as they are.
fn scalar(parts: &[Part]) -> String {
    let tokens = parts.iter().filter_map(|part| match part {
        Part::Token(token) => Some(token),
        Part::Group(..) => None,
    });
    let tokens: Vec<&Token> = tokens.collect();
    let strings: Vec<&str> = tokens.iter().filter(|token| token.kind == TokenKind::String).map(|token| token.text.as_str()).collect();
    if !strings.is_empty() {
        return strings.concat();
    }
    let numbers: Vec<&&Token> = tokens.iter().filter(|token| token.kind == TokenKind::Number).collect();
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
            Part::Token(token) if token.kind == TokenKind::Word => token.text.trim_start_matches('@').clone_into(&mut name),
            Part::Token(_) => {}
            Part::Group('[', items) => {
                for item in items {
                    let name = item.parts.first().and_then(Part::word).unwrap_or_default();
                    let groups = item.parts.iter().filter_map(Part::group);
                    fields.extend(groups.flat_map(|(_, items)| values(items)).map(|(_, value)| (name.to_owned(), value)));
                }
            }
            Part::Group(_, items) => fields.extend(values(items).into_iter().map(|(_, value)| (name.clone(), value))),
        }
    }
    fields
}

/// The text of a comment without the tags of documentation tools.
fn clean(comment: &str) -> String {
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
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if in_tag { comment.to_owned() } else { lines.collect::<Vec<_>>().join("\n") }
}

fn table(rows: Vec<(Row, usize)>, caption: Option<&str>) -> Option<Table> {
    if rows.len() < 2 {
        return None;
    }
    let line = rows[0].1;
    // Columns by name; values without a name by their position among these.
    let mut columns: Vec<(String, usize)> = Vec::new();
    let keyed: Vec<Vec<((String, usize), String)>> = rows.iter().map(|(row, _)| keys(&row.fields)).collect();
    for (key, _) in keyed.iter().flatten() {
        if columns.len() < MAX_FIELDS * 2 && !columns.contains(key) {
            columns.push(key.clone());
        }
    }
    let has_comment = rows.iter().any(|(row, _)| !row.comment.is_empty());
    let header = [cell("name")].into_iter().chain(columns.iter().map(|(name, position)| {
        cell(if name.is_empty() && *position == 0 { "value" } else { name })
    }));
    let header = header.chain(has_comment.then(|| cell("comment"))).collect();
    let rows = rows.into_iter().zip(&keyed).map(|((row, _), values)| {
        let value = |column: &(String, usize)| values.iter().find(|(key, _)| key == column).map_or_else(Cell::default, |(_, value)| cell(value));
        let cells = [cell(&row.name)].into_iter().chain(columns.iter().map(value));
        cells.chain(has_comment.then(|| cell(&row.comment))).collect()
    });
    let rows = rows.collect();
    Some(Table { caption: caption.map(str::to_owned), header, rows, kind: TableKind::Constants, line })
}

fn keys(fields: &[(String, String)]) -> Vec<((String, usize), String)> {
    let mut result: Vec<((String, usize), String)> = Vec::new();
    for (name, value) in fields {
        let position = result.iter().filter(|((other, _), _)| other == name).count();
        result.push(((name.clone(), position), value.clone()));
    }
    result
}

fn cell(text: &str) -> Cell {
    Cell { text: text.to_owned(), ..Cell::default() }
}
