//! The shipped catalogs, entry by entry, their JSON schema, and the errors reported by the checker.

#[path = "common/golden.rs"]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, iter};

use errdex::catalog::{self, Basis, Catalog, Catalogs, EntryKind, MatchedBy, Origin, Retry};
use errdex::decode::{Decoder, SampleTest};
use serde_json::{Value, json};

const ACME: &str = include_str!("fixtures/acme.toml");

/// The catalog files under `data/`, by id.
fn catalog_files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    fs::read_dir(folder)
        .expect("data/ exists")
        .map(|entry| entry.expect("data/ can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter(|path| {
            let others = ["synonyms", "intermediaries", "weights", "import"];
            path.file_stem().is_some_and(|stem| !others.iter().any(|other| stem == *other))
        })
        .map(|path| {
            let id = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (id, fs::read_to_string(path).expect("a catalog is UTF-8"))
        })
        .collect()
}

fn builtin(id: &str) -> &'static Catalog {
    Catalogs::builtin().find(id).expect("the catalog is built in")
}

fn schema() -> Value {
    serde_json::from_str(include_str!("../data/catalog.schema.json")).expect("the schema is JSON")
}

/// Converts TOML to JSON for the schema; dates become strings.
fn to_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Table(table) => {
            table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect()
        }
        toml::Value::Array(values) => values.iter().map(to_json).collect(),
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(value) => (*value).into(),
    }
}

fn document(text: &str) -> Value {
    to_json(&toml::Value::Table(text.parse().expect("the file is TOML")))
}

#[test]
fn every_catalog_file_is_built_in() {
    let files = catalog_files();
    assert_eq!(files.len(), Catalogs::builtin().iter().len());
    for (id, text) in files {
        let catalog = catalog::read(&id, &text).unwrap_or_else(|errors| panic!("{errors:?}"));
        assert_eq!(catalog.id, id, "a file is named after its catalog");
        assert_eq!(&catalog, builtin(&id));
    }
}

#[test]
fn catalogs_contain_every_source_entry() {
    // The number of entries from the source in each section, without empty sections.
    let counts = |id| {
        let catalog = builtin(id);
        let per_section = |section: &catalog::Section| {
            let own = |entry: &&catalog::Entry| {
                entry.section == section.id && entry.origin == Origin::Source
            };
            catalog.entries.iter().filter(own).count()
        };
        catalog.sections.iter().map(per_section).filter(|count| *count > 0).collect::<Vec<_>>()
    };
    assert_eq!(counts("uipath"), [119]);
    assert_eq!(counts("omnia"), [16, 22]);
    assert_eq!(counts("pagerduty"), [11, 61]);
    // Five rows are detailed, two of them PASSWORD_LOCKED.
    assert_eq!(counts("sap"), [11, 4, 3]);
    assert_eq!(counts("sevenbridges").len(), 11);
    assert_eq!(counts("sevenbridges").iter().sum::<usize>(), 130);
    assert_eq!(counts("http").len(), 5);
}

#[test]
fn every_entry_is_complete_and_found_by_lookup() {
    let catalogs = Catalogs::builtin();
    let mut ids = BTreeSet::new();
    for entry in catalogs.entry_refs() {
        let id = entry.id();
        assert!(ids.insert(id), "{id:?} is listed twice");
        assert!(entry.catalog.section(entry.section).is_some(), "{id:?} has no section");
        assert!(entry.title() != entry.code, "{id:?} has no title");
        assert!(entry.action.is_some() || entry.kind == EntryKind::Success, "{id:?} has no action");
        if let Some(http) = entry.http {
            assert!(
                catalog::reason_phrase(http.status).is_some(),
                "{id:?}: {} is not a status",
                http.status
            );
        }
        let own = iter::once((entry.code, MatchedBy::Code))
            .chain(entry.aliases.iter().map(|alias| (*alias, MatchedBy::Alias(alias))))
            .chain(entry.names.iter().map(|name| (*name, MatchedBy::Name)));
        for (word, by) in own {
            let found = catalogs.lookup(word);
            let found = found.iter().find(|found| found.entry == entry);
            assert!(found.is_some_and(|found| found.by <= by), "{id:?} is not found by {word}");
        }
    }
}

