//! Rows to tables: a table for each group of items.

use std::collections::{HashMap, HashSet};

use super::items::{Item, Part};
use super::rows::{
    MAX_FIELDS, Row, class, clean, declared_error, is_record, member, positional, row,
};
use crate::import::document::{Cell, Table, TableKind};
use crate::import::read::rich::cell;

/// The tables of all groups of items.
pub fn read(items: &[Item]) -> Vec<Table> {
    let mut tables = Vec::new();
    collect(items, Source::default(), &mut tables);
    tables
}

/// Where the items of a group are: the name that the group belongs to, and the comment above.
#[derive(Debug, Clone, Copy, Default)]
struct Source<'s> {
    caption: Option<&'s str>,
    note: Option<&'s str>,
    /// Whether the items are alternatives of a type.
    in_union: bool,
    /// Whether they are members of an enum, which can be a single one.
    in_enum: bool,
    /// Whether they are statements about the fields of an object, with tables only in them.
    are_statements: bool,
}

fn collect(items: &[Item], source: Source<'_>, tables: &mut Vec<Table>) {
    let Source { caption, in_union, .. } = source;
    let mut callees: Vec<&str> = items.iter().filter_map(|item| callee(&item.parts)).collect();
    callees.sort_unstable();
    let repeated: Vec<&str> =
        callees.chunk_by(|a, b| a == b).filter(|run| run.len() > 1).map(|run| run[0]).collect();
    let mut rows: Vec<(Row, usize)> = Vec::new();
    let is_define = |item: &&Item| item.parts.first().and_then(Part::word) == Some("#define");
    let defines: HashSet<usize> = items.iter().filter(is_define).map(|item| item.line).collect();
    for item in items {
        let found = declared_error(item)
            .or_else(|| row(item, &repeated))
            .or_else(|| class(item))
            .or_else(|| member(item, in_union).filter(|_| caption.is_some()));
        rows.extend(
            found.filter(|row| Some(row.name.as_str()) != caption).map(|row| (row, item.line)),
        );
    }
    // Names alone are members of an enum, or words of another statement.
    let is_described = |row: &Row| !row.fields.is_empty() || !row.comment.is_empty();
    let are_rows = rows.iter().any(|(row, _)| is_described(row)) || caption.is_some();
    if are_rows && !source.are_statements {
        number(&mut rows);
        if source.in_enum && rows.len() > 1 {
            rows.pop_if(|(row, _)| is_sentinel(row));
        }
        let (errors, others) = split_errors(rows, |line| defines.contains(&line));
        tables.extend(table(errors, Source { caption: Some("errors"), ..source }));
        let sections = if caption.is_none() { sections(items) } else { HashMap::new() };
        for (note, rows) in split_sections(others, &sections) {
            let source = Source { note: note.or(source.note), ..source };
            let families = if source.in_enum { split_families(rows) } else { vec![rows] };
            tables.extend(families.into_iter().filter_map(|rows| table(rows, source)));
        }
    }
    for item in items {
        if item.parts.first().and_then(Part::word) == Some("#define") {
            tables.extend(macro_calls(item));
        } else {
            collect_groups(item, source, tables);
        }
    }
}

/// Adds the tables of the groups of an item.
fn collect_groups(item: &Item, outer: Source<'_>, tables: &mut Vec<Table>) {
    let name = type_name(&item.parts);
    let is_declaration = is_declaration(&item.parts);
    let is_function = is_function(&item.parts);
    let declares_enum = is_enum_declaration(&item.parts);
    let comment = clean(&item.comment);
    let inherited = outer.note.filter(|_| name.is_none());
    let note = Some(comment.as_str()).filter(|it| !it.is_empty()).or(inherited);
    for (bracket, inner) in item.parts.iter().filter_map(Part::group) {
        let are_statements = is_record(inner);
        let is_list =
            matches!(bracket, '{' | '|') || inner.len() > 1 || inner.iter().any(has_braces);
        let are_parameters = bracket == '(' && is_declaration;
        if !is_list || are_parameters || are_statements && !is_function {
            continue;
        }
        let in_enum = bracket == '{' && declares_enum;
        let caption = name.or(outer.caption).filter(|_| bracket == '{' || name.is_some());
        let nested = name.zip(outer.caption).filter(|_| in_enum);
        let nested = nested.map(|(name, outer)| format!("{outer}.{name}"));
        let caption = nested.as_deref().or(caption);
        let in_union = bracket == '|';
        collect(inner, Source { caption, note, in_union, in_enum, are_statements }, tables);
    }
}

