//! Hits: passages that match a clause.

use crate::search::query::expansion::ExpansionOrigin;

/// How a term matches, from the most to the least reliable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchKind {
    /// The word itself.
    Exact,
    /// Another inflection or spelling: `expires` for `expired`, `licence` for `license`.
    Stem,
    /// A prefix: `lic` for `license`, `166` for `1668`.
    Prefix,
    /// A code with the same prefix as one that does not exist: `1668` for `1669`.
    NearCode,
    /// Two words typed as one: `ratelimit`.
    Compound,
    /// The first letters of the parts of a name: `naused` for `NameAlreadyUsed`.
    Abbreviation,
    /// A synonym: `throttled` for `too many requests`.
    Synonym,
    /// A synonym that a catalog gives: `bot` for `robot`.
    CatalogSynonym,
    /// A word that a thesaurus relates: `computer` for `machine`.
    Thesaurus,
    /// A typo: `forbiden` for `forbidden`.
    Typo,
    /// Part of a word: `attended` for `unattended`.
    Substring,
    /// A fuzzy subsequence: `lcnsexprd` for `LicenseExpired`.
    Fuzzy,
    /// Two words for one that exists: `user name` for `username`.
    Split,
}

impl MatchKind {
    /// How much a match of this kind counts, an exact one being 1.
    pub fn quality(self) -> f64 {
        self.quality_and_label().0
    }

    /// Whether a match of several terms may be there by chance.
    pub fn is_loose(self) -> bool {
        matches!(self, Self::Abbreviation | Self::Fuzzy)
    }

    pub fn label(self) -> &'static str {
        self.quality_and_label().1
    }

    fn quality_and_label(self) -> (f64, &'static str) {
        match self {
            Self::Exact => (1.0, "exact"),
            Self::Stem => (0.75, "form of"),
            Self::Prefix => (0.75, "prefix of"),
            Self::NearCode => (0.85, "near code"),
            Self::Compound => (0.85, "compound"),
            Self::Abbreviation => (0.8, "abbreviation"),
            Self::Typo => (0.75, "typo for"),
            Self::Synonym => (0.3, "synonym"),
            Self::CatalogSynonym => (0.4, "synonym by the catalog"),
            Self::Thesaurus => (0.3, "synonym by WordNet"),
            Self::Substring => (0.25, "part of"),
            Self::Fuzzy => (0.2, "fuzzy"),
            Self::Split => (0.15, "split"),
        }
    }
}

impl From<ExpansionOrigin> for MatchKind {
    fn from(origin: ExpansionOrigin) -> Self {
        match origin {
            ExpansionOrigin::General => Self::Synonym,
            ExpansionOrigin::Thesaurus => Self::Thesaurus,
            ExpansionOrigin::Catalog => Self::CatalogSynonym,
        }
    }
}

/// What the hits of one word, phrase or abbreviation have in common.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    pub kind: MatchKind,
    /// How well it matches, at most 1.
    pub quality: f64,
    /// The share of the words that it covers.
    pub share: f64,
    /// The matched word; `None` if several words match, or none matches in full.
    pub term: Option<u32>,
}

impl Variant {
    /// A variant of that kind with its full quality.
    pub fn new(kind: MatchKind) -> Self {
        Self { kind, quality: kind.quality(), share: 1.0, term: None }
    }
}
