//! Stop words: words that carry little meaning. They get a low weight and are not required to match,
//! unless the query has no other words.

const STOP_WORDS: &str = "\
    a am an and any are arent at be been but by can cannot cant code codes could couldnt did didnt \
    do does doesnt dont else error errors for from get gets getting give gives got had has have how \
    i if im in is isnt it its just keeps me my no not of on or our please returned returns says so \
    some somebody someone something still that the their there this to try trying was wasnt we what \
    when while why will with wont you your";

/// Whether a folded word is a stop word.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.split(' ').any(|stop_word| stop_word == word)
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
