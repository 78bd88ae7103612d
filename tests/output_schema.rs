//! The JSON output of every command matches `data/output.schema.json` exactly.

use std::process::Output;

use assert_cmd::Command;
use errdex::catalog::Catalogs;
use errdex::decode::{Confidence, Decoder, EvidenceKind, Verdict};
use errdex::report::json;
use jsonschema::Validator;
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../data/output.schema.json")).expect("the schema is JSON")
}

/// The schema of one command, changed to reject undescribed members.
fn strict(command: &str) -> Validator {
    let mut schema = schema();
    forbid_other_members(&mut schema["$defs"]);
    let schema = json!({ "$ref": format!("#/$defs/{command}"), "$defs": schema["$defs"] });
    jsonschema::validator_for(&schema).expect("the schema is valid")
}

fn forbid_other_members(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("required") && members.contains_key("properties") {
                members.insert("additionalProperties".to_owned(), false.into());
            }
            members.values_mut().for_each(forbid_other_members);
        }
        Value::Array(items) => items.iter_mut().for_each(forbid_other_members),
        _ => {}
    }
}

#[track_caller]
fn assert_valid(validator: &Validator, value: &Value, input: &str) {
    let errors: Vec<_> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{input}\n{errors:#?}\n{value:#}");
}

fn run(args: &[&str]) -> Value {
    let mut command = Command::cargo_bin("errdex").expect("the binary is built");
    command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).args(args);
    let Output { stdout, stderr, .. } = command.output().expect("the binary runs");
    serde_json::from_slice(&stdout).unwrap_or_else(|error| {
        panic!("{args:?}: {error}: {}", String::from_utf8_lossy(&stderr));
    })
}

#[test]
fn command_output_matches_the_schema() {
    let commands: &[(&str, &[&str])] = &[
        ("search", &["search", "--json", "licence expired"]),
        ("search", &["search", "--json", "--limit", "0", "invalid"]),
        ("search", &["search", "--json", "http:409 vendor:uipath"]),
        ("scan", &["scan", "--json", "--code", "2100", "tests/fixtures/scan.log"]),
        ("scan_summary", &["scan", "--summary-json", "tests/fixtures/scan.log"]),
        ("search", &["search", "--json", "/users"]),
        ("search", &["search", "--json", "zqxjkvzqxjkv"]),
        ("lookup", &["lookup", "--json", "1001", "9032", "NameAlreadyUsed"]),
        ("lookup", &["lookup", "--json", "404"]),
        ("lookup", &["lookup", "--json", "nosuch"]),
        ("list", &["list", "--json"]),
        ("export", &["export", "--format", "json"]),
        ("export", &["export", "--format", "json", "--vendor", "sap"]),
        ("export", &["import", "--json", "fuzz/seeds/import/table.md"]),
        ("keys", &["keys", "--json"]),
        ("config", &["config", "path", "--json"]),
        ("config", &["config", "check", "--json"]),
        ("note_list", &["note", "--list", "--json"]),
        ("catalog_list", &["catalog", "list", "--json", "--catalogs", "examples"]),
        ("catalog_list", &["catalog", "list", "--json", "--catalogs", "tests/fixtures"]),
        ("catalog_test", &["catalog", "test", "--json", "tests/fixtures/acme.toml"]),
        (
            "catalog_diff",
            &["catalog", "diff", "--json", "globex", "pagerduty", "--catalogs", "examples"],
        ),
    ];
    let anything = jsonschema::validator_for(&schema()).expect("the schema is valid");
    for (command, args) in commands {
        let value = run(args);
        assert_valid(&strict(command), &value, &args.join(" "));
        assert_valid(&anything, &value, &args.join(" "));
    }
}

#[test]
fn decode_reports_match_the_schema() {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    let validator = strict("decode");
    let samples = catalogs.iter().flat_map(|catalog| catalog.samples).map(|sample| sample.body);
    let counter_samples =
        catalogs.iter().flat_map(|catalog| catalog.counter_samples).map(|sample| sample.body);
    let more = [
        "",
        "1001",
        "nothing of the kind",
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\n\r\n",
        "<html><title>502</title><center>nginx</center></html>",
        r#"{"message":"A new kind of failure.","errorCode":2999,"traceId":"00-1-2-00"}"#,
    ];
    for body in samples.chain(counter_samples).chain(more) {
        let cut = (0..body.len() / 2).rev().find(|&at| body.is_char_boundary(at)).unwrap_or(0);
        for body in [body, &body[..cut]] {
            let mut out = Vec::new();
            json::report(&mut out, &decoder.decode(body.as_bytes(), None))
                .expect("writing to memory never fails");
            let value: Value = serde_json::from_slice(&out).expect("the report is JSON");
            assert_valid(&validator, &value, body);
        }
    }
}

#[test]
fn schema_lists_every_enum_value() {
    fn words(schema: &Value, pointer: &str) -> Vec<String> {
        let words = schema.pointer(pointer).and_then(Value::as_array).expect(pointer);
        let mut words: Vec<_> = words.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        words.sort();
        words
    }
    fn sorted(words: impl Iterator<Item = &'static str>) -> Vec<String> {
        let mut words: Vec<_> = words.map(str::to_owned).collect();
        words.sort();
        words
    }
    let schema = schema();
    assert_eq!(
        words(&schema, "/$defs/decode/properties/verdict/enum"),
        sorted(Verdict::ALL.iter().map(|verdict| verdict.as_str()))
    );
    assert_eq!(
        words(&schema, "/$defs/finding/properties/confidence/enum"),
        sorted(Confidence::ALL.iter().map(|confidence| confidence.as_str()))
    );
    assert_eq!(
        words(&schema, "/$defs/finding/properties/evidence/items/properties/kind/enum"),
        sorted(EvidenceKind::ALL.iter().map(|kind| kind.as_str()))
    );
}
