//! Smithy: shapes with the `error` trait, and enums. Also models in JSON, and the descriptions of AWS
//! from before Smithy.

use super::code::{Item, Part, parse, scalar, values};
use super::data::Value;
use crate::import::document::{Block, Document, Table, TableKind};
use crate::import::read::rich::cell;

/// Reads a Smithy model.
pub fn read(text: &str) -> Document {
    let items = parse(text);
    let mut document = Document::default();
    let errors: Vec<(usize, [String; 5])> =
        items.iter().filter_map(|item| Some((item.line, error(item)?))).collect();
    if let Some(&(line, _)) = errors.first() {
        let header = ["name", "error", "HTTP status", "documentation", "retryable"];
        let rows: Vec<_> = errors.into_iter().map(|(_, row)| row).collect();
        document.blocks.push(Block::Table(table("errors", header, &rows, line)));
    }
    document.blocks.extend(items.iter().filter_map(members).map(Block::Table));
    document
}

/// Reads a model in JSON, or a description of an API of AWS. `None` if the value is neither.
pub fn read_json(model: &Value) -> Option<Document> {
    let shapes = model.get("shapes")?.entries();
    model.get("smithy").or(model.get("metadata"))?;
    let errors: Vec<_> =
        shapes.iter().filter_map(|(name, shape)| json_error(name, shape)).collect();
    let header = ["name", "error code", "HTTP status", "documentation", "retryable"];
    let blocks = vec![Block::Table(table("errors", header, &errors, 1))];
    let title = model.get("metadata").and_then(|it| it.text("serviceFullName"));
    (!errors.is_empty()).then(|| Document { title: title.map(str::to_owned), blocks })
}

/// A shape that is an error, by its trait or by its key `exception`.
fn json_error(name: &str, shape: &Value) -> Option<[String; 5]> {
    let of_trait = |name: &str| shape.get("traits")?.get(&format!("smithy.api#{name}"));
    if of_trait("error").is_none() && shape.text("exception") != Some("true") {
        return None;
    }
    let error = shape.get("error");
    let text =
        |value: Option<&Value>| value.and_then(Value::as_text).unwrap_or_default().to_owned();
    let name = name.rsplit_once('#').map_or(name, |(_, name)| name);
    let code = error.and_then(|it| it.text("code")).unwrap_or(name);
    let status = of_trait("httpError").or_else(|| error?.get("httpStatusCode"));
    let documentation = of_trait("documentation").or(shape.get("documentation"));
    let is_retryable = of_trait("retryable").or(shape.get("retryable")).is_some();
    let retryable = if is_retryable { "true" } else { "" };
    let code = code.to_owned();
    Some([name.to_owned(), code, text(status), text(documentation), retryable.to_owned()])
}

fn table<const N: usize>(
    caption: &str,
    header: [&str; N],
    rows: &[[String; N]],
    line: usize,
) -> Table {
    let row = |row: &[String; N]| row.iter().map(|text| cell(text)).collect();
    Table {
        caption: Some(caption.to_owned()),
        header: header.map(cell).to_vec(),
        rows: rows.iter().map(row).collect(),
        kind: TableKind::Constants,
        line,
        ..Table::default()
    }
}

/// The name of a shape of a kind.
fn name<'i>(item: &'i Item, kinds: &[&str]) -> Option<&'i str> {
    match item.parts.as_slice() {
        [kind, name, ..] if kinds.contains(&kind.word()?) => name.word(),
        _ => None,
    }
}

fn error(item: &Item) -> Option<[String; 5]> {
    let name = name(item, &["structure"])?;
    let kind = trait_value(item, "error")?;
    let status = trait_value(item, "httpError").unwrap_or_default();
    let retryable = if trait_value(item, "retryable").is_some() { "true" } else { "" };
    Some([name.to_owned(), kind, status, documentation(item), retryable.to_owned()])
}

fn documentation(item: &Item) -> String {
    trait_value(item, "documentation").unwrap_or_else(|| item.comment.clone())
}

/// The value of a trait before a shape; empty if it has none.
fn trait_value(item: &Item, name: &str) -> Option<String> {
    let at = item
        .attributes
        .iter()
        .position(|part| part.word().is_some_and(|word| word.strip_prefix('@') == Some(name)))?;
    let arguments = item.attributes.get(at + 1).and_then(Part::group);
    let text = arguments.and_then(|(_, items)| items.first()).map(|item| scalar(&item.parts));
    Some(text.unwrap_or_default())
}

/// The members of an enum, or of an enum that is a trait of a string.
fn members(item: &Item) -> Option<Table> {
    let caption = name(item, &["enum", "intEnum", "string"])?;
    let trait_at = item.attributes.iter().position(|part| part.word() == Some("@enum"));
    let group = trait_at.and_then(|at| item.attributes.get(at + 1)).or(item.parts.last())?;
    let (_, entries) = group.group()?;
    let rows: Vec<_> = if trait_at.is_some() {
        let lists = entries
            .iter()
            .flat_map(|item| item.parts.iter().filter_map(Part::group))
            .flat_map(|(_, items)| items);
        lists.filter_map(entry).collect::<Vec<_>>()
    } else {
        entries.iter().filter_map(member).collect()
    };
    let header = ["name", "value", "documentation"];
    (rows.len() > 1).then(|| table(caption, header, &rows, item.line))
}

fn member(item: &Item) -> Option<[String; 3]> {
    let name = item.parts.first()?.word()?.to_owned();
    let value = if item.parts.get(1).is_some_and(|part| part.is("=")) {
        scalar(&item.parts[2..])
    } else {
        String::new()
    };
    Some([name, value, documentation(item)])
}

/// `{ value: "…", name: "…", documentation: "…" }`
fn entry(item: &Item) -> Option<[String; 3]> {
    let fields = values(std::slice::from_ref(item));
    let field = |name: &str| {
        fields.iter().find(|(key, _)| key == name).map_or(String::new(), |(_, value)| value.clone())
    };
    let row = [field("name"), field("value"), field("documentation")];
    (!row[1].is_empty()).then_some(row)
}
