//! Brings a newer page into a catalog that people have edited. What they wrote stays, with its
//! comments: lists grow, absent fields are added, and other differences become comments.

use std::collections::HashMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TomlError, Value};

use super::catalog::{PLACEHOLDER, UNKNOWN_URL};

/// Fields of an entry that are lists.
const LISTS: [&str; 5] = ["aliases", "names", "messages", "endpoints", "keywords"];

/// Fields of an entry that have one value.
const SCALARS: [&str; 6] = ["category", "http", "description", "action", "retry", "kind"];

/// Merges the draft of a newer page into the text of a catalog.
///
/// # Errors
/// The text of either cannot be parsed.
pub fn merge(catalog: &str, draft: &str) -> Result<String, TomlError> {
    let mut merged: DocumentMut = catalog.parse()?;
    let draft: DocumentMut = draft.parse()?;
    let captured = update_source(&mut merged, &draft);
    let sections = add_sections(&mut merged, &draft);
    let Some(old) = merged.get_mut("entry").and_then(Item::as_array_of_tables_mut) else {
        return Ok(merged.to_string());
    };
    let mut positions: HashMap<(String, String), usize> = HashMap::new();
    for (position, entry) in old.iter().enumerate() {
        positions.insert((text(entry, "section"), text(entry, "code")), position);
    }
    let mut is_listed = vec![false; old.len()];
    for new in tables(&draft, "entry") {
        let section = text(new, "section");
        let section = sections.get(&section).cloned().unwrap_or(section);
        match positions.get(&(section.clone(), text(new, "code"))) {
            Some(position) => {
                is_listed[*position] = true;
                if let Some(entry) = old.get_mut(*position) {
                    update_entry(entry, new);
                }
            }
            None => push(old, new, &section),
        }
    }
    for (position, is_listed) in is_listed.into_iter().enumerate() {
        if let Some(entry) = old.get_mut(position).filter(|_| !is_listed) {
            mark_vanished(entry, &captured);
        }
    }
    Ok(merged.to_string())
}

/// Updates the date, and the address if it was unknown. Returns the date.
fn update_source(merged: &mut DocumentMut, draft: &DocumentMut) -> String {
    let new = draft.get("source").and_then(Item::as_table);
    let old = merged.get_mut("source").and_then(Item::as_table_mut);
    let (Some(new), Some(old)) = (new, old) else { return String::new() };
    if let Some(captured) = new.get("captured") {
        set(old, "captured", captured);
    }
    let is_unknown = |url: &Item| url.as_str() == Some(UNKNOWN_URL);
    if let Some(url) = new.get("url")
        && old.get("url").is_some_and(is_unknown)
        && !is_unknown(url)
    {
        set(old, "url", url);
    }
    new.get("captured").map(|it| it.to_string().trim().to_owned()).unwrap_or_default()
}

/// Adds the sections that are new. Returns the id in the catalog of each section of the draft: the
/// same title is the same section.
fn add_sections(merged: &mut DocumentMut, draft: &DocumentMut) -> HashMap<String, String> {
    let mut ids = HashMap::new();
    for new in tables(draft, "section") {
        let (id, title) = (text(new, "id"), text(new, "title"));
        let of_title = tables(merged, "section").find(|old| text(old, "title") == title);
        if let Some(old) = of_title {
            ids.insert(id, text(old, "id"));
        } else if !tables(merged, "section").any(|old| text(old, "id") == id)
            && let Some(sections) = merged.get_mut("section").and_then(Item::as_array_of_tables_mut)
        {
            push(sections, new, "");
        }
    }
    ids
}

fn tables<'d>(document: &'d DocumentMut, key: &str) -> impl Iterator<Item = &'d Table> {
    document.get(key).and_then(Item::as_array_of_tables).into_iter().flat_map(ArrayOfTables::iter)
}

fn text(table: &Table, key: &str) -> String {
    table.get(key).and_then(Item::as_str).unwrap_or_default().to_owned()
}

/// Appends a table of the draft.
fn push(tables: &mut ArrayOfTables, new: &Table, section: &str) {
    let mut table = new.clone();
    // It comes after the last table, and not where it was in the draft.
    table.set_position(None);
    if !section.is_empty() {
        table.insert("section", Item::Value(section.into()));
    }
    tables.push(table);
}

/// Replaces a value and keeps the comment behind it.
fn set(table: &mut Table, key: &str, new: &Item) {
    let Some(mut value) = new.as_value().cloned() else { return };
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        *value.decor_mut() = old.decor().clone();
    }
    table.insert(key, Item::Value(value));
}