/// Whether an item declares a class: what it has in parentheses are parameters or other classes.
fn is_declaration(parts: &[Part]) -> bool {
    let mut words = parts.iter().map_while(Part::word);
    words.any(|word| {
        matches!(word, "class" | "struct" | "interface" | "object" | "fn" | "func" | "def")
    })
}

/// Keywords of functions, and of blocks that have only functions.
const CODE_KEYWORDS: [&str; 6] = ["def", "function", "fn", "func", "extension", "impl"];

/// Whether an item is a function with its body, or a block of functions.
fn is_function(parts: &[Part]) -> bool {
    matches!(parts, [.., Part::Group('(', _), Part::Group('{', _)]) && !is_enum_declaration(parts)
        || parts.iter().filter_map(Part::word).any(|word| CODE_KEYWORDS.contains(&word))
}

fn is_enum_declaration(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.word() == Some("enum"))
}

/// The fewest macros or members of an enum with the same prefix that are a list.
const MIN_FAMILY: usize = 3;

/// A row and its line.
type Rows = Vec<(Row, usize)>;

/// Splits off the macros whose names have the same prefix with a word for errors, such as
/// `X509_V_ERR_`: a header has macros for many things.
fn split_errors(rows: Rows, is_macro: impl Fn(usize) -> bool) -> (Rows, Rows) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (row, _) in rows.iter().filter(|(_, line)| is_macro(*line)) {
        if let Some(prefix) = error_prefix(&row.name) {
            *counts.entry(prefix.to_owned()).or_default() += 1;
        }
    }
    let is_error = |(row, line): &(Row, usize)| {
        let count = error_prefix(&row.name).and_then(|prefix| counts.get(prefix));
        is_macro(*line) && count.is_some_and(|count| *count >= MIN_FAMILY)
    };
    rows.into_iter().partition(is_error)
}

/// Whether a member only marks the end of an enum.
fn is_sentinel(row: &Row) -> bool {
    let last = row.name.rsplit('_').next().unwrap_or_default();
    row.is_bare && row.comment.is_empty() && matches!(last, "MAX" | "COUNT" | "LAST" | "END")
}

/// Splits the members of an enum where the word behind their common prefix changes, if nearly all are in
/// families: an enum of a protocol can have requests, responses and signals.
fn split_families(rows: Rows) -> Vec<Rows> {
    let words = |row: &Row| row.name.split('_').map(str::to_owned).collect::<Vec<_>>();
    let names: Vec<Vec<String>> = rows.iter().map(|(row, _)| words(row)).collect();
    let Some(first) = names.first() else { return vec![rows] };
    let shared =
        |(at, word): &(usize, &String)| names.iter().all(|name| name.get(*at) == Some(*word));
    let prefix = first.iter().enumerate().take_while(shared).count();
    // The name of a family is not the last word.
    let family = |name: &Vec<String>| name.get(prefix).filter(|_| name.len() > prefix + 1).cloned();
    let families: Vec<Option<String>> = names.iter().map(family).collect();
    let runs: Vec<usize> = families.chunk_by(|a, b| a == b).map(<[_]>::len).collect();
    let large = || runs.iter().filter(|length| **length >= MIN_FAMILY);
    if large().count() < 2 || large().sum::<usize>() * 10 < rows.len() * 9 {
        return vec![rows];
    }
    let mut rows = rows.into_iter();
    runs.iter().map(|length| rows.by_ref().take(*length).collect()).collect()
}

/// The fewest macros of a section.
const MIN_SECTION: usize = 3;

/// The comments before sections of macros, by the line of the first constant: those behind it are on
/// the next lines, without comments before them. Behind an enum, a section needs no comment.
fn sections(items: &[Item]) -> HashMap<usize, String> {
    let starts_section = |(at, run): &(usize, &[Item])| {
        let mut others = run.windows(2);
        run[0].parts.first().and_then(Part::word) == Some("#define")
            && (!run[0].comment_before.is_empty() || *at > 0 && has_braces(&items[at - 1]))
            && others.all(|it| it[1].line == it[0].line + 1 && it[1].comment_before.is_empty())
    };
    let starts = items.windows(MIN_SECTION).enumerate().filter(starts_section);
    starts.map(|(_, run)| (run[0].line, clean(&run[0].comment_before))).collect()
}

/// Splits rows at the lines that start sections. Their comments are about all rows of a section.
fn split_sections(rows: Rows, sections: &HashMap<usize, String>) -> Vec<(Option<&str>, Rows)> {
    let mut parts: Vec<(Option<&str>, Rows)> = vec![(None, Rows::new())];
    for (mut row, line) in rows {
        if let Some(note) = sections.get(&line) {
            let own = row.comment.strip_prefix(note.as_str()).map(|own| own.trim().to_owned());
            row.comment = own.unwrap_or(row.comment);
            let note = Some(note.as_str()).filter(|note| !note.is_empty());
            parts.push((note, Rows::new()));
        }
        if let Some((_, rows)) = parts.last_mut() {
            rows.push((row, line));
        }
    }
    parts
}

