//! Encodings compose: a response is recognised under any of them in any order, and what was found
//! leads back to the bytes that were pasted.

use std::fmt::Write as _;

use errdex::catalog::Catalogs;
use errdex::decode::{Decoder, Evidence, EvidenceKind, Finding, Repair, Report};
use proptest::prelude::*;

/// A body of each vendor and a line of each vendor's client, with the code. All lines have the
/// letters that mark line ends and prefixes in some encodings.
const TEXTS: [(&str, &str, &str); 10] = [
    (
        "pagerduty",
        "2001",
        "{\n  \"error\": {\n    \"message\": \"Invalid Input Provided\",\n    \"code\": 2001,\n    \"errors\": [\n      \"Name has already been taken\"\n    ]\n  }\n}",
    ),
    (
        "pagerduty",
        "2001",
        "PUT API call to https://api.pagerduty.com/services/PX failed 400 Bad Request. Code: 2001, Errors: [timeout cannot be null], Message: Invalid Input Provided",
    ),
    (
        "omnia",
        "EntityNotFound",
        "{\n  \"code\": \"EntityNotFound\",\n  \"message\": \"Entity can't be found.\",\n  \"errors\": []\n}",
    ),
    (
        "omnia",
        "ConnectorTimeout",
        "ConnectorTimeout: Connector didn't respond in the expected time.",
    ),
    (
        "sevenbridges",
        "5002",
        "{\n  \"status\": 404,\n  \"code\": 5002,\n  \"message\": \"Requested file does not exist.\",\n  \"more_info\": \"http://docs.sevenbridges.com/docs/api-status-codes#5002\"\n}",
    ),
    (
        "sevenbridges",
        "5002",
        "com.sevenbridges.apiclient.resource.ResourceException: HTTP 404, SevenBridges 5002 - Requested file does not exist. (no additional info)",
    ),
    (
        "uipath",
        "1600",
        "{\n  \"message\": \"Invalid cron expression syntax.\",\n  \"errorCode\": 1600,\n  \"resourceIds\": null\n}",
    ),
    (
        "uipath",
        "1600",
        "UiPath.Core.Activities.OrchestratorHttpException: Invalid cron expression syntax. Error code: 1600",
    ),
    (
        "sap",
        "PASSWORD_LOCKED",
        "HTTP/1.1 401 Unauthorized\nX-message-code: PASSWORD_LOCKED\nContent-Length: 0\n",
    ),
    (
        "sap",
        "409",
        "Error: SCIM error 409 \nA user with the same primary email already exists! (my-tenant.accounts.ondemand.com)",
    ),
];

type Encode = fn(&str) -> String;

const ENCODINGS: [(&str, Encode); 21] = [
    ("backslashes", |text| backslashes(text)),
    ("string in JSON", |text| format!("{{\"level\":\"error\",\"log\":\"{}\"}}", backslashes(text))),
    ("numbered quotes", |text| backslashes(text).replace("\\\"", "\\u0022")),
    ("entities", |text| {
        text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
    }),
    ("percent", |text| {
        hex(text, '%', |byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    }),
    ("form", |text| {
        let encoded =
            hex(text, '%', |byte| byte.is_ascii_alphanumeric() || b" -_.".contains(&byte));
        encoded.replace(' ', "+")
    }),
    ("Markdown", |text| {
        text.chars().fold(String::new(), |mut escaped, c| {
            if "\\`*_{}[]\"#".contains(c) {
                escaped.push('\\');
            }
            escaped.push(c);
            escaped
        })
    }),
    ("code fence", |text| format!("```json\n{text}\n```")),
    ("backticks", |text| format!("`{text}`")),
    ("quote marks", |text| each_line("> ", text)),
    ("nested quote marks", |text| each_line(">> ", text)),
    ("diff", |text| each_line("+", text)),
    ("base64", base64),
    ("API Gateway", |text| {
        format!("{{\"statusCode\":400,\"body\":\"{}\",\"isBase64Encoded\":true}}", base64(text))
    }),
    ("quoted-printable", quoted_printable),
    ("printed colours", |text| text.replace(' ', "\\x1b[31m \\x1b[0m")),
    ("compose", |text| each_line("api-1  | ", text)),
    ("GitHub Actions", |text| each_line("2026-11-20T03:12:45.1234567Z ", text)),
    ("journald", |text| each_line("Nov 20 03:12:45 host app[12]: ", text)),
    ("wrapped", wrapped),
    ("printed line breaks", |text| text.replace('\n', "<EOL>")),
];

fn backslashes(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn hex(text: &str, sign: char, is_kept: fn(u8) -> bool) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if is_kept(byte) {
            encoded.push(byte.into());
        } else {
            let _ = write!(encoded, "{sign}{byte:02X}");
        }
        encoded
    })
}

