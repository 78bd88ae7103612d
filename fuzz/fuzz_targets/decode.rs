//! Any bytes: no panic, spans on character boundaries inside the input, the same answer twice.
#![no_main]

use std::sync::LazyLock;

use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use libfuzzer_sys::fuzz_target;

static DECODER: LazyLock<Decoder> = LazyLock::new(|| Decoder::new(&Catalogs::builtin()));

fuzz_target!(|input: &[u8]| {
    let report = DECODER.decode(input, None);
    let text = std::str::from_utf8(input).ok();
    for finding in report.findings.iter().chain(&report.alternatives) {
        let evidence = finding.evidence.iter().map(|evidence| &evidence.span);
        let captures = finding.captures.iter().map(|capture| &capture.span);
        for span in evidence.chain(captures).chain([&finding.span]) {
            assert!(span.start <= span.end && span.end <= input.len());
            assert!(text.is_none_or(|text| text.get(span.clone()).is_some()));
        }
        assert!(!finding.is_claim() || !finding.evidence.is_empty());
    }
    assert_eq!(report, DECODER.decode(input, None));
});
