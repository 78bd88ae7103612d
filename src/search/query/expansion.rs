//! Query expansion by synonyms: everyday words for the vendors' terms. The synonyms are data,
//! `data/synonyms.toml` and the `synonyms` of each catalog.

use std::sync::LazyLock;

use crate::catalog::{SYNONYMS, SynonymGroup};
use crate::search::text::stem::stem;
use crate::search::text::tokenize::{fold, words};

/// A phrase by the stems of its words. It matches a text that has all of them, in any order.
pub type Phrase = Vec<String>;

/// A phrase that can replace some words of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The replaced words, by their indices.
    pub replaced: Vec<usize>,
    /// The phrase in their place.
    pub phrase: Phrase,
}

static GENERAL: LazyLock<Vec<Vec<Phrase>>> =
    LazyLock::new(|| SYNONYMS.iter().map(|group| phrases(group)).collect());

fn phrases(group: SynonymGroup) -> Vec<Phrase> {
    group
        .iter()
        .map(|phrase| words(phrase).map(|word| stem(&fold(&phrase[word]))).collect())
        .collect()
}

/// Every expansion of a query, by the general synonyms and by `more`. The words of the query are
/// given by their indices and stems.
pub fn expansions(
    words: &[(usize, &str)],
    more: impl Iterator<Item = SynonymGroup>,
) -> Vec<Expansion> {
    let more: Vec<_> = more.map(phrases).collect();
    GENERAL.iter().chain(&more).flat_map(|group| expand(words, group)).collect()
}

/// The expansions by one group of synonyms.
fn expand(words: &[(usize, &str)], group: &[Phrase]) -> Vec<Expansion> {
    let position =
        |stem: &String| words.iter().find(|(_, other)| other == stem).map(|&(index, _)| index);
    let mut expansions = Vec::new();
    for phrase in group {
        let Some(replaced) = phrase.iter().map(position).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let others = group.iter().filter(|other| *other != phrase).cloned();
        expansions.extend(others.map(|phrase| Expansion { replaced: replaced.clone(), phrase }));
    }
    expansions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    fn expanded(text: &str) -> Vec<String> {
        let stems: Vec<_> = words(text).map(|word| stem(&fold(&text[word]))).collect();
        let stems: Vec<_> = stems.iter().map(String::as_str).enumerate().collect();
        let expansions = expansions(&stems, std::iter::empty());
        expansions.into_iter().map(|expansion| expansion.phrase.join(" ")).collect()
    }

    #[test]
    fn phrases_replace_each_other_in_any_order() {
        let too_many: Vec<_> = ["too", "many", "requests"].map(stem).to_vec();
        assert!(expanded("throttled").contains(&too_many.join(" ")));
        assert!(expanded("limit rate").contains(&too_many.join(" ")));
        assert!(
            expanded("passwords").is_empty() || !expanded("passwords").contains(&stem("login"))
        );
        assert!(expanded("limit").contains(&stem("quota")), "{:?}", expanded("limit"));
        assert_eq!(expanded("machine"), Vec::<String>::new());
    }

    #[test]
    fn no_group_has_the_same_phrase_twice() {
        let of_vendors = Catalogs::builtin();
        let of_vendors = of_vendors.iter().flat_map(|catalog| catalog.synonyms);
        for group in SYNONYMS.iter().chain(of_vendors) {
            let mut phrases = phrases(group);
            for phrase in &mut phrases {
                phrase.sort();
            }
            phrases.sort();
            phrases.dedup();
            assert_eq!(phrases.len(), group.len(), "{group:?}");
        }
    }
}