fn each_line(prefix: &str, text: &str) -> String {
    text.lines().map(|line| [prefix, line, "\n"].concat()).collect()
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let encode = |chunk: &[u8]| {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
        let sextets =
            (0..4).map(move |at| char::from(ALPHABET[(bits >> (18 - 6 * at) & 63) as usize]));
        let used = sextets.take(chunk.len() + 1).collect::<String>();
        format!("{used:=<4}")
    };
    text.as_bytes().chunks(3).map(encode).collect()
}

fn quoted_printable(text: &str) -> String {
    let encode = |line: &str| {
        let encoded = hex(line, '=', |byte| {
            byte.is_ascii_alphanumeric() || b" .,:'/()[]{}-_".contains(&byte)
        });
        let mut lines = vec![String::new()];
        for unit in encoded.split_inclusive([' ', ',']) {
            if lines.last().is_some_and(|line| line.len() + unit.len() > 24) {
                lines.push(String::new());
            }
            lines.last_mut().expect("a line").push_str(unit);
        }
        lines.join("=\r\n")
    };
    text.split('\n').map(encode).collect::<Vec<_>>().join("\n")
}

fn wrapped(text: &str) -> String {
    let wrap = |line: &str| {
        let chars: Vec<char> = line.chars().collect();
        chars.chunks(60).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
    };
    text.split('\n').map(wrap).collect::<Vec<_>>().join("\n")
}

fn claimed<'r>(report: &'r Report, vendor: &str, code: &str) -> Option<&'r Finding> {
    let mut claims = report.findings.iter().filter(|finding| finding.is_claim());
    claims.find(|claim| {
        claim.catalog.id == vendor && claim.code.as_deref() == Some(code) && claim.entry.is_some()
    })
}

fn code_evidence(finding: &Finding) -> Option<&Evidence> {
    finding.evidence.iter().find(|it| it.kind == EvidenceKind::Code)
}

/// Whether the letters of `code` are in `text` in their order, from its first to its last, with no
/// more between them than encodings add.
fn contains_spread(text: &str, code: &str) -> bool {
    let mut rest = text.chars();
    code.chars().all(|c| rest.any(|other| other == c))
        && text.starts_with(&code[..1])
        && text.ends_with(&code[code.len() - 1..])
}

/// What is wrong with the report on a text in these encodings, if anything.
fn failure(
    decoder: &Decoder,
    text: (&str, &str, &str),
    encodings: &[(&str, Encode)],
) -> Option<String> {
    let (vendor, code, body) = text;
    let input = encodings.iter().fold(body.to_owned(), |text, (_, encode)| encode(&text));
    let report = decoder.decode(input.as_bytes(), None);
    let names: Vec<_> = encodings.iter().map(|(name, _)| *name).collect();
    let case = format!("{vendor} {}… in {names:?}", &body[..20].replace('\n', " "));
    let Some(finding) = claimed(&report, vendor, code) else {
        return Some(format!("{case}: not recognised\n{input}"));
    };
    let span = code_evidence(finding)?.span.clone();
    let Some(pasted) = input.get(span.clone()) else {
        return Some(format!("{case}: {span:?} is out of range"));
    };
    let is_base64 = names.iter().any(|name| ["base64", "API Gateway"].contains(name));
    let is_found = contains_spread(pasted, code) || is_base64 && !pasted.is_empty();
    (!is_found).then(|| format!("{case}: {code} was found at “{pasted}”\n{input}"))
}

fn assert_few_fail(failures: &[String], total: usize, most: usize) {
    let count = failures.len();
    assert!(count <= most, "{count} of {total} fail\n{}", failures.join("\n\n"));
}

#[test]
fn every_pair_of_encodings_is_undone() {
    let decoder = Decoder::new(&Catalogs::builtin());
    let (mut failures, mut total) = (Vec::new(), 0);
    for text in TEXTS {
        for inner in ENCODINGS {
            failures.extend(failure(&decoder, text, &[inner]));
            for outer in ENCODINGS {
                total += 1;
                failures.extend(failure(&decoder, text, &[inner, outer]));
            }
        }
    }
    assert_few_fail(&failures, total, 0);
}

