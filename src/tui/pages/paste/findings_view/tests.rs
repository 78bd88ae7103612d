use super::*;
use crate::catalog::{Catalogs, Pointer};
use crate::decode::{
    Advice, Capture, Confidence, Evidence, EvidenceKind, Feature, Finding, HttpStatus,
    Intermediary, Location, Reason, Repair, Report, Verdict,
};

const TEXT: &str = r#"{"message":"The name Billing is already used.","errorCode":1001}"#;

fn evidence(weight: f64, location: Location, reason: Reason) -> Evidence {
    let (feature, strength) = (Feature::ListedNumber, 1.0);
    Evidence {
        kind: EvidenceKind::Code,
        location,
        span: 0..1,
        reason,
        feature,
        strength,
        bonus: None,
        weight,
    }
}

fn finding(vendor: &str, code: &str, confidence: Confidence) -> Finding {
    let catalog = Catalogs::builtin().find(vendor).unwrap();
    Finding {
        catalog,
        code: Some(code.to_owned()),
        entry: catalog.entries.iter().find(|entry| entry.code == code),
        confidence,
        score: 0.5,
        template: Some(0),
        message: None,
        details: Vec::new(),
        count: 1,
        time: None,
        captures: Vec::new(),
        span: 0..TEXT.len(),
        http: None,
        advice: None,
        evidence: vec![evidence(
            1.0,
            Location::Pointer(Pointer::from_static("/errorCode")),
            Reason::KnownCode("1001".to_owned()),
        )],
    }
}

fn report(verdict: Verdict) -> Report {
    let (findings, alternatives, repairs) = (Vec::new(), Vec::new(), Vec::new());
    let (http, intermediary, advice, draft_entry) = (None, None, None, None);
    Report { verdict, findings, alternatives, http, intermediary, repairs, advice, draft_entry }
}

fn full_report() -> Report {
    let action = Some("Choose another name.");
    let advice = Advice { action, ..Advice::default() };
    let mut first = finding("uipath", "1001", Confidence::Certain);
    first.advice = Some(advice.clone());
    let other_status = Reason::OtherStatus { status: 400, expected: 409 };
    first.evidence.push(evidence(-0.5, Location::Header("status line".to_owned()), other_status));
    let (name, value) = ("CustomNameYouAdded".to_owned(), "Billing".to_owned());
    first.captures.push(Capture { name, value, span: 21..28 });
    let reason = Some("Conflict");
    first.http = Some(HttpStatus { status: 409, reason, from: "status line", span: 0..0 });
    Report {
        alternatives: vec![finding("pagerduty", "1001", Confidence::Possible)],
        http: first.http.clone(),
        findings: vec![first, finding("uipath", "9999", Confidence::Likely)],
        intermediary: Some(Intermediary::Server("nginx")),
        repairs: vec![Repair::PrefixesRemoved, Repair::OuterText],
        advice: Some(advice),
        ..report(Verdict::Identified)
    }
}

fn lay_out_text(report: Report, selected: usize) -> String {
    let mut services = Services::for_tests();
    let mut page = PastePage::new(TEXT, &mut services);
    page.progress = Progress::Decoded(Box::new(report));
    page.select_finding(selected, &services);
    let (verdict, document) = write(&page, &services);
    assert!(document.items.iter().all(|lines| lines.end <= document.lines.len()));
    let mut text = format!("{}\n", verdict.fit(80));
    for line in document.lines {
        assert!(line.width() <= 44, "{line}");
        text.extend(["\n", &line.to_string()]);
    }
    text
}

#[test]
fn shows_a_full_report() {
    assert_eq!(
        lay_out_text(full_report(), 0).lines().collect::<Vec<_>>(),
        [
            " Identified: UiPath 1001, UiPath 9999",
            "",
            "Next step  errdex's advice",
            "Choose another name.",
            "Choose another name, or find the existing",
            "resource with that name and update it",
            "instead.",
            "",
            "▌UiPath 1001  certain (50%)",
            "  NameAlreadyUsed",
            "  You tried to create or edit a resource",
            "  with a name that already exists in the",
            "  database.",
            "  CustomNameYouAdded = Billing",
            "  + known code 1001, at /errorCode",
            "  − HTTP 400 doesn't fit: 1001 usually comes",
            "    with 409, at status line",
            "",
            " UiPath 9999  likely (50%)",
            "  not in the catalog",
            "",
            "Also considered",
            " PagerDuty 1001  possible (50%)",
            "  Incident Already Resolved",
            "  only: known code 1001",
            "",
            "HTTP  409 Conflict, from the status line",
            "Answered by  nginx",
            "Repairs  removed line prefixes",
            "         ignored text around the body",
        ]
    );
}

#[test]
fn selects_another_finding() {
    let text = lay_out_text(full_report(), 2);
    assert!(text.contains("\n UiPath 1001  certain (50%)\n  NameAlreadyUsed\n\n"), "{text}");
    assert!(text.contains("\n▌PagerDuty 1001  possible (50%)\n"), "{text}");
}

#[test]
fn every_verdict_has_a_headline() {
    let one = |verdict, finding| Report { findings: vec![finding], ..report(verdict) };
    let likely = |code| finding("pagerduty", code, Confidence::Likely);
    let mut without_code = likely("x");
    without_code.code = None;
    let answered_by = |intermediary: Intermediary| Report {
        intermediary: Some(intermediary),
        ..report(Verdict::NotRecognised)
    };
    for (report, sentence) in [
        (
            one(Verdict::Identified, likely("1001")),
            " Identified: PagerDuty 1001  Incident Already Resolved",
        ),
        (one(Verdict::Ambiguous, likely("1001")), " Ambiguous: PagerDuty 1001"),
        (one(Verdict::UnknownCode, likely("9")), " Unknown code: PagerDuty 9, not in the catalog"),
        (one(Verdict::VendorOnly, without_code), " PagerDuty error without a code"),
        (report(Verdict::NotRecognised), " Not recognised: no match in any catalog"),
        (answered_by(Intermediary::Server("nginx")), " Answered by nginx, not by the API"),
        (answered_by(Intermediary::WebPage), " Answered by a web page, not by the API"),
        (answered_by(Intermediary::EmptyBody), " Not recognised: the body is empty"),
    ] {
        assert_eq!(lay_out_text(report, 0).lines().next(), Some(sentence));
    }
}
