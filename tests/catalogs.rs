//! The shipped catalogs, entry by entry; the JSON schema beside them; and the checker that lets
//! no faulty file through.

#[path = "common/golden.rs"]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, iter};

use errdex::catalog::{self, Catalog, Catalogs, EntryKind, MatchedBy, Origin};
use errdex::decode::Decoder;
use serde_json::{Value, json};

const ACME: &str = include_str!("fixtures/acme.toml");

/// The files under `data/`, by catalog id.
fn files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    fs::read_dir(folder)
        .expect("data/ is there")
        .map(|entry| entry.expect("data/ can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter(|path| !path.ends_with("intermediaries.toml"))
        .map(|path| {
            let id = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (id, fs::read_to_string(path).expect("a catalog is text"))
        })
        .collect()
}

fn builtin(id: &str) -> &'static Catalog {
    Catalogs::builtin().find(id).expect("the catalog is built in")
}

fn schema() -> Value {
    serde_json::from_str(include_str!("../data/catalog.schema.json")).expect("the schema is JSON")
}

/// TOML as the schema describes it: decoded to JSON, with dates as strings.
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
        toml::Value::Boolean(truth) => (*truth).into(),
    }
}

fn document(text: &str) -> Value {
    to_json(&toml::Value::Table(text.parse().expect("the file is TOML")))
}

#[test]
fn every_file_is_built_in_as_it_reads() {
    let files = files();
    assert_eq!(files.len(), Catalogs::builtin().iter().len());
    for (id, text) in files {
        let catalog = catalog::read(&id, &text).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert_eq!(catalog.id, id, "a file is named by its catalog");
        assert_eq!(&catalog, builtin(&id));
    }
}

