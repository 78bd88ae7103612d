//! Checks samples, and the forms of samples.

use std::collections::HashSet;

use super::checker::Checker;
use super::entries::expect_section;
use crate::catalog::entry::{Section, leak, leak_str};
use crate::catalog::raw;
use crate::catalog::sample::{PLACEHOLDERS, Sample, SampleForm};

/// The samples of a file, which may expect only these codes.
pub fn samples(
    checker: &mut Checker<'_>,
    raw: Vec<raw::Sample>,
    codes: &HashSet<&str>,
) -> Vec<Sample> {
    let check = |sample: raw::Sample| {
        let expect = match sample.expect {
            None => Vec::new(),
            Some(raw::Codes::One(code)) => vec![code],
            Some(raw::Codes::Many(codes)) => codes,
        };
        for code in &expect {
            checker.expect(&sample.body, codes.contains(code.as_str()), |_| {
                format!("the sample expects `{code}`, which is not among the codes")
            });
        }
        Sample {
            body: leak_str(sample.body.into_inner()),
            expect: leak(expect.into_iter().map(leak_str)),
        }
    };
    raw.into_iter().map(check).collect()
}

/// The sample forms of a file.
pub fn sample_forms(
    checker: &mut Checker<'_>,
    raw: Vec<raw::SampleForm>,
    sections: &[Section],
) -> Vec<SampleForm> {
    let check = |form: raw::SampleForm| {
        for section in &form.sections {
            expect_section(checker, section, sections);
        }
        let has_placeholder = PLACEHOLDERS.iter().any(|it| form.body.get_ref().contains(it));
        checker.expect(&form.body, has_placeholder, |_| {
            format!("the form has no placeholder, expected one of {}", PLACEHOLDERS.join(", "))
        });
        SampleForm {
            sections: checker.lines(form.sections),
            body: leak_str(form.body.into_inner()),
        }
    };
    raw.into_iter().map(check).collect()
}
