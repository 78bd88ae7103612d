//! Stop words: words that carry little meaning. They get a low weight and are not required to match,
//! unless the query has no other words.

/// The words of messages that say little alone.
const STOP_WORDS: &str = "\
    a an and any are arent at be been but by can cannot cant code codes could couldnt did didnt do \
    does doesnt dont else error errors for from has have if in is isnt it its no not of on or some \
    somebody someone something that the there this to was wasnt when while will with wont";

/// The words around a question or a complaint.
const FILLERS: &str = "\
    about actually again ago all already also always am anybody anymore anyone anything as ask asks \
    because before came come comes day doing done even ever every everything explain find fix fixed \
    fixing fyi gave get gets getting give gives giving go goes going gone got guys had happen \
    happened happening happens having hello help helps her here hey hi him his hmm how hows however i \
    idea im instead into ive just keep keeps kept know knows let lets like look looks lot made \
    make makes making maybe me mean meaning means might mine morning my myself need needs \
    now of often oh ok okay once our ours out own please pls plz possible probably \
    problem problems question really result returned returns said saw say saying says see \
    seeing seem seemed seems seen she should shouldnt show showing shown shows since so sometimes \
    somehow soon sorry still stuff such suddenly supposed sure take takes telling tell tells than \
    thank thanks thats them then these they thing things think those though through thx till today \
    told tonight took toward tried tries try trying tell up upon us very via want wanted wants \
    we well went were weve what whatever whats when where wheres whether which who whole whom whose \
    why wish wonder would wouldnt wrongly wtf yes yesterday yet you your yours youre";

/// What a word contributes to a query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Importance {
    /// It must match.
    #[default]
    Content,
    /// It supports the words around it.
    StopWord,
    /// It is ignored where anything else matches.
    Filler,
}

impl Importance {
    /// The importance of a folded word.
    pub fn of(word: &str) -> Self {
        let is_in = |list: &str| list.split(' ').any(|listed| listed == word);
        if is_in(STOP_WORDS) {
            Self::StopWord
        } else if is_in(FILLERS) {
            Self::Filler
        } else {
            Self::Content
        }
    }

    /// The factor on the weight of a word.
    pub fn factor(self) -> f64 {
        match self {
            Self::Content => 1.0,
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

    #[test]
    fn only_whole_words_are_stop_words() {
        assert!(is_stop_word("a") && is_stop_word("cannot") && is_stop_word("your"));
        assert!(!is_stop_word("") && !is_stop_word("a am") && !is_stop_word("arent at"));
    }
}
