//! The beginnings of the words that a query matches, to reject most texts without splitting them.

use super::expansion::Expansion;
use super::{Clause, Term};
use crate::search::text::tokenize::is_connector;

/// The first two letters of all words that may match; none if every text has to be split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beginnings(Option<[u32; 26]>);

impl Beginnings {
    pub fn new(clauses: &[Clause], expansions: &[Expansion]) -> Self {
        let mut beginnings = Self(Some([0; 26]));
        for term in clauses.iter().flat_map(|clause| &clause.alternatives) {
            match term {
                Term::Word(word) => {
                    beginnings.add(&word.text);
                    beginnings.add(&word.stem);
                    word.parts.iter().for_each(|part| beginnings.add(part));
                }
                Term::Literal(_) => beginnings.0 = None,
                Term::Filter(_) => {}
            }
        }
        expansions.iter().flat_map(|it| &it.phrase).for_each(|stem| beginnings.add(stem));
        beginnings
    }

    fn add(&mut self, word: &str) {
        let letters = match word.as_bytes() {
            [first, second, ..] => letter(*first).zip(letter(*second)),
            _ => None,
        };
        match (&mut self.0, letters) {
            (Some(sets), Some((first, second))) => sets[first] |= 1 << second,
            (all, _) => *all = None,
        }
    }

    /// Whether the text may have such a word; false only if it certainly has none.
    pub fn may_match(&self, text: &str) -> bool {
        let Some(sets) = &self.0 else { return true };
        let mut before = b' ';
        text.bytes().zip(text.bytes().skip(1)).any(|(byte, next)| {
            let begins = !before.is_ascii_lowercase() || byte.is_ascii_uppercase();
            before = byte;
            match (letter(byte), letter(next)) {
                (Some(first), Some(second)) => begins && sets[first] >> second & 1 == 1,
                // `on-call` is one word too, and other letters may be folded to these.
                (Some(_), None) => begins && (is_connector(next.into()) || !next.is_ascii()),
                (None, _) => !byte.is_ascii(),
            }
        })
    }
}

fn letter(byte: u8) -> Option<usize> {
    let lower = byte.to_ascii_lowercase();
    lower.is_ascii_lowercase().then(|| usize::from(lower - b'a'))
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalogs;
    use crate::search::Query;
    use crate::search::query::highlight::coverage;

    #[test]
    fn no_text_with_a_match_is_rejected() {
        let catalogs = Catalogs::builtin();
        let mut rejected = 0;
        for query in ["license expired", "oncall cant", "TxnNotStarted", "to-do", "throttled", "x"]
        {
            let query = Query::with_synonyms(query, &catalogs);
            for entry in catalogs.entry_refs() {
                for text in entry.names.iter().chain(entry.messages).chain(entry.keywords) {
                    let may_match = query.beginnings.may_match(text);
                    rejected += usize::from(!may_match);
                    assert!(may_match || coverage(&query, text) == 0, "{text}");
                }
            }
        }
        assert!(rejected > 1000, "{rejected}");
    }
}