/// The part of a name up to a word for errors that is not its last.
fn error_prefix(name: &str) -> Option<&str> {
    let mut end = 0;
    for word in name.split('_') {
        end += word.len();
        if matches!(word, "ERR" | "ERROR" | "ER" | "E" | "ERRNO" | "FAULT") {
            return (end + 1 < name.len()).then(|| &name[..end]);
        }
        end += 1;
    }
    None
}

/// Whether an item has a group in braces, such as the argument of `Object.freeze({…})`, or only one in
/// brackets, as that of `new Map([…])`.
fn has_braces(item: &Item) -> bool {
    item.parts.iter().any(|part| matches!(part, Part::Group('{', _)))
        || matches!(item.parts.as_slice(), [Part::Group('[', _)])
}

/// The calls in a macro that lists codes: `X(NAME, 1, "text") X(…)`.
fn macro_calls(item: &Item) -> Option<Table> {
    let groups = item.parts.iter().filter_map(Part::group);
    let rows: Vec<(Row, usize)> =
        groups.filter_map(|(_, items)| Some((positional(items)?, item.line))).collect();
    table(rows, Source { caption: item.parts.get(1).and_then(Part::word), ..Source::default() })
}

/// Numbers the members without a value behind one with a number, and those behind `iota`.
fn number(rows: &mut [(Row, usize)]) {
    let mut next: Option<i64> = None;
    for (row, _) in rows {
        if row.is_bare {
            if let Some(value) = next {
                row.fields.insert(0, (String::new(), value.to_string()));
                next = value.checked_add(1);
            }
        } else if let Some((_, value)) =
            row.fields.first_mut().filter(|(column, _)| column.is_empty())
        {
            if value.starts_with("iota") {
                "0".clone_into(value);
            }
            next = value.parse::<i64>().ok().and_then(|value| value.checked_add(1));
        }
    }
}

/// The name of the function that an item calls.
fn callee(parts: &[Part]) -> Option<&str> {
    match parts {
        [name, Part::Group('(', _)] => name.word(),
        [new, name, Part::Group('(', _)] if new.word() == Some("new") => name.word(),
        _ => None,
    }
}

/// The name of the type, constant or map that a group belongs to.
fn type_name(parts: &[Part]) -> Option<&str> {
    // `typedef enum { … } name`
    if parts.first().and_then(Part::word) == Some("typedef")
        && let [.., Part::Group('{', _), name] = parts
    {
        return name.word();
    }
    let end = parts.iter().position(|part| {
        matches!(part, Part::Group('{', _)) || part.is("=") || part.is(":") || part.is("=>")
    });
    let mut words = parts[..end.unwrap_or(parts.len())].iter().filter_map(Part::word);
    let mut after_keyword = words.clone().skip_while(|word| {
        !matches!(*word, "enum" | "class" | "struct" | "object" | "interface" | "message")
    });
    let keyword = after_keyword.next();
    let name = after_keyword.find(|word| !matches!(*word, "class" | "struct"));
    keyword.and(name).or_else(|| words.next_back())
}

fn table(rows: Rows, source: Source<'_>) -> Option<Table> {
    let least = if source.in_enum { 1 } else { 2 };
    if rows.len() < least {
        return None;
    }
    let line = rows[0].1;
    // Columns by name; values without a name by their position among these.
    let mut columns: Vec<(String, usize)> = Vec::new();
    let keyed: Vec<Vec<((String, usize), String)>> =
        rows.iter().map(|(row, _)| keys(&row.fields)).collect();
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
        let value = |column: &(String, usize)| {
            values
                .iter()
                .find(|(key, _)| key == column)
                .map_or_else(Cell::default, |(_, value)| cell(value))
        };
        let cells = [cell(&row.name)].into_iter().chain(columns.iter().map(value));
        cells.chain(has_comment.then(|| cell(&row.comment))).collect()
    });
    let rows = rows.collect();
    Some(Table {
        caption: source.caption.map(str::to_owned),
        note: source.note.map(str::to_owned),
        header,
        rows,
        kind: TableKind::Constants,
        line,
    })
}

fn keys(fields: &[(String, String)]) -> Vec<((String, usize), String)> {
    let mut result: Vec<((String, usize), String)> = Vec::new();
    for (name, value) in fields {
        let position = result.iter().filter(|((other, _), _)| other == name).count();
        result.push(((name.clone(), position), value.clone()));
    }
    result
}
