//! The decoder with all catalogs: every sample, every listed code in its envelope, every code shared by
//! two vendors, and every sample with every kind of damage.

#[path = "common/damage.rs"]
mod damage;
#[path = "common/golden.rs"]
mod golden;

use std::collections::BTreeMap;

use errdex::catalog::{
    Catalog, Catalogs, Entry, JsonForm, JsonType, Member, Pointer, SignatureKind, ValueType,
};
use errdex::decode::{
    Decoder, EvidenceKind, Finding, Location, Reason, Repair, Report, Until, Verdict,
};
use errdex::report;
use golden::golden;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn decoder() -> (Catalogs, Decoder) {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    (catalogs, decoder)
}

fn claims(report: &Report) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|finding| finding.is_claim())
}

fn claimed_vendors(report: &Report) -> Vec<&'static str> {
    let mut vendors: Vec<_> = claims(report).map(|finding| finding.catalog.id).collect();
    vendors.sort_unstable();
    vendors.dedup();
    vendors
}

fn claims_code(report: &Report, vendor: &str, code: &str) -> bool {
    claims(report).any(|finding| {
        finding.catalog.id == vendor && finding.entry.is_some_and(|entry| entry.code == code)
    })
}

/// Whether the report claims exactly what a sample expects: its codes, or only its vendor.
fn matches_sample(report: &Report, vendor: &str, expect: &[&str]) -> bool {
    claimed_vendors(report) == [vendor]
        && expect.iter().all(|code| claims_code(report, vendor, code))
        && (!expect.is_empty() || report.verdict == Verdict::VendorOnly)
}

