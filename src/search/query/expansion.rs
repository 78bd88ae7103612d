//! Query expansion by synonyms: everyday words for the vendors' terms. The synonyms are data,
//! `data/synonyms.toml` and the `synonyms` of each catalog.

use std::collections::BTreeSet;

use crate::catalog::{Catalogs, GENERAL_SYNONYMS, Synonyms};
use crate::search::text::stem::stems;

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

/// Every expansion of a query, by the general synonyms and by those of the catalogs. The words of
/// the query are given by their indices and stems.
pub fn expansions(words: &[(usize, &str)], catalogs: &Catalogs) -> Vec<Expansion> {
    let mut expansions = Vec::new();
    for group in general_groups(words) {
        let Synonyms { groups, expansions: one_way } = GENERAL_SYNONYMS.synonyms;
        let (group, replaceable, origin) = match groups.get(group) {
            Some(group) => (*group, group.len(), ExpansionOrigin::General),
            None => (one_way[group - groups.len()], 1, ExpansionOrigin::Thesaurus),
        };
        expand(words, group, replaceable, origin, &mut expansions);
    }
    for Synonyms { groups, expansions: one_way } in catalogs.iter().map(|it| it.synonyms) {
        let two_way = groups.iter().map(|group| (group, group.len()));
        for (group, replaceable) in two_way.chain(one_way.iter().map(|group| (group, 1))) {
            let group: Vec<_> = group.iter().map(|phrase| stems(phrase)).collect();
            expand(words, &group, replaceable, ExpansionOrigin::Catalog, &mut expansions);
        }
    }
    expansions
}

/// The general groups with a phrase that begins with one of the words, those of the thesaurus last.
fn general_groups(words: &[(usize, &str)]) -> BTreeSet<usize> {
    let mut groups = BTreeSet::new();
    for &(_, stem) in words {
        let by_stem = GENERAL_SYNONYMS.by_stem;
        let start = by_stem.partition_point(|&(first, _)| first < stem);
        let same = by_stem[start..].iter().take_while(|&&(first, _)| first == stem);
        groups.extend(same.map(|&(_, group)| group));
    }
    groups
}

/// Adds the expansions by one group of phrases, given by their stems, of which the first
/// `replaceable` are replaced.
fn expand(
    words: &[(usize, &str)],
    group: &[impl AsRef<str>],
    replaceable: usize,
    origin: ExpansionOrigin,
    expansions: &mut Vec<Expansion>,
) {
    let position =
        |stem: &str| words.iter().find(|(_, other)| *other == stem).map(|&(index, _)| index);
    for (at, phrase) in group.iter().enumerate().take(replaceable) {
        let phrase = phrase.as_ref().split(' ');
        let Some(replaced) = phrase.map(position).collect::<Option<Vec<_>>>() else { continue };
        let others = group.iter().enumerate().filter(|&(other, _)| other != at);
        expansions.extend(others.map(|(_, phrase)| {
            let phrase = phrase.as_ref().split(' ').map(str::to_owned).collect();
            Expansion { replaced: replaced.clone(), phrase, origin }
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::text::stem::stem;

    fn expanded(text: &str) -> Vec<String> {
        let stems = stems(text);
        let stems: Vec<_> = stems.split(' ').enumerate().collect();
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
        assert_eq!(expanded("zebra"), Vec::<String>::new());
        assert_eq!(expanded("renter"), [stem("tenant")]);
        assert!(!expanded("tenant").contains(&stem("renter")), "but not the reverse");
    }

    #[test]
    fn no_group_has_the_same_phrase_twice() {
        let catalogs = Catalogs::builtin();
        let of_vendors = catalogs.iter().map(|catalog| catalog.synonyms);
        for Synonyms { groups, expansions } in of_vendors.chain([GENERAL_SYNONYMS.synonyms]) {
            for group in groups.iter().chain(expansions) {
                let sorted = |phrase: &&str| {
                    let mut stems: Vec<_> = stems(phrase).split(' ').map(str::to_owned).collect();
                    stems.sort();
                    stems
                };
                let mut phrases: Vec<_> = group.iter().map(sorted).collect();
                phrases.sort();
                phrases.dedup();
                assert_eq!(phrases.len(), group.len(), "{group:?}");
            }
        }
    }
}
