//! Query expansion by synonyms: everyday words for the vendors' terms. The synonyms are data,
//! `data/synonyms.toml` and the `synonyms` of each catalog.

use std::sync::LazyLock;

use crate::catalog::{Catalogs, SYNONYMS, Synonyms};
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
    pub origin: ExpansionOrigin,
}

/// Where an expansion comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpansionOrigin {
    /// The general synonyms.
    General,
    /// The reviewed proposals of the thesaurus.
    Thesaurus,
    /// The synonyms of a catalog.
    Catalog,
}

/// Phrases of which some replace the others.
struct Group {
    phrases: Vec<Phrase>,
    /// How many of the phrases, from the first, are replaced.
    replaceable: usize,
    origin: ExpansionOrigin,
}

static GENERAL: LazyLock<Vec<Group>> = LazyLock::new(|| {
    groups(&SYNONYMS, ExpansionOrigin::General, ExpansionOrigin::Thesaurus).collect()
});

fn groups(
    synonyms: &Synonyms,
    of_groups: ExpansionOrigin,
    of_expansions: ExpansionOrigin,
) -> impl Iterator<Item = Group> {
    let two_way = synonyms.groups.iter().map(move |group| (group, group.len(), of_groups));
    let one_way = synonyms.expansions.iter().map(move |group| (group, 1, of_expansions));
    two_way.chain(one_way).map(|(group, replaceable, origin)| {
        let phrases = group.iter().map(|phrase| to_phrase(phrase)).collect();
        Group { phrases, replaceable, origin }
    })
}

fn to_phrase(phrase: &str) -> Phrase {
    words(phrase).map(|word| stem(&fold(&phrase[word]))).collect()
}

/// Every expansion of a query, by the general synonyms and by those of the catalogs. The words of
/// the query are given by their indices and stems.
pub fn expansions(words: &[(usize, &str)], catalogs: &Catalogs) -> Vec<Expansion> {
    let origin = ExpansionOrigin::Catalog;
    let more: Vec<Group> =
        catalogs.iter().flat_map(|catalog| groups(&catalog.synonyms, origin, origin)).collect();
    GENERAL.iter().chain(&more).flat_map(|group| expand(words, group)).collect()
}

/// The expansions by one group of synonyms.
fn expand(words: &[(usize, &str)], group: &Group) -> Vec<Expansion> {
    let position =
        |stem: &String| words.iter().find(|(_, other)| other == stem).map(|&(index, _)| index);
    let mut expansions = Vec::new();
    for phrase in &group.phrases[..group.replaceable] {
        let Some(replaced) = phrase.iter().map(position).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let others = group.phrases.iter().filter(|other| *other != phrase).cloned();
        let to_expansion =
            |phrase| Expansion { replaced: replaced.clone(), phrase, origin: group.origin };
        expansions.extend(others.map(to_expansion));
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
        let expansions = expansions(&stems, &Catalogs::default());
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
        assert_eq!(expanded("robot"), Vec::<String>::new());
        assert_eq!(expanded("renter"), [stem("tenant")]);
        assert_eq!(expanded("tenant"), Vec::<String>::new(), "but not the reverse");
    }

    #[test]
    fn no_group_has_the_same_phrase_twice() {
        let catalogs = Catalogs::builtin();
        let of_vendors = catalogs.iter().map(|catalog| catalog.synonyms);
        for Synonyms { groups, expansions } in of_vendors.chain([SYNONYMS]) {
            for group in groups.iter().chain(expansions) {
                let mut phrases: Vec<_> = group.iter().map(|phrase| to_phrase(phrase)).collect();
                for phrase in &mut phrases {
                    phrase.sort();
                }
                phrases.sort();
                phrases.dedup();
                assert_eq!(phrases.len(), group.len(), "{group:?}");
            }
        }
    }
}
