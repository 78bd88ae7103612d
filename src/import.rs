//! A vendor's documentation in, a draft catalog out. Pure: text in, text and a report out.
//!
//! ```text
//!   read/        Markdown, HTML, reStructuredText, AsciiDoc, CSV, JSON, YAML, source code, text
//!                    │ document: headings, tables, lists, prose, examples
//!   understand/  which tables list codes, and what their columns mean
//!                    │ rows: code, names, status, messages, …
//!   write/       a catalog file with comments, and a report
//! ```
//!
//! A reader turns everything that can list codes into tables: a JSON array of objects, an enum of
//! constants, a definition list and a heading for each code are tables too.

pub mod document;
pub mod read;
mod shape;
pub mod understand;
pub mod write;

use crate::catalog::{self, Catalog, Catalogs, CheckError};
use document::Document;
use understand::{Choices, Understanding, understand};
use write::catalog::Metadata;
use write::signature::{InferredSignature, claims_nothing_of_others};

/// A draft catalog.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What the document lists, and what became of each table.
    pub found: Understanding,
    /// The text of the catalog file.
    pub text: String,
    /// The catalog. Its strings are leaked: catalogs live as long as the process.
    pub catalog: Catalog,
}

/// Why there is no draft.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ImportError {
    /// No table lists error codes.
    #[error("no table lists error codes")]
    Nothing(Box<Understanding>),
    /// The catalog would have errors, such as an address that is none.
    #[error("the catalog would not pass `errdex catalog check`: {}", first_error(.0))]
    Invalid(Vec<CheckError>),
}

fn first_error(errors: &[CheckError]) -> String {
    errors.first().map(|error| error.reason.clone()).unwrap_or_default()
}

/// Drafts a catalog from a document. `samples` are responses of the vendor, from which signatures are
/// inferred, as from the examples of the document. Signatures that would claim a sample of another
/// catalog are left out.
///
/// # Errors
/// If no table lists error codes, or if the metadata are invalid.
pub fn draft(
    document: &Document,
    choices: &Choices,
    metadata: &Metadata,
    samples: &[String],
    catalogs: &Catalogs,
) -> Result<Draft, ImportError> {
    let found = understand(document, choices);
    if found.entries.is_empty() {
        return Err(ImportError::Nothing(Box::new(found)));
    }
    let is_harmless = |signature: &InferredSignature| {
        let signatures = std::slice::from_ref(signature);
        let text = write::catalog::catalog(&found, metadata, signatures);
        let catalog = catalog::read(&metadata.id, &text);
        catalog
            .is_ok_and(|catalog| claims_nothing_of_others(Box::leak(Box::new(catalog)), catalogs))
    };
    // The lowest weight with which the example itself is recognised.
    let lightest = |signature: InferredSignature| {
        let heavier = signature.clone().heavier();
        [signature].into_iter().chain(heavier).find(is_harmless)
    };
    let signatures = InferredSignature::infer(&found, samples);
    let signatures: Vec<_> = signatures.into_iter().filter_map(lightest).collect();
    Draft::new(found, metadata, &signatures)
}

impl Draft {
    /// Drafts a catalog from what a document lists.
    ///
    /// # Errors
    /// If the catalog would have errors.
    pub fn new(
        found: Understanding,
        metadata: &Metadata,
        signatures: &[InferredSignature],
    ) -> Result<Self, ImportError> {
        let text = write::catalog::catalog(&found, metadata, signatures);
        let catalog = catalog::read(&metadata.id, &text).map_err(ImportError::Invalid)?;
        Ok(Self { found, text, catalog })
    }
}