#[test]
fn recognises_every_sample() {
    let (catalogs, decoder) = decoder();
    // By the vendor of the sample and the vendors claimed.
    let mut confusion: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for catalog in catalogs.iter() {
        for sample in catalog.samples {
            let report = decoder.decode(sample.body.as_bytes(), None);
            *confusion.entry((catalog.id, claimed_vendors(&report).join("+"))).or_default() += 1;
            if !matches_sample(&report, catalog.id, sample.expect) {
                wrong.push(format!("{} {:?}: {:?}", catalog.id, sample.expect, sample.body));
            }
        }
    }
    for ((vendor, claimed), count) in &confusion {
        println!("{vendor:14} decoded as {claimed:14} {count:4}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn claims_no_counter_sample() {
    let (catalogs, decoder) = decoder();
    for catalog in catalogs.iter() {
        for sample in catalog.counter_samples {
            let report = decoder.decode(sample.body.as_bytes(), None);
            assert_eq!(claimed_vendors(&report), [""; 0], "{}: {}", catalog.id, sample.body);
        }
    }
}

#[test]
fn offers_a_code_that_is_the_whole_paste() {
    let (_, decoder) = decoder();
    for paste in ["2001", r#"{"code":2001}"#, "Error code: 2001", r#""errorCode": 2001,"#] {
        let report = decoder.decode(paste.as_bytes(), None);
        let offered = report.findings.iter().any(|it| it.code.as_deref() == Some("2001"));
        assert!(offered && claims(&report).next().is_none(), "{paste}: {:?}", report.verdict);
    }
    // Every API sends an HTTP status as its code.
    let report = decoder.decode(br#"{"code":404}"#, None);
    assert_eq!(report.findings, []);
}

#[test]
fn what_only_looks_like_a_response_is_not_claimed() {
    let (_, decoder) = decoder();
    for paste in [
        "header('X-Message-Code: %s');\nHTTP/1.1 401 Unauthorized",
        "// https://api.pagerduty.com/users\nfetch failed: 404 Not Found",
        "if pagerduty_response.status_code == 429: # PagerDuty",
        r#"{"incident":{"summary":"HTTP 500","self":"https://api.pagerduty.com/incidents/P1"}}"#,
        "npm error 404 Not Found - GET https://registry.npmjs.org/@pagerduty%2fx",
        "vRealize Orchestrator: Error code 1002: object not found",
    ] {
        let report = decoder.decode(paste.as_bytes(), None);
        assert_eq!(claimed_vendors(&report), [""; 0], "{paste}");
    }
}

#[test]
fn every_signature_has_a_sample() {
    let (catalogs, decoder) = decoder();
    for catalog in catalogs.iter() {
        let mut seen = std::collections::BTreeSet::new();
        for sample in catalog.samples {
            let report = decoder.decode(sample.body.as_bytes(), None);
            for finding in report.findings.iter().chain(&report.alternatives) {
                for evidence in finding.evidence.iter().filter(|_| finding.catalog == catalog) {
                    if let Reason::Signature(signature) = evidence.reason {
                        seen.insert(signature);
                    }
                }
            }
        }
        for signature in catalog.signatures {
            assert!(
                seen.contains(signature.id),
                "{}: no sample matches `{}`",
                catalog.id,
                signature.id
            );
        }
        assert!(catalog.signatures.is_empty() || !catalog.samples.is_empty(), "{}", catalog.id);
        assert!(
            catalog.signatures.is_empty() || !catalog.counter_samples.is_empty(),
            "{}",
            catalog.id
        );
    }
}

/// A body with the shape of a signature and the given code and message.
fn envelope(form: &JsonForm, code: &str, message: &str) -> String {
    fill(form.shape, &Pointer::default(), form, code, message).to_string()
}

fn fill(members: &[Member], at: &Pointer, form: &JsonForm, code: &str, message: &str) -> Value {
    let mut object = Map::new();
    for member in members {
        let at = at.child(member.name);
        let is = |pointer: &Option<Pointer>| pointer.as_ref() == Some(&at);
        if member.optional && !is(&form.code) && !is(&form.message) {
            continue;
        }
        let value = if is(&form.code) {
            match (member.value_type, code.parse::<u64>()) {
                (ValueType::JsonType(JsonType::Integer), Ok(number)) => json!(number),
                _ => json!(code),
            }
        } else if is(&form.message) {
            json!(message)
        } else {
            match member.value_type {
                ValueType::Object(members) => fill(members, &at, form, code, message),
                ValueType::JsonType(JsonType::Boolean) => json!(true),
                ValueType::JsonType(JsonType::Integer | JsonType::Number) => json!(400),
                ValueType::Objects(_)
                | ValueType::JsonType(JsonType::Strings | JsonType::Array) => json!([]),
                ValueType::JsonType(_) => json!("x"),
            }
        };
        object.insert(member.name.to_owned(), value);
    }
    Value::Object(object)
}

/// The first message of an entry; placeholders are replaced by their names.
fn first_message(entry: &Entry) -> String {
    let message = entry.messages.first().copied().unwrap_or("Something failed.");
    message.replace(['[', ']'], "")
}

/// Every code of a catalog in a body of each JSON signature that can contain it.
fn enveloped(
    catalog: &'static Catalog,
) -> impl Iterator<Item = (&'static Entry, &'static str, String)> {
    catalog.signatures.iter().flat_map(move |signature| {
        let SignatureKind::Json(form) = &signature.kind else { return Vec::new() };
        if form.code.is_none() && form.message.is_none() {
            return Vec::new();
        }
        let in_sections = |entry: &&Entry| {
            signature.sections.is_empty() || signature.sections.contains(&entry.section)
        };
        // A weak signature needs a message; an integer member cannot contain a word.
        let numeric = |entry: &&Entry| entry.code.bytes().all(|byte| byte.is_ascii_digit());
        let accepts_words = form.code.as_ref().is_some_and(|code| {
            form.shape.iter().any(|member| {
                Pointer::default().child(member.name) == *code
                    && member.value_type == ValueType::JsonType(JsonType::String)
            })
        });
        (catalog.entries.iter())
            .filter(in_sections)
            .filter(|entry| accepts_words || numeric(entry))
            .filter(|entry| {
                !entry.messages.is_empty() || signature.weight != errdex::catalog::Weight::Weak
            })
            .map(|entry| (entry, signature.id, envelope(form, entry.code, &first_message(entry))))
            .collect()
    })
}

#[test]
fn recognises_every_listed_code_in_its_envelope() {
    let (catalogs, decoder) = decoder();
    let mut bodies = 0;
    for catalog in catalogs.iter() {
        for (entry, signature, body) in enveloped(catalog) {
            bodies += 1;
            let report = decoder.decode(body.as_bytes(), None);
            let vendors = claimed_vendors(&report);
            assert!(
                vendors.iter().all(|vendor| *vendor == catalog.id),
                "{vendors:?} claimed for {body}"
            );
            // A short message is not enough for a weak signature.
            let letters = entry.messages.first().map_or(0, |message| message.len());
            if letters >= 20 {
                assert!(
                    claims_code(&report, catalog.id, entry.code),
                    "{} {} not claimed in a {signature}: {body}",
                    catalog.id,
                    entry.code
                );
            }
        }
    }
    assert!(bodies > 400, "{bodies} bodies");
}

#[test]
fn distinguishes_shared_codes_by_signature_and_message() {
    let (catalogs, decoder) = decoder();
    let mut pairs = 0;
    for catalog in catalogs.iter() {
        for (entry, _, body) in enveloped(catalog) {
            let others = catalogs.lookup(entry.code).into_iter().filter(|found| {
                found.entry.catalog != catalog && !found.entry.catalog.is_reference()
            });
            for other in others {
                pairs += 1;
                let report = decoder.decode(body.as_bytes(), None);
                assert!(
                    !claims(&report).any(|finding| finding.catalog == other.entry.catalog),
                    "{} claimed for {body}",
                    other.entry.catalog.id
                );
            }
        }
    }
    assert!(pairs > 60, "{pairs} pairs");
}

#[test]
fn bare_shared_code_is_ambiguous() {
    let (_, decoder) = decoder();
    let report = decoder.decode(b"1001", None);
    assert_eq!(report.verdict, Verdict::Ambiguous);
    let vendors: Vec<_> = report.findings.iter().map(|finding| finding.catalog.id).collect();
    assert_eq!(vendors, ["pagerduty", "uipath"]);
    assert_eq!(claims(&report).count(), 0);
}

#[test]
fn requested_vendor_resolves_ambiguity() {
    let (catalogs, decoder) = decoder();
    let report = decoder.decode(b"1001", catalogs.find("pd"));
    assert_eq!(report.verdict, Verdict::Identified);
    assert!(claims_code(&report, "pagerduty", "1001"));
}

#[test]
fn requested_vendor_overrides_headers() {
    let (catalogs, decoder) = decoder();
    let paste = b"HTTP/1.1 401 Unauthorized\nX-message-code: PASSWORD_LOCKED\n";
    let report = decoder.decode(paste, catalogs.find("pagerduty"));
    let all = report.findings.iter().chain(&report.alternatives);
    assert_eq!(all.filter(|finding| finding.catalog.id != "pagerduty").count(), 0);
}

#[test]
fn captures_template_values() {
    let (_, decoder) = decoder();
    let body = r#"{"message":"The job's package Über.Bot, version 1.0.2-beta could not be found.","errorCode":1660,"traceId":"00-1b64de7918bddc499c641063f41781e4-b74eec3dd37247ac-01"}"#;
    let report = decoder.decode(body.as_bytes(), None);
    assert!(claims_code(&report, "uipath", "1660"));
    let captures: Vec<_> = report.findings[0]
        .captures
        .iter()
        .map(|c| (c.name.as_str(), c.value.as_str(), &body[c.span.clone()]))
        .collect();
    assert_eq!(
        captures,
        [("PackageName", "Über.Bot", "Über.Bot"), ("VersionNumber", "1.0.2-beta", "1.0.2-beta")]
    );
}

#[test]
fn reports_which_message_matched() {
    let (_, decoder) = decoder();
    let report = decoder.decode(br#"{"error":{"message":"Vendor Not Found","code":5001}}"#, None);
    let finding = &report.findings[0];
    let message =
        finding.template.and_then(|index| finding.entry.map(|entry| entry.messages[index]));
    assert_eq!(message, Some("Vendor Not Found"));
}

#[test]
fn damage_never_changes_the_vendor() {
    let (catalogs, decoder) = decoder();
    let mut rates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for catalog in catalogs.iter() {
        for sample in catalog.samples.iter().filter(|sample| !sample.expect.is_empty()) {
            for (kind, damaged) in damage::all(sample.body) {
                let report = decoder.decode(&damaged, None);
                let rate = rates.entry(kind).or_default();
                rate.1 += 1;
                if matches_sample(&report, catalog.id, sample.expect) {
                    rate.0 += 1;
                } else {
                    println!("{kind}: {:?}", String::from_utf8_lossy(&damaged));
                }
                if claimed_vendors(&report).iter().any(|vendor| *vendor != catalog.id) {
                    wrong.push(format!("{kind}: {}", String::from_utf8_lossy(&damaged)));
                }
            }
        }
    }
    println!("{:32}{:>10}{:>8}", "damage", "identified", "of");
    for (kind, (identified, all)) in &rates {
        println!("{kind:32}{identified:10}{all:8}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (kind, (identified, all)) in &rates {
        assert!(identified * 100 >= all * damage::min_rate(kind), "{kind}: {identified} of {all}");
    }
}

/// Checks the invariants of every report.
fn check_report(input: &[u8], report: &Report) {
    let inside = |span: &std::ops::Range<usize>| span.start <= span.end && span.end <= input.len();
    for finding in report.findings.iter().chain(&report.alternatives) {
        assert!(inside(&finding.span));
        assert!((0.0..=1.0).contains(&finding.score));
        assert!(!finding.is_claim() || !finding.evidence.is_empty());
        let evidence = finding.evidence.iter().map(|it| &it.span);
        let captures = finding.captures.iter().map(|it| &it.span);
        for span in evidence.chain(captures).chain(finding.details.iter().map(|it| &it.span)) {
            assert!(inside(span), "{span:?} of {}", input.len());
            if let Ok(text) = std::str::from_utf8(input) {
                assert!(
                    text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
                    "{span:?}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_give_a_valid_report(input in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (_, decoder) = decoder();
        let report = decoder.decode(&input, None);
        check_report(&input, &report);
        prop_assert_eq!(&report, &decoder.decode(&input, None));
    }

    #[test]
    fn unlisted_code_never_has_an_entry(code in 0_u32..100_000) {
        let (catalogs, decoder) = decoder();
        let code = code.to_string();
        for body in [
            json!({ "message": "Something failed.", "errorCode": code, "traceId": "00-1-2-01" }),
            json!({ "error": { "message": "Something Failed", "code": code, "errors": [] } }),
            json!({ "status": 400, "code": code, "message": "Something failed.", "more_info": "http://docs.sevenbridges.com/x" }),
        ] {
            let report = decoder.decode(body.to_string().as_bytes(), None);
            for finding in report.findings.iter().chain(&report.alternatives) {
                let listed = catalogs.lookup(&code).iter().any(|found| found.entry.catalog == finding.catalog);
                prop_assert!(listed || finding.entry.is_none(), "{} for {body}", finding.catalog.id);
            }
        }
    }

    #[test]
    fn damaged_sample_gives_a_valid_report(
        pick in any::<proptest::sample::Index>(),
        cut in any::<proptest::sample::Index>(),
        noise in "[\"'{}\\[\\]\\\\:,<>&; \n\u{e9}\u{201c}0a]{0,6}",
    ) {
        let (catalogs, decoder) = decoder();
        let samples: Vec<_> = catalogs.iter().flat_map(|catalog| catalog.samples).collect();
        let body = samples[pick.index(samples.len())].body;
        let at = (0..=cut.index(body.len() + 1)).rev().find(|&at| body.is_char_boundary(at)).unwrap_or(0);
        let input = format!("{}{noise}{}", &body[..at], &body[at..]);
        check_report(input.as_bytes(), &decoder.decode(input.as_bytes(), None));
        let input = format!("{}{noise}", &body[..at]);
        check_report(input.as_bytes(), &decoder.decode(input.as_bytes(), None));
    }
}

/// One paste of each kind; the golden file contains the full reports.
const TYPICAL: [(&str, &str); 12] = [
    ("a code with several messages", r#"{"error":{"message":"Webhook Not Found","code":5001}}"#),
    (
        "values in a template",
        r#"{"message":"The job's package Billing.Bot, version 1.0.2 could not be found.","errorCode":1660,"traceId":"00-1b64de7918bddc499c641063f41781e4-b74eec3dd37247ac-01"}"#,
    ),
    (
        "a code in a header, and when to retry",
        "HTTP/1.1 401 Unauthorized\nX-message-code: PASSWORD_LOCKED\nRetry-After: 3600\nContent-Length: 0\n",
    ),
    (
        "two errors in a bulk response",
        r#"{"items":[{"error":{"status":404,"code":5002,"message":"Requested file does not exist.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5002"}},{"error":{"status":403,"code":5001,"message":"Insufficient privileges to access the requested file.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5001"}}]}"#,
    ),
    (
        "a log line of a client, in a box",
        "╷\n│ Error: PUT API call to https://api.pagerduty.com/services/PX failed 400 Bad\n│ Request. Code: 2001, Errors: [timeout cannot be null], Message: Invalid Input\n│ Provided\n╵\n",
    ),
    (
        "escaped in a string, and truncated",
        r#"{"level":"error","body":"{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001,\"errors\":[\"Name has"#,
    ),
    (
        "an unlisted code",
        r#"{"message":"A new kind of failure.","errorCode":2999,"traceId":"00-1b64de7918bddc499c641063f41781e4-b74eec3dd37247ac-01"}"#,
    ),
    ("a bare shared code", "1001"),
    (
        "a message shared by several codes",
        "sevenbridges.errors.Forbidden: Insufficient privileges to access the requested file.",
    ),
    (
        "a vendor without a code",
        "GET API call to https://api.pagerduty.com/users/PX failed: 406 Not Acceptable",
    ),
    (
        "a response from an intermediary",
        "HTTP/1.1 502 Bad Gateway\nServer: nginx\n\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>",
    ),
    (
        "another vendor's body",
        r#"{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}"#,
    ),
];

#[test]
fn typical_pastes_give_expected_reports() {
    let (_, decoder) = decoder();
    let mut all = String::new();
    for (name, paste) in TYPICAL {
        let report = decoder.decode(paste.as_bytes(), None);
        let mut text = Vec::new();
        report::text::report(&mut report::Page::new(&mut text, 80), &report)
            .expect("writing to memory never fails");
        let text = String::from_utf8(text).expect("the report is UTF-8");
        let text = anstream::adapter::strip_str(&text).to_string();
        all.extend(["======== ", name, "\n", &text, "\n"]);
    }
    golden("typical.txt", &all);
}

/// The status and the advice of the finding with that code.
fn status_and_advice(report: &Report, code: &str) -> (Option<u16>, String) {
    let finding = report.findings.iter().find(|finding| finding.code.as_deref() == Some(code));
    let finding = finding.unwrap_or_else(|| panic!("no {code}"));
    let status = finding.http.as_ref().map(|http| http.status);
    (status, finding.advice.as_ref().map(ToString::to_string).unwrap_or_default())
}

#[test]
fn each_response_keeps_its_status_and_advice() {
    let (_, decoder) = decoder();
    let text = "HTTP/1.1 429 Too Many Requests\nRetry-After: 30\nNEL: {\"a\":1}\n\n\
                {\"error\":{\"message\":\"Rate Limit Exceeded\",\"code\":2020}}\n\
                HTTP/1.1 409 Conflict\nContent-Type: application/json\n\n\
                {\"message\":\"The name Invoice Queue is already used.\",\"errorCode\":1001}\n\
                {\"code\":\"EntityNotFound\",\"message\":\"Entity can't be found.\",\"errors\":[]}\n";
    let report = decoder.decode(text.as_bytes(), None);
    let (status, advice) = status_and_advice(&report, "2020");
    assert_eq!(status, Some(429));
    assert!(advice.starts_with("Retry after 30 seconds (retry-after)."), "{advice}");
    let first = report.advice.as_ref().expect("the report repeats the advice of its first finding");
    assert_eq!(first.to_string(), advice);
    let wait = first.wait.as_ref().expect("a time to wait");
    assert_eq!((wait.header, &wait.until), ("retry-after", &Until::Seconds(30)));
    let (status, advice) = status_and_advice(&report, "1001");
    assert_eq!(status, Some(409));
    assert!(advice.contains("Choose another name") && !advice.contains("30 seconds"), "{advice}");
    assert_eq!(status_and_advice(&report, "EntityNotFound").0, None, "it is after the body");
    for finding in &report.findings {
        let contradiction = finding.evidence.iter().find(|evidence| evidence.weight < 0.0);
        assert!(
            contradiction.is_none_or(|it| it.kind != EvidenceKind::Status),
            "{contradiction:?}"
        );
    }
}

#[test]
fn log_status_applies_to_its_own_line() {
    let (_, decoder) = decoder();
    let text = "10:02 sbg GET /v2/files/abc {\"status\":404,\"code\":5002,\"message\":\"Requested file \
                does not exist.\"}\n\
                10:03 pagerduty: {\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}\n\
                10:04 got HTTP 409: {\"message\":\"The name X is already used.\",\"errorCode\":1001}\n";
    let report = decoder.decode(text.as_bytes(), None);
    let statuses = ["5002", "2001", "1001"].map(|code| status_and_advice(&report, code).0);
    assert_eq!(statuses, [Some(404), None, Some(409)]);
    assert_eq!(report.http.as_ref().map(|http| http.status), Some(404));
    // A single error uses a status from any line.
    let text = "10:01 HTTP 409 Conflict\n10:02 gave up\n\
                {\"message\":\"The name X is already used.\",\"errorCode\":1001}\n";
    assert_eq!(status_and_advice(&decoder.decode(text.as_bytes(), None), "1001").0, Some(409));
}

#[test]
fn list_items_share_the_response_status() {
    let (_, decoder) = decoder();
    let text = "HTTP/1.1 400 Bad Request\n\n[{\"error\":{\"message\":\"Invalid Input Provided\",\
                \"code\":2001}},\n {\"error\":{\"message\":\"Rate Limit Exceeded\",\"code\":2020}}]\n";
    let report = decoder.decode(text.as_bytes(), None);
    assert_eq!(["2001", "2020"].map(|code| status_and_advice(&report, code).0), [Some(400); 2]);
}

fn details(input: &str) -> (Report, Vec<(String, &str)>) {
    let report = decoder().1.decode(input.as_bytes(), None);
    let details = report.findings[0].details.iter();
    let details = details.map(|it| (it.text.clone(), &input[it.span.clone()])).collect();
    (report, details)
}

fn detail<'a>(text: &str, span: &'a str) -> (String, &'a str) {
    (text.to_owned(), span)
}

#[test]
fn extracts_details_of_a_response() {
    let (_, found) = details(
        r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Title can't be blank","Name \"x\" is taken"]}}"#,
    );
    let escaped = detail("Name \"x\" is taken", r#"Name \"x\" is taken"#);
    assert_eq!(found, [detail("Title can't be blank", "Title can't be blank"), escaped]);

    let (report, found) = details(
        r#"{"code":"ValidationFailed","message":"Request validation failed.","errors":[{"code":"RequiredValue","name":"_name","message":"Attribute value is required."}]}"#,
    );
    assert_eq!(report.findings[0].code.as_deref(), Some("ValidationFailed"));
    let item =
        r#"{"code":"RequiredValue","name":"_name","message":"Attribute value is required."}"#;
    assert_eq!(found, [detail("RequiredValue: _name: Attribute value is required.", item)]);

    let (_, found) = details(
        r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":{"title":["is blank","is short"]}}}"#,
    );
    assert_eq!(found, [detail("title: is blank, is short", r#"["is blank","is short"]"#)]);

    let (_, found) = details(
        r#"{"status":"invalid event","message":"Event object is invalid","errors":["'severity' is missing"]}"#,
    );
    assert_eq!(found, [detail("'severity' is missing", "'severity' is missing")]);
}

#[test]
fn scim_detail_is_the_message() {
    let body = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","detail":"Duplicate userName"}"#;
    let paste = format!("PATCH https://x.accounts.ondemand.com/scim/Users/1\n{body}");
    let (report, found) = details(&paste);
    assert_eq!(report.findings[0].catalog.id, "sap");
    assert_eq!(report.findings[0].message.as_deref(), Some("Duplicate userName"));
    assert_eq!(found, []);
}

#[test]
fn limits_number_and_length_of_details() {
    let errors: Vec<_> =
        (0..1000).map(|n| json!({ "field": n, "why": "x".repeat(1000) })).collect();
    let body =
        json!({ "error": { "message": "Invalid Input Provided", "code": 2001, "errors": errors } });
    let report = decoder().1.decode(body.to_string().as_bytes(), None);
    let details = &report.findings[0].details;
    assert_eq!(details.len(), 20);
    assert!(details.iter().all(|it| it.text.len() < 310 && it.text.ends_with('…')));
}

#[test]
fn reports_unclaimed_finding_as_possible() {
    let (_, decoder) = decoder();
    let body = br#"{"error":{"message":"No such thing","code":2001}}"#;
    let report = decoder.decode(body, None);
    assert_eq!(report.verdict, Verdict::Possible);
    assert_eq!(claims(&report).count(), 0);
    assert_eq!(report.findings[0].catalog.id, "pagerduty");
    assert_eq!(report.draft_entry, None);
    let report = decoder.decode(b"Nothing to see here.", None);
    assert_eq!((report.verdict, report.findings.len()), (Verdict::NotRecognised, 0));
}

#[test]
fn evidence_has_a_location() {
    let (_, decoder) = decoder();
    let body = r#"{"error":{"message":"Invalid Input Provided","code":2001,"a/b":1}}"#;
    let report = decoder.decode(body.as_bytes(), None);
    let unexpected = report.findings[0]
        .evidence
        .iter()
        .find(|it| matches!(&it.reason, Reason::UnexpectedMember { member, .. } if member == "a/b"))
        .expect("the member is unexpected");
    assert_eq!(unexpected.location, Location::Pointer(Pointer::from_static("/error/a~1b")));
    assert_eq!(unexpected.describe(&report.findings[0]), "PagerDuty's error body has no key “a/b”");

    let report = decoder.decode(&body.as_bytes()[..56], None);
    assert_eq!(report.repairs, [Repair::Truncated]);
    assert!(report.findings[0].evidence.iter().any(|it| it.reason == Reason::Truncated));
}

#[test]
fn names_in_another_spelling_are_found_and_count_less() {
    let (_, decoder) = decoder();
    let score = |code: &str, message: &str| {
        let body = format!(r#"{{"{message}":"Robot does not exist.","{code}":1002}}"#);
        let report = decoder.decode(body.as_bytes(), None);
        assert!(claims_code(&report, "uipath", "1002"), "{body}");
        report.findings[0].score
    };
    let as_sent = score("errorCode", "message");
    assert!(score("ErrorCode", "Message") < as_sent);
    assert!(score("error_code", "message") < as_sent);
}

#[test]
fn a_common_form_in_another_apis_envelope_is_not_claimed() {
    let (_, decoder) = decoder();
    let members = r#""code":"ValidationFailed","message":"Request validation failed""#;
    let report = decoder.decode(format!("{{{members}}}").as_bytes(), None);
    assert!(claims_code(&report, "omnia", "ValidationFailed"));
    let body = format!(r#"{{"error":{{{members},"details":[]}}}}"#);
    assert_eq!(claims(&decoder.decode(body.as_bytes(), None)).count(), 0);
}

#[test]
fn a_message_that_repeats_its_code_counts_less() {
    let (_, decoder) = decoder();
    let weight = |body: &str| {
        let report = decoder.decode(body.as_bytes(), None);
        let evidence = report.findings[0].evidence.iter();
        evidence.filter(|it| it.kind == EvidenceKind::Message).map(|it| it.weight).sum::<f64>()
    };
    let repeated = weight(r#"{"code":"ValidationFailed","message":"Request validation failed"}"#);
    let other = weight(r#"{"code":"EntityNotFound","message":"Entity can't be found."}"#);
    assert!(repeated < weight(r#"{"message":"Robot does not exist.","errorCode":1002}"#));
    assert!(other > 0.0 && repeated > 0.0);
}

#[test]
fn elements_of_one_name_are_a_list() {
    let (_, decoder) = decoder();
    let item = "<Item><Code>Duplicated</Code><Name>x</Name></Item>";
    let body = format!(
        "<E><Code>ValidationFailed</Code><Message>Request validation failed.</Message>\
         <Errors>{item}{item}</Errors></E>"
    );
    let report = decoder.decode(body.as_bytes(), None);
    assert!(claims_code(&report, "omnia", "ValidationFailed"));
    assert!(claims_code(&report, "omnia", "Duplicated"));
}

#[test]
fn a_header_printed_as_a_list_has_its_code() {
    let (_, decoder) = decoder();
    let report =
        decoder.decode(b"Key            Value\nX-message-code {Mismatched group id}\n", None);
    assert!(claims_code(&report, "sap", "Mismatched group id"));
}

#[test]
fn a_message_before_its_code_is_offered() {
    let (_, decoder) = decoder();
    let report = decoder.decode(b"You are not authorized error code:0.", None);
    let finding = &report.findings[0];
    assert_eq!((finding.catalog.id, finding.code.as_deref()), ("uipath", Some("0")));
    assert_eq!(report.verdict, Verdict::Possible);
}

#[test]
fn signature_pointers_support_escaped_names() {
    let file = include_str!("../fuzz/seeds/catalog/json.toml")
        .replace("{e={code=", r#"{"a/b~"={code="#)
        .replace("/e/", "/a~1b~0/")
        .replace("weight=\"medium\"", "weight=\"strong\"");
    let catalog = errdex::catalog::read("any.toml", &file).expect("the catalog is valid");
    let decoder = Decoder::new(&Catalogs::new(vec![Box::leak(Box::new(catalog))]));
    let body = r#"{"a/b~":{"code":1,"message":"m 7 x","d":[{"f":"g"}]}}"#;
    let report = decoder.decode(body.as_bytes(), None);
    let finding = &report.findings[0];
    assert!(finding.is_claim() && finding.entry.is_some());
    assert_eq!(finding.details[0].text, "g");
    let code = finding.evidence.iter().find(|it| it.kind == EvidenceKind::Code);
    assert_eq!(code.map(|it| it.location.to_string()).as_deref(), Some("/a~1b~0/code"));
}
