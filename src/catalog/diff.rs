//! The differences between two catalogs, field by field.

use std::collections::HashMap;

use super::check::EntryId;
use super::entry::{Catalog, Entry};
use super::sample::{Sample, SampleForm};
use super::signature::Signature;

/// What differs between two catalogs.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Diff {
    /// The catalog as a whole: names, source, signatures, hints, samples, synonyms.
    pub catalog: Vec<Change>,
    /// The entries of the new catalog only: section and code.
    pub added: Vec<EntryId>,
    /// The entries of the old catalog only.
    pub removed: Vec<EntryId>,
    /// The entries that differ, each with its changes.
    pub changed: Vec<(EntryId, Vec<Change>)>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// The key of the field in a catalog file.
    pub field: &'static str,
    /// The values that only the old catalog has.
    pub old: Vec<String>,
    /// The values that only the new catalog has.
    pub new: Vec<String>,
}

impl Diff {
    /// The differences between two catalogs.
    #[must_use]
    pub fn new(old: &'static Catalog, new: &'static Catalog) -> Self {
        let mut diff =
            Self { catalog: changes(&of_catalog(old), &of_catalog(new)), ..Self::default() };
        let mut others: HashMap<EntryId, &Entry> =
            old.entries.iter().map(|entry| ((entry.section, entry.code), entry)).collect();
        for entry in new.entries {
            let id = (entry.section, entry.code);
            match others.remove(&id) {
                None => diff.added.push(id),
                Some(other) if other == entry => {}
                Some(other) => diff.changed.push((id, changes(&of_entry(other), &of_entry(entry)))),
            }
        }
        let ids = old.entries.iter().map(|entry| (entry.section, entry.code));
        diff.removed = ids.filter(|id| others.contains_key(id)).collect();
        diff
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A field and its values.
type Field = (&'static str, Vec<String>);

/// The fields that differ. The values that both have are left out; if only their order differs, all
/// are listed.
fn changes(old: &[Field], new: &[Field]) -> Vec<Change> {
    let differs = old.iter().zip(new).filter(|((_, old), (_, new))| old != new);
    let change = |((field, old), (_, new)): (&Field, &Field)| {
        let without = |values: &[String], others: &[String]| -> Vec<String> {
            values.iter().filter(|value| !others.contains(value)).cloned().collect()
        };
        let (only_old, only_new) = (without(old, new), without(new, old));
        if only_old.is_empty() && only_new.is_empty() {
            return Change { field, old: old.clone(), new: new.clone() };
        }
        Change { field, old: only_old, new: only_new }
    };
    differs.map(change).collect()
}

fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn of_catalog(catalog: &Catalog) -> Vec<Field> {
    let Catalog { source, hints, .. } = catalog;
    let signature = |signature: &Signature| {
        let Signature { id, kind, sections, weight, fixed_messages } = signature;
        let fixed = if *fixed_messages { ", fixed messages" } else { "" };
        format!("{id}: {kind:?}, weight {weight}{fixed}, sections {}", sections.join(" "))
    };
    let sample = |it: &Sample| format!("{} ({})", it.body, it.expect.join(", "));
    let form = |it: &SampleForm| format!("{}: {}", it.sections.join(", "), it.body);
    vec![
        ("id", texts(&[catalog.id])),
        ("name", texts(&[catalog.name])),
        ("tab", texts(&[catalog.tab])),
        ("aliases", texts(catalog.aliases)),
        ("source.title", texts(&[source.title])),
        ("source.url", texts(&[source.url])),
        ("source.captured", texts(&[source.captured])),
        ("source.exhaustive", texts(&[source.exhaustive])),
        ("source.note", texts(source.note.as_slice())),
        ("section", catalog.sections.iter().map(|it| format!("{}: {}", it.id, it.title)).collect()),
        ("signature", catalog.signatures.iter().map(signature).collect()),
        ("hints.hosts", texts(hints.hosts)),
        ("hints.headers", texts(hints.headers)),
        ("hints.markers", texts(hints.markers)),
        ("hints.shared_words", texts(hints.shared_words)),
        ("sample", catalog.samples.iter().map(sample).collect()),
        ("sample_form", catalog.sample_forms.iter().map(form).collect()),
        ("counter_sample", catalog.counter_samples.iter().map(|it| it.body.to_owned()).collect()),
        ("synonyms.groups", catalog.synonyms.groups.iter().map(|it| it.join(" = ")).collect()),
        (
            "synonyms.expansions",
            catalog.synonyms.expansions.iter().map(|it| it.join(" → ")).collect(),
        ),
    ]
}

fn of_entry(entry: &Entry) -> Vec<Field> {
    let endpoints = entry.endpoints.iter().map(|endpoint| {
        let methods = endpoint.methods.join(" ");
        [methods.as_str(), endpoint.path].join(" ").trim_start().to_owned()
    });
    let message_actions = entry.message_actions.iter().map(|special| {
        let message = entry.messages.get(usize::from(special.message)).unwrap_or(&"");
        format!("{message}: {}", special.action)
    });
    let http = entry.http.map(|http| format!("{} ({})", http.status, http.basis));
    let page = entry.page.map(|page| format!("{} {}", page.title, page.url));
    vec![
        ("aliases", texts(entry.aliases)),
        ("kind", texts(&[entry.kind])),
        ("names", texts(entry.names)),
        ("category", texts(entry.category.as_slice())),
        ("messages", texts(entry.messages)),
        ("http", texts(http.as_slice())),
        ("description", texts(entry.description.as_slice())),
        ("action", texts(entry.action.as_slice())),
        ("messages.action", message_actions.collect()),
        ("retry", texts(&[entry.retry])),
        ("endpoints", endpoints.collect()),
        ("origin", texts(&[entry.origin])),
        ("source", texts(page.as_slice())),
        ("note", texts(entry.note.as_slice())),
        ("keywords", texts(entry.keywords)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACME: &str = include_str!("../../tests/fixtures/acme.toml");

    fn acme(from: &str, to: &str) -> &'static Catalog {
        let text = ACME.replacen(from, to, 1);
        assert!(from.is_empty() || text != ACME, "{from} is not in the fixture");
        Box::leak(Box::new(super::super::read("acme.toml", &text).unwrap()))
    }

    fn diff(from: &str, to: &str) -> Diff {
        Diff::new(acme("", ""), acme(from, to))
    }

    #[test]
    fn a_catalog_equals_itself() {
        assert!(diff("", "").is_empty());
    }

    #[test]
    fn fields_of_entries_are_compared() {
        let diff = diff("retry = \"after-fix\"", "retry = \"never\"");
        let change =
            Change { field: "retry", old: vec!["after-fix".into()], new: vec!["never".into()] };
        assert_eq!(diff.changed, [(("errors", "1001"), vec![change])]);
    }

    #[test]
    fn a_renamed_code_is_removed_and_added() {
        let diff = diff("code = \"low-stock\"", "code = \"out-of-stock\"");
        assert_eq!(diff.removed, [("other codes", "low-stock")]);
        assert_eq!(diff.added, [("other codes", "out-of-stock")]);
        assert!(diff.changed.is_empty());
    }

    #[test]
    fn of_a_list_only_the_differing_values_are_shown() {
        let diff = diff("\"run out\", \"restock\"", "\"run out\", \"refill\"");
        let (_, changes) = &diff.changed[0];
        assert_eq!(
            (&*changes[0].old, &*changes[0].new),
            (&["restock".into()][..], &["refill".into()][..])
        );
    }

    #[test]
    fn every_key_of_a_signature_and_of_a_sample_is_compared() {
        for (from, to) in [
            ("weight = \"medium\"", "weight = \"weak\""),
            ("fixed_messages = true", "fixed_messages = false"),
            ("expect = [\"1001\", \"1002\"]", "expect = \"1001\""),
        ] {
            assert_eq!(diff(from, to).catalog.len(), 1, "{from}");
        }
    }

    #[test]
    fn the_catalog_itself_is_compared() {
        let diff = diff("tab = \"Acme\"", "tab = \"ACME\"");
        assert_eq!(diff.catalog[0].field, "tab");
    }
}