#[test]
fn the_catalogs_hold_their_sources_whole() {
    // Entries of the source in each section that has any.
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
fn every_entry_can_be_read_and_found() {
    let catalogs = Catalogs::builtin();
    let mut ids = BTreeSet::new();
    for record in catalogs.entry_refs() {
        let id = record.id();
        assert!(ids.insert(id), "{id:?} is there twice");
        assert!(record.catalog.section(record.section).is_some(), "{id:?} has no section");
        assert!(record.title() != record.code, "{id:?} says nothing about itself");
        assert!(
            record.action.is_some() || record.kind == EntryKind::Success,
            "{id:?} has no action"
        );
        if let Some(http) = record.http {
            assert!(catalogs.reason(http.status).is_some(), "{id:?}: {} is no status", http.status);
        }
        let own = iter::once((record.code, MatchedBy::Code))
            .chain(record.aliases.iter().map(|alias| (*alias, MatchedBy::Alias)))
            .chain(record.names.iter().map(|name| (*name, MatchedBy::Name)));
        for (word, by) in own {
            let found = catalogs.lookup(word);
            let found = found.iter().find(|found| found.record == record);
            assert!(found.is_some_and(|found| found.by <= by), "{id:?} is not found by {word}");
        }
    }
}

#[test]
fn every_text_stands_on_its_own_line_and_can_be_seen() {
    for record in Catalogs::builtin().entry_refs() {
        let texts = [record.description, record.action, record.note, record.category];
        let texts = texts.into_iter().flatten().chain(record.messages.iter().copied());
        for text in texts {
            assert_eq!(errdex::text::printable(text), text, "{:?}", record.id());
            assert!(!text.contains("  "), "{:?} has a gap: {text}", record.id());
        }
        for endpoint in record.endpoints.iter().filter(|endpoint| !endpoint.methods.is_empty()) {
            let path = endpoint.path;
            let fits = path.starts_with('/') || path.starts_with("https://");
            assert!(fits, "{:?}: {path}", record.id());
        }
    }
}

#[test]
fn misprints_of_the_source_stay_findable() {
    for (misprint, code) in [("9032", "9023"), ("9042", "9024")] {
        let found = Catalogs::builtin().lookup(misprint);
        let found = found.iter().find(|found| found.record.catalog.id == "sevenbridges");
        let found = found.expect("the misprint is an alias");
        assert_eq!((found.record.code, found.by), (code, MatchedBy::Alias));
        assert!(found.record.note.is_some_and(|note| note.contains(misprint)));
    }
}

#[test]
fn every_file_meets_the_schema() {
    let schema = jsonschema::validator_for(&schema()).expect("the schema is one");
    for (id, text) in files().into_iter().chain([("acme".to_owned(), ACME.to_owned())]) {
        let document = document(&text);
        let faults: Vec<_> = schema
            .iter_errors(&document)
            .map(|error| format!("{id}{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

/// The tables of a catalog file: where each stands in a file and in the schema.
const TABLES: [(&str, &str); 10] = [
    ("", ""),
    ("source", "/properties/source"),
    ("signature", "/$defs/signature"),
    ("hints", "/properties/hints"),
    ("section", "/properties/section/items"),
    ("entry", "/$defs/entry"),
    ("entry.http", "/$defs/entry/properties/http"),
    ("entry.endpoints", "/$defs/entry/properties/endpoints/items"),
    ("sample", "/$defs/sample"),
    ("counter_sample", "/properties/counter_sample/items"),
];

/// The table at a dotted path; of several, the first.
fn table<'a>(file: &'a mut toml::Table, path: &str) -> &'a mut toml::Table {
    path.split('.').filter(|step| !step.is_empty()).fold(file, |table, step| {
        let value = table.get_mut(step).expect("the fixture has the table");
        let value = if value.is_array() { &mut value[0] } else { value };
        value.as_table_mut().expect("it is a table")
    })
}

/// Why the checker refuses a file.
fn refusals(file: &toml::Table) -> Vec<String> {
    let text = toml::to_string(file).expect("the file can be written");
    let faults = catalog::read("acme.toml", &text).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.reason).collect()
}

#[test]
fn the_schema_and_the_checker_know_the_same_keys() {
    let schema = schema();
    for (path, at) in TABLES {
        let mut file: toml::Table = ACME.parse().expect("the fixture is TOML");
        table(&mut file, path).insert("unheard-of".to_owned(), 1.into());
        // The reason reads: unknown field `unheard-of`, expected one of `id`, `title`
        let reason = refusals(&file).concat();
        let known: BTreeSet<_> = reason.split('`').skip(3).step_by(2).collect();
        let definition = schema.pointer(at).expect("the schema has the table");
        let listed = definition["properties"].as_object().expect("its keys are listed");
        assert_eq!(known, listed.keys().map(String::as_str).collect(), "{path}: {reason}");
        assert_eq!(definition["additionalProperties"], json!(false), "{path}");
    }
}

#[test]
fn the_schema_and_the_checker_need_the_same_keys() {
    let schema = schema();
    let good: toml::Table = ACME.parse().expect("the fixture is TOML");
    for (path, at) in TABLES {
        let required = &schema.pointer(at).expect("the schema has the table")["required"];
        let keys: Vec<_> = table(&mut good.clone(), path).keys().cloned().collect();
        for key in keys {
            let mut file = good.clone();
            table(&mut file, path).remove(&key);
            let needed = refusals(&file).contains(&format!("missing field `{key}`"));
            let listed = required.as_array().is_some_and(|keys| keys.contains(&json!(key)));
            assert_eq!(needed, listed, "{key} of {path}");
        }
    }
}

/// Each replaces a text of the fixture, once, by a faulty one.
const FAULTS: [(&str, &str); 36] = [
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
];

#[test]
fn every_fault_is_told_with_its_place() {
    let mut told = String::new();
    for (from, to) in FAULTS {
        let text = ACME.replacen(from, to, 1);
        assert_ne!(text, ACME, "{from} is not in the fixture");
        let faults = catalog::read("acme.toml", &text).expect_err(to);
        // Told as what was written, and below it what is said.
        let faults = faults.iter().map(|fault| format!("  {fault}"));
        told.extend(iter::once(to.to_owned()).chain(faults).map(|line| line + "\n"));
    }
    common::golden("faults.txt", &told);
}

#[test]
fn all_faults_of_a_file_are_told_in_order() {
    let text = ACME
        .replace("status = 409", "status = 1409")
        .replace("id = \"header\"", "id = \"body\"")
        .replace(
            "section = \"other codes\"\ncode = \"low-stock\"",
            "section = \"other\"\ncode = \"0\"",
        );
    let faults = catalog::read("acme.toml", &text).expect_err("three faults");
    let places: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column)).collect();
    assert_eq!(places, [(28, 6), (60, 19), (88, 11)], "{faults:?}");
}

#[test]
fn the_example_of_the_readme_is_a_catalog() {
    let readme = include_str!("../README.md");
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let example = example.expect("the README has an example");
    let catalog = catalog::read("README.md", example).unwrap_or_else(|faults| panic!("{faults:?}"));
    let catalog: &Catalog = Box::leak(Box::new(catalog));
    let decoder = Decoder::new(&Catalogs::new(vec![catalog]));
    for sample in catalog.samples {
        let report = decoder.decode(sample.body.as_bytes(), None);
        let codes: Vec<_> = report.findings.iter().filter_map(|it| it.code.as_deref()).collect();
        assert_eq!(codes, sample.expect, "{report:?}");
    }
    let schema = jsonschema::validator_for(&schema()).expect("the schema is one");
    assert!(schema.is_valid(&document(example)));
}

#[test]
fn two_catalogs_cannot_share_a_name() {
    let acme = |from, to| catalog::read("acme.toml", &ACME.replace(from, to)).expect("no fault");
    let (first, second) = (acme("", ""), acme("id = \"acme\"", "id = \"ac\""));
    let clashes = catalog::check_names(&[&first, &second]).expect_err("both are called ac");
    assert_eq!(clashes[0], "the name `ac` of catalog `ac` already belongs to catalog `acme`");
}
