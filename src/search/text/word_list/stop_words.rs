//! Stop words: words that carry little meaning. They get a low weight and are not required to match,
//! unless the query has no other words.

use super::value_of;

/// The importance of each word.
static STOP_WORDS: &str = include_str!("../../../../data/stop_words.txt");

/// What a word contributes to a query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Importance {
    /// It must match.
    #[default]
    Content,
    /// It need not match, but tells similar entries apart.
    State,
    /// It supports the words around it.
    StopWord,
    /// It is ignored where anything else matches.
    Filler,
}

impl Importance {
    /// The importance of a folded word.
    pub fn of(word: &str) -> Self {
        match value_of(word, STOP_WORDS) {
            Some("state") => Self::State,
            Some("stop") => Self::StopWord,
            Some(_) => Self::Filler,
            None => Self::Content,
        }
    }

    /// The factor on the weight of a word.
    pub fn factor(self) -> f64 {
        match self {
            Self::Content => 1.0,
            Self::State => 0.8,
            Self::StopWord => 0.15,
            Self::Filler => 0.02,
        }
    }
}

/// Whether a folded word is not required to match.
pub fn is_stop_word(word: &str) -> bool {
    Importance::of(word) != Importance::Content
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::text::word_list::check_every_word_is_found;

    #[test]
    fn every_listed_word_is_found_with_its_importance() {
        check_every_word_is_found(STOP_WORDS);
        for (word, importance) in [
            ("a", Importance::StopWord),
            ("cannot", Importance::State),
            ("your", Importance::Filler),
            ("license", Importance::Content),
            ("", Importance::Content),
        ] {
            assert_eq!(Importance::of(word), importance, "{word}");
        }
        for line in STOP_WORDS.lines().filter(|line| !line.starts_with('#')) {
            assert!(
                line.ends_with(" stop") || line.ends_with(" state") || line.ends_with(" filler")
            );
        }
    }
}