#[test]
fn every_text_is_a_single_printable_line() {
    for entry in Catalogs::builtin().entry_refs() {
        let texts = [entry.description, entry.action, entry.note, entry.category];
        let texts = texts.into_iter().flatten().chain(entry.messages.iter().copied());
        for text in texts {
            assert_eq!(errdex::text::printable(text), text, "{:?}", entry.id());
            assert!(!text.contains("  "), "{:?} has a gap: {text}", entry.id());
        }
        for endpoint in entry.endpoints.iter().filter(|endpoint| !endpoint.methods.is_empty()) {
            let path = endpoint.path;
            let fits = path.starts_with('/') || path.starts_with("https://");
            assert!(fits, "{:?}: {path}", entry.id());
        }
    }
}

/// For each retry advice of an error: words of which its next step has at least one (any, if there
/// are none), and words that it must not have.
const NEXT_STEPS: [(Retry, &[&str], &[&str]); 5] = [
    (Retry::Never, &[], &["backoff", "wait", "try again", "then retry", "later"]),
    (Retry::AfterFix, &[], &["backoff", "try again later", "retry later"]),
    (Retry::Backoff, &["backoff", "retry", "wait", "repeat", "again"], &["do not retry"]),
    (
        Retry::Later,
        &["wait", "until", "once", "when", "then", "before", "after", "every"],
        &["do not retry", "backoff"],
    ),
    (Retry::Unknown, &[], &["backoff"]),
];

#[test]
fn retry_advice_and_next_step_agree() {
    for entry in Catalogs::builtin().entry_refs().filter(|it| it.kind == EntryKind::Error) {
        let row = NEXT_STEPS.iter().find(|(retry, ..)| *retry == entry.retry);
        let (_, needed, forbidden) = row.expect("a row for each retry advice");
        let action = entry.action.expect("an error has a next step").to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| action.contains(word));
        assert!(needed.is_empty() || has(needed), "{:?}, {}: {action}", entry.id(), entry.retry);
        assert!(!has(forbidden), "{:?}, {}: {action}", entry.id(), entry.retry);
    }
}

#[test]
fn a_repeated_write_is_preceded_by_a_check() {
    // The request may have taken effect though its response is an error of the server or of a proxy.
    for entry in Catalogs::builtin().entry_refs().filter(|it| it.retry == Retry::Backoff) {
        if entry.http.is_some_and(|http| matches!(http.status, 500 | 502 | 504)) {
            let action = entry.action.unwrap_or_default().to_lowercase();
            let is_check = ["check", "read", "look"].iter().any(|word| action.contains(word));
            assert!(is_check, "{:?}: {action}", entry.id());
        }
    }
}

#[test]
fn next_steps_and_keywords_are_short() {
    for entry in Catalogs::builtin().entry_refs() {
        let actions =
            entry.action.into_iter().chain(entry.message_actions.iter().map(|it| it.action));
        for action in actions {
            assert!(action.chars().count() <= 110, "{:?}: {action}", entry.id());
        }
        if entry.kind == EntryKind::Error {
            let count = entry.keywords.len();
            assert!((3..=14).contains(&count), "{:?} has {count} keywords", entry.id());
        }
        let is_lower = |keyword: &&str| **keyword == keyword.to_lowercase();
        assert!(entry.keywords.iter().all(is_lower), "{:?}: {:?}", entry.id(), entry.keywords);
    }
}

