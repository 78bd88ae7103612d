//! The decoder against every catalog: each sample, each listed code in its envelope, each number
//! that two vendors share, each template with values, and each sample damaged in every way in
//! which pastes get damaged.

#[path = "common/damage.rs"]
mod damage;
#[path = "common/golden.rs"]
mod golden;

use std::collections::BTreeMap;

use errdex::catalog::{Catalog, Catalogs, Entry, Format, JsonForm, JsonType, Member, ValueType};
use errdex::decode::{Decoder, EvidenceKind, Finding, Report, Verdict};
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

/// Whether the report claims what a sample expects: its codes, or its vendor without a code.
fn meets(report: &Report, vendor: &str, expect: &[&str]) -> bool {
    claimed_vendors(report) == [vendor]
        && expect.iter().all(|code| claims_code(report, vendor, code))
        && (!expect.is_empty() || report.verdict == Verdict::VendorOnly)
}

#[test]
fn every_sample_is_recognised_against_all_catalogs() {
    let (catalogs, decoder) = decoder();
    // Rows are the sample's vendor, columns the claimed one.
    let mut confusion: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for catalog in catalogs.iter() {
        for sample in catalog.samples {
            let report = decoder.decode(sample.body.as_bytes(), None);
            *confusion.entry((catalog.id, claimed_vendors(&report).join("+"))).or_default() += 1;
            if !meets(&report, catalog.id, sample.expect) {
                wrong.push(format!("{} {:?}: {:?}", catalog.id, sample.expect, sample.body));
            }
        }
    }
    for ((vendor, claimed), count) in &confusion {
        println!("{vendor:14} read as {claimed:14} {count:4}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_counter_sample_is_claimed_by_anybody() {
    let (catalogs, decoder) = decoder();
    for catalog in catalogs.iter() {
        for sample in catalog.counter_samples {
            let report = decoder.decode(sample.body.as_bytes(), None);
            assert_eq!(claimed_vendors(&report), [""; 0], "{}: {}", catalog.id, sample.body);
        }
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
                for evidence in &finding.evidence {
                    seen.extend(catalog.signatures.iter().map(|s| s.id).filter(|id| {
                        evidence.reason == format!("it has the form “{id}” of {}", catalog.tab)
                    }));
                }
            }
        }
        for signature in catalog.signatures {
            assert!(
                seen.contains(signature.id),
                "{}: no sample is read by `{}`",
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

/// A body of a signature's shape with this code and message.
fn envelope(form: &JsonForm, code: &str, message: &str) -> String {
    let value = fill(form.shape, "", form, code, message);
    value.to_string()
}

fn fill(members: &[Member], at: &str, form: &JsonForm, code: &str, message: &str) -> Value {
    let mut object = Map::new();
    for member in members {
        let at = format!("{at}/{}", member.name);
        let is = |pointer: Option<&str>| pointer == Some(at.as_str());
        if member.optional && !is(form.code) && !is(form.message) {
            continue;
        }
        let value = if is(form.code) {
            match (member.holds, code.parse::<u64>()) {
                (ValueType::JsonType(JsonType::Integer), Ok(number)) => json!(number),
                _ => json!(code),
            }
        } else if is(form.message) {
            json!(message)
        } else {
            match member.holds {
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

/// The entry's first message with its placeholders' names as their values.
fn filled(entry: &Entry) -> String {
    let message = entry.messages.first().copied().unwrap_or("Something failed.");
    message.replace(['[', ']'], "")
}

/// Each code of a catalog that a JSON signature of its own can carry, with such a body.
fn enveloped(
    catalog: &'static Catalog,
) -> impl Iterator<Item = (&'static Entry, &'static str, String)> {
    catalog.signatures.iter().flat_map(move |signature| {
        let Format::Json(form) = signature.format else { return Vec::new() };
        let carried = |entry: &&Entry| {
            signature.sections.is_empty() || signature.sections.contains(&entry.section)
        };
        // A shared form is no evidence by itself, and a code of words can't stand as a number.
        let numeric = |entry: &&Entry| entry.code.bytes().all(|byte| byte.is_ascii_digit());
        let words = form.code.is_some_and(|code| {
            form.shape.iter().any(|member| {
                format!("/{}", member.name) == code
                    && member.holds == ValueType::JsonType(JsonType::String)
            })
        });
        (catalog.entries.iter())
            .filter(carried)
            .filter(|entry| words || numeric(entry))
            .filter(|entry| {
                !entry.messages.is_empty() || signature.weight != errdex::catalog::Weight::Weak
            })
            .map(|entry| (entry, signature.id, envelope(&form, entry.code, &filled(entry))))
            .collect()
    })
}

#[test]
fn every_listed_code_is_recognised_in_its_envelope() {
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
            // A message of a few letters can't carry a form that many share.
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
fn shared_numbers_are_told_apart_by_form_and_text() {
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
fn a_bare_shared_number_is_ambiguous() {
    let (_, decoder) = decoder();
    let report = decoder.decode(b"1001", None);
    assert_eq!(report.verdict, Verdict::Ambiguous);
    let vendors: Vec<_> = report.findings.iter().map(|finding| finding.catalog.id).collect();
    assert_eq!(vendors, ["pagerduty", "uipath"]);
    assert_eq!(claims(&report).count(), 0);
}

#[test]
fn the_reader_can_name_the_vendor() {
    let (catalogs, decoder) = decoder();
    let report = decoder.decode(b"1001", catalogs.find("pd"));
    assert_eq!(report.verdict, Verdict::Identified);
    assert!(claims_code(&report, "pagerduty", "1001"));
}

#[test]
fn a_named_vendor_is_never_swapped_for_the_one_of_a_header() {
    let (catalogs, decoder) = decoder();
    let paste = b"HTTP/1.1 401 Unauthorized\nX-message-code: PASSWORD_LOCKED\n";
    let report = decoder.decode(paste, catalogs.find("pagerduty"));
    let all = report.findings.iter().chain(&report.alternatives);
    assert_eq!(all.filter(|finding| finding.catalog.id != "pagerduty").count(), 0);
}

#[test]
fn templates_give_back_the_values_that_were_put_in() {
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
fn one_of_several_messages_is_marked() {
    let (_, decoder) = decoder();
    let report = decoder.decode(br#"{"error":{"message":"Vendor Not Found","code":5001}}"#, None);
    let finding = &report.findings[0];
    let message =
        finding.template.and_then(|index| finding.entry.map(|entry| entry.messages[index]));
    assert_eq!(message, Some("Vendor Not Found"));
}

#[test]
fn damage_never_makes_another_vendor_of_a_sample() {
    let (catalogs, decoder) = decoder();
    let mut rates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for catalog in catalogs.iter() {
        for sample in catalog.samples.iter().filter(|sample| !sample.expect.is_empty()) {
            for (kind, damaged) in damage::all(sample.body) {
                let report = decoder.decode(&damaged, None);
                let rate = rates.entry(kind).or_default();
                rate.1 += 1;
                if meets(&report, catalog.id, sample.expect) {
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
    for (kind, (met, all)) in &rates {
        println!("{kind:32}{met:10}{all:8}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (kind, (met, all)) in &rates {
        assert!(met * 100 >= all * damage::least_rate(kind), "{kind}: {met} of {all}");
    }
}

/// What must hold of any report on any input.
fn check_report(input: &[u8], report: &Report) {
    let inside = |span: &std::ops::Range<usize>| span.start <= span.end && span.end <= input.len();
    for finding in report.findings.iter().chain(&report.alternatives) {
        assert!(inside(&finding.span));
        assert!((0.0..=1.0).contains(&finding.score));
        assert!(!finding.is_claim() || !finding.evidence.is_empty());
        for span in
            finding.evidence.iter().map(|e| &e.span).chain(finding.captures.iter().map(|c| &c.span))
        {
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
    fn any_bytes_give_a_sound_report(input in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (_, decoder) = decoder();
        let report = decoder.decode(&input, None);
        check_report(&input, &report);
        prop_assert_eq!(&report, &decoder.decode(&input, None));
    }

    #[test]
    fn a_code_that_is_not_listed_is_never_found(code in 0_u32..100_000) {
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
    fn any_cut_and_change_of_a_sample_gives_a_sound_report(
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

/// The pastes that tell most about how answers read, each with what it is.
const TELLING: [(&str, &str); 12] = [
    ("one of many meanings", r#"{"error":{"message":"Webhook Not Found","code":5001}}"#),
    (
        "values in a template",
        r#"{"message":"The job's package Billing.Bot, version 1.0.2 could not be found.","errorCode":1660,"traceId":"00-1b64de7918bddc499c641063f41781e4-b74eec3dd37247ac-01"}"#,
    ),
    (
        "a code in a header, and when to retry",
        "HTTP/1.1 401 Unauthorized\nX-message-code: PASSWORD_LOCKED\nRetry-After: 3600\nContent-Length: 0\n",
    ),
    (
        "two errors in a bulk answer",
        r#"{"items":[{"error":{"status":404,"code":5002,"message":"Requested file does not exist.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5002"}},{"error":{"status":403,"code":5001,"message":"Insufficient privileges to access the requested file.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes#5001"}}]}"#,
    ),
    (
        "a log line of a client, in a box",
        "╷\n│ Error: PUT API call to https://api.pagerduty.com/services/PX failed 400 Bad\n│ Request. Code: 2001, Errors: [timeout cannot be null], Message: Invalid Input\n│ Provided\n╵\n",
    ),
    (
        "escaped in a string, and cut off",
        r#"{"level":"error","body":"{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001,\"errors\":[\"Name has"#,
    ),
    (
        "an unlisted code",
        r#"{"message":"A new kind of failure.","errorCode":2999,"traceId":"00-1b64de7918bddc499c641063f41781e4-b74eec3dd37247ac-01"}"#,
    ),
    ("a shared number alone", "1001"),
    (
        "a message that several codes have",
        "sevenbridges.errors.Forbidden: Insufficient privileges to access the requested file.",
    ),
    (
        "a vendor without a code",
        "GET API call to https://api.pagerduty.com/users/PX failed: 406 Not Acceptable",
    ),
    (
        "somebody else's answer",
        "HTTP/1.1 502 Bad Gateway\nServer: nginx\n\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>",
    ),
    (
        "somebody else's body",
        r#"{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}"#,
    ),
];

#[test]
fn the_most_telling_pastes_are_answered_well() {
    let (catalogs, decoder) = decoder();
    let mut all = String::new();
    for (what, paste) in TELLING {
        let report = decoder.decode(paste.as_bytes(), None);
        let mut text = Vec::new();
        report::text::report(&mut report::Page::new(&mut text, 80), &catalogs, &report)
            .expect("memory can be written");
        let text = String::from_utf8(text).expect("the writers write UTF-8");
        let text = anstream::adapter::strip_str(&text).to_string();
        all.extend(["======== ", what, "\n", &text, "\n"]);
    }
    golden("telling.txt", &all);
}

/// The status and the advice of the finding with that code.
fn told_of<'r>(report: &'r Report, code: &str) -> (Option<u16>, &'r str) {
    let finding = report.findings.iter().find(|finding| finding.code.as_deref() == Some(code));
    let finding = finding.unwrap_or_else(|| panic!("no {code}"));
    let status = finding.http.as_ref().map(|http| http.status);
    (status, finding.advice.as_deref().unwrap_or_default())
}

#[test]
fn each_response_keeps_its_status_and_its_advice() {
    let (_, decoder) = decoder();
    let text = "HTTP/1.1 429 Too Many Requests\nRetry-After: 30\nNEL: {\"a\":1}\n\n\
                {\"error\":{\"message\":\"Rate Limit Exceeded\",\"code\":2020}}\n\
                HTTP/1.1 409 Conflict\nContent-Type: application/json\n\n\
                {\"message\":\"The name Invoice Queue is already used.\",\"errorCode\":1001}\n\
                {\"code\":\"EntityNotFound\",\"message\":\"Entity can't be found.\",\"errors\":[]}\n";
    let report = decoder.decode(text.as_bytes(), None);
    let (status, advice) = told_of(&report, "2020");
    assert_eq!(status, Some(429));
    assert!(advice.starts_with("Retry after 30 seconds (retry-after)."), "{advice}");
    assert_eq!(report.advice.as_deref(), Some(advice), "the report's is the first finding's");
    let (status, advice) = told_of(&report, "1001");
    assert_eq!(status, Some(409));
    assert!(advice.contains("Choose another name") && !advice.contains("30 seconds"), "{advice}");
    assert_eq!(told_of(&report, "EntityNotFound").0, None, "it stands behind the body");
    for finding in &report.findings {
        let against = finding.evidence.iter().find(|evidence| evidence.weight < 0.0);
        assert!(against.is_none_or(|it| it.kind != EvidenceKind::Status), "{against:?}");
    }
}

#[test]
fn a_status_in_a_log_is_that_of_its_line() {
    let (_, decoder) = decoder();
    let text = "10:02 sbg GET /v2/files/abc {\"status\":404,\"code\":5002,\"message\":\"Requested file \
                does not exist.\"}\n\
                10:03 pagerduty: {\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}\n\
                10:04 got HTTP 409: {\"message\":\"The name X is already used.\",\"errorCode\":1001}\n";
    let report = decoder.decode(text.as_bytes(), None);
    let statuses = ["5002", "2001", "1001"].map(|code| told_of(&report, code).0);
    assert_eq!(statuses, [Some(404), None, Some(409)]);
    assert_eq!(report.http.as_ref().map(|http| http.status), Some(404));
    // One error alone may have its status on any line.
    let text = "10:01 HTTP 409 Conflict\n10:02 gave up\n\
                {\"message\":\"The name X is already used.\",\"errorCode\":1001}\n";
    assert_eq!(told_of(&decoder.decode(text.as_bytes(), None), "1001").0, Some(409));
}

#[test]
fn the_items_of_a_list_share_their_response() {
    let (_, decoder) = decoder();
    let text = "HTTP/1.1 400 Bad Request\n\n[{\"error\":{\"message\":\"Invalid Input Provided\",\
                \"code\":2001}},\n {\"error\":{\"message\":\"Rate Limit Exceeded\",\"code\":2020}}]\n";
    let report = decoder.decode(text.as_bytes(), None);
    assert_eq!(["2001", "2020"].map(|code| told_of(&report, code).0), [Some(400); 2]);
}
