//! One paste in, a verdict out. Pure: the decoder is built from the catalogs and then only reads.

mod verdict;

pub use verdict::{Capture, Confidence, Evidence, Finding, HttpReading, Kind, Report, Verdict};

use crate::catalog::{Catalog, Catalogs};

/// Recognises vendors' errors in pasted text.
#[derive(Debug)]
pub struct Decoder {
    catalogs: Catalogs,
}

impl Decoder {
    /// A decoder over these catalogs.
    #[must_use]
    pub fn new(catalogs: &Catalogs) -> Self {
        Self { catalogs: catalogs.clone() }
    }

    /// Identifies the errors in `input`, which may be of any encoding. With `vendor`, the paste is
    /// read as that vendor's.
    #[must_use]
    pub fn decode(&self, input: &[u8], vendor: Option<&'static Catalog>) -> Report {
        let _ = (&self.catalogs, input, vendor);
        Report {
            verdict: Verdict::NotRecognised,
            findings: Vec::new(),
            alternatives: Vec::new(),
            http: None,
            layer: None,
            repairs: Vec::new(),
            advice: None,
        }
    }
}