fn update_entry(old: &mut Table, new: &Table) {
    for key in LISTS {
        let Some(values) = new.get(key).and_then(Item::as_array) else { continue };
        if let Some(list) = old.get_mut(key).and_then(Item::as_array_mut) {
            extend(list, values);
        } else {
            old.insert(key, Item::Value(Value::Array(values.clone())));
        }
    }
    for key in SCALARS {
        let Some(value) = new.get(key) else { continue };
        let is_default = |item: &Item| matches!(item.as_str(), Some(PLACEHOLDER | "unknown"));
        match old.get(key) {
            Some(known) if !is_default(known) => {
                if !is_default(value) && plain(known) != plain(value) {
                    comment(old, &format!("the newer page has {key} = {}", plain(value)));
                }
            }
            _ => set(old, key, value),
        }
    }
}

/// Appends the values that a list does not have, in the layout of its last value.
fn extend(list: &mut Array, values: &Array) {
    for value in values {
        if list.iter().any(|known| content(known) == content(value)) {
            continue;
        }
        let mut value = value.clone();
        let decor = list.iter().last().map(|last| last.decor().clone()).unwrap_or_default();
        let is_first_on_line = decor.prefix().and_then(|it| it.as_str()).unwrap_or("").is_empty();
        *value.decor_mut() = decor;
        if is_first_on_line && !list.is_empty() {
            value.decor_mut().set_prefix(" ");
        }
        list.push_formatted(value);
    }
}

/// A value of a list; a message with an action is its text.
fn content(value: &Value) -> String {
    let text = value.as_inline_table().and_then(|table| table.get("text")?.as_str());
    let text = text.or(value.as_str());
    text.map_or_else(|| value.clone().decorated("", "").to_string(), str::to_owned)
}

/// A value without the white space and comments around it.
fn plain(item: &Item) -> String {
    item.as_value().map_or_else(String::new, |it| it.clone().decorated("", "").to_string())
}

/// Marks an entry that the newer page does not list. One that comes from elsewhere stays as it is.
fn mark_vanished(entry: &mut Table, captured: &str) {
    if !matches!(&*text(entry, "origin"), "" | "source") {
        return;
    }
    if entry.contains_key("note") {
        if !text(entry, "note").starts_with(VANISHED) {
            comment(entry, &format!("not on the page as of {captured}"));
        }
    } else {
        entry.insert("note", Item::Value(format!("{VANISHED} as of {captured}.").into()));
    }
}

/// How the note on a vanished code begins.
const VANISHED: &str = "No longer on the vendor's page";

/// Adds a comment above a table, unless it is there.
fn comment(table: &mut Table, text: &str) {
    let prefix = table.decor().prefix().and_then(|it| it.as_str()).unwrap_or("\n").to_owned();
    let line = format!("# {text}\n");
    if !prefix.contains(&line) {
        table.decor_mut().set_prefix(prefix + &line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDITED: &str = r#"schema = 1
id = "acme"

[source]
captured = 2026-01-01 # by hand

[[section]]
id = "errors"
title = "Error codes"

# Ask the team of orders.
[[entry]]
section = "errors"
code = "1"
messages = ["Locked."] # seen in logs
description = "The order is locked."
action = "Unlock it."
retry = "unknown"

[[entry]]
section = "errors"
code = "2"
action = "Wait."
retry = "later"
"#;

    const DRAFT: &str = r#"schema = 1
[source]
captured = 2026-11-21

[[section]]
id = "error-codes"
title = "Error codes"

[[entry]]
section = "error-codes"
code = "1"
messages = ["Locked.", "Order is locked."]
description = "Somebody edits the order."
action = "The vendor's page documents no next step."
retry = "backoff"

[[entry]]
section = "error-codes"
code = "3"
action = "Sign in."
retry = "unknown"
"#;

    #[test]
    fn what_people_wrote_stays() {
        let merged = merge(EDITED, DRAFT).unwrap();
        for kept in [
            "captured = 2026-11-21 # by hand",
            "# Ask the team of orders.\n# the newer page has description = \"Somebody edits the order.\"",
            "messages = [\"Locked.\", \"Order is locked.\"] # seen in logs",
            "action = \"Unlock it.\"\nretry = \"backoff\"",
            "code = \"2\"\naction = \"Wait.\"\nretry = \"later\"\nnote = \"No longer on the vendor's page as of 2026-11-21.\"",
            "[[entry]]\nsection = \"errors\"\ncode = \"3\"\naction = \"Sign in.\"",
        ] {
            assert!(merged.contains(kept), "{kept}\n---\n{merged}");
        }
        assert!(!merged.contains("error-codes"), "{merged}");
    }

    #[test]
    fn merging_twice_changes_nothing() {
        let merged = merge(EDITED, DRAFT).unwrap();
        assert_eq!(merge(&merged, DRAFT).unwrap(), merged);
    }
}
