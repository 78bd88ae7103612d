//! JSON and text show the same verdict, findings and confidence for the same paste.

use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use errdex::present;
use errdex::report::{Page, json, text};
use serde_json::Value;

/// What the first line of the text contains for each verdict.
const HEADLINES: &[(&str, &[&str])] = &[
    ("identified", &["Identified: "]),
    ("ambiguous", &["Ambiguous: "]),
    ("possible", &["Possibly ", "Looks like ", "Answered by "]),
    ("unknown-code", &["Unknown code: "]),
    ("vendor-only", &["error without a code"]),
    ("not-recognised", &["Not recognised: ", "Answered by "]),
];

#[test]
fn json_and_text_agree_on_every_sample() {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    let samples = catalogs.iter().flat_map(|catalog| catalog.samples).map(|sample| sample.body);
    let counter_samples =
        catalogs.iter().flat_map(|catalog| catalog.counter_samples).map(|sample| sample.body);
    let bare = ["1001", "HTTP/1.1 503 Service Unavailable\n\n", "nothing of the kind"];
    // Half a response is identified with less confidence.
    let halved = |body: &'static str| {
        let end = (0..body.len() * 4 / 5).rev().find(|&end| body.is_char_boundary(end));
        [body, &body[..end.unwrap_or(0)]]
    };
    let mut compared = 0;
    for body in samples.chain(counter_samples).chain(bare).flat_map(halved) {
        let report = decoder.decode(body.as_bytes(), None);
        let mut json = Vec::new();
        json::report(&mut json, &report).expect("writing to memory never fails");
        let json: Value = serde_json::from_slice(&json).expect("it is JSON");
        let mut text = Vec::new();
        text::report(&mut Page::new(&mut text, 10_000), &report)
            .expect("writing to memory never fails");
        let text = anstream::adapter::strip_bytes(&text).into_vec();
        let text = String::from_utf8(text).expect("it is UTF-8");

        let verdict = json["verdict"].as_str().expect("a verdict");
        let (_, headlines) =
            HEADLINES.iter().find(|(word, _)| *word == verdict).expect("a known verdict");
        let first = text.lines().next().unwrap_or_default();
        assert!(headlines.iter().any(|headline| first.contains(headline)), "{body}\n{text}");

        let present = present::report(&report);
        for (key, findings) in
            [("findings", present.findings), ("alternatives", present.alternatives)]
        {
            let array = json[key].as_array().expect("an array");
            assert_eq!(array.len(), findings.len(), "{body}");
            for (json, finding) in array.iter().zip(findings) {
                let heading = finding.full_heading().to_string();
                let confidence = json["confidence"].as_str().expect("a word");
                assert_eq!(finding.confidence.to_string(), confidence);
                assert!(heading.ends_with(&format!("({confidence})")), "{heading}");
                assert!(heading.contains(json["code"].as_str().unwrap_or_default()), "{heading}");
                let alone = json["confidence"] != "possible" && array.len() == 1;
                assert!(alone || text.contains(&heading), "{heading}: {body}\n{text}");
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "only {compared} findings were compared");
}