#[test]
fn every_sample_is_recognised_and_every_error_has_one() {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    for catalog in catalogs.iter().filter(|catalog| !catalog.is_reference()) {
        let test = SampleTest::run(&decoder, catalog);
        assert!(test.failures.is_empty(), "{}: {:#?}", catalog.id, test.failures);
        let is_error = |entry: &&catalog::Entry| entry.kind != EntryKind::Success;
        assert_eq!(test.entries, catalog.entries.iter().filter(is_error).count(), "{}", catalog.id);
    }
}

/// Counts entries with something, as a cell of `docs/catalogs.md`.
type Count = (&'static str, fn(&catalog::EntryRef) -> bool);

const COUNTS: [Count; 8] = [
    ("entries", |_| true),
    ("meaning", |it| it.description.is_some() || !it.messages.is_empty()),
    ("next step", |it| it.action.is_some()),
    ("retry advice", |it| it.retry != Retry::Unknown),
    ("endpoints", |it| !it.endpoints.is_empty()),
    ("status, documented", |it| it.http.is_some_and(|http| http.basis == Basis::Documented)),
    ("status, observed", |it| it.http.is_some_and(|http| http.basis == Basis::Observed)),
    ("sample", |it| it.catalog.sample_of(it.entry).is_some()),
];

#[test]
fn the_page_on_the_catalogs_has_their_counts() {
    let mut page = String::from(
        "# The shipped catalogs\n\nHow many entries of each catalog have a meaning (a description or the \
         message), a next step,\nadvice on retries, endpoints, an HTTP status and what it is based on, and a \
         sample response, with\nwhich the tests decode them. What is missing is not documented.\n\n",
    );
    let mut row = |cells: Vec<String>| page.extend(["| ", &cells.join(" | "), " |\n"]);
    let head = iter::once("catalog").chain(COUNTS.map(|(name, _)| name));
    row(head.clone().map(str::to_owned).collect());
    row(head.map(|name| if name == "catalog" { "---" } else { "---:" }.to_owned()).collect());
    for catalog in Catalogs::builtin().iter() {
        let counts = COUNTS.map(|(_, has)| catalog.entry_refs().filter(has).count().to_string());
        row(iter::once(catalog.name.to_owned()).chain(counts).collect());
    }
    common::golden("../../docs/catalogs.md", &page);
}

#[test]
fn finds_codes_misprinted_in_the_source() {
    for (misprint, code) in [("9032", "9023"), ("9042", "9024")] {
        let found = Catalogs::builtin().lookup(misprint);
        let found = found.iter().find(|found| found.entry.catalog.id == "sevenbridges");
        let found = found.expect("the misprint is an alias");
        assert_eq!((found.entry.code, found.by), (code, MatchedBy::Alias(misprint)));
        assert!(found.entry.note.is_some_and(|note| note.contains(misprint)));
    }
}

#[test]
fn every_catalog_matches_the_schema() {
    let schema = jsonschema::validator_for(&schema()).expect("the schema is valid");
    for (id, text) in catalog_files().into_iter().chain([("acme".to_owned(), ACME.to_owned())]) {
        let document = document(&text);
        let errors: Vec<_> = schema
            .iter_errors(&document)
            .map(|error| format!("{id}{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

/// The tables of a catalog file, by their paths in a file and in the schema.
const TABLES: [(&str, &str); 13] = [
    ("", ""),
    ("source", "/properties/source"),
    ("signature", "/$defs/signature"),
    ("hints", "/properties/hints"),
    ("section", "/properties/section/items"),
    ("entry", "/$defs/entry"),
    ("entry.http", "/$defs/entry/properties/http"),
    ("entry.endpoints", "/$defs/entry/properties/endpoints/items"),
    ("entry.source", "/$defs/entry/properties/source"),
    ("sample", "/$defs/sample"),
    ("sample_form", "/properties/sample_form/items"),
    ("counter_sample", "/properties/counter_sample/items"),
    ("synonyms", "/properties/synonyms"),
];

/// The table at a dotted path; the first of an array of tables.
fn table<'a>(file: &'a mut toml::Table, path: &str) -> &'a mut toml::Table {
    path.split('.').filter(|step| !step.is_empty()).fold(file, |table, step| {
        let value = table.get_mut(step).expect("the fixture has the table");
        let value = if value.is_array() { &mut value[0] } else { value };
        value.as_table_mut().expect("it is a table")
    })
}

/// The reasons for which the checker rejects a file.
fn check_errors(file: &toml::Table) -> Vec<String> {
    let text = toml::to_string(file).expect("the file can be written");
    let errors = catalog::read("acme.toml", &text).err().unwrap_or_default();
    errors.into_iter().map(|error| error.reason).collect()
}

#[test]
fn schema_and_checker_accept_the_same_keys() {
    let schema = schema();
    for (path, at) in TABLES {
        let mut file: toml::Table = ACME.parse().expect("the fixture is TOML");
        table(&mut file, path).insert("unheard-of".to_owned(), 1.into());
        // The reason reads: unknown field `unheard-of`, expected one of `id`, `title`
        let reason = check_errors(&file).concat();
        let known: BTreeSet<_> = reason.split('`').skip(3).step_by(2).collect();
        let definition = schema.pointer(at).expect("the schema has the table");
        let listed = definition["properties"].as_object().expect("its keys are listed");
        assert_eq!(known, listed.keys().map(String::as_str).collect(), "{path}: {reason}");
        assert_eq!(definition["additionalProperties"], json!(false), "{path}");
    }
}

#[test]
fn schema_and_checker_require_the_same_keys() {
    let schema = schema();
    let good: toml::Table = ACME.parse().expect("the fixture is TOML");
    for (path, at) in TABLES {
        let mut required = Vec::new();
        // What a catalog needs besides, unlike an overlay.
        let of_catalog = match path {
            "" => "/else",
            "entry" => "/else/properties/entry/items",
            _ => at,
        };
        for at in [at, of_catalog] {
            let keys = &schema.pointer(at).expect("the schema has the table")["required"];
            required.extend(keys.as_array().into_iter().flatten().cloned());
        }
        let keys: Vec<_> = table(&mut good.clone(), path).keys().cloned().collect();
        for key in keys {
            let mut file = good.clone();
            table(&mut file, path).remove(&key);
            let needed = check_errors(&file).contains(&format!("missing field `{key}`"));
            assert_eq!(needed, required.contains(&json!(key)), "{key} of {path}");
        }
    }
}

/// Mistakes: the text of the fixture to replace once, and its invalid replacement.
const ERRORS: [(&str, &str); 43] = [
    ("schema = 1", "schema = 2"),
    ("schema = 1", "schema = \"1\""),
    ("id = \"acme\"", "id = \"Acme Inc\""),
    ("id = \"acme\"", "id = \"acme"),
    ("id = \"acme\"\n", ""),
    ("tab = \"Acme\"", "tab = \"Acme\"\ncolour = \"red\""),
    ("tab = \"Acme\"", "tab = \" \""),
    ("name = \"Acme", "name = \" Acme"),
    ("name = \"Acme", "name = \"Ac\\tme"),
    ("https://acme", "http://acme"),
    ("captured = 2026-11-20", "captured = 2026-11-20T10:00:00Z"),
    ("exhaustive = false", "exhaustive = \"no\""),
    ("id = \"header\"", "id = \"body\""),
    ("weight = \"medium\"", "weight = \"heavy\""),
    ("header = \"x-acme-code\"", "header = \"\""),
    ("header = \"x-acme-code\"", "header = \"x acme\""),
    ("{ code = \"integer\"", "{ code = \"int\""),
    ("code = \"/error/code\"", "code = \"error/code\""),
    ("message = \"/error/message\"", "message = \"/error/text\""),
    ("status = \"/status\"", "needle = \"Acme\""),
    ("sections = [\"errors\"]", "sections = [\"warnings\"]"),
    ("header = \"x-acme-code\"\n", ""),
    ("(?<code>\\d+)", "(?<code>\\d+"),
    ("(?<message>", "(?<text>"),
    ("api.acme.example", "API.acme.example"),
    ("x-acme-request", "X-Acme-Request"),
    ("id = \"other codes\"", "id = \"errors\""),
    ("code = \"1002\"", "code = \"1001\""),
    ("code = \"1002\"", "code = 1002"),
    ("section = \"errors\"", "section = \"warnings\""),
    ("status = 409", "status = 1409"),
    ("basis = \"observed\"", "basis = \"guessed\""),
    ("action = \"Ask the Acme desk what the code means.\"\n", ""),
    ("retry = \"after-fix\"", "retry = \"perhaps\""),
    ("methods = [\"GET\"]", "methods = [\"FETCH\"]"),
    ("expect = \"1001\"", "expect = \"1009\""),
    ("origin = \"related\"", "origin = \"later\""),
    ("https://acme.example/docs/parts", "/docs/parts"),
    ("action = \"Delete the second part.\"", "next = \"Delete the second part.\""),
    ("sections = [\"errors\"]\nbody", "sections = [\"warnings\"]\nbody"),
    ("{code},\"message\":\"{message}\"", "1001"),
    ("[\"dispenser\", \"vending machine\"]", "[\"dispenser\"]"),
    ("\"vending machine\"", "\"Vending machine\""),
];

#[test]
fn reports_every_error_with_its_position() {
    let mut report = String::new();
    for (from, to) in ERRORS {
        let text = ACME.replacen(from, to, 1);
        assert_ne!(text, ACME, "{from} is not in the fixture");
        let errors = catalog::read("acme.toml", &text).expect_err(to);
        // The invalid text, then its errors.
        let errors = errors.iter().map(|error| format!("  {error}"));
        report.extend(iter::once(to.to_owned()).chain(errors).map(|line| line + "\n"));
    }
    common::golden("catalog_errors.txt", &report);
}

#[test]
fn reports_all_errors_of_a_file_in_order() {
    let text = ACME
        .replace("status = 409", "status = 1409")
        .replace("id = \"header\"", "id = \"body\"")
        .replace(
            "section = \"other codes\"\ncode = \"low-stock\"",
            "section = \"other\"\ncode = \"0\"",
        );
    let errors = catalog::read("acme.toml", &text).expect_err("three errors");
    let positions: Vec<_> = errors.iter().map(|error| (error.line, error.column)).collect();
    assert_eq!(positions, [(28, 6), (60, 19), (89, 11)], "{errors:?}");
}

#[test]
fn readme_example_is_a_valid_catalog() {
    let readme = include_str!("../README.md");
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let example = example.expect("the README has an example");
    let catalog = catalog::read("README.md", example).unwrap_or_else(|errors| panic!("{errors:?}"));
    let catalog: &Catalog = Box::leak(Box::new(catalog));
    let decoder = Decoder::new(&Catalogs::new(vec![catalog]));
    for sample in catalog.samples {
        let report = decoder.decode(sample.body.as_bytes(), None);
        let codes: Vec<_> = report.findings.iter().filter_map(|it| it.code.as_deref()).collect();
        assert_eq!(codes, sample.expect, "{report:?}");
    }
    let schema = jsonschema::validator_for(&schema()).expect("the schema is valid");
    assert!(schema.is_valid(&document(example)));
}

#[test]
fn rejects_catalogs_with_the_same_name() {
    let acme = |from, to| catalog::read("acme.toml", &ACME.replace(from, to)).expect("no error");
    let (first, second) = (acme("", ""), acme("id = \"acme\"", "id = \"ac\""));
    let clashes = catalog::check_names(&[&first, &second]).expect_err("both are called ac");
    assert_eq!(clashes[0], "the name `ac` of catalog `ac` already belongs to catalog `acme`");
}
