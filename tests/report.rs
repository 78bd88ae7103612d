//! The report writers, with a catalog that contains markup, commas and hidden characters.

#[path = "common/golden.rs"]
mod common;

use std::io;

use common::golden;
use errdex::catalog::{self, Catalog, Catalogs};
use errdex::decode::{
    self, Advice, Capture, Confidence, Decoder, Evidence, Finding, HttpStatus, Location, Reason,
    Repair, Verdict,
};
use errdex::report::{Page, csv, html, json, markdown, text};
use errdex::search::{Index, Query};
use serde_json::Value;

fn acme() -> (Catalogs, &'static Catalog) {
    let acme = catalog::read("acme.toml", include_str!("fixtures/acme.toml"));
    let acme: &Catalog = Box::leak(Box::new(acme.expect("the fixture is valid")));
    let http = Catalogs::builtin().find(catalog::HTTP).expect("it has the reason phrases");
    (Catalogs::new(vec![acme, http]), acme)
}

fn to_text(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("writing to memory never fails");
    String::from_utf8(out).expect("the writers write UTF-8")
}

/// Unstyled text, 80 columns wide.
fn to_page(write: impl FnOnce(&mut Page<'_>) -> io::Result<()>) -> String {
    let text = to_text(|out| write(&mut Page::new(out, 80)));
    anstream::adapter::strip_str(&text).to_string()
}

/// A report with every field filled in.
fn full_report(acme: &'static Catalog) -> decode::Report {
    let advice = Advice { retry: Some(catalog::Retry::AfterFix), ..Advice::default() };
    let finding = Finding {
        catalog: acme,
        code: Some("1001".to_owned()),
        entry: Some(&acme.entries[0]),
        confidence: Confidence::Certain,
        score: 0.98,
        template: Some(0),
        message: None,
        details: vec![decode::Detail { text: "bolt is taken".to_owned(), span: 50..63 }],
        count: 1,
        time: None,
        captures: vec![Capture {
            name: "PartName".to_owned(),
            value: "bolt\u{1b}[31m".to_owned(),
            span: 40..49,
        }],
        span: 0..64,
        http: Some(HttpStatus {
            status: 409,
            reason: Some("Conflict"),
            from: "status line",
            span: 0..8,
        }),
        advice: Some(advice.clone()),
        evidence: vec![Evidence {
            feature: errdex::decode::Feature::ListedNumber,
            strength: 1.0,
            bonus: None,
            kind: decode::EvidenceKind::Code,
            location: Location::Pointer(catalog::Pointer::from_static("/error/code")),
            span: 17..21,
            reason: Reason::KnownCode("1001".to_owned()),
            weight: 1.0,
        }],
    };
    let other = Finding {
        code: Some("7".to_owned()),
        entry: None,
        confidence: Confidence::Possible,
        score: 0.2,
        message: None,
        details: Vec::new(),
        captures: Vec::new(),
        http: None,
        advice: None,
        evidence: Vec::new(),
        ..finding.clone()
    };
    decode::Report {
        verdict: Verdict::Identified,
        http: finding.http.clone(),
        findings: vec![finding],
        alternatives: vec![other],
        intermediary: None,
        repairs: vec![Repair::PrefixesRemoved],
        advice: Some(advice),
        draft_entry: None,
    }
}

#[test]
fn writes_exports() {
    let (_, acme) = acme();
    golden("acme.json", &to_text(|out| json::export(out, &[acme])));
    golden("acme.csv", &to_text(|out| csv::export(out, &[acme])));
    golden("acme.md", &to_text(|out| markdown::export(out, &[acme])));
    golden("acme.html", &to_text(|out| html::export(out, &[acme])));
}

#[test]
fn writes_lookup_results() {
    let (catalogs, acme) = acme();
    let found: Vec<_> =
        ["1010", "low-stock", "1002"].into_iter().flat_map(|word| catalogs.lookup(word)).collect();
    golden("lookup.txt", &to_page(|page| text::entries(page, &found)));
    let first = acme.entry_refs().take(1);
    golden("lookup.json", &to_text(|out| json::entries(out, first)));
}

#[test]
fn writes_search_results() {
    let (catalogs, _) = acme();
    let query = Query::new("part stock");
    let mut results = Index::new(&catalogs).search(&query);
    golden("search.txt", &to_page(|page| text::matches(page, &query, &results.matches)));
    results.matches.truncate(1);
    golden("search.json", &to_text(|out| json::matches(out, &results)));
}

#[test]
fn writes_catalog_list() {
    let (catalogs, _) = acme();
    golden("list.txt", &to_page(|page| text::list(page, &catalogs)));
    golden("list.json", &to_text(|out| json::list(out, &catalogs)));
}

#[test]
fn writes_a_full_report() {
    let (_, acme) = acme();
    let report = full_report(acme);
    golden("decode.txt", &to_page(|page| text::report(page, &report)));
    golden("decode.json", &to_text(|out| json::report(out, &report)));
}

#[test]
fn writes_every_verdict() {
    let (_, acme) = acme();
    let full = full_report(acme);
    let bare = Finding {
        evidence: Vec::new(),
        captures: Vec::new(),
        message: None,
        details: Vec::new(),
        confidence: Confidence::Likely,
        ..full.findings[0].clone()
    };
    let unlisted = Finding { entry: None, code: Some("9".to_owned()), ..bare.clone() };
    let vendor = Finding { entry: None, code: None, ..bare.clone() };
    let possible = Finding { confidence: Confidence::Possible, ..bare.clone() };
    let second = Finding { entry: Some(&acme.entries[1]), ..possible.clone() };
    let cases = [
        (Verdict::Identified, vec![bare.clone(), unlisted.clone()], None),
        (Verdict::Ambiguous, vec![possible.clone(), second], None),
        (Verdict::UnknownCode, vec![unlisted], None),
        (Verdict::VendorOnly, vec![vendor], None),
        (Verdict::Possible, vec![possible], None),
        (Verdict::NotRecognised, Vec::new(), Some(decode::Intermediary::Server("nginx"))),
        (Verdict::NotRecognised, Vec::new(), None),
    ];
    let mut all = String::new();
    for (verdict, findings, intermediary) in cases {
        let report = decode::Report {
            verdict,
            findings,
            intermediary,
            alternatives: Vec::new(),
            http: None,
            repairs: Vec::new(),
            advice: None,
            draft_entry: None,
        };
        all.push_str(&to_page(|page| text::report(page, &report)));
        all.push_str("========\n");
    }
    golden("verdicts.txt", &all);
}

#[test]
fn decode_json_has_stable_keys() {
    let keys =
        |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    let bodies = catalogs.iter().flat_map(|catalog| catalog.samples);
    let mut findings = 0;
    for sample in bodies {
        let report = decoder.decode(sample.body.as_bytes(), None);
        let json = to_text(|out| json::report(out, &report));
        let json: Value = serde_json::from_str(&json).expect("the report is JSON");
        assert_eq!(
            keys(&json),
            [
                "verdict",
                "findings",
                "alternatives",
                "http",
                "intermediary",
                "repairs",
                "advice",
                "draft_entry"
            ]
        );
        for finding in json["findings"].as_array().expect("an array") {
            findings += 1;
            let span =
                |value: &Value| sample.body.get(usize_at(value, 0)..usize_at(value, 1)).is_some();
            assert!(span(&finding["span"]), "{finding}");
            for evidence in finding["evidence"].as_array().expect("an array") {
                assert_eq!(keys(evidence), ["kind", "location", "span", "reason"]);
                assert!(span(&evidence["span"]), "{evidence}");
            }
        }
    }
    assert!(findings > 0);
}

fn usize_at(value: &Value, index: usize) -> usize {
    value[index].as_u64().and_then(|number| number.try_into().ok()).expect("a byte offset")
}
