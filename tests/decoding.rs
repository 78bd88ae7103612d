//! The worked examples of `docs/decoding.md` are what the decoder reports.

#[path = "common/golden.rs"]
mod golden;

use std::fmt::Write as _;

use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use errdex::report::{Page, text};
use golden::golden;

#[test]
fn examples_are_what_the_decoder_reports() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/decoding.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let decoder = Decoder::new(&Catalogs::builtin());
    let (mut written, mut examples) = (String::new(), 0);
    let mut rest = page.as_str();
    while let Some((before, after)) = rest.split_once("```paste\n") {
        let (paste, after) = after.split_once("\n```\n").expect("the end of the paste");
        let (between, after) = after.split_once("```report\n").expect("its report");
        let (_, after) = after.split_once("```\n").expect("the end of the report");
        let mut report = Vec::new();
        text::report(&mut Page::new(&mut report, 80), &decoder.decode(paste.as_bytes(), None))
            .expect("writing to memory never fails");
        let report = anstream::adapter::strip_bytes(&report).into_vec();
        let report = String::from_utf8(report).expect("UTF-8");
        let _ =
            write!(written, "{before}```paste\n{paste}\n```\n{between}```report\n{report}```\n");
        rest = after;
        examples += 1;
    }
    written += rest;
    assert_eq!(examples, 6, "one for each verdict");
    golden("../../docs/decoding.md", &written);
}
