//! What must not change when pastes are mixed: an error stays its vendor's or becomes weaker, whatever
//! is beside it and wherever it is cut; and what belongs to no vendor stays unclaimed beside the name,
//! the hosts, the headers and the codes of one. The pastes are those of `tests/corpus`.

use std::fs;
use std::sync::LazyLock;

use errdex::catalog::{Catalogs, HTTP};
use errdex::decode::{Decoder, Finding, Verdict};
use serde_json::Value;

static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(&Catalogs::builtin()));

/// Of the combinations of pastes, every so many is tried.
const STEP: usize = 5;

/// The claims in a text.
fn claims(text: &str) -> Vec<Finding> {
    let report = DECODER.decode(text.as_bytes(), None);
    let is_claim = |finding: &Finding| finding.is_claim() && finding.catalog.id != HTTP;
    report.findings.into_iter().filter(is_claim).collect()
}

/// The vendors that are claimed in a text.
fn claimed(text: &str) -> Vec<&'static str> {
    let claims = claims(text);
    let mut vendors: Vec<_> = claims.iter().map(|claim| claim.catalog.id).collect();
    vendors.sort_unstable();
    vendors.dedup();
    vendors
}

/// The pastes of the corpus, each with the vendor whose error it is.
fn corpus() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let files = fs::read_dir(folder).expect("the corpus");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let mut pastes = Vec::new();
    for file in files {
        for line in fs::read_to_string(file).expect("UTF-8").lines() {
            let paste: Value = serde_json::from_str(line).expect("a labelled paste");
            let text = |key: &str| paste[key].as_str().expect("a text").to_owned();
            pastes.push((text("raw"), text("vendor")));
        }
    }
    pastes
}

/// The errors of one vendor that is claimed, each with the vendor.
static OWN: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut own = corpus();
    own.retain(|(text, vendor)| claimed(text) == [vendor.as_str()]);
    assert!(own.len() > 400, "{}", own.len());
    own
});

/// The texts in which nothing of a vendor is recognised or named.
static FOREIGN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let catalogs = Catalogs::builtin();
    let names_vendor = |text: &str| {
        let text = text.to_lowercase();
        let mut hints = catalogs.iter().flat_map(|catalog| {
            catalog
                .hints
                .hosts
                .iter()
                .chain(catalog.hints.markers)
                .chain(catalog.hints.shared_words)
        });
        hints.any(|hint| text.contains(&hint.to_lowercase()))
    };
    let is_foreign = |text: &String| {
        DECODER.decode(text.as_bytes(), None).verdict == Verdict::NotRecognised
            && !names_vendor(text)
    };
    let pastes = corpus().into_iter().filter(|(_, vendor)| vendor == "none");
    let foreign: Vec<_> = pastes.map(|(text, _)| text).filter(is_foreign).collect();
    assert!(foreign.len() > 300, "{}", foreign.len());
    foreign
});

/// Both orders of two texts.
fn orders(a: &str, b: &str) -> [String; 2] {
    [format!("{a}\n{b}"), format!("{b}\n{a}")]
}

/// Foreign texts beside each of the lines that are claimed as a vendor's. A vendor's message beside its
/// name is fairly claimed.
fn claims_beside(lines: &[&str]) -> Vec<String> {
    let mixed = FOREIGN.iter().enumerate().flat_map(|(index, text)| {
        let line = lines[index % lines.len()];
        orders(line, text)
    });
    mixed.filter(|text| claims(text).iter().any(|claim| claim.template.is_none())).collect()
}

#[test]
fn a_vendors_name_makes_no_foreign_error_its_own() {
    let lines = ["PagerDuty\n", "UiPath robot\n", "Seven Bridges\n", "SAP\n", "Omnia\n"];
    assert_eq!(claims_beside(&lines), [""; 0]);
}

#[test]
fn a_comment_with_a_host_is_no_request() {
    let lines = [
        "# api.pagerduty.com docs",
        "// see https://api.sbgenomics.com/v2",
        "/* https://cloud.uipath.com/x/orchestrator_ */",
        "<!-- https://api.pagerduty.com -->",
    ];
    assert_eq!(claims_beside(&lines), [""; 0]);
}

#[test]
fn source_code_that_sets_a_header_is_no_response() {
    let lines = [
        "throw new Exception(sprintf('X-Message-Code: %s', $code));",
        "req.headers[\"X-Message-Code\"] = code;",
        "'X-Message-Code: %s'",
        "headers.add(\"X-Message-Code\", response.messageCode());",
        "curl -H \"X-Message-Code: $CODE\"",
    ];
    assert_eq!(claims_beside(&lines), [""; 0]);
}

#[test]
fn numbers_that_are_codes_claim_nothing() {
    let lines = ["2001", "took 2001 ms", "error 2001 in line 12", "[1001]", "HTTP 404", "5002"];
    assert_eq!(claims_beside(&lines), [""; 0]);
}

#[test]
fn an_error_beside_foreign_text_stays_its_vendors() {
    let mut other = Vec::new();
    for (index, (text, vendor)) in OWN.iter().enumerate() {
        let foreign = &FOREIGN[index * 7 % FOREIGN.len()];
        other.extend(
            orders(text, foreign)
                .into_iter()
                .filter(|mixed| claimed(mixed).iter().any(|claimed| claimed != vendor)),
        );
    }
    assert_eq!(other, [""; 0]);
}

#[test]
fn a_cut_error_is_never_another_vendors() {
    let mut other = Vec::new();
    for (text, vendor) in OWN.iter().step_by(STEP) {
        for part in 1..6 {
            let mut at = text.len() * part / 6;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let (head, tail) = text.split_at(at);
            let is_other = |text: &&str| claimed(text).iter().any(|claimed| claimed != vendor);
            other.extend([head, tail].into_iter().filter(is_other));
        }
    }
    assert_eq!(other, [""; 0]);
}

#[test]
fn joined_errors_are_those_of_their_vendors() {
    let mut other = Vec::new();
    for (index, (text, vendor)) in OWN.iter().enumerate().step_by(STEP) {
        let (second, second_vendor) = &OWN[index * 13 % OWN.len()];
        let is_other = |claimed: &&'static str| claimed != vendor && claimed != second_vendor;
        let joined = format!("{text}\n{second}");
        if claimed(&joined).iter().any(is_other) {
            other.push(joined);
        }
    }
    assert_eq!(other, [""; 0]);
}

#[test]
fn reordered_lines_are_never_another_vendors() {
    let mut other = Vec::new();
    for (text, vendor) in OWN.iter().filter(|(text, _)| text.contains('\n')).step_by(2) {
        let mut lines: Vec<_> = text.lines().collect();
        lines.reverse();
        let reversed = lines.join("\n");
        if claimed(&reversed).iter().any(|claimed| claimed != vendor) {
            other.push(reversed);
        }
    }
    assert_eq!(other, [""; 0]);
}
