//! Decodes the samples of a catalog against all catalogs.

use std::borrow::Cow;

use super::{Decoder, Report};
use crate::catalog::Catalog;

/// How the samples of a catalog are decoded.
#[derive(Debug, Clone)]
pub struct SampleTest {
    /// The catalog.
    pub catalog: &'static Catalog,
    /// The number of samples, of entries tested by a form, and of counter-samples.
    pub samples: usize,
    /// The number of entries with a sample.
    pub entries: usize,
    /// The samples that are not decoded as expected.
    pub failures: Vec<SampleFailure>,
}

/// A sample that is not decoded as expected.
#[derive(Debug, Clone)]
pub struct SampleFailure {
    /// The text.
    pub body: Cow<'static, str>,
    /// The codes that were expected; empty if only the vendor was.
    pub expected: Vec<&'static str>,
    /// Whether the text is a counter-sample, in which nothing of the catalog may be claimed.
    pub is_counter_sample: bool,
    /// What is claimed instead: vendor and code.
    pub claimed: Vec<(&'static str, Option<String>)>,
}

impl SampleTest {
    /// Decodes all samples of a catalog. `decoder` has all catalogs.
    #[must_use]
    pub fn run(decoder: &Decoder, catalog: &'static Catalog) -> Self {
        let mut test = Self { catalog, samples: 0, entries: 0, failures: Vec::new() };
        for sample in catalog.samples {
            test.check(decoder, sample.body.into(), sample.expect.to_vec());
        }
        for entry in catalog.entries {
            let is_sampled = catalog.samples.iter().any(|it| it.expect.contains(&entry.code));
            test.entries += usize::from(is_sampled);
            if !is_sampled && let Some(body) = catalog.sample_of(entry) {
                test.entries += 1;
                test.check(decoder, body, vec![entry.code]);
            }
        }
        for sample in catalog.counter_samples {
            test.samples += 1;
            let report = decoder.decode(sample.body.as_bytes(), None);
            let claimed = claims(&report);
            if claimed.iter().any(|(vendor, _)| *vendor == catalog.id) {
                test.failures.push(SampleFailure {
                    body: sample.body.into(),
                    expected: Vec::new(),
                    is_counter_sample: true,
                    claimed,
                });
            }
        }
        test
    }

    fn check(&mut self, decoder: &Decoder, body: Cow<'static, str>, expected: Vec<&'static str>) {
        self.samples += 1;
        let claimed = claims(&decoder.decode(body.as_bytes(), None));
        let vendor = self.catalog.id;
        let is_claimed = |code: &&str| {
            claimed.iter().any(|(of, claim)| *of == vendor && claim.as_deref() == Some(*code))
        };
        let is_own = !claimed.is_empty() && claimed.iter().all(|(of, _)| *of == vendor);
        if !(is_own && expected.iter().all(is_claimed)) {
            self.failures.push(SampleFailure { body, expected, is_counter_sample: false, claimed });
        }
    }
}

/// What a report claims: vendor, and code as listed or else as in the text.
fn claims(report: &Report) -> Vec<(&'static str, Option<String>)> {
    let claims = report.findings.iter().filter(|finding| finding.is_claim());
    claims
        .map(|finding| {
            let listed = finding.entry.map(|entry| entry.code.to_owned());
            (finding.catalog.id, listed.or_else(|| finding.code.clone()))
        })
        .collect()
}