#[test]
fn encodings_of_any_depth_are_undone() {
    let decoder = Decoder::new(&Catalogs::builtin());
    let count = ENCODINGS.len();
    let (mut failures, mut total) = (Vec::new(), 0);
    // Every seventh triple: each encoding occurs in each position, beside every other.
    for (index, text) in TEXTS.into_iter().enumerate() {
        for triple in (index..count.pow(3)).step_by(7) {
            let [outer, middle, inner] =
                [1, count, count * count].map(|unit| triple / unit % count);
            total += 1;
            let encodings = [inner, middle, outer].map(|at| ENCODINGS[at]);
            failures.extend(failure(&decoder, text, &encodings));
        }
    }
    // Some signs have two meanings, such as the break of a line that was wrapped inside an escape.
    assert_few_fail(&failures, total, total / 400);
}

#[test]
fn encoded_code_alone_is_recognised() {
    let decoder = Decoder::new(&Catalogs::builtin());
    let code = "PASSWORD_LOCKED";
    let of_text =
        ["Markdown", "code fence", "backticks", "quote marks", "nested quote marks", "base64"];
    for (name, encode) in ENCODINGS.into_iter().filter(|(name, _)| of_text.contains(name)) {
        let input = encode(code);
        let report = decoder.decode(input.as_bytes(), None);
        assert!(claimed(&report, "sap", code).is_some(), "{name}: {input}");
    }
}

#[test]
fn every_encoding_that_was_undone_is_reported() {
    let decoder = Decoder::new(&Catalogs::builtin());
    for (input, vendor, code, repairs) in [
        (
            r"&quot;{\&quot;message\&quot;:\&quot;Invalid cron expression syntax.\&quot;,\&quot;errorCode\&quot;:1600,\&quot;resourceIds\&quot;:null}&quot;",
            "uipath",
            "1600",
            &[Repair::Unescaped, Repair::OuterText][..],
        ),
        (
            "> %7B%22error%22%3A%7B%22message%22%3A%22Invalid+Input+Provided%22%2C%22code%22%3A2001%7D%7D",
            "pagerduty",
            "2001",
            &[Repair::QuoteMarks, Repair::PercentDecoded],
        ),
        (
            "data:\n  error: eyJzdGF0dXMiOjQwNCwiY29kZSI6NTAwMiwibWVzc2FnZSI6IlJlcXVlc3RlZCBmaWxlIGRvZXMgbm90IGV4aXN0LiJ9\nkind: Secret",
            "sevenbridges",
            "5002",
            &[Repair::Base64, Repair::OuterText],
        ),
        (
            "{=22error=22:{=22message=22:=22Invalid Input=\r\n Provided=22,=22code=22:=\r\n2001}}",
            "pagerduty",
            "2001",
            &[Repair::QuotedPrintable],
        ),
    ] {
        let report = decoder.decode(input.as_bytes(), None);
        assert!(
            report.findings.iter().any(|finding| {
                finding.catalog.id == vendor && finding.code.as_deref() == Some(code)
            }),
            "{input}: {report:#?}"
        );
        assert_eq!(report.repairs, repairs, "{input}");
    }
}

/// The spans of everything in a report.
fn spans(report: &Report) -> impl Iterator<Item = &std::ops::Range<usize>> {
    let findings = report.findings.iter().chain(&report.alternatives);
    findings.flat_map(|finding| {
        let evidence = finding.evidence.iter().map(|evidence| &evidence.span);
        evidence.chain([&finding.span]).chain(finding.details.iter().map(|detail| &detail.span))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_encodings_give_a_valid_report(
        text in prop_oneof![
            prop::sample::select(TEXTS.to_vec()).prop_map(|(_, _, text)| text.to_owned()),
            r#"([{}\[\]":,=%&+<>|\\ \n-]|&quot;|%22|=22|\u0022|code|eyJjb2RlIjoyMDAxLCJtIjoiYSJ9|é){0,60}"#,
        ],
        encodings in prop::collection::vec(prop::sample::select(ENCODINGS.to_vec()), 0..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut input = encodings.iter().fold(text, |text, (_, encode)| encode(&text));
        let cut = cut.index(input.len() + 1);
        if input.len() < 20_000 && input.is_char_boundary(cut) && cut > input.len() / 2 {
            input.truncate(cut);
        }
        let report = Decoder::new(&Catalogs::builtin()).decode(input.as_bytes(), None);
        for span in spans(&report) {
            prop_assert!(span.start <= span.end && span.end <= input.len(), "{span:?}");
        }
    }
}
