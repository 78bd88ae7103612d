//! Hit: where a passage meets a word, in which way, and how well.

/// How a word is met. The order is that of trust, and gives every way its share of a full match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// The word itself.
    Whole,
    /// Another inflection or spelling: `expires` for `expired`, `licence` for `license`.
    Inflected,
    /// A beginning: `lic` for `license`, `166` for `1668`.
    Beginning,
    /// Two words typed as one: `ratelimit`.
    Joined,
    /// The humps of a name: `naused` for `NameAlreadyUsed`.
    Humps,
    /// A synonym of the trade: `throttled` for `too many requests`.
    Synonym,
    /// With slips of the finger: `forbiden` for `forbidden`.
    Typo,
    /// Inside a word: `attended` for `unattended`.
    Inside,
    /// Letters that only follow each other in the text.
    Scattered,
    /// Two words for one that exists: `user name` for `username`.
    Apart,
}

impl Way {
    /// What a match of this way is worth, a whole word being 1.
    pub(super) fn quality(self) -> f64 {
        match self {
            Self::Whole => 1.0,
            Self::Inflected => 0.9,
            Self::Beginning | Self::Joined => 0.85,
            Self::Humps => 0.8,
            Self::Typo => 0.7,
            Self::Synonym => 0.5,
            Self::Inside => 0.3,
            Self::Scattered => 0.25,
            Self::Apart => 0.15,
        }
    }
}

/// A passage that meets a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) passage: u32,
    pub(super) way: Way,
    /// How well, at most 1.
    pub(super) quality: f64,
    /// How many words of the passage are covered.
    pub(super) parts: f64,
    /// The word of the vocabulary; none where several words meet it, or letters of the text.
    pub(super) term: Option<u32>,
}

impl Hit {
    /// No hit at all.
    pub(super) const NONE: Self =
        Self { passage: 0, way: Way::Apart, quality: 0.0, parts: 0.0, term: None };

    /// Whether a passage is met better by it.
    pub(super) fn is_better_than(&self, other: &Self) -> bool {
        let better = self.quality.total_cmp(&other.quality);
        better.then(self.parts.total_cmp(&other.parts)).is_gt()
    }
}
